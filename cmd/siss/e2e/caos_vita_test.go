package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.temporal.io/sdk/client"

	"siss/api/sigess"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// vitaCorsa is the life of a run on an installation of its own with two workers,
// from the request to its storno.
type vitaCorsa struct {
	*caos
	*banco
	t        *testing.T
	operai   [2]*banco // the installation once for each of its workers
	c        *cliente
	storie   client.Client
	id       string // of the run, and of the one that takes it back
	stornoID string
	colpi    map[*fase][]colpo
	segni    []segno
}

// nasce makes an installation on a copy of the database, with a run to come.
func (c *caos) nasce(t *testing.T) *vitaCorsa {
	t.Helper()
	c.quiete.RLock()
	defer c.quiete.RUnlock()
	url := c.pg.URL(c.copia(t, c.modello))
	mondo := *c.mondo
	mondo.DB = apri(t, url)
	b := bancoSu(t, &mondo, url, c.motore.Address())
	b.avvia(t)
	altro := *b
	altro.cartella = t.TempDir()
	altro.rimpiazza(t)
	t.Cleanup(func() { fermaProcesso(t, altro.work) })
	v := &vitaCorsa{caos: c, banco: b, t: t, operai: [2]*banco{b, &altro}, c: b.entra(t, b.Contabile), storie: b.temporalDi(t),
		id: uuid.NewString(), stornoID: uuid.NewString(), colpi: map[*fase][]colpo{}}
	for n := range v.operai {
		v.pronto(n, 0)
	}
	return v
}

// pronto waits until a worker has said once more that it works.
func (v *vitaCorsa) pronto(n, volte int) {
	v.t.Helper()
	attendi(v.t, pazienzaCaos, "worker at work", func() bool { return v.pronti(n) > volte })
}

func (v *vitaCorsa) pronti(n int) int {
	v.t.Helper()
	return strings.Count(leggiLog(v.t, v.operai[n].work.Log()), `"msg":"working"`)
}

// vivi carries the run through its life, struck where it is to be.
func (v *vitaCorsa) vivi() {
	v.t.Helper()
	percorso := "/elaborazioni/" + v.id
	v.atto(apertura, v.id, passo{"/elaborazioni", modelli.ModuloElaborazione{EnteID: v.Distretto, Dal: meseCaos}})
	v.calcola(calcolo, quadratura)
	v.atto(rielaborazione, uuid.NewString(), passo{percorso + "/rielaborazione", nil})
	v.calcola(ricalcolo, riquadratura)
	e := attendiCorsa(v.t, v.c, v.id, pazienzaCaos, "provisional run", func(sigess.Elaborazione) bool { return true })
	if e.Movimenti < *righeCaos || e.Impronta == "" {
		v.t.Fatalf("run of %d lines, want %d at least", e.Movimenti, *righeCaos)
	}
	v.atto(conferma, uuid.NewString(), passo{percorso + "/conferma", modelli.ModuloConferma{Impronta: e.Impronta}})
	v.elenca(elencazione, v.id)
	mandato := 7
	v.atto(pagamenti, uuid.NewString(), passo{percorso + "/pagamenti", modelli.ModuloDistinta{Esecuzione: esecuzioneCaos, Raggruppata: true, Mandato: &mandato}})
	v.atto(trasmissione, uuid.NewString(), passo{percorso + "/trasmissione", nil})
	v.atto(storno, v.stornoID, passo{percorso + "/storno", modelli.ModuloStorno{Motivo: "distinta respinta dalla banca"}})
	v.elenca(elencoStorno, v.stornoID)
}

// esecuzioneCaos is one day for all the runs, however long they take.
var esecuzioneCaos = periodo.Oggi().Piu(30)

// atto sends an act and, while it is under way, strikes it.
func (v *vitaCorsa) atto(f *fase, atto string, p passo) {
	v.t.Helper()
	ctx, fine := context.WithTimeout(v.t.Context(), pazienzaCaos)
	defer fine()
	esito, finito := error(nil), make(chan struct{})
	v.durante(f, func() {
		go func() {
			defer close(finito)
			esito = v.c.insistiCome(ctx, atto, p)
		}()
	}, func() bool {
		select {
		case <-finito:
			return f != apertura || v.stato(v.id).Esiste // the answer may come before the run
		default:
			return false
		}
	})
	<-finito
	riesce(v.t, esito)
}

// calcola strikes the run while it is computed and while it is squared up.
func (v *vitaCorsa) calcola(calcolo, quadratura *fase) {
	v.t.Helper()
	provvisoria := func() bool { return v.stato(v.id).Stato == modelli.Provvisoria }
	v.durante(calcolo, func() {}, provvisoria)
	v.durante(quadratura, func() {}, provvisoria)
	attendi(v.t, pazienzaCaos, "provisional run", provvisoria)
}

// elenca strikes the run while its list, or that of its storno, is written.
func (v *vitaCorsa) elenca(f *fase, id string) {
	v.t.Helper()
	conElenco := func() bool { return v.stato(id).Elenco }
	v.durante(f, func() {}, conElenco)
	attendi(v.t, pazienzaCaos, "list", conElenco)
}

// statoCorsa is where a run stands.
type statoCorsa struct {
	Esiste, Elenco         bool
	Stato                  modelli.Stato
	Esaminati, DaEsaminare int
}

// stato looks where a run stands; nothing is known while the server is down.
func (v *vitaCorsa) stato(id string) (s statoCorsa) {
	err := v.DB.Raw(`SELECT true AS esiste, documento_id IS NOT NULL AS elenco, stato, esaminati, da_esaminare FROM elaborazione WHERE id = ?`, id).Scan(&s).Error
	if err != nil {
		return statoCorsa{}
	}
	return s
}

// durante begins a step of the run and strikes it.
func (v *vitaCorsa) durante(f *fase, comincia func(), finita func() bool) {
	v.t.Helper()
	if !f.breve || len(v.colpi[f]) == 0 {
		comincia()
	}
	for n, c := range v.colpi[f] {
		switch {
		case f.breve:
			v.fermato(c, `LOCK TABLE elaborazione IN SHARE ROW EXCLUSIVE MODE`, nil, func() {
				if n == 0 {
					comincia()
				}
			}, finita)
		case c.chi == operaioAlCommit:
			v.momento(c, finita)
			v.fermato(c, bloccaCommit, []any{[]string{v.Distretto}}, func() {}, finita)
		default:
			v.momento(c, finita)
			v.colpisci(c, finita)
		}
	}
}

// momento waits until the run is as far as the blow wants and the activity is
// under way and, after a little, still is; or until the step is over.
func (v *vitaCorsa) momento(c colpo, finita func() bool) {
	v.t.Helper()
	for colta := false; !colta && !finita(); {
		attendi(v.t, pazienzaCaos, "moment to strike a run "+c.nome, func() bool {
			avanti := true
			if c.attivita == "CalcolaMovimenti" {
				s := v.stato(v.id)
				avanti = s.Stato == modelli.InCalcolo && float64(s.Esaminati) >= c.quota*float64(s.DaEsaminare-perPagina)
			}
			colta = avanti && v.inCorso(c) != nil
			return colta || finita()
		})
		if colta {
			v.indugia(c)
			colta = v.inCorso(c) != nil
		}
	}
}

// indugia lets a part of the time pass that the activity takes undisturbed.
func (v *vitaCorsa) indugia(c colpo) {
	<-time.After(time.Duration(0.8 * c.indugi * float64(v.durate[c.attivita])))
}

// fermato strikes the run while it stands still before a lock.
func (v *vitaCorsa) fermato(c colpo, sql string, args []any, comincia func(), finita func() bool) {
	v.t.Helper()
	v.quiete.RLock()
	b := v.blocca(v.t, sql, args...)
	comincia()
	attendi(v.t, pazienzaCaos, "run "+c.nome+" before a lock", func() bool { return v.attende() || finita() })
	if c.chi == operaio || c.chi == operaioAlCommit {
		v.muore(c, b)
		v.quiete.RUnlock()
		return
	}
	v.quiete.RUnlock()
	v.colpisci(c, finita)
	b.lascia(v.t)
}

// attende tells whether a transaction stands still before a lock.
func (v *vitaCorsa) attende() bool {
	var n int
	err := v.DB.Raw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n).Error
	return err == nil && n > 0
}
