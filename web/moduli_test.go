package web

import (
	"errors"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/web/form"
)

// inserimento is a form with drawers, choices that follow others and a version.
type inserimento struct {
	Dettagli struct {
		Richiesta  string       `json:"richiesta,omitempty" doc:"Richiesta accolta" opzioni:"richieste" cassetto:"Richiesta"`
		Tipo       string       `json:"tipo" doc:"Tipo intervento" opzioni:"tipi"`
		DataInizio periodo.Data `json:"dataInizio" format:"date" doc:"Data inizio"`
	} `json:"dettagli" doc:"Dettagli"`
	Codice   string     `json:"codice,omitempty" doc:"Codice" maxLength:"30" dopo:"dettagli.tipo"`
	Listino  string     `json:"listino" doc:"Tariffario" opzioni:"listini" segue:"dettagli.tipo" dopo:"dettagli.dataInizio"`
	Piano    []riga     `json:"piano" doc:"Piano di assistenza" maxItems:"5"`
	Delega   bool       `json:"delega,omitempty" doc:"Con delega"`
	Note     string     `json:"note,omitempty" doc:"Note" widget:"textarea" maxLength:"200"`
	Versione int        `json:"versione,omitempty" widget:"hidden"`
	Uso      []string   `json:"uso,omitempty" doc:"Uso" enum:"A,B" etichette:"Alfa,Beta"`
	Quota    *euroQuota `json:"quota,omitempty" doc:"Quota"`
}

type euroQuota struct {
	Importo euro.Importo `json:"importo" doc:"Importo"`
}

type riga struct {
	Prestazione string       `json:"prestazione" doc:"Prestazione" opzioni:"prestazioni" segue:"listino"`
	Importo     euro.Importo `json:"importo" doc:"Importo"`
}

var opzioniInserimento = form.Opzioni{
	"tipi": {{Valore: "1", Testo: "Casa di riposo"}}, "richieste": {{Valore: "r", Testo: "Domanda 2026/35: Casa di riposo"}},
	"listini": {{Valore: "t", Testo: "Rette"}, {Valore: "u", Testo: "Rette estive"}}, "prestazioni": {{Valore: "RETTA", Testo: "Retta (a giornata)"}},
}

func paginaInserimento() ModuloPage {
	return ModuloPage{
		Base: base("Nuovo intervento in struttura", "/interventi", home), Azione: "/interventi/nuovo/struttura?soggetto=1",
		Atto: "0b0e6c1e-6f0f-4c3f-8a39-3a1f5d0c9d11", Introduzione: "Intervento per ROSSI MARIO (11/07/1986)",
		Passi: []Passo{{Testo: "Intervento", URL: "#campo-dettagli", Corrente: true}, {Testo: "Richiesta", URL: "#campo-cassetto-richiesta"},
			{Testo: "Piano di assistenza", URL: "#campo-piano"}},
	}
}

func unInserimento() inserimento {
	m := inserimento{Listino: "t", Piano: []riga{{"RETTA", 6400}}, Note: "chiama la mattina", Versione: 3, Delega: true, Uso: []string{"A"}}
	m.Dettagli.Tipo, m.Dettagli.DataInizio = "1", periodo.MustParse("2026-01-05")
	return m
}

func anteprimaPiena() *Anteprima {
	return &Anteprima{Titolo: "Anteprima del piano", Dopo: "piano", URL: "/interventi/anteprima?natura=STRUTTURA", Detto: "in dodici mesi 23.360,00 euro",
		Note: []string{"le quantità settimanali si contano una volta ogni sette giorni"},
		Tabella: &Tabella{Titolo: "Mesi", Colonne: []Colonna{{Testo: "Mese"}, {Testo: "Costo", Numero: true}},
			Righe:  []Riga{{Celle: []Cella{Testo("gennaio 2026"), {Testo: "1.728,00", Nota: "27 × 64,00"}}}},
			Totali: &Riga{Celle: []Cella{Testo("Totale"), Testo("1.728,00")}}}}
}

// appuntoDi is how a page finds a draft of the form that posts to azione.
func appuntoDi(azione, versione string) CercaAppunti {
	return func([]string) ([]Appunto, error) {
		return []Appunto{{Azione: azione, Del: "22/11/2026 10:31", Versione: versione, Ritorno: "/interventi/nuovo/struttura?soggetto=1"}}, nil
	}
}

// moduloBozza is a form with what is read only, a preview and a draft left
// unsaved, older than the record.
func moduloBozza() Page {
	p := paginaInserimento()
	p.Appunti = appuntoDi(p.Azione, "2")
	p.Form = form.Nuovo(unInserimento(), opzioniInserimento)
	p.Form.Inserisci("dettagli.tipo", form.Letto("livello", "Livello assistenza", "Strutture residenziali", "dettagli.tipo"),
		form.Letto("istat", "Classificazione ISTAT", "", "dettagli.tipo"))
	p.Anteprima = anteprimaPiena()
	return p
}

// moduloNovita is a form that comes back because two others saved the record.
func moduloNovita() Page {
	visto := unInserimento()
	prima, dopo := unInserimento(), unInserimento()
	prima.Note, prima.Versione = "chiama la sera", 4
	dopo.Note, dopo.Versione, dopo.Listino, dopo.Piano, dopo.Uso = "chiama la sera", 5, "u", []riga{{"RETTA", 7000}}, nil
	dopo.Dettagli.DataInizio = periodo.MustParse("2026-02-01")
	mio := unInserimento()
	mio.Note, mio.Piano = "non chiamare", []riga{{"RETTA", 6400}, {"RETTA", 100}}
	ieri := time.Date(2026, 1, 10, 10, 31, 0, 0, periodo.Roma)
	p := paginaInserimento()
	p.Errore = "altri hanno modificato questi dati"
	p.Form = form.Riempi[inserimento](form.Concilia(form.Encode(mio), &models.Superato{Visto: visto, Salvati: []models.Salvataggio{
		{Operatore: "Rossi Anna", Quando: ieri, Modulo: prima}, {Operatore: "Neri Paolo", Quando: ieri.Add(time.Hour), Modulo: dopo}}}), opzioniInserimento, nil)
	return p
}

func schedaBozza() Page {
	p := SchedaPage{Base: base("Domanda 2026/35", "/domande", home), Cassetti: []Cassetto{{ID: "dettagli", Titolo: "Dettagli", Moduli: []ModuloInline{
		{Titolo: "Avvia l'istruttoria", Azione: "/domande/35/avvia", Atto: "a", Form: form.Vuoto[assegna](nil)},
		{Titolo: "Presenta", Azione: "/domande/35/presenta", Atto: "b"}}}}}
	p.Appunti = appuntoDi("/domande/35/avvia", "")
	return p
}

func TestEveryFormOfAPageIsAskedForItsDraft(t *testing.T) {
	var chieste []string
	cerca := func(azioni []string) ([]Appunto, error) {
		chieste = append(chieste, azioni...)
		return nil, nil
	}
	for _, p := range []Page{moduloBozza(), schedaBozza(), HomePage{Base: base("Home", "/")}} {
		switch q := p.(type) {
		case ModuloPage:
			q.Appunti, p = cerca, q
			p = q
		case SchedaPage:
			q.Appunti = cerca
			p = q
		}
		if err := Render(httptest.NewRecorder(), 200, p); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(chieste, " "); got != "/interventi/nuovo/struttura?soggetto=1 /domande/35/avvia" {
		t.Errorf("asked for %s", got)
	}
	p := moduloBozza().(ModuloPage)
	p.Appunti = func([]string) ([]Appunto, error) { return nil, errors.New("no database") }
	if err := Render(httptest.NewRecorder(), 200, p); err == nil {
		t.Error("a page whose drafts cannot be read was rendered")
	}
}

func TestTheFormThatComesBackAfterOthersSavedItHoldsTheirNewVersion(t *testing.T) {
	f := moduloNovita().(ModuloPage).Form
	for nome, want := range map[string]string{"versione": "5", "note": "non chiamare", "listino": "u", "dettagli.dataInizio": "2026-02-01", "piano.1.importo": "1,00"} {
		if campo, _ := f.Field(nome); campo.Value != want {
			t.Errorf("%s = %q, want %q", nome, campo.Value, want)
		}
	}
	valori := url.Values{}
	for _, n := range f.Novita {
		for _, h := range n.Nascosti {
			valori.Add(h.Nome, h.Valore)
		}
	}
	valori.Set("_prendi", "piano")
	valori.Set("piano.0.importo", "1")
	preso, premuto := form.Modifica(valori)
	g := form.Riempi[inserimento](preso, opzioniInserimento, nil)
	campo, _ := g.Field("piano.0.importo")
	if !premuto || campo.Value != "70,00" {
		t.Errorf("taken over: pressed %v, %q, want 70,00", premuto, campo.Value)
	}
	for _, n := range g.Novita {
		if n.Presa != (n.Nome == "piano" || n.Nome == "uso") {
			t.Errorf("%s: taken %v", n.Nome, n.Presa)
		}
	}
}
