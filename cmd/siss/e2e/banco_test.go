package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/deploy/dev/anpr/simulatore"
	"siss/deploy/dev/servers"
	"siss/models"
	"siss/models/dbtest"
)

// chiave encrypts what the tests leave at Temporal.
var chiave = strings.Repeat("5a", 32)

// pazienza is how long a thing that takes moments may take on a busy machine.
const pazienza = time.Minute

// banco is an installation of SISS: a database with a Mondo, a task queue, and
// siss serve and siss work, each in a process of its own.
type banco struct {
	*dbtest.Mondo
	url       string // of the database
	temporal  string // host:port
	coda      string
	cartella  string // of the processes and their logs
	indirizzo string // of siss serve, host:port

	serve, work *servers.Process
	lavoro      *os.Process // of work
}

// nuovoBanco makes an installation on the servers that all tests share.
func nuovoBanco(t *testing.T) *banco {
	t.Helper()
	b := preparaBanco(t, dbtest.URL(t), temporalDiProva(t))
	b.avvia(t)
	return b
}

// temporalDiProva is the address of the Temporal server of the tests.
func temporalDiProva(t testing.TB) string {
	t.Helper()
	indirizzo := os.Getenv("SISS_TEST_TEMPORAL")
	if indirizzo == "" {
		t.Fatal("SISS_TEST_TEMPORAL is not set: run the tests with make e2e, which starts the servers")
	}
	return indirizzo
}

// preparaBanco fills a migrated database with a Mondo; no process is started.
func preparaBanco(t testing.TB, url, temporal string) *banco {
	t.Helper()
	db := apri(t, url)
	b := bancoSu(t, dbtest.Nuovo(t, db), url, temporal)
	// The Mondo's soggetto has the codice 1 without having taken it from the series.
	riesce(t, db.Exec(`INSERT INTO contatore (ente_id, serie, anno, ultimo) VALUES (?, 'SOGGETTO', 0, 1)
		ON CONFLICT DO NOTHING`, b.Comune).Error)
	return b
}

// bancoSu is an installation on a database that has its Mondo.
func bancoSu(t testing.TB, m *dbtest.Mondo, url, temporal string) *banco {
	return &banco{Mondo: m, url: url, temporal: temporal, coda: "e2e-" + uuid.NewString(), cartella: t.TempDir()}
}

func apri(t testing.TB, url string) *gorm.DB {
	t.Helper()
	db, err := models.Open(t.Context(), url)
	riesce(t, err)
	t.Cleanup(func() { riesce(t, chiudi(db)) })
	return db
}

func chiudi(db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	return pool.Close()
}

// avvia starts both processes and waits until the pages can be used.
func (b *banco) avvia(t testing.TB) {
	t.Helper()
	b.serve, _ = b.processo(t, "serve")
	b.work, b.lavoro = b.processo(t, "work")
	t.Cleanup(func() { b.ferma(t) })
	attendi(t, pazienza, "address in the log of siss serve", func() bool {
		b.indirizzo = ascolto(t, b.serve.Log())
		return b.indirizzo != ""
	})
	attendi(t, pazienza, "answer that siss is ready", func() bool {
		resp, err := http.Get("http://" + b.indirizzo + "/readyz")
		if err != nil {
			return false
		}
		riesce(t, resp.Body.Close())
		return resp.StatusCode == http.StatusOK
	})
}

// processo starts a role of siss. Each role has one log, kept over restarts.
func (b *banco) processo(t testing.TB, ruolo string) (*servers.Process, *os.Process) {
	t.Helper()
	file, err := siss()
	riesce(t, err)
	cmd := exec.Command(file, ruolo)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "DATABASE_URL=" + b.url,
		"TEMPORAL_ADDRESS=" + b.temporal, "TEMPORAL_NAMESPACE=" + servers.DefaultNamespace,
		"SISS_ADDR=127.0.0.1:0", "SISS_DEV_LOGIN=true", "SISS_CHIAVE=" + chiave, "SISS_CODA=" + b.coda,
		"SISS_ANPR_URL=" + anprDiProva().URL,
	}
	p, err := servers.Start(cmd, filepath.Join(b.cartella, ruolo))
	riesce(t, err)
	return p, cmd.Process
}

// anprDiProva is the simulated ANPR of all the tests.
var anprDiProva = sync.OnceValue(func() *httptest.Server { return httptest.NewServer(simulatore.Nuovo()) })

// ascolto reads in the log where siss serve listens; "" before it does.
func ascolto(t testing.TB, log string) string {
	t.Helper()
	for _, riga := range strings.Split(leggiLog(t, log), "\n") {
		var r struct{ Msg, Addr string }
		if err := json.Unmarshal([]byte(riga), &r); err == nil && r.Msg == "listening" {
			return r.Addr
		}
	}
	return ""
}

func leggiLog(t testing.TB, file string) string {
	t.Helper()
	testo, err := os.ReadFile(file)
	riesce(t, err)
	return string(testo)
}

// ferma stops both processes.
func (b *banco) ferma(t testing.TB) {
	t.Helper()
	for _, p := range []*servers.Process{b.serve, b.work} {
		fermaProcesso(t, p)
	}
}

// fermaProcesso stops a process and looks for what no run may leave in a log.
func fermaProcesso(t testing.TB, p *servers.Process) {
	t.Helper()
	if err := p.Stop(); err != nil {
		t.Error(err)
	}
	log := leggiLog(t, p.Log())
	for _, guasto := range []string{"DATA RACE", "panic"} {
		if strings.Contains(log, guasto) {
			t.Errorf("%s in %s", guasto, p.Log())
		}
	}
	if t.Failed() {
		t.Logf("end of %s:\n%s", p.Log(), servers.Tail(p.Log()))
	}
}
