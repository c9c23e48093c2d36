package fiscale

import (
	"database/sql/driver"
	"errors"
	"strings"
	"unicode"
)

// Refusals of ParseIBAN, in words for the operatore.
var (
	ErrIBAN          = errors.New("IBAN non valido: scrivere lettere e cifre come sul conto, ad esempio 27 caratteri per l'Italia")
	ErrIBANPaese     = errors.New("IBAN non valido: le prime due lettere non sono di un paese che usa l'IBAN")
	ErrIBANControllo = errors.New("IBAN non valido: le cifre di controllo non corrispondono, ricontrollare ogni carattere")
	ErrIBANCIN       = errors.New("IBAN non valido: il CIN non corrisponde, ricontrollare ABI, CAB e conto")
)

// lunghezzeIBAN is how many characters each country's IBAN has, from the
// registry that SWIFT keeps for ISO 13616.
var lunghezzeIBAN = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22,
	"BH": 22, "BI": 27, "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24,
	"DE": 22, "DJ": 27, "DK": 18, "DO": 28, "EE": 20, "EG": 29, "ES": 24, "FI": 18,
	"FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27,
	"GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20,
	"LU": 20, "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20,
	"MR": 27, "MT": 31, "MU": 30, "NI": 28, "NL": 18, "NO": 15, "OM": 23, "PK": 24,
	"PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "RU": 33, "SA": 24,
	"SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
	"SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20,
	"YE": 30,
}

// IBAN is an account in electronic form, capitals and digits without blanks.
// The empty IBAN is absent.
type IBAN string

// ParseIBAN takes out every blank, raises to capitals and checks the length for
// the country and the check digits (ISO 13616, mod 97); of accounts of Italy
// and San Marino also the shape and the CIN.
func ParseIBAN(s string) (IBAN, error) {
	s = maiuscole(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
	for i := range len(s) {
		if !cifra(s[i]) && !lettera(s[i]) {
			return "", ErrIBAN
		}
	}
	if len(s) < 5 || !soloCifre(s[2:4]) {
		return "", ErrIBAN
	}
	switch n, ok := lunghezzeIBAN[s[:2]]; {
	case !ok:
		return "", ErrIBANPaese
	case n != len(s):
		return "", ErrIBAN
	case s[2:4] < "02" || s[2:4] > "98" || resto97(s[4:]+s[:4]) != 1:
		return "", ErrIBANControllo
	}
	if s[:2] == "IT" || s[:2] == "SM" {
		if !lettera(s[4]) || !soloCifre(s[5:15]) {
			return "", ErrIBAN
		}
		if controllo(s[5:]) != s[4] {
			return "", ErrIBANCIN
		}
	}
	return IBAN(s), nil
}

// String returns the electronic form, without blanks.
func (i IBAN) String() string { return string(i) }

// Formattato returns the printed form, groups of four parted by a blank.
func (i IBAN) Formattato() string {
	var b strings.Builder
	for n := range len(i) {
		if n > 0 && n%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(i[n])
	}
	return b.String()
}

// MarshalText is String.
func (i IBAN) MarshalText() ([]byte, error) { return []byte(i), nil }

// UnmarshalText is ParseIBAN, but a blank text is absent.
func (i *IBAN) UnmarshalText(b []byte) error {
	return interpreta(i, b, ParseIBAN)
}

// Value writes the electronic form, NULL when absent.
func (i IBAN) Value() (driver.Value, error) { return colonna(string(i)) }

// Scan reads a text as it was written, without checking it again.
func (i *IBAN) Scan(src any) error { return scandisci(i, src) }

// resto97 reads letters as 10-35 and returns the rest of 97.
func resto97(s string) int {
	r := 0
	for n := range len(s) {
		if cifra(s[n]) {
			r = (r*10 + int(s[n]-'0')) % 97
		} else {
			r = (r*100 + int(s[n]-'A') + 10) % 97
		}
	}
	return r
}
