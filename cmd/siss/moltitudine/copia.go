package moltitudine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// colonne are the tables that are filled, with the columns of their rows.
var colonne = tabelle(`
ente: id codice denominazione tipo codice_istat distretto_codice padre_id pagatore_id dal
uo: id ente_id codice denominazione tipo dal
operatore: id codice_fiscale cognome nome email profilo dal
abilitazione: id ente_id uo_id operatore_id ruolo dal
struttura: id ente_id codice denominazione tipologia codice_istat indirizzo gestore gestore_partita_iva gestore_iban posti
provvedimento: id ente_id struttura_id tipo numero dal
erogatore: id ente_id denominazione partita_iva iban dal
tariffario: id ente_id codice denominazione natura erogatore_id struttura_id dal
voce_tariffario: id ente_id tariffario_id prestazione denominazione unita tariffa aliquota_iva dal
contatore: ente_id serie anno ultimo
soggetto: id ente_id codice cognome nome sesso data_nascita luogo_nascita luogo_nascita_codice codice_fiscale telefono email creato
residenza: id ente_id soggetto_id tipo comune codice_istat indirizzo cap dal
relazione: id ente_id soggetto_id altro_id tipo convivente dal
domanda: id ente_id uo_id anno numero soggetto_id data_presentazione canale firmatario_qualita stato protocollo protocollo_data responsabile_id avvio_il scadenza_il comunicata_il comunicata_mezzo creata_da creata_il presentata_il
richiesta: id ente_id domanda_id progressivo tipo_intervento_id stato motivo decisa_il decisa_da intervento_id
assegnazione: id ente_id domanda_id tipo uo_id operatore_id data_inizio assegnata_da
compito: id chiave ente_id uo_id operatore_id tipo oggetto oggetto_id richiesta_id workflow_id titolo soggetto_id creato scade preso_il chiuso_il
intervento: id ente_id uo_id ente_pagatore_id anno numero natura soggetto_id domanda_id richiesta_id tipo_intervento_id data_inizio data_fine motivo_attivazione motivo_termine stato operatore_responsabile_id erogatore_id struttura_id tariffario_id creato_il
sospensione: id ente_id intervento_id dal al motivo
regola_pagamento: id ente_id intervento_id progressivo frequenza importo criterio_rateo
modalita_pagamento: id ente_id intervento_id beneficiario_id titolo metodo iban intestatario
riga_piano: id ente_id intervento_id progressivo prestazione quantita periodicita
quota_utente: id ente_id intervento_id progressivo metodo percentuale dal
accesso: id ente_id intervento_id data prestazione quantita minuti inserito_da inserito_il
elaborazione: id ente_id uo_id anno numero dal al origine stato esaminati da_esaminare movimenti imponibile iva totale quota_utente creata_da creata_il confermata_da confermata_il documento_id
documento: id ente_id nome mime sha256 contenuto
allegato: id ente_id domanda_id titolo tipo dimensione caricato_da caricato_il
consultazione_anpr: id ente_id operatore_id quando finalita pratica impronta soggetto_id esito
movimento: id ente_id elaborazione_id progressivo intervento_id mese_competenza voce estremi tipo imponibile aliquota_iva iva totale quota_utente beneficiario iban dettaglio stato
anomalia: id ente_id elaborazione_id intervento_id testo tipo mese
sistemazione: id ente_id nota sistemata_da
recupero: id ente_id elaborazione_id creditore beneficiario importo creato_il
fondo: id ente_id denominazione origine annualita importo
capitolo: id ente_id fondo_id codice denominazione importo
impegno: id ente_id capitolo_id anno numero oggetto determina_numero determina_data importo scadenza creato_il
utilizzo: movimento_id impegno_id ente_id elaborazione_id importo
uso_impegno: impegno_id elaborazione_id ente_id importo
mese_elaborato: ente_id intervento_id mese elaborazione_id
notifica: id chiave operatore_id ente_id autore_id tipo testo oggetto oggetto_id soggetto_id creata letta_il
vista: id operatore_id nome filtro predefinita
appunto: operatore_id chiave valori salvato_il
evento: quando operatore_id azione ente_id uo_id entita entita_id tipo dopo transazione
`)

func tabelle(testo string) map[string][]string {
	out := map[string][]string{}
	for riga := range strings.Lines(strings.TrimSpace(testo)) {
		nome, campi, _ := strings.Cut(riga, ":")
		out[nome] = strings.Fields(campi)
	}
	return out
}

// pieno is how many rows are kept before they are loaded.
const pieno = 60_000

// copiatore gathers rows and loads them by COPY, table by table.
type copiatore struct {
	conn   *pgx.Conn
	righe  map[string][][]any
	quante int
}

func nuovoCopiatore(ctx context.Context, url string) (*copiatore, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "SET session_replication_role = replica"); err != nil {
		conn.Close(ctx)
		return nil, err
	}
	return &copiatore{conn: conn, righe: map[string][][]any{}}, nil
}

func (c *copiatore) chiudi(ctx context.Context) { c.conn.Close(ctx) }

// metti adds a row, whose values are in the order of colonne.
func (c *copiatore) metti(tabella string, valori ...any) {
	c.righe[tabella] = append(c.righe[tabella], valori)
	c.quante++
}

// seBasta loads the rows when they are many.
func (c *copiatore) seBasta(ctx context.Context) error {
	if c.quante < pieno {
		return nil
	}
	return c.scarica(ctx)
}

// scarica loads the rows gathered so far.
func (c *copiatore) scarica(ctx context.Context) error {
	for _, tabella := range slices.Sorted(maps.Keys(c.righe)) {
		righe := c.righe[tabella]
		if _, err := c.conn.CopyFrom(ctx, pgx.Identifier{tabella}, colonne[tabella], pgx.CopyFromRows(righe)); err != nil {
			return fmt.Errorf("%s: %w", tabella, err)
		}
		clear(righe)
		c.righe[tabella] = righe[:0]
	}
	c.quante = 0
	return nil
}
