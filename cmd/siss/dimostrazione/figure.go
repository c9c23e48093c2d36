package dimostrazione

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
)

// The tipi that the figures of the manual have for themselves: no other
// intervento of the demo is of the first, or of the second in August 2024.
const (
	tipoFigura33 = "ECO-01"
	tipoFigura28 = "PRE-01"
)

// persona is somebody whom a figure of the manual names, or who stands around
// those of fig. 28.
type persona struct{ cognome, nome, sesso, nato string }

var (
	rossiMario      = persona{"ROSSI", "MARIO", "M", "1986-07-11"}
	bianchiMaria    = persona{"BIANCHI", "MARIA", "F", "2000-12-15"}
	rossiniLorenzo  = persona{"ROSSINI", "LORENZO", "M", "2000-12-19"}
	riccioniAnna    = persona{"RICCIONI", "ANNA", "F", "1980-11-23"}
	rossiAlessio    = persona{"ROSSI", "ALESSIO", "M", "2000-02-02"}
	rossiPiero      = persona{"ROSSI", "PIERO", "M", "2000-05-05"}
	personeDiFigure = []persona{rossiMario, bianchiMaria, rossiniLorenzo, riccioniAnna, rossiAlessio, rossiPiero,
		// Before and after those of fig. 28, in alphabetical order.
		{"AMATI", "CARLA", "F", "1941-03-08"}, {"BERNINI", "LUCA", "M", "1938-06-21"}, {"CONTI", "TERESA", "F", "1944-10-02"},
		{"FERRI", "GINO", "M", "1936-01-17"}, {"MORETTI", "ADA", "F", "1940-12-12"},
		{"RUSSO", "ELVIRA", "F", "1939-05-30"}, {"SABATINI", "ARMANDO", "M", "1942-09-14"}, {"SALVI", "NORMA", "F", "1937-02-25"},
		{"SANTORO", "DINO", "M", "1943-07-07"}, {"SERRA", "OLGA", "F", "1935-11-19"}, {"TESTA", "REMO", "M", "1940-04-03"},
		{"VALENTINI", "IDA", "F", "1938-08-28"}, {"VENTURI", "PIA", "F", "1945-01-31"}, {"VITALI", "ELIO", "M", "1941-06-06"},
		{"ZANETTI", "ROSA", "F", "1936-10-10"}}
)

// romaCatastale is where the persons of the figures were born (figg. 12, 21:
// RSSMRA86L11H501E).
const romaCatastale = "H501"

// personeDelManuale makes the first persons of Comune 1: ROSSI MARIO has
// codice 1 (figg. 12, 21).
func (a *autore) personeDelManuale(r *rand.Rand) {
	c := a.comuni[0]
	for _, p := range personeDiFigure {
		nato := periodo.MustParse(p.nato)
		cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: p.cognome, Nome: p.nome, Sesso: p.sesso, Anno: nato.Anno(),
			Mese: nato.Mese().Numero(), Giorno: nato.Giorno(), Luogo: romaCatastale})
		if err != nil {
			panic(fmt.Sprintf("demo: codice fiscale: %v", err))
		}
		a.codici[cf.String()] = true
		a.registra(r, c, p.cognome, p.nome, p.sesso, nato, cf, a.casa(r, c))
	}
}

// chiamata finds a person of the figures.
func (a *autore) chiamata(p persona) *Soggetto {
	for n, q := range personeDiFigure {
		if p == q {
			return a.comuni[0].soggetti[n]
		}
	}
	panic("demo: a person that is in no figure")
}

// interventiDelManuale makes, in the order of their numbers, the interventi of
// Comune 1 up to 2024/35: the six of fig. 33, the twenty of fig. 28, and
// thirteen others, long concluded, that stand between.
func (a *autore) interventiDelManuale() {
	r := a.caso("figure")
	domiciliari := a.domiciliariDelManuale(r)
	prossimo := func() *Intervento {
		i := domiciliari[0]
		domiciliari = domiciliari[1:]
		return i
	}
	for range 3 {
		a.Interventi = append(a.Interventi, a.concluso(r, 2023))
	}
	a.Interventi = append(a.Interventi, a.mensile(r, rossiMario, "2023-09-01", 100_00)) // 2023/4
	for numero := 1; numero <= 35; numero++ {
		var i *Intervento
		switch {
		case numero <= 10:
			i = a.concluso(r, 2024)
		case numero == 13:
			i = a.mensile(r, bianchiMaria, "2024-01-01", 150_00)
		case numero == 14:
			i = a.mensile(r, rossiniLorenzo, "2024-01-01", 250_00)
		case numero == 15:
			i = a.mensile(r, riccioniAnna, "2024-01-05", 123_00)
		case numero == 20:
			i = a.mensile(r, rossiniLorenzo, "2024-02-01", 240_00)
		case numero == 35:
			i = a.mensile(r, bianchiMaria, "2024-01-05", 100_00)
		default:
			i = prossimo()
		}
		a.Interventi = append(a.Interventi, i)
	}
}

// mensile is an open-ended contributo of fig. 33, always paid whole.
func (a *autore) mensile(r *rand.Rand, p persona, dal string, importo euro.Importo) *Intervento {
	i := a.nuovo(r, a.comuni[0], a.chiamata(p), a.tipi[tipoFigura33], "", periodo.MustParse(dal))
	i.Economico.Regole = []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: importo, CriterioRateo: string(sigess.GiorniEffettivi)}}
	return i
}

// concluso is a contributo paid once in the first months of a year.
func (a *autore) concluso(r *rand.Rand, anno int) *Intervento {
	c := a.comuni[0]
	gennaio := periodo.MustParse(fmt.Sprintf("%d-01-08", anno))
	dal := giorno(r, gennaio, gennaio.Piu(60))
	i := a.nuovo(r, c, c.libera(a.Oggi, 30, 95), a.tipi["ECO-03"], "", dal)
	i.Dettagli().DataFine = dal.Piu(tra(r, 30, 60))
	return i
}

// domiciliariDelManuale are the twenty rows of the tabellone of August 2024:
// the five of fig. 28, five before and ten after. ROSSI MARIO has two, one after
// the other in that month.
func (a *autore) domiciliariDelManuale(r *rand.Rand) []*Intervento {
	righe := slices.Clone(personeDiFigure[3:])
	r.Shuffle(len(righe), func(x, y int) { righe[x], righe[y] = righe[y], righe[x] })
	out := []*Intervento{a.domiciliare(r, rossiMario, "2024-02-12", "2024-08-15")}
	fini := []string{"", "2024-12-31", "2025-06-30"}
	for n, p := range righe {
		out = append(out, a.domiciliare(r, p, periodo.MustParse("2024-02-19").Piu(n*8).String(), fini[n%len(fini)]))
	}
	return append(out, a.domiciliare(r, rossiMario, "2024-08-16", ""))
}

func (a *autore) domiciliare(r *rand.Rand, p persona, dal, al string) *Intervento {
	i := a.nuovo(r, a.comuni[0], a.chiamata(p), a.tipi[tipoFigura28], "TAR-DOM", periodo.MustParse(dal))
	if al != "" {
		i.Dettagli().DataFine = periodo.MustParse(al)
	}
	return i
}

// interventoDellaFigura10 comes from the domanda that fig. 10 assigns.
func (a *autore) interventoDellaFigura10() *Intervento {
	r := a.caso("figura 10")
	c := a.comuni[0]
	i := a.nuovo(r, c, a.chiamata(rossiMario), a.tipi["ECO-04"], "", periodo.MustParse("2024-11-01"))
	i.Operatore = c.amministrativi[0]
	i.Dettagli().OperatoreResponsabileID = i.Operatore
	i.Dettagli().DataFine = periodo.MustParse("2025-10-31")
	i.figura10 = true
	return i
}

// figura10 fixes when and by whom the domanda of fig. 10 has been followed
// since it was presented: UO "SIGESS_COM1 - Comune 1" and operatore "D'Arco
// Giovanna", both from 21/10/2024 18:32.
func (a *autore) figura10(d *Domanda) {
	d.Operatore = a.comuni[0].amministrativi[0]
	d.Modulo.DataPresentazione = periodo.MustParse("2024-10-21")
	d.Modulo.SeguitaDal = "21/10/2024 18:32"
	d.Modulo.Canale, d.Modulo.Firmatario = "SPORTELLO", sigess.ModuloFirmatario{Qualita: "INTERESSATO"}
}
