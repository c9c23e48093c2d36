package sigess

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"siss/api/atti"
	"siss/models"
	"siss/models/documento"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// sezioneDocumenti is where the files are.
const sezioneDocumenti = "/documenti"

// The forms of the drawer Documenti.
const (
	moduloCarica  = "documento"
	moduloAnnulla = "annulla-documento"
)

// campoContenuto is the field of the file, in the page as in JSON.
const campoContenuto = "contenuto"

// moduloAnnullaDocumento is which paper to annul, and why.
type moduloAnnullaDocumento struct {
	DocumentoID string `json:"documentoId" format:"uuid" doc:"Documento da annullare" opzioni:"documenti"`
	documento.ModuloAnnullamento
}

func (s *sportello) pagineDocumenti(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, sezioneDocumenti+"/:id", func(c *gin.Context, chi models.Chi) error {
		id, err := identificativo(c, "id")
		if err != nil {
			return err
		}
		file, err := s.fileDocumento(c.Request.Context(), chi, atti.Richiesta[struct{}]{ID: id})
		if err != nil {
			return err
		}
		return atti.InviaAllegato(c, file)
	})
	s.pagineFascicolo(r, scheda{sezioneDomande, s.mostraDomanda}, sigess.CasoDomanda)
	s.pagineFascicolo(r, scheda{sezioneInterventi, s.mostraIntervento}, sigess.CasoIntervento)
}

// pagineFascicolo registers the forms of the drawer Documenti of a kind of case.
func (s *sportello) pagineFascicolo(r *atti.Rotte, di scheda, spetta spetta) {
	percorso := di.sezione + "/:id/documenti"
	opzioni := func(modulo, avviso string) atti.Opzioni[Documento] {
		return atti.Opzioni[Documento]{Avviso: avviso,
			Dopo: func(c *gin.Context, _ Documento) string { return di.sezione + "/" + c.Param("id") + "#documenti" },
			Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
				return di.mostra(c, chi, ripresa{modulo: modulo, valori: valori, problemi: problemi})
			}}
	}
	atti.Carica(r, percorso, campoContenuto, documento.DimensioneMassima, documento.TroppoGrande,
		func(ctx context.Context, chi models.Chi, in atti.Richiesta[documento.Modulo], f atti.File) (Documento, error) {
			d, err := s.allega(ctx, chi, spetta, in.ID, in.Atto, in.Corpo, documento.File{Nome: f.Nome, Contenuto: f.Dati})
			return d, delFile(err)
		}, opzioni(moduloCarica, "documento aggiunto"))
	atti.Modulo(r, percorso+"/annulla", func(ctx context.Context, chi models.Chi, in atti.Richiesta[moduloAnnullaDocumento]) (Documento, error) {
		return s.annullaDocumento(ctx, chi, atti.Richiesta[documento.ModuloAnnullamento]{ID: in.Corpo.DocumentoID, Atto: in.Atto, Corpo: in.Corpo.ModuloAnnullamento})
	}, opzioni(moduloAnnulla, "documento annullato: resta nell'elenco con il motivo"))
	soloModulo(r, percorso, di.sezione)
	soloModulo(r, percorso+"/annulla", di.sezione)
}

// delFile turns a problem of the file's name into one of the input that chose it.
func delFile(err error) error {
	var e *models.Error
	if errors.As(err, &e) {
		for n := range e.Campi {
			if e.Campi[n].Nome == "nome" {
				e.Campi[n].Nome = campoContenuto
			}
		}
	}
	return err
}

// fascicolo is what the drawer Documenti shows of a case.
type fascicolo struct {
	indirizzo string // of the card
	righe     []documento.Riga
	puo       bool // who looks may add and annul
	domanda   []documento.Riga
	estremi   string // of the domanda whose papers are shown too
}

// validi are the papers that may be replaced or annulled.
func (f fascicolo) validi() []form.Opzione {
	var out []form.Opzione
	for _, r := range f.righe {
		if r.Vale() {
			out = append(out, form.Opzione{Valore: r.ID, Testo: r.Titolo + ", " + parolaTipo(r.Tipo) + ", " + periodo.DataOra(r.CaricatoIl)})
		}
	}
	return out
}

func parolaTipo(tipo string) string {
	return scelta(form.Predefinito(documento.Modulo{Tipo: tipo}, nil), "tipo")
}

// cassetto is the drawer of fig. 22.
func (f fascicolo) cassetto(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "documenti", Titolo: "Documenti", Tabelle: []web.Tabella{f.tabella("Documenti della pratica", f.righe, true)}}
	if len(f.domanda) > 0 {
		altri := f.tabella("Documenti della domanda "+f.estremi, f.domanda, false)
		altri.Ripiegata = true
		out.Tabelle = append(out.Tabelle, altri)
	}
	if !f.puo {
		return out
	}
	out.Nuovo = &web.Link{Testo: "Aggiungi documento", URL: f.indirizzo + "?apri=" + moduloCarica + "#documenti"}
	out.Moduli = append(out.Moduli, f.caricamento(r))
	if validi := f.validi(); len(validi) > 0 {
		m := inRiga(r, moduloAnnulla, "Annulla un documento", f.indirizzo+"/documenti/annulla",
			modulo(r, moduloAnnulla, moduloAnnullaDocumento{DocumentoID: r.scelto}, form.Opzioni{"documenti": validi}))
		m.Testo = "Il documento annullato non vale più, ma non si cancella: resta nell'elenco con il motivo e chi l'ha annullato. L'annullamento non si ritira"
		m.Pericolo, m.Invia = true, "Annulla il documento"
		out.Moduli = append(out.Moduli, m)
	}
	return out
}

func (f fascicolo) caricamento(r ripresa) web.ModuloInline {
	m := inRiga(r, moduloCarica, "Aggiungi un documento", f.indirizzo+"/documenti",
		modulo(r, moduloCarica, documento.Modulo{SostituisceID: r.scelto}, form.Opzioni{"documenti": f.validi()}))
	if len(f.validi()) == 0 { // nothing to replace: nothing to ask
		m.Form.Fields = slices.DeleteFunc(m.Form.Fields, func(c form.Field) bool { return c.Name == "sostituisceId" })
	}
	m.Invia = "Carica il documento"
	m.File = r.file(moduloCarica, web.CampoFile{Aiuto: "PDF, JPEG, PNG, ODT o DOCX, fino a 10 MB", Accetta: documento.Estensioni,
		Massimo: documento.DimensioneMassima, Troppo: documento.TroppoGrande})
	return m
}

func (f fascicolo) tabella(titolo string, righe []documento.Riga, atti bool) web.Tabella {
	t := web.Tabella{Titolo: titolo, Vuoto: "nessun documento", Colonne: web.Colonne("Titolo", "Tipo documento", "Caricato il", "Dimensione e impronta SHA-256", "Stato")}
	if f.puo && atti {
		t.Vuoto += ": aggiungerne uno con l'icona +"
	}
	for _, r := range righe {
		riga := web.Riga{Celle: []web.Cella{{Testo: r.Titolo, URL: sezioneDocumenti + "/" + r.ID, Nota: nomeFile(r)}, web.Testo(parolaTipo(r.Tipo)),
			{Testo: periodo.DataOra(r.CaricatoIl), Nota: r.Autore}, {Testo: peso(r.Dimensione), Nota: hex.EncodeToString(r.SHA256)[:12]}, statoDocumento(r)}}
		if f.puo && atti && r.Vale() {
			verso := func(modulo string) string {
				return f.indirizzo + "?apri=" + modulo + "&documento=" + r.ID + "#documenti"
			}
			riga.Atti = []web.Pulsante{{Testo: "Sostituisci", Oggetto: r.Titolo, Link: true, URL: verso(moduloCarica)},
				{Testo: "Annulla", Oggetto: r.Titolo, Link: true, URL: verso(moduloAnnulla)}}
		}
		t.Righe = append(t.Righe, riga)
	}
	return t
}

// nomeFile is the name of the file when the title says something else.
func nomeFile(r documento.Riga) string {
	if r.Nome == r.Titolo {
		return ""
	}
	return r.Nome
}

func statoDocumento(r documento.Riga) web.Cella {
	switch {
	case r.AnnullatoIl != nil:
		c := web.Stato("Annullato", web.Negativo)
		c.Nota = fmt.Sprintf("%s, %s: %s", periodo.DataOra(*r.AnnullatoIl), r.Annullatore, r.MotivoAnnullamento)
		return c
	case r.SostituitoDa != nil:
		c := web.Stato("Sostituito", web.Neutro)
		c.Nota = "da " + r.Sostituito
		return c
	}
	c := web.Stato("Valido", web.Positivo)
	if r.Sostituisce != "" {
		c.Nota = "al posto di " + r.Sostituisce
	}
	return c
}

// peso writes a size in bytes as an operatore reads it: "350 kB", "1,2 MB".
func peso(byte int) string {
	switch {
	case byte < 1000:
		return fmt.Sprintf("%d byte", byte)
	case byte < 1_000_000:
		return fmt.Sprintf("%d kB", (byte+500)/1000)
	}
	return strings.Replace(fmt.Sprintf("%.1f MB", float64(byte)/1e6), ".", ",", 1)
}
