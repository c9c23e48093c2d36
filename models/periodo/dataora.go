package periodo

import (
	"errors"
	"strings"
	"time"
)

// ErrDataOra refuses a text that is not a day and an hour of Rome.
var ErrDataOra = errors.New("data e ora non valide: scrivere gg/mm/aaaa hh:mm")

// DataOra writes t as the clock of Rome shows it, "21/10/2024 18:32"; the zero
// time is "".
func DataOra(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Roma).Format("02/01/2006 15:04")
}

// ParseDataOra reads what DataOra writes. It refuses the hour that the clocks
// of Rome skip in March; of the hour that comes twice in October it takes one.
func ParseDataOra(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	if len(s) != 16 || s[10] != ' ' || s[13] != ':' || !cifre(s[11:13]) || !cifre(s[14:]) {
		return time.Time{}, ErrDataOra
	}
	d, err := Parse(s[:10])
	if err != nil {
		return time.Time{}, err
	}
	t := time.Date(d.Anno(), time.Month(d.mese), d.Giorno(), numero(s[11:13]), numero(s[14:]), 0, 0, Roma)
	if DataOra(t) != d.Italiana()+s[10:] {
		return time.Time{}, ErrDataOra
	}
	return t, nil
}
