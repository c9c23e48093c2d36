package pagine

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"siss/api"
	"siss/api/apitest"
	"siss/api/atti"
	"siss/models/anagrafe"
)

// istruzione is a statement as the database received it.
type istruzione struct {
	sql  string
	args []any
}

// registratore serves the pages, one at a time, and notes the statements that
// each sends to the database: beginnings and ends of transactions, who asks and
// what the header shows included.
type registratore struct {
	server *api.Server
	db     *gorm.DB

	mutex  sync.Mutex
	viste  []istruzione
	sedute map[string]string // operatore -> token
}

// TraceQueryStart notes a statement, without what the driver wants of the answer.
func (r *registratore) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	args := slices.DeleteFunc(slices.Clone(d.Args), func(a any) bool {
		_, formati := a.(pgx.QueryResultFormatsByOID)
		return formati
	})
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if d.SQL != "-- ping" {
		r.viste = append(r.viste, istruzione{d.SQL, args})
	}
	return ctx
}

// TraceQueryEnd does nothing.
func (r *registratore) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// nuovoRegistratore serves a database.
func nuovoRegistratore(t testing.TB, url string) *registratore {
	t.Helper()
	r := &registratore{sedute: map[string]string{}}
	config, err := pgx.ParseConfig(url)
	riesce(t, err)
	config.Tracer = r
	pool := stdlib.OpenDB(*config)
	t.Cleanup(func() { riesce(t, pool.Close()) })
	r.db, err = gorm.Open(postgres.New(postgres.Config{Conn: pool}), &gorm.Config{Logger: logger.Discard, SkipDefaultTransaction: true})
	riesce(t, err)
	r.server = servi(t, r.db, slog.New(slog.DiscardHandler))
	return r
}

// chiedi asks a page for an operatore and returns the answer with the
// statements that it took.
func (r *registratore) chiedi(t testing.TB, operatore, percorso string) (*httptest.ResponseRecorder, []istruzione) {
	t.Helper()
	req := httptest.NewRequest(http.MethodGet, percorso, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	req.AddCookie(&http.Cookie{Name: atti.CookieSessione, Value: r.seduta(t, operatore)})
	r.mutex.Lock()
	r.viste = nil
	r.mutex.Unlock()
	w := httptest.NewRecorder()
	r.server.ServeHTTP(w, req)
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return w, r.viste
}

// seduta is the token of the only session of an operatore.
func (r *registratore) seduta(t testing.TB, operatore string) string {
	t.Helper()
	if r.sedute[operatore] == "" {
		token, err := anagrafe.ApriSessione(t.Context(), r.db, operatore, time.Now())
		riesce(t, err)
		r.sedute[operatore] = token
	}
	return r.sedute[operatore]
}

// servi builds the server of a process; acts would go nowhere.
func servi(t testing.TB, db *gorm.DB, log *slog.Logger) *api.Server {
	t.Helper()
	s, err := api.New(api.Deps{DB: db, Temporal: &apitest.Temporal{}, Coda: "pagine", Log: log})
	riesce(t, err)
	return s
}

// diTransazione tells the statements that begin or end a transaction.
func (i istruzione) diTransazione() bool {
	return strings.HasPrefix(i.sql, "begin") || i.sql == "commit" || i.sql == "rollback"
}

func riesce(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
