// Package catalogo is the regional catalogue of the tipi di intervento, loaded
// by "siss seed". The codes are provisional until the Region publishes those of
// its Nomenclatore (DGR 584/2020); the five structures of the manual's fig. 22
// are the first of theirs in alphabetical order, as the select lists them.
package catalogo

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Livelli essenziali: the five kinds of service of L. 328/2000 art. 22 c. 4,
// and for payments the measures of c. 2.
const (
	servizioSociale = "Servizio sociale professionale e segretariato sociale"
	emergenza       = "Pronto intervento sociale"
	domiciliare     = "Assistenza domiciliare"
	residenziale    = "Strutture residenziali e semiresidenziali"
	accoglienza     = "Centri di accoglienza"
	reddito         = "Misure di sostegno al reddito e alla domiciliarità"
)

// Classificazione: the fasce di utenza of the Nomenclatore of Lazio.
const (
	famiglia     = "Famiglia e minori"
	autosuff     = "Anziani autosufficienti"
	disabili     = "Persone con disabilità"
	nonAutosuff  = "Anziani non autosufficienti"
	poverta      = "Povertà"
	disagio      = "Disagio adulti"
	donne        = "Donne vittime di violenza"
	immigrazione = "Immigrati, Rom, Sinti e Caminanti"
)

// validiDal is the day from which the tipi may be chosen, early enough for what
// was begun before the program.
const validiDal = "2020-01-01"

type voce struct {
	codice, denominazione, livello, classificazione, istat string
}

// economici are the contributi that fig. 13 sums up.
var economici = []voce{
	{"ECO-01", "Contributo economico continuativo", reddito, poverta, "Contributi economici a integrazione del reddito familiare"},
	{"ECO-02", "Contributo a integrazione del reddito familiare", reddito, famiglia, "Contributi economici a integrazione del reddito familiare"},
	{"ECO-03", "Contributo economico straordinario", reddito, disagio, "Contributi economici a integrazione del reddito familiare"},
	{"ECO-04", "Contributo per il canone di locazione", reddito, poverta, "Contributi economici per l'alloggio"},
	{"ECO-05", "Contributo per le utenze domestiche", reddito, poverta, "Contributi economici per l'alloggio"},
	{"ECO-06", "Contributo per l'affidamento familiare di minori", reddito, famiglia, "Contributi economici per l'affido familiare di minori"},
	{"ECO-07", "Assegno di cura per la non autosufficienza", reddito, nonAutosuff, "Assegno di cura"},
	{"ECO-08", "Contributo per la disabilità gravissima", reddito, disabili, "Assegno di cura"},
	{"ECO-09", "Contributo per la vita indipendente", reddito, disabili, "Contributi economici per i servizi alla persona"},
	{"ECO-10", "Contributo per spese sanitarie", reddito, autosuff, "Contributi economici per cure o prestazioni sanitarie"},
	{"ECO-11", "Contributo per mensa e trasporto scolastico", reddito, famiglia, "Contributi economici per servizi scolastici"},
	{"ECO-12", "Indennità per tirocinio di inclusione sociale", reddito, disagio, "Contributi economici per l'inserimento lavorativo"},
}

// prestazioni are delivered by an ente erogatore.
var prestazioni = []voce{
	{"PRE-01", "Assistenza domiciliare socio-assistenziale", domiciliare, autosuff, "Assistenza domiciliare socio-assistenziale"},
	{"PRE-02", "Assistenza domiciliare integrata con servizi sanitari", domiciliare, nonAutosuff, "Assistenza domiciliare integrata con servizi sanitari"},
	{"PRE-03", "Assistenza educativa domiciliare", domiciliare, famiglia, "Sostegno socio-educativo domiciliare"},
	{"PRE-04", "Assistenza per l'autonomia e la comunicazione a scuola", servizioSociale, disabili, "Sostegno socio-educativo scolastico"},
	{"PRE-05", "Pasti a domicilio", domiciliare, autosuff, "Distribuzione pasti e lavanderia a domicilio"},
	{"PRE-06", "Trasporto sociale", servizioSociale, disabili, "Trasporto sociale"},
	{"PRE-07", "Telesoccorso e teleassistenza", emergenza, autosuff, "Telesoccorso e teleassistenza"},
	{"PRE-08", "Assistenza domiciliare a persone con disabilità", domiciliare, disabili, "Assistenza domiciliare socio-assistenziale"},
}

// strutture are the inserimenti: the tipologia of the ASSA register that each
// admits has the same name.
var strutture = []voce{
	{"STR-01", "Accoglienza Notturna", accoglienza, disagio, "Dormitori e strutture per l'accoglienza notturna"},
	{"STR-02", "Alloggi per accoglienza di emergenza", emergenza, disagio, "Strutture per l'accoglienza di emergenza"},
	{"STR-03", "Altre strutture di accoglienza MSNA", accoglienza, immigrazione, "Strutture di accoglienza per minori stranieri non accompagnati"},
	{"STR-04", "Asilo nido, nido aziendale e micro-nido", residenziale, famiglia, "Asili nido"},
	{"STR-05", "CAS Centri Accoglienza Straordinaria", accoglienza, immigrazione, "Centri di accoglienza per immigrati"},
	{"STR-06", "Casa di riposo", residenziale, autosuff, "Strutture residenziali per anziani"},
	{"STR-07", "Casa famiglia per minori", residenziale, famiglia, "Strutture residenziali per minori"},
	{"STR-08", "Casa famiglia per persone con disabilità", residenziale, disabili, "Strutture residenziali per persone con disabilità"},
	{"STR-09", "Casa rifugio per donne vittime di violenza", accoglienza, donne, "Centri antiviolenza e case rifugio"},
	{"STR-10", "Centro diurno per anziani", residenziale, autosuff, "Centri diurni per anziani"},
	{"STR-11", "Centro diurno per persone con disabilità", residenziale, disabili, "Centri diurni per persone con disabilità"},
	{"STR-12", "Comunità alloggio per anziani", residenziale, autosuff, "Strutture residenziali per anziani"},
	{"STR-13", "Gruppo appartamento per minori", residenziale, famiglia, "Strutture residenziali per minori"},
	{"STR-14", "Residenza protetta per anziani", residenziale, nonAutosuff, "Strutture residenziali per anziani"},
}

var spazio = uuid.MustParse("b2c6a1de-0a8e-5b64-9a53-7f1f0d2c6e06")

// Tipi lists the catalogue by natura and codice. The ids follow from the codes.
func Tipi() []sigess.TipoIntervento {
	var out []sigess.TipoIntervento
	aggiungi := func(natura sigess.Natura, voci []voce) {
		for _, v := range voci {
			t := sigess.TipoIntervento{ID: uuid.NewSHA1(spazio, []byte(v.codice)).String(), Codice: v.codice, Denominazione: v.denominazione,
				Natura: natura, LivelloAssistenza: v.livello, Classificazione: v.classificazione, ClassificazioneIstat: v.istat,
				Dal: periodo.MustParse(validiDal)}
			if natura == sigess.Struttura {
				t.TipologiaStruttura = v.denominazione
			}
			out = append(out, t)
		}
	}
	aggiungi(sigess.Economico, economici)
	aggiungi(sigess.Prestazioni, prestazioni)
	aggiungi(sigess.Struttura, strutture)
	return out
}

// Carica writes the catalogue; repeating it changes nothing, and tipi added by
// others stay.
func Carica(ctx context.Context, db *gorm.DB) error {
	err := models.Atto(ctx, db, models.Sistema(), "carica-catalogo", func(tx *gorm.DB) error {
		for _, t := range Tipi() {
			err := tx.Exec(`INSERT INTO tipo_intervento AS t (id, codice, denominazione, natura, livello_assistenza, classificazione,
					classificazione_istat, tipologia_struttura, dal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT (codice) DO UPDATE SET denominazione = excluded.denominazione, livello_assistenza = excluded.livello_assistenza,
					classificazione = excluded.classificazione, classificazione_istat = excluded.classificazione_istat,
					tipologia_struttura = excluded.tipologia_struttura
				WHERE (t.denominazione, t.livello_assistenza, t.classificazione, t.classificazione_istat, t.tipologia_struttura) IS DISTINCT FROM
					(excluded.denominazione, excluded.livello_assistenza, excluded.classificazione, excluded.classificazione_istat, excluded.tipologia_struttura)`,
				t.ID, t.Codice, t.Denominazione, t.Natura, t.LivelloAssistenza, t.Classificazione, t.ClassificazioneIstat, t.TipologiaStruttura, t.Dal).Error
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("catalogue: %w", err)
	}
	return nil
}
