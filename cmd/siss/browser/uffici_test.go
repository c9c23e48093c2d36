package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

// Who coordinates several enti asks for the offices, then filters by one and by
// one of its operatori; Back leads to the choice, and a wrong address to all tasks.
func TestAnOfficeOfSeveralEntiIsChosenInTwoSteps(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "uffici", true)
	if err := m.Fai(t, m.Coordinatore, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Create(&anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: m.Distretto, UOID: m.Contabilita, OperatoreID: m.Coordinatore,
			Ruolo: models.Coordinatore, Dal: periodo.MustParse("2020-01-01")}).Error
	}); err != nil {
		t.Fatal(err)
	}
	s.vai("/")
	s.preme("Verdi Ada")
	s.vede("Scegli un ufficio")
	s.foto("da-chiedere")
	s.preme("Scegli un ufficio")
	s.tiene("ufficio", "")
	s.assente("Scegli un ufficio")
	s.foto("da-scegliere")
	s.scrive("ufficio", m.UO)
	s.invia("/")
	s.vede("nessun compito con questi filtri")
	s.tiene("ufficio", m.UO)
	if operatori := s.scelteDi("operatore"); !strings.Contains(operatori, "D'Arco Giovanna") {
		t.Errorf("the operatori of the office are %s", operatori)
	}
	s.foto("scelto")
	s.fai("back", chromedp.NavigateBack())
	s.tiene("ufficio", "")
	s.vai("/?uffici=forse")
	s.vede("filtri che non esistono: sono mostrati tutti i compiti")
	s.foto("indirizzo-errato")
}
