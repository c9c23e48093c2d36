package sigess_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// febbraio is a moment at which January can be signed.
var febbraio = time.Date(2024, 2, 3, 9, 0, 0, 0, time.UTC)

// apriMese opens the closing of January of a struttura or of an ente erogatore.
func apriMese(t *testing.T, m *dbtest.Mondo, presso string) string {
	t.Helper()
	modulo := sigess.ModuloChiusura{EnteID: m.Comune, PressoID: presso, Mese: mese("2024-01")}
	for range 2 {
		riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.ApriChiusura(tx, chi, modulo, adesso) }))
	}
	return modulo.ID()
}

func firmaIlMese(t *testing.T, m *dbtest.Mondo, chi, id string, modulo sigess.ModuloFirma) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.FirmaMese(tx, chi, id, uuid.NewString(), modulo, febbraio)
	})
}

var dichiarata = sigess.ModuloFirma{Dichiarazione: "riepilogo n. 3 del 02/02/2024"}

func chiediMese(t *testing.T, m *dbtest.Mondo, chi, id string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.ChiediRiapertura(tx, chi, id, uuid.NewString(), sigess.ModuloRichiestaRiapertura{Motivo: "manca il 6"}, febbraio)
	})
}

func decidiMese(t *testing.T, m *dbtest.Mondo, chi, id string, modulo sigess.ModuloDecisione) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.DecidiRiapertura(tx, chi, id, uuid.NewString(), modulo, febbraio)
	})
}

// casellario is all that the cells say, by row.
func casellario(t *testing.T, m *dbtest.Mondo) string {
	t.Helper()
	var out string
	riesce(t, m.DB.Raw(`SELECT coalesce(string_agg(a::text, ';' ORDER BY a.id), '') FROM accesso a`).Scan(&out).Error)
	return out
}

// copia writes rows by COPY, as a restore does.
func copia(t *testing.T, m *dbtest.Mondo, riga string) error {
	t.Helper()
	pool, err := m.DB.DB()
	riesce(t, err)
	conn, err := pool.Conn(t.Context())
	riesce(t, err)
	defer conn.Close()
	return conn.Raw(func(driver any) error {
		c := driver.(*stdlib.Conn).Conn()
		if _, err := c.Exec(context.Background(), `BEGIN; SELECT set_config('siss.azione', 'prova', true)`); err != nil {
			return err
		}
		_, err := c.PgConn().CopyFrom(context.Background(), strings.NewReader(riga), `COPY accesso (id, ente_id, intervento_id, data, prestazione, quantita, inserito_da) FROM STDIN`)
		_, fine := c.Exec(context.Background(), `ROLLBACK`)
		if fine != nil {
			return fine
		}
		return err
	})
}

// domain b.8: once a month is signed no path changes its cells; those of other
// months, and of who else delivers, are as before.
func TestNoPathChangesTheCellsOfASignedMonth(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura, casa := attiva(t, m, m.InStruttura("2024-01-05")), attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	id := apriMese(t, m, m.Struttura)
	rifiuta(t, firmaIlMese(t, m, m.Amministrativo, id, sigess.ModuloFirma{}), models.Invalid)
	rifiuta(t, firmaIlMese(t, m, m.Estraneo, id, dichiarata), models.NotFound)
	rifiuta(t, firmaIlMese(t, m, m.Amministrativo, id, sigess.ModuloFirma{Impronta: strings.Repeat("0", 64), Dichiarazione: "x"}), models.Conflict)
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.FirmaMese(tx, chi, id, uuid.NewString(), dichiarata, time.Date(2024, 1, 31, 20, 0, 0, 0, time.UTC))
	}), models.Conflict)
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	rifiuta(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata), models.Conflict)

	prima := casellario(t, m)
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0), models.Conflict)
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 50, 0), models.Conflict)
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Elimina(tx, chi, struttura, periodo.MustParse("2024-01-05"), "RETTA")
	}), models.Conflict)
	const motivo = "il mese è firmato da D'Arco Giovanna il 03/02/2024: per cambiarlo chiedere la riapertura da «Chiusura del mese» "
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(struttura, "2024-01-05", "RETTA", "1", ""), cella(struttura, "2024-01-07", "RETTA", "", "1")),
		motivo+"[1]", motivo+"[]")
	riga := []any{uuid.NewString(), m.Comune, struttura, m.Amministrativo}
	const nuova = `INSERT INTO accesso (id, ente_id, intervento_id, data, prestazione, quantita, inserito_da) VALUES (?, ?, ?, '2024-01-08', 'RETTA', 100, ?)`
	for _, q := range []string{nuova, nuova + ` ON CONFLICT DO NOTHING`} {
		if err := scrivi(t, m, q, riga...); models.Vincolo(err) != "accesso_mese_firmato" {
			t.Errorf("%s: %v", q, err)
		}
	}
	for _, q := range []string{`UPDATE accesso SET quantita = 50`, `UPDATE accesso SET inserito_da = inserito_da`, `DELETE FROM accesso`,
		`WITH x AS (DELETE FROM accesso RETURNING *) SELECT * FROM x`,
		`MERGE INTO accesso a USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE`} {
		if err := scrivi(t, m, q); models.Vincolo(err) != "accesso_mese_firmato" {
			t.Errorf("%s: %v", q, err)
		}
	}
	for _, q := range []string{`UPDATE accesso SET data = '2024-02-01'`, `TRUNCATE accesso`, `TRUNCATE intervento CASCADE`,
		`UPDATE intervento SET struttura_id = '` + m.StrutturaChiusa + `' WHERE natura = 'STRUTTURA'`,
		`UPDATE chiusura_mese SET stato = 'RIAPERTO'`, `UPDATE chiusura_mese SET stato = 'APERTO'`, `UPDATE chiusura_mese SET mese = '2024-03-01'`,
		`DELETE FROM chiusura_mese`, `TRUNCATE chiusura_mese CASCADE`, `UPDATE firma_mese SET caselle = 0`, `DELETE FROM firma_mese`, `TRUNCATE firma_mese CASCADE`} {
		if err := scrivi(t, m, q); err == nil {
			t.Errorf("a signed month let through: %s", q)
		}
	}
	if err := copia(t, m, strings.Join([]string{uuid.NewString(), m.Comune, struttura, "2024-01-09", "RETTA", "100", m.Amministrativo}, "\t")+"\n"); models.Vincolo(err) != "accesso_mese_firmato" {
		t.Errorf("COPY: %v", err)
	}
	if dopo := casellario(t, m); dopo != prima {
		t.Errorf("cells changed:\n%s\n%s", prima, dopo)
	}
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-02-01", "RETTA", 100, 0))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-06", "ASS_DOM", 0, 60))
}

// A month is opened again with a reason and by two persons, and signed by a new
// row that names the one before.
func TestASignedMonthIsOpenedAgainByTwoPersons(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	id := apriMese(t, m, m.Struttura)
	rifiuta(t, chiediMese(t, m, m.Amministrativo, id), models.Conflict)
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	concede := sigess.ModuloDecisione{Esito: sigess.Concessa}
	rifiuta(t, decidiMese(t, m, m.Collega, id, concede), models.Conflict)
	rifiuta(t, chiediMese(t, m, m.Estraneo, id), models.NotFound)
	riesce(t, chiediMese(t, m, m.Amministrativo, id))
	rifiuta(t, chiediMese(t, m, m.Collega, id), models.Conflict)
	rifiuta(t, decidiMese(t, m, m.Amministrativo, id, concede), models.Forbidden)
	if err := scrivi(t, m, `INSERT INTO decisione_riapertura (richiesta_id, id, ente_id, chiesta_da, esito, decisa_da, decisa_il)
		SELECT id, gen_random_uuid(), ente_id, chiesta_da, 'CONCESSA', chiesta_da, now() FROM richiesta_riapertura`); models.Vincolo(err) != "decisione_quattro_occhi" {
		t.Errorf("granted by who asked: %v", err)
	}
	riesce(t, decidiMese(t, m, m.Collega, id, sigess.ModuloDecisione{Esito: sigess.Negata, Nota: "già pagato"}))
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0), models.Conflict)
	riesce(t, chiediMese(t, m, m.Amministrativo, id))
	riesce(t, decidiMese(t, m, m.Coordinatore, id, concede))
	rifiuta(t, decidiMese(t, m, m.Collega, id, concede), models.Conflict)
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-06", "RETTA", 100, 0))
	riesce(t, firmaIlMese(t, m, m.Collega, id, dichiarata))
	rifiuta(t, registra(t, m, m.Amministrativo, struttura, "2024-01-07", "RETTA", 100, 0), models.Conflict)

	firme, err := sigess.Firme(m.DB, id)
	riesce(t, err)
	if len(firme) != 2 {
		t.Fatalf("%d signatures, want 2", len(firme))
	}
	nuova, vecchia := firme[0], firme[1]
	if vecchia.Sostituisce != nil {
		nuova, vecchia = vecchia, nuova
	}
	if nuova.Sostituisce == nil || *nuova.Sostituisce != vecchia.ID || nuova.Impronta == vecchia.Impronta || nuova.Caselle != 1 || vecchia.Caselle != 0 || nuova.FirmataDa != "Neri Paolo" {
		t.Errorf("signatures = %+v, %+v", nuova, vecchia)
	}
	riaperture, err := sigess.Riaperture(m.DB, id)
	riesce(t, err)
	var esiti []string
	for _, r := range riaperture {
		esiti = append(esiti, r.ChiestaDa+" "+string(r.Esito)+" "+r.DecisaDa)
	}
	if len(esiti) != 2 || !strings.Contains(fmt.Sprint(esiti), "D'Arco Giovanna CONCESSA Verdi Ada") || !strings.Contains(fmt.Sprint(esiti), "D'Arco Giovanna NEGATA Neri Paolo") {
		t.Errorf("requests = %v", esiti)
	}
	var aperti int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM compito WHERE chiuso_il IS NULL`).Scan(&aperti).Error)
	if aperti != 0 {
		t.Errorf("%d tasks are left open", aperti)
	}
}

// Where people of who delivers have access, they sign, and the office does not.
func TestWhoDeliversSignsWhenTheyHaveAccess(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.Prestazioni("2024-01-01"))
	id, uo := apriMese(t, m, m.Erogatore), uuid.NewString()
	riesce(t, scrivi(t, m, `INSERT INTO uo (id, ente_id, codice, denominazione, tipo, erogatore_id, dal) VALUES (?, ?, 'AURORA', 'Cooperativa Aurora', 'EROGATORE', ?, '2020-01-01')`,
		uo, m.Comune, m.Erogatore))
	if err := scrivi(t, m, `UPDATE uo SET erogatore_id = ? WHERE id = ?`, m.Erogatore, m.UO); models.Vincolo(err) != "uo_presso_check" {
		t.Errorf("an office of the ente is that of who delivers: %v", err)
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Create(&anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: m.Comune, UOID: uo, OperatoreID: m.Collega, Ruolo: models.OperatoreAmministrativo, Dal: periodo.MustParse("2020-01-01")}).Error
	}))
	rifiuta(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata), models.Forbidden)
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error {
		return sigess.RicordaMese(tx, id, sigess.FinitoIlMese, febbraio)
	}))
	var ufficio string
	riesce(t, m.DB.Raw(`SELECT uo_id FROM compito WHERE tipo = 'FIRMA_MESE'`).Scan(&ufficio).Error)
	if ufficio != uo {
		t.Errorf("the task is of %s, want of who delivers", ufficio)
	}
	riesce(t, firmaIlMese(t, m, m.Collega, id, sigess.ModuloFirma{}))
	firme, err := sigess.Firme(m.DB, id)
	riesce(t, err)
	if len(firme) != 1 || firme[0].Qualita != sigess.FirmaErogatore {
		t.Errorf("signatures = %+v", firme)
	}
}

// The right office is asked for what is missing before the month ends, then to
// sign, then again when it should have been; signing closes what is open.
func TestTheOfficeIsRemindedOfAMonthThatIsNotSigned(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-28"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-28", "RETTA", 100, 0))
	id := apriMese(t, m, m.Struttura)
	ricorda := func(p sigess.Promemoria, quando time.Time) []string {
		t.Helper()
		for range 2 {
			riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, _ models.Chi) error { return sigess.RicordaMese(tx, id, p, quando) }))
		}
		out := []string{}
		riesce(t, m.DB.Raw(`SELECT c.tipo || ' ' || c.titolo || ' ' || c.scade || ' ' || u.codice FROM compito c JOIN uo u ON u.id = c.uo_id WHERE c.chiuso_il IS NULL ORDER BY 1`).Scan(&out).Error)
		return out
	}
	giorno := func(mese time.Month, g int) time.Time { return time.Date(2024, mese, g, 6, 0, 0, 0, time.UTC) }
	uguali(t, ricorda(sigess.PrimaDellaFine, giorno(1, 30)), "COMPLETA_MESE Completare il tabellone di gennaio 2024 di Villa ST1: 2 giornate senza accessi 2024-01-31 SIGESS_COM1")
	const daFirmare = "FIRMA_MESE Firmare il tabellone di gennaio 2024 di Villa ST1: 3 giornate senza accessi 2024-02-05 SIGESS_COM1"
	uguali(t, ricorda(sigess.FinitoIlMese, giorno(2, 1)), daFirmare)
	uguali(t, ricorda(sigess.AllaScadenza, giorno(2, 5)), "COMPLETA_MESE Completare il tabellone di gennaio 2024 di Villa ST1: 3 giornate senza accessi 2024-02-05 SIGESS_COM1", daFirmare)
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	uguali(t, ricorda(sigess.AllaScadenza, giorno(2, 6)))
}

// A day, a week that is mostly of the month, the month: what the plan foresees
// and the tabellone has not, out of suspensions and up to today.
func TestMissingDaysAreThoseOfThePlanWithoutAccessi(t *testing.T) {
	t.Parallel()
	r := sigess.RigaTabellone{Mese: mese("2024-01"), Piano: []sigess.PianoRiga{
		{Prestazione: "OGNI", Periodicita: "GIORNO"}, {Prestazione: "SETT", Periodicita: "SETTIMANA"}, {Prestazione: "UNA", Periodicita: "MESE"}}}
	tutti := sigess.PianoRiga{Prestazione: "NOTTE", Unita: sigess.UnitaGiornata, Quantita: 3000, Periodicita: "MESE"}
	r.DataInizio = periodo.MustParse("2024-01-10")
	r.Sospensioni = []sigess.Sospensione{{Dal: periodo.MustParse("2024-01-13"), Al: periodo.MustParse("2024-01-20")}}
	for _, a := range []string{"2024-01-10 OGNI", "2024-01-12 OGNI", "2024-01-24 SETT"} {
		data, prestazione, _ := strings.Cut(a, " ")
		r.Accessi = append(r.Accessi, sigess.Accesso{Data: periodo.MustParse(data), Prestazione: prestazione})
	}
	mancano := func(oggi string) []string {
		out := []string{}
		for _, v := range r.Mancanze(periodo.MustParse(oggi)) {
			out = append(out, v.Prestazione+" "+v.Dal.String()+" "+v.Al.String())
		}
		return out
	}
	uguali(t, mancano("2024-01-22"), "OGNI 2024-01-11 2024-01-11", "OGNI 2024-01-21 2024-01-21", "OGNI 2024-01-22 2024-01-22")
	// 29-31 January are three days of a week of February; 10-12 and 21 are less than four of theirs.
	dopo := mancano("2024-02-01")
	if n := len(dopo); n != 13 || dopo[12] != "UNA 2024-01-10 2024-01-31" {
		t.Errorf("missing = %v", dopo)
	}
	pieno := sigess.RigaTabellone{RigaIntervento: r.RigaIntervento, Mese: r.Mese, Sospensioni: r.Sospensioni, Piano: []sigess.PianoRiga{tutti}}
	if n := len(pieno.Mancanze(periodo.MustParse("2024-02-01"))); n != 14 {
		t.Errorf("%d days are missing of a stay planned by the month, want 14", n)
	}
	r.Accessi = r.Accessi[:2]
	if dopo = mancano("2024-01-28"); dopo[len(dopo)-1] != "SETT 2024-01-22 2024-01-28" {
		t.Errorf("missing = %v, want the last week", dopo)
	}
}

// A run pays what is not signed, and says so; what nobody is to sign it does not.
func TestARunSaysWhichMonthsAreNotSigned(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura, casa := attiva(t, m, m.InStruttura("2024-01-05")), attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, struttura, "2024-01-05", "RETTA", 100, 0))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-05", "ASS_DOM", 0, 60))
	id := apriMese(t, m, m.Struttura)
	run := elabora(t, m, "2024-01", 200)
	anomalie, err := sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), run)
	riesce(t, err)
	if len(anomalie) != 1 || anomalie[0].Tipo != sigess.MeseNonFirmato || anomalie[0].InterventoID != struttura || anomalie[0].Testo != "il tabellone di gennaio 2024 non è firmato" {
		t.Errorf("anomalie = %+v", anomalie)
	}
	if got := differenze(t, m, run); len(got) != 2 {
		t.Errorf("lines = %v, want both", got)
	}
	riesce(t, m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error { return sigess.Annulla(tx, chi, run, adesso) }))
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	anomalie, err = sigess.Anomalie(m.DB, m.Chi(t, m.Contabile), elabora(t, m, "2024-01", 200))
	riesce(t, err)
	if len(anomalie) != 0 {
		t.Errorf("anomalie of a signed month = %+v", anomalie)
	}
}

// The list has who delivers in the month, opened or not, of the enti of who asks.
func TestTheClosingsOfAMonthAreListed(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	attiva(t, m, m.InStruttura("2024-01-05"))
	attiva(t, m, m.Prestazioni("2024-01-01"))
	attiva(t, m, m.Economico("2024-01-01", 10000))
	id := apriMese(t, m, m.Struttura)
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	elenca := func(chi string, f sigess.FiltroChiusure) []string {
		t.Helper()
		elenco, err := sigess.ElencaChiusure(m.DB, m.Chi(t, chi), f, models.Pagina{Limite: 10})
		riesce(t, err)
		out := []string{}
		for _, r := range elenco.Elementi {
			out = append(out, fmt.Sprint(r.Presso, " ", r.Ente, " ", r.Interventi, " ", r.Stato, " ", r.Aperta(), " ", r.FirmataDa))
		}
		return out
	}
	gennaio := sigess.FiltroChiusure{Mese: mese("2024-01")}
	uguali(t, elenca(m.Amministrativo, gennaio), "Cooperativa Aurora Comune 1 1 APERTO false ", "Villa ST1 Comune 1 1 CHIUSO true D'Arco Giovanna")
	uguali(t, elenca(m.Amministrativo, sigess.FiltroChiusure{Mese: mese("2024-01"), Stato: "CHIUSO"}), "Villa ST1 Comune 1 1 CHIUSO true D'Arco Giovanna")
	uguali(t, elenca(m.Estraneo, gennaio))
	uguali(t, elenca(m.Amministrativo, sigess.FiltroChiusure{Mese: mese("2023-12")}))
	if _, err := sigess.ChiusuraVisibile(m.DB, m.Chi(t, m.Estraneo), id); models.KindOf(err) != models.NotFound {
		t.Errorf("a closing of another ente: %v", err)
	}
	moduli, err := sigess.DaChiudere(m.DB, mese("2024-01"), uuid.Nil.String(), uuid.Nil.String(), 1)
	riesce(t, err)
	altri, err := sigess.DaChiudere(m.DB, mese("2024-01"), moduli[0].EnteID, moduli[0].PressoID, 10)
	riesce(t, err)
	if len(moduli) != 1 || len(altri) != 1 || moduli[0].PressoID == altri[0].PressoID {
		t.Errorf("to close = %v, %v", moduli, altri)
	}
}

// A cell and a signature at once: the cell is in what was signed, or is refused.
func TestACellAndASignatureWaitForEachOther(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	struttura := attiva(t, m, m.InStruttura("2024-01-05"))
	id := apriMese(t, m, m.Struttura)
	esiti := make(chan error, 10)
	for n := range 10 {
		go func() {
			esiti <- registra(t, m, m.Amministrativo, struttura, fmt.Sprintf("2024-01-%02d", 10+n), "RETTA", 100, 0)
		}()
	}
	riesce(t, firmaIlMese(t, m, m.Amministrativo, id, dichiarata))
	scritte := 0
	for range 10 {
		if err := <-esiti; err == nil {
			scritte++
		} else if models.KindOf(err) != models.Conflict {
			t.Error(err)
		}
	}
	var firmate sql.NullInt64
	riesce(t, m.DB.Raw(`SELECT caselle FROM firma_mese`).Scan(&firmate).Error)
	if int64(scritte) != firmate.Int64 {
		t.Errorf("%d cells were written and %d signed", scritte, firmate.Int64)
	}
}
