package form

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siss/models"
	"siss/models/periodo"
)

// visto is a form as two operatori opened it.
func visto() modulo {
	fine, no := periodo.MustParse("2024-12-31"), false
	m := modulo{ID: "5b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d12", Cognome: "Rossi", Inizio: periodo.MustParse("2024-01-05"), Fine: &fine, Quota: 1000, Persone: 2,
		Consenso: &no, Tipi: []string{"A", "B"}, Ufficio: "u1", Voci: []voce{{Importo: 100, Frequenza: "M"}}, Comune: Comune{Note: "una\ndue"}}
	m.Luogo.Comune = "Roma"
	return m
}

func salvato(chi string, cambia func(*modulo)) models.Salvataggio {
	m := visto()
	cambia(&m)
	return models.Salvataggio{Operatore: chi, Quando: time.Date(2024, 3, 1, 9, 31, 0, 0, time.UTC), Modulo: m}
}

var uffici = Opzioni{"uffici": {{"u1", "Primo ufficio"}, {"u2", "Secondo ufficio"}}}

// frasi are the news of a form, in the order of the page.
func frasi(f *Form) []string {
	var out []string
	for _, n := range f.Novita {
		s := n.Etichetta + ": " + n.Chi + " " + n.Quando + " da " + n.Prima + " a " + n.Attuale
		if n.Presa {
			s += " (presa)"
		}
		out = append(out, s)
	}
	return out
}

func TestConciliaKeepsWhatWasTypedAndTakesTheRest(t *testing.T) {
	no := false
	si := true
	tests := map[string]struct {
		altri []models.Salvataggio
		mio   func(url.Values)
		want  []string
		poi   map[string]string // values that the form then holds
	}{
		"only they changed it": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi"; m.Ufficio = "u2" })}, func(url.Values) {},
			[]string{"Cognome: Neri il 01/03/2024 alle 10:31 da Rossi a Bianchi (presa)", "Ufficio: Neri il 01/03/2024 alle 10:31 da Primo ufficio a Secondo ufficio (presa)"},
			map[string]string{"cognome": "Bianchi", "ufficio": "u2"}},
		"both changed it": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi" })}, func(v url.Values) { v.Set("cognome", "Verdi") },
			[]string{"Cognome: Neri il 01/03/2024 alle 10:31 da Rossi a Bianchi"}, map[string]string{"cognome": "Verdi"}},
		"both wrote the same": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi" })}, func(v url.Values) { v.Set("cognome", "Bianchi") },
			nil, map[string]string{"cognome": "Bianchi"}},
		"changed and changed back": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi" }), salvato("Gialli", func(*modulo) {})}, func(v url.Values) { v.Set("cognome", "Verdi") },
			nil, map[string]string{"cognome": "Verdi"}},
		"the last to change it is named": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi"; m.Quota = 2000 }), salvato("Gialli", func(m *modulo) { m.Cognome = "Blu"; m.Quota = 2000 })},
			func(url.Values) {},
			[]string{"Cognome: Gialli il 01/03/2024 alle 10:31 da Rossi a Blu (presa)", "Quota: Neri il 01/03/2024 alle 10:31 da 10,00 a 20,00 (presa)"}, nil},
		"a browser's ends of line are no change": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Note = "tre" })}, func(v url.Values) { v.Set("note", "una\r\ndue") },
			[]string{"Note: Neri il 01/03/2024 alle 10:31 da una\ndue a tre (presa)"}, map[string]string{"note": "tre"}},
		"dates, choices and absences are in words": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Fine = nil; m.Consenso = &si; m.Tipi = []string{"C"}; m.Delega = true })}, func(url.Values) {},
			[]string{"Fine: Neri il 01/03/2024 alle 10:31 da 31/12/2024 a  (presa)", "Delega: Neri il 01/03/2024 alle 10:31 da  a sì (presa)",
				"Consenso: Neri il 01/03/2024 alle 10:31 da no a sì (presa)", "Tipi: Neri il 01/03/2024 alle 10:31 da A, B a C (presa)"},
			map[string]string{"fine": "", "consenso": "true"}},
		"a list is one field": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Voci = append(m.Voci, voce{Importo: 200, Frequenza: "U"}) })},
			func(v url.Values) { v.Set("voci.0.importo", "9,00") },
			[]string{"Voci: Neri il 01/03/2024 alle 10:31 da 1,00, Mensile a 1,00, Mensile; 2,00, Una tantum"}, map[string]string{"voci.0.importo": "9,00"}},
		"a list that one didn't touch": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.Voci = append(m.Voci, voce{Importo: 200, Frequenza: "U"}) })}, func(url.Values) {},
			[]string{"Voci: Neri il 01/03/2024 alle 10:31 da 1,00, Mensile a 1,00, Mensile; 2,00, Una tantum (presa)"}, map[string]string{"voci.1.importo": "2,00"}},
		"hidden fields are those on record": {
			[]models.Salvataggio{salvato("Neri", func(m *modulo) { m.ID = "00000000-0000-0000-0000-000000000001"; m.Consenso = &no })}, func(url.Values) {},
			nil, map[string]string{"id": "00000000-0000-0000-0000-000000000001"}},
	}
	for nome, tt := range tests {
		t.Run(nome, func(t *testing.T) {
			mio := Encode(visto())
			tt.mio(mio)
			f := Riempi[modulo](Concilia(mio, &models.Superato{Visto: visto(), Salvati: tt.altri}), uffici, nil)
			if diff := cmp.Diff(tt.want, frasi(f)); diff != "" {
				t.Errorf("news (-want +got):\n%s", diff)
			}
			for campo, want := range tt.poi {
				if c, _ := f.Field(campo); c.Value != want {
					t.Errorf("%s = %q, want %q", campo, c.Value, want)
				}
			}
		})
	}
}

// rispedito is what a browser posts of a form with news: its values and the
// hidden inputs.
func rispedito(f *Form, valori url.Values) url.Values {
	out := url.Values{}
	for nome, v := range valori {
		if !strings.HasPrefix(nome, "_") {
			out[nome] = v
		}
	}
	for _, n := range f.Novita {
		for _, h := range n.Nascosti {
			out.Add(h.Nome, h.Valore)
		}
	}
	return out
}

func TestAValueOnRecordIsTakenAndTheOtherMarksStay(t *testing.T) {
	mio := Encode(visto())
	mio.Set("cognome", "Verdi")
	mio.Set("tipi", "B")
	valori := Concilia(mio, &models.Superato{Visto: visto(), Salvati: []models.Salvataggio{salvato("Neri", func(m *modulo) { m.Cognome = "Bianchi"; m.Tipi = []string{"A", "C"} })}})
	post := rispedito(Riempi[modulo](valori, uffici, nil), valori)
	post.Set("_prendi", "tipi")
	preso, premuto := Modifica(post)
	f := Riempi[modulo](preso, uffici, nil)
	want := []string{"Cognome: Neri il 01/03/2024 alle 10:31 da Rossi a Bianchi", "Tipi: Neri il 01/03/2024 alle 10:31 da A, B a A, C (presa)"}
	if diff := cmp.Diff(want, frasi(f)); diff != "" || !premuto {
		t.Errorf("pressed %v (-want +got):\n%s", premuto, diff)
	}
	if tipi, _ := f.Field("tipi"); !cmp.Equal(tipi.Values, []string{"A", "C"}) || f.Ancora("tipi") != "campo-tipi-0" {
		t.Errorf("tipi = %+v", tipi)
	}
	if s := f.Salvataggi(); len(s) != 1 || s[0].Chi != "Neri" || len(s[0].Voci) != 2 {
		t.Errorf("savings %+v", s)
	}
}

// What a browser could post in the place of the marks is only text.
func TestForgedMarksShowNothingOfTheRecord(t *testing.T) {
	f := Riempi[modulo](url.Values{"_novita.cognome": {"<b>"}, "_novita.altrove": {"x"}, "_attuale.cognome": {"\x00"}, "_novita.luogo": {"x"}}, nil, nil)
	if diff := cmp.Diff([]string{"Cognome: <b>  da  a \x00"}, frasi(f)); diff != "" {
		t.Errorf("news (-want +got):\n%s", diff)
	}
}

func TestTheHourIsEnoughWhenItWasToday(t *testing.T) {
	if got := quando(time.Now()); !strings.HasPrefix(got, "alle ") {
		t.Errorf("quando(now) = %q", got)
	}
}
