// Package fiscale holds the codes by which the State and the banks know a
// person or a firm: codice fiscale, partita IVA and IBAN, with their check
// characters. It knows nothing of registries: a code may be right and unissued.
package fiscale

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// Refusals of ParseCodice, in words for the operatore.
var (
	ErrCodice      = errors.New("codice fiscale non valido: scrivere 16 caratteri, oppure 11 cifre se provvisorio")
	ErrControllo   = errors.New("codice fiscale non valido: il carattere di controllo non corrisponde, ricontrollare ogni carattere")
	ErrCodiceData  = errors.New("codice fiscale non valido: la data di nascita che contiene non esiste, ricontrollare le cifre")
	ErrProvvisorio = errors.New("codice fiscale provvisorio non valido: la cifra di controllo non corrisponde, ricontrollare le cifre")
)

// The layout of a 16-character code, DM 23/12/1976 artt. 2-6: three letters of
// the cognome, three of the nome, two digits of the year, letter of the month,
// two digits of the day (plus 40 for women), four characters of the place of
// birth, check character.
const (
	lunghezza   = 16
	mesi        = "ABCDEHLMPRST"
	cifreCodice = "LMNPQRSTUV" // stands for 0-9 in codes told apart by omocodia
	piuDonna    = 40
)

// posizioniCifra are the places of the digits, which omocodia may turn into
// letters (DM 23/12/1976 art. 6).
var posizioniCifra = [...]int{6, 7, 9, 10, 12, 13, 14}

// Codice is the codice fiscale of a person: 16 characters, or the 11 digits of
// a provisional one, in capitals. The empty Codice is absent.
type Codice string

// ParseCodice takes blanks off the ends, raises to capitals and checks length,
// characters (with omocodia), date of birth and check character. An empty text
// is refused: only UnmarshalText takes it as absent.
func ParseCodice(s string) (Codice, error) {
	s = maiuscole(strings.TrimSpace(s))
	if len(s) == 11 && soloCifre(s) {
		if !luhn(s) {
			return "", ErrProvvisorio
		}
		return Codice(s), nil
	}
	base, ok := senzaOmocodia(s)
	if !ok {
		return "", ErrCodice
	}
	if controllo(s[:15]) != s[15] {
		return "", ErrControllo
	}
	if !nascitaPossibile(base) {
		return "", ErrCodiceData
	}
	return Codice(s), nil
}

// Provvisorio tells whether c is a provisional code of 11 digits, from which
// nothing about the person can be read.
func (c Codice) Provvisorio() bool { return len(c) == 11 }

// Base returns the code as it was before omocodia, check character included.
// What is not a 16-character code is returned unchanged.
func (c Codice) Base() Codice {
	base, ok := senzaOmocodia(string(c))
	if !ok {
		return c
	}
	return Codice(base + string(controllo(base)))
}

// String returns the code without blanks.
func (c Codice) String() string { return string(c) }

// MarshalText is String.
func (c Codice) MarshalText() ([]byte, error) { return []byte(c), nil }

// UnmarshalText is ParseCodice, but a blank text is absent.
func (c *Codice) UnmarshalText(b []byte) error {
	return interpreta(c, b, ParseCodice)
}

// Value writes the text, NULL when absent.
func (c Codice) Value() (driver.Value, error) { return colonna(string(c)) }

// Scan reads a text or a padded character column as it was written, without
// checking it again.
func (c *Codice) Scan(src any) error { return scandisci(c, src) }

// senzaOmocodia returns the first fifteen characters with every digit in its
// place; false when s has not the shape of a 16-character code.
func senzaOmocodia(s string) (string, bool) {
	if len(s) != lunghezza {
		return "", false
	}
	b := []byte(s[:15])
	for _, p := range posizioniCifra {
		if i := strings.IndexByte(cifreCodice, b[p]); i >= 0 {
			b[p] = byte('0' + i)
		} else if !cifra(b[p]) {
			return "", false
		}
	}
	for _, p := range [...]int{0, 1, 2, 3, 4, 5, 8, 11} {
		if !lettera(b[p]) {
			return "", false
		}
	}
	if strings.IndexByte(mesi, b[8]) < 0 || !lettera(s[15]) {
		return "", false
	}
	return string(b), true
}

// nascitaPossibile tells whether day and month exist in some century's year.
func nascitaPossibile(base string) bool {
	giorni := [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}
	mese := strings.IndexByte(mesi, base[8])
	ultimo := giorni[mese]
	if mese == 1 && decine(base[6:8])%4 == 0 {
		ultimo = 29
	}
	giorno := decine(base[9:11])
	if giorno > piuDonna {
		giorno -= piuDonna
	}
	return giorno >= 1 && giorno <= ultimo
}

// valoriDispari weighs 0-9 and A-Z at odd places (DM 23/12/1976 art. 6); the
// CIN of Italian accounts uses the same weights.
var valoriDispari = [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// controllo returns the check letter of capitals and digits: weights at odd
// places, plain order at even ones, rest of 26.
func controllo(s string) byte {
	somma := 0
	for i := range len(s) {
		v := int(s[i] - 'A')
		if cifra(s[i]) {
			v = int(s[i] - '0')
		}
		if i%2 == 0 {
			v = valoriDispari[v]
		}
		somma += v
	}
	return byte('A' + somma%26)
}

func decine(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

func cifra(c byte) bool { return '0' <= c && c <= '9' }

func lettera(c byte) bool { return 'A' <= c && c <= 'Z' }

func soloCifre(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// maiuscole raises the ASCII letters only: no other letter may turn into one.
func maiuscole(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// interpreta is UnmarshalText of the three codes: blank is absent.
func interpreta[T ~string](dst *T, b []byte, parse func(string) (T, error)) error {
	if strings.TrimSpace(string(b)) == "" {
		*dst = ""
		return nil
	}
	v, err := parse(string(b))
	if err != nil {
		return err
	}
	*dst = v
	return nil
}

func colonna(s string) (driver.Value, error) {
	if s == "" {
		return nil, nil
	}
	return s, nil
}

func scandisci[T ~string](dst *T, src any) error {
	switch v := src.(type) {
	case nil:
		*dst = ""
	case string:
		*dst = T(strings.TrimRight(v, " "))
	case []byte:
		*dst = T(strings.TrimRight(string(v), " "))
	default:
		return fmt.Errorf("fiscale: cannot scan %T into %T", src, *dst)
	}
	return nil
}
