package e2e

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"gorm.io/gorm"

	"siss/api/sigess"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// quanti interventi a run of these tests looks at, perPagina at a time; every
// tappa of them a row may be locked.
const (
	quanti    = 2000
	perPagina = 1000
	tappa     = 500
)

// corseInterrotte: whatever dies in the middle of a run, it ends with the same
// rows, none lost, none double.
func corseInterrotte(t *testing.T) {
	b := nuovoBancoFragile(t)
	riesce(t, models.Atto(t.Context(), b.DB, models.Sistema(), "prova", func(tx *gorm.DB) error { return b.popola(tx, quanti) }))
	r := &corse2000{bancoFragile: b, t: t, c: b.entra(t, b.Contabile)}
	r.mai = r.corri()
	if n := len(r.mai.righe); n < quanti || r.mai.Movimenti != n || r.mai.DaEsaminare != quanti || r.mai.Totale != somma(r.mai.righe) {
		t.Fatalf("undisturbed: %+v with %d rows", r.mai.Elaborazione, n)
	}
	t.Run("workers die three times", func(t *testing.T) {
		muore := func() {
			b.uccidiLavoro(t)
			b.rimpiazza(t)
		}
		r.in(t).confronta(muore, muore, muore)
	})
	t.Run("the Temporal server dies, then restarts", func(t *testing.T) {
		r.in(t).confronta(
			func() {
				riesce(t, b.motore.Kill())
				riesce(t, b.motore.Restart(t.Context()))
			},
			func() { riesce(t, b.motore.Restart(t.Context())) })
	})
	// One blow in each run: the locks die with the server.
	t.Run("PostgreSQL dies", func(t *testing.T) {
		r.in(t).confronta(func() {
			riesce(t, b.pg.Kill())
			riesce(t, b.pg.Restart(t.Context()))
		})
	})
	t.Run("PostgreSQL restarts", func(t *testing.T) {
		r.in(t).confronta(func() { riesce(t, b.pg.Restart(t.Context())) })
	})
	t.Run("the worker dies while it writes the list", func(t *testing.T) { r.in(t).elenco() })
}

// popola makes n interventi, each with a rule or two and a criterio of its own.
func (b *banco) popola(tx *gorm.DB, n int) error {
	nomi := map[string]any{"comune": b.Comune, "distretto": b.Distretto, "uo": b.UO, "tipo": b.Tipo[modelli.Economico],
		"operatore": b.Amministrativo, "quanti": n}
	for _, sql := range []string{
		`INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita)
			SELECT gen_random_uuid(), @comune, 1000 + n, 'COGNOME' || n % 97, 'NOME' || n, 'F', date '1950-01-01' + n FROM generate_series(1, 400) n`,
		`INSERT INTO intervento (id, ente_id, uo_id, ente_pagatore_id, anno, numero, natura, soggetto_id, tipo_intervento_id, data_inizio, data_fine,
				motivo_attivazione, stato, operatore_responsabile_id)
			SELECT gen_random_uuid(), @comune, @uo, @distretto, 2024, n, 'ECONOMICO', s.id, @tipo, date '2023-12-20' + n % 30,
				CASE WHEN n % 11 = 0 THEN date '2024-01-25' END, 'NUOVA', 'ATTIVO', @operatore
			FROM generate_series(1, @quanti) n JOIN soggetto s ON s.codice = 1001 + n % 400`,
		`INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo)
			SELECT gen_random_uuid(), ente_id, id, 1, 'MENSILE', 10000 + numero,
				(ARRAY['GIORNI_EFFETTIVI', 'TRENTESIMI', 'MEZZO_MESE', 'NESSUNO'])[1 + numero % 4] FROM intervento WHERE numero <= @quanti`,
		`INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, data_scadenza)
			SELECT gen_random_uuid(), ente_id, id, 2, 'UNA_TANTUM', 777, 'NESSUNO', date '2024-01-22' FROM intervento WHERE numero <= @quanti AND numero % 7 = 0`,
		`INSERT INTO modalita_pagamento (id, ente_id, intervento_id, beneficiario_id, titolo, metodo)
			SELECT gen_random_uuid(), ente_id, id, soggetto_id, 'ASSISTITO', 'CASSA' FROM intervento WHERE numero <= @quanti`,
	} {
		if err := tx.Exec(sql, nomi).Error; err != nil {
			return err
		}
	}
	return nil
}

// corse2000 are runs of the same month, each annulled for the next.
type corse2000 struct {
	*bancoFragile
	t   *testing.T
	c   *cliente
	mai finita // the run that nothing disturbed
}

// finita is a run with its lines.
type finita struct {
	sigess.Elaborazione
	righe []sigess.Movimento
}

func somma(righe []sigess.Movimento) euro.Importo {
	var s euro.Importo
	for _, m := range righe {
		s += m.Totale
	}
	return s
}

func (r *corse2000) in(t *testing.T) *corse2000 {
	altro := *r
	altro.t = t
	return &altro
}

// corri makes a run and strikes it with each of the blows, in the middle of a
// page: every blow finds the run stopped at a row that is locked.
func (r *corse2000) corri(colpi ...func()) finita {
	r.t.Helper()
	var fermate []*blocco
	for n := range colpi {
		fermate = append(fermate, r.blocca(r.t, `SELECT id FROM intervento WHERE id = (SELECT id FROM intervento ORDER BY id OFFSET $1 LIMIT 1) FOR UPDATE`, tappa*(n+1)))
	}
	id := fa[sigess.Esito](r.t, r.c, http.MethodPost, "/elaborazioni",
		modelli.ModuloElaborazione{EnteID: r.Distretto, Dal: periodo.MustParseMese("2024-01")}).ID
	for n, colpo := range colpi {
		r.attendi(id, "page with the row that is locked", func(e sigess.Elaborazione) bool {
			return e.Stato == modelli.InCalcolo && e.Esaminati == tappa*(n+1)/perPagina*perPagina
		})
		r.fermi(r.t, 1)
		colpo()
		fermate[n].lascia(r.t)
	}
	e := r.attendi(id, "provisional run", func(e sigess.Elaborazione) bool { return e.Stato == modelli.Provvisoria })
	return finita{e, movimenti(r.t, r.c, id)}
}

func (r *corse2000) attendi(id, cosa string, vale func(sigess.Elaborazione) bool) sigess.Elaborazione {
	r.t.Helper()
	return attendiCorsa(r.t, r.c, id, resistenza, cosa, vale)
}

// attendiCorsa looks at the progress of a run until it is as wanted; servers
// that are down for a moment are no news.
func attendiCorsa(t testing.TB, c *cliente, id string, limite time.Duration, cosa string, vale func(sigess.Elaborazione) bool) (e sigess.Elaborazione) {
	t.Helper()
	attendi(t, limite, cosa, func() bool {
		risp, err := c.invia(t.Context(), http.MethodGet, "/elaborazioni/"+id, "", nil)
		if err != nil || risp.stato == http.StatusServiceUnavailable {
			return false
		}
		e = letta[sigess.Elaborazione](t, "run", risp)
		return vale(e)
	})
	return e
}

// confronta disturbs a run and compares it with the one undisturbed, once that
// is annulled.
func (r *corse2000) confronta(colpi ...func()) {
	r.t.Helper()
	r.annullaTutte()
	got := r.corri(colpi...)
	if diff := cmp.Diff(r.mai, got, cmp.AllowUnexported(finita{}), cmpopts.IgnoreFields(sigess.Elaborazione{}, "ID", "Numero", "CreataIl")); diff != "" {
		r.t.Errorf("run that was disturbed (-undisturbed +got):\n%.5000s", diff)
	}
	var doppi int
	riesce(r.t, r.DB.Raw(`SELECT count(*) FROM (SELECT intervento_id FROM mese_elaborato GROUP BY 1 HAVING count(*) > 1
		UNION ALL SELECT intervento_id FROM movimento GROUP BY intervento_id, voce HAVING count(*) > 1) x`).Scan(&doppi).Error)
	r.contate(r.t, map[string]int{"movimento": len(got.righe), "mese_elaborato": quanti, "compito WHERE chiuso_il IS NULL": 1})
	if doppi > 0 {
		r.t.Errorf("%d months or lines are double", doppi)
	}
}

func (r *corse2000) annullaTutte() {
	r.t.Helper()
	for _, e := range leggi[sigess.Elaborazioni](r.t, r.c, "/elaborazioni").Elaborazioni {
		if e.Stato == modelli.Provvisoria {
			riesce(r.t, r.c.insisti(r.t.Context(), passo{"/elaborazioni/" + e.ID + "/annullamento", nil}))
		}
	}
	r.contate(r.t, map[string]int{"movimento": 0, "mese_elaborato": 0})
}

// elenco confirms a run and kills the worker that is to write its list.
func (r *corse2000) elenco() {
	r.t.Helper()
	r.annullaTutte()
	e := r.corri()
	fermata := r.blocca(r.t, `LOCK TABLE documento IN EXCLUSIVE MODE`)
	riesce(r.t, r.c.insisti(r.t.Context(), passo{"/elaborazioni/" + e.ID + "/conferma", modelli.ModuloConferma{}}))
	r.fermi(r.t, 1)
	r.uccidiLavoro(r.t)
	fermata.lascia(r.t)
	r.rimpiazza(r.t)
	var file risposta
	attendi(r.t, resistenza, "Excel list", func() bool {
		var err error
		file, err = r.c.invia(r.t.Context(), http.MethodGet, "/elaborazioni/"+e.ID+"/elenco", "", nil)
		riesce(r.t, err)
		return file.riuscita()
	})
	got := apriElenco(r.t, file.corpo, e.Elaborazione)
	want := strings.ReplaceAll(e.Totale.String(), ".", "")
	if totale := got.importo(6, got.righe); got.righe != len(e.righe)+2 || totale != want {
		r.t.Errorf("list of %d rows for %s, want %d for %s", got.righe, totale, len(e.righe)+2, want)
	}
	r.contate(r.t, map[string]int{"documento": 1})
}
