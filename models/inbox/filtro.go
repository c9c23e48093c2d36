package inbox

import (
	"net/url"
	"regexp"
	"strings"
	"time"

	"siss/models"
	"siss/models/periodo"
)

// Lista says whose tasks a list shows.
type Lista string

// The lists. Tutti is Miei and Uffici together; Liberi are those that
// nobody has; Coordinati are all those of the enti that who asks coordinates.
const (
	Tutti      Lista = "tutti"
	Miei       Lista = "miei"
	Uffici     Lista = "uffici"
	Liberi     Lista = "liberi"
	Coordinati Lista = "coordinati"
)

// Scadenza says when the tasks of a list fall due.
type Scadenza string

// The terms. Settimana ends with Sunday, Mese in thirty days: both hold Oggi.
const (
	Scaduti      Scadenza = "scaduti"
	Oggi         Scadenza = "oggi"
	Settimana    Scadenza = "settimana"
	Mese         Scadenza = "mese"
	SenzaTermine Scadenza = "senza"
)

// Eta is a band of age in days: for how long the tasks of a list have waited.
type Eta string

// Fasce are the bands of age, the youngest first.
var Fasce = []Fascia{{"0-7", 0, 7, "0-7 giorni"}, {"8-15", 8, 15, "8-15 giorni"}, {"16-30", 16, 30, "16-30 giorni"},
	{"31-60", 31, 60, "31-60 giorni"}, {"61-", 61, -1, "oltre 60 giorni"}}

// Fascia is a band of age: A is -1 when it has no end.
type Fascia struct {
	Eta   Eta
	Da, A int
	Nome  string
}

// Ordine is the order of a list; a minus turns it round.
type Ordine string

// The orders.
const (
	PerScadenza Ordine = "scadenza"
	PerEta      Ordine = "eta"
	PerSoggetto Ordine = "soggetto"
	PerTipo     Ordine = "tipo"
)

// Inverso is the same order turned round.
func (o Ordine) Inverso() Ordine {
	if s, giu := strings.CutPrefix(string(o), "-"); giu {
		return Ordine(s)
	}
	return "-" + o
}

// Nessuno is the value of Filtro.Operatore for the tasks that nobody has.
const Nessuno = "nessuno"

// Filtro chooses the tasks of a list and their order. Empty fields choose all;
// no Lista is Tutti, no Ordine is PerScadenza. Dal and Al bound the term.
type Filtro struct {
	Lista     Lista        `json:"lista,omitempty" doc:"Lista" enum:"tutti,miei,uffici,liberi,coordinati" etichette:"Tutti,I miei,Dei miei uffici,Da prendere in carico,Degli enti che coordino"`
	Tipo      Tipo         `json:"tipo,omitempty" doc:"Tipo di compito" enum:"AVVIA_ISTRUTTORIA,VALUTA_DOMANDA,ATTENDI_INTEGRAZIONI,ATTENDI_OSSERVAZIONI,PRENDI_VISIONE,COMUNICA_ESITO,CREA_INTERVENTO,CONFERMA_ELABORAZIONE,SBLOCCA_PAGAMENTO,RIMETTI_PAGAMENTO,COMPLETA_MESE,FIRMA_MESE,RIAPRI_MESE" etichette:"Avviare l'istruttoria,Valutare la domanda,Registrare le integrazioni,Registrare le osservazioni,Prendere visione,Comunicare l'esito,Creare l'intervento,Confermare l'elaborazione,Sbloccare il pagamento,Rimettere in pagamento,Completare il mese,Firmare il mese,Decidere una riapertura"`
	Scadenza  Scadenza     `json:"scadenza,omitempty" doc:"Scadenza" enum:"scaduti,oggi,settimana,mese,senza" etichette:"Scaduti,Scadono oggi,Questa settimana,Prossimi 30 giorni,Senza termine"`
	Eta       Eta          `json:"eta,omitempty" doc:"In attesa da" enum:"0-7,8-15,16-30,31-60,61-" etichette:"0-7 giorni,8-15 giorni,16-30 giorni,31-60 giorni,Oltre 60 giorni"`
	Dal       periodo.Data `json:"dal,omitempty" format:"date" doc:"Scadono dal"`
	Al        periodo.Data `json:"al,omitempty" format:"date" doc:"Scadono entro il"`
	Ufficio   string       `json:"ufficio,omitempty" format:"uuid" doc:"Ufficio" opzioni:"uffici"`
	Operatore string       `json:"operatore,omitempty" pattern:"^(nessuno|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$" maxLength:"36" doc:"Operatore" opzioni:"operatori"`
	Testo     string       `json:"testo,omitempty" maxLength:"100" doc:"Soggetto o numero di pratica"`
	Ordine    Ordine       `json:"ordine,omitempty" doc:"Ordine" enum:"scadenza,-scadenza,eta,-eta,soggetto,-soggetto,tipo,-tipo" etichette:"Prima chi scade prima,Prima chi scade dopo,Prima i più recenti,Prima i più vecchi,Per soggetto dalla A,Per soggetto dalla Z,Per tipo di compito,Per tipo al contrario"`
}

// Parametri writes the filter as the parameters of an address.
func (f Filtro) Parametri() url.Values {
	q := url.Values{}
	for _, p := range []struct{ nome, valore string }{
		{"lista", string(f.Lista)}, {"tipo", string(f.Tipo)}, {"scadenza", string(f.Scadenza)}, {"eta", string(f.Eta)},
		{"dal", f.Dal.String()}, {"al", f.Al.String()}, {"ufficio", f.Ufficio}, {"operatore", f.Operatore},
		{"testo", f.Testo}, {"ordine", string(f.Ordine)},
	} {
		if p.valore != "" {
			q.Set(p.nome, p.valore)
		}
	}
	return q
}

// Indirizzo is where the home page shows the list.
func (f Filtro) Indirizzo() string {
	if q := f.Parametri(); len(q) > 0 {
		return "/?" + q.Encode()
	}
	return "/"
}

// Pulito is the filter with what says nothing left out, so that two filters
// that choose the same list in the same order are equal.
func (f Filtro) Pulito() Filtro {
	if f.Lista == Tutti {
		f.Lista = ""
	}
	if f.Ordine == PerScadenza {
		f.Ordine = ""
	}
	return f
}

// condizioni are ANDed; each has its arguments.
type condizioni struct {
	testi []string
	args  []any
}

func (c *condizioni) e(testo string, args ...any) {
	c.testi, c.args = append(c.testi, testo), append(c.args, args...)
}

// sql is the conjunction, true when there is nothing to say.
func (c condizioni) sql() string {
	if len(c.testi) == 0 {
		return "true"
	}
	return strings.Join(c.testi, " AND ")
}

var (
	numeroIntero = regexp.MustCompile(`^[0-9]{4}/[0-9]{1,9}$`)
	numeroSolo   = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// dove are the conditions of the filter on tasks c that may be seen, its Lista
// apart: on the day, for who asks.
func (f Filtro) dove(chi models.Chi, oggi periodo.Data) condizioni {
	var c condizioni
	if f.Tipo != "" {
		c.e("c.tipo = ?", f.Tipo)
	}
	f.Scadenza.dove(&c, oggi)
	for _, fascia := range Fasce {
		if fascia.Eta != f.Eta {
			continue
		}
		if fascia.Da > 0 {
			c.e("c.creato < ?", finoA(oggi, fascia.Da))
		}
		if fascia.A >= 0 {
			c.e("c.creato >= ?", finoA(oggi, fascia.A+1))
		}
	}
	if !f.Dal.IsZero() {
		c.e("c.scade >= ?", f.Dal)
	}
	if !f.Al.IsZero() {
		c.e("c.scade <= ?", f.Al)
	}
	if f.Ufficio != "" {
		c.e("c.uo_id = ?", f.Ufficio)
	}
	switch f.Operatore {
	case "":
	case Nessuno:
		c.e("c.operatore_id IS NULL")
	default:
		c.e("c.operatore_id = ?", f.Operatore)
	}
	f.cerca(&c, chi)
	return c
}

// finoA is the end of the day so many days ago: what was created before it is
// that old at least.
func finoA(oggi periodo.Data, giorni int) time.Time { return oggi.Piu(1 - giorni).Inizio() }

func (s Scadenza) dove(c *condizioni, oggi periodo.Data) {
	switch s {
	case Scaduti:
		c.e("c.scade < ?", oggi)
	case Oggi:
		c.e("c.scade = ?", oggi)
	case Settimana:
		c.e("c.scade BETWEEN ? AND ?", oggi, FineSettimana(oggi))
	case Mese:
		c.e("c.scade BETWEEN ? AND ?", oggi, oggi.Piu(giorniMese))
	case SenzaTermine:
		c.e("c.scade IS NULL")
	}
}

// giorniMese is how far Mese goes.
const giorniMese = 30

// FineSettimana is the Sunday that ends the week of a day.
func FineSettimana(d periodo.Data) periodo.Data {
	return d.Piu((7 - int(d.Settimana())) % 7)
}

// cerca looks for the number of a case, whole or without its year, or for the
// words of a name, accents and capitals apart.
func (f Filtro) cerca(c *condizioni, chi models.Chi) {
	switch testo := strings.TrimSpace(f.Testo); {
	case testo == "":
	case numeroIntero.MatchString(testo):
		c.e("c.estremi = ?", testo)
	case numeroSolo.MatchString(testo):
		c.e("c.estremi LIKE '%/' || ?", testo)
	default:
		var nomi condizioni
		nomi.e("s.ente_id = ANY (?::uuid[])", uuidi(chi.Enti()))
		for _, parola := range strings.Fields(testo) {
			nomi.e("s.ricerca LIKE '%' || btrim(siss_chiave_ricerca(?)) || '%'", parola)
		}
		c.e("c.soggetto_id IN (SELECT s.id FROM soggetto s WHERE "+nomi.sql()+")", nomi.args...)
	}
}
