package sigess_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// casoSAD is a file of one case: two hours of SAD in March 2024 at 20,00, which
// a tariffario may say otherwise, and the total that the office expects.
func casoSAD(totale string) []byte {
	return []byte(`{"casi":[{"id":"marzo","natura":"prestazioni","mese":"2024-03","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
"tariffe":[{"prestazione":"SAD","dal":"2024-01-01","al":null,"importo":"20.0000","iva":"5.00","iva_inclusa":false}],
"accessi":[{"data":"2024-03-05","prestazione":"SAD","quantita":"2.00"}],"atteso":{"totale":"` + totale + `"}}]}`)
}

// casi keeps a file for the district; tariffario is "" for the prices it says.
func casi(t *testing.T, m *dbtest.Mondo, titolo, tariffario string, contenuto []byte) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AggiungiCasi(tx, chi, id, sigess.ModuloCasi{EnteID: m.Distretto, Titolo: titolo, TariffarioID: tariffario}, contenuto, adesso)
		return err
	}))
	return id
}

// listino is a draft with SAD at a price from 2024.
func listino(t *testing.T, m *dbtest.Mondo, codice string, tariffa euro.Tariffa) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.CreaTariffario(tx, chi, id, sigess.ModuloTariffario{EnteID: m.Distretto, Codice: codice, Denominazione: "Domiciliare", Natura: sigess.Prestazioni,
			Dal: periodo.MustParse("2024-01-01")})
		return err
	}))
	riesce(t, aggiungi(t, m, id, uuid.NewString(), "SAD", "2024-01-01", tariffa))
	return id
}

func aggiungi(t *testing.T, m *dbtest.Mondo, id, atto, prestazione, dal string, tariffa euro.Tariffa) error {
	t.Helper()
	return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AggiungiVoce(tx, chi, id, atto, sigess.ModuloVoce{Prestazione: prestazione, Denominazione: "Assistenza", Unita: "ORA", Tariffa: tariffa,
			AliquotaIVA: 500, Dal: periodo.MustParse(dal)})
		return err
	})
}

func attivaListino(t *testing.T, m *dbtest.Mondo, id string) error {
	t.Helper()
	return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AttivaTariffario(tx, chi, id, adesso)
		return err
	})
}

func statoListino(t *testing.T, m *dbtest.Mondo, id string) sigess.Stato {
	t.Helper()
	l, err := sigess.TariffarioVisibile(m.DB, m.Chi(t, m.Contabile), id)
	riesce(t, err)
	return l.Stato
}

// domain b.9: a draft may not be chosen, an active one may.
func TestATariffarioWithoutCasesIsActivatedAndThenMayBeChosen(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := listino(t, m, "N1", 21_6900)
	scelte := func() int {
		elenco, err := sigess.TariffariPer(m.DB, sigess.Fornitura{EnteID: m.Distretto, Natura: sigess.Prestazioni, Data: periodo.MustParse("2024-03-01")})
		riesce(t, err)
		n := 0
		for _, x := range elenco {
			if x.ID == id {
				n++
			}
		}
		return n
	}
	if n := scelte(); n != 0 {
		t.Error("a draft may be chosen")
	}
	for range 2 { // a double click is one act
		riesce(t, attivaListino(t, m, id))
	}
	if statoListino(t, m, id) != sigess.Attivo || scelte() != 1 {
		t.Error("the tariffario is not active")
	}
	var eventi int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM evento WHERE entita = 'tariffario' AND entita_id = ? AND prima IS NOT NULL`, id).Scan(&eventi).Error)
	if eventi != 1 {
		t.Errorf("%d changes of the tariffario, want 1", eventi)
	}
}

func TestACaseThatFailsHoldsATariffarioAndIsNamed(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := listino(t, m, "N1", 12_6900) // mistyped: 21,69 was meant
	file := casi(t, m, "Domiciliare 2024", id, casoSAD("45.55"))
	err := attivaListino(t, m, id)
	rifiuta(t, err, models.Conflict)
	if want := "Domiciliare 2024, caso marzo: totale: atteso 45.55, ottenuto 26.65"; !strings.Contains(err.Error(), want) {
		t.Errorf("refusal = %v, want %s", err, want)
	}
	if s := statoListino(t, m, id); s != sigess.Bozza {
		t.Errorf("state = %s", s)
	}
	giusto := listino(t, m, "N2", 21_6900)
	casi(t, m, "Domiciliare 2024, di nuovo", giusto, casoSAD("45.55"))
	rifiuta(t, attivaListino(t, m, giusto), models.Conflict) // the case of the other still fails
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.RitiraCasi(tx, chi, file, adesso)
		return err
	}))
	riesce(t, attivaListino(t, m, giusto))
}

// A file without a tariffario proves the calculator itself.
func TestACaseWithItsOwnPricesHoldsEveryTariffarioWhileItFails(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := listino(t, m, "N1", 21_6900)
	giusto := casi(t, m, "giusto", "", casoSAD("42.00"))
	sbagliato := casi(t, m, "sbagliato", "", casoSAD("40.00"))
	if giusto == sbagliato {
		t.Fatal("one file")
	}
	err := attivaListino(t, m, id)
	rifiuta(t, err, models.Conflict)
	if strings.Contains(err.Error(), "giusto, caso") || !strings.Contains(err.Error(), "sbagliato, caso marzo: totale: atteso 40.00, ottenuto 42.00") {
		t.Errorf("refusal = %v", err)
	}
}

func TestAPriceOfAnActiveTariffarioIsTriedBeforeItHolds(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := listino(t, m, "N1", 21_6900)
	casi(t, m, "Pasti", id, []byte(strings.ReplaceAll(string(casoSAD("42.00")), "SAD", "PASTO")))
	riesce(t, attivaListino(t, m, id)) // PASTO has the price of the case
	atto := uuid.NewString()
	err := aggiungi(t, m, id, atto, "PASTO", "2024-01-01", 6_5000)
	rifiuta(t, err, models.Conflict)
	if !strings.Contains(err.Error(), "Pasti, caso marzo: totale: atteso 42.00, ottenuto 13.65") {
		t.Errorf("refusal = %v", err)
	}
	for range 2 {
		riesce(t, aggiungi(t, m, id, atto, "PASTO", "2024-01-01", 20_0000))
	}
	voci, err := sigess.Voci(m.DB, id)
	riesce(t, err)
	if len(voci) != 2 {
		t.Errorf("%d prices, want 2", len(voci))
	}
	rifiuta(t, aggiungi(t, m, id, uuid.NewString(), "PASTO", "2024-02-01", 20_0000), models.Invalid)
}

func TestATariffarioIsWrittenByWhoKeepsThoseOfItsEnte(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := listino(t, m, "N1", 21_6900)
	rifiuta(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.AttivaTariffario(tx, chi, id, adesso)
		return err
	}), models.Forbidden)
	rifiuta(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.CreaTariffario(tx, chi, uuid.NewString(), sigess.ModuloTariffario{EnteID: m.Distretto, Codice: "N1", Denominazione: "Altro", Natura: sigess.Prestazioni,
			Dal: periodo.MustParse("2024-01-01")})
		return err
	}), models.Invalid)
	vuoto := uuid.NewString()
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.CreaTariffario(tx, chi, vuoto, sigess.ModuloTariffario{EnteID: m.Distretto, Codice: "N9", Denominazione: "Vuoto", Natura: sigess.Prestazioni,
			Dal: periodo.MustParse("2024-01-01")})
		return err
	}))
	rifiuta(t, attivaListino(t, m, vuoto), models.Conflict)
}

// A rule of payment holds from the activation of its intervento, a table of the
// shares from when it is added: both are tried before, with the cases of who pays.
func TestACaseThatFailsHoldsARuleAndATableOfTheShares(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, id, m.Economico("2024-01-01", 30000)) }))
	attivaBozza := func() error {
		return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Attiva(tx, chi, id) })
	}
	file := casi(t, m, "Domiciliare", "", casoSAD("41.00"))
	if err := attivaBozza(); models.KindOf(err) != models.Conflict || !strings.Contains(err.Error(), "Domiciliare, caso marzo") {
		t.Errorf("the activation while a case fails: %v", err)
	}
	finoA, esente, tutto := euro.Importo(1000000), euro.Aliquota(0), euro.Aliquota(10000)
	fasce := sigess.ModuloTabellaISEE{EnteID: m.Distretto, Codice: "MENSA", Denominazione: "Mensa", Metodo: "FASCE", Dal: periodo.MustParse("2024-01-01"),
		Fasce: []sigess.FasciaISEE{{FinoA: &finoA, Percentuale: &esente}, {Percentuale: &tutto}}}
	aggiungiTabella := func() error {
		return contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
			_, err := sigess.AggiungiTabellaISEE(tx, chi, uuid.NewString(), fasce)
			return err
		})
	}
	rifiuta(t, aggiungiTabella(), models.Conflict)
	riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.RitiraCasi(tx, chi, file, adesso)
		return err
	}))
	casi(t, m, "Domiciliare giusti", "", casoSAD("42.00"))
	riesce(t, attivaBozza())
	riesce(t, aggiungiTabella())
}
