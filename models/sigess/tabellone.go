package sigess

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// FiltroTabellone is the mask of fig. 26.
type FiltroTabellone struct {
	Mese             periodo.Mese `json:"mese,omitempty" format:"month" doc:"Periodo" help:"Ad esempio 03/2024"`
	TipoInterventoID string       `json:"tipoInterventoId,omitempty" format:"uuid" doc:"Tipo di intervento" opzioni:"tipiIntervento"`
	PressoID         string       `json:"pressoId,omitempty" format:"uuid" doc:"Struttura o erogatore" opzioni:"presso"`
	Nome             string       `json:"nome,omitempty" doc:"Nominativo o numero" maxLength:"100" help:"Anche una parte, o 2024/13"`
}

// precedenti is how many days of the month before a row brings: those that the
// first week may be copied from.
const precedenti = 7

// RigaTabellone is a row of fig. 28: an intervento, with its month.
type RigaTabellone struct {
	RigaIntervento
	// Presso is who delivers: the ente erogatore or the struttura.
	Presso string
	// ChiusaDa is the number of the elaborazione that holds the month, or "";
	// Liquidata tells whether it is definitive: then the cells are corrected.
	ChiusaDa  string
	Liquidata bool
	// ChiusuraID is the closing of the month, "" before it is opened; FirmataDa
	// and FirmataIl say who signed it, when it is closed.
	ChiusuraID string
	FirmataDa  string
	FirmataIl  *time.Time
	Mese       periodo.Mese `gorm:"-"`
	Accessi    []Accesso    `gorm:"-"`
	// Precedenti are the accessi of the last week of the month before.
	Precedenti  []Accesso     `gorm:"-"`
	Sospensioni []Sospensione `gorm:"-"`
	Piano       []PianoRiga   `gorm:"-"`
}

// Tabellone lists the interventi with accessi that touch the month, one row
// each, by name as in fig. 28. The queries are as many for one row as for 200.
func Tabellone(tx *gorm.DB, chi models.Chi, f FiltroTabellone, p models.Pagina) (models.Elenco[RigaTabellone], error) {
	var out models.Elenco[RigaTabellone]
	where, args := f.condizioni(chi)
	soggetti := ""
	if f.Nome != "" {
		soggetti = " JOIN soggetto s ON s.id = i.soggetto_id"
	}
	if err := tx.Raw("SELECT count(*) FROM intervento i"+soggetti+where, args...).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("tabellone: %w", err)
	}
	var err error
	out.Elementi, err = righeTabellone(tx, f.Mese, where+` ORDER BY s.cognome, s.nome, s.data_nascita, i.data_inizio, i.numero, i.id LIMIT ? OFFSET ?`,
		append(args, p.Limite, p.Salta)...)
	return out, err
}

// RigheTabellone are the rows of some interventi that may be seen, by id.
func RigheTabellone(tx *gorm.DB, chi models.Chi, mese periodo.Mese, ids []string) ([]RigaTabellone, error) {
	return righeTabellone(tx, mese, ` WHERE i.ente_id IN ? AND i.id IN ? ORDER BY i.id`, chi.Enti(), ids)
}

// condizioni choose the interventi of a month that have accessi.
func (f FiltroTabellone) condizioni(chi models.Chi) (string, []any) {
	where := ` WHERE i.ente_id IN ? AND i.natura <> 'ECONOMICO' AND i.stato <> 'BOZZA' AND i.data_inizio <= ? AND (i.data_fine IS NULL OR i.data_fine >= ?)`
	args := []any{chi.Enti(), f.Mese.Fine(), f.Mese.Inizio()}
	if f.TipoInterventoID != "" {
		where, args = where+" AND i.tipo_intervento_id = ?", append(args, f.TipoInterventoID)
	}
	if f.PressoID != "" {
		where, args = where+" AND (i.erogatore_id = ? OR i.struttura_id = ?)", append(args, f.PressoID, f.PressoID)
	}
	return conNome(where, args, f.Nome)
}

// conNome adds to a condition what a box for a name or a number asks: every
// word is in the name of the person, or is the number of the intervento.
func conNome(where string, args []any, testo string) (string, []any) {
	for _, parola := range strings.Fields(testo) {
		where += " AND (s.ricerca LIKE '%' || siss_chiave_ricerca(?) || '%' OR i.anno || '/' || i.numero = ?)"
		args = append(args, parola, parola)
	}
	return where, args
}

func righeTabellone(tx *gorm.DB, mese periodo.Mese, coda string, args ...any) ([]RigaTabellone, error) {
	righe, err := models.Tutte[RigaTabellone](tx, `SELECT i.*, s.codice, s.cognome, s.nome, s.sesso, s.data_nascita, s.codice_fiscale, t.denominazione AS tipo,
			o.cognome || ' ' || o.nome AS responsabile, coalesce(g.denominazione, r.denominazione, '') AS presso,
			coalesce(x.anno || '/' || x.numero, '') AS chiusa_da, x.confermata_il IS NOT NULL AS liquidata, coalesce(k.id::text, '') AS chiusura_id,
			CASE k.stato WHEN 'CHIUSO' THEN k.firmata_da ELSE '' END AS firmata_da, CASE k.stato WHEN 'CHIUSO' THEN k.firmata_il END AS firmata_il
		FROM intervento i JOIN soggetto s ON s.id = i.soggetto_id JOIN tipo_intervento t ON t.id = i.tipo_intervento_id
		JOIN operatore o ON o.id = i.operatore_responsabile_id
		LEFT JOIN erogatore g ON g.id = i.erogatore_id LEFT JOIN struttura r ON r.id = i.struttura_id
		LEFT JOIN mese_elaborato m ON m.intervento_id = i.id AND m.mese = ? LEFT JOIN elaborazione x ON x.id = m.elaborazione_id
		LEFT`+firmaDelMese+coda, append([]any{mese.Inizio(), mese.Inizio()}, args...)...)
	if err != nil || len(righe) == 0 {
		return righe, err
	}
	return righe, riempi(tx, righe, mese)
}

// riempi adds to the rows what they hold, in one query for each table.
func riempi(tx *gorm.DB, righe []RigaTabellone, mese periodo.Mese) error {
	ids := make([]string, len(righe))
	posto := map[string]*RigaTabellone{}
	for n := range righe {
		righe[n].Mese = mese
		ids[n], posto[righe[n].ID] = righe[n].ID, &righe[n]
	}
	accessi, err := accessiDi(tx, ids, mese.Inizio().Piu(-precedenti), mese.Fine())
	if err != nil {
		return err
	}
	for _, a := range accessi {
		r := posto[a.InterventoID]
		if a.Data.Mese() == mese {
			r.Accessi = append(r.Accessi, a)
		} else {
			r.Precedenti = append(r.Precedenti, a)
		}
	}
	sospensioni, err := models.Tutte[Sospensione](tx, `SELECT * FROM sospensione WHERE intervento_id IN ? ORDER BY dal`, ids)
	if err != nil {
		return err
	}
	for _, s := range sospensioni {
		r := posto[s.InterventoID]
		r.Sospensioni = append(r.Sospensioni, s)
	}
	piani, err := pianiDi(tx, ids, mese)
	for _, p := range piani {
		r := posto[p.InterventoID]
		r.Piano = append(r.Piano, p)
	}
	return err
}

// pianiDi reads the plans of some interventi, in their order, each prestazione
// with the words and the unit that its price list has in the month, or else had
// last or will have.
func pianiDi(tx *gorm.DB, ids []string, mese periodo.Mese) ([]PianoRiga, error) {
	return models.Tutte[PianoRiga](tx, `SELECT p.intervento_id, p.prestazione, p.quantita, p.periodicita, coalesce(v.denominazione, p.prestazione) AS denominazione,
			coalesce(v.unita, 'ACCESSO') AS unita
		FROM riga_piano p JOIN intervento i ON i.id = p.intervento_id LEFT JOIN LATERAL (SELECT denominazione, unita FROM voce_tariffario v
			WHERE v.tariffario_id = i.tariffario_id AND v.prestazione = p.prestazione ORDER BY v.dal <= ? DESC, v.dal DESC LIMIT 1) v ON true
		WHERE p.intervento_id IN ? ORDER BY p.intervento_id, p.progressivo`, mese.Fine(), ids)
}

// Coperti counts the days of the month on which the intervento is delivered: in
// its period and in no suspension.
func (r RigaTabellone) Coperti() int {
	c := Caso{Span: periodo.Intervallo{Dal: r.DataInizio, Al: r.DataFine}}
	for _, s := range r.Sospensioni {
		c.Sospensioni = append(c.Sospensioni, periodo.Intervallo{Dal: s.Dal, Al: s.Al})
	}
	return len(c.coperti(r.Mese, periodo.Data{}, periodo.Data{}))
}

// Confronti sets each prestazione of the plan against what was delivered.
func (r RigaTabellone) Confronti() []Confronto {
	coperti := r.Coperti()
	out := make([]Confronto, len(r.Piano))
	for n, p := range r.Piano {
		out[n] = Confronto{PianoRiga: p, Previsto: p.Previsto(coperti, r.Mese), Erogato: new(big.Rat)}
		for _, a := range r.Accessi {
			if a.Prestazione == p.Prestazione {
				out[n].Erogato.Add(out[n].Erogato, a.unita())
			}
		}
	}
	return out
}

// Presso is a struttura or an ente erogatore that some rows of a month name.
type Presso struct {
	ID            string
	Denominazione string
}

// PressoChi lists where the interventi of who asks are delivered in a month.
func PressoChi(tx *gorm.DB, chi models.Chi, mese periodo.Mese) ([]Presso, error) {
	where, args := FiltroTabellone{Mese: mese}.condizioni(chi)
	return models.Tutte[Presso](tx, `SELECT x.id, coalesce(g.denominazione, r.denominazione) AS denominazione
		FROM (SELECT DISTINCT coalesce(i.erogatore_id, i.struttura_id) AS id FROM intervento i`+where+`) x
		LEFT JOIN erogatore g ON g.id = x.id LEFT JOIN struttura r ON r.id = x.id ORDER BY denominazione, id LIMIT 1000`, args...)
}

// Cella is one day of an intervento, with what may be entered there.
type Cella struct {
	Intervento  RigaIntervento
	Accessi     []Accesso
	Prestazioni []Voce
}

// CellaDi loads a day of the tabellone.
func CellaDi(tx *gorm.DB, chi models.Chi, interventoID string, data periodo.Data) (Cella, error) {
	var c Cella
	var err error
	if c.Intervento, err = RigaDi(tx, chi, interventoID); err != nil {
		return c, err
	}
	if c.Accessi, err = accessiDi(tx, []string{interventoID}, data, data); err != nil {
		return c, err
	}
	c.Prestazioni, err = models.Tutte[Voce](tx, `SELECT v.* FROM riga_piano r JOIN intervento i ON i.id = r.intervento_id
		JOIN voce_tariffario v ON v.tariffario_id = i.tariffario_id AND v.prestazione = r.prestazione
		WHERE r.intervento_id = ? AND v.dal <= ? AND (v.al IS NULL OR v.al >= ?) ORDER BY r.progressivo`, interventoID, data, data)
	return c, err
}

// RigaDi loads one intervento as the lists show it.
func RigaDi(tx *gorm.DB, chi models.Chi, id string) (RigaIntervento, error) {
	return models.Una[RigaIntervento](tx, "l'intervento non esiste o non è visibile",
		rigaIntervento+` WHERE i.id = ? AND i.ente_id IN ?`, id, chi.Enti())
}
