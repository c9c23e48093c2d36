package euro

import (
	"database/sql/driver"
	"errors"
	"math/big"
)

// Refusals of ParseTariffa, in words for the operatore.
var (
	ErrTariffa       = errors.New("tariffa non valida: scrivere ad esempio 21,69, con al massimo quattro decimali")
	ErrTariffaGrande = errors.New("tariffa troppo grande: scrivere al massimo 9.999.999,9999")
)

const tariffaMassima = 99_999_999_999

// Tariffa is the price of one unit in ten-thousandths of euro, never negative.
type Tariffa int64

// ParseTariffa reads a price in euro with up to four decimals ("21,69",
// "21.6900"). Without a comma, one dot before two or four final digits is the
// decimal point, before three it marks thousands.
func ParseTariffa(s string) (Tariffa, error) {
	n, err := leggi(s, 4, false, tariffaMassima, 2, 4)
	switch {
	case errors.Is(err, errGrande):
		return 0, ErrTariffaGrande
	case err != nil:
		return 0, ErrTariffa
	}
	return Tariffa(n), nil
}

// Rat returns t exactly, in euro.
func (t Tariffa) Rat() *big.Rat { return big.NewRat(int64(t), 10_000) }

// String returns the Italian text with two to four decimals, "21,69".
func (t Tariffa) String() string { return italiano(int64(t), 4, 2) }

// MarshalText returns the machine text with four decimals, "21.6900".
func (t Tariffa) MarshalText() ([]byte, error) { return []byte(macchina(int64(t), 4)), nil }

// UnmarshalText is ParseTariffa.
func (t *Tariffa) UnmarshalText(b []byte) error {
	v, err := ParseTariffa(string(b))
	if err != nil {
		return err
	}
	*t = v
	return nil
}

// Value writes ten-thousandths of euro to a bigint.
func (t Tariffa) Value() (driver.Value, error) { return int64(t), nil }

// Scan reads ten-thousandths of euro from a bigint; NULL is refused.
func (t *Tariffa) Scan(src any) error {
	n, err := scandisci(src, "Tariffa")
	if err != nil {
		return err
	}
	*t = Tariffa(n)
	return nil
}
