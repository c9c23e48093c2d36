package sigess

import (
	"fmt"
	"math/big"
	"strings"

	"gorm.io/gorm"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// The conditions of a rule of payment (domain b.7.1). The strings are durable;
// the first of each kind is what a rule has when nothing is said.
const (
	Solare     = "SOLARE"
	DaInizio   = "DA_INIZIO"
	Posticipa  = "POSTICIPATA"
	Anticipa   = "ANTICIPATA"
	NonPagare  = "NON_PAGARE"
	PagaSempre = "PAGARE"
)

// Regola is a rule of payment. Importo is for each rata, in cents.
type Regola struct {
	Progressivo   int
	Frequenza     string
	Importo       euro.Importo
	CriterioRateo Criterio
	DataScadenza  periodo.Data
	Dal           periodo.Data
	Al            periodo.Data
	Ancoraggio    string
	Scadenza      string
	Massimale     *euro.Importo
	NumeroRate    *int
	ImportoTotale *euro.Importo
	InSospensione string
	AliquotaIVA   euro.Aliquota `gorm:"column:aliquota_iva"`
	Causale       string
	// Linea is the number of the rule whose line of payment this one goes on, nil
	// for its own.
	Linea *int
}

// voce names the line that the rule pays.
func (r Regola) voce() string {
	if r.Linea != nil {
		return VoceRegola(*r.Linea)
	}
	return VoceRegola(r.Progressivo)
}

// ModuloRegola is a row of Regole di pagamento.
type ModuloRegola struct {
	Frequenza     string        `json:"frequenza" doc:"Frequenza" enum:"MENSILE,UNA_TANTUM,GIORNALIERA,SETTIMANALE,BIMESTRALE,TRIMESTRALE,QUADRIMESTRALE,SEMESTRALE,ANNUALE" etichette:"Mensile,Una tantum,Giornaliera,Settimanale,Bimestrale,Trimestrale,Quadrimestrale,Semestrale,Annuale"`
	Importo       euro.Importo  `json:"importo" doc:"Importo" help:"In euro, per ogni rata" example:"300.00"`
	CriterioRateo string        `json:"criterioRateo,omitempty" doc:"Mese incompleto" enum:"GIORNI_EFFETTIVI,TRENTESIMI,MEZZO_MESE,SOGLIA_15,NESSUNO" etichette:"A giorni effettivi,A trentesimi,A mezzi mesi,Intero da 15 giorni,Sempre intero"`
	DataScadenza  periodo.Data  `json:"dataScadenza,omitempty" format:"date" doc:"Data di scadenza" help:"Solo per una tantum"`
	Dal           periodo.Data  `json:"dal,omitempty" format:"date" doc:"Dal" help:"Vuoto: dall'inizio dell'intervento"`
	Al            periodo.Data  `json:"al,omitempty" format:"date" doc:"Al" help:"Vuoto: fino alla fine dell'intervento"`
	Scadenza      string        `json:"scadenza,omitempty" doc:"Scadenza della rata" help:"Posticipata: nel mese in cui la rata finisce; anticipata: nel mese in cui comincia" enum:"POSTICIPATA,ANTICIPATA" etichette:"Posticipata,Anticipata"`
	Ancoraggio    string        `json:"ancoraggio,omitempty" doc:"Le rate si contano" help:"Solo per rate di uno o più mesi; le settimane si contano sempre dal primo giorno della regola" enum:"SOLARE,DA_INIZIO" etichette:"Secondo il calendario,Dal primo giorno della regola"`
	NumeroRate    *int          `json:"numeroRate,omitempty" doc:"Numero di rate" minimum:"1" maximum:"600" help:"Vuoto: finché la regola vale"`
	ImportoTotale *euro.Importo `json:"importoTotale,omitempty" doc:"Importo totale" help:"La somma delle rate; l'ultima ha il resto" example:"1000.00"`
	Massimale     *euro.Importo `json:"massimale,omitempty" doc:"Massimale" help:"Il massimo che la regola paga in tutto" example:"1000.00"`
	InSospensione string        `json:"inSospensione,omitempty" doc:"Nei giorni di sospensione" enum:"NON_PAGARE,PAGARE" etichette:"Non si paga,Si paga lo stesso"`
	AliquotaIVA   euro.Aliquota `json:"aliquotaIva,omitempty" gorm:"column:aliquota_iva" doc:"Aliquota IVA" help:"In percentuale; vuota: fuori dal campo dell'IVA" example:"22.00"`
	Causale       string        `json:"causale,omitempty" doc:"Causale" maxLength:"140" help:"Si aggiunge agli estremi del pagamento; non scrivere dati sulla salute"`
}

// RegolaMensile is what the form of a new intervento begins with.
func RegolaMensile() ModuloRegola { return ModuloRegola{Frequenza: string(calcolo.Mensile)}.completa() }

// completa fills in the conditions that may be left out.
func (r ModuloRegola) completa() ModuloRegola {
	for campo, predefinito := range map[*string]string{&r.CriterioRateo: string(GiorniEffettivi), &r.Scadenza: Posticipa, &r.Ancoraggio: Solare, &r.InSospensione: NonPagare} {
		if *campo == "" {
			*campo = predefinito
		}
	}
	return r
}

// regola is what a run would read of the row that the form would save.
func (r ModuloRegola) regola(progressivo int) Regola {
	return Regola{Progressivo: progressivo, Frequenza: r.Frequenza, Importo: r.Importo, CriterioRateo: Criterio(r.CriterioRateo), DataScadenza: r.DataScadenza,
		Dal: r.Dal, Al: r.Al, Ancoraggio: r.Ancoraggio, Scadenza: r.Scadenza, Massimale: r.Massimale, NumeroRate: r.NumeroRate,
		ImportoTotale: r.ImportoTotale, InSospensione: r.InSospensione, AliquotaIVA: r.AliquotaIVA, Causale: r.Causale}
}

// aRate tells whether the rule pays one rata after another, which may be counted.
func (r ModuloRegola) aRate() bool {
	return r.Frequenza != string(calcolo.UnaTantum) && r.Frequenza != string(calcolo.Giornaliera)
}

// problemi adds what is wrong with a rule to p, under the names of its fields.
func (r ModuloRegola) problemi(campo func(string) string, intervento Dettagli, p map[string]string) {
	unaTantum := r.Frequenza == string(calcolo.UnaTantum)
	if r.Importo <= 0 {
		p[campo("importo")] = "l'importo deve essere maggiore di zero"
	}
	if r.Frequenza != "" && unaTantum != !r.DataScadenza.IsZero() {
		p[campo("dataScadenza")] = "indicare la data di scadenza se una tantum, lasciarla vuota altrimenti"
	} else if !r.DataScadenza.IsZero() && !intervento.DataInizio.IsZero() && !(periodo.Intervallo{Dal: intervento.DataInizio, Al: intervento.DataFine}).Contiene(r.DataScadenza) {
		p[campo("dataScadenza")] = "la scadenza deve cadere nel periodo dell'intervento, o non sarebbe mai pagata"
	}
	if !r.Al.IsZero() && r.Al.Prima(r.Dal) {
		p[campo("al")] = "la fine precede l'inizio"
	}
	if r.Massimale != nil && *r.Massimale <= 0 {
		p[campo("massimale")] = "il massimale deve essere maggiore di zero"
	}
	if r.Frequenza != "" && r.NumeroRate != nil && !r.aRate() {
		p[campo("numeroRate")] = "lasciare vuoto: con questa frequenza non ci sono rate da contare"
	}
	r.problemiTotale(campo, p)
}

// problemiTotale checks the importo totale: in so many rate each is worth the
// total divided by them, so that the form says what the run pays.
func (r ModuloRegola) problemiTotale(campo func(string) string, p map[string]string) {
	switch t := r.ImportoTotale; {
	case t == nil:
	case r.Frequenza != "" && !r.aRate():
		p[campo("importoTotale")] = "lasciare vuoto: con questa frequenza non ci sono rate da sommare"
	case *t <= 0:
		p[campo("importoTotale")] = "il totale deve essere maggiore di zero"
	case r.Importo <= 0:
	case r.NumeroRate != nil && *r.NumeroRate > 0:
		if diviso := euro.Arrotonda(new(big.Rat).Quo(t.Rat(), big.NewRat(int64(*r.NumeroRate), 1))); diviso != r.Importo {
			p[campo("importo")] = "con un totale in un numero di rate l'importo è il totale diviso le rate, al centesimo"
		}
	case *t < r.Importo:
		p[campo("importoTotale")] = "il totale è minore di una rata"
	}
}

// problemiRegole checks the rules of a form, one by one and together: two of
// the same causale would pay the same days twice (domain b.7.1).
func problemiRegole(m ModuloEconomico, p map[string]string) {
	for n, r := range m.Regole {
		campo := func(nome string) string { return fmt.Sprintf("regole.%d.%s", n, nome) }
		r.problemi(campo, m.Dettagli, p)
		if r.Causale == "" || r.Frequenza == string(calcolo.UnaTantum) {
			continue
		}
		for _, altra := range m.Regole[:n] {
			_, insieme := daQuando(r.Dal, r.Al, m.Dettagli.DataInizio).Interseca(daQuando(altra.Dal, altra.Al, m.Dettagli.DataInizio))
			if insieme && altra.Frequenza != string(calcolo.UnaTantum) && strings.EqualFold(altra.Causale, r.Causale) {
				p[campo("causale")] = "un'altra regola con la stessa causale vale negli stessi giorni"
			}
		}
	}
}

// daQuando is a period that begins with the intervento when nothing is said.
func daQuando(dal, al, inizio periodo.Data) periodo.Intervallo {
	if dal.IsZero() {
		dal = inizio
	}
	return periodo.Intervallo{Dal: dal, Al: al}
}

// salvaRegole writes the rules of a draft.
func salvaRegole(tx *gorm.DB, i Intervento, regole []ModuloRegola) error {
	for n, r := range regole {
		err := esegui(tx, `INSERT INTO regola_pagamento (id, ente_id, intervento_id, progressivo, frequenza, importo, criterio_rateo, data_scadenza, dal, al,
				ancoraggio, scadenza, massimale, numero_rate, importo_totale, in_sospensione, aliquota_iva, causale)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, figlio(i.ID, "regola", n), i.EnteID, i.ID, n+1, r.Frequenza, r.Importo, r.CriterioRateo,
			r.DataScadenza, r.Dal, r.Al, r.Ancoraggio, r.Scadenza, r.Massimale, r.NumeroRate, r.ImportoTotale, r.InSospensione, r.AliquotaIVA, r.Causale)
		if err != nil {
			return err
		}
	}
	return nil
}

// regole gives the calculator the rules as it knows them. Of what a rule with a
// cap has paid already it counts what it pays in the months before, by the data
// of today: settled or not, a month is due once.
func (c Caso) regole(out *calcolo.Caso) error {
	for _, r := range c.Regole {
		// What would fall due when the intervento is over is no longer due.
		if r.Frequenza == string(calcolo.UnaTantum) && !c.Span.Contiene(r.DataScadenza) {
			continue
		}
		t := r.traduci()
		if t.Massimale != nil {
			var err error
			if t.GiaErogato, err = t.Erogato(*out); err != nil {
				return err
			}
		}
		out.Regole = append(out.Regole, t)
	}
	return nil
}

// traduci gives the calculator a rule as it knows it.
func (r Regola) traduci() calcolo.Regola {
	t := calcolo.Regola{Voce: VoceRegola(r.Progressivo), Frequenza: calcolo.Frequenza(r.Frequenza), Importo: r.Importo,
		Dal: r.Dal, Al: r.Al, Criterio: r.CriterioRateo, Scadenza: r.DataScadenza, Anticipata: r.Scadenza == Anticipa, DaInizio: r.Ancoraggio == DaInizio,
		InSospensione: r.InSospensione == PagaSempre, Massimale: r.Massimale, ImportoTotale: r.ImportoTotale, IVA: r.AliquotaIVA}
	if r.NumeroRate != nil {
		t.NumeroRate = *r.NumeroRate
	}
	return t
}

// delCalcolo is the rule that the calculator calls by a voce.
func (c Caso) delCalcolo(voce string) Regola {
	for _, r := range c.Regole {
		if VoceRegola(r.Progressivo) == voce {
			return r
		}
	}
	return Regola{}
}

// conCausale adds the causale of a rule to how the accounting list names the
// intervento.
func conCausale(intervento, regola string) string {
	if regola == "" {
		return intervento
	}
	return intervento + ", " + regola
}
