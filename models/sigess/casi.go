package sigess

import (
	"fmt"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo/caso"
)

// What a file of casi di prova may be. The table has the same limit of bytes.
const (
	CasiDimensione = 256 << 10
	CasiTroppi     = "il file supera 256 kB: dividerlo in più file"
	casiElenco     = 500
)

// FileCasi is a file of casi di prova of an ente: what it expects of the
// calculator. It never changes; a withdrawn one no longer counts.
type FileCasi struct {
	ID        string
	EnteID    string
	Titolo    string
	Contenuto string
	Casi      int
	// TariffarioID is whose prices the cases are computed with, nil for those
	// that they say.
	TariffarioID *string
	CaricatoDa   string
	CaricatoIl   time.Time
	RitiratoDa   *string
	RitiratoIl   *time.Time
}

// RigaCasi is a file with the words for its list.
type RigaCasi struct {
	FileCasi
	Ente       string
	Autore     string
	Ritirante  string
	Tariffario string // "" for none
}

// ModuloCasi is what is said of a file when it is added.
type ModuloCasi struct {
	EnteID string `json:"enteId" format:"uuid" doc:"Ente" opzioni:"enti"`
	Titolo string `json:"titolo" doc:"Titolo" minLength:"1" maxLength:"200" help:"Che cosa provano questi casi"`
	// TariffarioID may be a draft: so its prices are tried before they hold.
	TariffarioID string `json:"tariffarioId,omitempty" format:"uuid" doc:"Tariffario" opzioni:"tariffari" help:"Con le tariffe di chi si calcolano. Vuoto: quelle scritte nei casi"`
}

// AggiungiCasi keeps a file for an ente, once: repeating it with the same id
// and the same text gives the first. A file without cases is refused; a bad
// case is kept, since a refusal may be what it expects.
func AggiungiCasi(tx *gorm.DB, chi models.Chi, id string, m ModuloCasi, contenuto []byte, quando time.Time) (RigaCasi, error) {
	if !chi.InEnte(m.EnteID) {
		return RigaCasi{}, models.Refuse("enteId", "l'ente non è tra quelli abilitati")
	}
	if err := Elabora(chi, m.EnteID); err != nil {
		return RigaCasi{}, err
	}
	esiti, err := caso.Esegui(contenuto)
	switch {
	case len(contenuto) > CasiDimensione:
		return RigaCasi{}, models.Refuse("contenuto", CasiTroppi)
	case err != nil || !utf8.Valid(contenuto):
		return RigaCasi{}, models.Refuse("contenuto", "scegliere un file JSON con un elenco \"casi\"")
	case len(esiti) == 0:
		return RigaCasi{}, models.Refuse("contenuto", "il file non ha nessun caso: aggiungerne almeno uno")
	}
	if m.TariffarioID != "" {
		if err := tariffarioDi(tx, m.EnteID, m.TariffarioID); err != nil {
			return RigaCasi{}, err
		}
	}
	err = esegui(tx, `INSERT INTO casi_di_prova (id, ente_id, titolo, contenuto, casi, tariffario_id, caricato_da, caricato_il)
		VALUES (?, ?, ?, ?, ?, nullif(?, '')::uuid, ?, ?) ON CONFLICT (id) DO NOTHING`, id, m.EnteID, m.Titolo, string(contenuto), len(esiti), m.TariffarioID, chi.OperatoreID, quando)
	if err != nil {
		return RigaCasi{}, err
	}
	r, err := CasiDi(tx, chi, id)
	if err == nil && (r.EnteID != m.EnteID || r.Titolo != m.Titolo || r.Contenuto != string(contenuto)) {
		return r, models.Errorf(models.Conflict, "l'identificativo dell'atto è già stato usato: ricaricare la pagina")
	}
	return r, err
}

const casiSQL = `SELECT c.*, e.denominazione AS ente, a.cognome || ' ' || a.nome AS autore, coalesce(r.cognome || ' ' || r.nome, '') AS ritirante,
	coalesce(t.codice || ' - ' || t.denominazione, '') AS tariffario
	FROM casi_di_prova c LEFT JOIN tariffario t ON t.id = c.tariffario_id JOIN ente e ON e.id = c.ente_id JOIN operatore a ON a.id = c.caricato_da
	LEFT JOIN operatore r ON r.id = c.ritirato_da WHERE c.ente_id IN ? `

// ElencaCasi lists the files of the enti of who asks, those that count first,
// then the latest.
func ElencaCasi(tx *gorm.DB, chi models.Chi) ([]RigaCasi, error) {
	return models.Tutte[RigaCasi](tx, casiSQL+`ORDER BY c.ritirato_il IS NOT NULL, c.caricato_il DESC, c.id LIMIT ?`, chi.Enti(), casiElenco)
}

// CasiDi reads a file of the enti of who asks.
func CasiDi(tx *gorm.DB, chi models.Chi, id string) (RigaCasi, error) {
	return models.Una[RigaCasi](tx, "il file di casi non esiste", casiSQL+`AND c.id = ?`, chi.Enti(), id)
}

// RitiraCasi withdraws a file. Repeating it is harmless.
func RitiraCasi(tx *gorm.DB, chi models.Chi, id string, quando time.Time) (RigaCasi, error) {
	r, err := CasiDi(tx, chi, id)
	if err != nil {
		return r, err
	}
	if err := Elabora(chi, r.EnteID); err != nil {
		return r, err
	}
	err = esegui(tx, `UPDATE casi_di_prova SET ritirato_da = ?, ritirato_il = ? WHERE id = ? AND ritirato_il IS NULL`, chi.OperatoreID, quando, id)
	if err != nil {
		return r, err
	}
	return CasiDi(tx, chi, id)
}

// Prova runs the cases of the file and compares them with what they expect.
func (r RigaCasi) Prova(tx *gorm.DB) (caso.Verifiche, error) {
	prezzi, err := r.prezzi(tx)
	if err != nil {
		return nil, err
	}
	esiti, err := caso.EseguiCon([]byte(r.Contenuto), prezzi)
	if err != nil {
		return nil, fmt.Errorf("casi di prova %s: %w", r.ID, err)
	}
	return esiti.Prova()
}
