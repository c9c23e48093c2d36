package misura

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// Refusals of ParseMinuti, in words for the operatore.
var (
	ErrMinuti       = errors.New("durata non valida: scrivere ore e minuti, ad esempio 1:30")
	ErrMinutiLimiti = errors.New("durata fuori dai limiti: scrivere da 1 minuto a 24 ore")
)

const minutiMassimi = 24 * 60

// Minuti is the length of an accesso in minutes, from 1 to 1440.
type Minuti int

// ParseMinuti reads hours and minutes ("1:30", "1h30", "1h") or minutes alone
// ("90", "90'"). After hours, minutes have two digits and are below 60.
func ParseMinuti(s string) (Minuti, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	ore, minuti, divisa := strings.Cut(s, ":")
	if !divisa {
		ore, minuti, divisa = strings.Cut(s, "h")
		if divisa && minuti == "" {
			minuti = "00"
		}
	}
	if !divisa {
		ore, minuti = "0", strings.TrimSuffix(s, "'")
	}
	if !soloCifre(ore) || !soloCifre(minuti) || divisa && (len(minuti) != 2 || minuti > "59") {
		return 0, ErrMinuti
	}
	if len(ore) > 4 || len(minuti) > 4 {
		return 0, ErrMinutiLimiti
	}
	o, err := strconv.Atoi(ore)
	if err != nil {
		return 0, ErrMinuti
	}
	m, err := strconv.Atoi(minuti)
	if err != nil {
		return 0, ErrMinuti
	}
	if m += o * 60; m < 1 || m > minutiMassimi {
		return 0, ErrMinutiLimiti
	}
	return Minuti(m), nil
}

// Ore returns m exactly, in hours: 90 minutes are 3/2.
func (m Minuti) Ore() *big.Rat { return big.NewRat(int64(m), 60) }

// String returns hours and minutes, "1:30".
func (m Minuti) String() string {
	segno := ""
	if m < 0 {
		segno, m = "-", -m
	}
	return fmt.Sprintf("%s%d:%02d", segno, m/60, m%60)
}

// MarshalText returns the minutes alone, "90".
func (m Minuti) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(m), 10), nil }

// UnmarshalText is ParseMinuti.
func (m *Minuti) UnmarshalText(b []byte) error {
	v, err := ParseMinuti(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}

// Value writes minutes to an integer.
func (m Minuti) Value() (driver.Value, error) { return int64(m), nil }

// Scan reads minutes from an integer or from a SUM; NULL is refused.
func (m *Minuti) Scan(src any) error {
	n, err := scandisci(src, "Minuti")
	if err != nil {
		return err
	}
	*m = Minuti(n)
	return nil
}
