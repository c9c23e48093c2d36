package browser

import (
	"path"
	"testing"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/periodo"
	"siss/models/sigess"
)

// terminato ends an intervento on a day that was paid beyond.
func terminato(t *testing.T, m *dbtest.Mondo, id, giorno string) {
	t.Helper()
	err := m.Fai(t, m.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		if err := sigess.Termina(tx, chi, id, sigess.ModuloTermine{DataFine: periodo.MustParse(giorno), Motivo: "RINUNCIA"}); err != nil {
			return err
		}
		_, err := sigess.Aggiorna(tx, id, periodo.Oggi())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// domain c.4, with JavaScript and without: what a run takes back and nobody pays
// becomes a recupero, divided into rate and paid in.
func TestARecuperoIsDividedAndPaidIn(t *testing.T) {
	t.Parallel()
	for nome, script := range map[string]bool{"recuperi": true, "recuperi-senza-javascript": false} {
		t.Run(nome, func(t *testing.T) {
			s, m := apri(t, nome, script)
			s.entra("Conti Ugo")
			s.vai("/elaborazioni")
			s.preme("Recuperi")
			s.vede("nessun recupero: nasce quando")
			s.foto("nessuno")
			id := attivato(t, m, contributo(m, m.Soggetto, "2024-01-01", 30000))
			liquidaMese(t, m, "2024-01")
			terminato(t, m, id, "2024-01-01")
			liquidaMese(t, m, "2024-02")
			s.vai("/recuperi")
			s.vede("Restano da incassare 290,32 euro")
			s.foto("elenco")
			s.preme("ROSSI MARIO")
			s.vede("nessun incasso")
			s.apre("Dividi in rate")
			s.riempie("/rateizza", "rate", "3")
			s.riempie("/rateizza", "primaRata", "2024-11")
			s.invia("/rateizza")
			s.vede("Rateizzato")
			s.vede("96,78")
			s.apre("Registra un incasso")
			s.riempie("/incassa", "importo", "400,00")
			s.invia("/incassa")
			s.vede("restano da incassare 290,32 euro")
			s.tiene("importo", "400,00")
			s.foto("errore")
			s.riempie("/incassa", "importo", "96,77")
			s.invia("/incassa")
			s.vede("ncasso registrato")
			s.vede("193,55")
			s.foto("incasso")
		})
	}
}

// domain b.11 and c.9, row 13: what the bank answers is looked at, registered, and
// the payment that it refused is paid to another account.
func TestTheOutcomesOfThePaymentsAreRegistered(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "esiti", true)
	intervento := attivato(t, m, contributo(m, m.Soggetto, "2024-01-01", 30000))
	attivato(t, m, contributo(m, persona(t, m, 2, "BIANCHI", "MARIA"), "2024-01-02", 15000))
	s.entra("Conti Ugo")
	s.liquida("2024-01")
	run := path.Base(s.percorso())
	if err := m.Fai(t, m.Contabile, func(tx *gorm.DB, chi models.Chi) error {
		t := sigess.ModuloTesoreria{Intestazione: "Distretto 01", CodiceFiscale: "00123456789", IBAN: "IT60X0542811101000000123456"}
		if _, err := sigess.SalvaTesoreria(tx, chi, m.Distretto, t); err != nil {
			return err
		}
		return sigess.PreparaDistinta(tx, chi, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(1)}, time.Now())
	}); err != nil {
		t.Fatal(err)
	}
	scheda := "/elaborazioni/" + run
	s.vai(scheda)
	s.apre("Segna come trasmessa")
	s.invia("/trasmetti")
	s.vede("nessun esito: caricare il file")
	s.apre("Carica gli esiti")
	s.carica("esiti.csv", []byte("identificativo;esito\nSISS;CHISSA\n"))
	s.invia("/esiti")
	s.vede("l'esito deve essere PAGATO o RIFIUTATO")
	s.foto("errore")
	s.carica("esiti.csv", []byte("identificativo;esito;motivo\n"+codiceDi(t, m, run)+"-1;RIFIUTATO;conto chiuso\n"+codiceDi(t, m, run)+"-2;PAGATO;\nALTRO-7;PAGATO;\n"))
	s.invia("/esiti")
	s.vede("conto chiuso")
	s.vede("Sconosciuti")
	s.foto("anteprima")
	s.apre("Registra gli esiti")
	s.invia("/registra")
	s.vede("Pagata in parte")
	s.foto("registrati")
	s.vai("/interventi/" + intervento)
	s.vede("La modalità di pagamento è sospesa")
	s.foto("sospesa")
	s.vai(scheda)
	s.preme("Regole di conferma")
	s.conferme()
}

// codiceDi is how the transfers of a run are named.
func codiceDi(t *testing.T, m *dbtest.Mondo, run string) string {
	t.Helper()
	d, err := models.Una[sigess.Distinta](m.DB, "no distinta", `SELECT * FROM distinta WHERE id = ?`, run)
	if err != nil {
		t.Fatal(err)
	}
	return d.Codice
}

// conferme says who confirms: nobody any amount, which is refused, then one.
func (s *sessione) conferme() {
	s.t.Helper()
	s.vede("Senza righe conferma il responsabile contabile")
	s.foto("regole")
	s.preme("Aggiungi")
	s.finche("have the row", `document.readyState === "complete" && document.querySelector('[name="soglie.0.finoA"]')`)
	s.scrive("soglie.0.ruolo", "RESPONSABILE_CONTABILE")
	s.scrive("soglie.0.finoA", "100,00")
	s.preme("Salva")
	s.vede("almeno un ruolo deve poter confermare qualunque importo")
	s.tiene("soglie.0.finoA", "100,00")
	s.foto("regole-errore")
	s.preme("Togli la riga 1 di Chi conferma e fino a quanto")
	s.vede("Nessuna riga")
	s.preme("Salva")
	s.vede("egole di conferma salvate")
}

// domain b.9 and c.8: a price list is written, tried and activated, and a table of
// the shares by ISEE is added.
func TestAPriceListIsActivatedAndATableOfTheSharesAdded(t *testing.T) {
	t.Parallel()
	s, m := apri(t, "tariffari", true)
	s.entra("Conti Ugo")
	s.vai("/elaborazioni")
	s.preme("Tariffari")
	s.vede("Un tariffario nasce in bozza")
	s.preme("Nuovo tariffario")
	s.aperto("/tariffari")
	s.invia("/tariffari")
	s.vede("orreggere i campi indicati")
	s.foto("errori")
	for campo, valore := range map[string]string{"codice": "SAD27", "denominazione": "Domiciliare 2027", "dal": "2027-01-01"} {
		s.riempie("/tariffari", campo, valore)
	}
	s.riempie("/tariffari", "enteId", m.Distretto)
	s.invia("/tariffari")
	s.vede("ariffario in bozza: aggiungere le voci e attivarlo")
	s.apre("Aggiungi una voce")
	for campo, valore := range map[string]string{"prestazione": "SAD", "denominazione": "Assistenza a casa", "tariffa": "21,69", "aliquotaIva": "5,00"} {
		s.riempie("/voci", campo, valore)
	}
	s.invia("/voci")
	s.vede("Assistenza a casa")
	s.foto("bozza")
	s.preme("Attiva il tariffario")
	s.vede("ariffario attivato")
	s.foto("attivo")
	s.vai("/tariffari")
	s.vede("Domiciliare 2027")
	s.foto("elenco")
	s.vai("/elaborazioni")
	s.preme("Tabelle ISEE")
	s.vede("nessuna tabella")
	s.foto("tabelle-nessuna")
	s.preme("Aggiungi una tabella ISEE")
	s.preme("Aggiungi la tabella")
	s.vede("orreggere i campi indicati")
	s.foto("tabella-errori")
}
