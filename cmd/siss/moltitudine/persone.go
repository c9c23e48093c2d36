package moltitudine

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/territorio"
)

// persona is a soggetto in the making.
type persona struct {
	id            uid
	cognome, nome string
	sesso         string
	nata          periodo.Data
	luogo, codice string // of birth
	codiceFiscale fiscale.Codice
}

// nominativo is how the accounting list writes a person.
func (p persona) nominativo() string {
	return p.cognome + " " + p.nome + " (" + p.nata.Italiana() + ")"
}

// eta are the ages of the residents: from, to, and how many in a hundred.
var eta = []struct{ da, a, parte int }{{0, 17, 15}, {18, 34, 16}, {35, 49, 21}, {50, 64, 24}, {65, 79, 16}, {80, 99, 8}}

// stati are where who was born abroad was born.
var stati = []struct{ nome, codice string }{{"ROMANIA", "Z129"}, {"BANGLADESH", "Z249"}, {"FILIPPINE", "Z216"}, {"CINA", "Z210"}, {"INDIA", "Z222"},
	{"UCRAINA", "Z138"}, {"PERÙ", "Z611"}, {"EGITTO", "Z336"}, {"SRI LANKA", "Z209"}, {"ALBANIA", "Z100"}, {"MAROCCO", "Z330"}, {"POLONIA", "Z127"}}

var comuni = territorio.Comuni()

// stranieri in a hundred were born abroad; romani were born in Roma.
const (
	stranieri = 10
	romani    = 50
)

// anni draws the age of a resident.
func (c caso) anni() int {
	n := c.IntN(100)
	for _, f := range eta {
		if n -= f.parte; n < 0 {
			return c.tra(f.da, f.a)
		}
	}
	panic("multitude: the ages don't make a hundred")
}

// persona invents a person of that age.
func (r *regione) persona(c caso, anni int) persona {
	estera := c.percento(stranieri)
	p := persona{sesso: "F", nata: r.Oggi.Piu(-anni*365 - anni/4 - c.IntN(365) - 1)}
	if c.percento(48) {
		p.sesso = "M"
	}
	p.nome = r.nomi.nome(c, p.sesso, estera)
	if estera {
		stato := scegli(c, stati)
		p.cognome, p.luogo, p.codice = r.nomi.stranieri.estrai(c), stato.nome, stato.codice
	} else {
		comune := comuni[0] // Roma
		if !c.percento(romani) {
			comune = scegli(c, comuni)
		}
		p.cognome, p.luogo, p.codice = r.nomi.cognomi.estrai(c), strings.ToUpper(comune.Denominazione), comune.CodiceCatastale
	}
	var err error
	p.codiceFiscale, err = fiscale.Genera(fiscale.Anagrafica{Cognome: p.cognome, Nome: p.nome, Sesso: p.sesso, Anno: p.nata.Anno(),
		Mese: p.nata.Mese().Numero(), Giorno: p.nata.Giorno(), Luogo: p.codice})
	if err != nil {
		panic(fmt.Sprintf("multitude: codice fiscale: %v", err)) // the names are those of this package
	}
	return p
}

// assistiti in a hundred of the registry have, or had, a case; of these
// consultati in a hundred were looked for in ANPR.
const (
	assistiti  = 15
	consultati = 20
)

// persone fills the registry of the ente. Who has a case has an address and,
// one in five, somebody at home.
func (l *lavoro) persone(ctx context.Context) error {
	codici := make(map[fiscale.Codice]bool, l.soggetti)
	for n := range l.soggetti {
		p := l.persona(l.caso, l.anni())
		for codici[p.codiceFiscale] {
			p = l.persona(l.caso, l.anni())
		}
		codici[p.codiceFiscale] = true
		p.id = l.uid()
		creato := l.ora(l.giorno(dal, l.Oggi.Piu(-1)))
		telefono, posta := "", ""
		if l.percento(60) {
			telefono = fmt.Sprintf("3%09d", l.IntN(1_000_000_000))
		}
		if l.percento(30) {
			posta = fmt.Sprintf("%s.%d@example.org", strings.ToLower(string(p.codiceFiscale[:6])), n)
		}
		l.metti("soggetto", p.id, l.ente.id, n+1, p.cognome, p.nome, p.sesso, colonna(p.nata), p.luogo, p.codice, string(p.codiceFiscale), telefono, posta, creato)
		// Spread over the registry, and at least one where there is anyone.
		if n%100 < assistiti {
			l.assistito(p, creato)
		}
		if err := l.seBasta(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (l *lavoro) assistito(p persona, creato time.Time) {
	autore := l.chiunque()
	casa := l.uid()
	l.metti("residenza", casa, l.ente.id, p.id, "RESIDENZA", l.comune, l.istat, fmt.Sprintf("%s, %d", scegli(l.caso, strade), l.tra(1, 140)), l.cap,
		colonna(piuTarda(p.nata, l.giorno(periodo.MustParse("2005-01-01"), periodo.MustParse("2019-12-31")))))
	l.evento(creato, autore, "salva-soggetto", "", "soggetto", p.id, "INSERT", "", fmt.Sprintf(`"cognome":%q,"nome":%q`, p.cognome, p.nome))
	l.evento(creato.Add(3*time.Minute), autore, "salva-residenza", "", "residenza", casa, "INSERT", "", fmt.Sprintf(`"soggetto_id":"%s","tipo":"RESIDENZA"`, p.id))
	if l.percento(consultati) {
		l.metti("consultazione_anpr", l.uid(), l.ente.id, autore, creato, "NUOVA_DOMANDA", "domanda", bytes.Repeat([]byte{byte(l.IntN(256))}, 32), p.id, "TROVATO")
	}
	n := len(l.assistiti)
	l.sposi = n > 0 && !l.sposi && l.percento(25)
	if l.sposi {
		altro := l.assistiti[n-1]
		for _, x := range [][2]uid{{p.id, altro.id}, {altro.id, p.id}} {
			l.metti("relazione", l.uid(), l.ente.id, x[0], x[1], "CONIUGE", true, colonna(periodo.Di(creato)))
		}
	}
	l.assistiti = append(l.assistiti, p)
}

func piuTarda(x, y periodo.Data) periodo.Data {
	if x.Prima(y) {
		return y
	}
	return x
}

// chiunque is an operatore of the ente.
func (l *lavoro) chiunque() uid {
	return scegli(l.caso, scegli(l.caso, l.uffici).operatori)
}

// evento writes a line of history. altro are more fields of the row after the
// act, as JSON; the row before it is left out.
func (l *lavoro) evento(quando time.Time, chi uid, azione, uo, entita string, id uid, tipo, stato, altro string) {
	testo := fmt.Sprintf(`{"id":"%s","ente_id":"%s"`, id, l.ente.id)
	if stato != "" {
		testo += `,"stato":"` + stato + `"`
	}
	if altro != "" {
		testo += "," + altro
	}
	var ufficio any
	if uo != "" {
		ufficio = uo
	}
	l.metti("evento", quando, chi, azione, l.ente.id, ufficio, entita, id.String(), tipo, testo+"}", l.Int64())
}

// contatori leaves the series where the numbers given out end.
func (l *lavoro) contatori() {
	if l.soggetti > 0 {
		l.metti("contatore", l.ente.id, "SOGGETTO", 0, l.soggetti)
	}
	for anno, n := range l.domandeIn {
		l.metti("contatore", l.ente.id, "DOMANDA", anno, n)
	}
	for anno, n := range l.numeri {
		l.metti("contatore", l.ente.id, "INTERVENTO", anno, n)
	}
}
