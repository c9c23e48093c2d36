package anagrafe_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/fiscale"
	"siss/models/periodo"
)

var adesso = time.Date(2026, 11, 22, 10, 0, 0, 0, periodo.Roma)

// luca is a person that ANPR knows, with a wife and a daughter.
func luca() anagrafe.Persona {
	data := periodo.MustParse
	return anagrafe.Persona{
		Generalita: anagrafe.Generalita{CodiceFiscale: "MRCLCU79C14H501H", Cognome: "MERCURI", Nome: "LUCA", Sesso: "M", DataNascita: data("1979-03-14"),
			LuogoNascita: "ROMA", LuogoNascitaCodice: "H501"},
		IDANPR: "SIM1", StatoCivile: "CONIUGATO", Cittadinanza: "ITALIA",
		Residenza: anagrafe.Residenza{Tipo: "RESIDENZA", Comune: "ROMA", CodiceIstat: "058091", Indirizzo: "VIA DEI PINI 12", CAP: "00172", Dal: data("2009-05-01")},
		Famiglia: []anagrafe.Familiare{
			{Generalita: anagrafe.Generalita{CodiceFiscale: "SLVGLI82T50F839K", Cognome: "SALVATORI", Nome: "GIULIA", Sesso: "F", DataNascita: data("1982-12-10")}, Tipo: "CONIUGE", Dal: data("2009-05-01")},
			{Generalita: anagrafe.Generalita{CodiceFiscale: "MRCSFO11H55H501L", Cognome: "MERCURI", Nome: "SOFIA", Sesso: "F", DataNascita: data("2011-06-15")}, Tipo: "FIGLIO", Dal: data("2011-06-15")},
		},
	}
}

// banco is a Mondo whose registry goes on from the soggetto it has.
func banco(t *testing.T) *dbtest.Mondo {
	t.Helper()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, _ models.Chi) error {
		_, err := models.Numero(tx, m.Comune, "SOGGETTO", 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// consultata opens a consultation that finds the person and returns its id.
func consultata(t *testing.T, m *dbtest.Mondo, operatore string, cf fiscale.Codice) string {
	t.Helper()
	id := uuid.NewString()
	err := m.Fai(t, operatore, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := anagrafe.ApriConsultazione(tx, chi, id, anagrafe.ModuloConsultazione{CodiceFiscale: cf, Finalita: "NUOVA_DOMANDA", Pratica: "sportello"}, adesso); err != nil {
			return err
		}
		return anagrafe.ConcludiConsultazione(tx, chi, id, anagrafe.Trovato, "", "58")
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func importa(t *testing.T, m *dbtest.Mondo, p anagrafe.Persona, mod anagrafe.ModuloImportazione) (anagrafe.Importazione, error) {
	t.Helper()
	var out anagrafe.Importazione
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) (err error) {
		out, err = anagrafe.Importa(tx, chi, uuid.NewString(), mod, p, adesso)
		return err
	})
	return out, err
}

func scheda(t *testing.T, m *dbtest.Mondo, id string) (s anagrafe.Soggetto, residenze []anagrafe.Residenza, nucleo []anagrafe.Componente) {
	t.Helper()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) (err error) {
		if s, err = anagrafe.SoggettoVisibile(tx, chi, id); err != nil {
			return err
		}
		if residenze, err = anagrafe.Residenze(tx, chi, id); err != nil {
			return err
		}
		nucleo, err = anagrafe.Nucleo(tx, chi, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, residenze, nucleo
}

// Manuale §2, fig. 6: "Importa dati Soggetto".
func TestAnImportIsOneHoweverManyTimesItIsAskedFor(t *testing.T) {
	t.Parallel()
	m := banco(t)
	p := luca()
	mod := anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Amministrativo, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale,
		Familiari: []anagrafe.ModuloFamiliare{{CodiceFiscale: "MRCSFO11H55H501L", Tipo: "FIGLIO"}, {Tipo: "CONIUGE"}, {CodiceFiscale: "MRCSFO11H55H501L", Tipo: "ALTRO"}}}
	prima, err := importa(t, m, p, mod)
	if err != nil || prima.Aggiornato || prima.Ripetuta || prima.Familiari != 1 {
		t.Fatalf("Importa = %+v, %v", prima, err)
	}
	poi, err := importa(t, m, p, mod)
	if err != nil || !poi.Ripetuta || poi.SoggettoID != prima.SoggettoID {
		t.Errorf("again: %+v, %v", poi, err)
	}
	s, residenze, nucleo := scheda(t, m, prima.SoggettoID)
	if s.Codice != 2 || s.StatoCivile != "CONIUGATO" || s.Cittadinanza != "ITALIA" || s.AnprIl == nil || !s.AnprIl.Equal(adesso) || s.IDANPR != "SIM1" {
		t.Errorf("soggetto %+v", s)
	}
	if len(residenze) != 1 || residenze[0].Indirizzo != "VIA DEI PINI 12" || residenze[0].AnprIl == nil || residenze[0].Dal != periodo.MustParse("2009-05-01") {
		t.Errorf("addresses %+v", residenze)
	}
	if len(nucleo) != 1 || nucleo[0].Nome != "SOFIA" || nucleo[0].Relazione() != "Figlio/a" || !nucleo[0].Convivente || nucleo[0].AnprIl == nil {
		t.Errorf("nucleo %+v", nucleo)
	}
	_, _, suo := scheda(t, m, nucleo[0].AltroID)
	if len(suo) != 1 || suo[0].AltroID != s.ID || suo[0].Relazione() != "Genitore" {
		t.Errorf("from the daughter's card: %+v", suo)
	}
	mod.ConsultazioneID = consultata(t, m, m.Amministrativo, p.CodiceFiscale)
	if _, err := importa(t, m, p, mod); models.KindOf(err) != models.Conflict {
		t.Errorf("who is there already: %v", err)
	}
}

func TestAnUpdateWritesWhatANPRSaysAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	m := banco(t)
	p := luca()
	p.Generalita = anagrafe.Generalita{CodiceFiscale: "RSSMRA86L11H501E", Cognome: "ROSSI", Nome: "MARIO", Sesso: "M", DataNascita: periodo.MustParse("1986-07-11"), LuogoNascita: "ROMA", LuogoNascitaCodice: "H501"}
	p.DataDecesso = periodo.MustParse("2026-01-02")
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if _, err := anagrafe.SalvaContatti(tx, chi, m.Soggetto, anagrafe.ModuloContatti{Telefono: "06 123"}); err != nil {
			return err
		}
		_, err := anagrafe.SalvaResidenza(tx, chi, m.Soggetto, uuid.NewString(), anagrafe.ModuloResidenza{Tipo: "RESIDENZA", Comune: "Roma", Indirizzo: "Via Tuscolana, 1", Dal: periodo.MustParse("2000-01-01")})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	vecchio, residenze, _ := scheda(t, m, m.Soggetto)
	parole := func(_, v string) string { return v }
	want := []anagrafe.Differenza{{"Luogo di nascita", "", "ROMA"}, {"Stato civile", "", "CONIUGATO"}, {"Cittadinanza", "", "ITALIA"},
		{"Data del decesso", "", "02/01/2026"}, {"Residenza", "Via Tuscolana, 1, Roma", "VIA DEI PINI 12, 00172 ROMA"}}
	if diff := cmp.Diff(want, anagrafe.Differenze(vecchio, residenze[0], p, parole)); diff != "" {
		t.Errorf("Differenze (-want +got):\n%s", diff)
	}
	out, err := importa(t, m, p, anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Amministrativo, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale, Aggiorna: true})
	if err != nil || !out.Aggiornato || out.SoggettoID != m.Soggetto {
		t.Fatalf("Importa = %+v, %v", out, err)
	}
	s, residenze, _ := scheda(t, m, m.Soggetto)
	if s.Telefono != "06 123" || s.StatoCivile != "CONIUGATO" || s.DataDecesso != p.DataDecesso || s.Versione != vecchio.Versione+1 || s.Codice != 1 {
		t.Errorf("soggetto %+v", s)
	}
	if len(residenze) != 2 || residenze[0].Indirizzo != "VIA DEI PINI 12" || residenze[1].Al != periodo.MustParse("2009-04-30") || residenze[1].AnprIl != nil {
		t.Errorf("addresses %+v", residenze)
	}
	if diff := anagrafe.Differenze(s, residenze[0], p, parole); len(diff) != 0 {
		t.Errorf("after the update they still differ: %+v", diff)
	}
}

func TestImportedAddressesNeverOverlap(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		scritti [][2]string // indirizzo, dal; the first ones are closed by the next
		chiuso  string      // end of the last one, "" when in course
		want    [][3]string // indirizzo, dal, al; the latest first
	}{
		"the same":             {[][2]string{{"Via dei Pini, 12", "2015-01-01"}}, "", [][3]string{{"Via dei Pini, 12", "2015-01-01", ""}}},
		"one before":           {[][2]string{{"Via Roma", "2000-01-01"}}, "", [][3]string{{"VIA DEI PINI 12", "2009-05-01", ""}, {"Via Roma", "2000-01-01", "2009-04-30"}}},
		"one that began later": {[][2]string{{"Via Roma", "2020-01-01"}}, "", [][3]string{{"VIA DEI PINI 12", "2009-05-01", ""}}},
		"a history that ended": {[][2]string{{"Via Roma", "2000-01-01"}}, "2012-02-02", [][3]string{{"VIA DEI PINI 12", "2012-02-03", ""}, {"Via Roma", "2000-01-01", "2012-02-02"}}},
		"two":                  {[][2]string{{"Via Roma", "2000-01-01"}, {"Via Milano", "2018-01-01"}}, "", [][3]string{{"VIA DEI PINI 12", "2018-01-01", ""}, {"Via Roma", "2000-01-01", "2017-12-31"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := banco(t)
			p := luca()
			p.Generalita = anagrafe.Generalita{CodiceFiscale: "RSSMRA86L11H501E", Cognome: "ROSSI", Nome: "MARIO", Sesso: "M", DataNascita: periodo.MustParse("1986-07-11")}
			err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
				var ultimo string
				for _, r := range tt.scritti {
					ultimo = uuid.NewString()
					if _, err := anagrafe.SalvaResidenza(tx, chi, m.Soggetto, ultimo, anagrafe.ModuloResidenza{Tipo: "RESIDENZA", Comune: "Roma", Indirizzo: r[0], Dal: periodo.MustParse(r[1])}); err != nil {
						return err
					}
				}
				if tt.chiuso == "" {
					return nil
				}
				_, err := anagrafe.ChiudiResidenza(tx, chi, m.Soggetto, ultimo, anagrafe.ModuloChiusura{Al: periodo.MustParse(tt.chiuso)})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := importa(t, m, p, anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Amministrativo, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale, Aggiorna: true}); err != nil {
				t.Fatal(err)
			}
			var got [][3]string
			_, residenze, _ := scheda(t, m, m.Soggetto)
			for _, r := range residenze {
				got = append(got, [3]string{r.Indirizzo, r.Dal.String(), r.Al.String()})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("addresses (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhoWasEnteredWithoutACodeIsTheSamePerson(t *testing.T) {
	t.Parallel()
	m := banco(t)
	p := luca()
	id := uuid.NewString()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.SalvaSoggetto(tx, chi, id, anagrafe.ModuloSoggetto{EnteID: m.Comune, Cognome: "Mercuri", Nome: "Luca", Sesso: "M", DataNascita: p.DataNascita})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	mod := anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Amministrativo, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale}
	if _, err := importa(t, m, p, mod); models.KindOf(err) != models.Conflict {
		t.Errorf("without asking: %v", err)
	}
	mod.Aggiorna = true
	if out, err := importa(t, m, p, mod); err != nil || out.SoggettoID != id {
		t.Errorf("Importa = %+v, %v", out, err)
	}
	if s, _, _ := scheda(t, m, id); s.CodiceFiscale != p.CodiceFiscale {
		t.Error("the code was not written")
	}
}

func TestImportsThatAreRefusedChangeNothing(t *testing.T) {
	t.Parallel()
	m := banco(t)
	p := luca()
	morto := luca()
	morto.DataDecesso = periodo.MustParse("2020-01-01")
	mia := consultata(t, m, m.Amministrativo, p.CodiceFiscale)
	tests := map[string]struct {
		p    anagrafe.Persona
		m    anagrafe.ModuloImportazione
		kind models.Kind
	}{
		"no consultation":      {p, anagrafe.ModuloImportazione{ConsultazioneID: uuid.NewString(), CodiceFiscale: p.CodiceFiscale}, models.NotFound},
		"a colleague's":        {p, anagrafe.ModuloImportazione{ConsultazioneID: consultata(t, m, m.Collega, p.CodiceFiscale), CodiceFiscale: p.CodiceFiscale}, models.NotFound},
		"about another person": {p, anagrafe.ModuloImportazione{ConsultazioneID: mia, CodiceFiscale: "RSSMRA86L11H501E"}, models.Invalid},
		"deceased":             {morto, anagrafe.ModuloImportazione{ConsultazioneID: mia, CodiceFiscale: p.CodiceFiscale}, models.Conflict},
		"not of the family":    {p, anagrafe.ModuloImportazione{ConsultazioneID: mia, CodiceFiscale: p.CodiceFiscale, Familiari: []anagrafe.ModuloFamiliare{{CodiceFiscale: "RSSMRA86L11H501E", Tipo: "ALTRO"}}}, models.Invalid},
	}
	for name, tt := range tests {
		if _, err := importa(t, m, tt.p, tt.m); models.KindOf(err) != tt.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := anagrafe.ConsultazioneMia(tx, chi, mia, p.CodiceFiscale, adesso.Add(13*time.Hour))
		return err
	})
	if models.KindOf(err) != models.Conflict {
		t.Errorf("an old consultation: %v", err)
	}
	var n int
	if err := m.DB.Raw(`SELECT count(*) FROM soggetto`).Scan(&n).Error; err != nil || n != 1 {
		t.Errorf("%d persons, %v", n, err)
	}
}
