package atti

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"siss/models"
)

// File is a file that came with a form.
type File struct {
	Nome string
	Dati []byte
}

const (
	// ChiaveCorpo is the gin key under which the server keeps the body as it was
	// before its own limit: an act that carries a file sets a larger one.
	ChiaveCorpo = "corpo"

	// attesaFile is how long a file may take to arrive over a slow line.
	attesaFile = 5 * time.Minute
	// attesaAtto is how long an act may last once its file has arrived.
	attesaAtto = 30 * time.Second

	campiMassimi = 50       // parts of a form with a file
	testoMassimo = 64 << 10 // bytes of a field of such a form
)

// allarga lets a request carry up to massimo bytes, and take its time: who
// sends it has been authenticated already. The returned context begins to
// count when the body has arrived, so it is to be asked for then.
func allarga(c *gin.Context, massimo int64) (arrivato func() context.CancelFunc) {
	corpo, ok := c.Value(ChiaveCorpo).(io.ReadCloser)
	if !ok {
		corpo = c.Request.Body
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, corpo, massimo)
	tempi := http.NewResponseController(c.Writer)
	adesso := time.Now()
	// A connection without deadlines, as in tests, needs none moved.
	_ = tempi.SetReadDeadline(adesso.Add(attesaFile))
	_ = tempi.SetWriteDeadline(adesso.Add(attesaFile + 2*attesaAtto))
	return func() context.CancelFunc {
		ctx, fine := context.WithTimeout(context.WithoutCancel(c.Request.Context()), attesaAtto)
		c.Request = c.Request.WithContext(ctx)
		return fine
	}
}

// Carica adds the POST of a form with a file of at most massimo bytes in the
// named field, as Modulo does for the others. The file is read as it comes and
// never lies on disk. File problems are of that field; a file that is missing
// or too large is refused here, with the given sentence.
func Carica[F, R any](r *Rotte, percorso, campo string, massimo int64, troppo string,
	esegui func(context.Context, models.Chi, Richiesta[F], File) (R, error), op Opzioni[R]) {
	Pagina(r, http.MethodPost, percorso, func(c *gin.Context, chi models.Chi) error {
		if riprende(c.Request) {
			valori, err := r.bozza(c, chi)
			if err != nil {
				return err
			}
			return op.Pagina(c, chi, conAtto(valori), nil)
		}
		arrivato := allarga(c, 4*massimo) // a file not much too large gets its sentence, not a cut line
		valori, file, err := leggiParti(c.Request, campo, massimo)
		defer arrivato()()
		if err != nil {
			return parteIlleggibile(err, campo, troppo)
		}
		problemi := file.problemi(campo, massimo, troppo)
		esito, err := invia(c, chi, valori, func(ctx context.Context, chi models.Chi, in Richiesta[F]) (R, error) {
			if len(problemi) > 0 {
				var zero R
				return zero, invalido(problemi)
			}
			return esegui(ctx, chi, in, file.File)
		})
		if err != nil {
			if e := Rifiutato(err); e != nil && e.Kind == models.Invalid {
				e.Campi = unisci(e.Campi, problemi)
			}
			return ripresenta(r, c, chi, valori, err, op.Pagina)
		}
		r.eliminaBozza(c, chi)
		if op.Avviso != "" {
			Avvisa(c, op.Avviso)
		}
		c.Redirect(http.StatusSeeOther, op.Dopo(c, esito))
		return nil
	})
}

// riprende tells whether a form without a file was sent, to take up the draft
// left unsaved of the other fields.
func riprende(req *http.Request) bool {
	tipo, _, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if err != nil || tipo != "application/x-www-form-urlencoded" {
		return false
	}
	valori, err := postati(req)
	return err == nil && valori.Has(campoRiprendi)
}

// arrivo is a file with what went wrong on its way.
type arrivo struct {
	File
	letti int64 // bytes that came, more than are kept when it is too large
}

func (a arrivo) problemi(campo string, massimo int64, troppo string) []models.Campo {
	switch {
	case a.letti > massimo:
		return []models.Campo{{Nome: campo, Messaggio: troppo}}
	case a.Nome == "":
		return []models.Campo{{Nome: campo, Messaggio: "scegliere il file da caricare"}}
	}
	return nil
}

// leggiParti reads the parts of the form one after the other.
func leggiParti(req *http.Request, campo string, massimo int64) (url.Values, arrivo, error) {
	parti, err := req.MultipartReader()
	if err != nil {
		return nil, arrivo{}, errSenzaParti
	}
	valori, file := url.Values{}, arrivo{}
	for n := 0; ; n++ {
		p, err := parti.NextPart()
		if errors.Is(err, io.EOF) {
			return valori, file, nil
		}
		if err == nil && n >= campiMassimi {
			err = errors.New("too many parts")
		}
		if err == nil {
			err = leggiParte(p, campo, massimo, valori, &file)
		}
		if err != nil {
			return nil, file, err
		}
	}
}

func leggiParte(p *multipart.Part, campo string, massimo int64, valori url.Values, file *arrivo) error {
	if p.FormName() != campo {
		testo, err := io.ReadAll(io.LimitReader(p, testoMassimo+1))
		if err == nil && len(testo) > testoMassimo {
			err = errors.New("field too long")
		}
		valori.Add(p.FormName(), string(testo))
		return err
	}
	if file.Nome != "" {
		return errors.New("more than one file")
	}
	dati, err := io.ReadAll(io.LimitReader(p, massimo+1))
	if err != nil {
		return err
	}
	resto, err := io.Copy(io.Discard, p)
	file.letti = int64(len(dati)) + resto
	file.Nome = p.FileName()
	file.Dati = slices.Clip(dati)
	return err
}

var errSenzaParti = errors.New("not a form with parts")

func parteIlleggibile(err error, campo, troppo string) error {
	var grande *http.MaxBytesError
	switch {
	case errors.Is(err, errSenzaParti):
		return Rifiuta(http.StatusUnsupportedMediaType, "unsupported_media_type", "inviare il modulo dalla sua pagina")
	case errors.As(err, &grande):
		return Rifiuta(http.StatusRequestEntityTooLarge, "too_large", troppo, models.Campo{Nome: campo, Messaggio: troppo})
	}
	return Rifiuta(http.StatusBadRequest, "malformed", "il modulo non è arrivato intero: ricaricare la pagina e inviarlo di nuovo")
}
