package e2e

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/api/sigess"
	"siss/models"
	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// domain c.2, c.8: a quarterly contribution in advance is paid with the month in
// which its rata begins, a share in bands of ISEE taken from what a struttura is
// paid: through the API, the workflows and the runs.
func TestAQuarterInAdvanceAndAShareByISEEArePaidByTheRuns(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	ufficio, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Contabile)
	trimestre := b.Economico("2024-02-10", 45000)
	trimestre.Regole[0].Frequenza, trimestre.Regole[0].Scadenza, trimestre.Regole[0].Causale = "TRIMESTRALE", "ANTICIPATA", "contributo affitto"
	economico, numero := attiva(t, ufficio, trimestre)
	if r := leggi[sigess.SchedaIntervento](t, ufficio, "/interventi/"+economico).Regole[0]; r.Scadenza != "ANTICIPATA" || r.Ancoraggio != "SOLARE" || r.Causale != "contributo affitto" {
		t.Errorf("rule read again = %+v", r)
	}

	tabella := fa[sigess.TabellaISEE](t, ufficio, http.MethodPost, "/tabelle-isee", b.tabellaISEE())
	riesce(t, models.Atto(t.Context(), b.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`UPDATE struttura SET gestore_iban = 'IT60X0542811101000000123456' WHERE id = ?`, b.Struttura).Error
	}))
	retta := b.InStruttura("2024-02-10")
	isee := euro.Importo(1200000)
	retta.Quote[0] = modelli.ModuloQuota{Metodo: "FASCE", TabellaISEEID: tabella.ID, Dal: retta.Dettagli.DataInizio,
		ISEE: &isee, TipoISEE: "ORDINARIO", DataDSU: periodo.MustParse("2024-01-15")}
	struttura, numeroRetta := attiva(t, ufficio, retta)
	una := misura.Quantita(100)
	fa[sigess.Accesso](t, ufficio, http.MethodPut, "/interventi/"+struttura+"/accessi/2024-02-12", modelli.ModuloAccesso{Prestazione: "RETTA", Quantita: &una})

	paga := func(mese string) []string {
		m := periodo.MustParseMese(mese)
		corsa := elabora(t, contabile, modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: m, Al: m})
		compi(t, contabile, "/elaborazioni/"+corsa.ID+"/conferma", modelli.ModuloConferma{})
		out := []string{}
		for _, v := range movimenti(t, contabile, corsa.ID) {
			out = append(out, v.Estremi+": "+v.Totale.String()+", quota "+v.QuotaUtente.String())
		}
		return out
	}
	want := [][]string{{
		"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento " + numero + " del 10/02/2024, contributo affitto: 253,45, quota 0,00",
		"SIGESS-Distretto 01 paga Gestioni Sociali con causale - Intervento " + numeroRetta + " del 10/02/2024: 32,00, quota 32,00",
	}, {}, {
		"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento " + numero + " del 10/02/2024, contributo affitto: 450,00, quota 0,00",
	}}
	for n, mese := range []string{"2024-02", "2024-03", "2024-04"} {
		if diff := cmp.Diff(want[n], paga(mese)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", mese, diff)
		}
	}
}
