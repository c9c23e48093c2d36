package sigess_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// The cases of the format of the case files, as far as rows can say them.
type (
	casoCondiviso struct {
		ID         string
		Natura     string
		Mese       periodo.Mese
		Intervento struct {
			Dal, Al     periodo.Data
			Sospensioni [][2]periodo.Data
		}
		Regole []struct {
			Frequenza, Criterio string
			Importo             euro.Importo
			Dal, Al, Scadenza   periodo.Data
			Massimale           *euro.Importo
			GiaErogato          *euro.Importo `json:"gia_erogato"`
		}
		Regolato map[string]euro.Importo
		Tariffe  []struct {
			Prestazione string
			Dal, Al     periodo.Data
			Importo     euro.Tariffa
			IVA         euro.Aliquota
			IVAInclusa  bool `json:"iva_inclusa"`
		}
		Accessi []struct {
			Data        periodo.Data
			Prestazione string
			Quantita    *misura.Quantita
			Minuti      *int
		}
		Piano []struct {
			Prestazione, Politica string
			Massimo               misura.Quantita `json:"massimo_mese"`
		}
		Quote *struct {
			SSN    string `json:"ssn_perc"`
			Utente struct {
				Metodo  string
				Perc    string
				Importo *euro.Importo
				ISEE    *euro.Importo
				Fasce   []struct {
					FinoA *euro.Importo `json:"fino_a"`
					Perc  string
				}
				ISEEMin *euro.Importo `json:"isee_min"`
				ISEEMax *euro.Importo `json:"isee_max"`
				PercMin string        `json:"perc_min"`
				PercMax string        `json:"perc_max"`
			}
		}
		Atteso struct {
			Errore         any
			Imponibile     euro.Importo
			IVA            euro.Importo
			Totale         euro.Importo
			QuotaUtente    euro.Importo `json:"quota_utente"`
			QuotaEnte      euro.Importo `json:"quota_ente"`
			AccessiEsclusi int          `json:"accessi_esclusi"`
		}
	}
	speso struct {
		InterventoID                         string
		Mese                                 periodo.Mese
		Imponibile, IVA, Totale, QuotaUtente euro.Importo
	}
)

// casiCondivisi are the shared cases that can be read; the others are about what
// the case files refuse.
func casiCondivisi(t *testing.T) []casoCondiviso {
	t.Helper()
	dati, err := os.ReadFile("../../../shared/data/casi/calcola.json")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared cases are not beside the repository:", err)
	}
	var file struct{ Casi []json.RawMessage }
	riesce(t, json.Unmarshal(dati, &file))
	var out []casoCondiviso
	for _, grezzo := range file.Casi {
		var c casoCondiviso
		if json.Unmarshal(grezzo, &c) == nil && c.Atteso.Errore == nil {
			out = append(out, c)
		}
	}
	return out
}

// percento reads a percentage of the case files, which has four decimals.
func percento(t *testing.T, s string) *euro.Aliquota {
	t.Helper()
	a, err := euro.ParseAliquota(s[:len(s)-2])
	riesce(t, err)
	return &a
}

// economico is the form of a case, false when rows cannot say it: what was
// settled or paid otherwise than by runs.
func (c casoCondiviso) economico(m *dbtest.Mondo) (sigess.ModuloEconomico, bool) {
	f := m.Economico(c.Intervento.Dal.String(), 1)
	f.Dettagli.DataFine, f.Regole = c.Intervento.Al, nil
	for _, r := range c.Regole {
		if r.GiaErogato != nil {
			return f, false
		}
		f.Regole = append(f.Regole, sigess.ModuloRegola{Frequenza: r.Frequenza, Importo: r.Importo, CriterioRateo: r.Criterio, Dal: r.Dal, Al: r.Al,
			DataScadenza: r.Scadenza, Massimale: r.Massimale})
	}
	return f, len(c.Regolato) == 0 && len(f.Check()) == 0
}

// quota is the share of a case, with its table; false for none.
func (c casoCondiviso) quota(t *testing.T, m *dbtest.Mondo) (sigess.ModuloQuota, bool) {
	t.Helper()
	u := c.Quote.Utente
	q := sigess.ModuloQuota{Metodo: u.Metodo, Dal: c.Intervento.Dal, Importo: u.Importo, ISEE: u.ISEE}
	if u.ISEE != nil {
		q.TipoISEE, q.DataDSU = "ORDINARIO", c.Mese.Inizio()
	}
	tabella := sigess.ModuloTabellaISEE{EnteID: m.Distretto, Codice: c.ID, Denominazione: c.ID, Metodo: u.Metodo, Dal: periodo.MustParse("2020-01-01")}
	switch u.Metodo {
	case "PERCENTUALE":
		q.Percentuale = percento(t, u.Perc)
	case "FASCE":
		for _, f := range u.Fasce {
			tabella.Fasce = append(tabella.Fasce, sigess.FasciaISEE{FinoA: f.FinoA, Percentuale: percento(t, f.Perc)})
		}
	case "LINEARE":
		tabella.ISEEMinimo, tabella.ISEEMassimo = u.ISEEMin, u.ISEEMax
		tabella.PercentualeMinima, tabella.PercentualeMassima = percento(t, u.PercMin), percento(t, u.PercMax)
	default:
		return q, true
	}
	if u.Metodo != "PERCENTUALE" {
		q.TabellaISEEID = uuid.NewString()
		riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.AggiungiTabellaISEE(tx, chi, q.TabellaISEEID, tabella)
			return err
		}))
	}
	return q, true
}

// eDentro tells whether a day is in the intervento and in no suspension.
func (c casoCondiviso) eDentro(g periodo.Data) bool {
	for _, s := range c.Intervento.Sospensioni {
		if (periodo.Intervallo{Dal: s[0], Al: s[1]}).Contiene(g) {
			return false
		}
	}
	return periodo.Intervallo{Dal: c.Intervento.Dal, Al: c.Intervento.Al}.Contiene(g)
}

// celle are the cells of the month, and whether rows can say them: what is
// delivered outside the intervento cannot be entered, one without a price stops
// the month, minutes and units are not one cell.
func (c casoCondiviso) celle() (map[string]sigess.Accesso, bool) {
	out, fuori := map[string]sigess.Accesso{}, 0
	for _, a := range c.Accessi {
		if a.Data.Mese() != c.Mese {
			continue
		}
		if !c.eDentro(a.Data) {
			fuori++
			continue
		}
		k := a.Data.String() + a.Prestazione
		cella, altra := out[k]
		if altra && (cella.Minuti == nil) != (a.Minuti == nil) {
			return nil, false
		}
		cella.Data, cella.Prestazione = a.Data, a.Prestazione
		if a.Minuti != nil {
			tempo := misura.Minuti(*a.Minuti)
			if altra {
				tempo += *cella.Minuti
			}
			cella.Minuti = &tempo
		} else {
			quanti := *a.Quantita
			if altra {
				quanti += *cella.Quantita
			}
			cella.Quantita = &quanti
		}
		out[k] = cella
	}
	return out, fuori == c.Atteso.AccessiEsclusi
}

// intero tells whether the whole month is delivered, so that a plan by the month
// is worth all of it.
func (c casoCondiviso) intero() bool {
	for _, g := range c.Mese.Date() {
		if !c.eDentro(g) {
			return false
		}
	}
	return true
}

// piano are the rows of the plan, each of a prestazione that is priced when the
// intervento begins; false when rows cannot say it.
func (c casoCondiviso) piano() ([]sigess.ModuloPiano, bool) {
	var out []sigess.ModuloPiano
	for _, v := range c.Tariffe {
		if (periodo.Intervallo{Dal: v.Dal, Al: v.Al}).Contiene(c.Intervento.Dal) && len(out) == 0 {
			out = append(out, sigess.ModuloPiano{Prestazione: v.Prestazione, Quantita: 100, Periodicita: "GIORNO"})
		}
	}
	for _, p := range c.Piano {
		switch {
		case p.Politica == "LIBERO":
		case !c.intero() || len(c.Piano) > 1 || len(out) == 0 || out[0].Prestazione != p.Prestazione:
			return nil, false
		default:
			out[0].Quantita, out[0].Periodicita, out[0].Politica = p.Massimo, "MESE", p.Politica
		}
	}
	return out, len(out) > 0
}

// prestazioni is the form of a case and its price list, false when rows cannot
// say it: with a share of the health service, with prices with and without IVA
// in one list.
func (c casoCondiviso) prestazioni(t *testing.T, m *dbtest.Mondo) (sigess.ModuloPrestazioni, bool) {
	t.Helper()
	f := m.Prestazioni(c.Intervento.Dal.String())
	f.Dettagli.DataFine = c.Intervento.Al
	_, detto := c.celle()
	var previsto bool
	if f.Piano, previsto = c.piano(); !previsto || !detto || c.Quote == nil || c.Quote.SSN != "0.0000" {
		return f, false
	}
	for _, v := range c.Tariffe {
		if v.IVAInclusa != c.Tariffe[0].IVAInclusa {
			return f, false
		}
	}
	f.TariffarioID = uuid.NewString()
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		tariffario := sigess.Tariffario{ID: f.TariffarioID, EnteID: m.Distretto, Codice: c.ID, Denominazione: c.ID, Natura: sigess.Prestazioni,
			ErogatoreID: &m.Erogatore, IVAInclusa: c.Tariffe[0].IVAInclusa, Dal: periodo.MustParse("2020-01-01")}
		if err := tx.Create(&tariffario).Error; err != nil {
			return err
		}
		for _, v := range c.Tariffe {
			voce := sigess.Voce{ID: uuid.NewString(), EnteID: m.Distretto, TariffarioID: f.TariffarioID, Prestazione: v.Prestazione, Denominazione: v.Prestazione,
				Unita: "ACCESSO", Tariffa: v.Importo, AliquotaIVA: v.IVA, Dal: v.Dal, Al: v.Al}
			if err := tx.Create(&voce).Error; err != nil {
				return err
			}
		}
		return nil
	}))
	q, ok := c.quota(t, m)
	f.Quote = []sigess.ModuloQuota{q}
	return f, ok
}

// eroga enters what was delivered by hand, as an import would, and the suspensions.
func (c casoCondiviso) eroga(t *testing.T, m *dbtest.Mondo, id string) {
	t.Helper()
	for _, s := range c.Intervento.Sospensioni {
		riesce(t, scrivi(t, m, `INSERT INTO sospensione (id, ente_id, intervento_id, dal, al, motivo) VALUES (?, ?, ?, ?, ?, 'ricovero')`,
			uuid.NewString(), m.Comune, id, s[0], s[1]))
	}
	celle, _ := c.celle()
	for _, a := range celle {
		riesce(t, scrivi(t, m, `INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, quantita, minuti, inserito_da) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			uuid.NewString(), m.Comune, id, a.Data, a.Prestazione, a.Quantita, a.Minuti, m.Amministrativo))
	}
}

// The shared cases, saved by the forms and run in their month, pay what the
// calculator says of the same case: to the cent, with the share of the person.
func TestTheSharedCasesAsRowsPayWhatTheCalculatorSays(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	fatti, quali := map[string]casoCondiviso{}, map[string]int{}
	mesi := map[periodo.Mese]bool{}
	for _, c := range casiCondivisi(t) {
		var modulo any
		ok := false
		switch c.Natura {
		case "economico":
			modulo, ok = c.economico(m)
		case "prestazioni":
			modulo, ok = c.prestazioni(t, m)
		}
		if !ok {
			continue
		}
		id := attiva(t, m, modulo)
		c.eroga(t, m, id)
		fatti[id], mesi[c.Mese] = c, true
		quali[c.Natura]++
	}
	if quali["economico"] < 9 || quali["prestazioni"] < 5 {
		t.Fatalf("rows can say only %v of the cases", quali)
	}
	for mese := range mesi {
		liquida(t, m, mese.String())
	}
	righe, err := models.Tutte[speso](m.DB, `SELECT intervento_id, mese_competenza AS mese, sum(imponibile) AS imponibile, sum(iva) AS iva, sum(totale) AS totale, sum(quota_utente) AS quota_utente
		FROM movimento GROUP BY 1, 2`)
	riesce(t, err)
	pagati := map[string]speso{}
	for _, r := range righe {
		if r.Mese == fatti[r.InterventoID].Mese {
			pagati[r.InterventoID] = r
		}
	}
	for id, c := range fatti {
		got := pagati[id]
		if got.Imponibile != c.Atteso.QuotaEnte || got.QuotaUtente != c.Atteso.QuotaUtente && got.Imponibile != 0 ||
			c.Atteso.QuotaUtente == 0 && (got.IVA != c.Atteso.IVA || got.Totale != c.Atteso.Totale) {
			t.Errorf("%s: paid %+v, want imponibile %s, quota %s, IVA %s", c.ID, got, c.Atteso.QuotaEnte, c.Atteso.QuotaUtente, c.Atteso.IVA)
		}
	}
	t.Logf("as rows: %v", quali)
}
