package e2e

import (
	"net/http"
	"syscall"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// What the database says is done, and the pages show, may be acted upon at
// once: also in the moment in which the workflow has not heard of it yet. The
// worker is stopped between the commit of a step and its report; the next act,
// of somebody else, is sent in between.
func TestWhatIsSeenDoneCanBeActedUponAtOnce(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	riesce(t, b.DB.Exec(freno).Error)
	riesce(t, b.DB.Exec(frenoCorse).Error)
	c, altro, contabile := b.entra(t, b.Amministrativo), b.entra(t, b.Coordinatore), b.entra(t, b.Contabile)
	m := &momento{banco: b}
	t.Run("a domanda just presented", func(t *testing.T) {
		d := "/domande/" + bozza(t, c, b.Domanda(modelli.Economico))
		m.prova(t, richiesta{c, http.MethodPost, d + "/presentazione", uuid.NewString(), nil}, d[len(d)-36:],
			func() bool { return leggi[sigess.SchedaDomanda](t, c, d).Stato == modelli.Presentata },
			richiesta{altro, http.MethodPost, d + "/avvio", uuid.NewString(), b.avvio()})
	})
	t.Run("an intervento just activated", func(t *testing.T) {
		i := "/interventi/" + bozzaIntervento(t, c, b.Economico("2024-01-10", 10000))
		termina := passiIntervento(i[len(i)-36:])["termina"]
		m.prova(t, richiesta{c, http.MethodPost, i + "/attivazione", uuid.NewString(), nil}, i[len(i)-36:],
			func() bool { return leggi[sigess.SchedaIntervento](t, c, i).Stato == modelli.Attivo },
			richiesta{altro, http.MethodPost, termina.percorso, uuid.NewString(), termina.corpo})
	})
	t.Run("a run just provisional", func(t *testing.T) {
		id := uuid.NewString() // of the run is that of the act
		corpo := modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-02")}
		m.prova(t, richiesta{contabile, http.MethodPost, "/elaborazioni", id, corpo}, b.Distretto,
			func() bool {
				return leggi[sigess.Elaborazione](t, contabile, "/elaborazioni/"+id).Stato == modelli.Provvisoria
			},
			richiesta{contabile, http.MethodPost, "/elaborazioni/" + id + "/conferma", uuid.NewString(), nil})
	})
}

type momento struct{ *banco }

// prova sends an act, stops the worker when the act is committed, which visto
// tells, sends the next act and lets the worker go on: both must succeed.
func (m *momento) prova(t *testing.T, prima richiesta, serratura string, visto func() bool, poi richiesta) {
	t.Helper()
	commit := m.blocca(t, bloccaCommit, []string{serratura})
	esiti := make(chan []risposta, 2)
	go func() { esiti <- prima.insieme(t, 1) }()
	m.fermi(t, 1)
	riesce(t, m.lavoro.Signal(syscall.SIGSTOP))
	t.Cleanup(func() { riesce(t, m.lavoro.Signal(syscall.SIGCONT)) })
	commit.lascia(t)
	attendi(t, pazienza, "commit", visto)
	go func() { esiti <- poi.insieme(t, 1) }()
	attendi(t, pazienza, "deposit of the next act", func() bool {
		var n int
		riesce(t, m.DB.Raw(`SELECT count(*) FROM atto WHERE id = ?`, poi.atto).Scan(&n).Error)
		return n == 1
	})
	riesce(t, m.lavoro.Signal(syscall.SIGCONT))
	for range 2 {
		for _, r := range <-esiti {
			if !r.riuscita() {
				t.Errorf("status %d: %s", r.stato, r.corpo)
			}
		}
	}
}
