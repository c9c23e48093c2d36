package dimostrazione

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"

	"siss/models/assa"
	"siss/models/euro"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
)

// tariffario is what an intervento needs to know of a price list.
type tariffario struct {
	id        string
	erogatore string
	struttura string
}

// retta is the only prestazione of a structure: a day of presence.
const retta = "RETTA"

// listini are the price lists of the enti erogatori, one each.
var listini = []struct {
	codice, denominazione, erogatore string
	ivaInclusa                       bool
	voci                             []sigess.Voce
}{
	{"TAR-DOM", "Servizi domiciliari", "Cooperativa sociale Il Girasole", false, []sigess.Voce{
		voce("SAD-ORA", "Assistenza domiciliare, ora feriale", "ORA", "21,69", "5"),
		voce("SAD-FES", "Assistenza domiciliare, ora festiva", "ORA", "24,85", "5"),
		voce("IGIENE", "Igiene personale, accesso", "ACCESSO", "18,50", "0"),
		voce("PASTO", "Pasto a domicilio", "PASTO", "7,20", "10"),
	}},
	{"TAR-EDU", "Servizi educativi", "Cooperativa sociale Arcobaleno", false, []sigess.Voce{
		voce("EDU-ORA", "Educatore a domicilio, ora", "ORA", "23,4050", "5"),
		voce("AEC-ORA", "Assistente a scuola, ora", "ORA", "22,15", "5"),
	}},
	{"TAR-TRA", "Trasporto e teleassistenza", "Consorzio Vie Aperte", true, []sigess.Voce{
		voce("TRASP", "Trasporto sociale, viaggio", "ACCESSO", "12,60", "10"),
		voce("TELE", "Contatto di teleassistenza", "ACCESSO", "2,35", "22"),
	}},
}

func voce(prestazione, denominazione, unita, tariffa, iva string) sigess.Voce {
	t, err := euro.ParseTariffa(tariffa)
	if err != nil {
		panic(fmt.Sprintf("demo: price of %s: %v", prestazione, err))
	}
	i, err := euro.ParseAliquota(iva)
	if err != nil {
		panic(fmt.Sprintf("demo: IVA of %s: %v", prestazione, err))
	}
	return sigess.Voce{Prestazione: prestazione, Denominazione: denominazione, Unita: unita, Tariffa: t, AliquotaIVA: i, Dal: inizioServizio}
}

// operative are the structures that may be chosen, one for each tipo, and
// fermi those that may not: authorised once, and then what provvedimento says.
var (
	operative = []struct{ tipo, nome, tariffa, iva string }{
		{"STR-01", "La Locanda", "31,00", "0"}, {"STR-02", "Porto Sicuro", "35,00", "5"}, {"STR-03", "Orizzonti", "85,00", "5"},
		{"STR-04", "Il Bruco", "28,50", "0"}, {"STR-05", "Ponte Lungo", "33,50", "0"}, {"STR-06", "Villa Serena", "64,00", "5"},
		{"STR-07", "La Quercia", "110,40", "5"}, {"STR-08", "Casa Futura", "124,00", "0"}, {"STR-09", "Casa delle Viole", "72,00", "0"},
		{"STR-10", "Il Cortile", "27,50", "5"}, {"STR-11", "Il Melograno", "61,80", "0"}, {"STR-12", "Le Betulle", "58,50", "5"},
		{"STR-13", "Il Nido di Rondine", "98,00", "5"}, {"STR-14", "San Benedetto", "92,00", "5"},
	}
	ferme = []struct {
		tipo, nome, provvedimento string
		giorni                    int // ago
	}{
		{"STR-06", "Villa dei Cedri", "SOSPENSIONE", 60}, {"STR-12", "Il Tiglio", "SOSPENSIONE", 25},
		{"STR-07", "Il Faro", "SCADENZA", 90}, {"STR-11", "L'Aquilone", "SCADENZA", 200},
		{"STR-10", "Il Pergolato", "CHIUSURA", 120}, {"STR-14", "Santa Rita", "REVOCA", 150},
	}
)

func (a *autore) offerta() {
	r := a.caso("offerta")
	for n, s := range operative {
		a.struttura(r, n, s.tipo, s.nome)
	}
	for n, s := range ferme {
		a.fermata(a.struttura(r, len(operative)+n, s.tipo, s.nome), s.provvedimento, a.Oggi.Piu(-s.giorni))
	}
	for _, d := range a.distretti {
		for _, l := range listini {
			e := sigess.Erogatore{ID: a.id("erogatore/%d/%s", d.n, l.codice), EnteID: d.ente, Denominazione: l.erogatore,
				PartitaIVA: PartitaIVA(r), IBAN: IBAN(r), Dal: inizioServizio}
			a.Erogatori = append(a.Erogatori, e)
			t := a.listino(d, l.codice, l.denominazione, l.voci)
			t.Natura, t.ErogatoreID, t.IVAInclusa = sigess.Prestazioni, &e.ID, l.ivaInclusa
			d.tariffari[l.codice] = tariffario{id: t.ID, erogatore: e.ID}
		}
		for n, s := range operative {
			t := a.listino(d, "RETTA-"+s.tipo, "Retta "+s.nome, a.rette(s.tariffa, s.iva))
			t.Natura, t.StrutturaID = sigess.Struttura, &a.Strutture[n].ID
			d.tariffari[s.tipo] = tariffario{id: t.ID, struttura: a.Strutture[n].ID}
		}
	}
}

// rette prices a day of presence; the price rose by two euro with this year.
func (a *autore) rette(tariffa, iva string) []sigess.Voce {
	nuova := voce(retta, "Retta giornaliera", "GIORNATA", tariffa, iva)
	vecchia := nuova
	const dueEuro = 20_000
	vecchia.Tariffa -= dueEuro
	nuova.Dal = periodo.MustParse(fmt.Sprintf("%d-01-01", a.Oggi.Anno()))
	vecchia.Al = nuova.Dal.Piu(-1)
	return []sigess.Voce{vecchia, nuova}
}

// listino adds a price list to those of a district.
func (a *autore) listino(d *distretto, codice, denominazione string, voci []sigess.Voce) *sigess.Tariffario {
	t := sigess.Tariffario{ID: a.id("tariffario/%d/%s", d.n, codice), EnteID: d.ente, Codice: codice, Denominazione: denominazione, Dal: inizioServizio}
	a.Tariffari = append(a.Tariffari, t)
	for n, v := range voci {
		v.ID, v.EnteID, v.TariffarioID = a.id("voce/%d/%s/%d", d.n, codice, n), d.ente, t.ID
		a.Voci = append(a.Voci, v)
	}
	return &a.Tariffari[len(a.Tariffari)-1]
}

// struttura registers a structure, authorised and accredited, by a comune.
func (a *autore) struttura(r *rand.Rand, n int, tipo, nome string) assa.Struttura {
	dove := scegli(r, comuniDiNascita)
	s := assa.Struttura{ID: a.id("struttura/%d", n), EnteID: a.comuni[n%len(a.comuni)].ente, Codice: fmt.Sprintf("ASSA-%04d", n+1),
		Denominazione: nome, Tipologia: a.tipi[tipo].TipologiaStruttura, CodiceIstat: dove.CodiceIstat,
		Indirizzo: fmt.Sprintf("%s, %d", scegli(r, strade), tra(r, 1, 90)), Gestore: "Cooperativa sociale " + nome,
		GestorePartitaIVA: PartitaIVA(r), GestoreIBAN: IBAN(r), Posti: tra(r, 8, 40)}
	a.Strutture = append(a.Strutture, s)
	autorizzata := giorno(r, periodo.MustParse("2020-02-01"), periodo.MustParse("2022-12-31"))
	a.provvedimento(s, "AUTORIZZAZIONE", autorizzata, periodo.Data{})
	a.provvedimento(s, "ACCREDITAMENTO", autorizzata.Piu(tra(r, 60, 200)), periodo.Data{})
	return s
}

func (a *autore) provvedimento(s assa.Struttura, tipo string, dal, al periodo.Data) {
	n := len(a.Provvedimenti)
	a.Provvedimenti = append(a.Provvedimenti, assa.Provvedimento{ID: a.id("provvedimento/%d", n), EnteID: s.EnteID, StrutturaID: s.ID,
		Tipo: tipo, Numero: fmt.Sprintf("%d/%d", 100+n, dal.Anno()), Dal: dal, Al: al})
}

// fermata says why a structure may no longer be chosen from a day on.
func (a *autore) fermata(s assa.Struttura, provvedimento string, dal periodo.Data) {
	if provvedimento != "SCADENZA" {
		a.provvedimento(s, provvedimento, dal, periodo.Data{})
		return
	}
	for n := range a.Provvedimenti {
		if a.Provvedimenti[n].StrutturaID == s.ID {
			a.Provvedimenti[n].Al = dal
		}
	}
}

// PartitaIVA invents a number; its last digit is found by trial, since package
// fiscale knows which is right.
func PartitaIVA(r *rand.Rand) fiscale.PartitaIVA {
	radice := fmt.Sprintf("9%09d", r.IntN(1_000_000_000))
	for cifra := range 10 {
		if p, err := fiscale.ParsePartitaIVA(fmt.Sprintf("%s%d", radice, cifra)); err == nil {
			return p
		}
	}
	panic("demo: no check digit fits a partita IVA")
}

// abiInventato belongs to no bank.
const abiInventato = "99999"

// IBAN invents an Italian account; its CIN is found by trial.
func IBAN(r *rand.Rand) fiscale.IBAN {
	conto := fmt.Sprintf("%s%05d%012d", abiInventato, r.IntN(100_000), r.IntN(1_000_000_000))
	for cin := 'A'; cin <= 'Z'; cin++ {
		bban := string(cin) + conto
		if i, err := fiscale.ParseIBAN(fmt.Sprintf("IT%02d%s", controlloIBAN(bban), bban)); err == nil {
			return i
		}
	}
	panic("demo: no CIN fits an account")
}

// controlloIBAN makes the check digits of ISO 13616 for an Italian account.
func controlloIBAN(bban string) int64 {
	var cifre strings.Builder
	for _, c := range bban + "IT00" {
		if c >= 'A' {
			fmt.Fprintf(&cifre, "%d", c-'A'+10)
		} else {
			cifre.WriteRune(c)
		}
	}
	n, ok := new(big.Int).SetString(cifre.String(), 10)
	if !ok {
		panic("demo: an account with odd characters")
	}
	return 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
}
