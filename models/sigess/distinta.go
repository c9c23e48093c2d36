package sigess

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/pagamento"
	"siss/models/periodo"
)

// Distinta is what a definitive run pays, decided once: it has the id of the run.
type Distinta struct {
	ID          string
	EnteID      string
	Codice      string
	Esecuzione  periodo.Data
	Raggruppata bool
	Mandato     *int
	IBAN        fiscale.IBAN `gorm:"column:iban"`
	PreparataDa string
	PreparataIl time.Time
}

// TableName is the table of Distinta.
func (Distinta) TableName() string { return "distinta" }

// Disposizione is what became of a movimento in the distinta: the transfer that
// pays it, or why none does. It has the id of the movimento.
type Disposizione struct {
	ID            string
	EnteID        string
	DistintaID    string
	Progressivo   int
	Numero        *int
	Netto         euro.Importo
	Motivo        string
	Beneficiario  string
	CodiceFiscale string
	Metodo        pagamento.Metodo
	IBAN          fiscale.IBAN `gorm:"column:iban"`
	Causale       string
	Commerciale   bool
}

// TableName is the table of Disposizione.
func (Disposizione) TableName() string { return "disposizione" }

// ModuloDistinta asks for the payment files of a definitive run.
type ModuloDistinta struct {
	Esecuzione  periodo.Data `json:"esecuzione" format:"date" doc:"Data di esecuzione" help:"Il giorno in cui la banca deve pagare"`
	Raggruppata bool         `json:"raggruppata,omitempty" doc:"Un solo pagamento per chi riceve più movimenti sullo stesso conto"`
	Mandato     *int         `json:"mandato,omitempty" doc:"Numero del mandato" minimum:"1" maximum:"9999999" help:"Solo per il flusso OPI: il numero che la contabilità dell'ente assegna"`
}

// Check refuses a day that has passed or is too far for an order to a bank.
func (m ModuloDistinta) Check() map[string]string {
	oggi := periodo.Oggi()
	switch {
	case m.Esecuzione.IsZero():
	case m.Esecuzione.Prima(oggi):
		return map[string]string{"esecuzione": "la data di esecuzione è già passata"}
	case oggi.Piu(esecuzioneMassima).Prima(m.Esecuzione):
		return map[string]string{"esecuzione": "la data di esecuzione è troppo lontana: al massimo novanta giorni"}
	}
	return nil
}

// esecuzioneMassima is how many days ahead a bank takes an order.
const esecuzioneMassima = 90

// righeDistinta is how many movimenti are read and written at a time. All of a
// run are held in memory meanwhile, as are the files that are stored.
const righeDistinta = 1000

// PreparaDistinta decides once what a definitive run pays and makes its files,
// before its payment is registered.
// Repeating it is harmless: what is prepared stays, whatever is asked then.
func PreparaDistinta(tx *gorm.DB, chi models.Chi, id string, m ModuloDistinta, quando time.Time) error {
	e, err := bloccaPagabile(tx, chi, id)
	if err != nil {
		return err
	}
	if gia, err := distintaDi(tx, id); err != nil || gia != nil {
		return err
	}
	if err := e.pagabile(); err != nil {
		return err
	}
	t, err := tesoreria(tx, e.EnteID, " FOR SHARE")
	switch {
	case err != nil:
		return err
	case t.IBAN == "":
		return models.Errorf(models.Conflict, "mancano i dati di tesoreria dell'ente: compilarli e riprovare")
	case m.Mandato != nil && t.ABI == "":
		return models.Refuse("mandato", "per il flusso OPI mancano i dati SIOPE+ tra i dati di tesoreria: compilarli, o lasciare vuoto il numero del mandato")
	}
	d := Distinta{ID: id, EnteID: e.EnteID, Codice: fmt.Sprintf("SISS-%d-%d", e.Anno, e.Numero), Esecuzione: m.Esecuzione, Raggruppata: m.Raggruppata,
		Mandato: m.Mandato, IBAN: t.IBAN, PreparataDa: chi.OperatoreID, PreparataIl: quando.UTC().Truncate(time.Second)}
	if err := tx.Create(&d).Error; models.Vincolo(err) == "distinta_mandato" {
		return models.Refuse("mandato", "questo numero di mandato è già stato usato quest'anno: controllarlo con la contabilità")
	} else if err != nil {
		return fmt.Errorf("distinta: %w", err)
	}
	pagate, err := disponi(tx, d)
	if err != nil {
		return err
	}
	return produci(tx, d, t, pagate)
}

// bloccaPagabile locks a run of which who acts may order the payments.
func bloccaPagabile(tx *gorm.DB, chi models.Chi, id string) (Elaborazione, error) {
	e, err := models.Una[Elaborazione](tx, "l'elaborazione non esiste o non è visibile",
		`SELECT * FROM elaborazione WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
	if err != nil {
		return e, err
	}
	if !Contabile(chi, e) {
		return e, models.Errorf(models.Forbidden, "i pagamenti li prepara il responsabile contabile dell'ente")
	}
	return e, nil
}

// pagabile refuses a run that no file may pay: one that takes another back or is
// only tried pays nobody, one that is registered as paid would be paid twice.
func (e Elaborazione) pagabile() error {
	if e.Tipo != tipoOrdinaria {
		return models.Errorf(models.Conflict, "uno storno o una simulazione non si pagano")
	}
	return Ammesso(e.Stato, Definitiva, Trasmessa)
}

// Pagabile tells whether the payment files of a run may be prepared.
func (e Elaborazione) Pagabile() bool { return e.pagabile() == nil }

func distintaDi(tx *gorm.DB, id string) (*Distinta, error) {
	righe, err := models.Tutte[Distinta](tx, `SELECT * FROM distinta WHERE id = ?`, id)
	if err != nil || len(righe) == 0 {
		return nil, err
	}
	return &righe[0], nil
}

// daDisporre is a movimento as a payment, and why it must not be paid by itself.
type daDisporre struct {
	id          string
	progressivo int
	riga        pagamento.Riga
	blocco      string
}

// disponi writes what becomes of each movimento, and returns what is paid in the
// order of the transfers.
func disponi(tx *gorm.DB, d Distinta) ([]pagamento.Riga, error) {
	var movimenti []daDisporre
	recuperi, err := daRecuperare(tx, d.ID)
	if err != nil {
		return nil, err
	}
	piano := pagamento.NuovoPiano(d.Raggruppata, recuperi)
	if err := perMovimento(tx, d.ID, func(pagina []MovimentoCompleto) {
		for _, m := range pagina {
			x := daDisporre{m.ID, *m.Progressivo, m.riga(), m.blocco()}
			piano.Conta(x.riga, x.blocco)
			movimenti = append(movimenti, x)
		}
	}); err != nil {
		return nil, err
	}
	if err := piano.Chiudi(); err != nil {
		return nil, fmt.Errorf("distinta %s: %w", d.ID, err)
	}
	var pagate []pagamento.Riga
	for gruppo := range slices.Chunk(movimenti, righeDistinta) {
		disposte := make([]Disposizione, 0, len(gruppo))
		for _, m := range gruppo {
			r, esito := m.riga, piano.Disponi(m.riga, m.blocco)
			if esito.Numero > 0 && esito.Netto < r.Importo {
				r.Causale += " al netto di conguagli"
			}
			v := Disposizione{ID: m.id, EnteID: d.EnteID, DistintaID: d.ID, Progressivo: m.progressivo, Netto: esito.Netto, Motivo: esito.Motivo,
				Beneficiario: r.Beneficiario, CodiceFiscale: r.CodiceFiscale, Metodo: r.Metodo, IBAN: r.IBAN, Causale: r.Causale, Commerciale: r.Commerciale}
			if esito.Numero > 0 {
				v.Numero, r.Numero, r.Importo = &esito.Numero, esito.Numero, esito.Netto
				pagate = append(pagate, r)
			}
			disposte = append(disposte, v)
		}
		if err := tx.Create(&disposte).Error; err != nil {
			return nil, fmt.Errorf("disposizioni: %w", err)
		}
	}
	slices.SortStableFunc(pagate, func(a, b pagamento.Riga) int { return cmp.Compare(a.Numero, b.Numero) })
	return pagate, nil
}

// perMovimento passes the movimenti of a run in order, some at a time.
func perMovimento(tx *gorm.DB, id string, fai func([]MovimentoCompleto)) error {
	for ultimo := 0; ; {
		movimenti, err := MovimentiDopo(tx, id, ultimo, righeDistinta)
		if err != nil || len(movimenti) == 0 {
			return err
		}
		fai(movimenti)
		ultimo = *movimenti[len(movimenti)-1].Progressivo
	}
}

// riga is the movimento as a payment. The causale names the practice and the
// month: what it is for is nobody's business at the bank.
func (m MovimentoCompleto) riga() pagamento.Riga {
	r := pagamento.Riga{Beneficiario: m.Nominativo, CodiceFiscale: m.CodiceFiscale, Creditore: m.Creditore, Metodo: pagamento.Metodo(m.Metodo),
		IBAN: m.IBAN, Importo: m.AlCreditore(),
		Causale:     fmt.Sprintf("Intervento %s %02d/%d", m.Intervento, m.MeseCompetenza.Numero(), m.MeseCompetenza.Anno()),
		Commerciale: m.Natura != Economico}
	if r.Metodo == pagamento.Cassa {
		r.IBAN = ""
	}
	if m.SplitPayment {
		r.IVA = m.IVA
	}
	return r
}

// blocco is why a movimento must not be paid by itself (domain c.9, rows 11 and
// 12): who receives it has died, is not who the run wrote, or has another
// account than it wrote.
func (m MovimentoCompleto) blocco() string {
	switch {
	case !m.Decesso.IsZero():
		return pagamento.Deceduto
	case m.Creditore != m.CreditoreAttuale:
		return pagamento.BeneficiarioCambiato
	case m.Metodo != string(pagamento.Cassa) && m.IBAN.String() != m.IBANAttuale:
		return pagamento.IBANCambiato
	}
	return ""
}

// produci makes and stores the files of a distinta, each once.
func produci(tx *gorm.DB, d Distinta, t Tesoreria, pagate []pagamento.Riga) error {
	p := pagamento.Distinta{Codice: d.Codice, Ente: t.Intestazione, CodiceFiscale: t.CodiceFiscale, CUC: t.CUC, IBAN: d.IBAN, Creata: d.PreparataIl,
		Esecuzione: d.Esecuzione}
	scritti := 0
	for _, f := range fileDistinta {
		if f.Tipo == FileOPI && d.Mandato == nil {
			continue
		}
		var file bytes.Buffer
		c, err := f.scrivi(&file, p, d, t, in(pagate))
		if errors.Is(err, pagamento.ErrNulla) || err == nil && c.Disposizioni == 0 {
			continue
		}
		if err != nil {
			return err
		}
		documentoID := figlio(d.ID, f.Tipo, 0)
		if err := documento.Salva(tx, documentoID, d.EnteID, f.nome(d), f.MIME, file.Bytes()); err != nil {
			return err
		}
		if err := esegui(tx, `INSERT INTO file_distinta (id, ente_id, distinta_id, tipo, pagamenti, totale) VALUES (?, ?, ?, ?, ?, ?)`,
			documentoID, d.EnteID, d.ID, f.Tipo, c.Disposizioni, c.Totale); err != nil {
			return err
		}
		scritti++
	}
	if scritti == 0 {
		return models.Errorf(models.Conflict, "non c'è nulla da pagare: nessun movimento si può mettere in pagamento")
	}
	return nil
}

// in are the rows as a writer asks for them.
func in(righe []pagamento.Riga) pagamento.Righe {
	return func(yield func(pagamento.Riga, error) bool) {
		for _, r := range righe {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// The files of a distinta. The strings are durable.
const (
	FileCSV    = "CSV"
	FilePain09 = "PAIN_09"
	FilePain03 = "PAIN_03"
	FileOPI    = "OPI"
)

// TipoFile is a kind of file of a distinta: what it is and for whom.
type TipoFile struct {
	Tipo   string
	Titolo string
	Serve  string
	MIME   string
	suff   string
	scrivi func(w io.Writer, p pagamento.Distinta, d Distinta, t Tesoreria, righe pagamento.Righe) (pagamento.Controllo, error)
}

func (f TipoFile) nome(d Distinta) string { return d.Codice + f.suff }

// fileDistinta are the files that a distinta may have, in the order in which
// they are shown.
var fileDistinta = []TipoFile{
	{FilePain09, "Bonifici SEPA (2019)", "per l'home banking: pain.001.001.09", "application/xml", "-pain09.xml",
		func(w io.Writer, p pagamento.Distinta, _ Distinta, _ Tesoreria, r pagamento.Righe) (pagamento.Controllo, error) {
			return pagamento.ScriviPain(w, pagamento.Pain09, p, r)
		}},
	{FilePain03, "Bonifici SEPA (2009)", "per le banche che usano ancora pain.001.001.03: inviare questo oppure l'altro", "application/xml", "-pain03.xml",
		func(w io.Writer, p pagamento.Distinta, _ Distinta, _ Tesoreria, r pagamento.Righe) (pagamento.Controllo, error) {
			return pagamento.ScriviPain(w, pagamento.Pain03, p, r)
		}},
	{FileOPI, "Mandato SIOPE+", "flusso OPI 1.7.1 da firmare e trasmettere; le fatture di enti e strutture non ci sono", "application/xml", "-opi.xml",
		func(w io.Writer, p pagamento.Distinta, d Distinta, t Tesoreria, r pagamento.Righe) (pagamento.Controllo, error) {
			o := t.opi()
			o.Mandato, o.Data = *d.Mandato, periodo.Di(d.PreparataIl)
			return pagamento.ScriviOPI(w, p, o, r)
		}},
	{FileCSV, "Elenco per la tesoreria", "tutti i pagamenti, anche per cassa, in CSV", "text/csv; charset=utf-8", ".csv",
		func(w io.Writer, p pagamento.Distinta, _ Distinta, _ Tesoreria, r pagamento.Righe) (pagamento.Controllo, error) {
			return pagamento.ScriviCSV(w, p, r)
		}},
}

// TipoFileDi finds a kind of file by its durable name.
func TipoFileDi(tipo string) (TipoFile, bool) {
	for _, f := range fileDistinta {
		if f.Tipo == tipo {
			return f, true
		}
	}
	return TipoFile{}, false
}
