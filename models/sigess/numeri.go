package sigess

import (
	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// Numerata is a domanda or an intervento found by its number.
type Numerata struct {
	ID          string
	Anno        int
	Numero      int
	Stato       Stato
	Tipo        string // of an intervento, "" of a domanda
	Cognome     string
	Nome        string
	DataNascita periodo.Data
	Ente        string
}

// Estremi is the number as the manual writes it: "2024/13".
func (n Numerata) Estremi() string { return estremi(&n.Anno, &n.Numero) }

// Nominativo is whose case it is.
func (n Numerata) Nominativo() string {
	return n.Cognome + " " + n.Nome + " (" + n.DataNascita.Italiana() + ")"
}

// anniRecenti is how many years are looked at when only a number is known.
const anniRecenti = 10

// DomandeNumero lists the domande with a number, of one year or, when anno is
// 0, of the latest years, the newest first.
func DomandeNumero(tx *gorm.DB, chi models.Chi, anno, numero, quanti int) ([]Numerata, error) {
	return models.Tutte[Numerata](tx, `SELECT d.id, d.anno, d.numero, d.stato, '' AS tipo, s.cognome, s.nome, s.data_nascita, e.denominazione AS ente
		FROM domanda d JOIN soggetto s ON s.id = d.soggetto_id JOIN ente e ON e.id = d.ente_id
		WHERE d.ente_id IN ? AND d.anno IN ? AND d.numero = ? ORDER BY d.anno DESC, e.denominazione, d.id LIMIT ?`, chi.Enti(), anni(anno), numero, quanti)
}

// InterventiNumero lists the interventi with a number, as DomandeNumero does.
func InterventiNumero(tx *gorm.DB, chi models.Chi, anno, numero, quanti int) ([]Numerata, error) {
	return models.Tutte[Numerata](tx, `SELECT i.id, i.anno, i.numero, i.stato, t.denominazione AS tipo, s.cognome, s.nome, s.data_nascita, e.denominazione AS ente
		FROM intervento i JOIN soggetto s ON s.id = i.soggetto_id JOIN tipo_intervento t ON t.id = i.tipo_intervento_id JOIN ente e ON e.id = i.ente_id
		WHERE i.ente_id IN ? AND i.anno IN ? AND i.numero = ? ORDER BY i.anno DESC, e.denominazione, i.id LIMIT ?`, chi.Enti(), anni(anno), numero, quanti)
}

// anni names the years one by one, since the index of the numbers begins with
// the ente and the year.
func anni(anno int) []int {
	if anno != 0 {
		return []int{anno}
	}
	var out []int
	// Next year's too: a case may be numbered in the year of its act.
	for a := periodo.Oggi().Anno() + 1; len(out) < anniRecenti; a-- {
		out = append(out, a)
	}
	return out
}
