package sigess

import (
	"net/http"
	"strings"
	"testing"
)

// What was paid, to whom it is owed to explain it: each amount with how it was
// reached.
func TestAStatementExplainsWhatWasPaidInAPeriod(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := "/soggetti/" + b.rossi + "/estratto"
	b.pagina(b.giovanna, scheda, "Estratto dei pagamenti", "nessun movimento: nel periodo")
	b.confermata()
	b.pagina(b.giovanna, scheda+"?dal=2024-01&al=2024-12", "ROSSI MARIO (11/07/1986)", "da gennaio 2024 a dicembre 2024", "agosto 2024", "regola 1: ", "= 300,00",
		"Contributo economico", "SIGESS-Distretto 01", "Stampato il", "da D'Arco Giovanna")
	b.pagina(b.giovanna, scheda+"?dal=2024-09&al=2024-09", "settembre 2024", "nessun movimento: nel periodo")
	if w := b.manda(b.giovanna, http.MethodGet, scheda+"?dal=2024-09&al=2024-01", nil); w.Code != 422 || !strings.Contains(w.Body.String(), "la fine precede l") {
		t.Errorf("a reversed period: %d", w.Code)
	}
	for _, percorso := range []string{scheda, "/erogatori/" + b.cooperativa + "/estratto"} {
		if w := b.manda(b.straniero, http.MethodGet, percorso, nil); w.Code != http.StatusNotFound {
			t.Errorf("a stranger asks %s: %d", percorso, w.Code)
		}
	}
}

func TestTheStatementOfAnErogatoreNamesThePersonsHelped(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	intervento := b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	b.json(b.giovanna, http.MethodPut, "/interventi/"+intervento+"/accessi/2024-08-05", oggetto{"prestazione": "OSS", "minuti": "60"}, 200)
	b.confermata()
	estratto := "/erogatori/" + b.cooperativa + "/estratto"
	b.pagina(b.giovanna, "/interventi/"+intervento, `href="`+estratto+`"`)
	b.pagina(b.giovanna, estratto+"?dal=2024-08&al=2024-08", "Cooperativa Aurora", "12345678903", "ROSSI MARIO, Assistenza domiciliare", "quota utente", "18,00", "18,90", "2,00")
	b.pagina(b.anna, estratto+"?dal=2024-08&al=2024-08", "18,90")
}
