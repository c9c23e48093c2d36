// Package misura holds what an accesso is counted in: Quantita of units with
// two decimals and Minuti of time. Both are positive whole numbers inside, so
// that a price times a measure is exact.
package misura

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Refusals of Parse, in words for the operatore.
var (
	ErrQuantita       = errors.New("quantità non valida: scrivere un numero maggiore di zero con al massimo due decimali, ad esempio 1,5")
	ErrQuantitaGrande = errors.New("quantità troppo grande: scrivere al massimo 99.999,99")
)

const quantitaMassima = 9_999_999

// Quantita is a number of units in hundredths: 150 is one and a half.
type Quantita int64

// Parse reads "1,5", "1.50" or "2": positive, two decimals at most, up to
// 99.999,99. A lone dot is a decimal point; it marks thousands only where a
// comma follows, so "1.500" is refused as doubtful.
func Parse(s string) (Quantita, error) {
	s = strings.TrimSpace(s)
	intera, frazione, decimali := strings.Cut(s, ",")
	if decimali {
		if p := len(intera) - 4; p > 0 && intera[p] == '.' {
			intera = intera[:p] + intera[p+1:]
		}
	} else {
		intera, frazione, decimali = strings.Cut(s, ".")
	}
	if !soloCifre(intera) || decimali && (!soloCifre(frazione) || len(frazione) > 2) {
		return 0, ErrQuantita
	}
	n, err := strconv.ParseInt(intera+frazione+strings.Repeat("0", 2-len(frazione)), 10, 64)
	switch {
	case err != nil || n > quantitaMassima:
		return 0, ErrQuantitaGrande
	case n == 0:
		return 0, ErrQuantita
	}
	return Quantita(n), nil
}

// Rat returns q exactly, in units.
func (q Quantita) Rat() *big.Rat { return big.NewRat(int64(q), 100) }

// String returns the shortest Italian text: "2", "1,5", "0,25".
func (q Quantita) String() string {
	s := strings.TrimRight(strings.Replace(q.macchina(), ".", ",", 1), "0")
	return strings.TrimSuffix(s, ",")
}

// MarshalText returns the machine text with two decimals, "1.50".
func (q Quantita) MarshalText() ([]byte, error) { return []byte(q.macchina()), nil }

// UnmarshalText is Parse.
func (q *Quantita) UnmarshalText(b []byte) error {
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*q = v
	return nil
}

// Value writes hundredths of a unit to a bigint.
func (q Quantita) Value() (driver.Value, error) { return int64(q), nil }

// Scan reads hundredths of a unit from a bigint or from a SUM; NULL is refused.
func (q *Quantita) Scan(src any) error {
	n, err := scandisci(src, "Quantita")
	if err != nil {
		return err
	}
	*q = Quantita(n)
	return nil
}

func (q Quantita) macchina() string {
	segno, n := "", int64(q)
	if n < 0 {
		segno, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", segno, n/100, n%100)
}

func soloCifre(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// scandisci reads a whole number from what a driver gives for integer, bigint
// and numeric columns.
func scandisci(src any, tipo string) (int64, error) {
	var s string
	switch v := src.(type) {
	case int64:
		return v, nil
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		return 0, fmt.Errorf("misura: cannot scan %T into %s", src, tipo)
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("misura: not a whole number in %s column", tipo)
	}
	return n, nil
}

// Testo writes an exact number of units in Italian, rounded to two decimals
// where it needs more: "16,5", "0,83". It is for explanations, never for sums.
func Testo(r *big.Rat) string {
	s := strings.TrimRight(strings.TrimRight(r.FloatString(2), "0"), ".")
	return strings.Replace(s, ".", ",", 1)
}
