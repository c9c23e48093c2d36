package browser

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
)

// fatti counts what was ever done.
func fatti(t *testing.T, m *dbtest.Mondo) (n int) {
	t.Helper()
	if err := m.DB.Raw(`SELECT count(*) FROM evento`).Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// The address to which a form of a card is sent, opened again from the browser's
// history, leads to the card and does nothing.
func TestTheAddressOfAFormLeadsToItsCard(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "indirizzi", true)
	domanda := s.intanto(m, m.Amministrativo).presenta(3)
	intervento, run, casi := bozze(t, m)[sigess.Economico], liquidaMese(t, m, "2024-01"), uuid.NewString()
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AggiungiCasi(tx, chi, casi, sigess.ModuloCasi{EnteID: m.Distretto, Titolo: "Trentesimi"}, []byte(casiDiProva), time.Now())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s.entra("Conti Ugo")
	prima := fatti(t, m)
	for scheda, atti := range map[string][]string{
		"/domande/" + domanda: {"avvia", "comunica", "documenti", "documenti/annulla", "integrazioni", "integrazioni-ricevute", "osservazioni", "preavviso", "presenta",
			"restituisci", "scarta", "richieste/" + uuid.NewString() + "/esito"},
		"/interventi/" + intervento: {"attiva", "cambia-quota", "cambia-regola", "collega", "concludi", "documenti", "documenti/annulla", "modalita", "riattiva-modalita", "riprendi",
			"scarta", "scollega", "sospendi"},
		"/elaborazioni/" + run: {"annulla", "conferma", "esiti", "esiti/" + uuid.NewString() + "/registra", "ferma", "paga", "pagamenti", "prosegui", "rielabora", "storna",
			"trasmetti"},
		"/fondi/" + uuid.NewString():         {"capitolo", "impegno", "modifica"},
		"/impegni/" + uuid.NewString():       {"modifica", "varia"},
		"/recuperi/" + uuid.NewString():      {"incassa", "inesigibile", "rateizza"},
		"/chiusure/" + uuid.NewString():      {"decidi", "firma", "riapri"},
		"/tariffari/" + uuid.NewString():     {"attiva", "voci"},
		"/elaborazioni/" + run + "/anomalie": {"riapertura", "sistemazione"},
		"/elaborazioni/casi/" + casi:         {"ritira"},
	} {
		for _, atto := range atti {
			indirizzo := scheda + "/" + atto
			if scheda == "/elaborazioni/"+run+"/anomalie" {
				indirizzo += "?stato=DA_SISTEMARE"
			}
			s.vai(indirizzo)
			if got := s.percorso(); got != scheda {
				t.Errorf("%s leads to %s", indirizzo, got)
			}
		}
	}
	for _, atto := range []string{"importa", "nuova"} {
		s.vai("/soggetti/anpr/" + atto)
		s.indirizzo("/soggetti/anpr")
	}
	if dopo := fatti(t, m); dopo != prima {
		t.Errorf("opening addresses has done %d things", dopo-prima)
	}
}
