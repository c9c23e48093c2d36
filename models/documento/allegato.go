package documento

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
)

// Caso is what a paper belongs to.
type Caso struct {
	Tipo   TipoCaso
	ID     string
	EnteID string
}

// TipoCaso names the kind of a case; it is also the column that refers to it.
type TipoCaso string

// The cases that have papers.
const (
	Domanda    TipoCaso = "domanda_id"
	Intervento TipoCaso = "intervento_id"
)

// Allegato is a paper of a case. Its file is the Documento with the same id.
type Allegato struct {
	ID                 string
	EnteID             string
	DomandaID          *string
	InterventoID       *string
	Titolo             string
	Tipo               string
	Dimensione         int
	SostituisceID      *string
	CaricatoDa         string
	CaricatoIl         time.Time
	AnnullatoDa        *string
	AnnullatoIl        *time.Time
	MotivoAnnullamento string
}

// TableName is the table of Allegato.
func (Allegato) TableName() string { return "allegato" }

// Caso is what the paper belongs to.
func (a Allegato) Caso() Caso {
	if a.DomandaID != nil {
		return Caso{Domanda, *a.DomandaID, a.EnteID}
	}
	return Caso{Intervento, *a.InterventoID, a.EnteID}
}

// Modulo is what is said of a paper when it is added.
type Modulo struct {
	Tipo          string `json:"tipo" doc:"Tipo documento" enum:"DOMANDA,IDENTITA,ISEE,DELEGA,CERTIFICAZIONE,RELAZIONE,PROVVEDIMENTO,COMUNICAZIONE,PAGAMENTO,ALTRO" etichette:"Modulo di domanda,Documento d'identità,Attestazione ISEE,Delega o procura,Certificazione sanitaria,Relazione sociale,Provvedimento,Comunicazione all'interessato,Coordinate o ricevuta di pagamento,Altro"`
	Titolo        string `json:"titolo,omitempty" doc:"Titolo" maxLength:"200" help:"Vuoto: il nome del file"`
	SostituisceID string `json:"sostituisceId,omitempty" format:"uuid" doc:"Sostituisce" opzioni:"documenti" help:"Il documento di cui prende il posto, che resta nell'elenco come sostituito"`
}

// ModuloAnnullamento is why a paper no longer counts.
type ModuloAnnullamento struct {
	Motivo string `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500"`
}

// Aggiungi adds a paper to a case, once: repeating it with the same id and the
// same bytes gives the first. Who may is decided by who calls.
func Aggiungi(tx *gorm.DB, chi models.Chi, caso Caso, id string, m Modulo, f File, quando time.Time) (Allegato, error) {
	x, err := f.esamina()
	if err != nil {
		return Allegato{}, err
	}
	if m.Titolo == "" {
		m.Titolo = f.Nome
	}
	nuovo, err := salva(tx, id, caso.EnteID, f.Nome, x.mime, f.Contenuto)
	if err != nil {
		return Allegato{}, err
	}
	if !nuovo {
		return ripetuto(tx, chi, caso, id, f)
	}
	var sostituisce *string
	if m.SostituisceID != "" {
		if err := sostituibile(tx, caso, m.SostituisceID); err != nil {
			return Allegato{}, err
		}
		sostituisce = &m.SostituisceID
	}
	err = tx.Exec(`INSERT INTO allegato (id, ente_id, `+string(caso.Tipo)+`, titolo, tipo, dimensione, sostituisce_id, caricato_da, caricato_il)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, id, caso.EnteID, caso.ID, m.Titolo, m.Tipo, len(f.Contenuto), sostituisce, chi.OperatoreID, quando).Error
	if models.Vincolo(err) == "allegato_sostituito" {
		return Allegato{}, models.Refuse("sostituisceId", giaSostituito)
	} else if err != nil {
		return Allegato{}, fmt.Errorf("allegato: %w", err)
	}
	return models.Una[Allegato](tx, "", `SELECT * FROM allegato WHERE id = ?`, id)
}

// ripetuto is the paper that the same act added before, or a conflict.
func ripetuto(tx *gorm.DB, chi models.Chi, caso Caso, id string, f File) (Allegato, error) {
	a, err := models.Una[Allegato](tx, "", `SELECT a.* FROM allegato a JOIN documento d ON d.id = a.id
		WHERE a.id = ? AND a.`+string(caso.Tipo)+` = ? AND a.caricato_da = ? AND d.nome = ? AND d.sha256 = ?`,
		id, caso.ID, chi.OperatoreID, f.Nome, impronta(f.Contenuto))
	if models.KindOf(err) == models.NotFound {
		return a, models.Errorf(models.Conflict, "l'identificativo dell'atto è già stato usato: ricaricare la pagina")
	}
	return a, err
}

const giaSostituito = "scegliere un documento di questa pratica che non sia annullato né già sostituito"

func sostituibile(tx *gorm.DB, caso Caso, id string) error {
	_, err := models.Una[Allegato](tx, "", `SELECT * FROM allegato WHERE id = ? AND `+string(caso.Tipo)+` = ? AND annullato_il IS NULL FOR UPDATE`, id, caso.ID)
	if models.KindOf(err) == models.NotFound {
		return models.Refuse("sostituisceId", giaSostituito)
	}
	return err
}

// Annulla says that a paper no longer counts, and why. The paper stays, and so
// does its file. Repeating it is harmless.
func Annulla(tx *gorm.DB, chi models.Chi, id string, m ModuloAnnullamento, quando time.Time) error {
	a, err := models.Una[Allegato](tx, assente, `SELECT * FROM allegato WHERE id = ? AND ente_id IN ? FOR UPDATE`, id, chi.Enti())
	switch {
	case err != nil:
		return err
	case a.AnnullatoIl != nil && *a.AnnullatoDa == chi.OperatoreID && a.MotivoAnnullamento == m.Motivo:
		return nil
	case a.AnnullatoIl != nil:
		return models.Errorf(models.Conflict, "il documento è già stato annullato")
	}
	if err := tx.Exec(`UPDATE allegato SET annullato_da = ?, annullato_il = ?, motivo_annullamento = ? WHERE id = ?`,
		chi.OperatoreID, quando, m.Motivo, id).Error; err != nil {
		return fmt.Errorf("allegato: %w", err)
	}
	return nil
}

const assente = "il documento non esiste o non è visibile"

// AllegatoVisibile loads a paper of the enti of who asks.
func AllegatoVisibile(tx *gorm.DB, chi models.Chi, id string) (Allegato, error) {
	return models.Una[Allegato](tx, assente, `SELECT * FROM allegato WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
}

// FileDi loads the file of a paper of the enti of who asks, annulled ones too.
func FileDi(tx *gorm.DB, chi models.Chi, id string) (Documento, error) {
	return models.Una[Documento](tx, assente, `SELECT d.* FROM documento d JOIN allegato a ON a.id = d.id
		WHERE a.id = ? AND a.ente_id IN ?`, id, chi.Enti())
}

// Riga is a line of the drawer Documenti.
type Riga struct {
	Allegato
	Nome         string
	MIME         string `gorm:"column:mime"`
	SHA256       []byte `gorm:"column:sha256"`
	Autore       string
	Annullatore  string
	Sostituito   string // title of the paper that took its place, "" while it counts
	SostituitoDa *string
	Sostituisce  string // title of the paper whose place it took, "" for none
}

// Vale tells whether the paper counts: neither annulled nor replaced.
func (r Riga) Vale() bool { return r.AnnullatoIl == nil && r.SostituitoDa == nil }

// Elenca lists the papers of a case of the enti of who asks, the latest first.
func Elenca(tx *gorm.DB, chi models.Chi, caso TipoCaso, id string) ([]Riga, error) {
	return models.Tutte[Riga](tx, rigaSQL+`WHERE a.`+string(caso)+` = ? AND a.ente_id IN ? ORDER BY a.caricato_il DESC, a.id LIMIT 500`, id, chi.Enti())
}

// RigaDi is one paper as the drawer shows it.
func RigaDi(tx *gorm.DB, chi models.Chi, id string) (Riga, error) {
	return models.Una[Riga](tx, assente, rigaSQL+`WHERE a.id = ? AND a.ente_id IN ?`, id, chi.Enti())
}

const rigaSQL = `SELECT a.*, d.nome, d.mime, d.sha256, o.cognome || ' ' || o.nome AS autore,
	coalesce(x.cognome || ' ' || x.nome, '') AS annullatore, n.id AS sostituito_da, coalesce(n.titolo, '') AS sostituito, coalesce(v.titolo, '') AS sostituisce
	FROM allegato a JOIN documento d ON d.id = a.id JOIN operatore o ON o.id = a.caricato_da LEFT JOIN operatore x ON x.id = a.annullato_da
	LEFT JOIN allegato n ON n.sostituisce_id = a.id AND n.annullato_il IS NULL LEFT JOIN allegato v ON v.id = a.sostituisce_id `
