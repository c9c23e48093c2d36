package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	modelli "siss/models/sigess"
)

// resistenza is how long an act may take when servers die under it: far more
// than the seconds after which Temporal gives up on an activity under way.
const resistenza = 2 * time.Minute

// The three parts share servers that they kill: one after the other.
func TestNothingIsLostOrDoneTwiceWhateverDies(t *testing.T) {
	t.Parallel()
	t.Run("acts", attiInterrotti)
	t.Run("run of 2000 interventi", corseInterrotte)
	t.Run("at random", caduteACaso)
}

// attiInterrotti: whatever dies, an act that was sent is done once. Each act of
// the life of a domanda and of an intervento is caught by each kind of death.
func attiInterrotti(t *testing.T) {
	b := nuovoBancoFragile(t)
	riesce(t, b.DB.Exec(freno).Error)
	v := &vite{bancoFragile: b, t: t, c: b.entra(t, b.Amministrativo)}
	v.modello()

	t.Run("a worker dies in the transaction, after its commit, before the act", func(t *testing.T) { v.in(t).operaiMorti() })
	t.Run("the Temporal server dies", func(t *testing.T) {
		v := v.in(t)
		casi := v.schiera()
		righe := b.blocca(t, bloccaRighe, ids(casi))
		attesa := v.manda(casi)
		b.fermi(t, len(casi))
		riesce(t, b.motore.Kill())
		righe.lascia(t)
		attendi(t, pazienza, "acts done without Temporal", func() bool { return v.eseguiti(casi) == len(casi) })
		riesce(t, b.motore.Restart(t.Context()))
		v.arrivano(attesa)
		v.confronta(casi)
	})
	t.Run("PostgreSQL dies", func(t *testing.T) {
		v := v.in(t)
		casi := v.schiera()
		b.blocca(t, bloccaRighe, ids(casi))
		attesa := v.manda(casi)
		b.fermi(t, len(casi))
		riesce(t, b.pg.Kill())
		riesce(t, b.pg.Restart(t.Context()))
		v.arrivano(attesa)
		v.confronta(casi)
	})
	t.Run("a worker dies between any two acts", func(t *testing.T) {
		v := v.in(t)
		casi := []*vita{v.nasce(vitaDomanda, 0), v.nasce(vitaIntervento, 0)}
		for vivi := casi; len(vivi) > 0; vivi = inVita(vivi) {
			v.arrivano(v.manda(vivi))
			b.uccidiLavoro(t)
			b.rimpiazza(t)
		}
		v.confronta(casi)
	})
}

// operaiMorti kills the worker of acts in the middle of their transaction and
// of acts that are being committed; others are sent when there is none.
func (v *vite) operaiMorti() {
	v.t.Helper()
	inMezzo, dopo, senza := v.schiera(), v.schiera(), v.schiera()
	righe := v.blocca(v.t, bloccaRighe, ids(inMezzo))
	commit := v.blocca(v.t, bloccaCommit, ids(dopo))
	attesa := v.manda(slices.Concat(inMezzo, dopo))
	v.fermi(v.t, len(inMezzo)+len(dopo))
	v.uccidiLavoro(v.t)
	attesaSenza := v.manda(senza)
	commit.lascia(v.t)
	attendi(v.t, pazienza, "commit of those who were committing", func() bool { return v.eseguiti(dopo) == len(dopo) })
	righe.lascia(v.t)
	v.fermi(v.t, 0)
	if n := v.eseguiti(inMezzo) + v.eseguiti(senza); n > 0 {
		v.t.Errorf("%d acts were done by a dead worker", n)
	}
	v.rimpiazza(v.t)
	v.arrivano(attesa, attesaSenza)
	v.confronta(slices.Concat(inMezzo, dopo, senza))
}

const bloccaRighe = `WITH d AS (SELECT 1 FROM domanda WHERE id::text = ANY ($1) FOR UPDATE),
	i AS (SELECT 1 FROM intervento WHERE id::text = ANY ($1) FOR UPDATE) SELECT count(*) FROM (SELECT * FROM d UNION ALL SELECT * FROM i) x`

// specie is a kind of case with its acts, in order.
type specie struct {
	nome  string
	nuova func(*vite) string
	passi func(v *vite, id string) []passo
}

var vitaDomanda = &specie{"domanda",
	func(v *vite) string { return v.domanda(v.t, v.c, modelli.Bozza) },
	func(v *vite, id string) []passo {
		d := "/domande/" + id
		return []passo{{d + "/presentazione", nil}, {d + "/avvio", v.avvio()},
			{d + "/assegnazioni", modelli.ModuloAssegnazione{UOID: v.AltraUO, OperatoreID: v.Amministrativo}},
			{richieste(v.t, v.c, id)[0] + "/esito", respingi()}, {d + "/comunicazione", comunica()}}
	}}

var vitaIntervento = &specie{"intervento",
	func(v *vite) string { return bozzaIntervento(v.t, v.c, v.Economico("2024-01-10", 10000)) },
	func(v *vite, id string) []passo {
		p := passiIntervento(id)
		return []passo{p["attiva"], p["sospendi"], p["riprendi"], p["termina"]}
	}}

// vita is a case on its way.
type vita struct {
	*specie
	id    string
	passi []passo
	fatti int
}

func (w *vita) finita() bool { return w.fatti == len(w.passi) }

// vite makes cases and carries them on.
type vite struct {
	*bancoFragile
	t       *testing.T
	c       *cliente
	esempio map[*specie][]string // the rows of a case that nothing disturbed
}

func (v *vite) in(t *testing.T) *vite {
	altro := *v
	altro.t = t
	return &altro
}

// modello lives each kind of case undisturbed.
func (v *vite) modello() {
	v.t.Helper()
	v.esempio = map[*specie][]string{}
	for _, s := range []*specie{vitaDomanda, vitaIntervento} {
		w := v.nasce(s, 0)
		v.termina([]*vita{w})
		v.esempio[s] = v.righeDelCaso(v.t, w.id)
		if len(v.esempio[s]) < 10 {
			v.t.Fatalf("an undisturbed %s left %d rows only", s.nome, len(v.esempio[s]))
		}
	}
}

// nasce makes a case and does its first acts.
func (v *vite) nasce(s *specie, fatti int) *vita {
	v.t.Helper()
	w := &vita{specie: s, id: s.nuova(v)}
	w.passi = s.passi(v, w.id)
	for ; w.fatti < fatti; w.fatti++ {
		compi(v.t, v.c, w.passi[w.fatti].percorso, w.passi[w.fatti].corpo)
	}
	return w
}

// schiera makes a case before each of the acts that there are.
func (v *vite) schiera() []*vita {
	v.t.Helper()
	var out []*vita
	for _, s := range []*specie{vitaDomanda, vitaIntervento} {
		for fatti := 0; len(out) == 0 || out[len(out)-1].specie != s || fatti < len(out[len(out)-1].passi); fatti++ {
			out = append(out, v.nasce(s, fatti))
		}
	}
	return out
}

func ids(casi []*vita) []string {
	var out []string
	for _, w := range casi {
		out = append(out, w.id)
	}
	return out
}

// manda sends the next act of each case, and does not wait.
func (v *vite) manda(casi []*vita) <-chan error {
	esiti := make(chan error, len(casi))
	var gruppo sync.WaitGroup
	for _, w := range casi {
		p := w.passi[w.fatti]
		w.fatti++
		gruppo.Go(func() { esiti <- v.c.insisti(v.t.Context(), p) })
	}
	go func() {
		gruppo.Wait()
		close(esiti)
	}()
	return esiti
}

// insisti sends an act, as the same act, until it is answered: as long as the
// answer is to try again.
func (c *cliente) insisti(ctx context.Context, p passo) error {
	ctx, fine := context.WithTimeout(ctx, resistenza)
	defer fine()
	return c.insistiCome(ctx, uuid.NewString(), p)
}

// insistiCome does so with an act of a given id, for as long as the context lasts.
func (c *cliente) insistiCome(ctx context.Context, atto string, p passo) error {
	pausa := time.NewTicker(200 * time.Millisecond)
	defer pausa.Stop()
	for {
		r, err := c.invia(ctx, http.MethodPost, p.percorso, atto, p.corpo)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", p.percorso, err)
		case r.riuscita():
			return nil
		case r.stato != http.StatusServiceUnavailable:
			return fmt.Errorf("%s: status %d: %s", p.percorso, r.stato, r.corpo)
		}
		select {
		case <-pausa.C:
		case <-ctx.Done():
			return errors.Join(ctx.Err(), fmt.Errorf("%s: %s", p.percorso, r.corpo))
		}
	}
}

// arrivano waits for the answers of acts that were sent.
func (v *vite) arrivano(attese ...<-chan error) {
	v.t.Helper()
	for _, esiti := range attese {
		for err := range esiti {
			if err != nil {
				v.t.Error(err)
			}
		}
	}
}

// eseguiti counts the acts of cases that are committed beyond those answered.
func (v *vite) eseguiti(casi []*vita) int {
	v.t.Helper()
	fatti := 0
	for _, w := range casi {
		fatti += w.fatti - 1
	}
	var n int
	riesce(v.t, v.DB.Raw(`SELECT count(*) FROM atto WHERE oggetto_id::text IN ? AND eseguito_il IS NOT NULL`, ids(casi)).Scan(&n).Error)
	return n - fatti
}

// termina does the acts that are left to each case.
func (v *vite) termina(casi []*vita) {
	v.t.Helper()
	for {
		casi = inVita(casi)
		if len(casi) == 0 {
			return
		}
		v.arrivano(v.manda(casi))
	}
}

func inVita(casi []*vita) []*vita { return slices.DeleteFunc(slices.Clone(casi), (*vita).finita) }

// confronta lives the cases to their end and compares what they left with what
// an undisturbed one leaves.
func (v *vite) confronta(casi []*vita) {
	v.t.Helper()
	if v.t.Failed() {
		return
	}
	v.termina(casi)
	for _, w := range casi {
		if diff := cmp.Diff(v.esempio[w.specie], v.righeDelCaso(v.t, w.id)); diff != "" {
			v.t.Errorf("rows of a %s that was disturbed (-undisturbed +got):\n%s", w.nome, diff)
		}
	}
	doppi, err := doppioni(v.DB)
	riesce(v.t, err)
	if doppi > 0 {
		v.t.Errorf("%d numbers with gaps or doubles", doppi)
	}
}
