package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/pagamento"
)

// RigaFile is a file of a distinta as the card of the run tells it.
type RigaFile struct {
	ID        string // of the stored file
	Tipo      string
	Nome      string
	SHA256    []byte `gorm:"column:sha256"`
	Creato    time.Time
	Autore    string
	Pagamenti int
	Totale    euro.Importo
}

// scaricano are the ruoli that see payment files: they hold every account.
var scaricano = []models.Ruolo{models.OperatoreAmministrativo, models.Coordinatore, models.ResponsabileContabile}

// entiPagati are the enti of whose runs who asks may see the payment files.
func entiPagati(chi models.Chi) []string {
	var out []string
	for _, id := range chi.Enti() {
		if chi.Ha(id, scaricano...) {
			out = append(out, id)
		}
	}
	return out
}

// FileElaborazione lists the payment files of a run of the enti of who asks,
// none for who may not see them.
func FileElaborazione(tx *gorm.DB, chi models.Chi, id string) ([]RigaFile, error) {
	return models.Tutte[RigaFile](tx, `SELECT f.id, f.tipo, d.nome, d.sha256, t.preparata_il AS creato, o.cognome || ' ' || o.nome AS autore, f.pagamenti, f.totale
		FROM file_distinta f JOIN distinta t ON t.id = f.distinta_id JOIN documento d ON d.id = f.id JOIN operatore o ON o.id = t.preparata_da
		WHERE f.distinta_id = ? AND f.ente_id IN ?
		ORDER BY array_position(ARRAY['PAIN_09', 'PAIN_03', 'OPI', 'CSV'], f.tipo)`, id, entiPagati(chi))
}

// ScaricaFile loads a payment file as it was stored.
func ScaricaFile(tx *gorm.DB, chi models.Chi, id, tipo string) (documento.Documento, error) {
	return models.Una[documento.Documento](tx, "il file non esiste o non è visibile: i pagamenti vanno prima preparati",
		`SELECT d.* FROM file_distinta f JOIN documento d ON d.id = f.id WHERE f.distinta_id = ? AND f.tipo = ? AND f.ente_id IN ?`,
		id, tipo, entiPagati(chi))
}

// Escluso is a movimento that no payment file holds, and why.
type Escluso struct {
	InterventoID string
	Intervento   string
	Beneficiario string
	Netto        euro.Importo
	Motivo       string
}

// Esclusi lists the movimenti that the distinta of a run leaves out.
func Esclusi(tx *gorm.DB, chi models.Chi, id string, p models.Pagina) (models.Elenco[Escluso], error) {
	var out models.Elenco[Escluso]
	const da = ` FROM disposizione v JOIN movimento m ON m.id = v.id JOIN intervento i ON i.id = m.intervento_id
		WHERE v.distinta_id = ? AND v.numero IS NULL AND v.ente_id IN ?`
	enti := entiPagati(chi)
	if err := tx.Raw(`SELECT count(*)`+da, id, enti).Find(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("esclusi: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[Escluso](tx, `SELECT m.intervento_id, i.anno || '/' || i.numero AS intervento, v.beneficiario, v.netto, v.motivo`+da+`
		ORDER BY v.progressivo LIMIT ? OFFSET ?`, id, enti, p.Limite, p.Salta)
	return out, err
}

// InParole is why a movimento is left out, for the operatore.
func (e Escluso) InParole() string { return pagamento.Motivo(e.Motivo) }

// FileElenco is the stored Excel list of a run of the enti of who asks, none
// before it is made.
func FileElenco(tx *gorm.DB, chi models.Chi, id string) ([]RigaFile, error) {
	return models.Tutte[RigaFile](tx, `SELECT d.id, d.nome, d.sha256, d.creato FROM elaborazione e JOIN documento d ON d.id = e.documento_id
		WHERE e.id = ? AND e.ente_id IN ?`, id, chi.Enti())
}

// IVAAllErario sums what a run owes to the Treasury instead of to who delivers,
// with the split payment (art. 17-ter DPR 633/72): no file pays it.
func IVAAllErario(tx *gorm.DB, elaborazioneID string) (euro.Importo, error) {
	r, err := models.Una[struct {
		IVA euro.Importo `gorm:"column:iva"`
	}](tx, "", `SELECT coalesce(sum(iva), 0)::bigint AS iva FROM movimento WHERE elaborazione_id = ? AND split_payment`, elaborazioneID)
	return r.IVA, err
}
