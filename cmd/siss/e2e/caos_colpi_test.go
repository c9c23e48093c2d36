package e2e

import (
	"slices"
	"strings"
	"time"

	enums "go.temporal.io/api/enums/v1"
	workflowpb "go.temporal.io/api/workflow/v1"

	modelli "siss/models/sigess"
)

// vano marks a death that met no work.
const vano = ", in vain"

// segno is a death that was: what was under way at that moment.
type segno struct {
	colpo
	sotto  *inCorso // nil for none
	quando time.Time
}

// inCorso is an activity that a living worker has begun.
type inCorso struct {
	corsa     string // run id of the workflow
	id        string
	tentativo int32
	operaio   int
}

// inCorso looks for the activity of a step under way; nothing is known while
// Temporal is down.
func (v *vitaCorsa) inCorso(c colpo) *inCorso {
	d, err := v.storie.DescribeWorkflowExecution(v.t.Context(), modelli.WorkflowElaborazione(v.id), "")
	if err != nil {
		return nil
	}
	for _, p := range d.GetPendingActivities() {
		n := v.alLavoro(p)
		if n >= 0 && p.GetActivityType().GetName() == c.attivita {
			return &inCorso{d.GetWorkflowExecutionInfo().GetExecution().GetRunId(), p.GetActivityId(), p.GetAttempt(), n}
		}
	}
	return nil
}

// alLavoro is which of the living workers has begun an activity, -1 for none.
func (v *vitaCorsa) alLavoro(p *workflowpb.PendingActivityInfo) int {
	if p.GetState() != enums.PENDING_ACTIVITY_STATE_STARTED {
		return -1
	}
	return slices.IndexFunc(v.operai[:], func(b *banco) bool { return strings.HasPrefix(p.GetLastWorkerIdentity(), cifre(b.lavoro.Pid)+"@") })
}

// colpisci kills what is to die and starts it again. While a server is dead
// nobody else kills one, starts or compares.
func (v *vitaCorsa) colpisci(c colpo, finita func() bool) {
	v.t.Helper()
	if c.chi == operaio || c.chi == operaioAlCommit {
		v.quiete.RLock()
		defer v.quiete.RUnlock()
		v.muore(c, nil)
		return
	}
	v.quiete.Lock()
	defer v.quiete.Unlock()
	if !c.breve {
		v.momento(c, finita) // the others may have been waited for
	}
	s := segno{colpo: c, sotto: v.inCorso(c), quando: time.Now()}
	switch c.chi {
	case motore:
		riesce(v.t, v.motore.Kill())
		riesce(v.t, v.motore.Restart(v.t.Context()))
	default:
		riesce(v.t, v.pg.Kill())
		riesce(v.t, v.pg.Restart(v.t.Context()))
	}
	v.segni = append(v.segni, s)
}

// muore kills the worker that is at work, or any, gives back what it waited for
// and starts another in its place.
func (v *vitaCorsa) muore(c colpo, b *blocco) {
	v.t.Helper()
	s := segno{colpo: c, sotto: v.inCorso(c), quando: time.Now()}
	n := c.quale
	if s.sotto != nil {
		n = s.sotto.operaio
	}
	volte := v.pronti(n)
	v.operai[n].uccidiLavoro(v.t)
	if b != nil {
		b.lascia(v.t)
	}
	v.operai[n].rimpiazza(v.t)
	v.segni = append(v.segni, s)
	v.pronto(n, volte)
}

// fatta is how an activity ended, and began for the last time.
type fatta struct {
	tipo         string
	inizio, fine time.Time
	tentativo    int32
}

// fatte are the activities that the history of a run tells, by run id and activity.
func (v *vitaCorsa) fatte() map[[2]string]fatta {
	v.t.Helper()
	out := map[[2]string]fatta{}
	w := modelli.WorkflowElaborazione(v.id)
	d, err := v.storie.DescribeWorkflowExecution(v.t.Context(), w, "")
	riesce(v.t, err)
	corsa := d.GetWorkflowExecutionInfo().GetExecution().GetRunId()
	for corsa != "" {
		prima := ""
		chiavi := map[int64][2]string{}
		eventi := v.storie.GetWorkflowHistory(v.t.Context(), w, corsa, false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
		for eventi.HasNext() {
			e, err := eventi.Next()
			riesce(v.t, err)
			if a := e.GetWorkflowExecutionStartedEventAttributes(); a != nil {
				prima = a.GetContinuedExecutionRunId()
			}
			if a := e.GetActivityTaskScheduledEventAttributes(); a != nil {
				k := [2]string{corsa, a.GetActivityId()}
				chiavi[e.GetEventId()] = k
				out[k] = fatta{tipo: a.GetActivityType().GetName()}
			}
			if a := e.GetActivityTaskStartedEventAttributes(); a != nil {
				f := out[chiavi[a.GetScheduledEventId()]]
				f.inizio, f.tentativo = e.GetEventTime().AsTime(), a.GetAttempt()
				out[chiavi[a.GetScheduledEventId()]] = f
			}
			if a := e.GetActivityTaskCompletedEventAttributes(); a != nil {
				f := out[chiavi[a.GetScheduledEventId()]]
				f.fine = e.GetEventTime().AsTime()
				out[chiavi[a.GetScheduledEventId()]] = f
			}
		}
		corsa = prima
	}
	return out
}

// misura keeps how long each activity takes when nothing disturbs it.
func (v *vitaCorsa) misura() {
	v.t.Helper()
	somme, quante := map[string]time.Duration{}, map[string]int{}
	for _, f := range v.fatte() {
		somme[f.tipo] += f.fine.Sub(f.inizio)
		quante[f.tipo]++
	}
	for tipo, somma := range somme {
		v.durate[tipo] = somma / time.Duration(quante[tipo])
	}
	if len(v.durate) < len(fasi)-3 {
		v.t.Errorf("an undisturbed run has %d kinds of activity: %v", len(v.durate), v.durate)
	}
}

// colse tells whether a death met work under way: an activity was begun before
// and ended after it, by another attempt when it was the worker that died.
func (s segno) colse(fatte map[[2]string]fatta) bool {
	if s.sotto == nil {
		return false
	}
	f := fatte[[2]string{s.sotto.corsa, s.sotto.id}]
	ripetuta := f.tentativo > s.sotto.tentativo
	return f.fine.After(s.quando) && (ripetuta || s.chi != operaio && s.chi != operaioAlCommit)
}

// bilancio adds the deaths of the run to those of the others.
func (v *vitaCorsa) bilancio() {
	v.t.Helper()
	v.quiete.RLock()
	fatte := v.fatte()
	v.quiete.RUnlock()
	v.Lock()
	defer v.Unlock()
	for _, s := range v.segni {
		v.chi[s.chi]++
		if s.colse(fatte) {
			v.colti++
			v.caduti[s.nome]++
		} else {
			v.caduti[s.nome+vano]++
		}
	}
}
