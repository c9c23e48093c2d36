package pagamento

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"siss/models/periodo"
)

// StatoEsito is what became of a transfer. The strings are durable.
type StatoEsito string

// What a bank answers of a transfer. InCorso settles nothing: another answer
// follows.
const (
	Pagato    StatoEsito = "PAGATO"
	Rifiutato StatoEsito = "RIFIUTATO"
	InCorso   StatoEsito = "IN_CORSO"
)

// Esito is the outcome of one transfer.
type Esito struct {
	Riga     int    // line of the file, from 1
	EndToEnd string // names the transfer: Distinta.NumeroDi
	Stato    StatoEsito
	Motivo   string       // why it was refused
	Data     periodo.Data // of the payment, where the file says it
}

// Difetto is a line that cannot be read. Testo never repeats what was written.
type Difetto struct {
	Riga  int
	Testo string
}

// Difetti are the lines for which a file of outcomes is refused as a whole:
// either all of a file is good or nothing of it is.
type Difetti []Difetto

// Error says the first lines, by number.
func (d Difetti) Error() string {
	var testi []string
	for _, x := range d[:min(len(d), 5)] {
		testi = append(testi, fmt.Sprintf("riga %d: %s", x.Riga, x.Testo))
	}
	return strings.Join(testi, "; ")
}

// Limits of a file of outcomes.
const (
	pesoMassimo    = 64 << 20
	difettiMassimi = 100
	esitiMassimi   = 1_000_000
	motivoMassimo  = 200
)

// Refusals of a file as a whole.
var (
	ErrGrande  = errors.New("il file è troppo grande: al massimo 64 MB e un milione di esiti")
	ErrFormato = errors.New("il file non è un CSV con le colonne identificativo ed esito, né un pain.002")
)

// LeggiEsiti reads the outcomes that a bank or a treasury returns: a CSV whose
// first row names the columns, or a pain.002. The error is Difetti when lines
// are at fault; then no outcome is returned.
func LeggiEsiti(r io.Reader) ([]Esito, error) {
	testo, err := io.ReadAll(io.LimitReader(r, pesoMassimo+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("esiti: %w", err)
	case len(testo) > pesoMassimo:
		return nil, ErrGrande
	}
	testo = bytes.TrimPrefix(testo, []byte(bom))
	var l lettura
	if bytes.HasPrefix(bytes.TrimLeft(testo, " \t\r\n"), []byte("<")) {
		err = l.pain002(testo)
	} else {
		err = l.csv(testo)
	}
	switch {
	case err != nil:
		return nil, err
	case len(l.difetti) > 0:
		return nil, l.difetti
	case len(l.esiti) == 0:
		return nil, Difetti{{1, "il file non contiene esiti"}}
	}
	return l.esiti, nil
}

// lettura gathers what a file says.
type lettura struct {
	esiti   []Esito
	difetti Difetti
	visti   map[string]bool
}

func (l *lettura) difetto(riga int, testo string) {
	if len(l.difetti) < difettiMassimi {
		l.difetti = append(l.difetti, Difetto{riga, testo})
	}
}

// aggiungi judges an outcome: it names a transfer, once, and says why when that
// was refused.
func (l *lettura) aggiungi(e Esito) {
	if l.visti == nil {
		l.visti = map[string]bool{}
	}
	switch {
	case e.EndToEnd == "" || len(e.EndToEnd) > 35:
		l.difetto(e.Riga, "manca l'identificativo del pagamento, o è più lungo di 35 caratteri")
		return
	case l.visti[e.EndToEnd]:
		l.difetto(e.Riga, "questo pagamento ha già un esito in una riga precedente")
		return
	case e.Stato == Rifiutato && e.Motivo == "":
		l.difetto(e.Riga, "manca il motivo del rifiuto")
		return
	case utf8.RuneCountInString(e.Motivo) > motivoMassimo:
		l.difetto(e.Riga, "il motivo è troppo lungo: al massimo 200 caratteri")
		return
	}
	l.visti[e.EndToEnd] = true
	l.esiti = append(l.esiti, e)
}

// statiCSV are the words that the column esito may hold.
var statiCSV = map[string]StatoEsito{"PAGATO": Pagato, "RIFIUTATO": Rifiutato}

// csv reads rows parted by semicolons. The columns motivo and data may be
// missing, others are not looked at.
func (l *lettura) csv(testo []byte) error {
	if !utf8.Valid(testo) || bytes.IndexByte(testo, 0) >= 0 {
		return ErrFormato
	}
	foglio := csv.NewReader(bytes.NewReader(testo))
	foglio.Comma, foglio.FieldsPerRecord = ';', -1
	colonne, err := foglio.Read()
	if err != nil {
		return ErrFormato
	}
	for n := range colonne {
		colonne[n] = strings.ToLower(strings.TrimSpace(colonne[n]))
	}
	if !slices.Contains(colonne, "identificativo") || !slices.Contains(colonne, "esito") {
		return ErrFormato
	}
	for {
		campi, err := foglio.Read()
		var errore *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &errore):
			l.difetto(errore.Line, "le virgolette non sono in ordine")
			return nil // what follows may belong to this line
		case err != nil:
			return fmt.Errorf("esiti: %w", err)
		case len(l.esiti) >= esitiMassimi:
			return ErrGrande
		}
		riga, _ := foglio.FieldPos(0)
		l.rigaCSV(riga, colonne, campi)
	}
}

func (l *lettura) rigaCSV(riga int, colonne, campi []string) {
	if len(campi) != len(colonne) {
		l.difetto(riga, "le colonne non sono quelle della prima riga")
		return
	}
	campo := func(nome string) string {
		if n := slices.Index(colonne, nome); n >= 0 {
			return strings.TrimSpace(campi[n])
		}
		return ""
	}
	e := Esito{Riga: riga, EndToEnd: campo("identificativo"), Motivo: campo("motivo")}
	var ok bool
	if e.Stato, ok = statiCSV[strings.ToUpper(campo("esito"))]; !ok {
		l.difetto(riga, "l'esito deve essere PAGATO o RIFIUTATO")
		return
	}
	if testo := campo("data"); testo != "" {
		var err error
		if e.Data, err = periodo.Parse(testo); err != nil {
			l.difetto(riga, err.Error())
			return
		}
	}
	l.aggiungi(e)
}
