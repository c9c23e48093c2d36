package pagine

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver of the pages and of their floor

	"siss/api"
	"siss/api/atti"
	"siss/models"
)

// The bars of the issue.
const (
	rapportoMassimo = 3.0 // of the p99 to that of the same SQL alone
	pesoMassimo     = 150 // kB as sent, without the files that a browser keeps
)

// How much is measured: giri times in turn, pages and floor, so that what else
// the machine does weighs on both alike.
const (
	giri     = 5
	perGiro  = 12 // requests of each operatore
	scaldata = 8
)

// BenchmarkPagine asks the pages of a region as many operatori at once do, and
// sends their SQL alone as many at once do, and fails below the bars.
func BenchmarkPagine(b *testing.B) {
	c := nuovoConfronto(b)
	rotte := map[string]bool{}
	for _, r := range c.server.Rotte() {
		rotte[r.Path] = true
	}
	scelte, err := regexp.Compile(*solo)
	riesce(b, err)
	fmt.Printf("\n%d operatori at once; milliseconds; weights in kB as sent and unpacked; n is how many statements a page takes\n", insieme)
	fmt.Printf(riga, "page", "ruolo", "p50", "p99", "SQL p50", "SQL p99", "ratio", "sent", "unpacked", "n", "bars")
	for _, p := range misurate {
		if !scelte.MatchString(p.nome) {
			continue
		}
		if !rotte[p.rotta] {
			fmt.Printf("%s: not in this version\n", p.nome)
			continue
		}
		for _, r := range p.ruoli {
			m := c.misura(b, p, r)
			m.stampa(b, p, r)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// confronto asks pages and their SQL.
type confronto struct {
	*registratore
	pool    *sql.DB
	web     string
	cliente *http.Client
}

// nuovoConfronto serves the region as a process of production does.
func nuovoConfronto(b *testing.B) *confronto {
	b.Helper()
	indirizzo := regione(b)
	db, err := models.Open(b.Context(), indirizzo)
	riesce(b, err)
	pool, err := db.DB()
	riesce(b, err)
	b.Cleanup(func() { riesce(b, pool.Close()) })
	api.Memoria()
	// The log is written, as in production, but nowhere.
	s := servi(b, db, slog.New(slog.NewJSONHandler(io.Discard, nil)))
	web := httptest.NewServer(s)
	b.Cleanup(web.Close)
	nudo, err := sql.Open("pgx", indirizzo)
	riesce(b, err)
	b.Cleanup(func() { riesce(b, nudo.Close()) })
	return &confronto{registratore: nuovoRegistratore(b, indirizzo), pool: nudo, web: web.URL,
		cliente: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: insieme, DisableCompression: true},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// visita is an address for an operatore, with the statements that it takes.
type visita struct {
	indirizzo, gettone string
	istruzioni         []istruzione
}

// misura is what was measured of a page for a ruolo.
type misura struct {
	pagina, nudo  []time.Duration
	peso, disteso int // bytes of the heaviest answer
	istruzioni    int // of the longest
}

// misura asks the page and its SQL in turn.
func (c *confronto) misura(b *testing.B, p pagina, r ruolo) *misura {
	b.Helper()
	m := &misura{}
	visite := make([][]visita, 0, insieme)
	for n, u := range utenti(b, c.db, r) {
		caso := rand.New(rand.NewPCG(*seme, uint64(n)))
		var sue []visita
		for _, indirizzo := range p.visite(b, c.db, caso, u) {
			w, istruzioni := c.chiedi(b, u.id, indirizzo)
			if w.Code != http.StatusOK {
				b.Fatalf("%s as %s: %d", indirizzo, r.nome, w.Code)
			}
			m.istruzioni = max(m.istruzioni, len(istruzioni))
			m.pesa(b, w)
			sue = append(sue, visita{indirizzo, c.seduta(b, u.id), istruzioni})
		}
		if len(sue) > 0 { // a hamlet of a small scale may have nothing
			visite = append(visite, sue)
		}
	}
	if len(visite) == 0 {
		b.Fatalf("%s: nothing to ask as %s", p.nome, r.nome)
	}
	nude := c.connessioni(b)
	c.giro(b, visite, scaldata, c.pagina)
	c.giro(b, visite, scaldata, nude.ripeti)
	for range giri {
		m.pagina = append(m.pagina, c.giro(b, visite, perGiro, c.pagina)...)
		m.nudo = append(m.nudo, c.giro(b, visite, perGiro, nude.ripeti)...)
	}
	nude.chiudi(b)
	slices.Sort(m.pagina)
	slices.Sort(m.nudo)
	return m
}

// pesa weighs an answer.
func (m *misura) pesa(b *testing.B, w *httptest.ResponseRecorder) {
	b.Helper()
	corpo := w.Body.Bytes()
	disteso := len(corpo)
	if w.Header().Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(corpo))
		riesce(b, err)
		n, err := io.Copy(io.Discard, z)
		riesce(b, err)
		disteso = int(n)
	}
	m.peso, m.disteso = max(m.peso, len(corpo)), max(m.disteso, disteso)
}

// giro lets every operatore make so many requests, one after the other, all
// operatori at once, and returns how long each took.
func (c *confronto) giro(b *testing.B, visite [][]visita, quante int, fai func(ctx context.Context, n int, v visita) error) []time.Duration {
	b.Helper()
	durate, errori := make([][]time.Duration, len(visite)), make([]error, len(visite))
	var gruppo sync.WaitGroup
	for n, sue := range visite {
		gruppo.Go(func() {
			for k := range quante {
				inizio := time.Now()
				if errori[n] = fai(b.Context(), n, sue[k%len(sue)]); errori[n] != nil {
					return
				}
				durate[n] = append(durate[n], time.Since(inizio))
			}
		})
	}
	gruppo.Wait()
	riesce(b, errors.Join(errori...))
	return slices.Concat(durate...)
}

// pagina asks an address and reads the answer, packed as a browser wants it.
func (c *confronto) pagina(ctx context.Context, _ int, v visita) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.web+v.indirizzo, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	req.AddCookie(&http.Cookie{Name: atti.CookieSessione, Value: v.gettone})
	resp, err := c.cliente.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", v.indirizzo, resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

// quantile is a value of sorted durations, in milliseconds.
func quantile(durate []time.Duration, q float64) float64 {
	return float64(durate[min(len(durate)-1, int(float64(len(durate))*q))].Microseconds()) / 1000
}

// riga is a line of the table.
const riga = "%-22s %-26s %8v %8v %8v %8v %6v %8v %8v %4v  %s\n"

// stampa prints a line, and fails the benchmark for each bar that is missed.
func (m *misura) stampa(b *testing.B, p pagina, r ruolo) {
	b.Helper()
	p99, base := quantile(m.pagina, 0.99), quantile(m.nudo, 0.99)
	rapporto := p99 / base
	const kB = 1000
	var mancate []string
	if rapporto > rapportoMassimo {
		mancate = append(mancate, fmt.Sprintf("ratio over %g", rapportoMassimo))
	}
	if p.massimo > 0 && p99 >= p.massimo {
		mancate = append(mancate, fmt.Sprintf("p99 over %g ms", p.massimo))
	}
	if m.peso >= pesoMassimo*kB {
		mancate = append(mancate, fmt.Sprintf("over %d kB", pesoMassimo))
	}
	esito := "ok"
	if len(mancate) > 0 {
		esito = "MISSED: " + strings.Join(mancate, ", ")
		b.Errorf("%s, %s: %s", p.nome, r.nome, strings.Join(mancate, ", "))
	}
	decimi := func(x float64) string { return fmt.Sprintf("%.1f", x) }
	fmt.Printf(riga, p.nome, r.nome, decimi(quantile(m.pagina, 0.5)), decimi(p99), decimi(quantile(m.nudo, 0.5)), decimi(base),
		fmt.Sprintf("%.2f", rapporto), decimi(float64(m.peso)/kB), decimi(float64(m.disteso)/kB), m.istruzioni, esito)
}
