package sigess

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"siss/models/periodo"
	"siss/models/sigess"
)

// MIMEElenco is the type of the accounting list.
const MIMEElenco = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// righePerPagina is how many lines are read at a time while a list is written.
const righePerPagina = 1000

// The sheets of the list.
const (
	foglio         = "Elenco"
	foglioAnomalie = "Anomalie"
)

// colonna is a heading with its width in characters.
type colonna struct {
	testo     string
	larghezza float64
}

// colonne are the six of fig. 33 in its order and words, then what pays them and
// how each amount was reached (domain b.11).
var colonne = []colonna{{"Estremi movimento", 90}, {"Tipo movimento", 16}, {"Imponibile IVA", 16}, {"Aliquota IVA", 14}, {"Importo IVA", 14},
	{"Importo totale", 16}, {"Beneficiario", 40}, {"IBAN", 30}, {"Mese di competenza", 20}, {"Quota utente", 14}, {"Codice fiscale o partita IVA", 28},
	{"Metodo di pagamento", 20}, {"Comune", 30}, {"Intervento", 12}, {"Inizio intervento", 18}, {"Tipo di intervento", 40}, {"Assistito", 40}, {"Voce", 20},
	{"Come si calcola", 90}, {"Natura IVA", 12}, {"Quota SSN", 14}, {"Split payment", 14}}

// colonneAnomalie are those of the second sheet: what the run could not pay.
var colonneAnomalie = []colonna{{"Intervento", 12}, {"Persona", 40}, {"Data di nascita", 16}, {"Tipo di intervento", 40}, {"Che cosa manca", 26},
	{"Mese di competenza", 20}, {"Giorno", 12}, {"Spiegazione", 90}}

// NomeElenco is the name of the file of a run.
func NomeElenco(e sigess.Elaborazione) string {
	return fmt.Sprintf("elenco-%d-%d.xlsx", e.Anno, e.Numero)
}

// fonti are where a list takes its rows from, page by page, none at the end.
type fonti struct {
	movimenti func(dopo int) ([]sigess.MovimentoCompleto, error) // those after a progressivo
	anomalie  func(salta int) ([]sigess.Anomalia, error)         // those after the first salta
}

// scriviElenco writes the accounting list of a run: real numbers and dates, a
// row of totals, no cell that a spreadsheet would read as a formula.
func scriviElenco(w io.Writer, e sigess.Elaborazione, da fonti) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := intesta(f, e); err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	st, err := stiliDi(f)
	if err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	for _, di := range []struct {
		nome    string
		colonne []colonna
		scrivi  func(*righe) error
	}{
		{foglio, colonne, func(r *righe) error { return r.movimenti(da.movimenti) }},
		{foglioAnomalie, colonneAnomalie, func(r *righe) error { return r.anomalie(da.anomalie) }},
	} {
		s, err := f.NewStreamWriter(di.nome)
		if err != nil {
			return fmt.Errorf("elenco: %w", err)
		}
		r := &righe{s: s, stili: st}
		for _, scrivi := range []func(*righe) error{func(r *righe) error { return r.testata(di.colonne) }, di.scrivi} {
			if err := scrivi(r); err != nil {
				return fmt.Errorf("elenco: %w", err)
			}
		}
		if err := s.Flush(); err != nil {
			return fmt.Errorf("elenco: %w", err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("elenco: %w", err)
	}
	return nil
}

type stili struct{ titolo, importo, mese, giorno, totale int }

func stiliDi(f *excelize.File) (stili, error) {
	importo, mese, giorno := "#,##0.00", "mm/yyyy", "dd/mm/yyyy"
	var s stili
	var err error
	for _, stile := range []struct {
		id *int
		di excelize.Style
	}{
		{&s.titolo, excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.importo, excelize.Style{CustomNumFmt: &importo}},
		{&s.mese, excelize.Style{CustomNumFmt: &mese}},
		{&s.giorno, excelize.Style{CustomNumFmt: &giorno}},
		{&s.totale, excelize.Style{CustomNumFmt: &importo, Font: &excelize.Font{Bold: true}}},
	} {
		if *stile.id, err = f.NewStyle(&stile.di); err != nil {
			return s, err
		}
	}
	return s, nil
}

func intesta(f *excelize.File, e sigess.Elaborazione) error {
	if err := f.SetSheetName("Sheet1", foglio); err != nil {
		return err
	}
	if _, err := f.NewSheet(foglioAnomalie); err != nil {
		return err
	}
	istante := e.CreataIl.UTC().Format("2006-01-02T15:04:05Z")
	return f.SetDocProps(&excelize.DocProperties{Title: "Elaborazione contabile " + e.Estremi(), Subject: e.Periodo(),
		Creator: "SISS", Created: istante, Modified: istante, Language: "it-IT"})
}

// righe writes a sheet from the top down.
type righe struct {
	s *excelize.StreamWriter
	stili
	scritte int
}

func (r *righe) scrivi(celle ...any) error {
	r.scritte++
	return r.s.SetRow(fmt.Sprintf("A%d", r.scritte), celle)
}

func (r *righe) testata(colonne []colonna) error {
	celle := make([]any, len(colonne))
	for n, c := range colonne {
		if err := r.s.SetColWidth(n+1, n+1, c.larghezza); err != nil {
			return err
		}
		celle[n] = excelize.Cell{StyleID: r.titolo, Value: c.testo}
	}
	if err := r.s.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return r.scrivi(celle...)
}

// movimenti writes the lines and their totals.
func (r *righe) movimenti(pagina func(dopo int) ([]sigess.MovimentoCompleto, error)) error {
	var somma sigess.Movimento
	for ultimo := 0; ; {
		movimenti, err := pagina(ultimo)
		if err != nil {
			return err
		}
		if len(movimenti) == 0 {
			return r.scrivi(r.totali(somma)...)
		}
		for _, m := range movimenti {
			celle, err := r.movimento(m)
			if err != nil {
				return err
			}
			if err := r.scrivi(celle...); err != nil {
				return err
			}
			somma.Imponibile += m.Imponibile
			somma.IVA += m.IVA
			somma.Totale += m.Totale
			somma.QuotaUtente += m.QuotaUtente
			somma.QuotaSSN += m.QuotaSSN
		}
		ultimo = *movimenti[len(movimenti)-1].Progressivo
	}
}

// metodi are the methods of payment in the operators' words.
var metodi = map[string]string{"BONIFICO": "Bonifico", "CASSA": "Per cassa"}

func (r *righe) movimento(m sigess.MovimentoCompleto) ([]any, error) {
	spiegazione, err := m.Spiegazione()
	return []any{testo(m.Estremi), m.NomeTipo(), numero(int64(m.Imponibile), r.importo), numero(int64(m.AliquotaIVA), r.importo),
		numero(int64(m.IVA), r.importo), numero(int64(m.Totale), r.importo), testo(m.Beneficiario), testo(m.IBAN.String()),
		data(m.MeseCompetenza.Inizio(), r.mese), numero(int64(m.QuotaUtente), r.importo), testo(m.CodiceFiscale), metodi[m.Metodo],
		testo(m.Comune), testo(m.Intervento), data(m.DataInizio, r.giorno), testo(m.TipoIntervento), testo(m.Assistito), testo(m.Voce), testo(spiegazione),
		string(m.NaturaIVA), numero(int64(m.QuotaSSN), r.importo), map[bool]string{true: "Sì"}[m.SplitPayment]}, err
}

func (r *righe) totali(somma sigess.Movimento) []any {
	return []any{excelize.Cell{StyleID: r.titolo, Value: "Totale"}, nil, numero(int64(somma.Imponibile), r.totale), nil,
		numero(int64(somma.IVA), r.totale), numero(int64(somma.Totale), r.totale), nil, nil, nil, numero(int64(somma.QuotaUtente), r.totale), nil, nil, nil, nil,
		nil, nil, nil, nil, nil, nil, numero(int64(somma.QuotaSSN), r.totale)}
}

func (r *righe) anomalie(pagina func(salta int) ([]sigess.Anomalia, error)) error {
	for salta := 0; ; {
		anomalie, err := pagina(salta)
		if err != nil || len(anomalie) == 0 {
			return err
		}
		for _, a := range anomalie {
			if err := r.scrivi(testo(a.Intervento), testo(a.Cognome+" "+a.Nome), data(a.DataNascita, r.giorno), testo(a.TipoIntervento), a.Tipo.Nome(),
				data(a.Mese.Inizio(), r.mese), data(a.Giorno, r.giorno), testo(a.Testo)); err != nil {
				return err
			}
		}
		salta += len(anomalie)
	}
}

// data writes a day as a real date, an absent one as nothing.
func data(d periodo.Data, stile int) any {
	if d.IsZero() {
		return nil
	}
	return excelize.Cell{StyleID: stile, Value: time.Date(d.Anno(), time.Month(d.Mese().Numero()), d.Giorno(), 0, 0, 0, 0, time.UTC)}
}

// numero writes hundredths as a number. A workbook holds only binary floating
// point: this division is its border, correctly rounded, and below 2^53
// hundredths it shows the same two decimals. No sum is made after it.
func numero(centesimi int64, stile int) excelize.Cell {
	return excelize.Cell{StyleID: stile, Value: float64(centesimi) / 100}
}

// testo keeps a text from being read as a formula, here and in a file that is
// saved again as CSV, and cuts it to what a cell holds.
func testo(s string) string {
	if len(s) > cella { // bytes: of characters there are no more
		lettere := []rune(s)
		s = string(lettere[:min(len(lettere), cella)])
	}
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

// cella is how many characters a cell is given of the 32767 that it may hold.
const cella = 32000
