package sigess

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/auth"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// The entries of the menu that the area's pages stand under.
const (
	sezioneDomande      = "/domande"
	sezioneInterventi   = "/interventi"
	sezioneTabellone    = "/tabellone"
	sezioneElaborazioni = "/elaborazioni"
)

var casa = web.Link{Testo: "Home", URL: "/"}

// mostra reads what a page shows in one transaction and renders it with the
// status that is already set.
func (s *sportello) mostra(c *gin.Context, chi models.Chi, costruisci func(tx *gorm.DB) (web.Page, error)) error {
	p, err := leggi(c.Request.Context(), s, chi, costruisci)
	if err != nil {
		return err
	}
	return web.Render(c.Writer, c.Writer.Status(), p)
}

// base begins a page of a section; percorso leads back, Home excluded.
func base(c *gin.Context, chi models.Chi, titolo, sezione string, percorso ...web.Link) web.Base {
	b := auth.Base(c, chi, titolo)
	b.Sezione, b.Percorso = sezione, append([]web.Link{casa}, percorso...)
	return b
}

// identificativo is the UUID that a page's path names; anything else is not
// the address of anything.
func identificativo(c *gin.Context, nome string) (string, error) {
	id, err := uuid.Parse(c.Param(nome))
	if err != nil {
		return "", models.Errorf(models.NotFound, "l'indirizzo non corrisponde a nessuna pratica: tornare all'elenco e sceglierla da lì")
	}
	return id.String(), nil
}

// dallaQuery is the UUID that a parameter names, "" when there is none.
func dallaQuery(c *gin.Context, nome string) string {
	id, err := uuid.Parse(c.Query(nome))
	if err != nil {
		return ""
	}
	return id.String()
}

// ripresa is a form that comes back after a post: which one on the page, what
// was typed, and why it was refused. The zero ripresa is a page just asked for.
type ripresa struct {
	modulo   string
	valori   url.Values
	problemi *models.Error
	chiesto  string // the form that a command of the card opens
	scelto   string // what that form is about, "" for nothing in particular
}

// chiesta is a card just asked for, perhaps by a command.
func chiesta(c *gin.Context) ripresa {
	return ripresa{chiesto: c.Query("apri"), scelto: dallaQuery(c, "documento")}
}

// atto is the identity of the act that a form on the page makes. A form that
// comes back keeps it, so that repeating it is the same act, except after a
// refusal: the refusal is the outcome of that act, and what is corrected is
// another one.
func (r ripresa) atto(modulo string) string {
	rifiutato := r.problemi != nil && r.problemi.Kind != models.Unavailable
	if r.modulo != modulo || rifiutato {
		return uuid.NewString()
	}
	return r.valori.Get(atti.CampoAtto)
}

// annota writes on the page why the form was refused.
func (r ripresa) annota(b *web.Base) {
	if r.problemi != nil {
		b.Errore, b.Campi = r.problemi.Messaggio, r.problemi.Campi
	}
}

// modulo shows a form: as it was typed when it comes back, else the defaults.
func modulo[F any](r ripresa, nome string, predefinito F, opzioni form.Opzioni) *form.Form {
	if r.modulo != nome {
		return form.Predefinito(predefinito, opzioni)
	}
	var campi []models.Campo
	if r.problemi != nil {
		campi = r.problemi.Campi
	}
	return form.Riempi[F](r.valori, opzioni, campi)
}

// inRiga is a form of a card, posted to the card's own path.
func inRiga(r ripresa, nome, titolo, azione string, f *form.Form) web.ModuloInline {
	return web.ModuloInline{Titolo: titolo, Azione: azione, Atto: r.atto(nome), Form: f, Aperto: r.modulo == nome || r.chiesto == nome}
}

// file is the input of a file of a form: a browser does not keep the file of a
// form that comes back.
func (r ripresa) file(modulo string, f web.CampoFile) *web.CampoFile {
	f.Nome, f.Etichetta = campoContenuto, "File"
	if r.modulo == modulo && r.problemi != nil {
		f.Aiuto = "Scegliere di nuovo il file: " + f.Aiuto
		for _, c := range r.problemi.Campi {
			if c.Nome == campoContenuto {
				f.Errore = c.Messaggio
			}
		}
	}
	return &f
}

// soloModulo makes the address to which a form is posted lead, when it is only
// asked for, to the page that has the form.
func soloModulo(r *atti.Rotte, percorso, sezione string) {
	atti.Pagina(r, http.MethodGet, percorso, func(c *gin.Context, _ models.Chi) error {
		id, err := identificativo(c, "id")
		if err == nil {
			c.Redirect(http.StatusSeeOther, sezione+"/"+id)
		}
		return err
	})
}

// scelta is the Italian word for the chosen value of a field.
func scelta(f *form.Form, percorso string) string {
	campo, ok := f.Field(percorso)
	if !ok || campo.Value == "" {
		return ""
	}
	for _, o := range campo.Options {
		if o.Valore == campo.Value {
			return o.Testo
		}
	}
	return campo.Value
}

// voce is a line of a drawer.
func voce(etichetta, valore string) web.Voce { return web.Voce{Etichetta: etichetta, Valore: valore} }

// istante writes a moment that may be absent.
func istante(t *time.Time) string {
	if t == nil {
		return ""
	}
	return periodo.DataOra(*t)
}

// dalAl writes a period in words.
func dalAl(dal, al periodo.Data) string {
	switch {
	case dal.IsZero() && al.IsZero():
		return "tutto l'intervento"
	case al.IsZero():
		return "dal " + dal.Italiana()
	case dal.IsZero():
		return "fino al " + al.Italiana()
	}
	return fmt.Sprintf("dal %s al %s", dal.Italiana(), al.Italiana())
}

// toni are the colours of the states; a state without one is neutral.
var toni = map[sigess.Stato]web.Tono{
	sigess.Presentata: web.Principale, sigess.InIstruttoria: web.Principale, sigess.Sospesa: web.Attenzione, sigess.InPreavviso: web.Attenzione, sigess.Accolta: web.Positivo,
	sigess.AccoltaParz: web.Positivo, sigess.Respinta: web.Negativo, sigess.DaValutare: web.Attenzione,
	sigess.Accettata: web.Positivo, sigess.Attivata: web.Positivo, sigess.DaAttivare: web.Principale, sigess.Attivo: web.Positivo,
	sigess.Sospeso: web.Attenzione, sigess.InCalcolo: web.Principale, sigess.Provvisoria: web.Attenzione,
	sigess.Definitiva: web.Positivo, sigess.Annullata: web.Negativo, sigess.DaRecuperare: web.Attenzione,
	sigess.Trasmessa: web.Positivo, sigess.PagataParziale: web.Attenzione, sigess.Pagata: web.Positivo, sigess.Stornata: web.Negativo,
	sigess.Simulata: web.Principale, sigess.Rateizzato: web.Principale, sigess.Recuperato: web.Positivo, sigess.Inesigibile: web.Negativo,
	sigess.MeseAperto: web.Attenzione, sigess.MeseChiuso: web.Positivo, sigess.MeseRiaperto: web.Attenzione, sigess.Concessa: web.Positivo, sigess.Negata: web.Negativo,
}

func tono(stato sigess.Stato) web.Tono {
	if t, ok := toni[stato]; ok {
		return t
	}
	return web.Neutro
}

func badge(stato sigess.Stato) web.Badge { return web.Badge{Testo: stato.Nome(), Tono: tono(stato)} }

func cellaStato(stato sigess.Stato) web.Cella { return web.Stato(stato.Nome(), tono(stato)) }

// eUUID tells whether a text names a row.
func eUUID(s string) bool { return uuid.Validate(s) == nil }

// adesso is the line of a card that says what the case waits for, leading to
// the whole story; nil when it waits for nothing.
func adesso(iter web.Cronologia) *web.Link {
	if len(iter.Attese) == 0 {
		return nil
	}
	a := iter.Attese[0]
	testo := a.Cosa.Testo
	if a.Entro != "" {
		testo += ", entro il " + a.Entro
	}
	if a.Scadenza != web.InTempo {
		testo += " (" + string(a.Scadenza) + ")"
	}
	if altre := len(iter.Attese) - 1; altre == 1 {
		testo += "; e un'altra attesa"
	} else if altre > 1 {
		testo += fmt.Sprintf("; e altre %d attese", altre)
	}
	return &web.Link{Testo: "Adesso si attende: " + testo, URL: "#iter"}
}

// scheda is the card of a kind of case: the section it is in, and how it is
// shown, with a form that comes back.
type scheda struct {
	sezione string
	mostra  func(*gin.Context, models.Chi, ripresa) error
}

// attoDiScheda registers a form that is on a card: done, the card is shown;
// refused, the card comes back with what was typed.
func attoDiScheda[F any](r *atti.Rotte, di scheda, nome string, esegui atti.Esegui[F, Esito], avviso string) {
	percorso := di.sezione + "/:id/" + nome
	atti.Modulo(r, percorso, esegui, atti.Opzioni[Esito]{Avviso: avviso,
		Dopo: func(_ *gin.Context, e Esito) string { return di.sezione + "/" + e.ID },
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return di.mostra(c, chi, ripresa{modulo: nome, valori: valori, problemi: problemi})
		}})
	soloModulo(r, percorso, di.sezione)
}
