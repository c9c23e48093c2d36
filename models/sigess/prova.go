package sigess

import (
	"fmt"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/calcolo/caso"
)

// prezzi are the prices that the cases of the file are computed with, none for
// those that they say: read now, so that what a transaction is about to make
// hold is tried before it does.
func (f FileCasi) prezzi(tx *gorm.DB) ([]calcolo.Tariffa, error) {
	if f.TariffarioID == nil {
		return nil, nil
	}
	t, err := models.Una[Tariffario](tx, "il tariffario non esiste", `SELECT * FROM tariffario WHERE id = ?`, *f.TariffarioID)
	if err != nil {
		return nil, err
	}
	voci, err := Voci(tx, t.ID)
	var out []calcolo.Tariffa
	for _, v := range voci {
		out = append(out, v.prezzo(t.IVAInclusa, t.SplitPayment))
	}
	return out, err
}

// prezzo is the voce as the calculator knows it.
func (v Voce) prezzo(ivaInclusa, split bool) calcolo.Tariffa {
	return calcolo.Tariffa{Prestazione: v.Prestazione, Dal: v.Dal, Al: v.Al, Importo: v.Tariffa, IVA: v.AliquotaIVA, IVAInclusa: ivaInclusa,
		Natura: string(v.NaturaIVA), SplitPayment: split, SSN: calcolo.PercentoDi(v.QuotaSSN)}
}

// diversiDetti is how many cases that failed a refusal names.
const diversiDetti = 5

// ProvaPrima runs the casi di prova of some enti that count, and refuses what the
// transaction is about to make hold (a price, a rule of payment, a table of the
// shares) when one does not give what it expects. An ente without cases is not
// held.
func ProvaPrima(tx *gorm.DB, enti ...string) error {
	file, err := models.Tutte[RigaCasi](tx, `SELECT * FROM casi_di_prova WHERE ente_id IN ? AND ritirato_il IS NULL ORDER BY caricato_il, id LIMIT ?`, enti, casiElenco)
	if err != nil {
		return err
	}
	var diversi []string
	for _, f := range file {
		prove, err := f.Prova(tx)
		if err != nil {
			return err
		}
		for _, p := range prove {
			if p.Esito == caso.NonPassa {
				diversi = append(diversi, fmt.Sprintf("%s, caso %s: %s", f.Titolo, p.ID, strings.Join(p.Differenze, ", ")))
			}
		}
	}
	if len(diversi) == 0 {
		return nil
	}
	elenco := strings.Join(diversi[:min(len(diversi), diversiDetti)], "; ")
	if altri := len(diversi) - diversiDetti; altri > 0 {
		elenco += fmt.Sprintf("; e altri %d", altri)
	}
	return models.Errorf(models.Conflict, "alcuni casi di prova non danno il risultato atteso (%s): correggere tariffe e regole, o ritirare i casi che non valgono più", elenco)
}
