package sigess

import (
	"encoding/json"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// MovimentoCompleto is a line of a run with what its list says besides: who is
// paid and how, and the intervento it pays. CodiceFiscale is a partita IVA when
// an ente erogatore or a gestore is paid.
type MovimentoCompleto struct {
	Movimento
	Nominativo       string // of who is paid, without the date of birth
	CodiceFiscale    string
	Metodo           string
	Assistito        string
	Comune           string // the ente whose case it is
	Intervento       string // "2024/13"
	DataInizio       periodo.Data
	TipoIntervento   string
	Natura           Natura
	IBANAttuale      string       `gorm:"column:iban_attuale"` // of who is paid, today
	Decesso          periodo.Data // of who is paid, where it is known
	CreditoreAttuale string       // who is paid, today
}

// completi joins to movimenti m what a MovimentoCompleto says. Who is paid may
// have changed since the run: the run keeps the name and the IBAN it was made with.
const completi = `SELECT m.*, CASE i.natura WHEN 'ECONOMICO' THEN coalesce(nullif(p.intestatario, ''), b.cognome || ' ' || b.nome)
		ELSE m.beneficiario END AS nominativo,
	coalesce(CASE i.natura WHEN 'ECONOMICO' THEN b.codice_fiscale WHEN 'PRESTAZIONI' THEN g.partita_iva ELSE r.gestore_partita_iva END, '') AS codice_fiscale,
	coalesce(p.metodo, 'BONIFICO') AS metodo, s.cognome || ' ' || s.nome AS assistito, c.denominazione AS comune,
	i.anno || '/' || i.numero AS intervento, i.data_inizio, t.denominazione AS tipo_intervento, i.natura,
	coalesce(CASE i.natura WHEN 'ECONOMICO' THEN p.iban WHEN 'PRESTAZIONI' THEN g.iban ELSE r.gestore_iban END, '') AS iban_attuale,
	b.data_decesso AS decesso,
	coalesce(CASE i.natura WHEN 'ECONOMICO' THEN 'soggetto/' || b.id WHEN 'PRESTAZIONI' THEN 'erogatore/' || g.id ELSE 'gestore/' || r.gestore_partita_iva END, '') AS creditore_attuale
	FROM movimento m JOIN intervento i ON i.id = m.intervento_id JOIN soggetto s ON s.id = i.soggetto_id JOIN ente c ON c.id = i.ente_id
	JOIN tipo_intervento t ON t.id = i.tipo_intervento_id LEFT JOIN modalita_pagamento p ON p.intervento_id = i.id
	LEFT JOIN soggetto b ON b.id = p.beneficiario_id LEFT JOIN erogatore g ON g.id = i.erogatore_id LEFT JOIN struttura r ON r.id = i.struttura_id `

// MovimentiDopo lists the lines of a run after a progressivo, in order: the
// Excel is written page by page, with bounded memory.
func MovimentiDopo(tx *gorm.DB, elaborazioneID string, dopo, limite int) ([]MovimentoCompleto, error) {
	return models.Tutte[MovimentoCompleto](tx, completi+`WHERE m.elaborazione_id = ? AND m.progressivo > ? ORDER BY m.progressivo LIMIT ?`,
		elaborazioneID, dopo, limite)
}

// Passaggi is how the amount of a line was reached.
func (m Movimento) Passaggi() ([]Passaggio, error) {
	var out []Passaggio
	if err := json.Unmarshal(m.Dettaglio, &out); err != nil {
		return nil, fmt.Errorf("dettaglio of movimento %s: %w", m.ID, err)
	}
	return out, nil
}

// Spiegazione is how the amount of a line was reached, in one sentence.
func (m Movimento) Spiegazione() (string, error) {
	passaggi, err := m.Passaggi()
	testi := make([]string, len(passaggi))
	for n, p := range passaggi {
		testi[n] = p.Voce + ": " + p.Formula + " = " + p.Importo.String()
	}
	return strings.Join(testi, "; "), err
}

// AnomalieDopo lists what a run could not pay, a page after another of limite
// rows: the second sheet of the Excel is written page by page.
func AnomalieDopo(tx *gorm.DB, e Elaborazione, salta, limite int) ([]Anomalia, error) {
	elenco, err := ElencaAnomalie(tx, models.Sistema(e.EnteID), e.ID, FiltroAnomalie{}, models.Pagina{Limite: limite, Salta: salta})
	return elenco.Elementi, err
}
