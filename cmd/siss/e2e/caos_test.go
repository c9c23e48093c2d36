package e2e

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"siss/deploy/dev/servers"
	"siss/models/dbtest"
)

// What make chaos asks for. By default a few deaths, in runs of a few lines.
var (
	cadute    = flag.Int("cadute", 10, "how many times something dies in the runs of the crash suite")
	righeCaos = flag.Int("movimenti", 600, "how many lines each of those runs has, at least")
	seme      = flag.Uint64("seme", 0, "the seed that such a test printed, to draw the same deaths; 0 draws others")
)

// perCorsa is how many deaths a run suffers at most, and corseCaos how many runs
// share a few.
const (
	perCorsa  = 20
	corseCaos = 2
)

// pazienzaCaos is how long a step of a run may take while things die: a worker
// that dies is missed after ten seconds, and several die in one step.
const pazienzaCaos = 10 * time.Minute

// vittima is what dies.
type vittima int

const (
	operaio         vittima = iota // a worker, at any moment of an activity
	operaioAlCommit                // a worker that has committed and not said so
	database
	motore
)

func (v vittima) String() string {
	return [...]string{"worker", "worker after its commit", "PostgreSQL", "Temporal"}[v]
}

// fase is a step of the life of a run, in which something may die.
type fase struct {
	nome     string
	attivita string
	peso     int // how often a death is drawn for it
	// breve is a step of a moment: it is held back until the blow has fallen.
	breve bool
}

// The life of a run.
var (
	apertura       = &fase{"opened", "ApriElaborazione", 4, true}
	calcolo        = &fase{"computing", "CalcolaMovimenti", 20, false}
	quadratura     = &fase{"squared up", "QuadraElaborazione", 5, false}
	rielaborazione = &fase{"emptied, to be recalculated", "RielaboraElaborazione", 6, false}
	ricalcolo      = &fase{"recalculated", "CalcolaMovimenti", 15, false}
	riquadratura   = &fase{"squared up again", "QuadraElaborazione", 5, false}
	conferma       = &fase{"confirmed", "ConfermaElaborazione", 10, false}
	elencazione    = &fase{"listed", "ProduciElenco", 10, false}
	pagamenti      = &fase{"its payments prepared", "PreparaPagamenti", 8, false}
	trasmissione   = &fase{"transmitted", "TrasmettiElaborazione", 5, true}
	storno         = &fase{"stornata", "StornaElaborazione", 7, false}
	elencoStorno   = &fase{"its storno listed", "ProduciElenco", 5, false}
)

var fasi = []*fase{apertura, calcolo, quadratura, rielaborazione, ricalcolo, riquadratura, conferma, elencazione, pagamenti, trasmissione, storno, elencoStorno}

// colpo is a death to come: whose, in which step, how far on in the step and in
// the activity under way, and which worker when neither is at work.
type colpo struct {
	*fase
	chi           vittima
	quota, indugi float64
	quale         int
}

// sorteggia draws the deaths of a run, in the order of its life.
func sorteggia(r *rand.Rand, n int) []colpo {
	var urna []*fase
	for _, f := range fasi {
		urna = append(urna, slices.Repeat([]*fase{f}, f.peso)...)
	}
	chi := slices.Concat(slices.Repeat([]vittima{operaio}, 9), slices.Repeat([]vittima{operaioAlCommit}, 4), slices.Repeat([]vittima{database}, 9),
		[]vittima{motore, motore})
	var out []colpo
	for range n {
		c := colpo{urna[r.IntN(len(urna))], chi[r.IntN(len(chi))], r.Float64(), r.Float64(), r.IntN(2)}
		out = append(out, c)
	}
	slices.SortStableFunc(out, func(a, b colpo) int {
		if d := slices.Index(fasi, a.fase) - slices.Index(fasi, b.fase); d != 0 {
			return d
		}
		return int(1000*a.quota) - int(1000*b.quota)
	})
	return out
}

// caos is the crash suite: runs of one month, each on a copy of the same
// database, and what is known of them.
type caos struct {
	pg      *servers.Postgres
	motore  *servers.Temporal
	mondo   *dbtest.Mondo
	modello string // the database that is copied
	// mai is the run that nothing disturbed: what it left, and how long each
	// activity takes.
	mai      *vitaCorsa
	lasciato impronta
	durate   map[string]time.Duration
	// quiete is held by who starts, compares or copies, against the death of a server.
	quiete sync.RWMutex

	sync.Mutex
	caduti map[string]int // by step, and "… in vain"
	chi    map[vittima]int
	colti  int
}

// caduteACaso: workers and servers die at random during runs, and each run
// leaves the same rows and files as one that nothing disturbed.
func caduteACaso(t *testing.T) {
	if *seme == 0 {
		*seme = rand.Uint64()
	}
	t.Logf("-seme %d", *seme)
	c := &caos{caduti: map[string]int{}, chi: map[vittima]int{}, durate: map[string]time.Duration{}}
	c.pg, c.motore = serverPropri(t)
	if !t.Run("month before", c.prepara) {
		t.FailNow()
	}
	c.mai = c.nasce(t)
	c.mai.vivi()
	c.lasciato = c.mai.lascia(t, c.mai.DB)
	c.mai.misura()
	t.Run("what differs is noticed", c.mai.manomessa)
	t.Run("deaths", func(t *testing.T) {
		quante := max(corseCaos, (*cadute+perCorsa-1)/perCorsa)
		for n := range quante {
			quanti := (*cadute + n) / quante // the sum is what was asked for
			t.Run(cifre(n+1), func(t *testing.T) {
				t.Parallel()
				v := c.nasce(t)
				for _, k := range sorteggia(rand.New(rand.NewPCG(*seme, uint64(n))), quanti) {
					v.colpi[k.fase] = append(v.colpi[k.fase], k)
				}
				v.vivi()
				v.confronta()
				v.bilancio()
			})
		}
	})
	c.rendiconto(t)
}

// rendiconto says what died when, and fails when the deaths did not disturb.
func (c *caos) rendiconto(t *testing.T) {
	t.Helper()
	totale := 0
	var parti []string
	for _, f := range fasi {
		if n := c.caduti[f.nome] + c.caduti[f.nome+vano]; n > 0 {
			totale += n
			parti = append(parti, fmt.Sprintf("%d of %d while %s", c.caduti[f.nome], n, f.nome))
		}
	}
	var chi []string
	for _, v := range slices.Sorted(maps.Keys(c.chi)) {
		chi = append(chi, fmt.Sprintf("%d %s", c.chi[v], v))
	}
	t.Logf("%d deaths (%s), %d of which with work under way: %s", totale, strings.Join(chi, ", "), c.colti, strings.Join(parti, ", "))
	if !t.Failed() && (totale != *cadute || 2*c.colti < totale) {
		t.Errorf("%d deaths and %d with work under way, want %d and at least half of them", totale, c.colti, *cadute)
	}
}

// copia makes a database like another one to which nobody is connected.
func (c *caos) copia(t *testing.T, da string) string {
	t.Helper()
	nome := "t_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	c.ordina(t, `CREATE DATABASE `+nome+` TEMPLATE `+da)
	t.Cleanup(func() {
		c.quiete.RLock()
		defer c.quiete.RUnlock()
		c.ordina(t, `DROP DATABASE `+nome+` WITH (FORCE)`)
	})
	return nome
}

func (c *caos) ordina(t *testing.T, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // in a cleanup too
	conn, err := pgx.Connect(ctx, c.pg.URL("postgres"))
	riesce(t, err)
	_, err = conn.Exec(ctx, sql)
	riesce(t, err)
	riesce(t, conn.Close(ctx))
}
