package sigess_test

import (
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// attiva saves and activates an intervento without a richiesta.
func attiva(t *testing.T, m *dbtest.Mondo, modulo any) string {
	t.Helper()
	id := uuid.NewString()
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, id, modulo) }))
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Attiva(tx, chi, id); err != nil {
			return err
		}
		_, err := sigess.Aggiorna(tx, id, periodo.Di(adesso))
		return err
	}))
	return id
}

func salva(tx *gorm.DB, chi models.Chi, id string, modulo any) (err error) {
	switch m := modulo.(type) {
	case sigess.ModuloEconomico:
		_, err = sigess.SalvaEconomico(tx, chi, id, m)
	case sigess.ModuloPrestazioni:
		_, err = sigess.SalvaPrestazioni(tx, chi, id, m)
	case sigess.ModuloStruttura:
		_, err = sigess.SalvaStruttura(tx, chi, id, m)
	}
	return err
}

func intervento(t *testing.T, m *dbtest.Mondo, id string) sigess.Intervento {
	t.Helper()
	i, err := sigess.InterventoVisibile(m.DB, m.Chi(t, m.Amministrativo), id)
	riesce(t, err)
	return i
}

func TestStatoAlFollowsTheDates(t *testing.T) {
	t.Parallel()
	data := periodo.MustParse
	sospesi := []sigess.Sospensione{{Dal: data("2024-03-10"), Al: data("2024-03-20")}, {Dal: data("2024-05-01")}}
	for giorno, want := range map[string]struct {
		stato    sigess.Stato
		prossima string
	}{
		"2023-12-31": {sigess.DaAttivare, "2024-01-01"},
		"2024-01-01": {sigess.Attivo, "2024-03-10"},
		"2024-03-09": {sigess.Attivo, "2024-03-10"},
		"2024-03-10": {sigess.Sospeso, "2024-03-21"},
		"2024-03-21": {sigess.Attivo, "2024-05-01"},
		"2024-05-01": {sigess.Sospeso, "2024-07-01"},
		"2024-06-30": {sigess.Sospeso, "2024-07-01"},
		"2024-07-01": {sigess.Concluso, ""},
	} {
		stato, prossima := sigess.StatoAl(span("2024-01-01", "2024-06-30"), sospesi, data(giorno))
		if stato != want.stato || prossima.String() != want.prossima {
			t.Errorf("on %s: %s until %q, want %s until %q", giorno, stato, prossima, want.stato, want.prossima)
		}
	}
}

func TestThreeKindsAreActivatedWithANumberOfTheYearTheyBegin(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	for n, modulo := range []any{m.Economico("2023-09-01", 10000), m.Economico("2024-01-01", 10000), m.Prestazioni("2024-01-01"), m.InStruttura("2024-01-05")} {
		i := intervento(t, m, attiva(t, m, modulo))
		want := []string{"Intervento 2023/1 del 01/09/2023", "Intervento 2024/1 del 01/01/2024", "Intervento 2024/2 del 01/01/2024", "Intervento 2024/3 del 05/01/2024"}[n]
		if i.Causale() != want || i.Stato != sigess.Attivo || i.EntePagatoreID != m.Distretto {
			t.Errorf("%s %s paid by %s, want %s ATTIVO paid by the district", i.Causale(), i.Stato, i.EntePagatoreID, want)
		}
	}
}

func TestADraftInterventoIsRefusedFieldByField(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tests := map[string]struct {
		modulo any
		campo  string
	}{
		"closed structure (manuale §6)": {func() any { s := m.InStruttura("2024-01-05"); s.StrutturaID = m.StrutturaChiusa; return s }(), "strutturaId"},
		"structure not in ASSA":         {func() any { s := m.InStruttura("2024-01-05"); s.StrutturaID = uuid.NewString(); return s }(), "strutturaId"},
		"price list of another natura": {func() any {
			s := m.InStruttura("2024-01-05")
			s.TariffarioID = m.Tariffario[sigess.Prestazioni]
			return s
		}(), "tariffarioId"},
		"nothing in force yet":        {func() any { s := m.Prestazioni("2019-01-05"); return s }(), "dettagli.tipoInterventoId"},
		"prestazione without a price": {func() any { s := m.Prestazioni("2024-01-05"); s.Piano[0].Prestazione = "ALTRO"; return s }(), "piano.0.prestazione"},
		"tipo of another natura": {func() any {
			s := m.Prestazioni("2024-01-05")
			s.Dettagli.TipoInterventoID = m.Tipo[sigess.Economico]
			return s
		}(), "dettagli.tipoInterventoId"},
		"responsible from elsewhere": {func() any {
			s := m.Prestazioni("2024-01-05")
			s.Dettagli.OperatoreResponsabileID = m.Estraneo
			return s
		}(), "dettagli.operatoreResponsabileId"},
		"office from elsewhere": {func() any { s := m.Prestazioni("2024-01-05"); s.Dettagli.UOID = m.UOAltrove; return s }(), "dettagli.uoId"},
		"unknown soggetto":      {func() any { s := m.Prestazioni("2024-01-05"); s.Dettagli.SoggettoID = uuid.NewString(); return s }(), "dettagli.soggettoId"},
		"unknown richiesta":     {func() any { s := m.Prestazioni("2024-01-05"); s.Dettagli.RichiestaID = uuid.NewString(); return s }(), "dettagli.richiestaId"},
		"unknown erogatore":     {func() any { s := m.Prestazioni("2024-01-05"); s.ErogatoreID = uuid.NewString(); return s }(), "erogatoreId"},
	}
	for name, tt := range tests {
		err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return salva(tx, chi, uuid.NewString(), tt.modulo) })
		rifiuto, ok := err.(*models.Error)
		if !ok || len(rifiuto.Campi) == 0 || rifiuto.Campi[0].Nome != tt.campo {
			t.Errorf("%s: %v %+v, want a refusal of %s", name, err, rifiuto, tt.campo)
		}
	}
	var righe int
	riesce(t, m.DB.Raw(`SELECT count(*) FROM intervento`).Scan(&righe).Error)
	if righe != 0 {
		t.Errorf("%d rows after refusals only", righe)
	}
}

func TestSuspensionResumptionAndEnd(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id := attiva(t, m, m.Economico("2024-01-01", 10000))
	oggi := periodo.Di(adesso)
	fai := func(fn func(tx *gorm.DB, chi models.Chi) error) error {
		return m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			if err := fn(tx, chi); err != nil {
				return err
			}
			_, err := sigess.Aggiorna(tx, id, oggi)
			return err
		})
	}
	sospendi := func(dal, al string) error {
		return fai(func(tx *gorm.DB, chi models.Chi) error {
			s := span(dal, al)
			return sigess.Sospendi(tx, chi, id, uuid.NewString(), sigess.ModuloSospensione{Dal: s.Dal, Al: s.Al, Motivo: "ricovero"})
		})
	}
	rifiuta(t, sospendi("2023-12-01", ""), models.Invalid)
	riesce(t, sospendi("2024-01-08", ""))
	if got := intervento(t, m, id).Stato; got != sigess.Sospeso {
		t.Fatalf("state = %s, want SOSPESO", got)
	}
	rifiuta(t, sospendi("2024-01-09", ""), models.Conflict)
	rifiuta(t, fai(func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Riprendi(tx, chi, id, sigess.ModuloRipresa{Dal: periodo.MustParse("2024-01-08")}, oggi)
	}), models.Invalid)
	riesce(t, fai(func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Riprendi(tx, chi, id, sigess.ModuloRipresa{Dal: periodo.MustParse("2024-01-10"), Motivo: "dimissione"}, oggi)
	}))
	if got := intervento(t, m, id).Stato; got != sigess.Attivo {
		t.Fatalf("state = %s, want ATTIVO", got)
	}
	sospensioni, err := sigess.Sospensioni(m.DB, id)
	if err != nil || len(sospensioni) != 1 || sospensioni[0].Motivo != "ricovero" || sospensioni[0].MotivoRipresa != "dimissione" {
		t.Errorf("suspensions = %+v (%v), want one with both reasons", sospensioni, err)
	}
	riesce(t, fai(func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Termina(tx, chi, id, sigess.ModuloTermine{DataFine: periodo.MustParse("2024-01-09"), Motivo: "RINUNCIA"})
	}))
	if i := intervento(t, m, id); i.Stato != sigess.Concluso || i.MotivoTermine != "RINUNCIA" {
		t.Errorf("state = %s for %s", i.Stato, i.MotivoTermine)
	}
	rifiuta(t, sospendi("2024-01-09", ""), models.Conflict)
}

// registra enters a quantity or, for prestazioni by the hour, minutes.
func registra(t *testing.T, m *dbtest.Mondo, chi, id, data, prestazione string, quantita, minuti int) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
		modulo := sigess.ModuloAccesso{Prestazione: prestazione}
		if quantita != 0 {
			q := misura.Quantita(quantita)
			modulo.Quantita = &q
		}
		if minuti != 0 {
			v := misura.Minuti(minuti)
			modulo.Minuti = &v
		}
		_, err := sigess.Registra(tx, chi, id, periodo.MustParse(data), modulo)
		return err
	})
}

// manuale §7, fig. 29.
func TestTabelloneAcceptsWhatWasDeliveredAndRefusesTheRest(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	modulo := m.Prestazioni("2024-01-05")
	modulo.Dettagli.DataFine = periodo.MustParse("2024-12-31")
	id := attiva(t, m, modulo)
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Sospendi(tx, chi, id, uuid.NewString(), sigess.ModuloSospensione{Dal: periodo.MustParse("2024-02-01"), Al: periodo.MustParse("2024-02-10"), Motivo: "ricovero"})
	}))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-05", "ASS_DOM", 0, 90))
	riesce(t, registra(t, m, m.Amministrativo, id, "2024-01-05", "ASS_DOM", 0, 60))
	riesce(t, registra(t, m, m.Collega, id, "2024-01-05", "PASTO", 200, 0))
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2024-01-04", "ASS_DOM", 0, 60), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2024-02-10", "ASS_DOM", 0, 60), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2025-01-01", "ASS_DOM", 0, 60), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, periodo.Oggi().Piu(1).String(), "ASS_DOM", 0, 60), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2024-01-06", "FUORI_PIANO", 100, 0), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2024-01-06", "ASS_DOM", 100, 0), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, id, "2024-01-06", "PASTO", 0, 60), models.Invalid)
	rifiuta(t, registra(t, m, m.Estraneo, id, "2024-01-06", "PASTO", 100, 0), models.NotFound)
	riesce(t, m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		return sigess.Elimina(tx, chi, id, periodo.MustParse("2024-01-05"), "PASTO")
	}))
	tab, err := sigess.Tabellone(m.DB, m.Chi(t, m.Amministrativo), sigess.FiltroTabellone{Mese: periodo.MustParseMese("2024-01")}, models.Pagina{Limite: 5})
	riesce(t, err)
	if tab.Totale != 1 || len(tab.Elementi[0].Accessi) != 1 || tab.Elementi[0].Accessi[0].Testo() != "1:00" {
		t.Errorf("tabellone = %+v", tab)
	}
}

// domain b.8: one presence per person per day across all structures.
func TestAPersonIsInOneStructureADay(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	uno, due := attiva(t, m, m.InStruttura("2024-01-05")), attiva(t, m, m.InStruttura("2024-01-05"))
	riesce(t, registra(t, m, m.Amministrativo, uno, "2024-01-05", "RETTA", 100, 0))
	rifiuta(t, registra(t, m, m.Amministrativo, due, "2024-01-05", "RETTA", 100, 0), models.Invalid)
	rifiuta(t, registra(t, m, m.Amministrativo, due, "2024-01-06", "RETTA", 101, 0), models.Invalid)
	riesce(t, registra(t, m, m.Amministrativo, due, "2024-01-06", "RETTA", 100, 0))
}
