package calcolo

import (
	"math/big"

	"siss/models/euro"
	"siss/models/periodo"
)

// Natura is the kind of an intervento. The strings are those of the case files.
type Natura string

// The kinds of an intervento.
const (
	Economico   Natura = "economico"
	Prestazioni Natura = "prestazioni"
	Struttura   Natura = "struttura"
)

// Frequenza is how often a rule of payment pays. The strings are durable.
type Frequenza string

// The frequencies of a rule of payment (domain b.7.1).
const (
	UnaTantum      Frequenza = "UNA_TANTUM"
	Giornaliera    Frequenza = "GIORNALIERA"
	Settimanale    Frequenza = "SETTIMANALE"
	Mensile        Frequenza = "MENSILE"
	Bimestrale     Frequenza = "BIMESTRALE"
	Trimestrale    Frequenza = "TRIMESTRALE"
	Quadrimestrale Frequenza = "QUADRIMESTRALE"
	Semestrale     Frequenza = "SEMESTRALE"
	Annuale        Frequenza = "ANNUALE"
)

// Mesi is how many months a rata is for, 0 when it is not counted in months.
func (f Frequenza) Mesi() int {
	return map[Frequenza]int{Mensile: 1, Bimestrale: 2, Trimestrale: 3, Quadrimestrale: 4, Semestrale: 6, Annuale: 12}[f]
}

// Politica says what happens to what is delivered beyond the plan (domain b.8).
type Politica string

// The policies of a plan: Libero pays all, Avviso pays all and reports the
// excess, LimitePiano pays no more than the plan.
const (
	Libero      Politica = "LIBERO"
	Avviso      Politica = "AVVISO"
	LimitePiano Politica = "LIMITE_PIANO"
)

// TipoRiga says whether a line pays or mends what was paid. The strings are durable.
type TipoRiga string

// The kinds of a line.
const (
	Pagamento  TipoRiga = "PAGAMENTO"
	Conguaglio TipoRiga = "CONGUAGLIO"
	Storno     TipoRiga = "STORNO"
)

// Percento is a percentage in ten-thousandths of percent: 333300 is 33,33 %.
type Percento int64

// Rat returns p as a fraction of one.
func (p Percento) Rat() *big.Rat { return big.NewRat(int64(p), 1_000_000) }

// PercentoDi is an aliquota as a Percento.
func PercentoDi(a euro.Aliquota) Percento { return Percento(a) * 100 }

// String returns the Italian text with two to four decimals, "33,33".
func (p Percento) String() string { return euro.Tariffa(p).String() }

// Caso is one intervento in one month, and all that its amounts depend on.
// Whoever makes it has checked it: periods that do not overlap where they must
// not, amounts that are not negative.
type Caso struct {
	Natura      Natura
	Mese        periodo.Mese
	Intervento  periodo.Intervallo
	Sospensioni []periodo.Intervallo

	// Economico.
	Regole []Regola
	// Regolato is what was already settled of a line for this month, by Voce.
	Regolato map[string]euro.Importo

	// Prestazioni.
	Tariffe []Tariffa
	Accessi []Accesso
	Piano   []RigaPiano

	// Struttura. Giorni has the code of each day of the month, "" for none.
	Rette    []Retta
	Presenze map[string]Presenza
	Giorni   []string
	// Assenze counts the days of absence in a row right before the month: a
	// franchise goes on across months (domain c.7).
	Assenze int
	IVA     euro.Aliquota

	// Quote holds the shares, in periods that do not overlap.
	Quote []Quota
}

// Regola is a rule of payment (domain b.7.1). Importo is for each rata. What is
// absent is not there: an open period, no cap, no number of rate.
type Regola struct {
	Voce      string // of its line; "regola N" when empty
	Frequenza Frequenza
	Importo   euro.Importo
	Dal       periodo.Data
	Al        periodo.Data
	Criterio  Criterio
	Scadenza  periodo.Data // when a Frequenza UnaTantum is due
	// Anticipata makes a rata due with its first day, not with its last.
	Anticipata bool
	// DaInizio makes a rata begin on the day of the month on which the rule
	// begins, and not with the calendar.
	DaInizio bool
	// InSospensione pays suspended days too.
	InSospensione bool
	Massimale     *euro.Importo
	GiaErogato    euro.Importo
	NumeroRate    int
	ImportoTotale *euro.Importo
	IVA           euro.Aliquota // 0: out of its scope
}

// Tariffa is the price of a unit of a prestazione in a period.
type Tariffa struct {
	Prestazione string
	Dal         periodo.Data
	Al          periodo.Data
	Importo     euro.Tariffa
	IVA         euro.Aliquota
	IVAInclusa  bool
	// Natura is the reason of an IVA of 0 ("N4"), "" when there is IVA or the
	// amount is out of its scope (domain c.6, c.10).
	Natura string
	// SplitPayment sends the IVA to the Treasury (art. 17-ter DPR 633/72).
	SplitPayment bool
	// SSN is what the health service pays of it, unless the shares of the period
	// say it themselves.
	SSN Percento
	// Presenze is what a unit is worth by the Presenza of its accesso: what is
	// not there is paid in full.
	Presenze map[string]Presenza
}

// Accesso is what was delivered on a day. Unita is exact: minutes are sixtieths
// of the unit. Those of before the month only count for a franchise.
type Accesso struct {
	Data        periodo.Data
	Prestazione string
	Unita       *big.Rat
	Presenza    string
}

// RigaPiano is how much of a prestazione the plan foresees in a month.
type RigaPiano struct {
	Prestazione string
	Massimo     *big.Rat
	Politica    Politica
}

// Retta is the price of a day in a struttura.
type Retta struct {
	Dal     periodo.Data
	Al      periodo.Data
	Importo euro.Tariffa
}

// Motivo says why an accesso or a day of presence is not counted.
type Motivo string

// Why something delivered is excluded.
const (
	FuoriIntervento Motivo = "FUORI_INTERVENTO"
	InSospensione   Motivo = "IN_SOSPENSIONE"
	SenzaTariffa    Motivo = "SENZA_TARIFFA"
)

// Escluso is an accesso, or a day of presence, of the month that is not counted.
type Escluso struct {
	Data        periodo.Data
	Prestazione string
	Motivo      Motivo
}

// Riga is a line of what is due. Unita and Prezzo are what Lordo was made from;
// they are absent for an economico.
type Riga struct {
	Voce         string
	Tipo         TipoRiga
	Indice       int // of the regola, the tariffa or the retta
	Periodo      int // 0 without shares, else the position of the Quota, from 1
	Unita        *big.Rat
	Prezzo       euro.Tariffa
	Formula      string // in short, as the accounting list has it: "20/31 × 300,00"
	Lordo        euro.Importo
	Imponibile   euro.Importo
	Aliquota     euro.Aliquota
	Natura       string
	IVA          euro.Importo
	Totale       euro.Importo
	IVAInclusa   bool
	SplitPayment bool
	SSN          Percento // of its price
	Spiegazione  Spiegazione
}

// AlFornitore is what the supplier is paid: with the split payment the IVA goes
// to the Treasury (domain c.6).
func (r Riga) AlFornitore() euro.Importo {
	if r.SplitPayment {
		return r.Imponibile
	}
	return r.Totale
}

// Storna returns the line that takes r back: its exact opposite.
func (r Riga) Storna() Riga {
	s := r
	s.Tipo = Storno
	s.Lordo, s.Imponibile, s.IVA, s.Totale = -r.Lordo, -r.Imponibile, -r.IVA, -r.Totale
	s.Spiegazione = opposto("storno di "+r.Voce, r.Spiegazione)
	return s
}

// Ripartizione is how the Imponibile of the lines of a period is shared. The
// ente has the residue, so that the shares always sum to the whole (domain c.1).
type Ripartizione struct {
	Periodo     int
	Base        euro.Importo
	SSN         euro.Importo
	Utente      euro.Importo
	Ente        euro.Importo
	Formula     string // of the share of the person, in short
	Spiegazione Spiegazione
}

// Risultato is what is due for the month.
type Risultato struct {
	Righe        []Riga
	Imponibile   euro.Importo
	IVA          euro.Importo
	Totale       euro.Importo
	QuotaSSN     euro.Importo
	QuotaUtente  euro.Importo
	QuotaEnte    euro.Importo
	Ripartizioni []Ripartizione // one for each Quota of the caso
	SenzaQuote   Ripartizione   // of the days in none, where the health service pays a part of the price
	Esclusi      []Escluso
	// Eccedenze is what was delivered beyond a plan that is a limit and is not
	// paid, OltrePiano what is paid all the same, both by prestazione.
	Eccedenze  map[string]*big.Rat
	OltrePiano map[string]*big.Rat
}
