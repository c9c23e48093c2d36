package dbtest

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Mondo is a small world for tests: a district that pays, its comune, a comune
// of another district, the operatori of each ruolo, a soggetto, and what the
// three kinds of intervento need. Fields are ids.
type Mondo struct {
	DB *gorm.DB

	Distretto, Comune, Altrove          string
	UO, AltraUO, Contabilita, UOAltrove string
	// Amministrativo works in UO, Collega too; Coordinatore coordinates the
	// comune; Contabile confirms for the district; Estraneo works elsewhere.
	Amministrativo, Collega, Coordinatore, Contabile, Estraneo string
	Soggetto                                                   string
	Tipo                                                       map[sigess.Natura]string
	Erogatore, Struttura, StrutturaChiusa                      string
	Tariffario                                                 map[sigess.Natura]string
}

var sempre = periodo.MustParse("2020-01-01")

// Nuovo fills a database with a Mondo.
func Nuovo(t testing.TB, db *gorm.DB) *Mondo {
	t.Helper()
	id := uuid.NewString
	m := &Mondo{DB: db, Distretto: id(), Comune: id(), Altrove: id(), UO: id(), AltraUO: id(), Contabilita: id(), UOAltrove: id(),
		Amministrativo: id(), Collega: id(), Coordinatore: id(), Contabile: id(), Estraneo: id(), Soggetto: id(),
		Tipo:      map[sigess.Natura]string{sigess.Economico: id(), sigess.Prestazioni: id(), sigess.Struttura: id()},
		Erogatore: id(), Struttura: id(), StrutturaChiusa: id(),
		Tariffario: map[sigess.Natura]string{sigess.Prestazioni: id(), sigess.Struttura: id()},
	}
	err := models.Atto(context.Background(), db, models.Sistema(), "prova", func(tx *gorm.DB) error {
		for _, passo := range []func(*gorm.DB) error{m.uffici, m.operatori, m.catalogo, m.registro} {
			if err := passo(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Chi returns who an operatore is.
func (m *Mondo) Chi(t testing.TB, operatore string) models.Chi {
	t.Helper()
	chi, err := anagrafe.ChiE(context.Background(), m.DB, operatore, periodo.Oggi())
	if err != nil {
		t.Fatal(err)
	}
	return chi
}

// Fai runs fn as an act of the operatore and returns its refusal.
func (m *Mondo) Fai(t testing.TB, operatore string, fn func(tx *gorm.DB, chi models.Chi) error) error {
	t.Helper()
	chi := m.Chi(t, operatore)
	return models.Atto(context.Background(), m.DB, chi, "prova", func(tx *gorm.DB) error { return fn(tx, chi) })
}

func crea[T any](tx *gorm.DB, righe ...T) error { return tx.Create(&righe).Error }

func (m *Mondo) uffici(tx *gorm.DB) error {
	if err := tx.Exec(`INSERT INTO distretto VALUES ('RM 1', 'Distretto 1', 'Roma'); `).Error; err != nil {
		return err
	}
	if err := tx.Exec(`INSERT INTO comune VALUES ('058091', 'H501', 'Roma', 'RM', 'RM 1')`).Error; err != nil {
		return err
	}
	if err := crea(tx,
		anagrafe.Ente{ID: m.Distretto, Codice: "SIGESS_DIST01", Denominazione: "SIGESS-Distretto 01", Tipo: "DISTRETTO", Dal: sempre},
		anagrafe.Ente{ID: m.Comune, Codice: "SIGESS_C1", Denominazione: "Comune 1", Tipo: "COMUNE", PadreID: &m.Distretto, PagatoreID: &m.Distretto, Dal: sempre},
		anagrafe.Ente{ID: m.Altrove, Codice: "SIGESS_C9", Denominazione: "Comune 9", Tipo: "COMUNE", Dal: sempre}); err != nil {
		return err
	}
	return crea(tx,
		anagrafe.UO{ID: m.UO, EnteID: m.Comune, Codice: "SIGESS_COM1", Denominazione: "Comune 1", Tipo: "AMMINISTRATIVO", Dal: sempre},
		anagrafe.UO{ID: m.AltraUO, EnteID: m.Comune, Codice: "SIGESS_COM1_SSP", Denominazione: "Servizio sociale", Tipo: "SERVIZIO_SOCIALE", Dal: sempre},
		anagrafe.UO{ID: m.Contabilita, EnteID: m.Distretto, Codice: "SIGESS_DIST01_CONT", Denominazione: "Contabilità", Tipo: "CONTABILE", Dal: sempre},
		anagrafe.UO{ID: m.UOAltrove, EnteID: m.Altrove, Codice: "SIGESS_COM9", Denominazione: "Comune 9", Tipo: "AMMINISTRATIVO", Dal: sempre})
}

func (m *Mondo) operatori(tx *gorm.DB) error {
	for n, o := range []struct {
		id, cognome, nome, uo, ente string
		ruoli                       []models.Ruolo
	}{
		{m.Amministrativo, "D'Arco", "Giovanna", m.UO, m.Comune, []models.Ruolo{models.OperatoreAmministrativo}},
		{m.Collega, "Neri", "Paolo", m.UO, m.Comune, []models.Ruolo{models.OperatoreAmministrativo}},
		{m.Coordinatore, "Verdi", "Ada", m.AltraUO, m.Comune, []models.Ruolo{models.Coordinatore}},
		{m.Contabile, "Conti", "Ugo", m.Contabilita, m.Distretto, []models.Ruolo{models.ResponsabileContabile, models.OperatoreAmministrativo}},
		{m.Estraneo, "Altri", "Ivo", m.UOAltrove, m.Altrove, []models.Ruolo{models.OperatoreAmministrativo, models.Coordinatore}},
	} {
		cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: o.cognome, Nome: o.nome, Sesso: "M", Anno: 1970 + n, Mese: 1, Giorno: 1, Luogo: "H501"})
		if err != nil {
			return err
		}
		if err := crea(tx, anagrafe.Operatore{ID: o.id, CodiceFiscale: string(cf), Cognome: o.cognome, Nome: o.nome, Profilo: "AMMINISTRATIVO", Dal: sempre}); err != nil {
			return err
		}
		for _, r := range o.ruoli {
			if err := crea(tx, anagrafe.Abilitazione{ID: uuid.NewString(), EnteID: o.ente, UOID: o.uo, OperatoreID: o.id, Ruolo: r, Dal: sempre}); err != nil {
				return err
			}
		}
	}
	return crea(tx, anagrafe.Soggetto{ID: m.Soggetto, EnteID: m.Comune, Codice: 1, Cognome: "ROSSI", Nome: "MARIO", Sesso: "M",
		DataNascita: periodo.MustParse("1986-07-11"), CodiceFiscale: "RSSMRA86L11H501E", LuogoNascitaCodice: "H501", Versione: 1})
}

func (m *Mondo) catalogo(tx *gorm.DB) error {
	if err := crea(tx,
		sigess.TipoIntervento{ID: m.Tipo[sigess.Economico], Codice: "E1", Denominazione: "Contributo economico", Natura: sigess.Economico, Dal: sempre},
		sigess.TipoIntervento{ID: m.Tipo[sigess.Prestazioni], Codice: "P1", Denominazione: "Assistenza domiciliare", Natura: sigess.Prestazioni, Dal: sempre},
		sigess.TipoIntervento{ID: m.Tipo[sigess.Struttura], Codice: "S1", Denominazione: "Casa di riposo", Natura: sigess.Struttura, TipologiaStruttura: "Casa di riposo", Dal: sempre}); err != nil {
		return err
	}
	if err := crea(tx, sigess.Erogatore{ID: m.Erogatore, EnteID: m.Distretto, Denominazione: "Cooperativa Aurora", PartitaIVA: "00000000018", IBAN: "IT60X0542811101000000123456", Dal: sempre}); err != nil {
		return err
	}
	prest, strutt := m.Tariffario[sigess.Prestazioni], m.Tariffario[sigess.Struttura]
	if err := crea(tx,
		sigess.Tariffario{ID: prest, EnteID: m.Distretto, Codice: "TP", Denominazione: "Domiciliare", Natura: sigess.Prestazioni, ErogatoreID: &m.Erogatore, Dal: sempre},
		sigess.Tariffario{ID: strutt, EnteID: m.Distretto, Codice: "TS", Denominazione: "Rette", Natura: sigess.Struttura, Dal: sempre}); err != nil {
		return err
	}
	voce := func(tariffario, prestazione, unita string, tariffa euro.Tariffa, iva euro.Aliquota) sigess.Voce {
		return sigess.Voce{ID: uuid.NewString(), EnteID: m.Distretto, TariffarioID: tariffario, Prestazione: prestazione,
			Denominazione: prestazione, Unita: unita, Tariffa: tariffa, AliquotaIVA: iva, Dal: sempre}
	}
	return crea(tx, voce(prest, "ASS_DOM", "ORA", 216900, 500), voce(prest, "PASTO", "PASTO", 65000, 1000),
		voce(prest, "FUORI_PIANO", "ACCESSO", 100000, 500), voce(strutt, "RETTA", "GIORNATA", 640000, 0))
}

func (m *Mondo) registro(tx *gorm.DB) error {
	for _, s := range []struct{ id, codice string }{{m.Struttura, "ST1"}, {m.StrutturaChiusa, "ST2"}} {
		if err := tx.Omit("Comune", "Selezionabile").Create(&assa.Struttura{ID: s.id, EnteID: m.Comune, Codice: s.codice, Denominazione: "Villa " + s.codice,
			Tipologia: "Casa di riposo", CodiceIstat: "058091", Indirizzo: "Via Roma 1", Gestore: "Gestioni Sociali", GestorePartitaIVA: "00000000018",
			GestoreIBAN: "IT60X0542811101000000123456", Posti: 20}).Error; err != nil {
			return err
		}
		if err := crea(tx, assa.Provvedimento{ID: uuid.NewString(), EnteID: m.Comune, StrutturaID: s.id, Tipo: "AUTORIZZAZIONE", Numero: "1", Dal: sempre}); err != nil {
			return err
		}
	}
	return crea(tx, assa.Provvedimento{ID: uuid.NewString(), EnteID: m.Comune, StrutturaID: m.StrutturaChiusa, Tipo: "CHIUSURA", Numero: "2", Dal: periodo.MustParse("2023-01-01")})
}

// Domanda is a valid form of a domanda of the Mondo's soggetto.
func (m *Mondo) Domanda(nature ...sigess.Natura) sigess.ModuloDomanda {
	d := sigess.ModuloDomanda{SoggettoID: m.Soggetto, UOID: m.UO, DataPresentazione: periodo.MustParse("2024-01-02"),
		Canale: "SPORTELLO", Firmatario: sigess.ModuloFirmatario{Qualita: "INTERESSATO"}}
	for _, n := range nature {
		d.Richieste = append(d.Richieste, sigess.ModuloRichiesta{TipoInterventoID: m.Tipo[n]})
	}
	return d
}

// Dettagli is a valid drawer of an intervento without a richiesta.
func (m *Mondo) Dettagli(natura sigess.Natura, dal string) sigess.Dettagli {
	return sigess.Dettagli{SoggettoID: m.Soggetto, UOID: m.UO, TipoInterventoID: m.Tipo[natura], DataInizio: periodo.MustParse(dal),
		MotivoAttivazione: "NUOVA", OperatoreResponsabileID: m.Amministrativo}
}

// Economico is a valid form of a monthly contribution from a date.
func (m *Mondo) Economico(dal string, importo euro.Importo) sigess.ModuloEconomico {
	return sigess.ModuloEconomico{Dettagli: m.Dettagli(sigess.Economico, dal),
		Regole:   []sigess.ModuloRegola{{Frequenza: "MENSILE", Importo: importo}},
		Modalita: sigess.ModuloModalita{Titolo: "ASSISTITO", Metodo: "BONIFICO", IBAN: "IT60X0542811101000000123456", Intestatario: "Mario Rossi"}}
}

// Prestazioni is a valid form of home care from a date.
func (m *Mondo) Prestazioni(dal string) sigess.ModuloPrestazioni {
	return sigess.ModuloPrestazioni{Dettagli: m.Dettagli(sigess.Prestazioni, dal), ErogatoreID: m.Erogatore, TariffarioID: m.Tariffario[sigess.Prestazioni],
		Piano: []sigess.ModuloPiano{{Prestazione: "ASS_DOM", Quantita: 400, Periodicita: "SETTIMANA"}, {Prestazione: "PASTO", Quantita: 100, Periodicita: "GIORNO"}}}
}

// InStruttura is a valid form of a stay from a date, with a quota of 35 %.
func (m *Mondo) InStruttura(dal string) sigess.ModuloStruttura {
	quota := euro.Aliquota(3500)
	return sigess.ModuloStruttura{Dettagli: m.Dettagli(sigess.Struttura, dal), StrutturaID: m.Struttura, TariffarioID: m.Tariffario[sigess.Struttura],
		Piano: []sigess.ModuloPiano{{Prestazione: "RETTA", Quantita: 100, Periodicita: "GIORNO"}},
		Quote: []sigess.ModuloQuota{{Metodo: "PERCENTUALE", Percentuale: &quota, Dal: periodo.MustParse(dal)}}}
}
