package euro

import (
	"database/sql/driver"
	"errors"
	"math/big"
)

// ErrAliquota refuses a text that is not a percentage.
var ErrAliquota = errors.New("aliquota non valida: scrivere una percentuale tra 0 e 100, ad esempio 5,00")

const aliquotaMassima = 10_000

// Aliquota is a percentage in hundredths of percent, from 0 to 10000: 500 is 5 %.
type Aliquota int32

// ParseAliquota reads "5", "5,00" or "5.00", without the sign %.
func ParseAliquota(s string) (Aliquota, error) {
	n, err := leggi(s, 2, false, aliquotaMassima, 1, 2)
	if err != nil {
		return 0, ErrAliquota
	}
	return Aliquota(n), nil
}

// Rat returns a as a fraction of one: 5 % is 1/20.
func (a Aliquota) Rat() *big.Rat { return big.NewRat(int64(a), 10_000) }

// String returns the Italian text with two decimals, "5,00".
func (a Aliquota) String() string { return italiano(int64(a), 2, 2) }

// MarshalText returns the machine text with two decimals, "5.00".
func (a Aliquota) MarshalText() ([]byte, error) { return []byte(macchina(int64(a), 2)), nil }

// UnmarshalText is ParseAliquota.
func (a *Aliquota) UnmarshalText(b []byte) error {
	v, err := ParseAliquota(string(b))
	if err != nil {
		return err
	}
	*a = v
	return nil
}

// Value writes hundredths of percent to an integer.
func (a Aliquota) Value() (driver.Value, error) { return int64(a), nil }

// Scan reads hundredths of percent from an integer; NULL and what is beyond
// 100 % are refused.
func (a *Aliquota) Scan(src any) error {
	n, err := scandisci(src, "Aliquota")
	if err != nil {
		return err
	}
	if n < 0 || n > aliquotaMassima {
		return errors.New("euro: percentage out of range in Aliquota column")
	}
	*a = Aliquota(n)
	return nil
}
