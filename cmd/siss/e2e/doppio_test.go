package e2e

import (
	"net/http"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// richiesta is an act that was sent, with its id, to be sent again.
type richiesta struct {
	da                     *cliente
	metodo, percorso, atto string
	corpo                  any
}

// insieme sends an act n times at once, as an impatient hand does, and returns
// the answers.
func (r richiesta) insieme(t testing.TB, n int) []risposta {
	t.Helper()
	risposte := make([]risposta, n)
	var gruppo sync.WaitGroup
	for i := range n {
		gruppo.Go(func() {
			var err error
			if risposte[i], err = r.da.invia(t.Context(), r.metodo, r.percorso, r.atto, r.corpo); err != nil {
				t.Errorf("%s %s: %v", r.metodo, r.percorso, err)
			}
		})
	}
	gruppo.Wait()
	return risposte
}

// riuscite checks that every answer is the same success.
func riuscite(t testing.TB, cosa string, risposte []risposta) {
	t.Helper()
	for _, r := range risposte {
		if !r.riuscita() || r.stato != risposte[0].stato {
			t.Fatalf("%s: status %d: %s", cosa, r.stato, r.corpo)
		}
		if diff := cmp.Diff(string(risposte[0].corpo), string(r.corpo)); diff != "" {
			t.Errorf("%s: two answers for one act:\n%s", cosa, diff)
		}
	}
}

func TestADoubleClickIsOneAct(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	ufficio, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Contabile)
	var fatte []richiesta
	// doppio sends an act three times at once; assestato waits for what it sets
	// going, after which a fourth time changes nothing.
	doppio := func(c *cliente, metodo, percorso string, corpo any, assestato func() bool) {
		t.Helper()
		r := richiesta{c, metodo, percorso, uuid.NewString(), corpo}
		riuscite(t, metodo+" "+percorso, r.insieme(t, 3))
		if assestato != nil {
			attendi(t, pazienza, "effect of "+percorso, assestato)
		}
		prima := improntaDi(t, b.DB)
		riuscite(t, metodo+" "+percorso, r.insieme(t, 1))
		immutata(t, metodo+" "+percorso+" again", b.DB, prima)
		fatte = append(fatte, r)
	}
	dom, inte := "/domande/"+bozza(t, ufficio, b.Domanda(modelli.Economico)), "/interventi/"
	doppio(ufficio, http.MethodPost, dom+"/presentazione", nil, nil)
	doppio(ufficio, http.MethodPost, dom+"/avvio", b.avvio(), nil)
	doppio(ufficio, http.MethodPost, dom+"/assegnazioni", modelli.ModuloAssegnazione{UOID: b.AltraUO, OperatoreID: b.Amministrativo}, nil)
	ric := richieste(t, ufficio, dom[len("/domande/"):])[0]
	doppio(ufficio, http.MethodPost, ric+"/esito", accetta(), nil)
	m := b.Economico("2024-01-10", 10000)
	m.Dettagli.RichiestaID = ric[len(ric)-36:]
	inte += bozzaIntervento(t, ufficio, m)
	doppio(ufficio, http.MethodPost, inte+"/attivazione", nil, func() bool {
		return leggi[sigess.SchedaDomanda](t, ufficio, dom).Richieste[0].Stato == modelli.Attivata
	})
	doppio(ufficio, http.MethodPost, inte+"/sospensioni", modelli.ModuloSospensione{Dal: periodo.MustParse("2024-02-01"), Motivo: "ricovero"}, nil)
	doppio(ufficio, http.MethodPost, inte+"/ripresa", modelli.ModuloRipresa{Dal: periodo.MustParse("2024-02-11"), Motivo: "dimissione"}, nil)
	doppio(ufficio, http.MethodPost, inte+"/termine", modelli.ModuloTermine{DataFine: periodo.MustParse("2024-02-20"), Motivo: "RINUNCIA"}, nil)
	doppio(ufficio, http.MethodPost, dom+"/comunicazione", comunica(), nil)

	stato := func(s modelli.Stato) func() bool {
		return func() bool {
			e := leggi[sigess.Elaborazioni](t, contabile, "/elaborazioni").Elaborazioni
			return len(e) == 1 && e[0].Stato == s && e[0].ConElenco == (s == modelli.Definitiva)
		}
	}
	doppio(contabile, http.MethodPost, "/elaborazioni", modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-02")}, stato(modelli.Provvisoria))
	doppio(contabile, http.MethodPost, "/elaborazioni/"+fatte[len(fatte)-1].atto+"/conferma", modelli.ModuloConferma{}, stato(modelli.Definitiva))

	// Everything is closed now; a page left open sends its act once more.
	prima := improntaDi(t, b.DB)
	for _, r := range fatte {
		riuscite(t, r.percorso+" when all is closed", r.insieme(t, 1))
	}
	immutata(t, "the same acts when all is closed", b.DB, prima)
	b.contate(t, map[string]int{
		"domanda WHERE stato = 'CHIUSA' AND numero = 1": 1, "contatore WHERE ultimo = 1": 4, "assegnazione": 3, "sospensione": 1,
		"intervento WHERE stato = 'CONCLUSO'": 1, "compito WHERE chiuso_il IS NULL": 0, "compito": 5, "elaborazione": 1, "movimento": 1,
		"documento": 1, "atto WHERE eseguito_il IS NULL": 0, "atto": len(fatte),
	})
}

// contate compares the number of rows of tables, or of parts of them.
func (b *banco) contate(t testing.TB, want map[string]int) {
	t.Helper()
	for tabella, n := range want {
		var got int
		riesce(t, b.DB.Raw("SELECT count(*) FROM "+tabella).Scan(&got).Error)
		if got != n {
			t.Errorf("%d rows of %s, want %d", got, tabella, n)
		}
	}
}

// manuale §3: fifty counters press Presenta at once.
func TestFiftyPresentationsAtOnceAreNumberedWithoutGapsOrDoubles(t *testing.T) {
	t.Parallel()
	const quante = 50
	b := nuovoBanco(t)
	c := b.entra(t, b.Amministrativo)
	percorsi := make([]string, quante)
	for i := range percorsi {
		percorsi[i] = "/domande/" + bozza(t, c, b.Domanda(modelli.Economico)) + "/presentazione"
	}
	esiti := make([]risposta, quante)
	var gruppo sync.WaitGroup
	for i, p := range percorsi {
		gruppo.Go(func() {
			esiti[i] = richiesta{c, http.MethodPost, p, uuid.NewString(), nil}.insieme(t, 1)[0]
		})
	}
	gruppo.Wait()
	presi := map[string]int{}
	for _, r := range esiti {
		presi[letta[sigess.Esito](t, "presentazione", r).Numero]++
	}
	for n := 1; n <= quante; n++ {
		if numero := "2024/" + cifre(n); presi[numero] != 1 {
			t.Errorf("number %s was given %d times", numero, presi[numero])
		}
	}
	b.contate(t, map[string]int{"domanda WHERE stato = 'PRESENTATA'": quante, "compito": quante, "assegnazione": 2 * quante})
}
