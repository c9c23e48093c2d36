// Package dimostrazione invents an office to try the program on: two districts
// with five comuni, their operatori, price lists and structures, two thousand
// persons with their domande and interventi. Nobody in it exists. What it
// invents follows from a seed number and a day; the people and cases are then
// entered through the commands that operatori use, the registries as rows.
package dimostrazione

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strconv"

	"github.com/google/uuid"

	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Piano is all that the demo will contain. The same seed and day give the same
// plan, ids included, so that an interrupted load goes on where it stopped.
type Piano struct {
	Seme uint64
	Oggi periodo.Data

	Enti          []anagrafe.Ente
	Uffici        []anagrafe.UO
	Operatori     []anagrafe.Operatore
	Abilitazioni  []anagrafe.Abilitazione
	Strutture     []assa.Struttura
	Provvedimenti []assa.Provvedimento
	Erogatori     []sigess.Erogatore
	Tariffari     []sigess.Tariffario
	Voci          []sigess.Voce

	Soggetti  []*Soggetto // in the order in which an ente numbers them
	Relazioni []Relazione
	Domande   []*Domanda
	// Interventi of one ente and year are activated in this order, which makes
	// their numbers.
	Interventi []*Intervento

	Chiusura Chiusura
}

// Chiusura is the main job that ends the load: the accounting run of the last
// complete month of Distretto 01.
type Chiusura struct {
	ID        string // of the run
	Conferma  string // id of the act that confirms it
	Modulo    sigess.ModuloElaborazione
	Operatore string // who asks for it
	Contabile string // who confirms it
}

// Nuovo makes the plan of a seed number, as of a day, from the catalogue of the
// tipi di intervento.
func Nuovo(seme uint64, oggi periodo.Data, tipi []sigess.TipoIntervento) *Piano {
	a := &autore{Piano: &Piano{Seme: seme, Oggi: oggi}, tipi: map[string]sigess.TipoIntervento{}, codici: map[string]bool{}}
	for _, t := range tipi {
		a.tipi[t.Codice] = t
	}
	a.uffici()
	a.offerta()
	a.persone()
	a.interventi()
	a.domande()
	a.chiusura()
	return a.Piano
}

// autore is a plan in the making.
type autore struct {
	*Piano
	tipi      map[string]sigess.TipoIntervento
	distretti []*distretto
	comuni    []*comune
	codici    map[string]bool // codici fiscali given out
}

// spazio is where the ids of every demo come from.
var spazio = uuid.MustParse("d0f6c2c0-4f2d-5b0a-8c1e-1f6a9a5b7c07")

// ID is the id that the demo of a seed number gives to a thing.
func ID(seme uint64, cosa string) string {
	return uuid.NewSHA1(spazio, []byte(strconv.FormatUint(seme, 10)+"/"+cosa)).String()
}

func (p *Piano) id(formato string, args ...any) string {
	return ID(p.Seme, fmt.Sprintf(formato, args...))
}

// caso is the chance of one part of the plan, independent of the other parts.
func (p *Piano) caso(parte string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(parte))
	return rand.New(rand.NewPCG(p.Seme, h.Sum64()))
}

// tra returns a number from a to b, both included.
func tra(r *rand.Rand, a, b int) int { return a + r.IntN(b-a+1) }

func scegli[T any](r *rand.Rand, elementi []T) T { return elementi[r.IntN(len(elementi))] }

// percento is true that many times in a hundred.
func percento(r *rand.Rand, n int) bool { return r.IntN(100) < n }

// giorno returns a day from a to b, both included.
func giorno(r *rand.Rand, a, b periodo.Data) periodo.Data { return a.Piu(r.IntN(b.Meno(a) + 1)) }

func (a *autore) chiusura() {
	d := a.distretti[0]
	a.Chiusura = Chiusura{ID: a.id("elaborazione"), Conferma: a.id("atto/conferma"), Operatore: d.amministrativo, Contabile: d.contabile,
		Modulo: sigess.ModuloElaborazione{EnteID: d.ente, Dal: a.Oggi.Mese().Piu(-1)}}
}
