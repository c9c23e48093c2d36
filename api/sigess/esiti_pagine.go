package sigess

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/pagamento"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// The forms of the outcomes.
const (
	moduloEsiti         = "esiti"
	moduloRegistraEsiti = "registra-esiti"
)

func (s *sportello) pagineEsiti(r *atti.Rotte) {
	const percorso = sezioneElaborazioni + "/:id/esiti"
	atti.Carica(r, percorso, campoContenuto, sigess.EsitiDimensione, sigess.EsitiTroppi,
		func(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}], f atti.File) (FileEsiti, error) {
			return s.caricaEsiti(ctx, chi, in.ID, in.Atto, f.Dati)
		}, atti.Opzioni[FileEsiti]{Avviso: "file letto: controllare gli esiti e registrarli",
			Dopo: func(c *gin.Context, f FileEsiti) string { return versoEsiti(c.Param("id"), f.ID) },
			Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
				return s.mostraElaborazione(c, chi, ripresa{modulo: moduloEsiti, valori: valori, problemi: problemi})
			}})
	soloModulo(r, percorso, sezioneElaborazioni)
	atti.Pagina(r, http.MethodGet, percorso+"/:fileId", func(c *gin.Context, chi models.Chi) error { return s.mostraEsiti(c, chi, ripresa{}) })
	registra := percorso + "/:fileId/registra"
	atti.Modulo(r, registra, s.registraEsiti, atti.Opzioni[Esito]{Avviso: "esiti registrati",
		Dopo: func(_ *gin.Context, e Esito) string { return sezioneElaborazioni + "/" + e.ID },
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.mostraEsiti(c, chi, ripresa{modulo: moduloRegistraEsiti, valori: valori, problemi: problemi})
		}})
	soloModulo(r, registra, sezioneElaborazioni)
}

func versoEsiti(elaborazioneID, fileID string) string {
	return sezioneElaborazioni + "/" + elaborazioneID + "/esiti/" + fileID
}

// cassettoEsiti has the files of outcomes of a run that was sent, and the form
// that reads another.
func (e registro) cassettoEsiti(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "esiti", Titolo: "Esiti dei pagamenti"}
	switch {
	case e.Stato == sigess.Definitiva:
		out.Testo = "Gli esiti si registrano dopo aver trasmesso l'elaborazione alla banca o al tesoriere"
		return out
	case len(e.pagati.file) == 0:
		out.Testo = "I pagamenti non sono stati preparati qui: com'è andata si registra dal cassetto Dettagli"
		return out
	}
	t := web.Tabella{Titolo: "File degli esiti", Colonne: []web.Colonna{{Testo: "Caricato il"}, {Testo: "Registrato il"}, {Testo: "Pagati", Numero: true}, {Testo: "Rifiutati", Numero: true}},
		Vuoto: "nessun esito: caricare il file che la banca o il tesoriere restituisce"}
	for _, f := range e.pagati.esiti {
		registrato := web.Cella{Testo: istante(f.RegistrataIl), Nota: f.RegistrataDa}
		if f.RegistrataIl == nil {
			registrato = web.Stato("Da registrare", web.Attenzione)
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{{Testo: periodo.DataOra(f.CaricatoIl), Nota: f.Autore, URL: versoEsiti(e.ID, f.ID)}, registrato,
			web.Testo(intero(f.Pagati)), web.Testo(intero(f.Rifiutati))}})
	}
	out.Tabelle = []web.Tabella{t}
	if e.contabile && (e.Stato == sigess.Trasmessa || e.Stato == sigess.PagataParziale) {
		out.Moduli = []web.ModuloInline{e.caricaEsiti(r)}
	}
	return out
}

func (e registro) caricaEsiti(r ripresa) web.ModuloInline {
	m := inRiga(r, moduloEsiti, "Carica gli esiti", e.indirizzo()+"/esiti", form.Vuoto[struct{}](nil))
	m.Testo, m.Invia = "Il file si legge e si controlla: nulla è registrato finché non si conferma", "Leggi il file"
	m.File = r.file(moduloEsiti, web.CampoFile{Accetta: ".xml,.csv", Massimo: sigess.EsitiDimensione, Troppo: sigess.EsitiTroppi,
		Aiuto: "pain.002 della banca, o CSV con le colonne identificativo ed esito (PAGATO o RIFIUTATO, con il motivo), fino a 8 MB"})
	return m
}

// mostraEsiti shows what a file of outcomes says and what registering it does.
func (s *sportello) mostraEsiti(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	fileID, err := identificativo(c, "fileId")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		e, err := sigess.ElaborazioneVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		a, err := sigess.LeggiFileEsiti(tx, chi, id, fileID)
		if err != nil {
			return nil, err
		}
		letti := sigess.DaRegistrare
		if a.File.RegistrataIl != nil {
			letti = sigess.GiaRegistrato
		}
		p := web.SchedaPage{Sottotitolo: "Elaborazione " + e.Estremi() + ", " + e.Periodo(), Stato: statoEsiti(a.File),
			Cassetti: []web.Cassetto{riepilogoEsiti(chi, e, a, r), righeEsiti(a, letti, pagamento.Rifiutato, "rifiutati", "Rifiutati"),
				righeEsiti(a, sigess.EsitoSconosciuto, "", "sconosciuti", "Sconosciuti"), righeEsiti(a, sigess.EsitoDiscorde, "", "discordi", "Discordi"),
				righeEsiti(a, letti, pagamento.Pagato, "pagati", "Pagati")}}
		p.Base = base(c, chi, "Esiti dei pagamenti", sezioneElaborazioni, versoElaborazioni, web.Link{Testo: "Elaborazione " + e.Estremi(), URL: sezioneElaborazioni + "/" + id})
		r.annota(&p.Base)
		return p, nil
	})
}

func statoEsiti(f sigess.FileEsiti) web.Badge {
	if f.RegistrataIl == nil {
		return web.Badge{Testo: "Da registrare", Tono: web.Attenzione}
	}
	return web.Badge{Testo: "Registrati", Tono: web.Positivo}
}

// riepilogoEsiti counts the lines by what becomes of them, with the form that
// registers them.
func riepilogoEsiti(chi models.Chi, e sigess.Elaborazione, a sigess.AnteprimaEsiti, r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "riepilogo", Titolo: "Riepilogo", Voci: []web.Voce{voce("Caricato il", periodo.DataOra(a.File.CaricatoIl)+", "+a.File.Autore)}}
	if a.File.RegistrataIl != nil {
		out.Voci = append(out.Voci, voce("Registrato il", periodo.DataOra(*a.File.RegistrataIl)+", "+a.File.RegistrataDa),
			voce("Pagati", intero(a.File.Pagati)), voce("Rifiutati", intero(a.File.Rifiutati)))
		return out
	}
	conta := func(nome string, cosa sigess.CosaEsito, stato pagamento.StatoEsito) (n int) {
		n, somma := a.Conta(cosa, stato)
		out.Voci = append(out.Voci, voce(nome, quanti(n, somma)))
		return n
	}
	nuovi := conta("Pagati", sigess.DaRegistrare, pagamento.Pagato) + conta("Rifiutati", sigess.DaRegistrare, pagamento.Rifiutato)
	conta("Già registrati", sigess.GiaRegistrato, "")
	conta("Ancora in corso", sigess.EsitoInCorso, "")
	conta("Discordi da quanto è registrato", sigess.EsitoDiscorde, "")
	n, _ := a.Conta(sigess.EsitoSconosciuto, "")
	out.Voci = append(out.Voci, voce("Sconosciuti: non sono di questa elaborazione", intero(n)))
	switch {
	case nuovi == 0:
		out.Testo = "Non c'è nulla da registrare: il file non contiene esiti nuovi di questa elaborazione"
	case sigess.Contabile(chi, e) && (e.Stato == sigess.Trasmessa || e.Stato == sigess.PagataParziale):
		m := inRiga(r, moduloRegistraEsiti, "Registra gli esiti", versoEsiti(e.ID, a.File.ID)+"/registra",
			modulo(r, moduloRegistraEsiti, sigess.ModuloEsiti{FileID: a.File.ID}, form.Opzioni{}))
		m.Testo = "Gli esiti registrati non cambiano più. Per ogni pagamento rifiutato la modalità di pagamento è sospesa, il suo ufficio riceve un compito e l'importo torna da pagare con la prossima elaborazione"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

func quanti(n int, somma euro.Importo) string {
	if n == 0 {
		return "0"
	}
	return fmt.Sprintf("%s, per %s euro", intero(n), somma)
}

// esitiMostrati is how many lines of a kind the page shows.
const esitiMostrati = 100

func righeEsiti(a sigess.AnteprimaEsiti, cosa sigess.CosaEsito, stato pagamento.StatoEsito, id, titolo string) web.Cassetto {
	t := web.Tabella{Titolo: titolo, Vuoto: "nessuno", Colonne: []web.Colonna{{Testo: "Riga", Numero: true}, {Testo: "Pagamento"}, {Testo: "Chi riceve"}, {Testo: "Motivo"}, {Testo: "Importo", Numero: true}}}
	n, _ := a.Conta(cosa, stato)
	if n > esitiMostrati {
		t.Titolo = fmt.Sprintf("%s: i primi %s di %s", titolo, intero(esitiMostrati), intero(n))
	}
	for _, r := range a.Righe {
		if r.Cosa != cosa || stato != "" && r.Stato != stato || len(t.Righe) == esitiMostrati {
			continue
		}
		importo := web.Cella{}
		if r.Numero > 0 {
			importo = web.Testo(r.Importo.String())
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(intero(r.Riga)), web.Testo(r.EndToEnd), web.Testo(r.Beneficiario), web.Testo(r.Motivo), importo}})
	}
	return web.Cassetto{ID: id, Titolo: titolo, Tabelle: []web.Tabella{t}}
}
