// Package moltitudine fills a migrated database with a whole region at work,
// for what can be measured at full size only: the offices of every comune and
// Municipio of Lazio, six million persons, a million open tasks, a month of
// interventi and accounting. Rows are loaded by COPY and agree with the rules
// of the schema and with each other, but no act made them and no workflow knows
// them: pages can be read, nothing can be carried on.
package moltitudine

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"siss/cmd/siss/catalogo"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/models/territorio"
)

// What the region has at scale 1.
const (
	Soggetti   = 6_000_000
	Compiti    = 1_000_000 // open tasks
	Interventi = 100_000
	// The lines of the last month's run: of Roma, and at most of every other district.
	MovimentiRoma  = 50_000
	MovimentiAltri = 2_000
)

// Versione changes when the same Misura gives other rows.
const Versione = 2

// Misura says how large a region to make. The same Misura makes the same rows.
type Misura struct {
	Scala float64 // 1 is the whole region
	Seme  uint64
	Oggi  periodo.Data
}

// quanti is a number of scale 1 at the scale of m.
func (m Misura) quanti(n int) int { return max(1, int(math.Round(float64(n)*m.Scala))) }

// Carica fills an empty migrated database; out gets a line for each phase. What
// it leaves when it fails is to be thrown away.
//
// Each connection loads with session_replication_role = replica: the triggers
// of the audit would write one row of history for each row, for acts that were
// never made, and those of the foreign keys would look up twenty million rows
// that are right by construction, as a test shows. Secondary indexes are built
// after the rows, which is many times faster than growing them.
func (m Misura) Carica(ctx context.Context, url string, out io.Writer) error {
	inizio := time.Now()
	fase := func(nome string, f func() error) error {
		dal := time.Now()
		if err := f(); err != nil {
			return fmt.Errorf("multitude: %s: %w", nome, err)
		}
		_, err := fmt.Fprintf(out, "multitude: %s in %.1f s\n", nome, time.Since(dal).Seconds())
		return err
	}
	var indici *indici
	r := m.regione()
	for _, passo := range []struct {
		nome string
		f    func() error
	}{
		{"registries", func() error { return registri(ctx, url) }},
		{"indexes dropped", func() (err error) { indici, err = smonta(ctx, url); return err }},
		{fmt.Sprintf("rows of scale %g", m.Scala), func() error { return r.righe(ctx, url) }},
		{"indexes built", func() error { return indici.rimonta(ctx, url) }},
		{"closings", func() error { return comanda(ctx, url, chiusure) }},
		{"tasks counted", func() error { return comanda(ctx, url, "SELECT siss_riconta_compiti()") }},
		{"statistics", func() error { return comanda(ctx, url, "VACUUM (ANALYZE)") }},
	} {
		if err := fase(passo.nome, passo.f); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "multitude: all in %.1f s\n", time.Since(inizio).Seconds())
	return err
}

// chiusure opens, of the last month that was run, the closing of each month of
// who delivers for an ente.
const chiusure = `SET session_replication_role = replica;
	INSERT INTO chiusura_mese (id, ente_id, uo_id, erogatore_id, struttura_id, mese, scadenza, aperta_il)
	SELECT gen_random_uuid(), i.ente_id, min(i.uo_id::text)::uuid, i.erogatore_id, i.struttura_id, x.mese, x.mese + 35, x.mese + 24
	FROM intervento i, (SELECT max(dal) AS mese FROM elaborazione) x
	WHERE i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA' AND i.data_inizio < x.mese + interval '1 month' AND (i.data_fine IS NULL OR i.data_fine >= x.mese)
	GROUP BY i.ente_id, i.erogatore_id, i.struttura_id, x.mese`

// registri loads what every installation has.
func registri(ctx context.Context, url string) error {
	db, err := models.Open(ctx, url)
	if err != nil {
		return err
	}
	pool, err := db.DB()
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := territorio.Carica(ctx, db); err != nil {
		return err
	}
	return catalogo.Carica(ctx, db)
}

// regione is the region in the making.
type regione struct {
	Misura
	distretti []*ente
	enti      []*ente // who hold the cases: comuni and Municipi
	tipi      map[string]sigess.TipoIntervento
	nomi      *nomi
}

func (m Misura) regione() *regione {
	r := &regione{Misura: m, tipi: map[string]sigess.TipoIntervento{}, nomi: nuoviNomi(m.Seme)}
	for _, t := range catalogo.Tipi() {
		r.tipi[t.Codice] = t
	}
	r.territorio()
	return r
}

// righe makes the rows of each ente, several at a time, then those of the
// accounting runs, which gather the interventi of many.
func (r *regione) righe(ctx context.Context, url string) error {
	primo, err := nuovoCopiatore(ctx, url)
	if err != nil {
		return err
	}
	defer primo.chiudi(ctx)
	r.organizzazione(primo)
	if err := primo.scarica(ctx); err != nil {
		return err
	}
	if err := r.insieme(ctx, url); err != nil {
		return err
	}
	for _, d := range r.distretti {
		if err := r.contabilita(primo, d); err != nil {
			return err
		}
		if err := primo.seBasta(ctx); err != nil {
			return err
		}
	}
	return primo.scarica(ctx)
}

func (r *regione) insieme(ctx context.Context, url string) error {
	ctx, fallito := context.WithCancelCause(ctx)
	defer fallito(nil)
	coda := make(chan *ente)
	var gruppo sync.WaitGroup
	for range runtime.NumCPU() + 1 { // while one makes rows the server loads those of another
		gruppo.Go(func() {
			if err := r.svuota(ctx, url, coda); err != nil {
				fallito(err)
			}
		})
	}
	grandi := slices.SortedStableFunc(slices.Values(r.enti), func(a, b *ente) int { return cmp.Compare(b.soggetti, a.soggetti) })
	for _, e := range grandi {
		select {
		case coda <- e:
		case <-ctx.Done():
		}
	}
	close(coda)
	gruppo.Wait()
	return context.Cause(ctx)
}

func (r *regione) svuota(ctx context.Context, url string, coda <-chan *ente) error {
	c, err := nuovoCopiatore(ctx, url)
	if err != nil {
		return err
	}
	defer c.chiudi(ctx)
	for e := range coda {
		l := &lavoro{regione: r, ente: e, copiatore: c, caso: r.caso(e.codice), numeri: map[int]int{}}
		for _, passo := range []func(context.Context) error{l.persone, l.domande, l.interventi} {
			if err := passo(ctx); err != nil {
				return err
			}
		}
		l.contatori()
	}
	return c.scarica(ctx)
}

// lavoro makes the rows of one ente.
type lavoro struct {
	*regione
	*ente
	*copiatore
	caso
	numeri    map[int]int // last number of an intervento in each year
	domandeIn map[int]int // of a domanda
	assistiti []persona
	sposi     bool      // the last two of them
	accolte   []accolta // richieste to which an intervento answers
}

// comanda runs one statement on a connection of its own.
func comanda(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql)
	return err
}
