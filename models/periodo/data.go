// Package periodo holds calendar values: Data, Mese and Intervallo, none of
// which has a time of day or a zone. Instants stay time.Time; this package
// only says which Data and which clock time they are in Rome.
package periodo

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // Rome must be known on a server without zone files
)

// Refusals of Parse and ParseMese, in words for the operatore.
var (
	ErrData        = errors.New("data non valida: scrivere gg/mm/aaaa")
	ErrInesistente = errors.New("data inesistente nel calendario: controllare giorno e mese")
	ErrAnno        = errors.New("anno fuori dai limiti: scrivere un anno tra 1850 e 2200")
)

const (
	annoMinimo  = 1850
	annoMassimo = 2200
)

// Roma is the zone in which the offices live.
var Roma = caricaRoma()

func caricaRoma() *time.Location {
	l, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic("periodo: " + err.Error()) // tzdata is linked in: only a broken build gets here
	}
	return l
}

// Data is a day of the Gregorian calendar between 1850 and 2200. The zero Data
// is absent: its text is empty and its column is NULL. Data is comparable with
// == and fit for map keys.
type Data struct {
	anno         int16
	mese, giorno uint8
}

// New makes the Data of year y, month m (1-12) and day d. It refuses days that
// are not in the calendar with ErrInesistente and years with ErrAnno.
func New(y, m, d int) (Data, error) {
	if y < annoMinimo || y > annoMassimo {
		return Data{}, ErrAnno
	}
	if m < 1 || m > 12 || d < 1 || d > giorniDelMese(y, m) {
		return Data{}, ErrInesistente
	}
	return Data{int16(y), uint8(m), uint8(d)}, nil
}

// Parse reads "2024-03-01" or "01/03/2024", with blanks around allowed. An
// empty text is refused: only UnmarshalText takes it as absent.
func Parse(s string) (Data, error) {
	s = strings.TrimSpace(s)
	if len(s) != 10 {
		return Data{}, ErrData
	}
	var y, m, d string
	switch {
	case s[4] == '-' && s[7] == '-':
		y, m, d = s[:4], s[5:7], s[8:]
	case s[2] == '/' && s[5] == '/':
		d, m, y = s[:2], s[3:5], s[6:]
	}
	if !cifre(y) || !cifre(m) || !cifre(d) {
		return Data{}, ErrData
	}
	return New(numero(y), numero(m), numero(d))
}

// MustParse is Parse for constants: it panics when s is refused.
func MustParse(s string) Data {
	d, err := Parse(s)
	if err != nil {
		panic("periodo.MustParse: " + err.Error())
	}
	return d
}

// Di returns the day on which t falls in Rome; the zero time is absent.
func Di(t time.Time) Data {
	if t.IsZero() {
		return Data{}
	}
	return daTempo(t.In(Roma))
}

// Oggi returns the current day in Rome. It reads the clock: workflows take the
// day from workflow.Now, and rules that are tested take it as an argument.
func Oggi() Data { return Di(time.Now()) }

// IsZero tells whether d is absent.
func (d Data) IsZero() bool { return d == Data{} }

// Equal is ==, for packages that compare through a method.
func (d Data) Equal(e Data) bool { return d == e }

// Anno returns the year, 0 when absent.
func (d Data) Anno() int { return int(d.anno) }

// Mese returns the month to which d belongs, absent when d is.
func (d Data) Mese() Mese { return Mese{d.anno, d.mese} }

// Giorno returns the day of the month, 0 when absent.
func (d Data) Giorno() int { return int(d.giorno) }

// Settimana returns the day of the week; it means nothing for an absent Data.
func (d Data) Settimana() time.Weekday { return d.mezzanotteUTC().Weekday() }

// Prima tells whether d comes before e. An absent Data is neither before nor
// after any other.
func (d Data) Prima(e Data) bool {
	return !d.IsZero() && !e.IsZero() && d.ordine() < e.ordine()
}

// Dopo tells whether d comes after e, with the same rule for absent ones.
func (d Data) Dopo(e Data) bool { return e.Prima(d) }

// Piu returns the Data so many days later, or earlier when giorni is negative.
// It stops at the first day of 1850 and the last of 2200; absent stays absent.
func (d Data) Piu(giorni int) Data {
	if d.IsZero() {
		return d
	}
	const secolare = (annoMassimo - annoMinimo + 1) * 366
	return daTempo(d.mezzanotteUTC().AddDate(0, 0, min(max(giorni, -secolare), secolare)))
}

// Meno returns the days from e to d: 1 when d is the day after e. It is 0 when
// either is absent.
func (d Data) Meno(e Data) int {
	if d.IsZero() || e.IsZero() {
		return 0
	}
	const secondi = 24 * 60 * 60 // a time.Duration would end at 292 years
	return int((d.mezzanotteUTC().Unix() - e.mezzanotteUTC().Unix()) / secondi)
}

// Inizio returns the instant at which d begins in Rome, the zero time when
// absent.
func (d Data) Inizio() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Date(int(d.anno), time.Month(d.mese), int(d.giorno), 0, 0, 0, 0, Roma)
}

// String returns the ISO form "2024-03-01", "" when absent.
func (d Data) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.anno, d.mese, d.giorno)
}

// Italiana returns "01/03/2024", "" when absent.
func (d Data) Italiana() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.giorno, d.mese, d.anno)
}

// Sigla returns the two letters of the day of the week as the tabellone heads
// its columns: Lu Ma Me Gi Ve Sa Do; "" when absent.
func (d Data) Sigla() string {
	if d.IsZero() {
		return ""
	}
	return [...]string{"Do", "Lu", "Ma", "Me", "Gi", "Ve", "Sa"}[d.Settimana()]
}

// MarshalText is String.
func (d Data) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is Parse, but a blank text is absent.
func (d *Data) UnmarshalText(b []byte) error {
	if strings.TrimSpace(string(b)) == "" {
		*d = Data{}
		return nil
	}
	v, err := Parse(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// Value writes a column of type date, NULL when absent.
func (d Data) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a column of type date. Of a time.Time it takes the day as it
// stands, in the zone that the value carries: drivers give midnight UTC.
func (d *Data) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Data{}
		return nil
	case time.Time:
		x, err := New(v.Year(), int(v.Month()), v.Day())
		if err != nil {
			return fmt.Errorf("periodo: scan date: %w", err)
		}
		*d = x
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	}
	return fmt.Errorf("periodo: cannot scan %T into Data", src)
}

func (d Data) ordine() int { return (int(d.anno)*100+int(d.mese))*100 + int(d.giorno) }

func (d Data) mezzanotteUTC() time.Time {
	return time.Date(int(d.anno), time.Month(d.mese), int(d.giorno), 0, 0, 0, 0, time.UTC)
}

// daTempo takes the day of t in its own zone, held within the years allowed.
func daTempo(t time.Time) Data {
	y, m, g := t.Date()
	switch {
	case y < annoMinimo:
		return Data{annoMinimo, 1, 1}
	case y > annoMassimo:
		return Data{annoMassimo, 12, 31}
	}
	return Data{int16(y), uint8(m), uint8(g)}
}

func giorniDelMese(y, m int) int {
	return time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func cifre(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// numero reads a text that cifre has accepted and that has at most four digits.
func numero(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
