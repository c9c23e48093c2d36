package browser

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/sigess"
)

// A draft is corrected from its card: the form has what was saved, comes back
// with what is wrong, and leads to the card again.
func TestADraftIsCorrectedFromItsCard(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "modifiche", true)
	domanda, interventi := uuid.NewString(), bozze(t, m)
	compie(t, m, "salva-domanda", func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, domanda, m.Domanda(sigess.Economico))
		return err
	})
	s.entra("D'Arco Giovanna")
	for _, caso := range []struct{ nome, scheda, campo, salvato, rifiutato, corretto string }{
		{"domanda", "/domande/" + domanda, "dataPresentazione", "2024-01-02", "2999-01-01", "2024-01-03"},
		{"economico", "/interventi/" + interventi[sigess.Economico], "regole.0.importo", "123,00", "0", "150,00"},
		{"prestazioni", "/interventi/" + interventi[sigess.Prestazioni], "piano.0.quantita", "4", "0", "5"},
		{"struttura", "/interventi/" + interventi[sigess.Struttura], "piano.0.quantita", "1", "0", "1"},
	} {
		s.vai(caso.scheda)
		s.esegue("Modifica la bozza")
		s.tiene(caso.campo, caso.salvato)
		s.foto(caso.nome)
		s.scrive(caso.campo, caso.rifiutato)
		s.preme("Salva")
		s.finche("be told what is wrong", `document.activeElement.id === "riepilogo"`)
		s.tiene(caso.campo, caso.rifiutato)
		s.foto(caso.nome + "-errori")
		s.scrive(caso.campo, caso.corretto)
		s.preme("Salva")
		s.vede("ozza salvata")
		if got := s.percorso(); got != caso.scheda {
			t.Errorf("the draft saved leads to %s", got)
		}
	}
}
