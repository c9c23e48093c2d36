package sigess

import (
	"encoding/json"
	"fmt"
	"slices"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/euro"
)

// spiegazione is the tree of a movimento, as it is kept.
type spiegazione struct {
	MovimentoID string `gorm:"primaryKey"`
	Albero      string `gorm:"type:json"`
}

func (spiegazione) TableName() string { return "spiegazione" }

// spiegazioniInsieme is how many trees one statement writes.
const spiegazioniInsieme = 1000

// spiega keeps the trees of lines just written. Repeating it is harmless.
func spiega(tx *gorm.DB, movimenti []Movimento) error {
	righe := make([]spiegazione, len(movimenti))
	for n, m := range movimenti {
		albero, err := m.albero.Compatta()
		if err != nil {
			return fmt.Errorf("movimento %s: %w", m.ID, err)
		}
		righe[n] = spiegazione{m.ID, string(albero)}
	}
	err := tx.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "movimento_id"}}, DoNothing: true}).CreateInBatches(righe, spiegazioniInsieme).Error
	if err != nil {
		return fmt.Errorf("spiegazioni: %w", err)
	}
	return nil
}

// spiegaStorno keeps the trees of the lines of a storno: each is its opposite,
// naming the line that it takes back.
const spiegaStorno = `INSERT INTO spiegazione (movimento_id, albero)
	SELECT n.id, json_build_object('a', json_build_array(3, -1, 1, json_build_array(json_build_array(0, -2, 1,
			CASE WHEN v.totale % 100 = 0 THEN to_json(v.totale / 100) ELSE to_json(v.totale || '/100') END, -3, to_char(v.mese_competenza, 'YYYYMMDD')::int, -4),
			json_build_array(0, -5, 0, -1, -6))), 't', json_build_array('storno', 'importo stornato', 'movimento', 'movimento/' || v.id, 'segno', 'storno di una riga'))
	FROM movimento n JOIN movimento v ON v.elaborazione_id = ? AND (v.intervento_id, v.mese_competenza, v.voce) = (n.intervento_id, n.mese_competenza, n.voce)
		AND v.riemette_id IS NOT DISTINCT FROM n.riemette_id
	WHERE n.elaborazione_id = ?`

// ripulisci forgets the trees of the lines of a run that is computed again.
const ripulisci = `DELETE FROM spiegazione WHERE movimento_id IN (SELECT id FROM movimento WHERE elaborazione_id = ?)`

// cita names in the trees of some lines the rows that their inputs are of: a
// rule and a price by the voce, a share by the day from which it holds.
func (c Caso) cita(righe []daRegolare) []daRegolare {
	if len(righe) == 0 {
		return nil
	}
	voci := map[string]string{}
	for n, v := range c.Voci {
		voci[fmt.Sprintf("%s/%d", v.Prestazione, n+1)] = riferimentoA("voce_tariffario", v.ID)
	}
	for n := range righe {
		righe[n].Spiegazione = righe[n].Spiegazione.Citata(func(s calcolo.Spiegazione) string {
			if slices.Contains(delleQuote, s.Origine) {
				return riferimentoA("quota_utente", c.Fonti[s.Data.String()])
			}
			if v, prezzo := voci[s.Origine]; prezzo {
				return v
			}
			return riferimentoA("regola_pagamento", c.Fonti[s.Origine])
		})
	}
	return righe
}

// delleQuote are the origins of what a share says of itself.
var delleQuote = []string{"quota utente", "tabella delle fasce", "quota del servizio sanitario"}

func riferimentoA(tabella, id string) string {
	if id == "" { // no row of ours
		return ""
	}
	return tabella + "/" + id
}

// pezziSQL are the lines of a group, as sciogli reads them.
const pezziSQL = `json_agg(json_build_object('ID', m.id, 'Corsa', x.anno || '/' || x.numero, 'Totale', m.totale) ORDER BY x.anno, x.numero, m.id)`

// sciogli reads the lines that settled what r sums.
func (r regolato) sciogli() ([]calcolo.Regolato, error) {
	var pezzi []struct {
		ID, Corsa string
		Totale    int64
	}
	if err := json.Unmarshal([]byte(r.Pezzi), &pezzi); err != nil {
		return nil, fmt.Errorf("regolato: %w", err)
	}
	out := make([]calcolo.Regolato, len(pezzi))
	for n, p := range pezzi {
		out[n] = calcolo.Regolato{Corsa: p.Corsa, Rif: riferimentoA("movimento", p.ID), Mese: r.Mese, Importo: euro.Importo(p.Totale)}
	}
	return out, nil
}

// MovimentoSpiegato is a line of a run with how its amount is reached.
type MovimentoSpiegato struct {
	Movimento
	Anno       int
	Numero     int
	Intervento string // "2024/13"
	Conservato string `gorm:"column:albero"`
}

// Elaborazione is the number of the run, "2026/3".
func (m MovimentoSpiegato) Elaborazione() string { return fmt.Sprintf("%d/%d", m.Anno, m.Numero) }

// Albero is the tree of the line; false for a line of before trees were kept.
func (m MovimentoSpiegato) Albero() (calcolo.Spiegazione, bool, error) {
	return albero(m.ID, m.Conservato)
}

func albero(id, testo string) (calcolo.Spiegazione, bool, error) {
	if testo == "" {
		return calcolo.Spiegazione{}, false, nil
	}
	s, err := calcolo.Decompatta([]byte(testo))
	if err != nil {
		return s, false, fmt.Errorf("movimento %s: %w", id, err)
	}
	return s, true, nil
}

// MovimentoDi reads a line with its tree: of a run of the enti of who asks or,
// once it is confirmed, of one of their interventi, whoever pays.
func MovimentoDi(tx *gorm.DB, chi models.Chi, id string) (MovimentoSpiegato, error) {
	return models.Una[MovimentoSpiegato](tx, "il movimento non esiste o non è visibile", `SELECT m.*, e.anno, e.numero, i.anno || '/' || i.numero AS intervento,
			coalesce(s.albero::text, '') AS albero
		FROM movimento m JOIN elaborazione e ON e.id = m.elaborazione_id JOIN intervento i ON i.id = m.intervento_id
		LEFT JOIN spiegazione s ON s.movimento_id = m.id
		WHERE m.id = ? AND (m.ente_id IN ? OR i.ente_id IN ? AND e.confermata_il IS NOT NULL)`, id, chi.Enti(), chi.Enti())
}
