package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// The forms with which the tests carry a domanda on.

func (b *banco) avvio() modelli.ModuloAvvio {
	return modelli.ModuloAvvio{Protocollo: "PROT/2024/77", ProtocolloData: periodo.MustParse("2024-01-03"), ResponsabileID: b.Amministrativo}
}

func accetta() modelli.ModuloEsito { return modelli.ModuloEsito{Esito: modelli.Accettata} }

func respingi() modelli.ModuloEsito {
	return modelli.ModuloEsito{Esito: modelli.Respinta, Motivo: "requisiti assenti: reddito riservato troppo alto"}
}

func comunica() modelli.ModuloComunicazione {
	return modelli.ModuloComunicazione{Data: periodo.MustParse("2024-02-01"), Mezzo: "PEC"}
}

// bozza saves a new draft and returns its id.
func bozza(t testing.TB, c *cliente, m modelli.ModuloDomanda) string {
	t.Helper()
	id := uuid.NewString()
	fa[sigess.Esito](t, c, http.MethodPut, "/domande/"+id, m)
	return id
}

// compi does an act that answers where its case stands.
func compi(t testing.TB, c *cliente, percorso string, corpo any) sigess.Esito {
	t.Helper()
	return fa[sigess.Esito](t, c, http.MethodPost, percorso, corpo)
}

// richieste are the paths of the richieste of a domanda.
func richieste(t testing.TB, c *cliente, domanda string) []string {
	t.Helper()
	var out []string
	for _, r := range leggi[sigess.SchedaDomanda](t, c, "/domande/"+domanda).Richieste {
		out = append(out, "/domande/"+domanda+"/richieste/"+r.ID)
	}
	return out
}

// integrazioni asks for papers today.
func integrazioni() modelli.ModuloIntegrazioni {
	return modelli.ModuloIntegrazioni{Dal: periodo.Oggi(), Motivo: "attestazione ISEE"}
}

// arrivo records today what was awaited.
func arrivo() modelli.ModuloArrivo {
	return modelli.ModuloArrivo{Al: periodo.Oggi(), Risposta: "attestazione ISEE"}
}

// diOggi is a domanda presented today and in istruttoria: its term is to come.
func (b *banco) diOggi(t testing.TB, c *cliente) string {
	t.Helper()
	m := b.Domanda(modelli.Economico)
	m.DataPresentazione = periodo.Oggi()
	id := bozza(t, c, m)
	compi(t, c, "/domande/"+id+"/presentazione", nil)
	avvio := b.avvio()
	avvio.ProtocolloData = periodo.Oggi()
	compi(t, c, "/domande/"+id+"/avvio", avvio)
	return id
}

// sospesa is a domanda of today whose papers are awaited.
func (b *banco) sospesa(t testing.TB, c *cliente) string {
	t.Helper()
	id := b.diOggi(t, c)
	compi(t, c, "/domande/"+id+"/integrazioni", integrazioni())
	return id
}

// preavviso tells today why a domanda cannot be accepted.
func preavviso() modelli.ModuloPreavviso {
	return modelli.ModuloPreavviso{Dal: periodo.Oggi(), Motivo: "reddito riservato troppo alto"}
}

// preavvisata is a domanda of today whose preavviso may be answered.
func (b *banco) preavvisata(t testing.TB, c *cliente) string {
	t.Helper()
	id := b.diOggi(t, c)
	compi(t, c, "/domande/"+id+"/preavviso", preavviso())
	return id
}

// domanda brings a new domanda of the Mondo's soggetto to a state and returns
// its id. All its richieste have the outcome that the state asks for.
func (b *banco) domanda(t testing.TB, c *cliente, stato modelli.Stato, nature ...modelli.Natura) string {
	t.Helper()
	if len(nature) == 0 {
		nature = []modelli.Natura{modelli.Economico}
	}
	id := bozza(t, c, b.Domanda(nature...))
	passi := []func(){
		func() { compi(t, c, "/domande/"+id+"/presentazione", nil) },
		func() { compi(t, c, "/domande/"+id+"/avvio", b.avvio()) },
		func() {
			esito := respingi()
			if stato == modelli.Accolta {
				esito = accetta()
			}
			for _, r := range richieste(t, c, id) {
				compi(t, c, r+"/esito", esito)
			}
		},
		func() { compi(t, c, "/domande/"+id+"/comunicazione", comunica()) },
	}
	quanti := map[modelli.Stato]int{modelli.Bozza: 0, modelli.Presentata: 1, modelli.InIstruttoria: 2, modelli.Accolta: 3, modelli.Respinta: 3, modelli.Chiusa: 4}
	for _, passo := range passi[:quanti[stato]] {
		passo()
	}
	if got := leggi[sigess.SchedaDomanda](t, c, "/domande/"+id).Stato; got != stato {
		t.Fatalf("domanda is %s, want %s", got, stato)
	}
	return id
}

// percorsoBozza is where the draft of an intervento is put, by its form.
func percorsoBozza(modulo any) string {
	switch modulo.(type) {
	case modelli.ModuloPrestazioni:
		return "/interventi-con-prestazioni/"
	case modelli.ModuloStruttura:
		return "/interventi-in-struttura/"
	default:
		return "/interventi-economici/"
	}
}

// bozzaIntervento saves the draft of an intervento and returns its id.
func bozzaIntervento(t testing.TB, c *cliente, modulo any) string {
	t.Helper()
	id := uuid.NewString()
	fa[sigess.Esito](t, c, http.MethodPut, percorsoBozza(modulo)+id, modulo)
	return id
}

// attiva saves and activates an intervento and returns its id and number.
func attiva(t testing.TB, c *cliente, modulo any) (id, numero string) {
	t.Helper()
	id = bozzaIntervento(t, c, modulo)
	return id, compi(t, c, "/interventi/"+id+"/attivazione", nil).Numero
}

// elabora starts a run and waits until it is provisional.
func elabora(t testing.TB, c *cliente, m modelli.ModuloElaborazione) sigess.Elaborazione {
	t.Helper()
	id := fa[sigess.Esito](t, c, http.MethodPost, "/elaborazioni", m).ID
	return corsa(t, c, id, modelli.Provvisoria, pazienza)
}

// corsa waits until a run is in a state.
func corsa(t testing.TB, c *cliente, id string, stato modelli.Stato, limite time.Duration) (e sigess.Elaborazione) {
	t.Helper()
	attendi(t, limite, "elaborazione "+string(stato), func() bool {
		e = leggi[sigess.Elaborazione](t, c, "/elaborazioni/"+id)
		return e.Stato == stato
	})
	return e
}

// movimenti reads all the lines of a run.
func movimenti(t testing.TB, c *cliente, id string) []sigess.Movimento {
	t.Helper()
	var out []sigess.Movimento
	for pagina := 1; ; pagina++ {
		m := leggi[sigess.Movimenti](t, c, "/elaborazioni/"+id+"/movimenti?righe=200&pagina="+cifre(pagina))
		out = append(out, m.Movimenti...)
		if len(m.Movimenti) == 0 || len(out) == m.Totale {
			return out
		}
	}
}
