package sigess

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
)

// ModuloConferma approves a run as it was shown.
type ModuloConferma struct {
	Impronta string `json:"impronta,omitempty" doc:"Impronta dei movimenti letti: se nel frattempo sono cambiati la conferma è rifiutata, senza non si controlla" maxLength:"64" widget:"hidden"`
}

// Impronta tells the lines of a run from others: the hash of all that they pay,
// and from which impegni.
func Impronta(tx *gorm.DB, id string) (string, error) {
	r, err := models.Una[struct{ Impronta string }](tx, "", `SELECT encode(sha256(convert_to(coalesce(string_agg(
			concat_ws('|', intervento_id, mese_competenza, voce, tipo, imponibile, aliquota_iva, iva, quota_utente, creditore, coalesce(iban, ''),
				CASE WHEN split_payment THEN 'split payment' END), ';'
			ORDER BY intervento_id, mese_competenza, voce), '') || coalesce((SELECT '#' || string_agg(concat_ws('|', m.intervento_id, m.mese_competenza, m.voce,
				u.impegno_id, u.importo), ';' ORDER BY m.intervento_id, m.mese_competenza, m.voce, u.impegno_id)
			FROM utilizzo u JOIN movimento m ON m.id = u.movimento_id WHERE u.elaborazione_id = ?), ''), 'UTF8')), 'hex') AS impronta
		FROM movimento WHERE elaborazione_id = ?`, id, id)
	return r.Impronta, err
}

// Soglia says up to how much a ruolo of an ente may confirm.
type Soglia struct {
	Ruolo models.Ruolo
	FinoA *euro.Importo
}

// Approva refuses who may not confirm a run: by ruolo, by amount, and where four
// eyes are wanted who prepared it or changed what it is computed from.
func Approva(tx *gorm.DB, chi models.Chi, e Elaborazione) error {
	soglie, err := models.Tutte[Soglia](tx, `SELECT ruolo, fino_a FROM soglia_conferma WHERE ente_id = ? ORDER BY ruolo`, e.EnteID)
	if err != nil {
		return err
	}
	if len(soglie) == 0 {
		if err := decide(chi, e); err != nil {
			return err
		}
	} else if !slices.ContainsFunc(soglie, func(s Soglia) bool {
		return chi.Ha(e.EnteID, s.Ruolo) && (s.FinoA == nil || e.DaPagare() <= *s.FinoA)
	}) {
		return models.Errorf(models.Forbidden, "per %s euro la conferma spetta a chi ha un limite più alto nell'ente", e.DaPagare())
	}
	return quattroOcchi(tx, chi, e)
}

// quattroOcchi refuses, where the ente wants it, who asked for the run or had it
// computed again, and who changed since the last confirmation any fact of which
// its lines are made. The audit says who did.
func quattroOcchi(tx *gorm.DB, chi models.Chi, e Elaborazione) error {
	mani, err := models.Tutte[struct{ Entita string }](tx, `WITH i AS (SELECT DISTINCT intervento_id AS id, mese_competenza AS mese FROM movimento WHERE elaborazione_id = @id),
		fatti (entita, id) AS (
			SELECT 'elaborazione', @id
			UNION SELECT 'intervento', i.id::text FROM i
			UNION SELECT 'sospensione', s.id::text FROM sospensione s JOIN i ON i.id = s.intervento_id
			UNION SELECT 'regola_pagamento', r.id::text FROM regola_pagamento r JOIN i ON i.id = r.intervento_id
			UNION SELECT 'modalita_pagamento', m.id::text FROM modalita_pagamento m JOIN i ON i.id = m.intervento_id
			UNION SELECT 'quota_utente', q.id::text FROM quota_utente q JOIN i ON i.id = q.intervento_id
			UNION SELECT 'riga_piano', p.id::text FROM riga_piano p JOIN i ON i.id = p.intervento_id
			UNION SELECT 'accesso', a.id::text FROM accesso a JOIN i ON i.id = a.intervento_id AND a.data >= i.mese AND a.data < i.mese + interval '1 month'
			UNION SELECT 'voce_tariffario', v.id::text FROM voce_tariffario v WHERE v.tariffario_id IN (SELECT n.tariffario_id FROM intervento n JOIN i ON i.id = n.id))
		SELECT v.entita FROM ente t, fatti f JOIN evento v ON v.entita = f.entita AND v.entita_id = f.id
		WHERE t.id = @ente AND t.quattro_occhi AND v.operatore_id = @chi
			AND v.quando > coalesce((SELECT max(p.confermata_il) FROM elaborazione p WHERE p.ente_id = @ente AND p.tipo = 'ORDINARIA'), '-infinity')
		ORDER BY v.entita = 'elaborazione' DESC LIMIT 1`, map[string]any{"id": e.ID, "ente": e.EnteID, "chi": chi.OperatoreID})
	switch {
	case err != nil || len(mani) == 0:
		return err
	case mani[0].Entita == "elaborazione":
		return models.Errorf(models.Forbidden, "chi ha preparato l'elaborazione non può confermarla: la conferma un altro")
	}
	return models.Errorf(models.Forbidden, "chi ha cambiato i dati da cui è calcolata non può confermare l'elaborazione: la conferma un altro")
}

// immutata refuses a run whose lines are not those that were shown, or are no
// longer what the data say.
func immutata(tx *gorm.DB, e Elaborazione, m ModuloConferma) error {
	if m.Impronta != "" {
		adesso, err := Impronta(tx, e.ID)
		if err != nil {
			return err
		}
		if adesso != m.Impronta {
			return models.Errorf(models.Conflict, "i movimenti non sono più quelli mostrati: ricaricare la pagina e ricontrollarli")
		}
	}
	cambiati, err := scostamenti(tx, e)
	if err != nil || len(cambiati) == 0 {
		return err
	}
	elenco := strings.Join(cambiati[:min(len(cambiati), scostamentiDetti)], "; ")
	if altri := len(cambiati) - scostamentiDetti; altri > 0 {
		elenco += fmt.Sprintf("; e altri %d", altri)
	}
	return models.Errorf(models.Conflict, "dopo il calcolo sono cambiati i dati di alcuni movimenti (%s): ricalcolare l'elaborazione", elenco)
}

// scostamentiDetti is how many months that drifted a refusal names.
const scostamentiDetti = 10

// paginaScostamenti is how many interventi are computed again at a time.
const paginaScostamenti = 200

// scostamenti computes the lines of a run again and names the months whose lines
// would not be those that it has: "intervento 2024/13 di gennaio 2024".
func scostamenti(tx *gorm.DB, e Elaborazione) ([]string, error) {
	var out []string
	for ultimo := uuid.Nil.String(); ; {
		interventi, err := models.Tutte[daPagare](tx, daPagareSQL+`WHERE i.id > ? AND i.id IN (SELECT intervento_id FROM movimento WHERE elaborazione_id = ?)
			ORDER BY i.id LIMIT ? FOR UPDATE OF i`, ultimo, e.ID, paginaScostamenti)
		if err != nil || len(interventi) == 0 {
			return out, err
		}
		if err := segnaSospesi(tx, e, interventi); err != nil {
			return nil, err
		}
		cambiati, err := scostamentiDi(tx, e, interventi)
		if err != nil {
			return nil, err
		}
		out = append(out, cambiati...)
		ultimo = interventi[len(interventi)-1].ID
	}
}

func scostamentiDi(tx *gorm.DB, e Elaborazione, interventi []daPagare) ([]string, error) {
	righe, err := models.Tutte[Movimento](tx, `SELECT * FROM movimento WHERE elaborazione_id = ? AND intervento_id IN ?`, e.ID, ids(interventi))
	if err != nil {
		return nil, err
	}
	scritti, mesi := map[chiaveMese][]Movimento{}, toccati{}
	for _, m := range righe {
		k := chiaveMese{m.InterventoID, m.MeseCompetenza}
		scritti[k], mesi[k] = append(scritti[k], m), false
	}
	casi, err := carica(tx, mesi.allarga(e), interventi)
	if err != nil {
		return nil, err
	}
	p, err := leggiPartitario(tx, e, interventi)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, i := range interventi {
		for _, mese := range mesi.daGuardare(e, i.ID) {
			k := chiaveMese{i.ID, mese}
			if len(scritti[k]) == 0 {
				continue
			}
			nuovi, err := p.oggi(e, i, casi[i.ID], k)
			if err != nil {
				return nil, err
			}
			if !stessi(scritti[k], nuovi) {
				out = append(out, "intervento "+i.Estremi()+" di "+mese.Italiano())
			}
		}
	}
	return out, nil
}

// oggi are the lines that the data of now give to a month.
func (p partitario) oggi(e Elaborazione, i daPagare, c Caso, k chiaveMese) ([]Movimento, error) {
	righe, difetti := p.daScrivere(c, k)
	if len(difetti) > 0 || i.impedimento(k.Mese, righe) != nil {
		return nil, nil
	}
	return movimentiDi(e, i, k.Mese, righe)
}

// stessi tells whether two lots of lines of a month pay the same to the same.
func stessi(a, b []Movimento) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(m Movimento) bool {
		return !slices.ContainsFunc(b, func(n Movimento) bool { return m.paga() == n.paga() })
	})
}

// dovere is what a line pays, and to whom.
type dovere struct {
	mese                         periodo.Mese
	voce, tipo, creditore, iban  string
	aliquota                     euro.Aliquota
	imponibile, iva, quotaUtente euro.Importo
}

func (m Movimento) paga() dovere {
	return dovere{m.MeseCompetenza, m.Voce, m.Tipo, m.Creditore, m.IBAN.String(), m.AliquotaIVA, m.Imponibile, m.IVA, m.QuotaUtente}
}
