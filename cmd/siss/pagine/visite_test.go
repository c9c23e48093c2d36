package pagine

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"gorm.io/gorm"

	"siss/models"
)

// insieme is how many operatori ask at once.
const insieme = 16

// ruolo is who asks: operatori of a ruolo in enti of some tipi.
type ruolo struct {
	nome, ruolo string
	tipi        []string
}

var (
	amministrativi = ruolo{"operatore amministrativo", "OPERATORE_AMMINISTRATIVO", []string{"COMUNE", "MUNICIPIO"}}
	assistenti     = ruolo{"assistente sociale", "ASSISTENTE_SOCIALE", []string{"COMUNE", "MUNICIPIO"}}
	coordinatori   = ruolo{"coordinatore", "COORDINATORE", []string{"COMUNE", "MUNICIPIO"}}
	diDistretto    = ruolo{"coordinatore di distretto", "COORDINATORE", []string{"DISTRETTO"}}
	contabili      = ruolo{"responsabile contabile", "RESPONSABILE_CONTABILE", []string{"DISTRETTO"}}
	contabiliRoma  = ruolo{"resp. contabile di Roma", "RESPONSABILE_CONTABILE", []string{"ROMA"}}
)

// utente is an operatore with the enti whose cases are seen, the largest first.
type utente struct {
	id    string
	enti  []string
	ruolo ruolo
}

// utenti are insieme operatori of a ruolo: two of the largest enti, the others
// by chance, as many in an ente as it has.
func utenti(t testing.TB, db *gorm.DB, r ruolo) []utente {
	t.Helper()
	tipi, roma := r.tipi, false
	if r.tipi[0] == "ROMA" {
		tipi, roma = []string{"DISTRETTO"}, true
	}
	righe, err := models.Tutte[struct{ OperatoreID, EnteID string }](db, `SELECT operatore_id, ente_id FROM (
			SELECT a.operatore_id, a.ente_id, row_number() OVER (ORDER BY (SELECT count(*) FROM abilitazione x WHERE x.ente_id = a.ente_id) DESC, a.ente_id, a.id) AS n
			FROM abilitazione a JOIN ente e ON e.id = a.ente_id WHERE a.ruolo = ? AND e.tipo IN ? AND (NOT ? OR e.codice = 'DIST01')) x
		ORDER BY n > 2, md5(operatore_id::text) LIMIT ?`, r.ruolo, tipi, roma, insieme)
	riesce(t, err)
	out := make([]utente, insieme)
	for n := range out {
		u := righe[n%len(righe)]
		enti, err := models.Tutte[string](db, `SELECT e.id FROM ente e JOIN soggetto s ON s.ente_id = e.id WHERE (e.id = ? OR e.padre_id = ?) AND s.codice = 1
			ORDER BY (SELECT ultimo FROM contatore c WHERE c.ente_id = e.id AND serie = 'SOGGETTO') DESC`, u.EnteID, u.EnteID)
		riesce(t, err)
		out[n] = utente{id: u.OperatoreID, enti: enti, ruolo: r}
	}
	return out
}

// pagina is what is measured: some addresses, asked by operatori of some ruoli.
// massimo is the bar of its p99, 0 for none.
type pagina struct {
	nome    string
	rotta   string // that must exist: a page of a later version is left out
	massimo float64
	ruoli   []ruolo
	visite  func(t testing.TB, db *gorm.DB, c *rand.Rand, u utente) []string
}

// tutti are the ruoli that work in the pages.
var tutti = []ruolo{amministrativi, assistenti, coordinatori, diDistretto, contabili}

// misurate are the pages of the benchmark.
var misurate = []pagina{
	{"home", "/", 100, tutti, fisse("/")},
	{"home, filtrata", "/", 100, tutti, fisse("/?lista=miei", "/?lista=uffici", "/?lista=uffici&pagina=2", "/?lista=uffici&tipo=VALUTA_DOMANDA", "/?tipo=AVVIA_ISTRUTTORIA")},
	{"soggetti, per nome", "/soggetti", 0, tutti[:4], cercate(perNome)},
	{"soggetti, per codice", "/soggetti", 0, tutti[:4], cercate(perCodice)},
	{"cerca ovunque", "/cerca", 0, tutti[:4], cercate(ovunque)},
	{"suggerimenti", "/cerca/suggerimenti", 0, tutti[:4], cercate(suggerite)},
	{"domanda", "/domande/:id", 0, tutti[:4], domande},
	{"tabellone", "/tabellone", 0, tutti[:4], tabelloni},
	{"elaborazione", "/elaborazioni/:id", 0, []ruolo{diDistretto, contabili}, elaborazioni},
	{"elaborazione di Roma", "/elaborazioni/:id", 0, []ruolo{contabiliRoma}, elaborazioni},
}

func fisse(indirizzi ...string) func(testing.TB, *gorm.DB, *rand.Rand, utente) []string {
	return func(testing.TB, *gorm.DB, *rand.Rand, utente) []string { return indirizzi }
}

// variazioni is how many persons or cases of an ente each operatore asks for.
const variazioni = 6

// persona is somebody to look for.
type persona struct{ Cognome, Nome, CodiceFiscale, Codice string }

// cercate looks for persons of the enti, chosen by chance: the more common a
// name, the more often it is looked for.
func cercate(come func(c *rand.Rand, p persona) string) func(testing.TB, *gorm.DB, *rand.Rand, utente) []string {
	return func(t testing.TB, db *gorm.DB, c *rand.Rand, u utente) []string {
		t.Helper()
		var out []string
		for range variazioni {
			p, err := models.Una[persona](db, "nobody in the ente", `SELECT cognome, nome, codice_fiscale, codice::text FROM soggetto
				WHERE ente_id = ? AND codice > ? * (SELECT ultimo - 1 FROM contatore WHERE ente_id = ? AND serie = 'SOGGETTO') ORDER BY codice LIMIT 1`,
				u.ente(c), c.Float64(), u.ente(c))
			if models.KindOf(err) == models.NotFound {
				p, err = persona{"ROSSI", "MARIA", "RSSMRA", "1"}, nil
			}
			riesce(t, err)
			out = append(out, come(c, p))
		}
		return out
	}
}

// ente is one of the enti of who asks, the largest half of the times.
func (u utente) ente(c *rand.Rand) string {
	if c.IntN(2) == 0 {
		return u.enti[0]
	}
	return u.enti[c.IntN(len(u.enti))]
}

// perNome is the search mask: cognome alone, both, the beginning of a name, a
// letter mistaken.
func perNome(c *rand.Rand, p persona) string {
	q := url.Values{"cognome": {strings.ToLower(p.Cognome)}}
	switch c.IntN(4) {
	case 0:
		q.Set("nome", p.Nome)
	case 1:
		q.Set("cognome", p.Cognome[:min(len(p.Cognome), 4)])
	case 2:
		n := len(p.Cognome) / 2
		q.Set("cognome", p.Cognome[:n]+p.Cognome[n+1:])
		q.Set("nome", p.Nome)
	}
	return "/soggetti?" + q.Encode()
}

// perCodice is the search mask: codice fiscale, whole or begun, or codice.
func perCodice(c *rand.Rand, p persona) string {
	switch c.IntN(3) {
	case 0:
		return "/soggetti?codiceFiscale=" + p.CodiceFiscale
	case 1:
		return "/soggetti?codiceFiscale=" + p.CodiceFiscale[:min(len(p.CodiceFiscale), 8)]
	}
	return "/soggetti?codice=" + p.Codice
}

func ovunque(c *rand.Rand, p persona) string {
	return "/cerca?q=" + url.QueryEscape([]string{p.Cognome + " " + p.Nome, p.Cognome, p.CodiceFiscale}[c.IntN(3)])
}

// suggerite is what has been typed after some letters.
func suggerite(c *rand.Rand, p persona) string {
	testo := []rune(p.Cognome + " " + p.Nome)
	return "/cerca/suggerimenti?q=" + url.QueryEscape(strings.ToLower(string(testo[:min(len(testo), 3+c.IntN(6))])))
}

func domande(t testing.TB, db *gorm.DB, c *rand.Rand, u utente) []string {
	t.Helper()
	var out []string
	for range variazioni {
		ente := u.ente(c)
		righe, err := models.Tutte[string](db, `SELECT '/domande/' || id FROM domanda WHERE ente_id = ? AND numero IS NOT NULL AND data_presentazione <= current_date - ?::int
			ORDER BY data_presentazione DESC, id LIMIT 1`, ente, c.IntN(120))
		riesce(t, err)
		out = append(out, righe...)
	}
	return out
}

func tabelloni(t testing.TB, db *gorm.DB, c *rand.Rand, u utente) []string {
	t.Helper()
	mese, err := models.Una[struct{ Mese string }](db, "no run", `SELECT to_char(max(dal), 'YYYY-MM') AS mese FROM elaborazione`)
	riesce(t, err)
	var out []string
	for n := range 3 {
		out = append(out, fmt.Sprintf("/tabellone?mese=%s&righe=20&pagina=%d", mese.Mese, n+1))
	}
	return out
}

// elaborazioni are the last runs of who asks, at some of their pages.
func elaborazioni(t testing.TB, db *gorm.DB, c *rand.Rand, u utente) []string {
	t.Helper()
	runs, err := models.Tutte[struct {
		ID        string
		Movimenti int
	}](db, `SELECT e.id, e.movimenti FROM elaborazione e JOIN abilitazione a ON a.ente_id = e.ente_id WHERE a.operatore_id = ? ORDER BY e.stato DESC`, u.id)
	riesce(t, err)
	var out []string
	for _, e := range runs {
		out = append(out, "/elaborazioni/"+e.ID, fmt.Sprintf("/elaborazioni/%s?pagina=%d", e.ID, 1+c.IntN(max(1, e.Movimenti/50))))
	}
	return out
}
