package sigess

import (
	"fmt"
	"slices"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/periodo"
)

// chiaveCella is a prestazione on a day of an intervento.
type chiaveCella struct {
	interventoID string
	data         periodo.Data
	prestazione  string
}

// presenza is a person on a day.
type presenza struct {
	soggettoID string
	data       periodo.Data
}

// scritto is an accesso with who entered it.
type scritto struct {
	Accesso
	Operatore string
}

// foglio is all by which the cells of some interventi in a month are judged.
// It is read with the interventi locked, so that until the transaction ends no
// run, suspension or other writer changes what it says.
type foglio struct {
	chi         models.Chi
	interventi  map[string]Intervento
	sospensioni map[string][]periodo.Intervallo
	chiusi      map[string]Elaborazione // by intervento, the run that holds the month
	firmati     map[string]firmaMese    // by intervento, the signature that closes the month
	piano       map[string][]string
	voci        map[string][]Voce // by tariffario
	accessi     map[chiaveCella]scritto
	ultime      map[chiaveCella]Accesso // what the rows of a cell sum to, under the last of them
	presenze    map[presenza]string     // in structures, by intervento
}

// apriFoglio locks those of the interventi that who acts may see, in the order
// of their ids as a run does, and reads what their cells depend on.
func apriFoglio(tx *gorm.DB, chi models.Chi, mese periodo.Mese, ids []string) (*foglio, error) {
	f := &foglio{chi: chi, interventi: map[string]Intervento{}, sospensioni: map[string][]periodo.Intervallo{}, chiusi: map[string]Elaborazione{}, firmati: map[string]firmaMese{}, ultime: map[chiaveCella]Accesso{},
		piano: map[string][]string{}, voci: map[string][]Voce{}, accessi: map[chiaveCella]scritto{}, presenze: map[presenza]string{}}
	interventi, err := models.Tutte[Intervento](tx, `SELECT * FROM intervento WHERE id IN ? AND ente_id IN ? ORDER BY id FOR NO KEY UPDATE`, ids, chi.Enti())
	if err != nil {
		return nil, err
	}
	var visti, tariffari []string
	var ricoverati []Intervento
	for _, i := range interventi {
		f.interventi[i.ID] = i
		visti = append(visti, i.ID)
		if i.TariffarioID != nil && !slices.Contains(tariffari, *i.TariffarioID) {
			tariffari = append(tariffari, *i.TariffarioID)
		}
		if i.Natura == Struttura {
			ricoverati = append(ricoverati, i)
		}
	}
	for _, leggi := range []func() error{
		func() error { return f.leggiPeriodi(tx, mese, visti) },
		func() error { return f.leggiPrezzi(tx, visti, tariffari) },
		func() error { return f.leggiPresenze(tx, mese, ricoverati) },
		func() error { return f.leggiAccessi(tx, mese, visti) },
	} {
		if err := leggi(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *foglio) leggiPeriodi(tx *gorm.DB, mese periodo.Mese, ids []string) error {
	sospensioni, err := models.Tutte[Sospensione](tx, `SELECT * FROM sospensione WHERE intervento_id IN ?`, ids)
	if err != nil {
		return err
	}
	for _, s := range sospensioni {
		f.sospensioni[s.InterventoID] = append(f.sospensioni[s.InterventoID], periodo.Intervallo{Dal: s.Dal, Al: s.Al})
	}
	chiusi, err := models.Tutte[struct {
		Elaborazione
		InterventoID string
	}](tx, `SELECT e.*, m.intervento_id FROM mese_elaborato m JOIN elaborazione e ON e.id = m.elaborazione_id
		WHERE m.intervento_id IN ? AND m.mese = ?`, ids, mese)
	if err != nil {
		return err
	}
	for _, c := range chiusi {
		f.chiusi[c.InterventoID] = c.Elaborazione
	}
	firmati, err := models.Tutte[firmaMese](tx, `SELECT i.id AS intervento_id, k.firmata_da, k.firmata_il FROM intervento i `+firmaDelMese+`
		WHERE i.id IN ? AND k.stato = 'CHIUSO'`, mese, ids)
	for _, k := range firmati {
		f.firmati[k.InterventoID] = k
	}
	return err
}

func (f *foglio) leggiPrezzi(tx *gorm.DB, ids, tariffari []string) error {
	piano, err := models.Tutte[PianoRiga](tx, `SELECT intervento_id, prestazione FROM riga_piano WHERE intervento_id IN ?`, ids)
	if err != nil {
		return err
	}
	for _, p := range piano {
		f.piano[p.InterventoID] = append(f.piano[p.InterventoID], p.Prestazione)
	}
	voci, err := models.Tutte[Voce](tx, `SELECT * FROM voce_tariffario WHERE tariffario_id IN ?`, tariffari)
	for _, v := range voci {
		f.voci[v.TariffarioID] = append(f.voci[v.TariffarioID], v)
	}
	return err
}

// leggiPresenze reads where else the persons in structures are, with a lock
// that makes two entries for one person wait for each other (domain b.8).
func (f *foglio) leggiPresenze(tx *gorm.DB, mese periodo.Mese, ricoverati []Intervento) error {
	if len(ricoverati) == 0 {
		return nil
	}
	var persone []string
	for _, i := range ricoverati {
		persone = append(persone, i.SoggettoID)
	}
	slices.Sort(persone)
	persone = slices.Compact(persone)
	for _, p := range persone {
		if err := tx.Exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, p).Error; err != nil {
			return fmt.Errorf("presenze: %w", err)
		}
	}
	presenti, err := models.Tutte[struct {
		InterventoID string
		SoggettoID   string
		Data         periodo.Data
	}](tx, `SELECT a.intervento_id, i.soggetto_id, a.data FROM accesso a JOIN intervento i ON i.id = a.intervento_id
		WHERE i.soggetto_id IN ? AND i.natura = 'STRUTTURA' AND a.data BETWEEN ? AND ? GROUP BY 1, 2, 3 HAVING sum(a.quantita) > 0`, persone, mese.Inizio(), mese.Fine())
	for _, p := range presenti {
		f.presenze[presenza{p.SoggettoID, p.Data}] = p.InterventoID
	}
	return err
}

func (f *foglio) leggiAccessi(tx *gorm.DB, mese periodo.Mese, ids []string) error {
	accessi, err := models.Tutte[scritto](tx, `SELECT a.*, o.cognome || ' ' || o.nome AS operatore FROM accesso a JOIN operatore o ON o.id = a.inserito_da
		WHERE a.intervento_id IN ? AND a.data BETWEEN ? AND ? ORDER BY a.progressivo`, ids, mese.Inizio(), mese.Fine())
	for _, a := range accessi {
		k := chiaveCella{a.InterventoID, a.Data, a.Prestazione}
		if prima, rettificato := f.ultime[k]; rettificato {
			a.Accesso = prima.piu(a.Accesso)
		}
		f.ultime[k], f.accessi[k] = a.Accesso, a
		if a.nullo() {
			delete(f.accessi, k)
		}
	}
	return err
}

// accessibile refuses an intervento whose cells who acts may not change, and a
// day to come.
func (f *foglio) accessibile(interventoID string, data periodo.Data) (Intervento, error) {
	i, visibile := f.interventi[interventoID]
	switch {
	case !visibile:
		return i, models.Errorf(models.NotFound, "l'intervento non esiste o non è visibile")
	case Gestisce(f.chi, i) != nil:
		return i, Gestisce(f.chi, i)
	case i.Natura == Economico:
		return i, models.Errorf(models.Conflict, "un intervento economico non ha accessi")
	case i.Stato == Bozza:
		return i, models.Errorf(models.Conflict, "l'intervento non è ancora attivo")
	case data.Dopo(periodo.Oggi()):
		return i, models.Refuse("data", "la data non può essere futura")
	}
	return i, nil
}

// aperto refuses a month that was signed, and one that a run not yet definitive
// holds: what a definitive run paid is corrected, and the next run adjusts it.
func (f *foglio) aperto(interventoID string) error {
	if k, firmato := f.firmati[interventoID]; firmato {
		return models.Errorf(models.Conflict, "il mese è firmato da %s il %s: per cambiarlo chiedere la riapertura da «Chiusura del mese»",
			k.FirmataDa, periodo.Di(k.FirmataIl).Italiana())
	}
	if run, preso := f.chiusi[interventoID]; preso && run.ConfermataIl == nil {
		return models.Errorf(models.Conflict, "il mese è chiuso: è nell'elaborazione contabile %s", run.Estremi())
	}
	return nil
}

// voce is the price of a prestazione that may be entered on a day.
func (f *foglio) voce(interventoID string, data periodo.Data, prestazione string) (Voce, error) {
	i, err := f.accessibile(interventoID, data)
	if err != nil {
		return Voce{}, err
	}
	if err := f.aperto(interventoID); err != nil {
		return Voce{}, err
	}
	if !(periodo.Intervallo{Dal: i.DataInizio, Al: i.DataFine}).Contiene(data) {
		return Voce{}, models.Refuse("data", "il giorno è fuori dal periodo dell'intervento")
	}
	if slices.ContainsFunc(f.sospensioni[interventoID], func(s periodo.Intervallo) bool { return s.Contiene(data) }) {
		return Voce{}, models.Refuse("data", "quel giorno l'intervento è sospeso")
	}
	if !slices.Contains(f.piano[interventoID], prestazione) {
		return Voce{}, models.Refuse("prestazione", "la prestazione non è nel piano di assistenza")
	}
	n := slices.IndexFunc(f.voci[*i.TariffarioID], func(v Voce) bool {
		return v.Prestazione == prestazione && (periodo.Intervallo{Dal: v.Dal, Al: v.Al}).Contiene(data)
	})
	if n < 0 {
		return Voce{}, models.Refuse("prestazione", "la prestazione non ha una tariffa in quella data")
	}
	return f.voci[*i.TariffarioID][n], nil
}

// ammette is the row that a cell would become, or why it may not.
func (f *foglio) ammette(interventoID string, data periodo.Data, m ModuloAccesso) (Accesso, error) {
	v, err := f.voce(interventoID, data, m.Prestazione)
	if err != nil {
		return Accesso{}, err
	}
	i := f.interventi[interventoID]
	switch {
	case v.Unita == UnitaOra && m.Minuti == nil:
		return Accesso{}, models.Refuse("minuti", "la prestazione è a ore: indicare il tempo")
	case v.Unita != UnitaOra && m.Quantita == nil:
		return Accesso{}, models.Refuse("quantita", "la prestazione è a quantità: indicare la quantità")
	case m.Quantita != nil && *m.Quantita <= 0:
		return Accesso{}, models.Refuse("quantita", "la quantità deve essere maggiore di zero: per toglierla usare Elimina")
	case v.Unita == UnitaGiornata && *m.Quantita > 100:
		return Accesso{}, models.Refuse("quantita", "in un giorno c'è al massimo una presenza")
	}
	if err := m.TipoPresenza.voce().tipo.ammessa(i.Natura, m); err != nil {
		return Accesso{}, err
	}
	if altra := f.presenze[presenza{i.SoggettoID, data}]; i.Natura == Struttura && altra != "" && altra != interventoID {
		return Accesso{}, models.Refuse("data", "quel giorno la persona risulta presente in un'altra struttura")
	}
	prima, rettificato := f.ultime[chiaveCella{interventoID, data, m.Prestazione}]
	if f.liquidato(interventoID) && rettificato && (prima.Minuti == nil) != (m.Minuti == nil) {
		return Accesso{}, models.Errorf(models.Conflict, "la prestazione è stata pagata in un'altra unità: chiedere all'ufficio contabile")
	}
	return nuovoAccesso(f.chi, i, data, m), nil
}
