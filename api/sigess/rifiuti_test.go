package sigess

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/uuid"
	"go.temporal.io/api/serviceerror"

	"siss/api/atti"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/web/form"
)

func importoDi(centesimi euro.Importo) *euro.Importo { return &centesimi }

// impronta sums up the rows of the cases: a refusal leaves it as it was.
func (b *banco) impronta() string {
	b.t.Helper()
	var s string
	err := b.db.WithContext(context.Background()).Raw(`SELECT string_agg(md5(t::text), '' ORDER BY t::text) FROM (
		SELECT to_jsonb(d) FROM domanda d UNION ALL SELECT to_jsonb(r) FROM richiesta r UNION ALL SELECT to_jsonb(i) FROM intervento i
		UNION ALL SELECT to_jsonb(a) FROM accesso a UNION ALL SELECT to_jsonb(e) FROM elaborazione e UNION ALL SELECT to_jsonb(x) FROM atto x
		UNION ALL SELECT to_jsonb(s) FROM sospensione s UNION ALL SELECT to_jsonb(v) FROM evento v) t`).Scan(&s).Error
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func con(o oggetto, campo string, valore any) oggetto {
	out := oggetto{}
	for k, v := range o {
		out[k] = v
	}
	out[campo] = valore
	return out
}

// rifiuto is a request that is wrong, and what is answered.
type rifiuto struct {
	chi, metodo, percorso string
	corpo                 any
	stato                 int
	campo                 string
}

// casi are the rows that the wrong requests are about.
type casi struct{ presentata, bozza, attivo, chiuso, run, nuova, domani string }

func nuoviCasi(b *banco) casi {
	c := casi{presentata: b.domanda(b.assegno), bozza: uuid.NewString(), nuova: uuid.NewString(), domani: periodo.Oggi().Piu(1).String(),
		attivo: b.attivo("/interventi-con-prestazioni/", b.prestazioni()), chiuso: b.attivo("/interventi-con-prestazioni/", b.prestazioni())}
	b.json(b.giovanna, http.MethodPut, "/domande/"+c.bozza, b.modulo(b.assegno), 200)
	b.json(b.giovanna, http.MethodPut, "/interventi/"+c.chiuso+"/accessi/2024-09-02", oggetto{"prestazione": "PASTO", "quantita": "1"}, 200)
	c.run = b.json(b.anna, http.MethodPost, "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-09"}, 201)["id"].(string)
	return c
}

func rifiutiDomande(b *banco, c casi) map[string]rifiuto {
	return map[string]rifiuto{
		"domanda without data":             {b.giovanna, "PUT", "/domande/" + c.nuova, con(b.modulo(b.assegno), "dataPresentazione", nil), 422, "dataPresentazione"},
		"domanda of tomorrow":              {b.giovanna, "PUT", "/domande/" + c.nuova, con(b.modulo(b.assegno), "dataPresentazione", c.domani), 422, "dataPresentazione"},
		"domanda with an unknown field":    {b.giovanna, "PUT", "/domande/" + c.nuova, con(b.modulo(b.assegno), "altro", 1), 422, "altro"},
		"domanda without richieste":        {b.giovanna, "PUT", "/domande/" + c.nuova, con(b.modulo(), "richieste", []oggetto{}), 422, "richieste"},
		"domanda of a stranger's soggetto": {b.straniero, "PUT", "/domande/" + c.nuova, b.modulo(b.assegno), 422, "soggettoId"},
		"domanda with a NUL":               {b.giovanna, "PUT", "/domande/" + c.nuova, con(b.modulo(b.assegno), "note", "a\x00b"), 422, "note"},
		"domanda without a UUID":           {b.giovanna, "PUT", "/domande/12", b.modulo(b.assegno), 422, "id"},
		"presented domanda saved":          {b.giovanna, "PUT", "/domande/" + c.presentata, b.modulo(b.assegno), 409, ""},
		"presented twice":                  {b.giovanna, "POST", "/domande/" + c.presentata + "/presentazione", nil, 409, ""},
		"presented by a stranger":          {b.straniero, "POST", "/domande/" + c.bozza + "/presentazione", nil, 404, ""},
		"read by a stranger":               {b.straniero, "GET", "/domande/" + c.presentata, nil, 404, ""},
		"assigned while a draft":           {b.giovanna, "POST", "/domande/" + c.bozza + "/assegnazioni", oggetto{"operatoreId": b.paolo}, 409, ""},
		"assigned to nobody":               {b.giovanna, "POST", "/domande/" + c.presentata + "/assegnazioni", oggetto{}, 422, "operatoreId"},
		"assigned to a stranger":           {b.giovanna, "POST", "/domande/" + c.presentata + "/assegnazioni", oggetto{"operatoreId": b.straniero}, 422, "operatoreId"},
		"assigned by who hasn't got it":    {b.paolo, "POST", "/domande/" + c.presentata + "/assegnazioni", oggetto{"operatoreId": b.paolo}, 403, ""},
		"protocol before presentation":     {b.giovanna, "POST", "/domande/" + c.presentata + "/avvio", oggetto{"protocollo": "1", "protocolloData": "2024-10-01", "responsabileId": b.giovanna}, 422, "protocolloData"},
		"decided before istruttoria":       {b.giovanna, "POST", "/domande/" + c.presentata + "/richieste/" + c.nuova + "/esito", oggetto{"esito": "ACCETTATA"}, 409, ""},
		"rejected without a reason":        {b.giovanna, "POST", "/domande/" + c.presentata + "/richieste/" + c.nuova + "/esito", oggetto{"esito": "RESPINTA"}, 422, "motivo"},
		"unknown esito":                    {b.giovanna, "POST", "/domande/" + c.presentata + "/richieste/" + c.nuova + "/esito", oggetto{"esito": "FORSE"}, 422, "esito"},
		"communicated too early":           {b.giovanna, "POST", "/domande/" + c.presentata + "/comunicazione", oggetto{"data": "2024-11-01", "mezzo": "PEC"}, 409, ""},
		"state that is none":               {b.giovanna, "GET", "/domande?stato=FORSE", nil, 422, "stato"},
	}
}

func rifiutiInterventi(b *banco, c casi) map[string]rifiuto {
	return map[string]rifiuto{
		"IBAN with a wrong check":            {b.giovanna, "PUT", "/interventi-economici/" + c.nuova, con(b.economico(), "modalita", oggetto{"titolo": "ASSISTITO", "metodo": "BONIFICO", "iban": "IT60X0542811101000000123457", "intestatario": "M R"}), 422, "modalita.iban"},
		"amount of zero":                     {b.giovanna, "PUT", "/interventi-economici/" + c.nuova, con(b.economico(), "regole", []oggetto{{"frequenza": "MENSILE", "importo": "0.00"}}), 422, "regole.0.importo"},
		"prestazione not in the price list":  {b.giovanna, "PUT", "/interventi-con-prestazioni/" + c.nuova, con(b.prestazioni(), "piano", []oggetto{{"prestazione": "NOTTE", "quantita": "1", "periodicita": "MESE"}}), 422, "piano.0.prestazione"},
		"structure not in the register":      {b.giovanna, "PUT", "/interventi-in-struttura/" + c.nuova, con(b.struttura(), "strutturaId", c.nuova), 422, "strutturaId"},
		"price list of another natura":       {b.giovanna, "PUT", "/interventi-in-struttura/" + c.nuova, con(b.struttura(), "tariffarioId", b.tariffarioDomiciliare), 422, "tariffarioId"},
		"active intervento saved":            {b.giovanna, "PUT", "/interventi-con-prestazioni/" + c.attivo, b.prestazioni(), 409, ""},
		"activated twice":                    {b.giovanna, "POST", "/interventi/" + c.attivo + "/attivazione", nil, 409, ""},
		"activated by a stranger":            {b.straniero, "POST", "/interventi/" + c.attivo + "/attivazione", nil, 404, ""},
		"suspended before it begins":         {b.giovanna, "POST", "/interventi/" + c.attivo + "/sospensioni", oggetto{"dal": "2024-01-01", "motivo": "prova"}, 422, "dal"},
		"suspended by who isn't responsible": {b.paolo, "POST", "/interventi/" + c.attivo + "/sospensioni", oggetto{"dal": "2024-10-01", "motivo": "prova"}, 403, ""},
		"resumed while active":               {b.giovanna, "POST", "/interventi/" + c.attivo + "/ripresa", oggetto{"dal": "2024-10-01", "motivo": "dimissione"}, 409, ""},
		"ended before it begins":             {b.giovanna, "POST", "/interventi/" + c.attivo + "/termine", oggetto{"dataFine": "2024-01-01", "motivo": "RINUNCIA"}, 422, "dataFine"},
		"nobody":                             {"nessuno", "GET", "/interventi", nil, 401, ""},
	}
}

func rifiutiTabellone(b *banco, c casi) map[string]rifiuto {
	return map[string]rifiuto{
		"access without an amount":         {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/2024-08-05", oggetto{"prestazione": "OSS"}, 422, "quantita"},
		"access in units paid by the hour": {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/2024-08-05", oggetto{"prestazione": "OSS", "quantita": "1"}, 422, "minuti"},
		"access not in the plan":           {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/2024-08-05", oggetto{"prestazione": "NOTTE", "quantita": "1"}, 422, "prestazione"},
		"access outside the intervento":    {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/2024-07-31", oggetto{"prestazione": "PASTO", "quantita": "1"}, 422, "data"},
		"access on no day":                 {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/2024-02-30", oggetto{"prestazione": "PASTO", "quantita": "1"}, 422, "data"},
		"access of tomorrow":               {b.giovanna, "PUT", "/interventi/" + c.attivo + "/accessi/" + c.domani, oggetto{"prestazione": "PASTO", "quantita": "1"}, 422, "data"},
		"access in a closed month":         {b.giovanna, "PUT", "/interventi/" + c.chiuso + "/accessi/2024-09-03", oggetto{"prestazione": "PASTO", "quantita": "1"}, 409, ""},
		"access taken from a closed month": {b.giovanna, "DELETE", "/interventi/" + c.chiuso + "/accessi/2024-09-02/PASTO", nil, 409, ""},
		"access of a stranger":             {b.straniero, "DELETE", "/interventi/" + c.chiuso + "/accessi/2024-09-02/PASTO", nil, 404, ""},
		"no cells":                         {b.giovanna, "POST", "/tabellone/celle", oggetto{"celle": []oggetto{}}, 422, "celle"},
		"too many cells":                   {b.giovanna, "POST", "/tabellone/celle", oggetto{"celle": make([]oggetto, 1001)}, 422, "celle"},
		"a cell on no day":                 {b.giovanna, "POST", "/tabellone/celle", oggetto{"celle": []oggetto{{"interventoId": c.attivo, "data": "2024-02-30", "prestazione": "OSS"}}}, 422, "celle.0.data"},
		"a cell of no intervento":          {b.giovanna, "POST", "/tabellone/celle", oggetto{"celle": []oggetto{{"interventoId": "12", "data": "2024-08-05", "prestazione": "OSS"}}}, 422, "celle.0.interventoId"},
		"month that is none":               {b.giovanna, "GET", "/tabellone?mese=agosto", nil, 422, "mese"},
	}
}

func rifiutiElaborazioni(b *banco, c casi) map[string]rifiuto {
	return map[string]rifiuto{
		"run of another's ente":       {b.giovanna, "POST", "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08"}, 403, ""},
		"run of a month to come":      {b.anna, "POST", "/elaborazioni", oggetto{"enteId": b.distretto, "dal": periodo.Oggi().Mese().Piu(1).String()}, 422, "dal"},
		"run of no known tipo":        {b.anna, "POST", "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-08", "tipi": []string{uuid.NewString()}}, 422, "tipi.0"},
		"run of no month":             {b.anna, "POST", "/elaborazioni", oggetto{"enteId": b.distretto, "dal": "2024-13"}, 422, "dal"},
		"run confirmed by a stranger": {b.straniero, "POST", "/elaborazioni/" + c.run + "/conferma", oggetto{}, 404, ""},
		"anomalie that are none":      {b.anna, "PUT", "/elaborazioni/" + c.run + "/anomalie/sistemazione", oggetto{"anomalie": []string{c.nuova}}, 422, "anomalie.0"},
		"no anomalie":                 {b.anna, "PUT", "/elaborazioni/" + c.run + "/anomalie/riapertura", oggetto{"anomalie": []string{}}, 422, "anomalie"},
		"anomalie of a stranger":      {b.straniero, "PUT", "/elaborazioni/" + c.run + "/anomalie/sistemazione", oggetto{"anomalie": []string{c.nuova}}, 404, ""},
		"movimenti of a stranger":     {b.straniero, "GET", "/elaborazioni/" + c.run + "/movimenti", nil, 404, ""},
		"price list of a stranger":    {b.straniero, "GET", "/tariffari/" + b.tariffarioNotturna + "/voci", nil, 404, ""},
	}
}

func TestEachOperationRefusesWhatIsWrongAndChangesNothing(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	c := nuoviCasi(b)
	prima := b.impronta()
	for _, rifiuti := range []map[string]rifiuto{rifiutiDomande(b, c), rifiutiInterventi(b, c), rifiutiTabellone(b, c), rifiutiElaborazioni(b, c)} {
		for nome, tt := range rifiuti {
			w := b.manda(tt.chi, tt.metodo, "/api/v1"+tt.percorso, tt.corpo)
			if w.Code != tt.stato || w.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s = %d, want %d: %s", nome, w.Code, tt.stato, w.Body)
			}
			if tt.campo != "" && !strings.Contains(w.Body.String(), `"campo":"`+tt.campo+`"`) {
				t.Errorf("%s doesn't name %s: %s", nome, tt.campo, w.Body)
			}
		}
	}
	if b.impronta() != prima {
		t.Error("a refusal left a trace in the database")
	}
}

// The form comes back with what was typed; what was corrected is another act.
func TestARefusedFormComesBackWithWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	presentata, attivo := b.domanda(b.assegno), b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	m := b.moduloDomanda()
	m.Note, m.DataPresentazione = "testo scritto", periodo.Oggi().Piu(1)
	piano := form.Encode(m)
	piano.Set("_aggiungi", "richieste")
	tests := map[string]struct {
		percorso string
		valori   url.Values
		stato    int
		testi    []string
	}{
		"domanda of tomorrow":    {"/domande/nuova?soggetto=" + b.rossi, form.Encode(m), 422, []string{"testo scritto", "non può essere futura"}},
		"one more richiesta":     {"/domande/nuova?soggetto=" + b.rossi, piano, 200, []string{"richieste.2.tipoInterventoId"}},
		"presented twice":        {"/domande/" + presentata + "/presenta", url.Values{}, 409, []string{"già stata presentata con il numero 2024/1", "Cassetti"}},
		"avvio without protocol": {"/domande/" + presentata + "/avvia", url.Values{"protocollo": {""}, "responsabileId": {b.giovanna}}, 422, []string{"compilare questo campo", "details class=\"modulo-inline\" open"}},
		"assigned as it is":      {"/domande/" + presentata + "/assegna", url.Values{"operatoreId": {b.giovanna}, "motivo": {"per prova"}}, 409, []string{"già assegnata così", "per prova"}},
		"suspension":             {"/interventi/" + attivo + "/sospendi", url.Values{"dal": {"01/01/2024"}, "motivo": {"ricovero"}}, 422, []string{"comincia fuori dal periodo", "ricovero"}},
		"draft":                  {"/interventi/nuovo/economico?soggetto=" + b.rossi, url.Values{"dettagli.soggettoId": {b.rossi}, "regole.0.importo": {"tanto"}}, 422, []string{"tanto", "aria-current=\"step\""}},
		"cell":                   {"/tabellone/" + attivo + "/2024-08-05", url.Values{"prestazione": {"OSS"}, "quantita": {"3"}}, 422, []string{"la prestazione è a ore"}},
		"run":                    {"/elaborazioni/nuova", url.Values{"dal": {"13/2024"}}, 422, []string{"mese non valido", "Elabora"}},
	}
	for nome, tt := range tests {
		chi := b.giovanna
		if nome == "run" {
			chi = b.anna
		}
		atto := uuid.NewString()
		tt.valori.Set(atti.CampoAtto, atto)
		w := b.manda(chi, http.MethodPost, tt.percorso, tt.valori)
		if w.Code != tt.stato {
			t.Errorf("%s = %d, want %d: %s", nome, w.Code, tt.stato, w.Body)
		}
		b.contiene(nome, w.Body.String(), tt.testi...)
		if tiene := strings.Contains(w.Body.String(), atto); tiene != (tt.stato == 200) {
			t.Errorf("%s keeps the identity of the act = %v", nome, tiene)
		}
	}
}

// An engine that doesn't answer leaves the act to be repeated as it is.
func TestAnEngineThatIsDownIsSaidAndTheSameActCanBeRepeated(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	id := uuid.NewString()
	b.json(b.giovanna, http.MethodPut, "/domande/"+id, b.modulo(b.assegno), 200)
	b.motore.guasto = serviceerror.NewUnavailable("down")
	valori := conAtto(url.Values{})
	w := b.manda(b.giovanna, http.MethodPost, "/domande/"+id+"/presenta", valori)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Fatalf("engine down = %d", w.Code)
	}
	b.contiene("the page", w.Body.String(), valori.Get(atti.CampoAtto), "riprovare tra poco")
	b.motore.guasto = nil
	b.invia(b.giovanna, "/domande/"+id+"/presenta", valori)
	b.invia(b.giovanna, "/domande/"+id+"/presenta", valori)
	b.pagina(b.giovanna, "/domande/"+id, "Domanda 2024/1")
}

func TestPagesOfOthersAndOfNothingAreNotFound(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	d, i := b.domanda(b.assegno), b.attivo("/interventi-con-prestazioni/", b.prestazioni())
	for _, p := range []string{"/domande/" + d, "/domande/" + d + "/modifica", "/domande/" + d + "/assegna", "/domande?soggettoId=" + b.rossi,
		"/domande/nuova?soggetto=" + b.rossi, "/interventi/" + i, "/interventi/" + i + "/modifica", "/interventi/nuovo/economico?soggetto=" + b.rossi,
		"/interventi/nuovo?soggetto=" + b.rossi, "/tabellone/" + i + "/2024-08-05", "/domande/12", "/interventi/12", "/elaborazioni/12", "/elaborazioni/12/elenco",
		"/tabellone/" + i + "/mai", "/elaborazioni/" + d} {
		if w := b.manda(b.straniero, http.MethodGet, p, nil); w.Code != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404: %s", p, w.Code, w.Body)
		}
	}
	for p, dove := range map[string]string{"/domande/nuova": "/soggetti", "/interventi/nuovo": "/soggetti", "/interventi/nuovo/economico": "/soggetti",
		"/domande/" + d + "/presenta": "/domande/" + d, "/interventi/" + i + "/sospendi": "/interventi/" + i} {
		if w := b.manda(b.giovanna, http.MethodGet, p, nil); w.Header().Get("Location") != dove {
			t.Errorf("GET %s leads to %q, want %q", p, w.Header().Get("Location"), dove)
		}
	}
	if w := b.manda("nessuno", http.MethodGet, "/domande", nil); !strings.HasPrefix(w.Header().Get("Location"), "/accesso?ritorno=") {
		t.Errorf("nobody is led to %q", w.Header().Get("Location"))
	}
}
