package periodo

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"
)

// ErrMese refuses a text that is not a month.
var ErrMese = errors.New("mese non valido: scrivere mm/aaaa")

// Mese is a month of a year, the unit of liquidazione. The zero Mese is absent.
// It is comparable with ==.
type Mese struct {
	anno int16
	mese uint8
}

// ParseMese reads "2024-03" or "03/2024", with blanks around allowed.
func ParseMese(s string) (Mese, error) {
	s = strings.TrimSpace(s)
	if len(s) != 7 {
		return Mese{}, ErrMese
	}
	var y, m string
	switch {
	case s[4] == '-':
		y, m = s[:4], s[5:]
	case s[2] == '/':
		m, y = s[:2], s[3:]
	}
	if !cifre(y) || !cifre(m) {
		return Mese{}, ErrMese
	}
	d, err := New(numero(y), numero(m), 1)
	switch {
	case errors.Is(err, ErrInesistente):
		return Mese{}, ErrMese
	case err != nil:
		return Mese{}, err
	}
	return d.Mese(), nil
}

// MustParseMese is ParseMese for constants: it panics when s is refused.
func MustParseMese(s string) Mese {
	m, err := ParseMese(s)
	if err != nil {
		panic("periodo.MustParseMese: " + err.Error())
	}
	return m
}

// IsZero tells whether m is absent.
func (m Mese) IsZero() bool { return m == Mese{} }

// Equal is ==, for packages that compare through a method.
func (m Mese) Equal(n Mese) bool { return m == n }

// Anno returns the year, 0 when absent.
func (m Mese) Anno() int { return int(m.anno) }

// Numero returns 1 for January to 12 for December, 0 when absent.
func (m Mese) Numero() int { return int(m.mese) }

// String returns "2024-03", "" when absent.
func (m Mese) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.anno, m.mese)
}

// Italiano returns "marzo 2024", "" when absent.
func (m Mese) Italiano() string {
	if m.IsZero() {
		return ""
	}
	nomi := [...]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
		"luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"}
	return fmt.Sprintf("%s %d", nomi[m.mese-1], m.anno)
}

// Inizio returns the first day, absent when m is.
func (m Mese) Inizio() Data {
	if m.IsZero() {
		return Data{}
	}
	return Data{m.anno, m.mese, 1}
}

// Fine returns the last day, absent when m is.
func (m Mese) Fine() Data {
	if m.IsZero() {
		return Data{}
	}
	return Data{m.anno, m.mese, uint8(m.Giorni())}
}

// Giorni returns how many days m has, 0 when absent.
func (m Mese) Giorni() int {
	if m.IsZero() {
		return 0
	}
	return giorniDelMese(int(m.anno), int(m.mese))
}

// Piu returns the month n months later, or earlier when n is negative. It stops
// at January 1850 and December 2200; absent stays absent.
func (m Mese) Piu(n int) Mese {
	if m.IsZero() {
		return m
	}
	const primo, ultimo = annoMinimo * 12, annoMassimo*12 + 11
	n = min(max(n, -ultimo), ultimo)
	i := min(max(m.indice()+n, primo), ultimo)
	return Mese{int16(i / 12), uint8(i%12 + 1)}
}

// Prima tells whether m comes before n. An absent Mese is neither before nor
// after any other.
func (m Mese) Prima(n Mese) bool {
	return !m.IsZero() && !n.IsZero() && m.indice() < n.indice()
}

// Date returns every day of m in order, none when absent.
func (m Mese) Date() []Data {
	var out []Data
	for g := range m.Giorni() {
		out = append(out, Data{m.anno, m.mese, uint8(g + 1)})
	}
	return out
}

// MarshalText is String.
func (m Mese) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText is ParseMese, but a blank text is absent.
func (m *Mese) UnmarshalText(b []byte) error {
	if strings.TrimSpace(string(b)) == "" {
		*m = Mese{}
		return nil
	}
	v, err := ParseMese(string(b))
	if err != nil {
		return err
	}
	*m = v
	return nil
}

// Value writes the first day to a column of type date, NULL when absent.
func (m Mese) Value() (driver.Value, error) { return m.Inizio().Value() }

// Scan reads a column of type date. A day that is not the first is a fault of
// the schema and is refused.
func (m *Mese) Scan(src any) error {
	var d Data
	if err := d.Scan(src); err != nil {
		return err
	}
	if !d.IsZero() && d.giorno != 1 {
		return errors.New("periodo: a month is stored as its first day")
	}
	*m = d.Mese()
	return nil
}

func (m Mese) indice() int { return int(m.anno)*12 + int(m.mese) - 1 }
