package form

import (
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"siss/models/periodo"
)

func TestEmptyRowsAreDroppedAlikeInDecodeAndRiempi(t *testing.T) {
	post := buono()
	for _, nome := range []string{"voci.0.importo", "voci.0.frequenza"} {
		post.Del(nome)
	}
	post["voci.1.id"] = []string{"riga svuotata"}
	post["voci.1.importo"] = []string{" "}
	post["voci.7.importo"] = []string{"abc"}
	post["voci.07.importo"] = []string{"1"}
	post["voci.-1.importo"] = []string{"1"}
	got, problemi := Decode[modulo](post)
	if len(got.Voci) != 1 {
		t.Fatalf("rows = %d, want 1", len(got.Voci))
	}
	f := Riempi[modulo](post, nil, problemi)
	campo, ok := f.Field("voci.0.importo")
	if !ok || campo.Value != "abc" || campo.Error == "" {
		t.Errorf("Field(voci.0.importo) = %+v, want abc with its error", campo)
	}
	if etichetta := f.LabelOf("voci.0.importo"); etichetta != "Voci, riga 1, Importo" {
		t.Errorf("LabelOf = %q", etichetta)
	}
}

func TestRowButtonsAddAndRemoveRows(t *testing.T) {
	post := url.Values{"voci.0.importo": {"1"}, "voci.1.importo": {"2"}, "voci.10.importo": {"3"}, "_togli": {"voci.1"}}
	valori, premuto := Modifica(post)
	f := Riempi[modulo](valori, nil, nil)
	voci, _ := f.Field("voci")
	if !premuto || len(voci.Rows) != 2 || voci.Rows[1].Fields[1].Value != "3" || !voci.Autofocus {
		t.Fatalf("after _togli: pressed %v, %+v, want rows 1 and 3", premuto, voci)
	}
	valori, premuto = Modifica(url.Values{"voci.0.importo": {"1"}, "voci.1.importo": {"2"}, "_aggiungi": {"voci"}})
	voci, _ = Riempi[modulo](valori, nil, nil).Field("voci")
	if !premuto || len(voci.Rows) != 3 || !voci.Rows[2].Aggiunta || !voci.Rows[2].Fields[1].Autofocus || voci.CanAdd {
		t.Errorf("after _aggiungi: pressed %v, %+v, want a third row in focus and no more", premuto, voci)
	}
	if _, premuto := Modifica(buono()); premuto {
		t.Error("Modifica = pressed, want not")
	}
}

func TestTypedTextComesBackToTheLetter(t *testing.T) {
	post := buono("inizio", "32/13/2024", "quota", "abc", "mese", "marzo", "persone", "tre", "cognome", ` "><script>`, "tipi", "Z", "note", "a\r\nb")
	_, problemi := Decode[modulo](post)
	f := Riempi[modulo](post, nil, problemi)
	for nome, tipo := range map[string]string{"inizio": "text", "quota": "text", "mese": "text", "persone": "text", "cognome": "text", "note": "textarea"} {
		campo, _ := f.Field(nome)
		if campo.Value != post.Get(nome) || campo.Type != tipo {
			t.Errorf("%s = %s %q, want %s %q", nome, campo.Type, campo.Value, tipo, post.Get(nome))
		}
	}
	if tipi, _ := f.Field("tipi"); !tipi.Chosen("Z") || tipi.Error == "" || tipi.Target() != "campo-tipi-0" {
		t.Errorf("tipi = %+v, want Z still chosen, with the error", tipi)
	}
}

func TestItalianDateBecomesACalendarDate(t *testing.T) {
	campo, _ := Riempi[modulo](url.Values{"inizio": {"05/01/2024"}}, nil, nil).Field("inizio")
	if campo.Type != "date" || campo.Value != "2024-01-05" {
		t.Errorf("inizio = %s %q, want date 2024-01-05", campo.Type, campo.Value)
	}
}

func TestNuovoShowsZeroAmountsAndPredefinitoLeavesThemBlank(t *testing.T) {
	m := modulo{Inizio: periodo.MustParse("2024-01-05"), Quota: 0, Voci: []voce{{Importo: 0, Frequenza: "M"}}}
	for nome, want := range map[string]string{"quota": "0,00", "inizio": "2024-01-05", "durata": "", "voci.0.importo": "0,00"} {
		if campo, _ := Nuovo(m, nil).Field(nome); campo.Value != want {
			t.Errorf("Nuovo: %s = %q, want %q", nome, campo.Value, want)
		}
	}
	for nome, want := range map[string]string{"quota": "", "inizio": "2024-01-05", "voci.0.frequenza": "M"} {
		if campo, _ := Predefinito(m, nil).Field(nome); campo.Value != want {
			t.Errorf("Predefinito: %s = %q, want %q", nome, campo.Value, want)
		}
	}
}

func TestFiltriAskForAllWhenAChoiceIsBlank(t *testing.T) {
	type filtri struct {
		Stato string `json:"stato,omitempty" doc:"Stato" enum:"A,B"`
		Righe string `json:"righe" doc:"Righe" enum:"5,10"`
	}
	f := Filtri[filtri](url.Values{"righe": {"10"}}, nil, nil)
	stato, _ := f.Field("stato")
	if diff := cmp.Diff([]Opzione{{"", "Tutti"}, {"A", "A"}, {"B", "B"}}, stato.Options); diff != "" {
		t.Errorf("optional (-want +got):\n%s", diff)
	}
	righe, _ := f.Field("righe")
	if diff := cmp.Diff([]Opzione{{"5", "5"}, {"10", "10"}}, righe.Options); diff != "" || righe.Required || !righe.Chosen("10") {
		t.Errorf("mandatory: required %v, value %s (-want +got):\n%s", righe.Required, righe.Value, diff)
	}
}

func TestVuotoShowsOneRowOfAMandatoryListAndTheChoices(t *testing.T) {
	f := Vuoto[modulo](Opzioni{"uffici": {{"u1", "Ufficio 1"}}})
	if voci, _ := f.Field("voci"); len(voci.Rows) != 1 || !voci.Rows[0].Unica || !voci.CanAdd {
		t.Errorf("voci = %+v, want one row that cannot be removed", voci)
	}
	ufficio, _ := f.Field("ufficio")
	if diff := cmp.Diff([]Opzione{{"", "Nessuna scelta"}, {"u1", "Ufficio 1"}}, ufficio.Options); diff != "" {
		t.Errorf("choices (-want +got):\n%s", diff)
	}
	want := map[string]string{
		"id": "hidden text false", "codice": "text  true", "quota": "text decimal false", "durata": "text  false", "persone": "text numeric false",
		"mese": "month  false", "email": "email  false", "delega": "checkbox  false", "consenso": "radio  false", "altri": "textarea  false",
		"luogo": "group  false", "voci.0.frequenza": "select  false",
	}
	for nome, w := range want {
		c, _ := f.Field(nome)
		if got := c.Type + " " + c.InputMode + " " + map[bool]string{true: "true", false: "false"}[c.Literal]; got != w && nome != "id" {
			t.Errorf("%s = %q, want %q", nome, got, w)
		}
		if c.Autocomplete != "off" {
			t.Errorf("%s: autocomplete %q, want off", nome, c.Autocomplete)
		}
	}
}

func TestAValueNoLongerOfferedIsKept(t *testing.T) {
	f := Nuovo(modulo{Ufficio: "vecchio"}, Opzioni{"uffici": {{"u1", "Ufficio 1"}}})
	if c, _ := f.Field("ufficio"); !slices.Contains(c.Options, Opzione{"vecchio", nonPiuOffertaTesto}) || !c.Chosen("vecchio") {
		t.Errorf("ufficio = %+v, want the value on record still chosen", c)
	}
}

func TestPrefissaMakesIdsUniqueInAPage(t *testing.T) {
	f := Vuoto[modulo](nil)
	f.Prefissa("m2-")
	c, _ := f.Field("voci.0.importo")
	if c.ID != "m2-campo-voci-0-importo" || c.Name != "voci.0.importo" {
		t.Errorf("id %q name %q", c.ID, c.Name)
	}
}

// The JSON of a form and its post are checked by the same sentences.
func TestNoPostMakesItPanic(t *testing.T) {
	nomi := []string{"cognome", "voci", "voci.0", "voci.x.importo", "voci.3.importo", "luogo", "luogo.comune.x", "tipi", "tipi.0", "recapito", "a.b.c.d.e.f.g.h.i.j", "", ".", "_togli", "_aggiungi", "inizio", "mese"}
	rapid.Check(t, func(t *rapid.T) {
		post := url.Values{}
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			post.Add(rapid.SampledFrom(nomi).Draw(t, "nome"), rapid.String().Draw(t, "valore"))
		}
		valori, _ := Modifica(post)
		_, problemi := Decode[modulo](valori)
		f := Riempi[modulo](valori, nil, problemi)
		for _, p := range problemi {
			if _, ok := f.Field(p.Nome); !ok {
				t.Fatalf("problem at %s has no field", p.Nome)
			}
		}
	})
}

func TestBadTagsPanicAtFirstUse(t *testing.T) {
	tests := map[string]func(){
		"no label": func() {
			Vuoto[struct {
				A string `json:"a"`
			}](nil)
		},
		"no name": func() {
			Vuoto[struct {
				A string `doc:"A"`
			}](nil)
		},
		"unknown widget": func() {
			Vuoto[struct {
				A string `json:"a" doc:"A" widget:"slider"`
			}](nil)
		},
		"labels too few": func() {
			Vuoto[struct {
				A string `json:"a" doc:"A" enum:"1,2" etichette:"Uno"`
			}](nil)
		},
		"map": func() {
			Vuoto[struct {
				A map[string]string `json:"a" doc:"A"`
			}](nil)
		},
		"length not a nr": func() {
			Vuoto[struct {
				A string `json:"a" doc:"A" maxLength:"x"`
			}](nil)
		},
	}
	for nome, f := range tests {
		t.Run(nome, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic, want one that names the field")
				}
			}()
			f()
		})
	}
}
