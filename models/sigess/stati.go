package sigess

// Stato is a state of a domanda, a richiesta, an intervento or an
// elaborazione. The strings are durable.
type Stato string

// States of a domanda (domain b.5).
const (
	Bozza         Stato = "BOZZA"
	Presentata    Stato = "PRESENTATA"
	InIstruttoria Stato = "IN_ISTRUTTORIA"
	Sospesa       Stato = "SOSPESA"
	InPreavviso   Stato = "PREAVVISO"
	Accolta       Stato = "ACCOLTA"
	AccoltaParz   Stato = "ACCOLTA_PARZ"
	Respinta      Stato = "RESPINTA"
	Chiusa        Stato = "CHIUSA"
)

// States of a richiesta; Respinta is shared with the domanda.
const (
	DaValutare Stato = "DA_VALUTARE"
	Accettata  Stato = "ACCETTATA"
	Attivata   Stato = "ATTIVATA"
)

// States of an intervento (domain b.7); Bozza is shared with the domanda.
const (
	DaAttivare Stato = "DA_ATTIVARE"
	Attivo     Stato = "ATTIVO"
	Sospeso    Stato = "SOSPESO"
	Concluso   Stato = "CONCLUSO"
)

// States of an elaborazione contabile (domain b.11).
const (
	InCalcolo   Stato = "IN_CALCOLO"
	Provvisoria Stato = "PROVVISORIA"
	Definitiva  Stato = "DEFINITIVA"
	Annullata   Stato = "ANNULLATA"

	Trasmessa      Stato = "TRASMESSA"
	PagataParziale Stato = "PAGATA_PARZIALE"
	Pagata         Stato = "PAGATA"
	Stornata       Stato = "STORNATA"
	Simulata       Stato = "SIMULATA"
)

// Confermata tells whether a run in the state was confirmed: what it says never
// changes.
func (s Stato) Confermata() bool {
	switch s {
	case Definitiva, Trasmessa, PagataParziale, Pagata, Stornata:
		return true
	}
	return false
}

// States of a recupero (domain c.4).
const (
	DaRecuperare Stato = "DA_RECUPERARE"
	Rateizzato   Stato = "RATEIZZATO"
	Recuperato   Stato = "RECUPERATO"
	Inesigibile  Stato = "INESIGIBILE"
)

// States of the closing of a month (domain b.8), and outcomes of a request to
// open it again.
const (
	MeseAperto   Stato = "APERTO"
	MeseChiuso   Stato = "CHIUSO"
	MeseRiaperto Stato = "RIAPERTO"
	Concessa     Stato = "CONCESSA"
	Negata       Stato = "NEGATA"
)

var nomi = map[Stato]string{
	Bozza: "Bozza", Presentata: "Presentata", InIstruttoria: "In istruttoria", Sospesa: "Sospesa", InPreavviso: "In preavviso di rigetto", Accolta: "Accolta",
	AccoltaParz: "Accolta parzialmente", Respinta: "Respinta", Chiusa: "Chiusa",
	DaValutare: "Da valutare", Accettata: "Accettata", Attivata: "Attivata",
	DaAttivare: "In attesa", Attivo: "Attivo", Sospeso: "Sospeso", Concluso: "Concluso",
	InCalcolo: "In calcolo", Provvisoria: "Provvisoria", Definitiva: "Definitiva", Annullata: "Annullata",
	Trasmessa: "Trasmessa", PagataParziale: "Pagata in parte", Pagata: "Pagata", Stornata: "Stornata", Simulata: "Simulata",
	DaRecuperare: "Da recuperare", Rateizzato: "Rateizzato", Recuperato: "Recuperato", Inesigibile: "Inesigibile",
	MeseAperto: "Aperto", MeseChiuso: "Chiuso", MeseRiaperto: "Riaperto", Concessa: "Concessa", Negata: "Negata",
}

// Nome is the operators' word for the state.
func (s Stato) Nome() string { return nomi[s] }

// Natura is the kind of an intervento: its tipo fixes it.
type Natura string

// The three kinds of the manual (§3, fig. 11). The strings are durable.
const (
	Economico   Natura = "ECONOMICO"
	Prestazioni Natura = "PRESTAZIONI"
	Struttura   Natura = "STRUTTURA"
)

// Nome is the manual's name of the kind.
func (n Natura) Nome() string {
	return map[Natura]string{Economico: "Intervento economico", Prestazioni: "Intervento con prestazioni",
		Struttura: "Intervento in struttura"}[n]
}
