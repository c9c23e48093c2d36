package moltitudine

import (
	"fmt"

	"siss/cmd/siss/dimostrazione"
	"siss/models/euro"
	"siss/models/sigess"
)

// offerta is what a district delivers: to whom it pays, and at which prices.
type offerta struct {
	codici    []string // tipi of intervento that it has
	listini   map[string]listino
	strutture map[string][]listino
	conti     []string // of beneficiari
}

// listino is a price list with whom it pays.
type listino struct {
	id, di      uid // the price list; the erogatore or the structure
	pagato      string
	iban        string
	prestazioni []prezzo
}

type prezzo struct {
	codice, denominazione, unita string
	tariffa                      euro.Tariffa
	aliquota                     euro.Aliquota
}

// erogatori deliver the prestazioni of some tipi of intervento.
var erogatori = []struct {
	codice, denominazione, erogatore string
	tipi                             []string
	prestazioni                      []prezzo
}{
	{"TAR-DOM", "Servizi domiciliari", "Cooperativa sociale Il Girasole", []string{"PRE-01", "PRE-02", "PRE-05", "PRE-08"}, []prezzo{
		{"SAD-ORA", "Assistenza domiciliare, ora feriale", "ORA", 216_900, 500},
		{"IGIENE", "Igiene personale, accesso", "ACCESSO", 185_000, 0},
		{"PASTO", "Pasto a domicilio", "PASTO", 72_000, 1000}}},
	{"TAR-EDU", "Servizi educativi", "Cooperativa sociale Arcobaleno", []string{"PRE-03", "PRE-04"}, []prezzo{
		{"EDU-ORA", "Educatore a domicilio, ora", "ORA", 234_050, 500},
		{"AEC-ORA", "Assistente a scuola, ora", "ORA", 221_500, 500}}},
	{"TAR-TRA", "Trasporto e teleassistenza", "Consorzio Vie Aperte", []string{"PRE-06", "PRE-07"}, []prezzo{
		{"TRASP", "Trasporto sociale, viaggio", "ACCESSO", 126_000, 1000},
		{"TELE", "Contatto di teleassistenza", "ACCESSO", 23_500, 2200}}},
}

// tipologie are the tipi in a structure that have places, and the price of a day.
var tipologie = []struct {
	codice  string
	tariffa euro.Tariffa
}{{"STR-01", 310_000}, {"STR-06", 640_000}, {"STR-07", 1_104_000}, {"STR-08", 1_240_000}, {"STR-10", 275_000}, {"STR-11", 618_000},
	{"STR-12", 585_000}, {"STR-14", 920_000}}

// economici are the tipi paid to the person. How many times a codice is in the
// offer is how often it is asked for: two in five are payments, as many are
// prestazioni.
var economici = []string{"ECO-01", "ECO-02", "ECO-03", "ECO-04", "ECO-05", "ECO-07", "ECO-08", "ECO-09", "ECO-11", "ECO-12"}

const (
	voltePrestazioni   = 2
	volteStrutture     = 1
	volteEconomici     = 2
	abitantiPerStrutta = 25.0 // thousands, for each structure of a tipologia
)

func (r *regione) offertaDi(c *copiatore, d *ente) {
	caso := r.caso("offerta/" + d.codice)
	d.offerta = offerta{listini: map[string]listino{}, strutture: map[string][]listino{}, conti: conti(caso, 100)}
	o := &d.offerta
	for _, e := range erogatori {
		l := listino{id: caso.uid(), di: caso.uid(), pagato: e.erogatore, iban: scegli(caso, o.conti), prestazioni: e.prestazioni}
		c.metti("erogatore", l.di, d.id, e.erogatore, dimostrazione.PartitaIVA(caso.Rand).String(), l.iban, colonna(dal))
		r.listino(c, caso, d, l, e.codice, e.denominazione, sigess.Prestazioni)
		for _, t := range e.tipi {
			o.listini[t] = l
			o.aggiungi(t, voltePrestazioni)
		}
	}
	for _, e := range economici {
		o.aggiungi(e, volteEconomici)
	}
	n := 0
	for _, t := range tipologie {
		for range 1 + int(d.abitanti*min(r.Scala, 1)/abitantiPerStrutta) {
			n++
			o.strutture[t.codice] = append(o.strutture[t.codice], r.struttura(c, caso, d, n, r.tipi[t.codice], t.tariffa))
		}
		o.aggiungi(t.codice, volteStrutture)
	}
}

func (o *offerta) aggiungi(codice string, volte int) {
	for range volte {
		o.codici = append(o.codici, codice)
	}
}

func (r *regione) struttura(c *copiatore, caso caso, d *ente, n int, tipo sigess.TipoIntervento, tariffa euro.Tariffa) listino {
	gestore := "Cooperativa sociale " + titolo(r.nomi.cognomi.estrai(caso))
	l := listino{id: caso.uid(), di: caso.uid(), pagato: gestore, iban: scegli(caso, d.offerta.conti),
		prestazioni: []prezzo{{"RETTA", "Retta giornaliera", "GIORNATA", tariffa, 0}}}
	nome := fmt.Sprintf("Villa %s", titolo(r.nomi.cognomi.estrai(caso)))
	c.metti("struttura", l.di, d.id, fmt.Sprintf("ASSA-%s-%04d", d.codice, n), nome, tipo.TipologiaStruttura, comuni[caso.IntN(len(comuni))].CodiceIstat,
		fmt.Sprintf("%s, %d", scegli(caso, strade), caso.tra(1, 90)), gestore, dimostrazione.PartitaIVA(caso.Rand).String(), l.iban, caso.tra(8, 60))
	c.metti("provvedimento", caso.uid(), d.id, l.di, "AUTORIZZAZIONE", fmt.Sprintf("%d/2020", n), colonna(dal))
	r.listino(c, caso, d, l, fmt.Sprintf("RETTA-%04d", n), "Retta "+nome, sigess.Struttura)
	return l
}

func (r *regione) listino(c *copiatore, caso caso, d *ente, l listino, codice, nome string, natura sigess.Natura) {
	var erogatore, struttura any = l.di, nil
	if natura == sigess.Struttura {
		erogatore, struttura = nil, l.di
	}
	c.metti("tariffario", l.id, d.id, codice, nome, string(natura), erogatore, struttura, colonna(dal))
	for _, p := range l.prestazioni {
		c.metti("voce_tariffario", caso.uid(), d.id, l.id, p.codice, p.denominazione, p.unita, int64(p.tariffa), int32(p.aliquota), colonna(dal))
	}
}
