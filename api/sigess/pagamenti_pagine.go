package sigess

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// pagati are the payment files of a run as its card shows them.
type pagati struct {
	elenco    []sigess.RigaFile // the Excel list
	file      []sigess.RigaFile
	esclusi   models.Elenco[sigess.Escluso]
	esiti     []sigess.FileEsiti
	tesoreria bool // who looks may write how the ente pays
	vede      bool // who looks may see the payment files
	erario    euro.Importo
}

// esclusiMostrati is how many movimenti left out the card shows.
const esclusiMostrati = 50

func (s *sportello) paginePagamenti(r *atti.Rotte) {
	elaborazione := scheda{sezioneElaborazioni, s.mostraElaborazione}
	attoDiScheda(r, elaborazione, "pagamenti", s.preparaPagamenti, "pagamenti preparati: scaricare i file")
	atti.Pagina(r, http.MethodGet, "/elaborazioni/:id/file/:tipo", s.scaricaFile)
	atti.Modulo(r, "/enti/:id/tesoreria", s.salvaTesoreria, atti.Opzioni[sigess.ModuloTesoreria]{
		Pagina: s.paginaTesoreria, Avviso: "dati di tesoreria salvati", Mostra: true,
		Dopo: func(c *gin.Context, _ sigess.ModuloTesoreria) string { return versoTesoreria(c.Param("id")) }})
}

func versoTesoreria(enteID string) string { return "/enti/" + enteID + "/tesoreria" }

func leggiPagati(tx *gorm.DB, chi models.Chi, e sigess.Elaborazione) (pagati, error) {
	p := pagati{tesoreria: sigess.AmministraTesoreria(chi, e.EnteID) == nil, vede: sigess.Elabora(chi, e.EnteID) == nil}
	if e.ConfermataIl == nil {
		return p, nil
	}
	var err error
	if p.erario, err = sigess.IVAAllErario(tx, e.ID); err != nil {
		return p, err
	}
	if p.elenco, err = sigess.FileElenco(tx, chi, e.ID); err != nil {
		return p, err
	}
	if p.file, err = sigess.FileElaborazione(tx, chi, e.ID); err != nil || len(p.file) == 0 {
		return p, err
	}
	if p.esclusi, err = sigess.Esclusi(tx, chi, e.ID, models.Pagina{Limite: esclusiMostrati}); err != nil {
		return p, err
	}
	p.esiti, err = sigess.ElencaFileEsiti(tx, chi, e.ID)
	return p, err
}

// cassettoFile says of each file of a definitive run what it is for, who made
// it and when, and its digest; and prepares the payments.
func (e registro) cassettoFile(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "file", Titolo: "File"}
	switch {
	case e.Simulazione():
		out.Testo = "Una simulazione non ha file: non paga nulla"
		return out
	case e.ConfermataIl == nil:
		out.Testo = "I file si producono quando l'elaborazione è confermata"
		return out
	}
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "File"}, {Testo: "A che cosa serve"}, {Testo: "Prodotto"}, {Testo: "Pagamenti", Numero: true}, {Testo: "Importo totale", Numero: true}},
		Vuoto: "nessun file: l'elenco Excel è in preparazione"}
	for _, f := range e.pagati.elenco {
		t.Righe = append(t.Righe, rigaFile(f, "Elenco Excel", "per controllare: movimenti, con come si calcolano, e anomalie", e.indirizzo()+"/elenco"))
	}
	for _, f := range e.pagati.file {
		tipo, _ := sigess.TipoFileDi(f.Tipo)
		riga := rigaFile(f, tipo.Titolo, tipo.Serve, e.indirizzo()+"/file/"+f.Tipo)
		riga.Celle[3], riga.Celle[4] = web.Testo(intero(f.Pagamenti)), web.Testo(f.Totale.String())
		t.Righe = append(t.Righe, riga)
	}
	out.Tabelle = []web.Tabella{t}
	if e.pagati.tesoreria {
		out.Voci = []web.Voce{{Etichetta: "Conto e codici dell'ente", Valore: "Dati di tesoreria", URL: versoTesoreria(e.EnteID)},
			{Etichetta: "Chi conferma", Valore: "Regole di conferma", URL: versoRegoleConferma(e.EnteID)}}
	}
	if e.pagati.erario != 0 {
		out.Voci = append(out.Voci, web.Voce{Etichetta: "IVA da versare all'Erario", Valore: e.pagati.erario.String() + ": con lo split payment i file pagano a chi eroga il solo imponibile"})
	}
	if e.Stato == sigess.Stornata && len(e.pagati.file) > 0 {
		out.Testo = "L'elaborazione è stornata: i file dei pagamenti non vanno inviati, quello che è dovuto lo paga un'altra"
	}
	switch {
	case len(e.pagati.file) > 0:
		out.Tabelle = append(out.Tabelle, e.pagati.tabellaEsclusi())
	case e.contabile && e.Pagabile():
		f := inRiga(r, "pagamenti", "Prepara i pagamenti", e.indirizzo()+"/pagamenti",
			modulo(r, "pagamenti", sigess.ModuloDistinta{Esecuzione: disponibile(), Raggruppata: true}, nil))
		f.Testo, f.Invia = "Si decide una volta sola che cosa si paga e con quali file: dopo non cambiano più", "Prepara i pagamenti"
		out.Moduli = []web.ModuloInline{f}
	case e.pagati.vede && e.Pagabile():
		out.Testo = "I file per la banca li prepara il responsabile contabile dell'ente"
	}
	return out
}

func rigaFile(f sigess.RigaFile, titolo, serve, url string) web.Riga {
	return web.Riga{Celle: []web.Cella{{Testo: titolo, URL: url, Nota: f.Nome}, {Testo: serve, Nota: "SHA-256 " + hex.EncodeToString(f.SHA256)},
		{Testo: periodo.DataOra(f.Creato), Nota: f.Autore}, {}, {}}}
}

func (p pagati) tabellaEsclusi() web.Tabella {
	t := web.Tabella{Titolo: "Movimenti che i file non pagano", Colonne: []web.Colonna{{Testo: "Intervento"}, {Testo: "Chi riceve"}, {Testo: "Perché"}, {Testo: "Importo", Numero: true}},
		Vuoto: "nessuno, i file pagano tutta l'elaborazione"}
	if p.esclusi.Totale > len(p.esclusi.Elementi) {
		t.Titolo = fmt.Sprintf("Movimenti che i file non pagano: i primi %s di %s", intero(len(p.esclusi.Elementi)), intero(p.esclusi.Totale))
	}
	for _, e := range p.esclusi.Elementi {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(e.Intervento, sezioneInterventi+"/"+e.InterventoID), web.Testo(e.Beneficiario),
			web.Testo(e.InParole()), web.Testo(e.Netto.String())}})
	}
	return t
}

func (s *sportello) scaricaFile(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	a, err := s.filePagamento(c.Request.Context(), chi, atti.Richiesta[struct{}]{ID: id, Sub: c.Param("tipo")})
	if err != nil {
		return err
	}
	return atti.InviaAllegato(c, a)
}

// paginaTesoreria is the form of how an ente pays.
func (s *sportello) paginaTesoreria(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	return s.moduloEnte(c, chi, valori, problemi, "Dati di tesoreria", func(tx *gorm.DB, e anagrafe.Ente, r ripresa) (web.ModuloPage, error) {
		t, err := sigess.TesoreriaDi(tx, chi, e.ID)
		return web.ModuloPage{Introduzione: "Il conto da cui " + e.Denominazione + " paga e i codici con cui la banca lo conosce. I file già prodotti non cambiano",
			Azione: versoTesoreria(e.ID), Form: modulo(r, moduloUnico, t.Modulo(), form.Opzioni{})}, err
	})
}

// moduloEnte shows the only form of a page about the ente of its path.
func (s *sportello) moduloEnte(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error, titolo string,
	di func(*gorm.DB, anagrafe.Ente, ripresa) (web.ModuloPage, error)) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
	if c.Request.Method == http.MethodGet {
		r = ripresa{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		ente, err := anagrafe.EnteVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		p, err := di(tx, ente, r)
		if err != nil {
			return nil, err
		}
		p.Atto, p.Invia, p.Annulla = r.atto(moduloUnico), "Salva", &web.Link{Testo: "Annulla", URL: sezioneElaborazioni}
		p.Base = base(c, chi, titolo, sezioneElaborazioni, versoElaborazioni)
		r.annota(&p.Base)
		return p, nil
	})
}

// disponibile is the day of execution that the form proposes: banks ask for two
// days.
func disponibile() periodo.Data { return periodo.Oggi().Piu(2) }
