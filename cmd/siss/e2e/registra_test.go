package e2e

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/uuid"
	"go.temporal.io/api/serviceerror"
	taskqueuepb "go.temporal.io/api/taskqueue/v1"
	"go.temporal.io/api/temporalproto"
	"go.temporal.io/sdk/client"
	sdkworker "go.temporal.io/sdk/worker"
	"google.golang.org/protobuf/reflect/protoreflect"
	"gorm.io/gorm"

	"siss/api/inbox"
	"siss/api/sigess"
	"siss/deploy/dev/servers"
	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	modelli "siss/models/sigess"
	"siss/worker"
)

var registra = flag.Bool("registra", false, "writes the histories of the test into worker/testdata/histories")

// The histories that the workflows have just written are replayed by the same
// workflows. With -registra they are kept, to be replayed by those to come.
func TestHistoriesOfRealRunsReplay(t *testing.T) {
	t.Parallel()
	b := preparaBanco(t, dbtest.URL(t), temporalDiProva(t))
	riesce(t, models.Atto(t.Context(), b.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Exec(`UPDATE ente SET giorno_elaborazione = 28 WHERE id = ?`, b.Distretto).Error
	}))
	b.avvia(t)
	s := &storie{banco: b, t: t, temporal: b.temporalDi(t), c: b.entra(t, b.Amministrativo), contabile: b.entra(t, b.Contabile)}
	t.Cleanup(s.togliPianificazione)
	t.Cleanup(func() { riesce(t, s.mensili().Delete(context.WithoutCancel(t.Context()))) })
	s.domande()
	s.riassegnata()
	s.sospese()
	s.interventi()
	s.corse()
	s.liquidazione()
	s.chiusure()
}

// storie makes runs and replays their histories.
type storie struct {
	*banco
	t            *testing.T
	temporal     client.Client
	c, contabile *cliente
}

// rilegge replays a workflow's history, and records it when asked.
func (s *storie) rilegge(nome, workflow string) {
	s.t.Helper()
	h := storia(s.t, s.temporal, workflow)
	r := sdkworker.NewWorkflowReplayer()
	worker.RegisterWorkflows(r)
	if err := r.ReplayWorkflowHistory(muto, h); err != nil {
		s.t.Errorf("%s: %v", nome, err)
	}
	if !*registra {
		return
	}
	anonima(h.ProtoReflect())
	testo, err := temporalproto.CustomJSONMarshalOptions{Indent: " "}.Marshal(h)
	riesce(s.t, err)
	radice, err := servers.Root()
	riesce(s.t, err)
	riesce(s.t, os.WriteFile(filepath.Join(radice, "worker", "testdata", "histories", nome+".json"), append(testo, '\n'), 0o644))
}

// anonima takes away from a history what names the machine: who polled, and
// the queues of the test.
func anonima(m protoreflect.Message) {
	if q, ok := m.Interface().(*taskqueuepb.TaskQueue); ok {
		q.Name, q.NormalName = "siss", ""
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Kind() == protoreflect.StringKind && f.Name() == "identity":
			m.Clear(f)
		case f.Message() == nil || f.IsMap():
		case f.IsList():
			for i := range v.List().Len() {
				anonima(v.List().Get(i).Message())
			}
		default:
			anonima(v.Message())
		}
		return true
	})
}

// rifiuto sends an act that is refused in the middle of its workflow.
func (s *storie) rifiuto(c *cliente, percorso string, corpo any, stato int) {
	s.t.Helper()
	r, err := c.invia(s.t.Context(), http.MethodPost, percorso, uuid.NewString(), corpo)
	riesce(s.t, err)
	rifiutata(s.t, percorso, r, stato)
}

func (s *storie) domande() {
	s.t.Helper()
	collega := s.entra(s.t, s.Collega)
	id := s.domanda(s.t, s.c, modelli.Presentata)
	d := "/domande/" + id
	for _, k := range leggi[inbox.Compiti](s.t, s.c, "/compiti?miei=true").Compiti {
		fa[struct{}](s.t, s.c, http.MethodPost, "/compiti/"+k.ID+"/presa", nil)
		fa[struct{}](s.t, s.c, http.MethodPost, "/compiti/"+k.ID+"/rilascio", nil)
	}
	presto := s.avvio()
	presto.ProtocolloData = periodo.MustParse("2024-01-01")
	s.rifiuto(s.c, d+"/avvio", presto, http.StatusUnprocessableEntity)
	compi(s.t, s.c, d+"/avvio", s.avvio())
	compi(s.t, s.c, d+"/assegnazioni", modelli.ModuloAssegnazione{OperatoreID: s.Collega})
	for _, k := range leggi[inbox.Compiti](s.t, collega, "/compiti?miei=true&tipo=PRENDI_VISIONE").Compiti {
		fa[struct{}](s.t, collega, http.MethodPost, "/compiti/"+k.ID+"/completamento", nil)
	}
	r := richieste(s.t, collega, id)[0]
	compi(s.t, collega, r+"/esito", accetta())
	compi(s.t, collega, d+"/comunicazione", comunica())
	m := s.Economico("2024-01-10", 10000)
	m.Dettagli.RichiestaID = r[len(r)-36:]
	nato, _ := attiva(s.t, s.c, m)
	attendi(s.t, pazienza, "end of the domanda", func() bool {
		return leggi[sigess.SchedaDomanda](s.t, s.c, d).Stato == modelli.Chiusa
	})
	s.rilegge("domanda-accolta", modelli.WorkflowDomanda(id))
	s.rilegge("intervento-da-richiesta", modelli.WorkflowIntervento(nato))

	respinta := s.domanda(s.t, s.c, modelli.Chiusa, modelli.Economico, modelli.Struttura)
	s.rilegge("domanda-respinta", modelli.WorkflowDomanda(respinta))
	s.rifiuto(s.c, "/domande/"+respinta+"/presentazione", nil, http.StatusConflict)
	s.rilegge("domanda-gia-chiusa", modelli.WorkflowDomanda(respinta))
}

// sospese are the domande whose clock stood: until the papers came, and until
// the days were over before they were recorded.
func (s *storie) sospese() {
	s.t.Helper()
	id := s.sospesa(s.t, s.c)
	s.rifiuto(s.c, "/domande/"+id+"/integrazioni", integrazioni(), http.StatusConflict)
	compi(s.t, s.c, "/domande/"+id+"/integrazioni/arrivo", arrivo())
	s.rilegge("domanda-sospesa", modelli.WorkflowDomanda(id))

	id = s.domanda(s.t, s.c, modelli.InIstruttoria)
	tardi := integrazioni()
	tardi.Dal = periodo.MustParse("2024-01-20")
	compi(s.t, s.c, "/domande/"+id+"/integrazioni", tardi)
	attendi(s.t, pazienza, "the term to run again", func() bool {
		return leggi[sigess.SchedaDomanda](s.t, s.c, "/domande/"+id).Stato == modelli.InIstruttoria
	})
	s.rilegge("domanda-ripresa", modelli.WorkflowDomanda(id))

	id = s.preavvisata(s.t, s.c)
	compi(s.t, s.c, "/domande/"+id+"/preavviso/osservazioni", arrivo())
	s.rilegge("domanda-preavviso", modelli.WorkflowDomanda(id))
}

// riassegnata gives the task of a domanda to a colleague, after an attempt that
// is refused; the assegnazione of the domanda stays.
func (s *storie) riassegnata() {
	s.t.Helper()
	id := s.domanda(s.t, s.c, modelli.Presentata)
	for _, k := range leggi[inbox.Compiti](s.t, s.c, "/compiti?miei=true&tipo=AVVIA_ISTRUTTORIA").Compiti {
		if k.OggettoID != id {
			continue
		}
		s.rifiuto(s.c, "/compiti/"+k.ID+"/riassegnazione", inbox.ModuloRiassegnazione{OperatoreID: s.Estraneo}, http.StatusUnprocessableEntity)
		fa[struct{}](s.t, s.c, http.MethodPost, "/compiti/"+k.ID+"/riassegnazione", inbox.ModuloRiassegnazione{OperatoreID: s.Collega})
	}
	compi(s.t, s.c, "/domande/"+id+"/avvio", s.avvio())
	s.rilegge("domanda-compito-riassegnato", modelli.WorkflowDomanda(id))
}

func (s *storie) interventi() {
	s.t.Helper()
	id := bozzaIntervento(s.t, s.c, s.Prestazioni("2024-01-10"))
	passi := passiIntervento(id)
	for _, p := range []string{"attiva", "sospendi"} {
		compi(s.t, s.c, passi[p].percorso, passi[p].corpo)
	}
	s.rifiuto(s.c, passi["sospendi"].percorso, passi["sospendi"].corpo, http.StatusConflict)
	for _, p := range []string{"riprendi", "termina"} {
		compi(s.t, s.c, passi[p].percorso, passi[p].corpo)
	}
	s.rilegge("intervento-concluso", modelli.WorkflowIntervento(id))

	// A rule that changes, in the turn of an act that is refused, and a share.
	id, _ = attiva(s.t, s.c, s.Economico("2024-01-10", 10000))
	compi(s.t, s.c, "/interventi/"+id+"/regole", passiIntervento(id)["cambia"].corpo)
	s.rifiuto(s.c, "/interventi/"+id+"/regole", passiIntervento(id)["cambia"].corpo, http.StatusUnprocessableEntity)
	s.rilegge("intervento-regola-cambiata", modelli.WorkflowIntervento(id))
	id, _ = attiva(s.t, s.c, s.Prestazioni("2024-01-10"))
	compi(s.t, s.c, "/interventi/"+id+"/quote", nuovaQuota("2024-02-01", 4000))
	s.rilegge("intervento-quota-cambiata", modelli.WorkflowIntervento(id))

	// With timers: for the day it begins, then for the day it ends.
	oggi := periodo.Oggi()
	m := s.InStruttura(oggi.Piu(20).String())
	id, _ = attiva(s.t, s.c, m)
	compi(s.t, s.c, "/interventi/"+id+"/sospensioni", modelli.ModuloSospensione{Dal: oggi.Piu(30), Motivo: "ricovero"})
	compi(s.t, s.c, "/interventi/"+id+"/termine", modelli.ModuloTermine{DataFine: oggi.Piu(40), Motivo: "SCADENZA"})
	s.rilegge("intervento-da-attivare", modelli.WorkflowIntervento(id))
}

func (s *storie) corse() {
	s.t.Helper()
	for _, c := range []struct {
		nome string
		atti []passo
		fine modelli.Stato
	}{
		{"elaborazione-annullata", []passo{{"/annullamento", nil}}, modelli.Annullata},
		{"elaborazione-ricalcolata", []passo{{"/rielaborazione", nil}, {"/annullamento", nil}}, modelli.Annullata},
		{"elaborazione-stornata", []passo{{"/conferma", modelli.ModuloConferma{}}, {"/storno", modelli.ModuloStorno{Motivo: "capitolo errato"}}}, modelli.Stornata},
		{"elaborazione-pagata", []passo{{"/conferma", modelli.ModuloConferma{}}, {"/trasmissione", nil},
			{"/pagamento", modelli.ModuloPagamento{Esito: modelli.PagataParziale, Data: periodo.MustParse("2024-03-05"), Nota: "un bonifico respinto"}},
			{"/pagamento", modelli.ModuloPagamento{Esito: modelli.Pagata, Data: periodo.MustParse("2024-03-06")}}}, modelli.Pagata},
	} {
		percorso := "/elaborazioni/" + elabora(s.t, s.contabile, modelli.ModuloElaborazione{EnteID: s.Distretto, Dal: periodo.MustParseMese("2024-02")}).ID
		for _, a := range c.atti {
			compi(s.t, s.contabile, percorso+a.percorso, a.corpo)
			attendi(s.t, pazienza, "end of what the act starts", func() bool {
				e := leggi[sigess.Elaborazione](s.t, s.contabile, percorso)
				return e.Stato == modelli.Provvisoria || e.Stato == modelli.Annullata || e.ConElenco
			})
		}
		workflow := modelli.WorkflowElaborazione(filepath.Base(percorso))
		s.attendiFine(workflow)
		if e := leggi[sigess.Elaborazione](s.t, s.contabile, percorso); e.Stato != c.fine {
			s.t.Errorf("%s: state %s, want %s", c.nome, e.Stato, c.fine)
		}
		s.rilegge(c.nome, workflow)
	}
	s.fermata()
	prova := fa[sigess.Esito](s.t, s.contabile, http.MethodPost, "/elaborazioni",
		modelli.ModuloElaborazione{EnteID: s.Distretto, Dal: periodo.MustParseMese("2024-02"), Simulazione: true}).ID
	corsa(s.t, s.contabile, prova, modelli.Simulata, pazienza)
	s.attendiFine(modelli.WorkflowElaborazione(prova))
	s.rilegge("elaborazione-simulata", modelli.WorkflowElaborazione(prova))
}

// fermata is a run that is stopped while it is computed, resumed, and given up.
func (s *storie) fermata() {
	s.t.Helper()
	percorso, lascia := s.inCalcolo(s.t, s.contabile, modelli.ModuloElaborazione{EnteID: s.Distretto, Dal: periodo.MustParseMese("2024-02")})
	lascia()
	compi(s.t, s.contabile, percorso+"/fermata", nil)
	if e := leggi[sigess.Elaborazione](s.t, s.contabile, percorso); e.Stato != modelli.InCalcolo || e.FermataIl == nil {
		s.t.Errorf("stopped: %+v", e)
	}
	compi(s.t, s.contabile, percorso+"/prosecuzione", nil)
	corsa(s.t, s.contabile, filepath.Base(percorso), modelli.Provvisoria, pazienza)
	compi(s.t, s.contabile, percorso+"/annullamento", nil)
	workflow := modelli.WorkflowElaborazione(filepath.Base(percorso))
	s.attendiFine(workflow)
	s.rilegge("elaborazione-fermata", workflow)
}

// attendiFine waits for the end of a workflow.
func (s *storie) attendiFine(workflow string) {
	s.t.Helper()
	ctx, fine := context.WithTimeout(s.t.Context(), pazienza)
	defer fine()
	riesce(s.t, s.temporal.GetWorkflow(ctx, workflow, "").Get(ctx, nil))
}

func (s *storie) pianificazione() client.ScheduleHandle {
	return s.temporal.ScheduleClient().GetHandle(s.t.Context(), worker.IDPianificazione(s.Distretto))
}

func (s *storie) togliPianificazione() {
	var assente *serviceerror.NotFound
	if err := s.pianificazione().Delete(context.WithoutCancel(s.t.Context())); err != nil && !errors.As(err, &assente) {
		s.t.Error(err)
	}
}

// liquidazione lets the schedule of the district start its run.
func (s *storie) liquidazione() {
	s.t.Helper()
	riesce(s.t, s.pianificazione().Trigger(s.t.Context(), client.ScheduleTriggerOptions{}))
	var avviato string
	attendi(s.t, pazienza, "run of the schedule", func() bool {
		d, err := s.pianificazione().Describe(s.t.Context())
		riesce(s.t, err)
		for _, a := range d.Info.RecentActions {
			avviato = a.StartWorkflowResult.WorkflowID
		}
		return avviato != ""
	})
	s.attendiFine(avviato)
	s.rilegge("liquidazione-mensile", avviato)
	attendi(s.t, pazienza, "provisional run", func() bool {
		for _, e := range leggi[sigess.Elaborazioni](s.t, s.contabile, "/elaborazioni").Elaborazioni {
			if e.Origine == "PIANIFICATA" && e.Stato == modelli.Provvisoria {
				s.rilegge("elaborazione-pianificata", modelli.WorkflowElaborazione(e.ID))
				return true
			}
		}
		return false
	})
}

// chiusure closes a month, refuses to open it again, opens it by two persons and
// closes it anew; then the schedule opens those of the month that is ending.
func (s *storie) chiusure() {
	s.t.Helper()
	collega := s.entra(s.t, s.Collega)
	attiva(s.t, s.c, s.InStruttura("2024-03-25"))
	id := fa[sigess.Esito](s.t, s.c, http.MethodPost, "/chiusure",
		modelli.ModuloChiusura{EnteID: s.Comune, PressoID: s.Struttura, Mese: periodo.MustParseMese("2024-03")}).ID
	percorso, workflow := "/chiusure/"+id, modelli.WorkflowChiusura(id)
	firma := modelli.ModuloFirma{Dichiarazione: "riepilogo del gestore"}
	s.rifiuto(s.c, percorso+"/riaperture", modelli.ModuloRichiestaRiapertura{Motivo: "manca un giorno"}, http.StatusConflict)
	compi(s.t, s.c, percorso+"/firma", firma)
	s.attendiFine(workflow)
	s.rilegge("chiusura-firmata", workflow)
	for _, decisione := range []modelli.ModuloDecisione{{Esito: modelli.Negata, Nota: "già pagato"}, {Esito: modelli.Concessa}} {
		compi(s.t, s.c, percorso+"/riaperture", modelli.ModuloRichiestaRiapertura{Motivo: "manca un giorno"})
		s.rifiuto(s.c, percorso+"/decisione", decisione, http.StatusForbidden)
		compi(s.t, collega, percorso+"/decisione", decisione)
	}
	compi(s.t, collega, percorso+"/firma", firma)
	s.attendiFine(workflow)
	s.rilegge("chiusura-riaperta", workflow)
	if c := leggi[sigess.Chiusura](s.t, s.c, percorso); c.Stato != modelli.MeseChiuso || len(c.Firme) != 2 || len(c.Riaperture) != 2 {
		s.t.Errorf("closing = %+v", c)
	}

	riesce(s.t, s.mensili().Trigger(s.t.Context(), client.ScheduleTriggerOptions{}))
	var avviato string
	attendi(s.t, pazienza, "the closings of the schedule", func() bool {
		d, err := s.mensili().Describe(s.t.Context())
		riesce(s.t, err)
		for _, a := range d.Info.RecentActions {
			avviato = a.StartWorkflowResult.WorkflowID
		}
		return avviato != ""
	})
	s.attendiFine(avviato)
	s.rilegge("chiusure-mensili", avviato)
}

func (s *storie) mensili() client.ScheduleHandle {
	return s.temporal.ScheduleClient().GetHandle(s.t.Context(), worker.IDChiusure(s.coda))
}
