package sigess

import (
	"slices"
	"strings"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/misura"
)

// TipoPresenza is how a person was in a struttura on a day (domain b.8). The
// strings are durable.
type TipoPresenza string

// The tipi di presenza. All but the first two are absences.
const (
	Presente              TipoPresenza = "PRESENTE"
	MezzaGiornata         TipoPresenza = "MEZZA_GIORNATA"
	AssenteGiustificato   TipoPresenza = "ASSENTE_GIUSTIFICATO"
	AssenteIngiustificato TipoPresenza = "ASSENTE_INGIUSTIFICATO"
	Ricovero              TipoPresenza = "RICOVERO"
	RientroFamiglia       TipoPresenza = "RIENTRO_FAMIGLIA"
	Vacanza               TipoPresenza = "VACANZA"
)

// tipoPresenza is a tipo with its words, the letter of its cell and what a day
// of it is worth where the price list does not say.
type tipoPresenza struct {
	tipo     TipoPresenza
	lettera  string
	nome     string
	assenza  bool
	percento euro.Aliquota
}

var tipiPresenza = []tipoPresenza{
	{Presente, "P", "Presente", false, 100_00},
	{MezzaGiornata, "M", "Mezza giornata", false, 50_00},
	{AssenteGiustificato, "G", "Assente giustificato", true, 0},
	{AssenteIngiustificato, "I", "Assente ingiustificato", true, 0},
	{Ricovero, "R", "Ricovero ospedaliero", true, 0},
	{RientroFamiglia, "F", "Rientro in famiglia", true, 0},
	{Vacanza, "V", "Vacanza o soggiorno", true, 0},
}

func (t TipoPresenza) voce() tipoPresenza {
	n := slices.IndexFunc(tipiPresenza, func(v tipoPresenza) bool { return v.tipo == t })
	return tipiPresenza[max(n, 0)]
}

// Nome is the tipo in the operators' words.
func (t TipoPresenza) Nome() string { return t.voce().nome }

// Lettera is what the cell of the tabellone shows.
func (t TipoPresenza) Lettera() string { return t.voce().lettera }

// unaPresenza is the quantity of whatever tipo but Presente: the part of the
// price is of the price list.
const unaPresenza misura.Quantita = 100

// perLettera is the tipo that a letter of a cell says.
func perLettera(testo string) (TipoPresenza, bool) {
	for _, t := range tipiPresenza {
		if strings.EqualFold(strings.TrimSpace(testo), t.lettera) {
			return t.tipo, true
		}
	}
	return "", false
}

// ammessa refuses a tipo di presenza where there is none, and a quantity that
// would be counted besides it.
func (t TipoPresenza) ammessa(natura Natura, m ModuloAccesso) error {
	switch {
	case t == Presente:
		return nil
	case natura != Struttura || m.Minuti != nil:
		return models.Refuse("tipoPresenza", "il tipo di presenza vale solo per le giornate in struttura: lasciare Presente")
	case *m.Quantita != unaPresenza:
		return models.Refuse("quantita", "con questo tipo di presenza la quantità è 1: quanto vale lo dice il tariffario")
	}
	return nil
}

// Percentuali is what a day in a struttura is worth by tipo di presenza, as a
// price list says it (domain b.9). What is absent is worth what it always is.
type Percentuali struct {
	Presente              *euro.Aliquota `json:"presente,omitempty" doc:"Presente" help:"Percentuale della tariffa; vuoto: 100" example:"100.00"`
	MezzaGiornata         *euro.Aliquota `json:"mezzaGiornata,omitempty" doc:"Mezza giornata" help:"Vuoto: 50" example:"50.00"`
	AssenteGiustificato   *euro.Aliquota `json:"assenteGiustificato,omitempty" doc:"Assente giustificato" help:"Vuoto: non si paga" example:"50.00"`
	AssenteIngiustificato *euro.Aliquota `json:"assenteIngiustificato,omitempty" doc:"Assente ingiustificato" help:"Vuoto: non si paga" example:"0.00"`
	Ricovero              *euro.Aliquota `json:"ricovero,omitempty" doc:"Ricovero ospedaliero" help:"Vuoto: non si paga" example:"50.00"`
	RientroFamiglia       *euro.Aliquota `json:"rientroFamiglia,omitempty" doc:"Rientro in famiglia" help:"Vuoto: non si paga" example:"50.00"`
	Vacanza               *euro.Aliquota `json:"vacanza,omitempty" doc:"Vacanza o soggiorno" help:"Vuoto: non si paga" example:"50.00"`
	Franchigia            *int           `json:"franchigia,omitempty" doc:"Franchigia di assenza" minimum:"1" maximum:"366" help:"Giorni di assenza di fila, anche a cavallo di due mesi, pagati con le percentuali qui sopra; vuoto: nessun limite"`
	OltreFranchigia       *euro.Aliquota `json:"oltreFranchigia,omitempty" doc:"Oltre la franchigia" help:"Percentuale dei giorni di assenza che seguono; vuoto: non si pagano" example:"0.00"`
}

// problemi adds what is wrong across the fields to p.
func (q Percentuali) problemi(p map[string]string) {
	if q.OltreFranchigia != nil && q.Franchigia == nil {
		p["franchigia"] = "indicare dopo quanti giorni, o lasciare vuota la percentuale oltre la franchigia"
	}
}

// Detta is what the price list says of a tipo, nil when it says nothing.
func (q Percentuali) Detta(t TipoPresenza) *euro.Aliquota {
	return map[TipoPresenza]*euro.Aliquota{Presente: q.Presente, MezzaGiornata: q.MezzaGiornata, AssenteGiustificato: q.AssenteGiustificato,
		AssenteIngiustificato: q.AssenteIngiustificato, Ricovero: q.Ricovero, RientroFamiglia: q.RientroFamiglia, Vacanza: q.Vacanza}[t]
}

// presenze is what the calculator is told of the tipi.
func (q Percentuali) presenze() map[string]calcolo.Presenza {
	out := map[string]calcolo.Presenza{}
	for _, t := range tipiPresenza {
		percento := t.percento
		if detta := q.Detta(t.tipo); detta != nil {
			percento = *detta
		}
		p := calcolo.Presenza{Nome: t.nome, Percento: calcolo.PercentoDi(percento)}
		if t.assenza && q.Franchigia != nil {
			p.Franchigia = *q.Franchigia
			if q.OltreFranchigia != nil {
				p.Oltre = calcolo.PercentoDi(*q.OltreFranchigia)
			}
		}
		out[string(t.tipo)] = p
	}
	return out
}

// InParole says what is not as always: "Ricovero ospedaliero 50,00 %".
func (q Percentuali) InParole() string {
	var parti []string
	for _, t := range tipiPresenza {
		if detta := q.Detta(t.tipo); detta != nil {
			parti = append(parti, t.nome+" "+detta.String()+" %")
		}
	}
	return strings.Join(parti, ", ")
}
