package anpr

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"siss/models"
	"siss/models/periodo"
)

// Attesa is how long a whole consultation may take: an operatore waits for it.
const Attesa = 5 * time.Second

// rispostaMax is the size of an answer, in bytes: a family is a few thousand.
const rispostaMax = 1 << 20

// The services, each with its case of use.
type servizio struct{ percorso, casoUso string }

var (
	idUnico       = servizio{"/C030-servizioAccertamentoIdUnicoNazionale/v1/anpr-service-e002", "C030"}
	residenzaDi   = servizio{"/C020-servizioAccertamentoResidenza/v1/anpr-service-e002", "C020"}
	statoFamiglia = servizio{"/C021-servizioAccertamentoStatoFamiglia/v1/anpr-service-e002", "C021"}
)

// Cliente asks ANPR, or whatever answers as ANPR does, by HTTP. Access by PDND
// vouchers is not built yet: it asks services that need none.
type Cliente struct {
	base   string
	http   *http.Client
	attesa time.Duration
	log    *slog.Logger
}

// Nuovo makes a client of the services under base, "https://host/path". attesa
// is how long a consultation may take in all.
func Nuovo(base string, attesa time.Duration, log *slog.Logger) *Cliente {
	return &Cliente{base: strings.TrimRight(base, "/"), attesa: attesa, log: log, http: &http.Client{
		// An answer from somewhere else is no answer of ANPR.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// Controlla tells whether base can be the address of the services.
func Controlla(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.User != nil {
		return errors.New("must be an address such as https://host/path")
	}
	return nil
}

// Attivo is true.
func (*Cliente) Attivo() bool { return true }

// Consulta asks the three services one after the other.
func (c *Cliente) Consulta(ctx context.Context, d Domanda) (Risposta, error) {
	ctx, fine := context.WithTimeout(ctx, c.attesa)
	defer fine()
	trovati, err := c.chiedi(ctx, idUnico, d, criteri{CodiceFiscale: d.CodiceFiscale.String()})
	if err != nil {
		return Risposta{}, err
	}
	if len(trovati.ListaSoggetti.DatiSoggetto) != 1 || trovati.ListaSoggetti.DatiSoggetto[0].Identificativi.IDANPR == "" {
		return Risposta{}, c.inservibile(ctx, idUnico, "not one identifier")
	}
	chi := criteri{IDANPR: trovati.ListaSoggetti.DatiSoggetto[0].Identificativi.IDANPR}
	letti, err := c.chiedi(ctx, residenzaDi, d, chi)
	if err != nil {
		return Risposta{}, err
	}
	if len(letti.ListaSoggetti.DatiSoggetto) != 1 {
		return Risposta{}, c.inservibile(ctx, residenzaDi, "not one person")
	}
	famiglia, err := c.chiedi(ctx, statoFamiglia, d, chi)
	if err != nil && !errors.Is(err, ErrAssente) { // who lives in no family has none
		return Risposta{}, err
	}
	p, err := persona(letti.ListaSoggetti.DatiSoggetto[0], famiglia.ListaSoggetti.DatiSoggetto)
	if err == nil && p.CodiceFiscale != d.CodiceFiscale {
		err = errors.New("answer about another codice fiscale")
	}
	if err != nil {
		return Risposta{}, c.inservibile(ctx, residenzaDi, err.Error())
	}
	p.IDANPR = pulito(chi.IDANPR)
	return Risposta{Persona: p, Operazione: letti.IDOperazioneANPR}, nil
}

// chiedi calls one service.
func (c *Cliente) chiedi(ctx context.Context, s servizio, d Domanda, chi criteri) (risposta, error) {
	var out risposta
	corpo, err := json.Marshal(richiesta{
		IDOperazioneClient: strings.ReplaceAll(d.Operazione, "-", ""), CriteriRicerca: chi,
		DatiRichiesta: datiRichiesta{DataRiferimento: periodo.Oggi().String(), Motivo: d.Pratica, CasoUso: s.casoUso},
	})
	if err != nil {
		return out, fmt.Errorf("anpr: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+s.percorso, bytes.NewReader(corpo))
	if err != nil {
		return out, fmt.Errorf("anpr: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return out, c.muta(ctx, s, err)
	}
	defer resp.Body.Close()
	if err := c.accettata(ctx, s, resp); err != nil {
		return out, err
	}
	dati, err := io.ReadAll(io.LimitReader(resp.Body, rispostaMax+1))
	switch {
	case err != nil:
		return out, c.muta(ctx, s, err)
	case len(dati) > rispostaMax:
		return out, c.inservibile(ctx, s, "too long")
	}
	if err := json.Unmarshal(dati, &out); err != nil {
		return out, c.inservibile(ctx, s, "malformed") // the error may quote the answer
	}
	return out, nil
}

// accettata turns a status into a refusal.
func (c *Cliente) accettata(ctx context.Context, s servizio, resp *http.Response) error {
	tipo, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")) // "" when malformed, which is no JSON either
	switch resp.StatusCode {
	case http.StatusOK:
		if tipo != "application/json" {
			return c.inservibile(ctx, s, "not JSON")
		}
		return nil
	case http.StatusNotFound:
		// A wrong address answers 404 too, but not with the errors of ANPR.
		var errori struct {
			ListaErrori []json.RawMessage `json:"listaErrori"`
		}
		if err := json.NewDecoder(io.LimitReader(resp.Body, rispostaMax)).Decode(&errori); err != nil || len(errori.ListaErrori) == 0 {
			return c.rifiuto(ctx, s, resp.StatusCode, ErrNonConsentita)
		}
		return ErrAssente
	case http.StatusTooManyRequests:
		return c.rifiuto(ctx, s, resp.StatusCode, ErrNonRaggiunta)
	}
	if resp.StatusCode >= http.StatusInternalServerError {
		return c.rifiuto(ctx, s, resp.StatusCode, ErrNonRaggiunta)
	}
	return c.rifiuto(ctx, s, resp.StatusCode, ErrNonConsentita)
}

func (c *Cliente) rifiuto(ctx context.Context, s servizio, stato int, err error) error {
	c.log.WarnContext(ctx, "anpr refused", "service", s.casoUso, "status", stato)
	return err
}

// muta is for an answer that did not come.
func (c *Cliente) muta(ctx context.Context, s servizio, err error) error {
	if errors.Is(err, context.Canceled) {
		return err // who asked has left
	}
	c.log.WarnContext(ctx, "anpr does not answer", "service", s.casoUso, "cause", models.Codice(err))
	return ErrNonRaggiunta
}

// inservibile is for an answer that cannot be used; causa holds no value of it.
func (c *Cliente) inservibile(ctx context.Context, s servizio, causa string) error {
	c.log.WarnContext(ctx, "anpr answered what cannot be used", "service", s.casoUso, "cause", causa)
	return ErrRisposta
}
