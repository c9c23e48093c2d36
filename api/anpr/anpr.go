package anpr

import (
	"context"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/fiscale"
)

// Servizio consults ANPR.
type Servizio interface {
	// Attivo tells whether this installation can ask ANPR at all.
	Attivo() bool

	// Consulta asks for the person with a codice fiscale. Refusals are
	// *models.Error: NotFound when ANPR has nobody with it, Unavailable when
	// ANPR cannot be asked now or its answer cannot be used.
	Consulta(ctx context.Context, d Domanda) (Risposta, error)
}

// Domanda is one consultation.
type Domanda struct {
	Operazione    string // UUID of the consultation: asking twice is one operation
	CodiceFiscale fiscale.Codice
	Pratica       string // the case it is for, which ANPR keeps with the operation
}

// Risposta is what ANPR answers.
type Risposta struct {
	Persona    anagrafe.Persona
	Operazione string // by which ANPR remembers the consultation
}

// The refusals. None names the person.
var (
	ErrAssente       = models.Errorf(models.NotFound, "in ANPR non risulta nessuno con questo codice fiscale: ricontrollarlo, oppure inserire il soggetto a mano")
	ErrNonRaggiunta  = models.Errorf(models.Unavailable, "ANPR non risponde: riprovare tra qualche minuto; quello che è stato scritto resta nella pagina")
	ErrRisposta      = models.Errorf(models.Unavailable, "ANPR ha dato una risposta che non si può usare: riprovare; se succede ancora segnalarlo all'assistenza")
	ErrNonConsentita = models.Errorf(models.Unavailable, "ANPR non ha accettato la richiesta di questa installazione: segnalarlo all'assistenza; intanto inserire il soggetto a mano")
	ErrNonAttiva     = models.Errorf(models.Unavailable, "la ricerca in ANPR non è attiva in questa installazione: inserire il soggetto a mano")
)

// NonAttivo is the Servizio of an installation that cannot ask ANPR.
type NonAttivo struct{}

// Attivo is false.
func (NonAttivo) Attivo() bool { return false }

// Consulta refuses.
func (NonAttivo) Consulta(context.Context, Domanda) (Risposta, error) {
	return Risposta{}, ErrNonAttiva
}
