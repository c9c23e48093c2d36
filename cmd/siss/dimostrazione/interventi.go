package dimostrazione

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"siss/models/euro"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Intervento is an intervento of the demo with what happens to it. Exactly one
// of the three forms is there.
type Intervento struct {
	ID          string
	Operatore   string // who enters and activates it
	Economico   *sigess.ModuloEconomico
	Prestazioni *sigess.ModuloPrestazioni
	Struttura   *sigess.ModuloStruttura
	Domanda     *Domanda // from whose first richiesta it comes, if any
	Bozza       bool     // it is left a draft
	Sospensione *sigess.ModuloSospensione
	Termine     *sigess.ModuloTermine
	Accessi     []Accesso

	comune   *comune
	soggetto *Soggetto
	tipo     sigess.TipoIntervento
	figura10 bool
}

// Dettagli is the drawer that the three forms share.
func (i *Intervento) Dettagli() *sigess.Dettagli {
	switch {
	case i.Economico != nil:
		return &i.Economico.Dettagli
	case i.Prestazioni != nil:
		return &i.Prestazioni.Dettagli
	default:
		return &i.Struttura.Dettagli
	}
}

// Serie is the series that numbers the intervento: ente and year.
func (i *Intervento) Serie() string {
	return fmt.Sprintf("%s/%d", i.soggetto.Modulo.EnteID, i.Dettagli().DataInizio.Anno())
}

// inizio is the first day of the casual interventi: later than the figures of
// the manual, which so stay as they are whoever looks at them.
var inizio = struct{ economici, altri periodo.Data }{periodo.MustParse("2024-03-01"), periodo.MustParse("2024-09-01")}

// scelta is a tipo that chance may choose, with the ages it is for and the
// price list it takes.
type scelta struct {
	codice  string
	da, al  int
	listino string
}

// casuali are the tipi that chance chooses from; one that is there twice comes
// out more often. ECO-01 is kept for the rows of fig. 33.
var casuali = map[sigess.Natura][]scelta{
	sigess.Economico: {{"ECO-02", 20, 95, ""}, {"ECO-03", 20, 95, ""}, {"ECO-04", 20, 95, ""}, {"ECO-05", 20, 95, ""}, {"ECO-06", 4, 17, ""},
		{"ECO-07", 65, 95, ""}, {"ECO-08", 20, 64, ""}, {"ECO-09", 20, 64, ""}, {"ECO-10", 20, 95, ""}, {"ECO-11", 6, 17, ""}, {"ECO-12", 20, 64, ""}},
	sigess.Prestazioni: {{"PRE-01", 65, 95, "TAR-DOM"}, {"PRE-01", 65, 95, "TAR-DOM"}, {"PRE-02", 65, 95, "TAR-DOM"}, {"PRE-03", 6, 17, "TAR-EDU"},
		{"PRE-04", 6, 17, "TAR-EDU"}, {"PRE-05", 65, 95, "TAR-DOM"}, {"PRE-06", 20, 95, "TAR-TRA"}, {"PRE-07", 65, 95, "TAR-TRA"}, {"PRE-08", 20, 64, "TAR-DOM"}},
	sigess.Struttura: {{"STR-01", 20, 64, "STR-01"}, {"STR-06", 65, 95, "STR-06"}, {"STR-06", 65, 95, "STR-06"}, {"STR-07", 6, 17, "STR-07"},
		{"STR-08", 20, 64, "STR-08"}, {"STR-10", 65, 95, "STR-10"}, {"STR-11", 20, 64, "STR-11"}, {"STR-12", 65, 95, "STR-12"}, {"STR-14", 65, 95, "STR-14"}},
}

func (a *autore) interventi() {
	a.interventiDelManuale()
	for _, c := range a.comuni {
		r := a.caso(fmt.Sprintf("interventi/%d", c.n))
		var nuovi []*Intervento
		for range c.quantiCasuali {
			nuovi = append(nuovi, a.casuale(r, c))
		}
		slices.SortStableFunc(nuovi, func(x, y *Intervento) int { return x.Dettagli().DataInizio.Meno(y.Dettagli().DataInizio) })
		if c.n == 1 {
			nuovi = append(nuovi, a.interventoDellaFigura10())
		}
		a.Interventi = append(a.Interventi, nuovi...)
	}
	r := a.caso("accessi")
	for n, i := range a.Interventi {
		i.ID = a.id("intervento/%d", n)
		a.accessi(r, i)
	}
}

// casuale invents an intervento and its fate.
func (a *autore) casuale(r *rand.Rand, c *comune) *Intervento {
	natura := sigess.Struttura
	switch n := r.IntN(100); {
	case n < 42:
		natura = sigess.Economico
	case n < 78:
		natura = sigess.Prestazioni
	}
	t := scegli(r, casuali[natura])
	tipo := a.tipi[t.codice]
	s := c.libera(a.Oggi, t.da, t.al)
	dal := a.quando(r, tipo.Natura)
	i := a.nuovo(r, c, s, tipo, t.listino, dal)
	a.sorte(r, i)
	return i
}

// quando chooses the first day: often the first of a month, mostly recent.
func (a *autore) quando(r *rand.Rand, n sigess.Natura) periodo.Data {
	primo := inizio.altri
	if n == sigess.Economico {
		primo = inizio.economici
	}
	if percento(r, 60) {
		primo = piuTarda(primo, a.Oggi.Piu(-420))
	}
	dal := giorno(r, primo, a.Oggi.Piu(-20))
	if percento(r, 40) {
		dal = piuTarda(primo, dal.Mese().Inizio())
	}
	return dal
}

// piuTarda is the later of two days.
func piuTarda(x, y periodo.Data) periodo.Data {
	if x.Prima(y) {
		return y
	}
	return x
}

// nuovo makes the form of an intervento that is in force for good.
func (a *autore) nuovo(r *rand.Rand, c *comune, s *Soggetto, tipo sigess.TipoIntervento, listino string, dal periodo.Data) *Intervento {
	s.usi++
	i := &Intervento{Operatore: scegli(r, c.amministrativi), comune: c, soggetto: s, tipo: tipo}
	d := sigess.Dettagli{SoggettoID: s.ID, UOID: c.uo, TipoInterventoID: tipo.ID, DataInizio: dal, OperatoreResponsabileID: i.Operatore}
	switch tipo.Natura {
	case sigess.Economico:
		i.Economico = &sigess.ModuloEconomico{Dettagli: d, Regole: regole(r, tipo.Codice, dal), Modalita: modalita(r, s)}
	case sigess.Prestazioni:
		t := c.distretto.tariffari[listino]
		i.Prestazioni = &sigess.ModuloPrestazioni{Dettagli: d, ErogatoreID: t.erogatore, TariffarioID: t.id, Piano: piano(r, tipo.Codice)}
		if percento(r, 25) {
			i.Prestazioni.Quote = []sigess.ModuloQuota{percentuale(r, dal)}
		}
	case sigess.Struttura:
		s.inStruttura = true
		t := c.distretto.tariffari[listino]
		i.Struttura = &sigess.ModuloStruttura{Dettagli: d, StrutturaID: t.struttura, TariffarioID: t.id, Piano: []sigess.ModuloPiano{
			{Prestazione: retta, Quantita: 100, Periodicita: "GIORNO"}}}
		if percento(r, 70) {
			i.Struttura.Quote = []sigess.ModuloQuota{quota(r, dal)}
		}
	}
	return i
}

// unaTantum tells the contributi that are paid once.
func unaTantum(codice string) bool {
	return slices.Contains([]string{"ECO-03", "ECO-05", "ECO-10"}, codice)
}

func regole(r *rand.Rand, codice string, dal periodo.Data) []sigess.ModuloRegola {
	regola := sigess.ModuloRegola{Frequenza: "MENSILE", Importo: euro.Importo(tra(r, 8, 60) * 10_00), CriterioRateo: scegli(r, []string{"GIORNI_EFFETTIVI", "GIORNI_EFFETTIVI", "TRENTESIMI", "MEZZO_MESE", "NESSUNO"})}
	if unaTantum(codice) {
		regola.Frequenza, regola.CriterioRateo, regola.DataScadenza = "UNA_TANTUM", "", dal.Piu(r.IntN(21))
	}
	return []sigess.ModuloRegola{regola}
}

// modalita pays a minor's contributo to a parent.
func modalita(r *rand.Rand, s *Soggetto) sigess.ModuloModalita {
	chi, m := s, sigess.ModuloModalita{Titolo: "ASSISTITO"}
	if s.genitore != nil {
		chi = s.genitore
		m.Titolo, m.BeneficiarioID = "GENITORE", chi.ID
	}
	m.Metodo = "CASSA"
	if percento(r, 85) {
		m.Metodo, m.IBAN, m.Intestatario = "BONIFICO", IBAN(r), chi.nominativo()
	}
	return m
}

func piano(r *rand.Rand, codice string) []sigess.ModuloPiano {
	ogniSettimana := func(prestazione string, da, al int) sigess.ModuloPiano {
		return sigess.ModuloPiano{Prestazione: prestazione, Quantita: misura.Quantita(tra(r, da, al) * 100), Periodicita: "SETTIMANA"}
	}
	switch codice {
	case "PRE-02":
		return []sigess.ModuloPiano{ogniSettimana("SAD-ORA", 3, 6), ogniSettimana("IGIENE", 1, 2)}
	case "PRE-03":
		return []sigess.ModuloPiano{ogniSettimana("EDU-ORA", 3, 6)}
	case "PRE-04":
		return []sigess.ModuloPiano{ogniSettimana("AEC-ORA", 6, 10)}
	case "PRE-05":
		return []sigess.ModuloPiano{ogniSettimana("PASTO", 3, 5)}
	case "PRE-06":
		return []sigess.ModuloPiano{ogniSettimana("TRASP", 2, 4)}
	case "PRE-07":
		return []sigess.ModuloPiano{ogniSettimana("TELE", 1, 2)}
	default:
		return []sigess.ModuloPiano{ogniSettimana("SAD-ORA", 3, 6)}
	}
}

func percentuale(r *rand.Rand, dal periodo.Data) sigess.ModuloQuota {
	p := euro.Aliquota(tra(r, 2, 10) * 5_00)
	return sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: &p, Dal: dal}
}

func quota(r *rand.Rand, dal periodo.Data) sigess.ModuloQuota {
	importo := func(da, al, passo int) *euro.Importo {
		i := euro.Importo(tra(r, da, al) * passo)
		return &i
	}
	switch r.IntN(3) {
	case 0:
		return percentuale(r, dal)
	case 1:
		return sigess.ModuloQuota{Metodo: "FISSA_MENSILE", Importo: importo(4, 14, 50_00), Dal: dal}
	default:
		return sigess.ModuloQuota{Metodo: "FISSA_GIORNALIERA", Importo: importo(6, 20, 1_00), Dal: dal}
	}
}

// sorte decides what became of an intervento: most are in force.
func (a *autore) sorte(r *rand.Rand, i *Intervento) {
	d := i.Dettagli()
	if unaTantum(i.tipo.Codice) {
		d.DataFine = d.DataInizio.Piu(tra(r, 30, 90))
		return
	}
	durata := a.Oggi.Meno(d.DataInizio)
	switch n := r.IntN(100); {
	case n < 4:
		i.Bozza = true
	case n < 7: // it begins in the days to come
		d.DataInizio = a.Oggi.Piu(tra(r, 3, 35))
		sposta(i)
	case n < 17 && durata > 120:
		d.DataFine = d.DataInizio.Piu(tra(r, 60, durata-10))
	case n < 25 && durata > 120:
		i.Termine = &sigess.ModuloTermine{DataFine: d.DataInizio.Piu(tra(r, 60, durata-10)),
			Motivo: scegli(r, []string{"RINUNCIA", "TRASFERIMENTO", "PERDITA_REQUISITI", "DECESSO", "OBIETTIVI_RAGGIUNTI"})}
	case n < 35 && durata > 60:
		i.Sospensione = &sigess.ModuloSospensione{Dal: a.Oggi.Piu(-tra(r, 10, 45)), Motivo: scegli(r, motiviSospensione)}
	case n < 42 && durata > 100:
		dal := a.Oggi.Piu(-tra(r, 50, 80))
		i.Sospensione = &sigess.ModuloSospensione{Dal: dal, Al: dal.Piu(tra(r, 4, 25)), Motivo: scegli(r, motiviSospensione)}
	case n < 62:
		d.DataFine = a.Oggi.Piu(tra(r, 60, 400))
	}
}

// sposta lets the quote begin with an intervento whose first day has moved.
func sposta(i *Intervento) {
	var quote []sigess.ModuloQuota
	if i.Prestazioni != nil {
		quote = i.Prestazioni.Quote
	} else if i.Struttura != nil {
		quote = i.Struttura.Quote
	}
	for n := range quote {
		quote[n].Dal = i.Dettagli().DataInizio
	}
}
