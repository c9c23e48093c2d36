package sigess_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

var adesso = time.Date(2024, 1, 10, 9, 30, 0, 0, time.UTC)

// bozza saves a draft of the Mondo's soggetto and returns its id.
func bozza(t *testing.T, m *dbtest.Mondo, nature ...sigess.Natura) string {
	t.Helper()
	id := uuid.NewString()
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, id, m.Domanda(nature...))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return id
}

func presenta(t *testing.T, m *dbtest.Mondo, id string) error {
	t.Helper()
	return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Presenta(tx, chi, id, adesso) })
}

func avvia(t *testing.T, m *dbtest.Mondo, chi, id string) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Avvia(tx, chi, id, sigess.ModuloAvvio{Protocollo: "77", ProtocolloData: periodo.MustParse("2024-01-03"), ResponsabileID: m.Coordinatore}, adesso)
	})
}

func decidi(t *testing.T, m *dbtest.Mondo, chi, id string, n int, esito sigess.Stato) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		richieste, err := sigess.Richieste(tx, id)
		if err != nil {
			return err
		}
		return sigess.Decidi(tx, chi, id, richieste[n].ID, sigess.ModuloEsito{Esito: esito, Motivo: "requisiti"}, adesso)
	})
}

func domanda(t *testing.T, m *dbtest.Mondo, id string) sigess.Domanda {
	t.Helper()
	d, err := sigess.DomandaVisibile(m.DB, m.Chi(t, m.Amministrativo), id)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// compitiAperti lists the kinds of the open tasks of an object.
func compitiAperti(t *testing.T, m *dbtest.Mondo, oggetto string) []string {
	t.Helper()
	var tipi []string
	if err := m.DB.Raw(`SELECT tipo FROM compito WHERE oggetto_id = ? AND chiuso_il IS NULL ORDER BY tipo`, oggetto).Scan(&tipi).Error; err != nil {
		t.Fatal(err)
	}
	return tipi
}

func riesce(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func rifiuta(t *testing.T, err error, kind models.Kind) {
	t.Helper()
	if got := models.KindOf(err); got != kind {
		t.Errorf("kind of %v = %q, want %q", err, got, kind)
	}
}

func TestPresentaNumbersPerEnteAndYearWithoutGapsUnderFiftySubmissions(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	const n = 50
	ids := make([]string, n)
	for i := range ids {
		ids[i] = bozza(t, m, sigess.Economico)
	}
	var wg sync.WaitGroup
	errori := make([]error, n)
	for i, id := range ids {
		wg.Add(1)
		go func() { defer wg.Done(); errori[i] = presenta(t, m, id) }()
	}
	wg.Wait()
	var numeri []string
	for i, id := range ids {
		riesce(t, errori[i])
		numeri = append(numeri, domanda(t, m, id).Estremi())
	}
	for i := 1; i <= n; i++ {
		if want := fmt.Sprintf("2024/%d", i); !slices.Contains(numeri, want) {
			t.Errorf("number %s was not given", want)
		}
	}
	rifiuta(t, presenta(t, m, ids[0]), models.Conflict)
}

// manuale §3: "l'iter termina con la chiusura della pratica".
func TestARejectedDomandaEndsWithItsClosing(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := bozza(t, m, sigess.Economico)
	riesce(t, presenta(t, m, id))
	riesce(t, avvia(t, m, m.Amministrativo, id))
	if got, want := domanda(t, m, id).ScadenzaIl, periodo.MustParse("2024-02-02"); got != want {
		t.Errorf("deadline = %s, want %s", got, want)
	}
	riesce(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Respinta))
	if got := compitiAperti(t, m, id); !slices.Equal(got, []string{"COMUNICA_ESITO"}) {
		t.Errorf("open tasks = %v", got)
	}
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Comunica(tx, chi, id, sigess.ModuloComunicazione{Data: periodo.MustParse("2024-01-10"), Mezzo: "PEC"}, adesso)
	}))
	if got := domanda(t, m, id).Stato; got != sigess.Chiusa {
		t.Errorf("state = %s, want CHIUSA", got)
	}
	if got := compitiAperti(t, m, id); len(got) != 0 {
		t.Errorf("a closed domanda has open tasks %v", got)
	}
}

func TestAnAcceptedDomandaOpensInterventiAndClosesWithTheLastOne(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := bozza(t, m, sigess.Economico, sigess.Struttura)
	riesce(t, presenta(t, m, id))
	riesce(t, avvia(t, m, m.Amministrativo, id))
	riesce(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Accettata))
	rifiuta(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Respinta), models.Conflict)
	riesce(t, decidi(t, m, m.Amministrativo, id, 1, sigess.Respinta))
	if got := domanda(t, m, id).Stato; got != sigess.AccoltaParz {
		t.Errorf("state = %s, want ACCOLTA_PARZ", got)
	}
	if got := compitiAperti(t, m, id); !slices.Equal(got, []string{"COMUNICA_ESITO", "CREA_INTERVENTO"}) {
		t.Errorf("open tasks = %v", got)
	}
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Comunica(tx, chi, id, sigess.ModuloComunicazione{Data: periodo.MustParse("2024-01-10"), Mezzo: "PEC"}, adesso)
	}))
	richieste, err := sigess.Richieste(m.DB, id)
	riesce(t, err)
	intervento := uuid.NewString()
	modulo := m.Economico("2024-01-05", 10000)
	modulo.Dettagli.RichiestaID = richieste[0].ID
	for range 2 { // a repeated activation changes nothing
		err = m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			if _, err := sigess.SalvaEconomico(tx, chi, intervento, modulo); err != nil {
				return err
			}
			if err := sigess.Attiva(tx, chi, intervento); err != nil {
				return err
			}
			return sigess.RegistraAttivazione(tx, id, richieste[0].ID, intervento, adesso)
		})
		if models.KindOf(err) == models.Conflict || models.KindOf(err) == models.Invalid {
			break
		}
		riesce(t, err)
	}
	if got := domanda(t, m, id).Stato; got != sigess.Chiusa {
		t.Errorf("state = %s, want CHIUSA", got)
	}
}

// manuale §3, fig. 10.
func TestAssegnaClosesTheOldRowAndNeverOverwritesIt(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := bozza(t, m, sigess.Economico)
	riesce(t, presenta(t, m, id))
	assegna := func(chi, a string, quando time.Time) error {
		return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.Assegna(tx, chi, id, uuid.NewString(), sigess.ModuloAssegnazione{OperatoreID: a}, quando)
		})
	}
	riesce(t, assegna(m.Amministrativo, m.Collega, adesso.Add(time.Hour)))
	rifiuta(t, assegna(m.Amministrativo, m.Amministrativo, adesso.Add(2*time.Hour)), models.Forbidden)
	rifiuta(t, assegna(m.Collega, m.Estraneo, adesso.Add(2*time.Hour)), models.Invalid)
	rifiuta(t, assegna(m.Collega, m.Collega, adesso.Add(2*time.Hour)), models.Conflict)
	rifiuta(t, assegna(m.Estraneo, m.Estraneo, adesso.Add(2*time.Hour)), models.NotFound)
	riesce(t, assegna(m.Coordinatore, m.Amministrativo, adesso.Add(3*time.Hour)))
	righe, err := sigess.Assegnazioni(m.DB, id)
	riesce(t, err)
	var aperte, chiuse []string
	for _, r := range righe {
		if r.DataFine == nil {
			aperte = append(aperte, r.Denominazione)
		} else {
			chiuse = append(chiuse, r.Denominazione)
		}
	}
	slices.Sort(aperte)
	slices.Sort(chiuse)
	if want := []string{"D'Arco Giovanna", "SIGESS_COM1 - Comune 1"}; !slices.Equal(aperte, want) {
		t.Errorf("open assignments = %v, want %v", aperte, want)
	}
	if want := []string{"D'Arco Giovanna", "Neri Paolo"}; !slices.Equal(chiuse, want) {
		t.Errorf("closed assignments = %v, want %v", chiuse, want)
	}
	if err := m.Fai(t, m.Coordinatore, func(tx *gorm.DB, _ models.Chi) error {
		return tx.Exec(`UPDATE assegnazione SET data_inizio = now() WHERE domanda_id = ?`, id).Error
	}); err == nil {
		t.Error("an assignment was overwritten")
	}
}

func TestStrangersAndWrongStatesAreRefusedAndChangeNothing(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := bozza(t, m, sigess.Economico)
	rifiuta(t, avvia(t, m, m.Amministrativo, id), models.Conflict)
	riesce(t, presenta(t, m, id))
	prima := domanda(t, m, id)
	rifiuta(t, avvia(t, m, m.Estraneo, id), models.NotFound)
	rifiuta(t, avvia(t, m, m.Collega, id), models.Forbidden)
	rifiuta(t, decidi(t, m, m.Amministrativo, id, 0, sigess.Accettata), models.Conflict)
	if dopo := domanda(t, m, id); dopo.Versione != prima.Versione || dopo.Stato != prima.Stato {
		t.Errorf("a refused act changed the domanda: %d %s", dopo.Versione, dopo.Stato)
	}
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, id, m.Domanda(sigess.Struttura))
		return err
	}), models.Conflict)
}

// manuale §3, fig. 10: a file that was open on paper keeps the time since when
// it is followed.
func TestSeguitaDalIsTheStartOfTheFirstAssignments(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := uuid.NewString()
	modulo := m.Domanda(sigess.Economico)
	modulo.SeguitaDal = "02/01/2024 18:32"
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, id, modulo)
		return err
	}))
	riesce(t, presenta(t, m, id))
	righe, err := sigess.Assegnazioni(m.DB, id)
	riesce(t, err)
	if len(righe) != 2 {
		t.Fatalf("%d assignments, want 2", len(righe))
	}
	for _, r := range righe {
		if got := periodo.DataOra(r.DataInizio); got != "02/01/2024 18:32" {
			t.Errorf("%s begins %s", r.Denominazione, got)
		}
	}
}
