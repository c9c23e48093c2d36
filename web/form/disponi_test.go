package form

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"siss/models"
	"siss/models/periodo"
)

// cassetti is a form whose page has another order than its JSON.
type cassetti struct {
	Dettagli struct {
		Tipo      string       `json:"tipo" doc:"Tipo" opzioni:"tipi" segue:"dettagli.richiesta"`
		Inizio    periodo.Data `json:"inizio" doc:"Inizio" format:"date"`
		Richiesta string       `json:"richiesta,omitempty" doc:"Richiesta accettata" opzioni:"richieste" cassetto:"La richiesta"`
	} `json:"dettagli" doc:"Dettagli"`
	Listino string     `json:"listino,omitempty" doc:"Tariffario" opzioni:"listini" segue:"dettagli.tipo" dopo:"dettagli.tipo"`
	Righe   []prezzata `json:"righe" doc:"Righe"`
}

type prezzata struct {
	Voce string `json:"voce" doc:"Voce" opzioni:"voci" segue:"listino"`
	Nota string `json:"nota,omitempty" doc:"Nota"`
}

// percorsi lists the names of the fields in the order of the page; a drawer
// goes by its title.
func percorsiDi(fields []Field) []string {
	var out []string
	for _, f := range fields {
		nome := f.Name
		if nome == "" {
			nome = f.Label
		}
		out = append(append(out, nome), percorsiDi(f.Fields)...)
	}
	return out
}

func TestFieldsAreShownWhereTheirTagsSay(t *testing.T) {
	f := Vuoto[cassetti](nil)
	f.Inserisci("dettagli.inizio", Letto("stato", "Stato", "Bozza"))
	want := []string{"dettagli", "dettagli.tipo", "listino", "dettagli.inizio", "_stato", "La richiesta", "dettagli.richiesta", "righe"}
	if diff := cmp.Diff(want, percorsiDi(f.Fields)); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
	for percorso, etichetta := range map[string]string{"listino": "Dettagli, Tariffario", "dettagli.richiesta": "La richiesta, Richiesta accettata", "righe.0.voce": "Righe, riga 1, Voce"} {
		if got := f.LabelOf(percorso); got != etichetta {
			t.Errorf("LabelOf(%s) = %q, want %q", percorso, got, etichetta)
		}
	}
	if c, _ := f.Field("_stato"); c.Value != "Bozza" || c.Type != "letto" {
		t.Errorf("read only: %+v", c)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for a field that is not there")
		}
	}()
	f.Inserisci("altrove", Field{})
}

func TestAFieldKnowsAllThatFollowsIt(t *testing.T) {
	f := Riempi[cassetti](url.Values{"righe.0.nota": {"a"}, "righe.1.nota": {"b"}}, nil, nil)
	f.Inserisci("dettagli.tipo", Letto("livello", "Livello", "", "dettagli.tipo"))
	f.Prefissa("m2-")
	for percorso, want := range map[string]string{
		"dettagli.richiesta": "#m2-campo-dettagli-tipo-blocco,#m2-campo-letto-livello-blocco,#m2-campo-listino-blocco,#m2-campo-righe-0-voce-blocco,#m2-campo-righe-1-voce-blocco",
		"listino":            "#m2-campo-righe-0-voce-blocco,#m2-campo-righe-1-voce-blocco",
		"dettagli.inizio":    "",
	} {
		if c, _ := f.Field(percorso); c.Aggiorna != want {
			t.Errorf("%s is followed by %s, want %s", percorso, c.Aggiorna, want)
		}
	}
}

func TestAChoiceThatNoLongerGoesWithAnotherIsDroppedWhenTheFormIsDrawnAgain(t *testing.T) {
	due := []Opzione{{"t", "Rette"}, {"u", "Rette estive"}}
	post := url.Values{"listino": {"vecchio"}, "dettagli.tipo": {"x"}}
	tests := map[string]struct {
		ordine  string
		opzioni Opzioni
		want    string // listino, then tipo
	}{
		"drawn again":              {"_aggiorna", Opzioni{"listini": due, "tipi": due}, ","},
		"still offered":            {"_aggiorna", Opzioni{"listini": {{"vecchio", "V"}, {"t", "T"}}, "tipi": {{"x", "X"}, {"t", "T"}}}, "vecchio,x"},
		"only one, mandatory":      {"_aggiorna", Opzioni{"listini": due, "tipi": {{"t", "T"}}}, ",t"},
		"shown as it is on record": {"", Opzioni{"listini": due, "tipi": due}, "vecchio,x"},
	}
	for nome, tt := range tests {
		valori := clona(post)
		if tt.ordine != "" {
			valori.Set(tt.ordine, "1")
		}
		valori, _ = Modifica(valori)
		f := Riempi[cassetti](valori, tt.opzioni, nil)
		listino, _ := f.Field("listino")
		tipo, _ := f.Field("dettagli.tipo")
		if got := listino.Value + "," + tipo.Value; got != tt.want {
			t.Errorf("%s: %q, want %q", nome, got, tt.want)
		}
	}
}

// A first row left blank doesn't swallow the one that is asked for.
func TestBlankRowsStayWhileTheFormIsDrawnAgain(t *testing.T) {
	post := url.Values{"righe.0.voce": {""}, "righe.0.nota": {""}, "_aggiungi": {"righe"}}
	valori, premuto := Modifica(post)
	righe, _ := Riempi[cassetti](valori, nil, nil).Field("righe")
	if !premuto || len(righe.Rows) != 2 || !righe.Rows[1].Aggiunta || !righe.Rows[1].Fields[0].Autofocus {
		t.Errorf("pressed %v, rows %+v, want a second one in focus", premuto, righe.Rows)
	}
	post.Del("_aggiungi")
	post.Set("_aggiorna", "listino")
	post.Set("righe.1.nota", "b")
	valori, _ = Modifica(post)
	f := Riempi[cassetti](valori, nil, nil)
	if righe, _ = f.Field("righe"); len(righe.Rows) != 2 {
		t.Errorf("%d rows, want both", len(righe.Rows))
	}
	if listino, _ := f.Field("listino"); !listino.Autofocus || Fuoco(valori) != "listino" {
		t.Error("the focus doesn't go back where the button was pressed")
	}
	post.Del("_aggiorna")
	_, problemi := Decode[cassetti](post)
	if righe, _ = Riempi[cassetti](post, nil, problemi).Field("righe"); len(righe.Rows) != 1 {
		t.Errorf("%d rows after decoding, want the full one", len(righe.Rows))
	}
}

func TestOrdersAreNotData(t *testing.T) {
	valori, premuto := Modifica(url.Values{"_aggiorna": {"1"}, "listino": {"t"}})
	if !premuto || !Ridisegnato(valori) || valori.Get("listino") != "t" {
		t.Errorf("pressed %v, values %v", premuto, valori)
	}
	if _, premuto := Modifica(url.Values{"listino": {"t"}}); premuto {
		t.Error("no order, yet one was carried out")
	}
	m, _ := Decode[cassetti](valori)
	if m.Listino != "t" {
		t.Errorf("decoded %+v", m)
	}
}

func TestADateSaysHowItIsTyped(t *testing.T) {
	inizio, _ := Vuoto[modulo](nil).Field("inizio")
	if inizio.Help != "gg/mm/aaaa" {
		t.Errorf("help %q", inizio.Help)
	}
	type conAiuto struct {
		Dal periodo.Data `json:"dal,omitempty" format:"date" doc:"Dal" help:"Vuoto: dall'inizio"`
	}
	if dal, _ := Vuoto[conAiuto](nil).Field("dal"); dal.Help != "gg/mm/aaaa. Vuoto: dall'inizio" {
		t.Errorf("help %q", dal.Help)
	}
	m, problemi := Decode[conAiuto](url.Values{"dal": {" 05/01/2024 "}})
	if len(problemi) > 0 || m.Dal != periodo.MustParse("2024-01-05") {
		t.Errorf("typed the Italian way: %v %v", m, problemi)
	}
}

func TestMancaTellsWhatIsEmptyFromWhatIsWrong(t *testing.T) {
	_, problemi := Decode[modulo](buono("cognome", "", "quota", "abc", "consenso", "", "tipi", ""))
	var manca []string
	for _, c := range problemi {
		if Manca(c) {
			manca = append(manca, c.Nome)
		}
	}
	if got := strings.Join(manca, " "); got != "cognome consenso tipi" {
		t.Errorf("missing %s", got)
	}
	if Manca(models.Campo{Nome: "x", Messaggio: "importo non valido"}) {
		t.Error("a wrong amount is not missing")
	}
}
