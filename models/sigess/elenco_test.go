package sigess_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Each filter of the list of domande chooses, and each order is total.
func TestTheListOfDomandeIsFilteredAndSorted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	bozza, presentata, altra := uuid.NewString(), uuid.NewString(), uuid.NewString()
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		for id, modulo := range map[string]sigess.ModuloDomanda{bozza: m.Domanda(sigess.Economico), presentata: m.Domanda(sigess.Struttura), altra: m.Domanda(sigess.Prestazioni)} {
			if id == altra {
				modulo.DataPresentazione, modulo.UOID = periodo.MustParse("2024-03-01"), m.AltraUO
			}
			if _, err := sigess.SalvaBozza(tx, chi, id, modulo); err != nil {
				return err
			}
		}
		if err := sigess.Presenta(tx, chi, presentata, adesso); err != nil {
			return err
		}
		if err := sigess.Presenta(tx, chi, altra, adesso.AddDate(0, 2, 0)); err != nil {
			return err
		}
		return sigess.Assegna(tx, chi, altra, uuid.NewString(), sigess.ModuloAssegnazione{OperatoreID: m.Collega}, adesso.AddDate(0, 2, 0))
	}); err != nil {
		t.Fatal(err)
	}
	chiedi := func(f sigess.FiltroDomande) []string {
		t.Helper()
		elenco, err := sigess.ElencaDomande(m.DB, m.Chi(t, m.Amministrativo), f, models.Pagina{Limite: 10})
		if err != nil {
			t.Fatalf("%+v: %v", f, err)
		}
		var out []string
		for _, d := range elenco.Elementi {
			out = append(out, d.ID)
		}
		if elenco.Totale != len(out) {
			t.Errorf("%+v: count %d of %d", f, elenco.Totale, len(out))
		}
		return out
	}
	tests := map[string]struct {
		f    sigess.FiltroDomande
		want []string // in any order
	}{
		"all":                 {sigess.FiltroDomande{}, []string{bozza, presentata, altra}},
		"stato":               {sigess.FiltroDomande{Stato: "BOZZA"}, []string{bozza}},
		"tipo":                {sigess.FiltroDomande{TipoInterventoID: m.Tipo[sigess.Struttura]}, []string{presentata}},
		"office, drafts too":  {sigess.FiltroDomande{UOID: m.UO}, []string{bozza, presentata}},
		"another office":      {sigess.FiltroDomande{UOID: m.AltraUO}, []string{altra}},
		"operatore":           {sigess.FiltroDomande{OperatoreID: m.Collega}, []string{altra}},
		"number":              {sigess.FiltroDomande{Anno: 2024, Numero: 1}, []string{presentata}},
		"from":                {sigess.FiltroDomande{Dal: periodo.MustParse("2024-02-01")}, []string{altra}},
		"until":               {sigess.FiltroDomande{Al: periodo.MustParse("2024-02-01")}, []string{bozza, presentata}},
		"words of the name":   {sigess.FiltroDomande{Soggetto: "mario ross"}, []string{bozza, presentata, altra}},
		"another name":        {sigess.FiltroDomande{Soggetto: "bianchi"}, nil},
		"codice fiscale":      {sigess.FiltroDomande{Soggetto: "rssmra86l"}, []string{bozza, presentata, altra}},
		"codice":              {sigess.FiltroDomande{Soggetto: "1"}, []string{bozza, presentata, altra}},
		"a joker is a letter": {sigess.FiltroDomande{Soggetto: "ross%z"}, nil},
	}
	for nome, tt := range tests {
		got := chiedi(tt.f)
		slices.Sort(got)
		slices.Sort(tt.want)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s = %v, want %v", nome, got, tt.want)
		}
	}
	for ordine, primo := range map[string]string{"": altra, "-presentazione": altra, "presentazione": presentata, "-numero": altra, "numero": presentata,
		"scadenza": presentata, "-scadenza": altra, "soggetto": altra, "-soggetto": altra} {
		if got := chiedi(sigess.FiltroDomande{Ordine: ordine}); got[0] != primo {
			t.Errorf("order %q begins with %s, want %s", ordine, got[0], primo)
		}
	}
	if elenco, err := sigess.ElencaDomande(m.DB, m.Chi(t, m.Estraneo), sigess.FiltroDomande{}, models.Pagina{Limite: 10}); err != nil || elenco.Totale != 0 {
		t.Errorf("a stranger sees %d domande, error %v", elenco.Totale, err)
	}
	if (sigess.FiltroDomande{Dal: periodo.MustParse("2024-02-01"), Al: periodo.MustParse("2024-01-01")}).Check()["al"] == "" {
		t.Error("a reversed period passes")
	}
}

func TestTheListOfInterventiIsFilteredAndSorted(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	economico, struttura := uuid.NewString(), uuid.NewString()
	if err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		e := m.Economico("2024-01-10", 10000)
		e.Dettagli.DataFine = periodo.MustParse("2024-03-31")
		if _, err := sigess.SalvaEconomico(tx, chi, economico, e); err != nil {
			return err
		}
		s := m.InStruttura("2024-02-01")
		s.Dettagli.OperatoreResponsabileID, s.Dettagli.UOID = m.Collega, m.AltraUO
		_, err := sigess.SalvaStruttura(tx, chi, struttura, s)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		f    sigess.FiltroInterventi
		want []string
	}{
		"all":               {sigess.FiltroInterventi{}, []string{struttura, economico}},
		"natura":            {sigess.FiltroInterventi{Natura: "ECONOMICO"}, []string{economico}},
		"tipo":              {sigess.FiltroInterventi{TipoInterventoID: m.Tipo[sigess.Struttura]}, []string{struttura}},
		"office":            {sigess.FiltroInterventi{UOID: m.AltraUO}, []string{struttura}},
		"responsible":       {sigess.FiltroInterventi{ResponsabileID: m.Amministrativo}, []string{economico}},
		"in course from":    {sigess.FiltroInterventi{Dal: periodo.MustParse("2024-04-01")}, []string{struttura}},
		"in course until":   {sigess.FiltroInterventi{Al: periodo.MustParse("2024-01-31")}, []string{economico}},
		"in course between": {sigess.FiltroInterventi{Dal: periodo.MustParse("2024-03-31"), Al: periodo.MustParse("2024-03-31")}, []string{struttura, economico}},
		"name":              {sigess.FiltroInterventi{Soggetto: "ROSSI", Ordine: "inizio"}, []string{economico, struttura}},
		"no such name":      {sigess.FiltroInterventi{Soggetto: "rosso"}, nil},
	}
	for _, ordine := range []string{"-inizio", "-numero", "numero", "codice", "-codice", "cognome", "-cognome", "nascita", "-nascita", "codiceFiscale", "-codiceFiscale"} {
		f := sigess.FiltroInterventi{Natura: "STRUTTURA", Ordine: ordine}
		tests["order "+ordine] = struct {
			f    sigess.FiltroInterventi
			want []string
		}{f, []string{struttura}}
	}
	for nome, tt := range tests {
		elenco, err := sigess.ElencaInterventi(m.DB, m.Chi(t, m.Amministrativo), tt.f, models.Pagina{Limite: 10})
		if err != nil {
			t.Fatalf("%s: %v", nome, err)
		}
		var got []string
		for _, i := range elenco.Elementi {
			got = append(got, i.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s = %v, want %v", nome, got, tt.want)
		}
	}
}
