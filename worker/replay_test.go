package worker

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	sdkworker "go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	sigessflow "siss/workflows/sigess"
)

// storia is a recorded run of a workflow. make histories records them.
type storia struct {
	file   string
	tipo   string
	eventi *historypb.History
	testo  []byte
}

// muto is the log of the replays, which tell what they find by their error.
var muto = log.NewStructuredLogger(slog.New(slog.DiscardHandler))

func storie(t *testing.T) []storia {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "histories", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var out []storia
	for _, file := range files {
		testo, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		h, err := client.HistoryFromJSON(bytes.NewReader(testo), client.HistoryJSONOptions{})
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		inizio := h.GetEvents()[0].GetWorkflowExecutionStartedEventAttributes()
		out = append(out, storia{file: filepath.Base(file), tipo: inizio.GetWorkflowType().GetName(), eventi: h, testo: testo})
	}
	return out
}

func TestWorkflowsReplayWhatWasRecorded(t *testing.T) {
	t.Parallel()
	visti := map[string]int{}
	for _, s := range storie(t) {
		visti[s.tipo]++
		t.Run(s.file, func(t *testing.T) {
			t.Parallel()
			r := sdkworker.NewWorkflowReplayer()
			RegisterWorkflows(r)
			if err := r.ReplayWorkflowHistory(muto, s.eventi); err != nil {
				t.Errorf("the workflow no longer does what it did: put the change behind workflow.GetVersion: %v", err)
			}
		})
	}
	for _, nome := range []string{sigessflow.NomeDomanda, sigessflow.NomeIntervento, sigessflow.NomeElaborazione, sigessflow.NomeLiquidazione,
		sigessflow.NomeChiusura, sigessflow.NomeChiusure} {
		if visti[nome] == 0 {
			t.Errorf("no recorded history of %s: make histories", nome)
		}
	}
}

// A replay that accepted any procedure would guard nothing: each history is
// given to a workflow that does something else.
func TestReplayNoticesAnotherProcedure(t *testing.T) {
	t.Parallel()
	for _, s := range storie(t) {
		r := sdkworker.NewWorkflowReplayer()
		r.RegisterWorkflowWithOptions(func(ctx workflow.Context, _ any) error { return workflow.Sleep(ctx, time.Hour) },
			workflow.RegisterOptions{Name: s.tipo})
		if err := r.ReplayWorkflowHistory(muto, s.eventi); err == nil {
			t.Errorf("%s: replayed by another procedure without a word", s.file)
		}
	}
}

var (
	persone  = regexp.MustCompile(`(?i)\b(rossi|mario|arco|giovanna|riservat[ao])\b|\b[A-Z]{6}[0-9]{2}[A-Z][0-9]{2}[A-Z][0-9]{3}[A-Z]\b|\bIT[0-9]{2}[A-Z][0-9]{10}`)
	macchine = regexp.MustCompile(`"identity"|[0-9]+@|/(home|root|work|tmp|usr)/`)
)

func TestHistoriesHoldIdsAndDecisionsOnly(t *testing.T) {
	t.Parallel()
	for _, s := range storie(t) {
		if m := macchine.Find(s.testo); m != nil {
			t.Errorf("%s names the machine that recorded it: %s", s.file, m)
		}
		visita := proxy.VisitPayloadsOptions{Visitor: func(_ *proxy.VisitPayloadsContext, ps []*commonpb.Payload) ([]*commonpb.Payload, error) {
			for _, p := range ps {
				soloIDeDecisioni(t, s.file, p)
			}
			return ps, nil
		}}
		if err := proxy.VisitPayloads(t.Context(), s.eventi, visita); err != nil {
			t.Fatal(err)
		}
	}
}

// soloIDeDecisioni fails when a payload is encrypted, or holds more than it may.
func soloIDeDecisioni(t *testing.T, file string, p *commonpb.Payload) {
	t.Helper()
	var v any
	switch codifica := string(p.GetMetadata()["encoding"]); codifica {
	case "binary/null":
		return
	case "json/plain":
		if err := json.Unmarshal(p.GetData(), &v); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	default:
		t.Errorf("%s: a payload is %s, to be read with no key", file, codifica)
	}
	if persone.Match(p.GetData()) {
		t.Errorf("%s: a payload names a person", file)
	}
	if !ammesso("", v) {
		t.Errorf("%s: a payload holds more than ids and decisions: %s", file, p.GetData())
	}
}

var (
	// ids, instants, dates and months, codes such as IN_ISTRUTTORIA, names of the SDK's timers, versions of changes
	dato     = regexp.MustCompile(`^(([a-z]+/)?(e2e-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9:.]+Z)?)?|[A-Z_]+|AwaitWithTimeout|(termini|dopo-la-conferma|annulla-in-calcolo)(-[0-9]+)?)?$`)
	percorso = regexp.MustCompile(`^[a-zA-Z0-9.]+$`)
)

// ammesso tells whether a value, found under a key, is what a history may hold;
// the sentence of a refusal and the path of a field are the only free texts.
func ammesso(chiave string, v any) bool {
	switch v := v.(type) {
	case string:
		return dato.MatchString(v) || chiave == "message" || chiave == "messaggio" || chiave == "nome" && percorso.MatchString(v)
	case map[string]any:
		for k, e := range v {
			if !ammesso(k, e) {
				return false
			}
		}
	case []any:
		for _, e := range v {
			if !ammesso(chiave, e) {
				return false
			}
		}
	}
	return true
}
