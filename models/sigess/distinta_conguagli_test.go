package sigess_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// disposte is of each movimento of a distinta how much is paid and why not.
func disposte(t *testing.T, m *dbtest.Mondo, run string) []string {
	t.Helper()
	out := []string{}
	riesce(t, m.DB.Raw(`SELECT v.netto || ' ' || coalesce(v.numero::text, v.motivo) FROM disposizione v WHERE distinta_id = ? ORDER BY progressivo`, run).Scan(&out).Error)
	return out
}

// quadrano wants what a distinta pays, pays apart and leaves to recover to be
// the movimenti of the run, to the cent and for each creditore.
func quadrano(t *testing.T, m *dbtest.Mondo, run string) {
	t.Helper()
	diverse := []string{}
	riesce(t, m.DB.Raw(`SELECT m.creditore FROM movimento m LEFT JOIN disposizione v ON v.id = m.id
		LEFT JOIN recupero r ON r.elaborazione_id = m.elaborazione_id AND r.creditore = m.creditore
		WHERE m.elaborazione_id = ? GROUP BY m.creditore
		HAVING sum(m.totale) <> sum(v.netto) OR coalesce(-sum(v.netto) FILTER (WHERE v.netto < 0), 0) <> coalesce(max(r.importo), 0)
			OR count(v.id) <> count(*)`, run).Scan(&diverse).Error)
	if len(diverse) > 0 {
		t.Errorf("%v: the distinta is not what the run netted", diverse)
	}
	var esce, nei euro.Importo
	riesce(t, m.DB.Raw(`SELECT sum(netto) FROM disposizione WHERE distinta_id = ? AND netto > 0`, run).Scan(&esce).Error)
	riesce(t, m.DB.Raw(`SELECT sum(netto) FROM disposizione WHERE distinta_id = ? AND numero IS NOT NULL`, run).Scan(&nei).Error)
	e, err := sigess.ElaborazioneDi(m.DB, run)
	riesce(t, err)
	if esce != e.DaPagare() {
		t.Errorf("the distinta lets out %s, the run %s", esce, e.DaPagare())
	}
	if csv := fileDi(t, m, m.Contabile, run)["CSV"]; csv[1] != int64(nei) {
		t.Errorf("the files pay %v, the distinta %s", csv, nei)
	}
}

// domain c.4: what a run takes back is set off once, by the netting of the run;
// what that leaves is a recupero, never a payment, and a blocked line is in no file.
func TestADistintaSetsOffWhatTheRunHasNetted(t *testing.T) {
	t.Parallel()
	domani := sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(1), Raggruppata: true}
	m := dbtest.Nuovo(t, dbtest.Open(t))
	finisce := attiva(t, m, m.Economico("2024-01-01", 33000)) // 106,45 less
	prestazioni := attiva(t, m, m.Prestazioni("2024-02-01"))
	liquida(t, m, "2024-01")
	attiva(t, m, m.Economico("2024-02-01", 8000))
	blocca := attiva(t, m, m.Economico("2024-02-01", 5000))
	riesce(t, scrivi(t, m, `UPDATE modalita_pagamento SET iban = 'IT60X0542811101000000123457' WHERE intervento_id = ?`, blocca))
	riesce(t, termina(t, m, finisce, "2024-01-21"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-02-02", "PASTO", 200, 0))
	run := liquida(t, m, "2024-02")
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, domani))
	uguali(t, disposte(t, m, run), "-2645 DA_RECUPERARE", "1430 1", "0 COMPENSATO")
	quadrano(t, m, run)
}

// An account that changes after the confirmation changes nothing of the netting:
// what is left of the payment is paid apart, the debt stays set off.
func TestAnExcludedPaymentIsSetOffAsTheRunHasNetted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	finisce := attiva(t, m, m.Economico("2024-01-01", 33000))
	prestazioni := attiva(t, m, m.Prestazioni("2024-02-01"))
	liquida(t, m, "2024-01")
	cambia := attiva(t, m, m.Economico("2024-02-01", 20000))
	riesce(t, termina(t, m, finisce, "2024-01-21"))
	riesce(t, registra(t, m, m.Amministrativo, prestazioni, "2024-02-02", "PASTO", 200, 0))
	run := liquida(t, m, "2024-02")
	riesce(t, scrivi(t, m, `UPDATE modalita_pagamento SET iban = 'IT41B0100003245000000000001' WHERE intervento_id = ?`, cambia))
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi()}))
	uguali(t, disposte(t, m, run), "0 COMPENSATO", "1430 1", "9355 IBAN_CAMBIATO")
	quadrano(t, m, run)
}

func TestOnlyAnOrdinaryRunConfirmedAndNotPaidHasADistinta(t *testing.T) {
	t.Parallel()
	domani := sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(1)}
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Economico("2024-01-01", 30000))
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	prova := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: mese("2024-01"), Simulazione: true}, 200)
	rifiuta(t, prepara(t, m, m.Contabile, prova, domani), models.Conflict)
	trasmessa, storno := liquida(t, m, "2024-01"), uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Allega(tx, trasmessa, uuid.NewString(), "e.xlsx", "x", []byte("x")); err != nil {
			return err
		}
		return sigess.Trasmetti(tx, chi, trasmessa, adesso)
	}))
	riesce(t, prepara(t, m, m.Contabile, trasmessa, domani))
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Storna(tx, chi, trasmessa, storno, sigess.ModuloStorno{Motivo: "x"}, adesso)
	}))
	rifiuta(t, prepara(t, m, m.Contabile, storno, domani), models.Conflict)
	riesce(t, prepara(t, m, m.Contabile, trasmessa, domani)) // what is prepared stays
	pagata := liquida(t, m, "2024-02")
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Allega(tx, pagata, uuid.NewString(), "e.xlsx", "x", []byte("x")); err != nil {
			return err
		}
		if err := sigess.Trasmetti(tx, chi, pagata, adesso); err != nil {
			return err
		}
		return sigess.Paga(tx, chi, pagata, sigess.ModuloPagamento{Esito: sigess.Pagata, Data: periodo.MustParse("2024-03-10")})
	}))
	rifiuta(t, prepara(t, m, m.Contabile, pagata, domani), models.Conflict)
}
