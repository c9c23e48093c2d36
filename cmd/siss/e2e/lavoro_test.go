package e2e

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/api/anagrafe"
	"siss/api/sigess"
	"siss/deploy/dev/servers"
	"siss/models"
	persone "siss/models/anagrafe"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/misura"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// The main job, from the persons to the Excel list, for the three kinds of
// intervento; then nothing of the persons may be found outside the database.
func TestTheMainJobFromSoggettoAndDomandaToExcel(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	l := &lavoro{banco: b, t: t, ufficio: b.entra(t, b.Amministrativo), contabile: b.entra(t, b.Contabile)}
	l.iscrivi()
	l.riempi(2023, 3)
	l.economico("ROSSI", "2023-09-01", 10000, "2023/4")
	l.riempi(2024, 12)
	l.economico("BIANCHI", "2024-01-01", 15000, "2024/13")
	l.economico("ROSSINI", "2024-01-01", 25000, "2024/14")
	l.economico("RICCIONI", "2024-01-05", 12300, "2024/15")
	l.riempi(2024, 4)
	l.economico("ROSSINI", "2024-02-01", 24000, "2024/20")
	l.riempi(2024, 14)
	l.economico("BIANCHI", "2024-01-05", 10000, "2024/35")
	l.servizi()

	figura := l.liquida(modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-02"), Tipi: []string{b.Tipo[modelli.Economico]}})
	figura.confronta(figura33(t), "963,00")
	l.formula()
	resto := l.liquida(modelli.ModuloElaborazione{EnteID: b.Distretto, Dal: periodo.MustParseMese("2024-02")})
	resto.confronta(altreRighe, "389,95")
	resto.senzaFormule("'=1+1 MARIA (15/12/1970)")
	l.senzaPersone()
}

// figura33 are the rows of the manual's fig. 33, read from it when it is there.
func figura33(t *testing.T) [][]string {
	t.Helper()
	radice, err := servers.Root()
	riesce(t, err)
	files, err := filepath.Glob(filepath.Join(radice, "..", "shared", "seeds", "000_*.txt"))
	riesce(t, err)
	if len(files) != 1 {
		t.Logf("the manual is not in this clone: fig. 33 is compared with a transcription")
		return trascritta
	}
	testo, err := os.ReadFile(files[0])
	riesce(t, err)
	var righe [][]string
	for _, riga := range strings.Split(string(testo), "\n") {
		if strings.HasPrefix(riga, "Estremi movimento\t") || strings.HasPrefix(riga, "SIGESS-Distretto 01 paga ") {
			righe = append(righe, strings.Split(strings.TrimSpace(riga), "\t"))
		}
	}
	if diff := cmp.Diff(trascritta, righe); diff != "" {
		t.Errorf("the transcription differs from the manual (-transcription +manual):\n%s", diff)
	}
	return righe
}

var intestazione = []string{"Estremi movimento", "Tipo movimento", "Imponibile IVA", "Aliquota IVA", "Importo IVA", "Importo totale"}

// trascritta is fig. 33 of the manual.
var trascritta = [][]string{
	intestazione,
	{"SIGESS-Distretto 01 paga ROSSI MARIO (11/07/1986) con causale - Intervento 2023/4 del 01/09/2023", "Pagamento", "100,00", "0,00", "0,00", "100,00"},
	{"SIGESS-Distretto 01 paga BIANCHI MARIA (15/12/2000) con causale - Intervento 2024/13 del 01/01/2024", "Pagamento", "150,00", "0,00", "0,00", "150,00"},
	{"SIGESS-Distretto 01 paga ROSSINI LORENZO (19/12/2000) con causale - Intervento 2024/14 del 01/01/2024", "Pagamento", "250,00", "0,00", "0,00", "250,00"},
	{"SIGESS-Distretto 01 paga BIANCHI MARIA (15/12/2000) con causale - Intervento 2024/35 del 05/01/2024", "Pagamento", "100,00", "0,00", "0,00", "100,00"},
	{"SIGESS-Distretto 01 paga RICCIONI ANNA (23/11/1980) con causale - Intervento 2024/15 del 05/01/2024", "Pagamento", "123,00", "0,00", "0,00", "123,00"},
	{"SIGESS-Distretto 01 paga ROSSINI LORENZO (19/12/2000) con causale - Intervento 2024/20 del 01/02/2024", "Pagamento", "240,00", "0,00", "0,00", "240,00"},
}

// altreRighe are the other two kinds, and who has a formula for a name: 10
// meals × 6,50, 6 hours × 21,69 and 3 days × 64,00 less 35 %.
var altreRighe = [][]string{
	intestazione,
	{"SIGESS-Distretto 01 paga Cooperativa Aurora con causale - Intervento 2024/36 del 10/01/2024", "Pagamento", "65,00", "10,00", "6,50", "71,50"},
	{"SIGESS-Distretto 01 paga Cooperativa Aurora con causale - Intervento 2024/36 del 10/01/2024", "Pagamento", "130,14", "5,00", "6,51", "136,65"},
	{"SIGESS-Distretto 01 paga Gestioni Sociali con causale - Intervento 2024/37 del 12/01/2024", "Pagamento", "124,80", "0,00", "0,00", "124,80"},
	{"SIGESS-Distretto 01 paga =1+1 MARIA (15/12/1970) con causale - Intervento 2024/38 del 01/02/2024", "Pagamento", "57,00", "0,00", "0,00", "57,00"},
}

// persona is somebody of fig. 33, invented for the rest.
type persona struct {
	persone.ModuloSoggetto
	id string
}

// lavoro is the main job on its way.
type lavoro struct {
	*banco
	t                  *testing.T
	ufficio, contabile *cliente
	persone            map[string]persona // by cognome
	numero             int                // of the last filler
	casi               []string           // workflow ids
}

// iscrivi registers the persons: the Mondo's own is changed, the others are new.
func (l *lavoro) iscrivi() {
	l.t.Helper()
	l.persone = map[string]persona{}
	for n, p := range []persona{
		{id: l.Soggetto, ModuloSoggetto: persone.ModuloSoggetto{Cognome: "Rossi", Nome: "Mario", Sesso: "M", DataNascita: periodo.MustParse("1986-07-11")}},
		{ModuloSoggetto: persone.ModuloSoggetto{Cognome: "Bianchi", Nome: "Maria", Sesso: "F", DataNascita: periodo.MustParse("2000-12-15")}},
		{ModuloSoggetto: persone.ModuloSoggetto{Cognome: "Rossini", Nome: "Lorenzo", Sesso: "M", DataNascita: periodo.MustParse("2000-12-19")}},
		{ModuloSoggetto: persone.ModuloSoggetto{Cognome: "Riccioni", Nome: "Anna", Sesso: "F", DataNascita: periodo.MustParse("1980-11-23")}},
	} {
		if p.id == "" {
			p.id = uuid.NewString()
		}
		p.EnteID, p.LuogoNascita, p.LuogoNascitaCodice = l.Comune, "Roma", "H501"
		p.CodiceFiscale = codiceDi(p.ModuloSoggetto)
		p.Telefono, p.Email, p.Note = "06555010"+cifre(n), p.Cognome+"@posta.example", "nota riservata su "+p.Nome
		s := fa[anagrafe.Soggetto](l.t, l.ufficio, http.MethodPut, "/soggetti/"+p.id, p.ModuloSoggetto)
		if s.Codice != n+1 || s.Cognome != strings.ToUpper(p.Cognome) {
			l.t.Errorf("soggetto %d is registered as number %d", n+1, s.Codice)
		}
		l.persone[s.Cognome] = p
	}
	trovati := leggi[anagrafe.Soggetti](l.t, l.ufficio, "/soggetti?cognome=ricioni")
	if trovati.Totale != 1 || trovati.Soggetti[0].Cognome != "RICCIONI" {
		l.t.Errorf("search of a misspelled name found %d", trovati.Totale)
	}
}

// codiceDi is the codice fiscale of an invented person.
func codiceDi(m persone.ModuloSoggetto) fiscale.Codice {
	d := m.DataNascita
	cf, err := fiscale.Genera(fiscale.Anagrafica{Cognome: m.Cognome, Nome: m.Nome, Sesso: m.Sesso,
		Anno: d.Anno(), Mese: int(d.Mese().Numero()), Giorno: d.Giorno(), Luogo: m.LuogoNascitaCodice})
	if err != nil {
		panic(err) // the persons of the tests are constants
	}
	return cf
}

// riempi takes the next n numbers of a year with interventi that the month does
// not pay: ended before it, or without any access.
func (l *lavoro) riempi(anno, n int) {
	l.t.Helper()
	dal := periodo.MustParse(cifre(anno) + "-01-02")
	for range n {
		l.numero++
		var modulo any
		switch l.numero % 3 {
		case 0:
			m := l.Prestazioni(dal.String())
			modulo = m
		case 1:
			m := l.InStruttura(dal.String())
			modulo = m
		default:
			m := l.Economico(dal.String(), 5000)
			m.Dettagli.DataFine = dal.Piu(20)
			modulo = m
		}
		l.annota(attiva(l.t, l.ufficio, modulo))
	}
}

func (l *lavoro) annota(id, numero string) string {
	l.casi = append(l.casi, modelli.WorkflowIntervento(id))
	return numero
}

// accolta presents a domanda of a person and accepts all that it asks for; the
// richieste come back in order.
func (l *lavoro) accolta(chi persona, il periodo.Data, nature ...modelli.Natura) []string {
	l.t.Helper()
	m := l.Domanda(nature...)
	m.SoggettoID, m.DataPresentazione, m.Note = chi.id, il, "domanda riservata di "+chi.Nome
	id := bozza(l.t, l.ufficio, m)
	l.casi = append(l.casi, modelli.WorkflowDomanda(id))
	compi(l.t, l.ufficio, "/domande/"+id+"/presentazione", nil)
	avvio := l.avvio()
	avvio.ProtocolloData = il.Piu(1)
	compi(l.t, l.ufficio, "/domande/"+id+"/avvio", avvio)
	var out []string
	var e sigess.Esito
	for _, r := range richieste(l.t, l.ufficio, id) {
		e = compi(l.t, l.ufficio, r+"/esito", accetta())
		out = append(out, r[strings.LastIndex(r, "/")+1:])
	}
	if e.Stato != modelli.Accolta {
		l.t.Fatalf("domanda %s is %s, want ACCOLTA", e.Numero, e.Stato)
	}
	comunicazione := comunica()
	comunicazione.Data = il.Piu(10)
	compi(l.t, l.ufficio, "/domande/"+id+"/comunicazione", comunicazione)
	return out
}

// economico brings a person of fig. 33 from the domanda to the intervento,
// which must take the number.
func (l *lavoro) economico(cognome, dal string, importo euro.Importo, numero string) {
	l.t.Helper()
	chi := l.persone[cognome]
	m := l.Economico(dal, importo)
	m.Dettagli.SoggettoID = chi.id
	m.Dettagli.RichiestaID = l.accolta(chi, m.Dettagli.DataInizio.Piu(-20), modelli.Economico)[0]
	m.Modalita.Intestatario = chi.Cognome + " " + chi.Nome
	if got := l.annota(attiva(l.t, l.ufficio, m)); got != numero {
		l.t.Fatalf("intervento of %s has the number %s, want %s", dal, got, numero)
	}
}

// servizi asks for the other two kinds in one domanda and enters the accesses.
func (l *lavoro) servizi() {
	l.t.Helper()
	chi := l.persone["RICCIONI"]
	r := l.accolta(chi, periodo.MustParse("2024-01-08"), modelli.Prestazioni, modelli.Struttura)
	prestazioni, struttura := l.Prestazioni("2024-01-10"), l.InStruttura("2024-01-12")
	prestazioni.Dettagli.SoggettoID, prestazioni.Dettagli.RichiestaID = chi.id, r[0]
	struttura.Dettagli.SoggettoID, struttura.Dettagli.RichiestaID = chi.id, r[1]
	casa, n1 := attiva(l.t, l.ufficio, prestazioni)
	villa, n2 := attiva(l.t, l.ufficio, struttura)
	if n1+" "+n2 != "2024/36 2024/37" {
		l.t.Fatalf("numbers %s %s", n1, n2)
	}
	l.annota(casa, n1)
	l.annota(villa, n2)
	ore, pasti, presenza := misura.Minuti(90), misura.Quantita(250), misura.Quantita(100)
	for _, giorno := range []string{"2024-02-05", "2024-02-12", "2024-02-19", "2024-02-26"} {
		l.accesso(casa, giorno, modelli.ModuloAccesso{Prestazione: "ASS_DOM", Minuti: &ore})
		l.accesso(casa, giorno, modelli.ModuloAccesso{Prestazione: "PASTO", Quantita: &pasti})
	}
	for _, giorno := range []string{"2024-02-01", "2024-02-02", "2024-02-03", "2024-02-04"} {
		l.accesso(villa, giorno, modelli.ModuloAccesso{Prestazione: "RETTA", Quantita: &presenza})
	}
	fa[struct{}](l.t, l.ufficio, http.MethodDelete, "/interventi/"+villa+"/accessi/2024-02-04/RETTA", nil)
	l.accesso(villa, "2024-03-01", modelli.ModuloAccesso{Prestazione: "RETTA", Quantita: &presenza}) // another month
	tab := leggi[sigess.Tabellone](l.t, l.ufficio, "/tabellone?mese=2024-02&righe=20&tipoInterventoId="+l.Tipo[modelli.Struttura])
	var quanti int
	for _, riga := range tab.Righe {
		quanti += len(riga.Accessi)
	}
	if quanti != 3 {
		l.t.Errorf("%d presences in the tabellone, want 3", quanti)
	}
}

func (l *lavoro) accesso(intervento, giorno string, m modelli.ModuloAccesso) {
	l.t.Helper()
	fa[sigess.Accesso](l.t, l.ufficio, http.MethodPut, "/interventi/"+intervento+"/accessi/"+giorno, m)
}

// formula pays somebody whose name a spreadsheet would compute.
func (l *lavoro) formula() {
	l.t.Helper()
	p := persona{id: uuid.NewString(), ModuloSoggetto: persone.ModuloSoggetto{EnteID: l.Comune, Cognome: "=1+1", Nome: "Maria", Sesso: "F",
		DataNascita: periodo.MustParse("1970-12-15")}}
	fa[anagrafe.Soggetto](l.t, l.ufficio, http.MethodPut, "/soggetti/"+p.id, p.ModuloSoggetto)
	m := l.Economico("2024-02-01", 5700)
	m.Dettagli.SoggettoID = p.id
	l.annota(attiva(l.t, l.ufficio, m))
}

// liquida runs the accounting, confirms it and downloads the list, twice.
func (l *lavoro) liquida(m modelli.ModuloElaborazione) *elenco {
	l.t.Helper()
	e := elabora(l.t, l.contabile, m)
	l.casi = append(l.casi, modelli.WorkflowElaborazione(e.ID))
	if e.Stato != modelli.Provvisoria || e.ConElenco {
		l.t.Errorf("before the confirmation: %+v", e)
	}
	percorso := "/elaborazioni/" + e.ID
	compi(l.t, l.contabile, percorso+"/conferma", modelli.ModuloConferma{})
	attendi(l.t, pazienza, "Excel list", func() bool {
		e = leggi[sigess.Elaborazione](l.t, l.contabile, percorso)
		return e.ConElenco
	})
	var file []byte
	for range 2 {
		r, err := l.contabile.invia(l.t.Context(), http.MethodGet, percorso+"/elenco", "", nil)
		riesce(l.t, err)
		if !r.riuscita() || file != nil && string(file) != string(r.corpo) {
			l.t.Fatalf("download: status %d, %d bytes, before %d", r.stato, len(r.corpo), len(file))
		}
		file = r.corpo
		l.stessaSomma(e.ID, r)
	}
	return apriElenco(l.t, file, e)
}

// stessaSomma compares the digest that the answer announces with that of the
// bytes and with the one stored.
func (l *lavoro) stessaSomma(elaborazione string, r risposta) {
	l.t.Helper()
	somma := sha256.Sum256(r.corpo)
	d, err := models.Una[struct {
		SHA256 []byte `gorm:"column:sha256"`
	}](l.DB, "no document",
		`SELECT d.sha256 FROM documento d JOIN elaborazione e ON e.documento_id = d.id WHERE e.id = ?`, elaborazione)
	riesce(l.t, err)
	annunciata := r.intestazioni.Get("Repr-Digest")
	if string(d.SHA256) != string(somma[:]) || annunciata != "sha-256=:"+base64.StdEncoding.EncodeToString(somma[:])+":" {
		l.t.Errorf("sha256 of the bytes %s, stored %s, announced %s", hex.EncodeToString(somma[:]), hex.EncodeToString(d.SHA256), annunciata)
	}
}
