package sigess

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// inIstruttoria is a domanda whose protocol is of a given day and whose
// responsabile is Giovanna.
func (b *banco) inIstruttoria(protocollo periodo.Data) string {
	b.t.Helper()
	id := uuid.NewString()
	b.json(b.giovanna, http.MethodPut, "/domande/"+id, con(b.modulo(b.assegno), "dataPresentazione", protocollo.String()), 200)
	b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/presentazione", nil, 201)
	b.json(b.giovanna, http.MethodPost, "/domande/"+id+"/avvio", oggetto{"protocollo": "1", "protocolloData": protocollo.String(), "responsabileId": b.giovanna}, 201)
	return id
}

// L. 241/1990 art. 2 c. 7: the drawer Termini asks for papers and records them.
func TestTheDrawerTerminiSuspendsTheTermAndTellsTheSum(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	oggi := periodo.Oggi()
	id := b.inIstruttoria(oggi.Piu(-20))
	scheda := "/domande/" + id
	b.pagina(b.giovanna, scheda, "Termini del procedimento", "30 giorni, scade il "+oggi.Piu(10).Italiana(), "Richiedi integrazioni")
	w := b.manda(b.giovanna, http.MethodPost, scheda+"/integrazioni", conAtto(form.Encode(sigess.ModuloIntegrazioni{Dal: oggi.Piu(-21), Motivo: "attestazione ISEE"})))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("papers asked for before the start = %d", w.Code)
	}
	b.contiene("the form that comes back", w.Body.String(), "la sospensione comincia prima dell'avvio del procedimento", "attestazione ISEE")
	b.invia(b.giovanna, scheda+"/integrazioni", conAtto(form.Encode(sigess.ModuloIntegrazioni{Dal: oggi.Piu(-15), Motivo: "attestazione ISEE"})))
	pagina := b.pagina(b.giovanna, scheda, "Sospesa", "30 giorni, 30 sospesi, scade il "+oggi.Piu(40).Italiana(), "Integrazioni richieste il "+oggi.Piu(-15).Italiana(),
		"Adesso si attende: Registrare le integrazioni quando arrivano, entro il "+oggi.Piu(15).Italiana(), "Registra le integrazioni ricevute", "attestazione ISEE")
	if strings.Contains(pagina, "Stato della richiesta 1") || strings.Contains(pagina, ">Richiedi integrazioni<") {
		t.Error("a domanda whose clock stands can be decided, or asked for papers again")
	}
	b.invia(b.giovanna, scheda+"/integrazioni-ricevute", conAtto(form.Encode(sigess.ModuloArrivo{Al: oggi.Piu(-5), Risposta: "ISEE 2026"})))
	b.pagina(b.giovanna, scheda, "30 giorni, 10 sospesi, scade il "+oggi.Piu(20).Italiana(), "Integrazioni ricevute il "+oggi.Piu(-5).Italiana(), "ISEE 2026", "Stato della richiesta 1")
	letta := b.json(b.giovanna, http.MethodGet, scheda, nil, 200)
	if letta["stato"] != "IN_ISTRUTTORIA" || letta["giorniSospesi"] != 10.0 || letta["termine"] != "30 giorni, 10 sospesi, scade il "+oggi.Piu(20).Italiana() {
		t.Errorf("the domanda read = %v, %v, %v", letta["stato"], letta["giorniSospesi"], letta["termine"])
	}
}

func TestWhoIsNotTheResponsabileIsNotOfferedToSuspendTheTerm(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	scheda := "/domande/" + b.inIstruttoria(periodo.Oggi().Piu(-3))
	if strings.Contains(b.pagina(b.paolo, scheda, "Termini del procedimento"), "Richiedi integrazioni") {
		t.Error("an operatore who may not is offered to ask for papers")
	}
	b.json(b.paolo, http.MethodPost, scheda+"/integrazioni", oggetto{"dal": periodo.Oggi().String(), "motivo": "ISEE"}, 403)
	b.json(b.giovanna, http.MethodPost, scheda+"/integrazioni", oggetto{"dal": periodo.Oggi().String(), "motivo": "ISEE"}, 201)
	b.json(b.giovanna, http.MethodPost, scheda+"/integrazioni/arrivo", oggetto{"al": periodo.Oggi().String()}, 201)
	b.json(b.giovanna, http.MethodPost, scheda+"/integrazioni/arrivo", oggetto{"al": periodo.Oggi().String()}, 409)
}

// The question of the drawer is answered by the pure calculator, without
// JavaScript, and changes nothing.
func TestTheDrawerTerminiTellsWhatWouldFollowFromAnArrival(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	oggi := periodo.Oggi()
	scheda := "/domande/" + b.inIstruttoria(oggi.Piu(-20))
	prima := b.impronta()
	b.pagina(b.giovanna, scheda, "Se chiedo oggi i documenti e arrivano il", "Calcola", `action="`+scheda+`#termini"`)
	b.pagina(b.giovanna, scheda+"?arrivo="+oggi.Piu(12).String(), "Se chiedo oggi i documenti e arrivano il "+oggi.Piu(12).Italiana(),
		"30 giorni, 12 sospesi, scade il "+oggi.Piu(22).Italiana())
	b.pagina(b.giovanna, scheda+"?arrivo="+oggi.Piu(-1).String(), "la sospensione finisce prima di cominciare", oggi.Piu(-1).String())
	b.pagina(b.giovanna, scheda+"?arrivo=2026-02-30", "data inesistente nel calendario", "2026-02-30")
	if b.impronta() != prima {
		t.Error("a question changed something")
	}
	b.invia(b.giovanna, scheda+"/preavviso", conAtto(form.Encode(sigess.ModuloPreavviso{Dal: oggi, Motivo: "reddito"})))
	b.pagina(b.giovanna, scheda+"?arrivo="+oggi.Piu(3).Italiana(), "Se le osservazioni arrivano il "+oggi.Piu(3).Italiana(), "30 giorni, 13 sospesi")
	b.invia(b.giovanna, scheda+"/osservazioni", conAtto(form.Encode(sigess.ModuloArrivo{Al: oggi})))
	b.pagina(b.giovanna, scheda+"?arrivo="+oggi.Piu(3).String(), "la sospensione e il preavviso si sovrappongono")
}

// L. 241/1990 art. 10-bis.
func TestTheDrawerTerminiSendsThePreavvisoAndRecordsItsAnswer(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	oggi := periodo.Oggi()
	scheda := "/domande/" + b.inIstruttoria(oggi.Piu(-20))
	b.invia(b.giovanna, scheda+"/preavviso", conAtto(form.Encode(sigess.ModuloPreavviso{Dal: oggi.Piu(-6), Motivo: "reddito oltre la soglia"})))
	b.pagina(b.giovanna, scheda, "In preavviso di rigetto", "30 giorni, 10 sospesi, scade il "+oggi.Piu(20).Italiana(), "reddito oltre la soglia",
		"Adesso si attende: Registrare le osservazioni al preavviso se arrivano, entro il "+oggi.Piu(4).Italiana(), "Preavviso di rigetto ricevuto dall'interessato il "+oggi.Piu(-6).Italiana())
	b.invia(b.giovanna, scheda+"/osservazioni", conAtto(form.Encode(sigess.ModuloArrivo{Al: oggi.Piu(-2), Risposta: "ISEE corrente"})))
	pagina := b.pagina(b.giovanna, scheda, "30 giorni, 14 sospesi, scade il "+oggi.Piu(24).Italiana(), "Osservazioni ricevute il "+oggi.Piu(-2).Italiana(), "ISEE corrente", "Stato della richiesta 1")
	if strings.Contains(pagina, "Registra le osservazioni ricevute") {
		t.Error("an answer is asked for twice")
	}
	b.pagina(b.giovanna, "/domande?stato=IN_ISTRUTTORIA", "In preavviso di rigetto", "Sospesa")
}
