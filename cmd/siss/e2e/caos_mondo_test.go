package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/sigess"
	"siss/models"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// mesePrima is the month that is definitive when the runs of the crash suite
// begin, meseCaos the one that they compute.
var mesePrima, meseCaos = periodo.MustParseMese("2024-01"), periodo.MustParseMese("2024-02")

// prepara makes the database of which every run has a copy: a month that is
// definitive and then corrected, so that the next has payments, adjustments,
// debts, differences, anomalie and tasks.
func (c *caos) prepara(t *testing.T) {
	c.modello = "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	riesce(t, c.pg.CreateDatabase(t.Context(), c.modello))
	riesce(t, models.Migra(t.Context(), c.pg.URL(c.modello)))
	b := preparaBanco(t, c.pg.URL(c.modello), c.motore.Address())
	c.mondo = b.Mondo
	prova := func(fai func(*gorm.DB) error) {
		riesce(t, models.Atto(t.Context(), b.DB, models.Sistema(), "prova", fai))
	}
	prova(func(tx *gorm.DB) error {
		// One in eleven ends in January, and some persons are suspended.
		if err := b.popola(tx, *righeCaos*120/100); err != nil {
			return err
		}
		return esegue(tx, conti...)
	})
	b.avvia(t)
	contabile := b.entra(t, b.Contabile)
	fa[modelli.ModuloTesoreria](t, contabile, http.MethodPut, "/enti/"+b.Distretto+"/tesoreria", tesoreriaCompleta())
	id := fa[sigess.Esito](t, contabile, http.MethodPost, "/elaborazioni", modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: mesePrima}).ID
	corsa(t, contabile, id, modelli.Provvisoria, pazienzaCaos)
	riesce(t, contabile.insisti(t.Context(), passo{"/elaborazioni/" + id + "/conferma", modelli.ModuloConferma{}}))
	attendi(t, pazienzaCaos, "list of the month before", func() bool {
		return leggi[sigess.Elaborazione](t, contabile, "/elaborazioni/"+id).ConElenco
	})
	prova(func(tx *gorm.DB) error { return esegue(tx, correzioni...) })
	riesce(t, b.DB.Exec(frenoCorse("INSERT OR UPDATE")).Error)
}

// conti are who is paid by the bank, a few of them on an account that does not
// exist: their months are blocked.
var conti = []string{
	`UPDATE modalita_pagamento m SET metodo = 'BONIFICO', intestatario = 'INTESTATARIO ' || i.numero,
			iban = CASE WHEN i.numero % 61 = 0 THEN 'IT00X0542811101000000123456' ELSE 'IT60X0542811101000000123456' END
		FROM intervento i WHERE i.id = m.intervento_id AND i.numero % 5 > 0`,
}

// correzioni are what is known of the month only when it is definitive: who was
// suspended and has money to give back, who was owed more, who can be paid.
var correzioni = []string{
	`INSERT INTO sospensione (id, ente_id, intervento_id, dal, motivo)
		SELECT gen_random_uuid(), i.ente_id, i.id, date '2024-01-09', 'ricovero' FROM intervento i JOIN soggetto s ON s.id = i.soggetto_id WHERE s.codice % 50 = 0`,
	`UPDATE regola_pagamento r SET importo = r.importo + 1234 FROM intervento i
		WHERE i.id = r.intervento_id AND r.progressivo = 1 AND i.numero % 29 = 0`,
	`UPDATE modalita_pagamento m SET iban = 'IT60X0542811101000000123456' FROM intervento i WHERE i.id = m.intervento_id AND i.numero % 122 = 0`,
	`UPDATE soggetto SET data_decesso = date '2024-01-20' WHERE codice % 97 = 0`,
}

func esegue(tx *gorm.DB, comandi ...string) error {
	for _, sql := range comandi {
		if err := tx.Exec(sql).Error; err != nil {
			return err
		}
	}
	return nil
}

// tesoreriaCompleta is enough for every file of payments, the mandate too.
func tesoreriaCompleta() modelli.ModuloTesoreria {
	m := tesoreriaProva()
	m.ABI, m.CodiceIPA, m.CodiceSIOPE, m.TramiteEnte, m.TramiteBanca = "05428", "UF1A2B", "000123456", "A2A-12345678", "A2A-87654321"
	m.EnteInBanca, m.CGU = "777", "1040202999"
	return m
}
