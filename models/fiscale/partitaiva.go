package fiscale

import (
	"database/sql/driver"
	"errors"
	"strings"
)

// ErrPartitaIVA refuses a text that is not a partita IVA.
var ErrPartitaIVA = errors.New("partita IVA non valida: scrivere 11 cifre e ricontrollarle")

// PartitaIVA is the eleven digits of a firm. The empty PartitaIVA is absent.
type PartitaIVA string

// ParsePartitaIVA takes blanks off the ends and a leading "IT" off, and checks
// length and check digit (DM 23/12/1976 art. 8, the formula of Luhn).
func ParsePartitaIVA(s string) (PartitaIVA, error) {
	s = strings.TrimPrefix(maiuscole(strings.TrimSpace(s)), "IT")
	if len(s) != 11 || !soloCifre(s) || !luhn(s) {
		return "", ErrPartitaIVA
	}
	return PartitaIVA(s), nil
}

// String returns the eleven digits.
func (p PartitaIVA) String() string { return string(p) }

// MarshalText is String.
func (p PartitaIVA) MarshalText() ([]byte, error) { return []byte(p), nil }

// UnmarshalText is ParsePartitaIVA, but a blank text is absent.
func (p *PartitaIVA) UnmarshalText(b []byte) error {
	return interpreta(p, b, ParsePartitaIVA)
}

// Value writes the text, NULL when absent.
func (p PartitaIVA) Value() (driver.Value, error) { return colonna(string(p)) }

// Scan reads a text as it was written, without checking it again.
func (p *PartitaIVA) Scan(src any) error { return scandisci(p, src) }

// luhn checks eleven digits, the last of which makes the weighted sum a
// multiple of ten. Eleven zeros would pass and belong to nobody.
func luhn(s string) bool {
	somma := 0
	for i := range len(s) {
		v := int(s[i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		somma += v
	}
	return somma > 0 && somma%10 == 0
}
