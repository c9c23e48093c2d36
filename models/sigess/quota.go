package sigess

import (
	"fmt"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// What is done where a valid ISEE is missing (domain b.7.4). The strings are durable.
const (
	Massima           = "MASSIMA"
	Blocca            = "BLOCCA"
	UltimaProvvisoria = "ULTIMA_PROVVISORIA"
)

// Quota is the share of the person in a period.
type Quota = ModuloQuota

// ModuloQuota is a row of Quote utente, the share that the person pays. The
// ISEE is nowhere else: neither in a message nor in an anomalia.
type ModuloQuota struct {
	Metodo        string         `json:"metodo" doc:"Metodo" enum:"PERCENTUALE,FISSA_MENSILE,FISSA_GIORNALIERA,FISSA_PRESTAZIONE,FASCE,LINEARE,FORMULA_ISEE,REDDITO_MENO_FRANCHIGIA,ISEE_MENO_SALVAGUARDIA,INTERA,NESSUNA" etichette:"Percentuale,Importo fisso mensile,Importo fisso giornaliero,Importo fisso per prestazione,Fasce ISEE,Lineare secondo l'ISEE,Formula ISEE per unità,Reddito meno franchigia,ISEE mensile meno salvaguardia,Tutta la spesa,Esente"`
	Percentuale   *euro.Aliquota `json:"percentuale,omitempty" doc:"Percentuale" help:"Da 0 a 100, solo per il metodo in percentuale" example:"35.00"`
	Importo       *euro.Importo  `json:"importo,omitempty" doc:"Importo" help:"In euro, solo per gli importi fissi" example:"500.00"`
	Dal           periodo.Data   `json:"dal" format:"date" doc:"Dal"`
	Al            periodo.Data   `json:"al,omitempty" format:"date" doc:"Al"`
	TabellaISEEID string         `json:"tabellaIseeId,omitempty" gorm:"column:tabella_isee_id" format:"uuid" doc:"Tabella ISEE" opzioni:"tabelleISEE" help:"Per fasce, lineare e formula: la tabella dell'ente che vale alla data di inizio" segue:"dettagli.dataInizio"`
	ISEE          *euro.Importo  `json:"isee,omitempty" doc:"ISEE" help:"Il valore dell'attestazione; vuoto se manca" example:"12500.00"`
	TipoISEE      string         `json:"tipoIsee,omitempty" doc:"Tipo di ISEE" enum:"ORDINARIO,SOCIOSANITARIO,SOCIOSANITARIO_RESIDENZE,MINORENNI,CORRENTE" etichette:"Ordinario,Sociosanitario,Sociosanitario residenze,Minorenni,Corrente"`
	DataDSU       periodo.Data   `json:"dataDsu,omitempty" gorm:"column:data_dsu" format:"date" doc:"Data della DSU" help:"L'ISEE vale fino al 31 dicembre di quell'anno"`
	SenzaISEE     string         `json:"senzaIsee,omitempty" doc:"Se manca un ISEE valido" enum:"MASSIMA,BLOCCA,ULTIMA_PROVVISORIA" etichette:"Si chiede la quota massima,Il mese non si paga,Vale l'ultimo ISEE in via provvisoria"`
	Base          string         `json:"base,omitempty" doc:"Si calcola" enum:"PARTE_SOCIALE,IMPONIBILE,LORDO,TOTALE" etichette:"Sulla parte sociale,Sull'imponibile,Sul lordo,Sul totale con l'IVA"`
	Minimo        *euro.Importo  `json:"minimo,omitempty" doc:"Minimo mensile" example:"50.00"`
	Massimo       *euro.Importo  `json:"massimo,omitempty" doc:"Massimo mensile" example:"900.00"`
	CriterioRateo string         `json:"criterioRateo,omitempty" doc:"Mese incompleto" help:"Per l'importo fisso mensile" enum:"GIORNI_EFFETTIVI,TRENTESIMI,MEZZO_MESE,SOGLIA_15,NESSUNO" etichette:"A giorni effettivi,A trentesimi,A mezzi mesi,Intero da 15 giorni,Sempre intero"`
	Reddito       *euro.Importo  `json:"reddito,omitempty" doc:"Reddito mensile" help:"Per reddito meno franchigia" example:"850.00"`
	Franchigia    *euro.Importo  `json:"franchigia,omitempty" doc:"Franchigia" help:"Quanto resta alla persona" example:"100.00"`
	Indennita     *euro.Importo  `json:"indennita,omitempty" doc:"Indennità considerate" help:"Di accompagnamento, al mese" example:"531.76"`
	Salvaguardia  *euro.Importo  `json:"salvaguardia,omitempty" doc:"Salvaguardia mensile" help:"Per ISEE mensile meno salvaguardia" example:"534.41"`
	Residenziale  bool           `json:"residenziale,omitempty" doc:"Accoglienza residenziale" help:"Si aggiungono le indennità alla quota secondo l'ISEE mensile"`
}

// completa fills in what may be left out.
func (q ModuloQuota) completa() ModuloQuota {
	if q.SenzaISEE == "" {
		q.SenzaISEE = Massima
	}
	if q.Base == "" {
		q.Base = string(calcolo.ParteSociale)
	}
	if q.CriterioRateo == "" {
		q.CriterioRateo = string(GiorniEffettivi)
	}
	return q
}

func quoteComplete(quote []ModuloQuota) []ModuloQuota {
	var out []ModuloQuota
	for _, q := range quote {
		out = append(out, q.completa())
	}
	return out
}

// bisogni are the fields that a method asks for; a field that some method asks
// for is to be empty with those that do not.
var bisogni = map[calcolo.Metodo][]string{
	calcolo.QuotaPercentuale: {"percentuale"}, calcolo.FissaMensile: {"importo"}, calcolo.FissaGiornaliera: {"importo"}, calcolo.FissaPrestazione: {"importo"},
	calcolo.Fasce: {"tabellaIseeId"}, calcolo.Lineare: {"tabellaIseeId"}, calcolo.FormulaISEE: {"tabellaIseeId"},
	calcolo.RedditoMenoFranchigia: {"reddito"}, calcolo.ISEEMenoSalvaguardia: {"salvaguardia"}, calcolo.Intera: {}, calcolo.Esente: {},
}

// conISEE tells whether the share follows from an ISEE.
func (q ModuloQuota) conISEE() bool {
	return q.TabellaISEEID != "" || q.Metodo == string(calcolo.ISEEMenoSalvaguardia)
}

// problemi adds what is wrong with a share to p, under the names of its fields.
func (q ModuloQuota) problemi(campo func(string) string, p map[string]string) {
	presenti := map[string]bool{"percentuale": q.Percentuale != nil, "importo": q.Importo != nil, "tabellaIseeId": q.TabellaISEEID != "",
		"reddito": q.Reddito != nil, "salvaguardia": q.Salvaguardia != nil}
	parole := map[string]string{"percentuale": "indicare la percentuale", "importo": "indicare l'importo", "tabellaIseeId": "scegliere la tabella ISEE",
		"reddito": "indicare il reddito mensile", "salvaguardia": "indicare la salvaguardia"}
	if chiesti, noto := bisogni[calcolo.Metodo(q.Metodo)]; noto {
		for nome, presente := range presenti {
			chiesto := len(chiesti) == 1 && chiesti[0] == nome
			if chiesto && !presente {
				p[campo(nome)] = parole[nome]
			} else if presente && !chiesto {
				p[campo(nome)] = "lasciare vuoto: non serve al metodo scelto"
			}
		}
	}
	for nome, i := range map[string]*euro.Importo{"importo": q.Importo, "isee": q.ISEE, "minimo": q.Minimo, "massimo": q.Massimo, "reddito": q.Reddito,
		"franchigia": q.Franchigia, "indennita": q.Indennita, "salvaguardia": q.Salvaguardia} {
		if i != nil && *i < 0 {
			p[campo(nome)] = "l'importo non può essere negativo"
		}
	}
	if q.Minimo != nil && q.Massimo != nil && *q.Massimo < *q.Minimo {
		p[campo("massimo")] = "il massimo è minore del minimo"
	}
	if !q.Al.IsZero() && q.Al.Prima(q.Dal) {
		p[campo("al")] = "la fine precede l'inizio"
	}
	q.problemiISEE(campo, p)
}

// problemiISEE wants the tipo and the day of an ISEE, and an ISEE only where it
// counts: a datum of a person that is not needed is not kept.
func (q ModuloQuota) problemiISEE(campo func(string) string, p map[string]string) {
	_, noto := bisogni[calcolo.Metodo(q.Metodo)]
	switch {
	case q.ISEE == nil && q.TipoISEE != "":
		p[campo("isee")] = "indicare il valore dell'attestazione, o togliere il tipo"
	case q.ISEE == nil && !q.DataDSU.IsZero():
		p[campo("isee")] = "indicare il valore dell'attestazione, o togliere la data della DSU"
	case q.ISEE == nil:
	case noto && !q.conISEE():
		p[campo("isee")] = "lasciare vuoto: non serve al metodo scelto"
	default:
		if q.TipoISEE == "" {
			p[campo("tipoIsee")] = "indicare il tipo di ISEE"
		}
		if q.DataDSU.IsZero() {
			p[campo("dataDsu")] = "indicare la data della DSU"
		} else if q.DataDSU.Dopo(periodo.Oggi()) {
			p[campo("dataDsu")] = "la data della DSU è nel futuro"
		}
	}
}

// problemiQuote checks the shares of a form, one by one and together.
func problemiQuote(quote []ModuloQuota, p map[string]string) map[string]string {
	for n, q := range quote {
		campo := func(nome string) string { return fmt.Sprintf("quote.%d.%s", n, nome) }
		q.problemi(campo, p)
		for k := range n {
			if _, si := (periodo.Intervallo{Dal: q.Dal, Al: q.Al}).Interseca(periodo.Intervallo{Dal: quote[k].Dal, Al: quote[k].Al}); si {
				p[campo("dal")] = "il periodo si sovrappone a un'altra quota"
			}
		}
	}
	return p
}

// quoteValide refuses a table that is not of the ente, not of the method, or
// not in force when the intervento begins.
func quoteValide(tx *gorm.DB, i Intervento, quote []ModuloQuota, r *rilievi) error {
	for n, q := range quote {
		if q.TabellaISEEID == "" {
			continue
		}
		tabelle, err := TabelleISEEPer(tx, i.EnteID, i.DataInizio)
		if err != nil {
			return err
		}
		campo, trovata := fmt.Sprintf("quote.%d.tabellaIseeId", n), false
		for _, t := range tabelle {
			trovata = trovata || t.ID == q.TabellaISEEID && t.Metodo == q.Metodo
		}
		if !trovata {
			r.campi = append(r.campi, models.Campo{Nome: campo, Messaggio: "scegliere una tabella ISEE del metodo scelto, valida alla data di inizio"})
		}
	}
	return nil
}

// salvaQuote writes the shares of a draft.
func salvaQuote(tx *gorm.DB, i Intervento, quote []ModuloQuota) error {
	for n, q := range quote {
		if err := esegui(tx, `INSERT INTO quota_utente (id, ente_id, intervento_id, progressivo, metodo, percentuale, importo, dal, al, tabella_isee_id, isee, tipo_isee,
				data_dsu, senza_isee, base, minimo, massimo, criterio_rateo, reddito, franchigia, indennita, salvaguardia, residenziale)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, '')::uuid, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, figlio(i.ID, "quota", n), i.EnteID, i.ID, n+1, q.Metodo,
			q.Percentuale, q.Importo, q.Dal, q.Al, q.TabellaISEEID, q.ISEE, q.TipoISEE, q.DataDSU, q.SenzaISEE, q.Base, q.Minimo, q.Massimo, q.CriterioRateo,
			q.Reddito, q.Franchigia, q.Indennita, q.Salvaguardia, q.Residenziale); err != nil {
			return err
		}
	}
	return nil
}

// isee is the ISEE that counts in a month: the one of the share while it is
// valid, to the end of the year of its DSU; provisionally the last one known.
func (c Caso) isee(q ModuloQuota, mese periodo.Mese) (*euro.Importo, periodo.Data) {
	if q.ISEE != nil && (q.SenzaISEE == UltimaProvvisoria || q.DataDSU.Anno() >= mese.Anno()) {
		return q.ISEE, q.DataDSU
	}
	if q.SenzaISEE != UltimaProvvisoria {
		return nil, periodo.Data{}
	}
	var ultima ModuloQuota
	for _, altra := range c.Quote {
		if altra.ISEE != nil && altra.Dal.Prima(q.Dal) && !altra.DataDSU.Prima(ultima.DataDSU) {
			ultima = altra
		}
	}
	return ultima.ISEE, ultima.DataDSU
}

// quota gives the calculator a share as it knows it.
func (c Caso) quota(q ModuloQuota, mese periodo.Mese) calcolo.Quota {
	q = q.completa()
	out := calcolo.Quota{Metodo: calcolo.Metodo(q.Metodo), Dal: q.Dal, Al: q.Al, Importo: oZero(q.Importo), Criterio: Criterio(q.CriterioRateo),
		Base: calcolo.Base(q.Base), Minimo: q.Minimo, Massimo: q.Massimo, Reddito: oZero(q.Reddito), Franchigia: oZero(q.Franchigia),
		Indennita: oZero(q.Indennita), Salvaguardia: oZero(q.Salvaguardia), Residenziale: q.Residenziale}
	if q.Percentuale != nil {
		out.Percento = calcolo.PercentoDi(*q.Percentuale)
	}
	out.ISEE, out.DataISEE = c.isee(q, mese)
	if t, ok := c.TabelleISEE[q.TabellaISEEID]; ok {
		t.applica(&out)
	}
	return out
}

func oZero(i *euro.Importo) euro.Importo {
	if i == nil {
		return 0
	}
	return *i
}

// senzaISEE are the defects of a month whose shares wait for an ISEE: where
// there is something to share and the office wants it so.
func (c Caso) senzaISEE(r calcolo.Risultato, mese periodo.Mese) []difetto {
	for n, q := range c.Quote {
		isee, _ := c.isee(q, mese)
		if q.SenzaISEE == Blocca && q.conISEE() && isee == nil && r.Ripartizioni[n].Base > 0 {
			return []difetto{{Tipo: ISEEMancante, Mese: mese, Testo: "manca un ISEE valido per la quota utente di " + mese.Italiano()}}
		}
	}
	return nil
}
