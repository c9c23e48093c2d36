package sigess

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"siss/models"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// PaginaCalcolo is what the workflow of a run keeps between two pages.
type PaginaCalcolo struct {
	Ultimo    string `json:"ultimo"`    // id of the last intervento looked at
	Esaminati int    `json:"esaminati"` // how many in all, so far
	Fine      bool   `json:"fine"`
}

// daPagare is an intervento with whom to pay.
type daPagare struct {
	Intervento
	IVAInclusa   bool `gorm:"column:iva_inclusa"`
	SplitPayment bool
	Pagatore     string
	Beneficiario string
	Creditore    string       // who is paid, by id
	Metodo       string       // BONIFICO or CASSA
	Deceduto     periodo.Data // when the person who is paid died
	IBAN         fiscale.IBAN `gorm:"column:iban"`
	Sospeso      bool         `gorm:"-"` // a bank refused to pay in this way
}

const daPagareSQL = `SELECT i.*, e.denominazione AS pagatore, coalesce(t.iva_inclusa, false) AS iva_inclusa,
	coalesce(t.split_payment, false) AS split_payment,
	CASE i.natura WHEN 'ECONOMICO' THEN s.cognome || ' ' || s.nome || ' (' || to_char(s.data_nascita, 'DD/MM/YYYY') || ')'
		WHEN 'PRESTAZIONI' THEN g.denominazione ELSE r.gestore END AS beneficiario,
	CASE i.natura WHEN 'ECONOMICO' THEN 'soggetto/' || s.id WHEN 'PRESTAZIONI' THEN 'erogatore/' || g.id ELSE 'gestore/' || r.gestore_partita_iva END AS creditore,
	coalesce(m.metodo, 'BONIFICO') AS metodo, s.data_decesso AS deceduto,
	CASE i.natura WHEN 'ECONOMICO' THEN m.iban WHEN 'PRESTAZIONI' THEN g.iban ELSE r.gestore_iban END AS iban
	FROM intervento i JOIN ente e ON e.id = i.ente_pagatore_id
	LEFT JOIN modalita_pagamento m ON m.intervento_id = i.id LEFT JOIN soggetto s ON s.id = m.beneficiario_id
	LEFT JOIN erogatore g ON g.id = i.erogatore_id LEFT JOIN struttura r ON r.id = i.struttura_id
	LEFT JOIN tariffario t ON t.id = i.tariffario_id `

// CalcolaPagina computes the next interventi of a run, in order of id, and
// claims the months that it pays. Repeating a page writes nothing twice: a
// month belongs to one run and a line has one key.
func CalcolaPagina(tx *gorm.DB, id string, p PaginaCalcolo, limite int) (PaginaCalcolo, error) {
	e, err := bloccaElaborazione(tx, id)
	if err != nil {
		return p, err
	}
	if e.Stato != InCalcolo {
		return PaginaCalcolo{Fine: true}, nil
	}
	ultimo := p.Ultimo
	if ultimo == "" {
		ultimo = uuid.Nil.String()
	}
	interventi, err := models.Tutte[daPagare](tx, daPagareSQL+`JOIN (SELECT id AS elab, ente_id AS ente, dal, al, tipi FROM elaborazione) x ON x.elab = ?
		WHERE `+daLiquidare+` AND i.id > ? ORDER BY i.id LIMIT ? FOR UPDATE OF i`, id, ultimo, limite)
	if err != nil {
		return p, err
	}
	if len(interventi) > 0 {
		if err := segnaSospesi(tx, e, interventi); err != nil {
			return p, err
		}
		if err := liquida(tx, e, interventi); err != nil {
			return p, err
		}
		p.Ultimo = interventi[len(interventi)-1].ID
	}
	p.Esaminati += len(interventi)
	p.Fine = len(interventi) < limite
	return p, esegui(tx, `UPDATE elaborazione SET esaminati = least(?, da_esaminare) WHERE id = ? AND esaminati < least(?, da_esaminare)`, p.Esaminati, id, p.Esaminati)
}

// liquida computes and writes the lines of a page: of the months of the period,
// and of earlier ones whose facts changed since a run looked at them.
func liquida(tx *gorm.DB, e Elaborazione, interventi []daPagare) error {
	toccati, perche, err := mesiToccati(tx, e, interventi)
	if err != nil {
		return err
	}
	casi, err := carica(tx, toccati.allarga(e), interventi)
	if err != nil {
		return err
	}
	p, err := leggiPartitario(tx, e, interventi)
	if err != nil {
		return err
	}
	var movimenti []Movimento
	var variazioni []variazione
	for _, i := range interventi {
		suoi, ferme, err := p.delIntervento(tx, e, i, casi[i.ID], toccati)
		if err != nil {
			return err
		}
		movimenti = append(movimenti, suoi...)
		if ferme > 0 || e.Dal.Mese() != e.Al.Mese() {
			continue
		}
		v, err := p.variazioneDi(e, i.ID, casi[i.ID], suoi, perche)
		if err != nil {
			return err
		}
		if v.Prima != 0 || v.Adesso != 0 {
			variazioni = append(variazioni, v)
		}
	}
	if err := confronta(tx, variazioni); err != nil {
		return err
	}
	if e.Tipo == tipoSimulazione {
		return crea(tx, movimenti)
	}
	if err := toccati.segna(tx, e); err != nil {
		return err
	}
	return scrivi(tx, e, movimenti)
}

// delIntervento computes the lines of an intervento, and says how many of its
// months cannot be paid.
func (p partitario) delIntervento(tx *gorm.DB, e Elaborazione, i daPagare, c Caso, t toccati) (suoi []Movimento, ferme int, err error) {
	for _, mese := range t.daGuardare(e, i.ID) {
		k := chiaveMese{i.ID, mese}
		if p.scritti[k] {
			continue // written when this page ran before
		}
		righe, difetti := p.daScrivere(c, k)
		if d := i.impedimento(mese, righe); d != nil {
			righe, difetti = nil, []difetto{*d}
		}
		if err := annota(tx, e, i, difetti); err != nil {
			return nil, 0, err
		}
		if len(difetti) == 0 {
			t.guardato(k)
		}
		ferme += len(difetti)
		nuovi, err := movimentiDi(e, i, mese, righe)
		if err != nil {
			return nil, 0, err
		}
		suoi = append(suoi, nuovi...)
	}
	return suoi, ferme, nil
}

// delMese returns the lines that are due for a month, or why there are none.
func delMese(c Caso, mese periodo.Mese) ([]Riga, []difetto) {
	righe, difetti := c.calcola(mese)
	vuoto := len(righe) == 0 && len(difetti) == 0 && c.Natura != Economico && len(c.coperti(mese, periodo.Data{}, periodo.Data{})) > 0
	if vuoto && !slices.ContainsFunc(c.Accessi, func(a Accesso) bool { return a.Data.Mese() == mese }) {
		return nil, []difetto{{Tipo: NessunAccesso, Mese: mese, Testo: "nessun accesso nel tabellone di " + mese.Italiano()}}
	}
	return righe, difetti
}

// perInserimento is how many rows one statement writes.
const perInserimento = 200

// meseElaborato is a month that a run holds.
type meseElaborato struct {
	EnteID         string
	InterventoID   string
	Mese           periodo.Mese
	ElaborazioneID string
}

// TableName is the table of meseElaborato.
func (meseElaborato) TableName() string { return "mese_elaborato" }

// scrivi claims the months of the lines that no run holds yet, then writes them.
func scrivi(tx *gorm.DB, e Elaborazione, movimenti []Movimento) error {
	mesi := make([]meseElaborato, 0, len(movimenti))
	for _, m := range movimenti {
		mesi = append(mesi, meseElaborato{e.EnteID, m.InterventoID, m.MeseCompetenza, e.ID})
	}
	if len(mesi) > 0 {
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(mesi, perInserimento).Error; err != nil {
			return fmt.Errorf("mesi: %w", err)
		}
	}
	return crea(tx, movimenti)
}

func crea(tx *gorm.DB, movimenti []Movimento) error {
	if len(movimenti) == 0 {
		return nil
	}
	if err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, DoNothing: true}).CreateInBatches(movimenti, perInserimento).Error; err != nil {
		return fmt.Errorf("movimenti: %w", err)
	}
	return spiega(tx, movimenti)
}

func ids(interventi []daPagare) []string {
	out := make([]string, len(interventi))
	for n, i := range interventi {
		out[n] = i.ID
	}
	return out
}

func annota(tx *gorm.DB, e Elaborazione, i daPagare, difetti []difetto) error {
	for _, d := range difetti {
		err := esegui(tx, `INSERT INTO anomalia (id, ente_id, elaborazione_id, intervento_id, testo, tipo, mese, giorno, altra_id, importo, mancante)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			figlio(e.ID+i.ID+d.Testo, "anomalia", 0), e.EnteID, e.ID, i.ID, d.Testo, d.Tipo, d.Mese, d.Giorno, d.AltraID, d.Importo, d.Mancante)
		if err != nil {
			return err
		}
	}
	return nil
}

// movimentiDi words the lines as fig. 33 does.
func movimentiDi(e Elaborazione, i daPagare, mese periodo.Mese, righe []daRegolare) ([]Movimento, error) {
	var out []Movimento
	stato := "PROVVISORIO"
	if e.Tipo == tipoSimulazione {
		stato = "SIMULATO"
	}
	for _, r := range righe {
		dettaglio, err := json.Marshal(r.Dettaglio)
		if err != nil {
			return nil, fmt.Errorf("movimento: %w", err)
		}
		chiave := r.Voce
		if r.Riemette != nil {
			chiave += "/" + *r.Riemette
		}
		out = append(out, Movimento{
			ID:     figlio(e.ID+i.ID+mese.String(), chiave, 0),
			EnteID: e.EnteID, ElaborazioneID: e.ID, InterventoID: i.ID, MeseCompetenza: mese, Voce: r.Voce,
			Estremi: fmt.Sprintf("%s paga %s con causale - %s", i.Pagatore, i.Beneficiario, conCausale(i.Causale(), r.Causale)), Tipo: r.Tipo,
			Imponibile: r.Imponibile, AliquotaIVA: r.Aliquota, IVA: r.IVA, Totale: r.Totale, QuotaUtente: r.QuotaUtente,
			NaturaIVA: r.Natura, SplitPayment: r.Split, QuotaSSN: r.QuotaSSN,
			Beneficiario: i.Beneficiario, Creditore: i.Creditore, IBAN: i.IBAN, Dettaglio: dettaglio, Stato: stato, RiemetteID: r.Riemette, albero: r.Spiegazione,
		})
	}
	return out, nil
}

// carica reads, in one query for each table, all that the amounts of the
// interventi depend on.
func carica(tx *gorm.DB, e Elaborazione, interventi []daPagare) (map[string]Caso, error) {
	chiavi := ids(interventi)
	casi := map[string]Caso{}
	for _, i := range interventi {
		casi[i.ID] = Caso{Natura: i.Natura, Span: periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}, IVAInclusa: i.IVAInclusa, SplitPayment: i.SplitPayment,
			Fonti: map[string]string{}, Linee: map[string]int{}}
	}
	sospensioni, err := models.Tutte[Sospensione](tx, `SELECT * FROM sospensione WHERE intervento_id IN ? ORDER BY dal`, chiavi)
	if err != nil {
		return nil, err
	}
	for _, s := range sospensioni {
		c := casi[s.InterventoID]
		c.Sospensioni = append(c.Sospensioni, periodo.Intervallo{Dal: s.Dal, Al: s.Al})
		casi[s.InterventoID] = c
	}
	regole, err := models.Tutte[struct {
		Regola
		ID           string
		InterventoID string
	}](tx, `SELECT * FROM regola_pagamento WHERE intervento_id IN ? AND superata_da IS NULL ORDER BY progressivo`, chiavi)
	if err != nil {
		return nil, err
	}
	for _, r := range regole {
		c := casi[r.InterventoID]
		c.Regole = append(c.Regole, r.Regola)
		c.Fonti[VoceRegola(r.Progressivo)] = r.ID
		casi[r.InterventoID] = c
	}
	return casi, caricaConsuntivo(tx, e, chiavi, casi)
}

func caricaConsuntivo(tx *gorm.DB, e Elaborazione, chiavi []string, casi map[string]Caso) error {
	accessi, err := accessiDi(tx, chiavi, e.Dal, e.Al)
	if err != nil {
		return err
	}
	precedenti, err := assenzePrima(tx, chiavi, e.Dal)
	if err != nil {
		return err
	}
	accessi = append(precedenti, accessi...)
	for _, a := range accessi {
		c := casi[a.InterventoID]
		c.Accessi = append(c.Accessi, a)
		casi[a.InterventoID] = c
	}
	piano, err := models.Tutte[PianoRiga](tx, `SELECT p.*, (SELECT v.unita FROM voce_tariffario v WHERE v.tariffario_id = i.tariffario_id AND v.prestazione = p.prestazione
			ORDER BY v.dal DESC LIMIT 1) AS unita
		FROM riga_piano p JOIN intervento i ON i.id = p.intervento_id WHERE p.intervento_id IN ? AND p.politica <> 'LIBERO' ORDER BY p.progressivo`, chiavi)
	if err != nil {
		return err
	}
	for _, p := range piano {
		c := casi[p.InterventoID]
		c.Piano = append(c.Piano, p)
		casi[p.InterventoID] = c
	}
	if err := caricaQuote(tx, chiavi, casi); err != nil {
		return err
	}
	voci, err := models.Tutte[struct {
		Voce
		InterventoID string
	}](tx, `SELECT v.*, i.id AS intervento_id FROM voce_tariffario v JOIN intervento i ON i.tariffario_id = v.tariffario_id
		WHERE i.id IN ? ORDER BY v.prestazione, v.dal`, chiavi)
	for _, v := range voci {
		c := casi[v.InterventoID]
		c.Voci = append(c.Voci, v.Voce)
		casi[v.InterventoID] = c
	}
	return err
}

// caricaQuote adds the shares in force and the tables that they name.
func caricaQuote(tx *gorm.DB, chiavi []string, casi map[string]Caso) error {
	var tutte []Quota
	quote, err := models.Tutte[struct {
		Quota
		ID           string
		InterventoID string
		Posto        int
	}](tx, `SELECT * FROM (`+quoteInLinea+` WHERE intervento_id IN ?) q WHERE superata_da IS NULL ORDER BY dal`, chiavi)
	if err != nil {
		return err
	}
	for _, q := range quote {
		c := casi[q.InterventoID]
		c.Quote = append(c.Quote, q.Quota)
		c.Fonti[q.Dal.String()], c.Linee[q.Dal.String()] = q.ID, q.Posto
		casi[q.InterventoID] = c
		tutte = append(tutte, q.Quota)
	}
	tabelle, err := tabelleDelleQuote(tx, tutte)
	if err != nil {
		return err
	}
	for id, c := range casi {
		c.TabelleISEE = tabelle
		casi[id] = c
	}
	return nil
}
