// Package euro holds money: Importo in cents, Tariffa in ten-thousandths of
// euro, Aliquota in hundredths of percent, with their Italian and machine
// texts. Arithmetic between roundings is exact (big.Rat); nothing is a float.
package euro

import (
	"database/sql/driver"
	"errors"
	"math/big"
)

// Refusals of Parse, in words for the operatore.
var (
	ErrImporto       = errors.New("importo non valido: scrivere ad esempio 1.234,56")
	ErrImportoGrande = errors.New("importo troppo grande: scrivere al massimo 999.999.999.999,99")
)

const importoMassimo = 99_999_999_999_999

// Importo is an amount of money in cents; negative when it is taken back.
type Importo int64

// Parse reads an amount in euro, Italian ("1.234,56", "1234,5", "1234") or
// machine ("1234.56"). Without a comma, one dot before exactly two final digits
// is the decimal point; dots between groups of three are thousands. A third
// decimal is refused, never rounded. A leading "-" is allowed.
func Parse(s string) (Importo, error) {
	n, err := leggi(s, 2, true, importoMassimo, 2)
	switch {
	case errors.Is(err, errGrande):
		return 0, ErrImportoGrande
	case err != nil:
		return 0, ErrImporto
	}
	return Importo(n), nil
}

// Arrotonda turns an exact amount in euro into cents, half a cent away from
// zero: 357,885 is 357,89 and -357,885 is -357,89. It panics beyond int64,
// which sums and products of parsed values do not reach.
func Arrotonda(r *big.Rat) Importo {
	num := new(big.Int).Mul(r.Num(), big.NewInt(200))
	num.Abs(num).Add(num, r.Denom())
	num.Quo(num, new(big.Int).Lsh(r.Denom(), 1))
	if r.Sign() < 0 {
		num.Neg(num)
	}
	if !num.IsInt64() {
		panic("euro: amount beyond int64 cents")
	}
	return Importo(num.Int64())
}

// Rat returns i exactly, in euro.
func (i Importo) Rat() *big.Rat { return big.NewRat(int64(i), 100) }

// Percentuale returns a of i, rounded once as Arrotonda does.
func (i Importo) Percentuale(a Aliquota) Importo {
	return Arrotonda(new(big.Rat).Mul(i.Rat(), a.Rat()))
}

// String returns the Italian text with two decimals, "1.234,56".
func (i Importo) String() string { return italiano(int64(i), 2, 2) }

// MarshalText returns the machine text with two decimals, "1234.56".
func (i Importo) MarshalText() ([]byte, error) { return []byte(macchina(int64(i), 2)), nil }

// UnmarshalText is Parse.
func (i *Importo) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*i = v
	return nil
}

// Value writes cents to a bigint.
func (i Importo) Value() (driver.Value, error) { return int64(i), nil }

// Scan reads cents from a bigint, or from the numeric that a SUM of bigint
// gives. NULL is refused: use COALESCE or a pointer.
func (i *Importo) Scan(src any) error {
	n, err := scandisci(src, "Importo")
	if err != nil {
		return err
	}
	*i = Importo(n)
	return nil
}
