package sigess_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// tariffa sets columns of the price of a day in a struttura.
func tariffa(t *testing.T, m *dbtest.Mondo, colonne string) {
	t.Helper()
	riesce(t, scrivi(t, m, `UPDATE voce_tariffario SET `+colonne+` WHERE prestazione = 'RETTA'`))
}

// giorni writes the letters of the days from one on, "PPRR"; a dash is none.
func giorni(t *testing.T, m *dbtest.Mondo, id, dal, lettere string) {
	t.Helper()
	var celle []sigess.ModuloCella
	for n, l := range lettere {
		if l != '-' {
			celle = append(celle, cella(id, periodo.MustParse(dal).Piu(n).String(), "RETTA", "", string(l)))
		}
	}
	for n, esito := range scriveCelle(t, m, m.Amministrativo, uuid.NewString(), celle...) {
		if !strings.HasPrefix(esito, "=") {
			t.Fatalf("cell %d: %s", n, esito)
		}
	}
}

// quoteDi is of each line of a run what is left to the ente, and the shares of
// the health service and of the person.
func quoteDi(t *testing.T, m *dbtest.Mondo, run string) []string {
	t.Helper()
	elenco, err := sigess.ElencaMovimenti(m.DB, m.Chi(t, m.Contabile), run, sigess.FiltroMovimenti{}, models.Pagina{Limite: 100})
	riesce(t, err)
	var out []string
	for _, v := range elenco.Elementi {
		out = append(out, v.Imponibile.String()+" ssn "+v.QuotaSSN.String()+" utente "+v.QuotaUtente.String())
	}
	return out
}

func senzaQuote(m *dbtest.Mondo, dal string) sigess.ModuloStruttura {
	s := m.InStruttura(dal)
	s.Quote = nil
	return s
}

// domain c.7.
func TestARunPaysTheDaysInAStrutturaAsTheirTipoSays(t *testing.T) {
	t.Parallel()
	p := strings.Repeat
	tests := map[string]struct {
		tariffa string
		giorni  string
		quote   bool
		want    string
	}{
		"27 days and 4 in hospital at a half":  {"ricovero = 5000", p("P", 27) + p("R", 4), true, "1.206,40 ssn 0,00 utente 649,60"},
		"RSA, the health service pays a half":  {"tariffa = 1200000, quota_ssn = 5000", p("P", 31), true, "1.209,00 ssn 1.860,00 utente 651,00"},
		"the health service and the ente only": {"tariffa = 1200000, quota_ssn = 5000", p("P", 31), false, "1.860,00 ssn 1.860,00 utente 0,00"},
		"15 days of absence at a half, then 0": {"assente_giustificato = 5000, franchigia = 15", p("P", 11) + p("G", 20), false, "1.184,00 ssn 0,00 utente 0,00"},
		"absences of two tipi in a row":        {"assente_giustificato = 5000, ricovero = 5000, franchigia = 15, oltre_franchigia = 1000", p("R", 10) + p("G", 10), false, "512,00 ssn 0,00 utente 0,00"},
		"a presence begins the count again":    {"assente_giustificato = 5000, franchigia = 10", p("G", 10) + "P" + p("G", 10), false, "704,00 ssn 0,00 utente 0,00"},
		"half a day as always":                 {"ricovero = 5000", "PM", false, "96,00 ssn 0,00 utente 0,00"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := dbtest.Nuovo(t, dbtest.Open(t))
			tariffa(t, m, tt.tariffa)
			modulo := senzaQuote(m, "2024-01-01")
			if tt.quote {
				modulo = m.InStruttura("2024-01-01")
			}
			giorni(t, m, attiva(t, m, modulo), "2024-01-01", tt.giorni)
			uguali(t, quoteDi(t, m, liquida(t, m, "2024-01")), tt.want)
		})
	}
}

// domain c.7: the franchise goes on across months; a presence corrected in a paid
// month is adjusted there, and in the month whose absences it was counted in.
func TestAnAbsenceGoesOnAcrossMonthsAndIsAdjustedWhereItCounts(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tariffa(t, m, "assente_giustificato = 5000, franchigia = 15")
	id := attiva(t, m, senzaQuote(m, "2024-01-01"))
	giorni(t, m, id, "2024-01-21", strings.Repeat("P", 1)+strings.Repeat("G", 10))
	giorni(t, m, id, "2024-02-01", strings.Repeat("G", 10))
	uguali(t, differenze(t, m, liquida(t, m, "2024-01")), "2024-01 Pagamento 384,00")
	uguali(t, differenze(t, m, liquida(t, m, "2024-02")), "2024-02 Pagamento 160,00") // 5 days of 10 at 32,00
	// The 31st he was there: 32,00 more in January, and in February all ten days count.
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(id, "2024-01-31", "RETTA", "G", "P")), "=1")
	uguali(t, differenze(t, m, liquida(t, m, "2024-03")), "2024-01 Conguaglio a credito 32,00", "2024-02 Conguaglio a credito 160,00")
	var righe []string
	riesce(t, m.DB.Raw(`SELECT progressivo || ' ' || quantita || ' ' || tipo_presenza FROM accesso WHERE intervento_id = ? AND data = '2024-01-31' ORDER BY progressivo`, id).Scan(&righe).Error)
	uguali(t, righe, "0 100 ASSENTE_GIUSTIFICATO", "1 0 PRESENTE")
}

// domain c.6: the supplier is paid the imponibile by every file, and the IVA is
// shown apart for the Treasury.
func TestWithTheSplitPaymentTheFilesPayTheImponibile(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	riesce(t, scrivi(t, m, `UPDATE tariffario SET split_payment = true WHERE codice = 'TP'`))
	casa := attiva(t, m, m.Prestazioni("2024-01-01"))
	riesce(t, registra(t, m, m.Amministrativo, casa, "2024-01-02", "ASS_DOM", 0, 990))
	run := liquida(t, m, "2024-01")
	uguali(t, differenze(t, m, run), "2024-01 Pagamento 375,78")
	riesce(t, salvaTesoreria(t, m, m.Contabile, tesoreriaDiProva()))
	riesce(t, prepara(t, m, m.Contabile, run, sigess.ModuloDistinta{Esecuzione: periodo.Oggi().Piu(5)}))
	for tipo, conta := range fileDi(t, m, m.Contabile, run) {
		if conta != [2]int64{1, 357_89} {
			t.Errorf("%s pays %v, want one payment of 357,89", tipo, conta)
		}
	}
	file, err := scarica(t, m, m.Contabile, run, sigess.FileCSV)
	riesce(t, err)
	lettore := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.Contenuto, []byte("\xef\xbb\xbf"))))
	lettore.Comma = ';'
	celle, err := lettore.ReadAll()
	riesce(t, err)
	if riga := celle[1]; riga[6] != "357,89" || riga[8] != "17,89" {
		t.Errorf("the treasury reads %v, want 357,89 and 17,89 apart", riga)
	}
	if iva, err := sigess.IVAAllErario(m.DB, run); err != nil || iva != 17_89 {
		t.Errorf("to the Treasury %s, %v, want 17,89", iva, err)
	}
	// What is taken back of the supplier is what the supplier had.
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(casa, "2024-01-02", "ASS_DOM", "16:30", "1:00")), "=1:00")
	var recupero euro.Importo
	run = liquida(t, m, "2024-02")
	uguali(t, differenze(t, m, run), "2024-01 Conguaglio a debito -353,01")
	riesce(t, m.DB.Raw(`SELECT importo FROM recupero WHERE elaborazione_id = ?`, run).Scan(&recupero).Error)
	if recupero != 336_20 {
		t.Errorf("to recover %s, want 336,20", recupero)
	}
}

// domain b.9, c.6: an exempt price says why, and its line too.
func TestAnExemptPriceSaysWhyThereIsNoIVA(t *testing.T) {
	t.Parallel()
	voce := sigess.ModuloVoce{Prestazione: "SAD", Denominazione: "Assistenza", Unita: "ORA", Tariffa: 21_6900, Dal: periodo.MustParse("2024-01-01")}
	for natura, iva := range map[sigess.NaturaIVA]euro.Aliquota{"": 0, "N4": 5_00} {
		voce.NaturaIVA, voce.AliquotaIVA = natura, iva
		if p := voce.Check(); p["naturaIva"] == "" {
			t.Errorf("natura %q at %s is not refused: %v", natura, iva, p)
		}
	}
	voce.NaturaIVA, voce.AliquotaIVA = "N4", 0
	if p := voce.Check(); len(p) > 0 {
		t.Errorf("an exempt price is refused: %v", p)
	}
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tariffa(t, m, "natura_iva = 'N4'")
	giorni(t, m, attiva(t, m, senzaQuote(m, "2024-01-01")), "2024-01-01", "P")
	var righe []string
	riesce(t, m.DB.Raw(`SELECT voce || ' ' || natura_iva || ' ' || totale FROM movimento WHERE elaborazione_id = ?`, liquida(t, m, "2024-01")).Scan(&righe).Error)
	uguali(t, righe, "iva 0,00 N4/0 N4 6400")
}

// domain b.8: the letter of a tipo is typed and read in the cell; what the price
// list weighs is one day, and only in a struttura.
func TestTheCellOfADayInAStrutturaSaysItsTipo(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	id, casa := attiva(t, m, m.InStruttura("2024-01-01")), attiva(t, m, m.Prestazioni("2024-01-01"))
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(id, "2024-01-02", "RETTA", "", "r"), cella(id, "2024-01-03", "RETTA", "", "p"),
		cella(casa, "2024-01-02", "PASTO", "", "R"), cella(id, "2024-01-04", "RETTA", "", "Z")),
		"=R", "=1", "il tipo di presenza vale solo per le giornate in struttura: lasciare Presente []",
		"quantità non valida: scrivere un numero maggiore di zero con al massimo due decimali, ad esempio 1,5 []")
	uguali(t, scriveCelle(t, m, m.Amministrativo, uuid.NewString(), cella(id, "2024-01-02", "RETTA", "R", "1"), cella(id, "2024-01-02", "RETTA", "G", "M")),
		"=1", "la casella è già stata cambiata in un'altra finestra: ora mostra quel valore [1]")
}

// The explanation says how much a day is worth and why.
func TestTheExplanationOfADaySaysItsPartAndTheFranchigia(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	tariffa(t, m, "ricovero = 5000, franchigia = 3")
	giorni(t, m, attiva(t, m, senzaQuote(m, "2024-01-01")), "2024-01-01", "PPRRRR")
	elenco, err := sigess.ElencaMovimenti(m.DB, m.Chi(t, m.Contabile), liquida(t, m, "2024-01"), sigess.FiltroMovimenti{}, models.Pagina{Limite: 10})
	riesce(t, err)
	breve, err := elenco.Elementi[0].Spiegazione()
	riesce(t, err)
	if want := "RETTA: (2 + 3 × 50,00 % + 1 × 0,00 %) × 64,00 = 224,00"; breve != want {
		t.Errorf("in short %q, want %q", breve, want)
	}
	v, err := sigess.MovimentoDi(m.DB, m.Chi(t, m.Contabile), elenco.Elementi[0].ID)
	riesce(t, err)
	albero, _, err := v.Albero()
	riesce(t, err)
	detto := strings.Join(albero.Frasi(), "\n")
	for _, frase := range []string{"Ricovero ospedaliero entro la franchigia: giornate 3 × quota di retta 50 %", "nei primi 3 giorni di assenza di fila vale la percentuale del suo tipo",
		"Ricovero ospedaliero oltre la franchigia: giornate 1 × quota di retta 0 %"} {
		if !strings.Contains(detto, frase) {
			t.Errorf("the explanation does not say %q:\n%s", frase, detto)
		}
	}
}
