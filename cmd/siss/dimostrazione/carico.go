package dimostrazione

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"gorm.io/gorm"
)

// Carico brings a plan into the program. API must let operatori in without an
// identity provider, and workers must be running.
type Carico struct {
	Piano *Piano
	DB    *gorm.DB
	API   http.Handler
	Out   io.Writer // for the progress, in English

	cliente *cliente
	fatti   map[string]bool
}

// passo is one request. fatto is the key, among those of Piano.fatti, of what
// it leaves in the database.
type passo struct {
	fatto     string
	operatore string
	metodo    string
	percorso  string
	atto      string // Idempotency-Key
	corpo     any
}

// corsia is a list of requests to make one after the other.
type corsia []passo

// insieme is how many requests are under way at once.
const insieme = 8

// Esegui loads what is not there yet and ends with the accounting run of the
// last complete month.
func (c *Carico) Esegui(ctx context.Context) (Risultato, error) {
	c.cliente = &cliente{api: c.API, gettoni: map[string]string{}}
	if err := c.Piano.Registri(ctx, c.DB); err != nil {
		return Risultato{}, err
	}
	var err error
	if c.fatti, err = c.Piano.fatti(ctx, c.DB); err != nil {
		return Risultato{}, err
	}
	if err := c.tutte(ctx, "persons", c.soggetti()); err != nil {
		return Risultato{}, err
	}
	if err := c.tutte(ctx, "addresses and relations", c.residenze()); err != nil {
		return Risultato{}, err
	}
	if err := c.tutte(ctx, "drafts of domande", c.bozze()); err != nil {
		return Risultato{}, err
	}
	richieste, err := richieste(ctx, c.DB)
	if err != nil {
		return Risultato{}, err
	}
	for _, fase := range []struct {
		nome   string
		corsie []corsia
	}{
		{"domande presented", c.presentazioni()},
		{"acts on domande", c.istruttorie(richieste)},
		{"drafts of interventi", c.bozzeInterventi(richieste)},
		{"interventi activated", c.attivazioni()},
		{"suspensions, ends and communications", c.seguiti()},
		{"accessi", c.accessi()},
	} {
		if err := c.tutte(ctx, fase.nome, fase.corsie); err != nil {
			return Risultato{}, err
		}
	}
	if err := c.scrivania(ctx); err != nil {
		return Risultato{}, err
	}
	return c.chiudi(ctx)
}

// tutte makes the requests of a phase, several lanes at once and the longest
// first, leaving out those whose effect is there.
func (c *Carico) tutte(ctx context.Context, nome string, corsie []corsia) error {
	inizio := time.Now()
	var daFare []corsia
	quanti := 0
	for _, x := range corsie {
		x = slices.DeleteFunc(x, func(p passo) bool { return c.fatti[p.fatto] })
		if quanti += len(x); len(x) > 0 {
			daFare = append(daFare, x)
		}
	}
	if quanti == 0 {
		return nil
	}
	slices.SortStableFunc(daFare, func(x, y corsia) int { return cmp.Compare(len(y), len(x)) })
	if err := c.insieme(ctx, daFare); err != nil {
		return err
	}
	_, err := fmt.Fprintf(c.Out, "demo: %d %s in %.1f s\n", quanti, nome, time.Since(inizio).Seconds())
	return err
}

func (c *Carico) insieme(ctx context.Context, corsie []corsia) error {
	ctx, fallito := context.WithCancelCause(ctx)
	defer fallito(nil)
	coda := make(chan corsia)
	var gruppo sync.WaitGroup
	for range insieme {
		gruppo.Go(func() {
			for x := range coda {
				for _, p := range x {
					if err := c.cliente.chiedi(ctx, p.operatore, p, nil); err != nil {
						fallito(err)
						break
					}
				}
			}
		})
	}
	for _, x := range corsie {
		if ctx.Err() != nil {
			break
		}
		coda <- x
	}
	close(coda)
	gruppo.Wait()
	return context.Cause(ctx)
}

// serie collects the requests of each key in a lane of its own, in order.
type serie struct {
	chiavi []string
	corsie map[string]corsia
}

func (s *serie) aggiungi(chiave string, p passo) {
	if s.corsie == nil {
		s.corsie = map[string]corsia{}
	}
	if _, nota := s.corsie[chiave]; !nota {
		s.chiavi = append(s.chiavi, chiave)
	}
	s.corsie[chiave] = append(s.corsie[chiave], p)
}

func (s *serie) tutte() []corsia {
	out := make([]corsia, len(s.chiavi))
	for n, k := range s.chiavi {
		out[n] = s.corsie[k]
	}
	return out
}
