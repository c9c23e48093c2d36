package sigess

import (
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/inbox"
	"siss/models/periodo"
)

// The right by which a month is signed. The strings are durable.
const (
	FirmaErogatore      = "ENTE_EROGATORE"
	FirmaAmministrativo = "AMMINISTRATIVO"
)

// ModuloFirma signs a month as it was shown.
type ModuloFirma struct {
	Impronta      string `json:"impronta,omitempty" doc:"Impronta delle caselle lette: se nel frattempo sono cambiate la firma è rifiutata, senza non si controlla" maxLength:"64" widget:"hidden"`
	Dichiarazione string `json:"dichiarazione,omitempty" doc:"Chi ha comunicato gli accessi, e come" maxLength:"500" help:"Da scrivere quando firma l'ufficio per l'ente erogatore: ad esempio il numero e la data del suo riepilogo"`
}

// Firma is a signature of a month, with who signed.
type Firma struct {
	ID            string
	ChiusuraID    string
	Sostituisce   *string
	Impronta      string
	Caselle       int
	Mancanti      int
	Qualita       string
	Dichiarazione string
	FirmataDa     string
	FirmataIl     time.Time
}

// TableName is the table of Firma.
func (Firma) TableName() string { return "firma_mese" }

// Firmabile says by what right who acts may sign a month: as who delivers, or,
// where nobody of theirs has access, as the amministrativo who declares.
func Firmabile(tx *gorm.DB, chi models.Chi, c Chiusura, oggi periodo.Data) (string, error) {
	uo, err := ufficioErogatore(tx, c, oggi)
	if err != nil {
		return "", err
	}
	for _, mia := range chi.UO() {
		if mia == uo {
			return FirmaErogatore, nil
		}
	}
	if uo != "" {
		return "", models.Errorf(models.Forbidden, "la firma spetta all'ente erogatore, che ha accesso al sistema")
	}
	return FirmaAmministrativo, Amministra(chi, c.EnteID)
}

// ufficioErogatore is the office of who delivers, "" when nobody acts in it.
func ufficioErogatore(tx *gorm.DB, c Chiusura, oggi periodo.Data) (string, error) {
	righe, err := models.Tutte[struct{ ID string }](tx, `SELECT u.id FROM uo u JOIN ente e ON e.id = ? AND u.ente_id IN (e.id, e.padre_id)
		WHERE u.tipo = 'EROGATORE' AND coalesce(u.erogatore_id, u.struttura_id) = ? AND EXISTS (SELECT 1 FROM abilitazione a JOIN operatore o ON o.id = a.operatore_id
			WHERE a.uo_id = u.id AND a.dal <= ? AND (a.al IS NULL OR a.al >= ?) AND o.dal <= ? AND (o.al IS NULL OR o.al >= ?))
		ORDER BY u.codice LIMIT 1`, c.EnteID, c.PressoID, oggi, oggi, oggi, oggi)
	if err != nil || len(righe) == 0 {
		return "", err
	}
	return righe[0].ID, nil
}

// bloccaChiusura locks the interventi of a closing, as a run does, and then the
// closing: cells wait for it, and it for them.
func bloccaChiusura(tx *gorm.DB, chi models.Chi, id string, ammessi ...Stato) (Chiusura, []string, error) {
	const assente = "la chiusura non esiste o non è visibile"
	c, err := models.Una[Chiusura](tx, assente, `SELECT * FROM chiusura_mese WHERE id = ? AND ente_id IN ?`, id, chi.Enti())
	if err != nil {
		return c, nil, err
	}
	righe, err := models.Tutte[struct{ ID string }](tx, `SELECT i.id FROM intervento i WHERE`+interventiDelMese+` ORDER BY i.id FOR UPDATE`, c.modulo().argomenti()...)
	if err != nil {
		return c, nil, err
	}
	interventi := make([]string, len(righe))
	for n, r := range righe {
		interventi[n] = r.ID
	}
	if c, err = models.Una[Chiusura](tx, assente, `SELECT * FROM chiusura_mese WHERE id = ? FOR UPDATE`, id); err != nil {
		return c, nil, err
	}
	return c, interventi, Ammesso(c.Stato, ammessi...)
}

// FirmaMese closes a month: it is signed as it is, by who may. firmaID is the id
// of the signature.
func FirmaMese(tx *gorm.DB, chi models.Chi, id, firmaID string, m ModuloFirma, quando time.Time) error {
	c, interventi, err := bloccaChiusura(tx, chi, id, MeseAperto, MeseRiaperto)
	if err != nil {
		return err
	}
	oggi := periodo.Di(quando)
	if !c.Mese.Fine().Prima(oggi) {
		return models.Errorf(models.Conflict, "il mese non è ancora finito: si firma dal primo giorno del mese dopo")
	}
	f := Firma{ID: firmaID, ChiusuraID: id, Dichiarazione: m.Dichiarazione, FirmataDa: chi.OperatoreID, FirmataIl: quando}
	if f.Qualita, err = Firmabile(tx, chi, c, oggi); err != nil {
		return err
	}
	if f.Qualita == FirmaAmministrativo && m.Dichiarazione == "" {
		return models.Refuse("dichiarazione", "dire chi ha comunicato gli accessi, e come")
	}
	if f.Impronta, f.Caselle, err = ImprontaMese(tx, c); err != nil {
		return err
	}
	if m.Impronta != "" && m.Impronta != f.Impronta {
		return models.Errorf(models.Conflict, "gli accessi non sono più quelli mostrati: ricaricare la pagina e ricontrollarli")
	}
	mancanze, err := mancanzeDi(tx, interventi, c.Mese, oggi)
	if err != nil {
		return err
	}
	f.Mancanti = len(mancanze)
	if err := esegui(tx, `INSERT INTO firma_mese (id, ente_id, chiusura_id, sostituisce, impronta, caselle, mancanti, qualita, dichiarazione, firmata_da, firmata_il)
		VALUES (?, ?, ?, (SELECT f.id FROM firma_mese f WHERE f.chiusura_id = ? AND NOT EXISTS (SELECT 1 FROM firma_mese p WHERE p.sostituisce = f.id)), ?, ?, ?, ?, ?, ?, ?)`,
		f.ID, c.EnteID, id, id, f.Impronta, f.Caselle, f.Mancanti, f.Qualita, f.Dichiarazione, f.FirmataDa, f.FirmataIl); err != nil {
		return err
	}
	if err := esegui(tx, `UPDATE chiusura_mese SET stato = 'CHIUSO', versione = versione + 1 WHERE id = ?`, id); err != nil {
		return err
	}
	return inbox.Chiudi(tx, id, quando, inbox.CompletaMese, inbox.FirmaMese)
}

// ImprontaMese tells the cells of a month from others: the hash of all that they
// say, and how many they are.
func ImprontaMese(tx *gorm.DB, c Chiusura) (string, int, error) {
	r, err := models.Una[struct {
		Impronta string
		Caselle  int
	}](tx, "", `SELECT encode(sha256(convert_to(coalesce(string_agg(concat_ws('|', x.intervento_id, x.data, x.prestazione, x.quantita, x.minuti), ';'
			ORDER BY x.intervento_id, x.data, x.prestazione), ''), 'UTF8')), 'hex') AS impronta, count(*) AS caselle
		FROM (SELECT a.intervento_id, a.data, a.prestazione, sum(a.quantita) AS quantita, sum(a.minuti) AS minuti
			FROM intervento i JOIN accesso a ON a.intervento_id = i.id AND a.data BETWEEN ? AND ? WHERE`+interventiDelMese+`
			GROUP BY a.intervento_id, a.data, a.prestazione HAVING `+restaQualcosa+`) x`,
		append([]any{c.Mese.Inizio(), c.Mese.Fine()}, c.modulo().argomenti()...)...)
	return r.Impronta, r.Caselle, err
}

// ModuloRichiestaRiapertura asks that a signed month be opened again.
type ModuloRichiestaRiapertura struct {
	Motivo string `json:"motivo" doc:"Motivo" minLength:"1" maxLength:"500" help:"Che cosa è da correggere, e perché"`
}

// giorniRiapertura is how long a request to open a month again may wait before
// it shows as late.
const giorniRiapertura = 5

// Riapribile refuses who may not ask that a month be opened again: who may sign
// it may, and the amministrativi of the ente.
func Riapribile(tx *gorm.DB, chi models.Chi, c Chiusura, oggi periodo.Data) error {
	if Amministra(chi, c.EnteID) == nil {
		return nil
	}
	_, err := Firmabile(tx, chi, c, oggi)
	return err
}

// ChiediRiapertura asks, with a reason, that a signed month be opened again:
// another decides. richiestaID is the id of the request.
func ChiediRiapertura(tx *gorm.DB, chi models.Chi, id, richiestaID string, m ModuloRichiestaRiapertura, quando time.Time) error {
	c, _, err := bloccaChiusura(tx, chi, id, MeseChiuso)
	if err != nil {
		return err
	}
	oggi := periodo.Di(quando)
	if err := Riapribile(tx, chi, c, oggi); err != nil {
		return err
	}
	s, err := SituazioneChiusuraDi(tx, id)
	if err != nil {
		return err
	}
	if s.Richiesta != "" {
		return models.Errorf(models.Conflict, "la riapertura è già stata chiesta: aspettare che sia decisa")
	}
	if err := esegui(tx, `INSERT INTO richiesta_riapertura (id, ente_id, chiusura_id, firma_id, motivo, chiesta_da, chiesta_il)
		SELECT ?, ?, ?, f.id, ?, ?, ? FROM firma_mese f WHERE f.chiusura_id = ? AND NOT EXISTS (SELECT 1 FROM firma_mese p WHERE p.sostituisce = f.id)`,
		richiestaID, c.EnteID, id, m.Motivo, chi.OperatoreID, quando, id); err != nil {
		return err
	}
	presso, err := pressoDi(tx, c.PressoID)
	if err != nil {
		return err
	}
	return apriCompitoMese(tx, c, c.UOID, inbox.RiapriMese, richiestaID, "Decidere se riaprire "+c.Mese.Italiano()+" di "+presso, quando, oggi.Piu(giorniRiapertura))
}

// ModuloDecisione grants or refuses that a month be opened again.
type ModuloDecisione struct {
	Esito Stato  `json:"esito" doc:"Esito" enum:"CONCESSA,NEGATA" etichette:"Concessa,Negata"`
	Nota  string `json:"nota,omitempty" doc:"Nota" maxLength:"500" help:"Se negata, dire perché"`
}

// Check wants to know why it is refused.
func (m ModuloDecisione) Check() map[string]string {
	if m.Esito == Negata && m.Nota == "" {
		return map[string]string{"nota": "dire perché la riapertura è negata"}
	}
	return nil
}

// DecidiRiapertura grants or refuses the request that waits: another than who
// asked. decisioneID is the id of the decision.
func DecidiRiapertura(tx *gorm.DB, chi models.Chi, id, decisioneID string, m ModuloDecisione, quando time.Time) error {
	c, _, err := bloccaChiusura(tx, chi, id, MeseChiuso)
	if err != nil {
		return err
	}
	if err := Amministra(chi, c.EnteID); err != nil {
		return err
	}
	s, err := SituazioneChiusuraDi(tx, id)
	if err != nil {
		return err
	}
	if s.Richiesta == "" {
		return models.Errorf(models.Conflict, "nessuna riapertura è da decidere: ricaricare la pagina")
	}
	err = tx.Exec(`INSERT INTO decisione_riapertura (richiesta_id, id, ente_id, chiesta_da, esito, nota, decisa_da, decisa_il)
		SELECT id, ?, ente_id, chiesta_da, ?, ?, ?, ? FROM richiesta_riapertura WHERE id = ?`, decisioneID, m.Esito, m.Nota, chi.OperatoreID, quando, s.Richiesta).Error
	if models.Vincolo(err) == "decisione_quattro_occhi" {
		return models.Errorf(models.Forbidden, "chi ha chiesto la riapertura non può deciderla: la decide un altro")
	} else if err != nil {
		return err
	}
	if err := inbox.Chiudi(tx, id, quando, inbox.RiapriMese); err != nil || m.Esito == Negata {
		return err
	}
	if err := esegui(tx, `UPDATE chiusura_mese c SET stato = 'RIAPERTO', scadenza = ?::date + e.giorni_chiusura, versione = c.versione + 1
		FROM ente e WHERE e.id = c.ente_id AND c.id = ?`, periodo.Di(quando), id); err != nil {
		return err
	}
	if c, err = models.Una[Chiusura](tx, "", `SELECT * FROM chiusura_mese WHERE id = ?`, id); err != nil {
		return err
	}
	return chiediFirma(tx, c, s.Richiesta, 0, quando)
}
