package sigess

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/dbtest"
	"siss/models/periodo"
)

// paese is a small world: a district that pays for its comune, a comune that is
// no part of it, their people and offices, catalogue and prices. All invented.
type paese struct {
	db *gorm.DB

	distretto, comune, estraneo string // enti
	ufficio, ufficioDistretto   string // UO of comune and distretto
	giovanna                    string // amministrativo of the comune: D'Arco Giovanna
	paolo                       string // assistente sociale of the comune: Neri Paolo
	anna                        string // responsabile contabile of the distretto: Gialli Anna
	straniero                   string // amministrativo of estraneo

	rossi, bianchi                            string // soggetti of the comune: ROSSI MARIO, BIANCHI MARIA
	assegno, domiciliare, notturna            string // tipi: economico, prestazioni, struttura
	cooperativa, casa                         string // erogatore, struttura
	tariffarioDomiciliare, tariffarioNotturna string
}

func nuovoPaese(t *testing.T) *paese {
	t.Helper()
	p := &paese{db: dbtest.Open(t)}
	for _, id := range []*string{&p.distretto, &p.comune, &p.estraneo, &p.ufficio, &p.ufficioDistretto, &p.giovanna, &p.paolo, &p.anna,
		&p.straniero, &p.rossi, &p.bianchi, &p.assegno, &p.domiciliare, &p.notturna, &p.cooperativa, &p.casa,
		&p.tariffarioDomiciliare, &p.tariffarioNotturna} {
		*id = uuid.NewString()
	}
	p.organizzazione(t)
	p.persone(t)
	p.cataloghi(t)
	return p
}

// semina runs the statements in one act of the program itself.
func (p *paese) semina(t *testing.T, f func(esegui func(query string, args ...any))) {
	t.Helper()
	err := models.Atto(context.Background(), p.db, models.Sistema(), "semina", func(tx *gorm.DB) error {
		var primo error
		f(func(query string, args ...any) {
			if primo == nil {
				primo = tx.Exec(query, args...).Error
			}
		})
		return primo
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (p *paese) organizzazione(t *testing.T) {
	t.Helper()
	p.semina(t, func(esegui func(string, ...any)) {
		esegui(`INSERT INTO distretto VALUES ('D01', 'Distretto 01', 'Comune 1')`)
		esegui(`INSERT INTO comune VALUES ('058091', 'H501', 'Roma', 'RM', 'D01')`)
		ente := `INSERT INTO ente (id, codice, denominazione, tipo, padre_id, pagatore_id, dal) VALUES (?, ?, ?, ?, ?, ?, '2020-01-01')`
		esegui(ente, p.distretto, "SIGESS_D01", "SIGESS-Distretto 01", "DISTRETTO", nil, nil)
		esegui(ente, p.comune, "SIGESS_COM1", "Comune 1", "COMUNE", p.distretto, p.distretto)
		esegui(ente, p.estraneo, "SIGESS_COM9", "Comune 9", "COMUNE", nil, nil)
		uo := `INSERT INTO uo (id, ente_id, codice, denominazione, tipo, dal) VALUES (?, ?, ?, ?, ?, '2020-01-01')`
		esegui(uo, p.ufficio, p.comune, "SIGESS_COM1", "Comune 1", "AMMINISTRATIVO")
		esegui(uo, p.ufficioDistretto, p.distretto, "SIGESS_D01", "Distretto 01", "CONTABILE")
		altro := uuid.NewString()
		esegui(uo, altro, p.estraneo, "SIGESS_COM9", "Comune 9", "AMMINISTRATIVO")
		persona := func(id, cf, cognome, nome, ente, uo string, ruoli ...models.Ruolo) {
			esegui(`INSERT INTO operatore (id, codice_fiscale, cognome, nome, profilo, dal) VALUES (?, ?, ?, ?, 'OPERATORE', '2020-01-01')`, id, cf, cognome, nome)
			for _, ruolo := range ruoli {
				esegui(`INSERT INTO abilitazione (id, ente_id, uo_id, operatore_id, ruolo, dal) VALUES (?, ?, ?, ?, ?, '2020-01-01')`,
					uuid.NewString(), ente, uo, id, ruolo)
			}
		}
		persona(p.giovanna, "AAAAAA00A00A000A", "D'Arco", "Giovanna", p.comune, p.ufficio, models.OperatoreAmministrativo)
		persona(p.paolo, "BBBBBB00A00A000B", "Neri", "Paolo", p.comune, p.ufficio, models.AssistenteSociale)
		persona(p.anna, "CCCCCC00A00A000C", "Gialli", "Anna", p.distretto, p.ufficioDistretto, models.OperatoreAmministrativo, models.ResponsabileContabile)
		persona(p.straniero, "DDDDDD00A00A000D", "Verdi", "Luca", p.estraneo, altro, models.OperatoreAmministrativo, models.ResponsabileContabile)
	})
}

func (p *paese) persone(t *testing.T) {
	t.Helper()
	p.semina(t, func(esegui func(string, ...any)) {
		soggetto := `INSERT INTO soggetto (id, ente_id, codice, cognome, nome, sesso, data_nascita) VALUES (?, ?, ?, ?, ?, ?, ?)`
		esegui(soggetto, p.rossi, p.comune, 1, "ROSSI", "MARIO", "M", "1986-07-11")
		esegui(soggetto, p.bianchi, p.comune, 2, "BIANCHI", "MARIA", "F", "2000-12-15")
	})
}

func (p *paese) cataloghi(t *testing.T) {
	t.Helper()
	p.semina(t, func(esegui func(string, ...any)) {
		tipo := `INSERT INTO tipo_intervento (id, codice, denominazione, natura, livello_assistenza, classificazione, classificazione_istat, tipologia_struttura, dal)
			VALUES (?, ?, ?, ?, 'Livello essenziale', 'Contributi', 'C1', ?, '2020-01-01')`
		esegui(tipo, p.assegno, "T1", "Contributo economico", "ECONOMICO", "")
		esegui(tipo, p.domiciliare, "T2", "Assistenza domiciliare", "PRESTAZIONI", "")
		esegui(tipo, p.notturna, "T3", "Accoglienza Notturna", "STRUTTURA", "DORMITORIO")
		esegui(`INSERT INTO erogatore (id, ente_id, denominazione, partita_iva, iban, dal) VALUES (?, ?, 'Cooperativa Aurora', '12345678903', ?, '2020-01-01')`,
			p.cooperativa, p.distretto, iban)
		esegui(`INSERT INTO struttura (id, ente_id, codice, denominazione, tipologia, codice_istat, indirizzo, gestore, gestore_partita_iva, gestore_iban, posti)
			VALUES (?, ?, 'S1', 'Casa Serena', 'DORMITORIO', '058091', 'Via Roma 1', 'Gestore Sereno', '12345678903', ?, 10)`, p.casa, p.comune, iban)
		esegui(`INSERT INTO provvedimento (id, ente_id, struttura_id, tipo, numero, dal) VALUES (?, ?, ?, 'AUTORIZZAZIONE', '1', '2020-01-01')`,
			uuid.NewString(), p.comune, p.casa)
		tariffario := `INSERT INTO tariffario (id, ente_id, codice, denominazione, natura, erogatore_id, struttura_id, dal) VALUES (?, ?, ?, ?, ?, ?, ?, '2020-01-01')`
		esegui(tariffario, p.tariffarioDomiciliare, p.distretto, "P1", "Tariffe domiciliari", "PRESTAZIONI", p.cooperativa, nil)
		esegui(tariffario, p.tariffarioNotturna, p.distretto, "P2", "Rette notturne", "STRUTTURA", nil, nil)
		voce := `INSERT INTO voce_tariffario (id, ente_id, tariffario_id, prestazione, denominazione, unita, tariffa, aliquota_iva, dal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '2020-01-01')`
		esegui(voce, uuid.NewString(), p.distretto, p.tariffarioDomiciliare, "OSS", "Assistenza di base", "ORA", 200000, 500)
		esegui(voce, uuid.NewString(), p.distretto, p.tariffarioDomiciliare, "PASTO", "Pasto a domicilio", "PASTO", 65000, 1000)
		esegui(voce, uuid.NewString(), p.distretto, p.tariffarioNotturna, "NOTTE", "Notte in struttura", "GIORNATA", 300000, 0)
	})
}

const iban = "IT60X0542811101000000123456"

// chi is an operatore as a login would find it.
func (p *paese) chi(t *testing.T, operatore string) models.Chi {
	t.Helper()
	chi, err := anagrafe.ChiE(context.Background(), p.db, operatore, periodo.Di(time.Now()))
	if err != nil {
		t.Fatal(err)
	}
	return chi
}
