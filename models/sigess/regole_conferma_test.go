package sigess_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/sigess"
)

func TestTheRulesOfConfirmationAreOfWhoKeepsTheAccounts(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	salva := func(chi string, r sigess.ModuloRegoleConferma) (out sigess.ModuloRegoleConferma, err error) {
		err = m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) (err error) {
			out, err = sigess.SalvaRegoleConferma(tx, chi, m.Distretto, r)
			return err
		})
		return out, err
	}
	mille := euro.Importo(100000)
	regole := sigess.ModuloRegoleConferma{QuattroOcchi: true, Soglie: []sigess.ModuloSoglia{{Ruolo: models.OperatoreAmministrativo, FinoA: &mille}, {Ruolo: models.ResponsabileContabile}}}
	_, err := salva(m.Estraneo, regole)
	rifiuta(t, err, models.NotFound)
	prime, err := salva(m.Contabile, sigess.ModuloRegoleConferma{})
	riesce(t, err)
	regole.Lette = prime.Lette
	scritte, err := salva(m.Contabile, regole)
	riesce(t, err)
	regole.Lette = scritte.Lette
	if diff := cmp.Diff(regole, scritte); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	riesce(t, func() error { _, err := salva(m.Contabile, regole); return err }()) // twice
	_, err = salva(m.Contabile, sigess.ModuloRegoleConferma{Lette: prime.Lette, Soglie: regole.Soglie})
	rifiuta(t, err, models.Conflict) // others saved meanwhile
	riesce(t, func() error { _, err := salva(m.Contabile, sigess.ModuloRegoleConferma{}); return err }())
}

func TestRulesByWhichNobodyCouldConfirmAreRefused(t *testing.T) {
	t.Parallel()
	mille, nulla := euro.Importo(100000), euro.Importo(0)
	tests := map[string]struct {
		soglie []sigess.ModuloSoglia
		want   map[string]string
	}{
		"none":     {nil, map[string]string{}},
		"no limit": {[]sigess.ModuloSoglia{{Ruolo: models.ResponsabileContabile}}, map[string]string{}},
		"all limited": {[]sigess.ModuloSoglia{{Ruolo: models.ResponsabileContabile, FinoA: &mille}},
			map[string]string{"soglie.0.finoA": "almeno un ruolo deve poter confermare qualunque importo: lasciarne vuoto uno"}},
		"twice": {[]sigess.ModuloSoglia{{Ruolo: models.Coordinatore}, {Ruolo: models.Coordinatore, FinoA: &mille}},
			map[string]string{"soglie.1.ruolo": "questo ruolo è già in un'altra riga"}},
		"nothing": {[]sigess.ModuloSoglia{{Ruolo: models.Coordinatore}, {Ruolo: models.ResponsabileContabile, FinoA: &nulla}},
			map[string]string{"soglie.1.finoA": "indicare un importo maggiore di zero, o lasciare vuoto per qualunque importo"}},
	}
	for nome, test := range tests {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, sigess.ModuloRegoleConferma{Soglie: test.soglie}.Check()); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
		})
	}
}
