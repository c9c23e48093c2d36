package browser

import (
	"net/http"
	"testing"

	"siss/models/periodo"
	"siss/models/sigess"
)

// L. 241/1990: the drawer Termini of a domanda, with JavaScript and without.
// What if is asked first, then the papers, then the preavviso.
func TestTheClockOfADomandaStandsAndGoesOn(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"termini": true, "termini-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			oggi := periodo.Oggi()
			collega := s.intanto(m, m.Collega)
			id := collega.presenta(21)
			s.entra("Verdi Ada")
			s.vai("/domande/" + id)
			s.vede("I giorni si contano dal protocollo")
			s.foto("prima")
			collega.chiede(http.MethodPost, "/domande/"+id+"/avvio", sigess.ModuloAvvio{Protocollo: "123/2024", ProtocolloData: oggi.Piu(-20), ResponsabileID: m.Coordinatore}, nil)
			s.vai("/domande/" + id)
			s.vede("30 giorni, scade il " + oggi.Piu(10).Italiana())
			s.suppone(oggi)
			s.integrazioni(oggi)
			s.preavviso(oggi)
			s.preme("Stampa")
			s.vede("Il responsabile del procedimento")
			s.vede("Termini del procedimento")
			s.foto("stampa")
			if script {
				s.suCarta("stampa")
			}
		})
	}
}

// suppone asks until when, if the papers came on a day: nothing changes.
func (s *sessione) suppone(oggi periodo.Data) {
	s.t.Helper()
	s.scrive("arrivo", oggi.Piu(-3).String())
	s.preme("Calcola")
	s.vede("la sospensione finisce prima di cominciare")
	s.tiene("arrivo", oggi.Piu(-3).String())
	if s.script {
		s.finche("be at the summary", `document.activeElement.id === "riepilogo"`)
	}
	s.foto("ipotesi-errore")
	s.scrive("arrivo", oggi.Piu(12).String())
	s.preme("Calcola")
	s.vede("30 giorni, 12 sospesi, scade il " + oggi.Piu(22).Italiana())
	s.vede("In istruttoria")
	s.foto("ipotesi")
}

// integrazioni asks for papers and records them.
func (s *sessione) integrazioni(oggi periodo.Data) {
	s.t.Helper()
	s.apre("Richiedi integrazioni")
	s.riempie("/integrazioni", "dal", oggi.Piu(-30).String())
	s.riempie("/integrazioni", "motivo", "attestazione ISEE")
	s.invia("/integrazioni")
	s.vede("la sospensione comincia prima dell'avvio del procedimento")
	s.foto("integrazioni-errore")
	s.riempie("/integrazioni", "dal", oggi.Piu(-15).String())
	s.invia("/integrazioni")
	s.vede("Sospesa")
	s.vede("Adesso si attende: Registrare le integrazioni quando arrivano, entro il " + oggi.Piu(15).Italiana())
	s.vede("Se i documenti arrivano il")
	s.foto("sospesa")
	s.apre("Registra le integrazioni ricevute")
	s.riempie("/integrazioni-ricevute", "al", oggi.Piu(-5).String())
	s.riempie("/integrazioni-ricevute", "risposta", "ISEE in corso di validità")
	s.invia("/integrazioni-ricevute")
	s.vede("30 giorni, 10 sospesi, scade il " + oggi.Piu(20).Italiana())
}

// preavviso tells the reasons of a refusal before it, and records the answer.
func (s *sessione) preavviso(oggi periodo.Data) {
	s.t.Helper()
	s.apre("Preavviso di rigetto")
	s.invia("/preavviso")
	s.vede("orreggere i campi indicati")
	s.foto("preavviso-errore")
	s.riempie("/preavviso", "dal", oggi.Piu(-2).String())
	s.riempie("/preavviso", "motivo", "reddito oltre la soglia")
	s.invia("/preavviso")
	s.vede("In preavviso di rigetto")
	s.vede("Se le osservazioni arrivano il")
	s.foto("in-preavviso")
	s.apre("Registra le osservazioni ricevute")
	s.riempie("/osservazioni", "al", oggi.String())
	s.riempie("/osservazioni", "risposta", "perdita del lavoro")
	s.invia("/osservazioni")
	s.vede("perdita del lavoro")
	s.vede("Osservazioni ricevute il " + oggi.Italiana())
	s.foto("osservazioni")
}
