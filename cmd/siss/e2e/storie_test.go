package e2e

import (
	"context"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	commonpb "go.temporal.io/api/common/v1"
	enums "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/api/proxy"
	"go.temporal.io/sdk/client"
	tlog "go.temporal.io/sdk/log"

	"siss/deploy/dev/servers"
	"siss/worker/cifra"
)

// muto is the log of what tells all it has to say by its error.
var muto = tlog.NewStructuredLogger(slog.New(slog.DiscardHandler))

func codec(t testing.TB) *cifra.Codec {
	t.Helper()
	k, err := hex.DecodeString(chiave)
	riesce(t, err)
	c, err := cifra.New(k)
	riesce(t, err)
	return c
}

// temporalDi is a client with the key, to look at what the processes left.
func (b *banco) temporalDi(t testing.TB) client.Client {
	t.Helper()
	dati, errori := codec(t).Convertitori()
	c, err := client.Dial(client.Options{HostPort: b.temporal, Namespace: servers.DefaultNamespace, Logger: muto, DataConverter: dati, FailureConverter: errori})
	riesce(t, err)
	t.Cleanup(c.Close)
	return c
}

// storia fetches the history of a workflow, its payloads decrypted. A payload
// that is stored in clear fails the test.
func storia(t testing.TB, c client.Client, workflow string) *historypb.History {
	t.Helper()
	out := &historypb.History{}
	eventi := c.GetWorkflowHistory(t.Context(), workflow, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for eventi.HasNext() {
		e, err := eventi.Next()
		riesce(t, err)
		out.Events = append(out.Events, e)
	}
	k := codec(t)
	visita(t, out, func(ps []*commonpb.Payload) ([]*commonpb.Payload, error) {
		for _, p := range ps {
			if codifica := string(p.GetMetadata()["encoding"]); !strings.HasPrefix(codifica, "binary/siss-") {
				return nil, fmt.Errorf("%s stores a payload as %s, not encrypted", workflow, codifica)
			}
		}
		return k.Decode(ps)
	})
	return out
}

// visita replaces each payload of a history by what fai makes of it.
func visita(t testing.TB, h *historypb.History, fai func([]*commonpb.Payload) ([]*commonpb.Payload, error)) {
	t.Helper()
	err := proxy.VisitPayloads(context.Background(), h, proxy.VisitPayloadsOptions{
		SkipSearchAttributes: true,
		Visitor: func(_ *proxy.VisitPayloadsContext, ps []*commonpb.Payload) ([]*commonpb.Payload, error) {
			return fai(ps)
		},
	})
	riesce(t, err)
}

// inChiaro is all the text of a decrypted history.
func inChiaro(t testing.TB, h *historypb.History) string {
	t.Helper()
	var testo strings.Builder
	testo.WriteString(h.String())
	visita(t, h, func(ps []*commonpb.Payload) ([]*commonpb.Payload, error) {
		for _, p := range ps {
			testo.Write(p.GetData())
			testo.WriteString("\n")
		}
		return ps, nil
	})
	return testo.String()
}
