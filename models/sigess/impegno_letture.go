package sigess

import (
	"fmt"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// RigaImpegno is an impegno with where it is taken from and how it stands.
type RigaImpegno struct {
	Impegno
	FondoID     string
	Fondo       string
	Capitolo    string
	Ufficio     string       // "" for all
	Assegnato   euro.Importo // with its variations
	Usato       euro.Importo // by confirmed runs, less what they took back
	Provvisorio euro.Importo // by runs not confirmed yet
	Disponibile euro.Importo
}

const rigaImpegno = `SELECT i.*, c.fondo_id, f.denominazione || ' ' || f.annualita AS fondo, c.codice || ' - ' || c.denominazione AS capitolo,
	coalesce(u.codice || ' - ' || u.denominazione, '') AS ufficio, s.assegnato, s.usato, s.provvisorio, s.disponibile
	FROM impegno i JOIN saldo_impegno s ON s.id = i.id JOIN capitolo c ON c.id = i.capitolo_id JOIN fondo f ON f.id = c.fondo_id
	LEFT JOIN uo u ON u.id = i.uo_id `

// ImpegnoVisibile loads an impegno of the enti of who asks.
func ImpegnoVisibile(tx *gorm.DB, chi models.Chi, id string) (RigaImpegno, error) {
	return models.Una[RigaImpegno](tx, "l'impegno non esiste o non è visibile", rigaImpegno+`WHERE i.id = ? AND i.ente_id IN ?`, id, chi.Enti())
}

// Impegni lists the impegni of a fondo that may be seen, in order of use.
func Impegni(tx *gorm.DB, fondoID string) ([]RigaImpegno, error) {
	return models.Tutte[RigaImpegno](tx, rigaImpegno+`WHERE c.fondo_id = ? ORDER BY i.scadenza, i.anno, i.numero, i.id LIMIT 500`, fondoID)
}

// ImpegniDiEnte lists the impegni that an ente has, the latest first.
func ImpegniDiEnte(tx *gorm.DB, enteID string) ([]RigaImpegno, error) {
	return models.Tutte[RigaImpegno](tx, rigaImpegno+`WHERE i.ente_id = ? ORDER BY i.anno DESC, i.scadenza, i.numero, i.id LIMIT 500`, enteID)
}

// TipiImpegno lists the tipi of intervento that an impegno is for, none for all.
func TipiImpegno(tx *gorm.DB, id string) ([]TipoIntervento, error) {
	return models.Tutte[TipoIntervento](tx, `SELECT t.* FROM tipo_intervento t JOIN impegno i ON t.id = ANY (i.tipi) WHERE i.id = ?
		ORDER BY t.denominazione, t.id`, id)
}

// VariazioneImpegno is a change of the amount of an impegno.
type VariazioneImpegno struct {
	ID              string
	Importo         euro.Importo
	DeterminaNumero string
	DeterminaData   periodo.Data
	Motivo          string
	RegistrataIl    time.Time
	Registrata      string // by whom
}

// VariazioniImpegno lists the variations of an impegno that may be seen, in order.
func VariazioniImpegno(tx *gorm.DB, id string) ([]VariazioneImpegno, error) {
	return models.Tutte[VariazioneImpegno](tx, `SELECT v.*, o.cognome || ' ' || o.nome AS registrata FROM variazione_impegno v
		JOIN operatore o ON o.id = v.registrata_da WHERE v.impegno_id = ? ORDER BY v.registrata_il, v.id`, id)
}

// RigaUtilizzo is what a movimento takes of an impegno.
type RigaUtilizzo struct {
	Movimento
	Importo      euro.Importo // of the movimento, what the impegno pays
	Elaborazione string       // "2026/3"
	StatoCorsa   Stato
	Intervento   string // "2024/13"
	Assistito    string
}

// Utilizzi lists what is used of an impegno of the enti of who asks, the latest
// run first.
func Utilizzi(tx *gorm.DB, chi models.Chi, impegnoID string, p models.Pagina) (models.Elenco[RigaUtilizzo], error) {
	var out models.Elenco[RigaUtilizzo]
	if err := tx.Raw(`SELECT count(*) FROM utilizzo u WHERE u.impegno_id = ? AND u.ente_id IN ?`, impegnoID, chi.Enti()).Scan(&out.Totale).Error; err != nil {
		return out, fmt.Errorf("utilizzi: %w", err)
	}
	var err error
	out.Elementi, err = models.Tutte[RigaUtilizzo](tx, `SELECT m.*, u.importo, e.anno || '/' || e.numero AS elaborazione, e.stato AS stato_corsa,
			i.anno || '/' || i.numero AS intervento, s.cognome || ' ' || s.nome AS assistito
		FROM utilizzo u JOIN elaborazione e ON e.id = u.elaborazione_id JOIN movimento m ON m.id = u.movimento_id
		JOIN intervento i ON i.id = m.intervento_id JOIN soggetto s ON s.id = i.soggetto_id
		WHERE u.impegno_id = ? AND u.ente_id IN ? ORDER BY e.creata_il DESC, m.progressivo, m.id LIMIT ? OFFSET ?`,
		impegnoID, chi.Enti(), p.Limite, p.Salta)
	return out, err
}

// UsoImpegno is what a run takes of an impegno in all.
type UsoImpegno struct {
	RigaImpegno
	Preso euro.Importo
}

// UsiDi lists what a run of the enti of who asks takes, in order of use.
func UsiDi(tx *gorm.DB, chi models.Chi, elaborazioneID string) ([]UsoImpegno, error) {
	return models.Tutte[UsoImpegno](tx, `SELECT r.*, x.importo AS preso FROM uso_impegno x JOIN (`+rigaImpegno+`) r ON r.id = x.impegno_id
		WHERE x.elaborazione_id = ? AND x.ente_id IN ? AND x.importo <> 0 ORDER BY r.scadenza, r.anno, r.numero, r.id`, elaborazioneID, chi.Enti())
}
