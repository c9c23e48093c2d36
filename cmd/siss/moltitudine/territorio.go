package moltitudine

import (
	"fmt"
	"math"
	"strings"
	"sync"

	"siss/cmd/siss/dimostrazione"
	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/territorio"
)

// roma is the codice of the district that is Roma: the first of Lazio.
const roma = "DIST01"

// dal is the day from which offices, operatori and price lists exist.
var dal = periodo.MustParse("2020-01-01")

// ente is an ente in the making.
type ente struct {
	id                          uid
	codice, denominazione, tipo string
	istat, comune, cap          string
	codiceDistretto             string
	distretto                   *ente   // nil for a district
	abitanti                    float64 // thousands
	uffici                      []*ufficio
	responsabili                []uid // of procedures

	soggetti, compiti, casi int // how many; casi are interventi

	// Of a district only. Its enti hand over what it pays for the last month.
	offerta  offerta
	mutex    sync.Mutex
	daPagare []pagabile
}

// ufficio is an office with who works in it.
type ufficio struct {
	id        uid
	tipo      string
	operatori []uid
}

// municipi are the residents of the Municipi of Roma, in thousands.
var municipi = []float64{167, 167, 206, 173, 240, 244, 307, 130, 184, 230, 154, 140, 133, 192, 161}

// popolazione are the residents of the larger comuni, in thousands and rounded:
// only their proportions matter.
var popolazione = map[string]float64{"Latina": 127, "Guidonia Montecelio": 89, "Fiumicino": 82, "Aprilia": 74, "Viterbo": 66, "Pomezia": 63,
	"Anzio": 59, "Tivoli": 54, "Velletri": 52, "Civitavecchia": 51, "Nettuno": 49, "Ardea": 48, "Marino": 46, "Rieti": 45, "Terracina": 45,
	"Frosinone": 43, "Monterotondo": 41, "Albano Laziale": 40, "Ladispoli": 40, "Fondi": 40, "Ciampino": 38, "Cerveteri": 38, "Formia": 37,
	"Cisterna di Latina": 37, "Cassino": 35, "Fonte Nuova": 33, "Alatri": 27, "Sora": 25, "Sezze": 24, "Genzano di Roma": 23, "Mentana": 23,
	"Frascati": 22, "Palestrina": 22, "Ceccano": 22, "Anagni": 21, "Gaeta": 20, "Minturno": 20, "Grottaferrata": 20, "Colleferro": 20,
	"Veroli": 20, "Ferentino": 20, "Sabaudia": 20, "Anguillara Sabazia": 19, "Bracciano": 19, "Ariccia": 18, "Zagarolo": 18,
	"Rocca di Papa": 17, "Valmontone": 16, "Civita Castellana": 15, "Tarquinia": 16, "Pontinia": 15, "Vetralla": 14, "Priverno": 14,
	"Fara in Sabina": 14, "Montefiascone": 13, "Lanuvio": 13, "Cave": 11, "San Felice Circeo": 10, "Subiaco": 9}

// The other comuni are smaller the further down: the thousands of the first,
// and after how many comuni a third is left.
const (
	piccoloMassimo = 9.0
	piccoliTerzo   = 105.0
)

// territorio makes the enti: Roma with its Municipi, every other district with
// its comuni.
func (r *regione) territorio() {
	distretti := map[string]*ente{}
	for n, d := range territorio.Distretti() {
		e := r.nuovo(&ente{codice: fmt.Sprintf("DIST%02d", n+1), denominazione: "Distretto " + d.Denominazione, tipo: "DISTRETTO", codiceDistretto: d.Codice})
		distretti[d.Codice], r.distretti = e, append(r.distretti, e)
	}
	piccoli := 0
	for _, c := range territorio.Comuni() {
		d := distretti[c.DistrettoCodice]
		if c.Denominazione == "Roma" {
			for n, abitanti := range municipi {
				r.aggiungi(&ente{codice: fmt.Sprintf("MUN%02d", n+1), denominazione: fmt.Sprintf("Roma Capitale - Municipio %02d", n+1), tipo: "MUNICIPIO",
					istat: c.CodiceIstat, comune: "Roma", cap: fmt.Sprintf("00%d", 100+n*3), distretto: d, abitanti: abitanti})
			}
			continue
		}
		abitanti := popolazione[c.Denominazione]
		if abitanti == 0 {
			abitanti = piccoloMassimo * math.Exp(-float64(piccoli)/piccoliTerzo)
			piccoli++
		}
		r.aggiungi(&ente{codice: "COM" + c.CodiceIstat, denominazione: "Comune di " + c.Denominazione, tipo: "COMUNE", istat: c.CodiceIstat,
			comune: c.Denominazione, cap: "0" + c.CodiceIstat[2:], distretto: d, abitanti: abitanti})
	}
	r.proporziona()
}

func (r *regione) nuovo(e *ente) *ente {
	e.id = r.caso("ente/" + e.codice).uid()
	return e
}

func (r *regione) aggiungi(e *ente) {
	e.distretto.abitanti += e.abitanti
	r.enti = append(r.enti, r.nuovo(e))
}

// proporziona shares persons, tasks and interventi by the residents.
func (r *regione) proporziona() {
	totale := 0.0
	for _, e := range r.enti {
		totale += e.abitanti
	}
	soggetti, compiti, casi := r.quanti(Soggetti), r.quanti(Compiti)-len(r.distretti), r.quanti(Interventi)
	fin := 0.0
	parte := func(n int) func() int {
		dato := 0
		return func() int {
			q := int(math.Round(float64(n)*fin/totale)) - dato
			dato += q
			return q
		}
	}
	s, c, i := parte(soggetti), parte(compiti), parte(casi)
	for _, e := range r.enti {
		fin += e.abitanti
		e.soggetti, e.compiti, e.casi = s(), c(), i()
	}
}

// organizzazione writes enti, offices, operatori and what the districts offer.
func (r *regione) organizzazione(c *copiatore) {
	codici := map[fiscale.Codice]bool{}
	for _, d := range r.distretti {
		c.metti("ente", d.id, d.codice, d.denominazione, d.tipo, nil, d.codiceDistretto, nil, nil, colonna(dal))
		r.impianta(c, d, codici, map[string]organico{
			"AMMINISTRATIVO":   {models.OperatoreAmministrativo, 3, 40},
			"CONTABILE":        {models.ResponsabileContabile, 2, 300},
			"UFFICIO_DI_PIANO": {models.Coordinatore, 2, 300},
			"SERVIZIO_SOCIALE": {models.Responsabile, 1, 300},
		}, "AMMINISTRATIVO", "CONTABILE", "UFFICIO_DI_PIANO", "SERVIZIO_SOCIALE")
	}
	comunali := map[string]organico{
		"AMMINISTRATIVO":   {models.OperatoreAmministrativo, 2, 6},
		"SEGRETARIATO":     {models.OperatoreAmministrativo, 2, 12},
		"SERVIZIO_SOCIALE": {models.AssistenteSociale, 1, 18},
	}
	for _, e := range r.enti {
		c.metti("ente", e.id, e.codice, e.denominazione, e.tipo, e.istat, nil, e.distretto.id, e.distretto.id, colonna(dal))
		tipi := []string{"AMMINISTRATIVO", "SERVIZIO_SOCIALE"}
		if e.abitanti >= 5 {
			tipi = append(tipi, "SEGRETARIATO")
		}
		if e.abitanti >= 50 {
			tipi = append(tipi, "SERVIZIO_SOCIALE", "SERVIZIO_SOCIALE", "SERVIZIO_SOCIALE")
		}
		r.impianta(c, e, codici, comunali, tipi...)
		r.capi(c, e, codici)
	}
	for _, d := range r.distretti {
		r.offertaDi(c, d)
	}
}

// organico says who works in an office: at least minimo, and one more for so
// many thousands of residents.
type organico struct {
	ruolo  models.Ruolo
	minimo int
	ogni   float64
}

func (r *regione) impianta(c *copiatore, e *ente, codici map[fiscale.Codice]bool, organici map[string]organico, tipi ...string) {
	caso := r.caso("uffici/" + e.codice)
	for n, tipo := range tipi {
		u := &ufficio{id: caso.uid(), tipo: tipo}
		nome := strings.ReplaceAll(strings.ToLower(tipo), "_", " ")
		c.metti("uo", u.id, e.id, fmt.Sprintf("%s_%d", e.codice, n+1), fmt.Sprintf("%s %d", strings.ToUpper(nome[:1])+nome[1:], n+1), tipo, colonna(dal))
		o := organici[tipo]
		for range o.minimo + int(e.abitanti*min(r.Scala, 1)/o.ogni) {
			u.operatori = append(u.operatori, r.assumi(c, caso, codici, e, u, o.ruolo))
		}
		if o.ruolo == models.Responsabile {
			e.responsabili = u.operatori
		}
		e.uffici = append(e.uffici, u)
	}
}

// capi are who coordinates an ente and who is responsible for procedures.
func (r *regione) capi(c *copiatore, e *ente, codici map[fiscale.Codice]bool) {
	caso := r.caso("capi/" + e.codice)
	r.assumi(c, caso, codici, e, e.uffici[1], models.Coordinatore)
	for range 1 + int(e.abitanti*min(r.Scala, 1)/60) {
		e.responsabili = append(e.responsabili, r.assumi(c, caso, codici, e, e.uffici[0], models.Responsabile))
	}
}

func (r *regione) assumi(c *copiatore, caso caso, codici map[fiscale.Codice]bool, e *ente, u *ufficio, ruolo models.Ruolo) uid {
	for {
		p := r.persona(caso, caso.tra(25, 66))
		if codici[p.codiceFiscale] {
			continue
		}
		codici[p.codiceFiscale] = true
		id := caso.uid()
		c.metti("operatore", id, string(p.codiceFiscale), titolo(p.cognome), titolo(p.nome), "", string(ruolo), colonna(dal))
		c.metti("abilitazione", caso.uid(), e.id, u.id, id, string(ruolo), colonna(dal))
		c.metti("vista", caso.uid(), id, "Da valutare", `{"lista": "tutti", "tipo": "VALUTA_DOMANDA"}`, false)
		c.metti("vista", caso.uid(), id, "Miei in ritardo", `{"lista": "miei", "scadenza": "scaduti"}`, false)
		for range caso.IntN(3) { // forms that were left half done
			c.metti("appunto", id, "/domande/"+caso.uid().String()+"/modifica", `{"note":["da completare"]}`, caso.ora(r.Oggi.Piu(-caso.IntN(20)-1)))
		}
		return id
	}
}

// titolo writes a name with one capital for each word.
func titolo(s string) string {
	parti := strings.Split(strings.ToLower(s), " ")
	for n, p := range parti {
		parti[n] = strings.ToUpper(p[:1]) + p[1:]
	}
	return strings.Join(parti, " ")
}

// conti are invented bank accounts, enough for any beneficiary.
func conti(c caso, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = dimostrazione.IBAN(c.Rand).String()
	}
	return out
}
