package sigess

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
)

var (
	oggiIter = periodo.MustParse("2024-11-10")
	ieriIter = time.Date(2024, 11, 9, 9, 30, 0, 0, periodo.Roma)
)

// cartella is a domanda in a state, with a richiesta for each of the states
// given, as who has it sees it.
func cartella(stato sigess.Stato, richieste ...sigess.Stato) cartellaDomanda {
	anno, numero := 2024, 7
	d := cartellaDomanda{tratta: true, chi: "io"}
	d.Domanda = sigess.Domanda{ID: "d", Stato: stato, Anno: &anno, Numero: &numero, CreataIl: ieriIter, ScadenzaIl: periodo.MustParse("2024-11-20"),
		ComunicataMezzo: "PEC"}
	d.Ufficio, d.Assegnatario = "COM1 - Comune 1", "D'Arco Giovanna"
	for n, s := range richieste {
		r := sigess.RigaRichiesta{Richiesta: sigess.Richiesta{ID: string(rune('a' + n)), Progressivo: n + 1, Stato: s}, Tipo: "Assegno di cura", Natura: sigess.Economico}
		d.richieste = append(d.richieste, r)
	}
	return d
}

func aperto(tipo inbox.Tipo, operatore string, richiesta *string) sigess.CompitoAperto {
	c := sigess.CompitoAperto{Ufficio: "COM1 - Comune 1", Operatore: operatore}
	c.Tipo, c.RichiestaID, c.Creato, c.Scade = tipo, richiesta, ieriIter, periodo.MustParse("2024-11-14")
	return c
}

// attesa is what the test says of an expectation: what, who, since, by, late.
func dette(attese []web.Attesa) []string {
	var out []string
	for _, a := range attese {
		out = append(out, strings.Join([]string{a.Cosa.Testo, a.Chi, a.Dal, a.Entro, string(a.Scadenza)}, " | "))
	}
	return out
}

func TestADomandaSaysWhatItWaitsForInEachState(t *testing.T) {
	t.Parallel()
	a := "a"
	conBozza := cartella(sigess.Accolta, sigess.Accettata)
	conBozza.compiti = []sigess.CompitoAperto{aperto(inbox.CreaIntervento, "Neri Paolo", &a)}
	conBozza.interventi = []sigess.RigaIntervento{{Intervento: sigess.Intervento{ID: "i", Stato: sigess.Bozza, RichiestaID: &a}, Tipo: "Assegno di cura"}}
	conCompito := cartella(sigess.Presentata, sigess.DaValutare)
	conCompito.compiti = []sigess.CompitoAperto{aperto(inbox.AvviaIstruttoria, "", nil)}
	preso := cartella(sigess.InIstruttoria, sigess.DaValutare, sigess.Accettata)
	compito := aperto(inbox.ValutaDomanda, "Neri Paolo", nil)
	compito.PresoIl, compito.Scade = &ieriIter, periodo.MustParse("2024-11-09")
	preso.compiti = []sigess.CompitoAperto{compito, aperto(inbox.PrendiVisione, "Verdi Ada", nil)}
	comunicata := cartella(sigess.Accolta, sigess.Accettata)
	comunicata.ComunicataIl = oggiIter
	chiusa := func(richieste ...sigess.Stato) cartellaDomanda {
		d := cartella(sigess.Chiusa, richieste...)
		d.ComunicataIl = oggiIter
		return d
	}
	tests := map[string]struct {
		d    cartellaDomanda
		want []string
		fine string
	}{
		"bozza":               {cartella(sigess.Bozza), []string{"Presentare la domanda | chi l'ha inserita, o un altro operatore dell'ente | 09/11/2024 |  | "}, ""},
		"presentata":          {conCompito, []string{"Avviare l'istruttoria | un operatore dell'ufficio COM1 - Comune 1: non è ancora di nessuno | 09/11/2024 | 14/11/2024 | in scadenza"}, ""},
		"presentata, no task": {cartella(sigess.Presentata, sigess.DaValutare), []string{"Avviare l'istruttoria | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"in istruttoria": {preso, []string{"Dare l'esito a 1 richiesta su 2 | Neri Paolo, che l'ha in carico | 09/11/2024 | 09/11/2024 | scaduto",
			"Prendere visione dell'assegnazione | Verdi Ada | 09/11/2024 | 14/11/2024 | in scadenza"}, ""},
		"accolta": {cartella(sigess.Accolta, sigess.Accettata, sigess.Attivata), []string{"Creare l'intervento: Assegno di cura | D'Arco Giovanna |  | 20/11/2024 | ",
			"Comunicare l'esito all'interessato | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"accolta, communicated": {comunicata, []string{"Creare l'intervento: Assegno di cura | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"accolta, draft ready": {conBozza, []string{"Attivare l'intervento in bozza: Assegno di cura | Neri Paolo | 09/11/2024 | 14/11/2024 | in scadenza",
			"Comunicare l'esito all'interessato | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"accolta in parte": {cartella(sigess.AccoltaParz, sigess.Accettata, sigess.Respinta), []string{"Creare l'intervento: Assegno di cura | D'Arco Giovanna |  | 20/11/2024 | ",
			"Comunicare l'esito all'interessato | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"respinta":         {cartella(sigess.Respinta, sigess.Respinta), []string{"Comunicare l'esito all'interessato | D'Arco Giovanna |  | 20/11/2024 | "}, ""},
		"closed, rejected": {chiusa(sigess.Respinta), nil, "La pratica è chiusa: domanda respinta; esito comunicato il 10/11/2024 (PEC)"},
		"closed, accepted": {chiusa(sigess.Attivata), nil, "La pratica è chiusa: domanda accolta, gli interventi sono attivi; esito comunicato il 10/11/2024 (PEC)"},
		"closed, in part":  {chiusa(sigess.Attivata, sigess.Respinta), nil, "La pratica è chiusa: domanda accolta in parte, gli interventi sono attivi; esito comunicato il 10/11/2024 (PEC)"},
	}
	for nome, tt := range tests {
		iter := tt.d.iter(oggiIter)
		if diff := cmp.Diff(tt.want, dette(iter.Attese)); diff != "" || iter.Conclusione != tt.fine {
			t.Errorf("%s: conclusion %q (-want +got):\n%s", nome, iter.Conclusione, diff)
		}
	}
	vista := cartella(sigess.Presentata, sigess.DaValutare)
	vista.tratta = false
	if a := vista.iter(oggiIter).Attese[0]; a.Cosa.URL != "" {
		t.Errorf("who may not act is led to %s", a.Cosa.URL)
	}
}

// esistente is an intervento in a state on the day of the tests.
func esistente(natura sigess.Natura, stato sigess.Stato, dal, al string) cartellaIntervento {
	i := cartellaIntervento{gestisce: true, pagatore: sigess.Pagatore{Ente: "Distretto 1", Ufficio: "CONT - Contabilità"}}
	i.Intervento = sigess.Intervento{ID: "i", Natura: natura, Stato: stato, DataInizio: periodo.MustParse(dal)}
	if al != "" {
		i.DataFine = periodo.MustParse(al)
	}
	i.Responsabile = "D'Arco Giovanna"
	if natura == sigess.Economico {
		i.Regole = []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: 30000, CriterioRateo: "NESSUNO"}}
	}
	return i
}

func mesi(testi ...string) []periodo.Mese {
	var out []periodo.Mese
	for _, m := range testi {
		out = append(out, periodo.MustParseMese(m))
	}
	return out
}

func TestAnInterventoSaysWhatItWaitsForInEachState(t *testing.T) {
	t.Parallel()
	const paga, responsabile, solo = "ufficio CONT - Contabilità di Distretto 1, ente pagatore", "D'Arco Giovanna, operatore responsabile, o un amministrativo dell'ente", "nessuno: avviene da solo"
	giorno := 5
	pianificato := esistente(sigess.Economico, sigess.Attivo, "2024-01-05", "2024-12-31")
	pianificato.elaborati, pianificato.pagatore.Giorno = mesi("2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08", "2024-09", "2024-10"), &giorno
	arretrato := esistente(sigess.Economico, sigess.Attivo, "2024-06-01", "")
	unaTantum := esistente(sigess.Economico, sigess.Attivo, "2024-01-05", "")
	unaTantum.Regole[0].Frequenza, unaTantum.Regole[0].DataScadenza, unaTantum.elaborati = "UNA_TANTUM", periodo.MustParse("2024-02-01"), mesi("2024-02")
	sospeso := func(al string) cartellaIntervento {
		i := esistente(sigess.Struttura, sigess.Sospeso, "2024-11-01", "")
		s := sigess.Sospensione{Dal: periodo.MustParse("2024-11-01"), Motivo: "ricovero"}
		if al != "" {
			s.Al = periodo.MustParse(al)
		}
		i.Sospensioni = []sigess.Sospensione{s}
		return i
	}
	futura := esistente(sigess.Prestazioni, sigess.Attivo, "2024-11-05", "2024-12-31")
	futura.Sospensioni = []sigess.Sospensione{{Dal: periodo.MustParse("2024-11-20"), Al: periodo.MustParse("2024-11-25"), Motivo: "vacanza"}}
	provvisoria := esistente(sigess.Economico, sigess.Concluso, "2024-10-01", "2024-10-31")
	provvisoria.elaborati, provvisoria.MotivoTermine = mesi("2024-10"), "SCADENZA"
	provvisoria.liquidazioni = []sigess.Liquidazione{{Mese: mesi("2024-10")[0], Anno: 2024, Numero: 3, Stato: sigess.Provvisoria, Totale: 30000}}
	pagato := provvisoria
	pagato.liquidazioni = []sigess.Liquidazione{{Mese: mesi("2024-10")[0], Anno: 2024, Numero: 3, Stato: sigess.Definitiva, Totale: 30000}}
	fine := "L'intervento è concluso: ultimo giorno 31/10/2024, motivo: Scadenza naturale"
	tests := map[string]struct {
		i    cartellaIntervento
		want []string
		fine string
	}{
		"bozza": {esistente(sigess.Economico, sigess.Bozza, "2024-12-01", ""), []string{"Attivare l'intervento | chi l'ha inserito, l'operatore responsabile o un amministrativo dell'ente |  |  | "}, ""},
		"in attesa": {esistente(sigess.Struttura, sigess.DaAttivare, "2024-12-01", "2025-01-31"), []string{"Inizio dell'intervento | " + solo + " |  | 01/12/2024 | ",
			"Elaborazione contabile di dicembre 2024 | " + paga + " | 01/01/2025 |  | ", "Fine dell'intervento | " + solo + " |  | 31/01/2025 | "}, ""},
		"attivo, paid up": {pianificato, []string{"Elaborazione contabile di novembre 2024 | " + paga + " | 01/12/2024 |  | ", "Fine dell'intervento | " + solo + " |  | 31/12/2024 | "}, ""},
		"attivo, in arrears": {arretrato, []string{"Elaborazione contabile di 5 mesi, da giugno 2024 a ottobre 2024 | " + paga + " | 01/07/2024 |  | ",
			"Terminare l'intervento, quando non serve più | " + responsabile + " | 01/06/2024 |  | "}, ""},
		"attivo, all is paid": {unaTantum, []string{"Terminare l'intervento, quando non serve più | " + responsabile + " | 05/01/2024 |  | "}, ""},
		"attivo, suspension to come": {futura, []string{"Registrare nel tabellone gli accessi di novembre 2024 | " + responsabile + " | 05/11/2024 |  | ",
			"Elaborazione contabile di novembre 2024 | " + paga + " | 01/12/2024 |  | ", "Sospensione dal 20/11/2024 al 25/11/2024: vacanza | " + solo + " |  | 20/11/2024 | ",
			"Fine dell'intervento | " + solo + " |  | 31/12/2024 | "}, ""},
		"sospeso": {sospeso(""), []string{"Riprendere l'intervento sospeso: ricovero | " + responsabile + " | 01/11/2024 |  | ",
			"Terminare l'intervento, quando non serve più | " + responsabile + " | 01/11/2024 |  | "}, ""},
		"sospeso until a day": {sospeso("2024-11-30"), []string{"Ripresa dell'intervento sospeso: ricovero | " + solo + " | 01/11/2024 | 01/12/2024 | ",
			"Elaborazione contabile di dicembre 2024 | " + paga + " | 01/01/2025 |  | ", "Terminare l'intervento, quando non serve più | " + responsabile + " | 01/11/2024 |  | "}, ""},
		"concluso, to be confirmed": {provvisoria, []string{"Confermare l'elaborazione contabile 2024/3, che paga ottobre 2024 | " + paga + " |  |  | "}, fine + "; nulla è stato liquidato"},
		"concluso, paid":            {pagato, nil, fine},
	}
	for nome, tt := range tests {
		iter := tt.i.iter(oggiIter)
		if diff := cmp.Diff(tt.want, dette(iter.Attese)); diff != "" || iter.Conclusione != tt.fine {
			t.Errorf("%s: conclusion %q (-want +got):\n%s", nome, iter.Conclusione, diff)
		}
	}
	if dopo := pianificato.iter(oggiIter).Attese[0].Dopo; !strings.Contains(dopo, "parte da sola il 05/12/2024") {
		t.Errorf("a scheduled run is not told: %s", dopo)
	}
}

// One act changes many rows, and writes one line.
func TestEachActIsToldOnce(t *testing.T) {
	t.Parallel()
	uno, due := int64(1), int64(2)
	riga := func(n *int64, dopo time.Duration, azione string, prima, poi sigess.Stato) sigess.Evento {
		return sigess.Evento{Transazione: n, Quando: ieriIter.Add(dopo), Azione: azione, Operatore: "D'Arco Giovanna", Entita: "intervento",
			Prima: sigess.Istantanea{Stato: prima}, Dopo: sigess.Istantanea{Stato: poi}}
	}
	di := func(eventi ...sigess.Evento) []string {
		var out []string
		for _, m := range (narratore{}).racconta(eventi) {
			out = append(out, strings.Join([]string{m.Testo, m.Stato.Testo, m.Nota}, " | "))
		}
		return out
	}
	tests := map[string]struct{ got, want []string }{
		"one transaction": {di(riga(&uno, 0, "attiva-intervento", sigess.Bozza, sigess.DaAttivare), riga(&uno, time.Minute, "attiva-intervento", sigess.DaAttivare, sigess.Attivo)),
			[]string{"Intervento attivato con il numero bozza | Attivo | "}},
		"two transactions": {di(riga(&uno, 0, "aggiorna-intervento", sigess.DaAttivare, sigess.Attivo), riga(&due, time.Second, "aggiorna-intervento", sigess.Attivo, sigess.Sospeso)),
			[]string{"Intervento sospeso, come registrato | Sospeso | ", "Intervento cominciato | Attivo | "}},
		"old rows, together": {di(riga(nil, 0, "attiva-intervento", sigess.Bozza, sigess.DaAttivare), riga(nil, time.Second, "attiva-intervento", sigess.DaAttivare, sigess.Attivo)),
			[]string{"Intervento attivato con il numero bozza | Attivo | "}},
		"old rows, apart": {di(riga(nil, 0, "aggiorna-intervento", sigess.Sospeso, sigess.Attivo), riga(nil, time.Hour, "aggiorna-intervento", sigess.Attivo, sigess.Concluso)),
			[]string{"Intervento concluso: la data di fine è passata | Concluso | ", "Intervento ripreso: la sospensione è finita | Attivo | "}},
		"drafts": {di(riga(&uno, 0, "salva-intervento-economico", "", sigess.Bozza), riga(&due, time.Hour, "salva-intervento-economico", sigess.Bozza, sigess.Bozza)),
			[]string{"Bozza inserita | Bozza | salvata 2 volte, l'ultima il 09/11/2024 10:30"}},
		"a task moved by nobody": {di(sigess.Evento{Transazione: &uno, Quando: ieriIter, Azione: "sposta-scadenze", Entita: "compito"}), nil},
		"an act without words":   {di(riga(&uno, 0, "sposta-pratica", sigess.Attivo, sigess.Attivo)), []string{"Sposta pratica |  | "}},
	}
	for nome, tt := range tests {
		if !slices.Equal(tt.got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", nome, tt.got, tt.want)
		}
	}
}
