package e2e

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/workflow"
	"gorm.io/gorm"

	"siss/api/procedure"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/sigess"
	"siss/worker"
	"siss/workflows"
	flow "siss/workflows/sigess"
)

// The bars of the issue: what the rows of a domanda may cost, as a ratio to a
// workflow with as many updates and activities and no database at all.
const (
	portataMinima = 0.5 // of the bare workflows per second
	attesaMassima = 2.5 // times the bare latency
)

// How much is measured: giri times in turn, so that what else the machine does
// weighs on both alike.
const (
	giri     = 5
	insieme  = 16 // flows at once, for the throughput
	perGiro  = 64
	daSoli   = 12 // flows one after the other, for the latency
	scaldata = 32 // flows before the first that counts
)

// BenchmarkDomanda carries domande from the presentation to the closing, and
// bare workflows beside them, and fails below the bars.
func BenchmarkDomanda(b *testing.B) {
	g := nuovoConfronto(b)
	for _, vita := range []func(context.Context) error{g.domanda, g.nudo} {
		g.insieme(vita, scaldata)
	}
	var misure [2]serie
	for range giri {
		for n, vita := range []func(context.Context) error{g.domanda, g.nudo} {
			misure[n].portata = append(misure[n].portata, float64(perGiro)/g.insieme(vita, perGiro).Seconds())
			misure[n].attese = append(misure[n].attese, g.daSoli(vita, daSoli)...)
		}
	}
	dom, nudo := misure[0].riassunto(), misure[1].riassunto()
	portata, attesa := dom.portata/nudo.portata, float64(dom.attesa)/float64(nudo.attesa)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(dom.portata, "domande/s")
	b.ReportMetric(nudo.portata, "bare/s")
	b.ReportMetric(float64(dom.attesa.Microseconds())/1000, "domanda-p50-ms")
	b.ReportMetric(float64(nudo.attesa.Microseconds())/1000, "bare-p50-ms")
	fmt.Printf("\nthroughput, %d at once:  domanda %.1f/s, bare %.1f/s: ratio %.2f (bar: at least %.2f)\n", insieme, dom.portata, nudo.portata, portata, portataMinima)
	fmt.Printf("latency, one at a time: domanda %s, bare %s (p50): ratio %.2f (bar: at most %.2f)\n", dom.attesa.Round(100*time.Microsecond), nudo.attesa.Round(100*time.Microsecond), attesa, attesaMassima)
	if portata < portataMinima {
		b.Errorf("throughput is %.2f of the bare workflow's, want at least %.2f", portata, portataMinima)
	}
	if attesa > attesaMassima {
		b.Errorf("latency is %.2f times the bare workflow's, want at most %.2f", attesa, attesaMassima)
	}
}

// serie are the measures of one of the two: flows per second and times of single flows.
type serie struct {
	portata []float64
	attese  []time.Duration
}

type mediane struct {
	portata float64
	attesa  time.Duration
}

func (m serie) riassunto() mediane {
	slices.Sort(m.portata)
	slices.Sort(m.attese)
	return mediane{m.portata[len(m.portata)/2], m.attese[len(m.attese)/2]}
}

// confronto is one worker with both kinds of flow, on the same task queue and
// with the same options, and who sends the acts.
type confronto struct {
	*banco
	b      *testing.B
	motore procedure.Motore
	chi    models.Chi
	bozze  atomic.Int64
	pronte []pronta
}

// pronta is a draft with the id of its richiesta.
type pronta struct{ id, richiesta string }

func nuovoConfronto(b *testing.B) *confronto {
	b.Helper()
	k := preparaBanco(b, dbtest.URL(b), temporalDiProva(b))
	c := k.temporalDi(b)
	w := worker.New(worker.Deps{Client: c, DB: k.DB, Coda: k.coda, Log: slog.New(slog.DiscardHandler)})
	w.RegisterWorkflowWithOptions(nudo, workflow.RegisterOptions{Name: nomeNudo})
	w.RegisterActivityWithOptions(niente, activity.RegisterOptions{Name: nomeNiente})
	riesce(b, w.Start())
	b.Cleanup(w.Stop)
	g := &confronto{banco: k, b: b, motore: procedure.Motore{DB: k.DB, Temporal: c, Coda: k.coda}, chi: k.Chi(b, k.Amministrativo)}
	g.prepara(scaldata + giri*(perGiro+daSoli))
	return g
}

// prepara writes the drafts: writing them is not part of what is measured.
func (g *confronto) prepara(quante int) {
	g.b.Helper()
	for range quante {
		p := pronta{id: uuid.NewString()}
		riesce(g.b, g.Fai(g.b, g.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
			if _, err := sigess.SalvaBozza(tx, chi, p.id, g.Domanda(sigess.Economico)); err != nil {
				return err
			}
			righe, err := sigess.Richieste(tx, p.id)
			if err == nil {
				p.richiesta = righe[0].ID
			}
			return err
		}))
		g.pronte = append(g.pronte, p)
	}
}

// insieme runs n flows, as many at once as the bar says, and returns how long
// they took.
func (g *confronto) insieme(vita func(context.Context) error, n int) time.Duration {
	g.b.Helper()
	var gruppo sync.WaitGroup
	resto := int64(n)
	inizio := time.Now()
	for range insieme {
		gruppo.Go(func() {
			for atomic.AddInt64(&resto, -1) >= 0 {
				if err := vita(g.b.Context()); err != nil {
					g.b.Error(err)
					return
				}
			}
		})
	}
	gruppo.Wait()
	return time.Since(inizio)
}

// daSoli runs n flows one after the other and returns how long each took.
func (g *confronto) daSoli(vita func(context.Context) error, n int) []time.Duration {
	g.b.Helper()
	var out []time.Duration
	for range n {
		inizio := time.Now()
		riesce(g.b, vita(g.b.Context()))
		out = append(out, time.Since(inizio))
	}
	return out
}

// domanda carries a draft to the closing, as the API does: each act is
// deposited, then sent to the workflow that carries it out.
func (g *confronto) domanda(ctx context.Context) error {
	p := g.pronte[g.bozze.Add(1)-1]
	for _, a := range []procedure.Atto{
		{Tipo: flow.UpdatePresenta, Dati: struct{}{}, Avvio: flow.NomeDomanda, InputAvvio: flow.InputDomanda{DomandaID: p.id}},
		{Tipo: flow.UpdateAvvia, Dati: g.avvio()},
		{Tipo: flow.UpdateDecidi, Dati: respingi()},
		{Tipo: flow.UpdateComunica, Dati: comunica()},
	} {
		m := flow.Messaggio{AttoID: uuid.NewString(), OperatoreID: g.Amministrativo}
		if a.Tipo == flow.UpdateDecidi {
			m.RichiestaID = p.richiesta
		}
		a.ID, a.EnteID, a.OggettoID, a.WorkflowID, a.Messaggio = m.AttoID, g.Comune, p.id, sigess.WorkflowDomanda(p.id), m
		if err := g.motore.Compi(ctx, g.chi, a); err != nil {
			return err
		}
	}
	return nil
}

// nudo starts a bare workflow by its first update and sends the other three.
func (g *confronto) nudo(ctx context.Context) error {
	id := "nudo/" + uuid.NewString()
	for n := range passiNudi {
		update := client.UpdateWorkflowOptions{UpdateID: uuid.NewString(), WorkflowID: id, UpdateName: nomePasso,
			Args: []any{flow.Messaggio{AttoID: uuid.NewString(), OperatoreID: g.Amministrativo}}, WaitForStage: client.WorkflowUpdateStageCompleted}
		var h client.WorkflowUpdateHandle
		var err error
		if n == 0 {
			avvio := g.motore.Temporal.NewWithStartWorkflowOperation(client.StartWorkflowOptions{ID: id, TaskQueue: g.coda,
				WorkflowIDConflictPolicy: enums.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING}, nomeNudo)
			h, err = g.motore.Temporal.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{StartWorkflowOperation: avvio, UpdateOptions: update})
		} else {
			h, err = g.motore.Temporal.UpdateWorkflow(ctx, update)
		}
		if err == nil {
			err = h.Get(ctx, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	nomeNudo   = "Nudo"
	nomeNiente = "Niente"
	nomePasso  = "passo"
	passiNudi  = 4
)

// nudo is a workflow with as many updates and activities as a domanda that is
// rejected, and nothing else.
func nudo(ctx workflow.Context) error {
	fatti := 0
	err := workflow.SetUpdateHandler(ctx, nomePasso, func(ctx workflow.Context, m flow.Messaggio) error {
		if err := workflow.ExecuteActivity(workflows.Breve(ctx), nomeNiente, m).Get(ctx, nil); err != nil {
			return err
		}
		fatti++
		return nil
	})
	if err != nil {
		return err
	}
	return workflow.Await(ctx, func() bool { return fatti == passiNudi && workflow.AllHandlersFinished(ctx) })
}

func niente(context.Context, flow.Messaggio) error { return nil }
