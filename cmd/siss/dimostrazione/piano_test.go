package dimostrazione_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"siss/cmd/siss/catalogo"
	"siss/cmd/siss/dimostrazione"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

var oggi = periodo.MustParse("2026-11-22")

func piano(seme uint64) *dimostrazione.Piano {
	return dimostrazione.Nuovo(seme, oggi, catalogo.Tipi())
}

func TestTheSameSeedMakesTheSamePlan(t *testing.T) {
	testo := func(p *dimostrazione.Piano) string {
		b, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	primo := testo(piano(1))
	if primo != testo(piano(1)) {
		t.Error("two plans of seed 1 differ")
	}
	if primo == testo(piano(2)) {
		t.Error("seeds 1 and 2 make the same plan")
	}
}

func TestThePlanHasWhatTheDemoPromisesForAnySeedAndDay(t *testing.T) {
	for _, giorno := range []string{"2026-01-01", "2026-03-31", "2026-11-22", "2028-02-29"} {
		for seme := range uint64(2) {
			p := dimostrazione.Nuovo(seme, periodo.MustParse(giorno), catalogo.Tipi())
			got := map[string]int{"enti": len(p.Enti), "strutture": len(p.Strutture), "soggetti": len(p.Soggetti),
				"domande": len(p.Domande), "interventi": len(p.Interventi)}
			want := map[string]int{"enti": 7, "strutture": 20, "soggetti": 2000, "domande": 500, "interventi": 300}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("seed %d on %s (-want +got):\n%s", seme, giorno, diff)
			}
		}
	}
}

func TestDomandeAreInEveryState(t *testing.T) {
	got := map[sigess.Stato]int{}
	for _, d := range piano(1).Domande {
		got[d.Stato]++
	}
	want := map[sigess.Stato]int{sigess.Bozza: 40, sigess.Presentata: 50, sigess.InIstruttoria: 70, sigess.Accolta: 90,
		sigess.AccoltaParz: 30, sigess.Respinta: 30, sigess.Chiusa: 190}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("domande by state (-want +got):\n%s", diff)
	}
}

func TestInterventiAreOfTheThreeKindsAndFates(t *testing.T) {
	kinds, fates, daRichiesta := map[string]int{}, map[string]int{}, 0
	for _, i := range piano(1).Interventi {
		d := i.Dettagli()
		stato, _ := sigess.StatoAl(periodo.Intervallo{Dal: d.DataInizio, Al: d.DataFine}, nil, oggi)
		switch {
		case i.Bozza:
			stato = sigess.Bozza
		case i.Termine != nil:
			stato = sigess.Concluso
		case i.Sospensione != nil && i.Sospensione.Al.IsZero():
			stato = sigess.Sospeso
		}
		fates[string(stato)]++
		if i.Domanda != nil {
			daRichiesta++
		}
		switch {
		case i.Economico != nil:
			kinds["economici"]++
		case i.Prestazioni != nil:
			kinds["con prestazioni"]++
		default:
			kinds["in struttura"]++
		}
	}
	t.Log(kinds, fates)
	if daRichiesta != 240 {
		t.Errorf("%d interventi come from a richiesta, want 240", daRichiesta)
	}
	for k, n := range kinds {
		if n < 40 {
			t.Errorf("only %d interventi %s", n, k)
		}
	}
	for _, s := range []sigess.Stato{sigess.Bozza, sigess.DaAttivare, sigess.Attivo, sigess.Sospeso, sigess.Concluso} {
		if fates[string(s)] == 0 {
			t.Errorf("no intervento is %s", s)
		}
	}
}

func TestPeopleHaveValidCodesAndNobodyIsTwiceInAComune(t *testing.T) {
	p := piano(1)
	visti := map[string]bool{}
	for n, s := range p.Soggetti {
		cf, err := fiscale.ParseCodice(s.Modulo.CodiceFiscale.String())
		if err != nil || cf != s.Modulo.CodiceFiscale {
			t.Errorf("soggetto %d has a wrong codice fiscale: %v", n, err)
		}
		chiave := s.Modulo.EnteID + s.Modulo.CodiceFiscale.String()
		if visti[chiave] {
			t.Errorf("soggetto %d is twice in its comune", n)
		}
		visti[chiave] = true
		ammesso(t, &s.Modulo)
		ammesso(t, &s.Residenza)
	}
	for _, r := range p.Relazioni {
		ammesso(t, &r.Modulo)
	}
	for n, o := range p.Operatori {
		if _, err := fiscale.ParseCodice(o.CodiceFiscale); err != nil {
			t.Errorf("operatore %d has a wrong codice fiscale: %v", n, err)
		}
	}
}

func TestEveryFormIsAcceptedByItsOwnRules(t *testing.T) {
	p := piano(1)
	for _, d := range p.Domande {
		ammesso(t, &d.Modulo)
		facoltativo(t, d.Avvio)
		facoltativo(t, d.Assegnazione)
		facoltativo(t, d.Comunicazione)
		for _, e := range d.Esiti {
			ammesso(t, &e)
		}
	}
	for _, i := range p.Interventi {
		if i.Domanda != nil {
			i.Dettagli().RichiestaID = uuid.NewString()
		}
		facoltativo(t, i.Economico)
		facoltativo(t, i.Prestazioni)
		facoltativo(t, i.Struttura)
		facoltativo(t, i.Sospensione)
		facoltativo(t, i.Termine)
		for _, x := range i.Accessi {
			ammesso(t, &x.Modulo)
		}
	}
	ammesso(t, &p.Chiusura.Modulo)
}

func facoltativo[F any](t *testing.T, f *F) {
	t.Helper()
	if f != nil {
		ammesso(t, f)
	}
}

func ammesso[F any](t *testing.T, f *F) {
	t.Helper()
	if problemi := form.Valida(f); len(problemi) > 0 {
		t.Errorf("%T: %v", *f, problemi)
	}
}

// Manual, figg. 12 and 21.
func TestTheFirstPersonOfComune1IsRossiMario(t *testing.T) {
	p := piano(1)
	s := p.Soggetti[0]
	got := fmt.Sprintf("%s %s %s %s %s", s.Modulo.Cognome, s.Modulo.Nome, s.Modulo.Sesso, s.Modulo.DataNascita.Italiana(), s.Modulo.CodiceFiscale)
	if want := "ROSSI MARIO M 11/07/1986 RSSMRA86L11H501E"; got != want {
		t.Errorf("first person = %s, want %s", got, want)
	}
	if s.Modulo.EnteID != enteDi(t, p, "SIGESS_COM1").ID {
		t.Error("the first person is not of Comune 1")
	}
}

// Manual, fig. 10.
func TestADomandaIsFollowedAsInFigure10(t *testing.T) {
	p := piano(1)
	for _, d := range p.Domande {
		if d.Modulo.SeguitaDal != "21/10/2024 18:32" {
			continue
		}
		n := slices.IndexFunc(p.Uffici, func(u anagrafe.UO) bool { return u.ID == d.Modulo.UOID })
		o := slices.IndexFunc(p.Operatori, func(o anagrafe.Operatore) bool { return o.ID == d.Operatore })
		if p.Uffici[n].Nome() != "SIGESS_COM1 - Comune 1" || p.Operatori[o].Nominativo() != "D'Arco Giovanna" || d.Assegnazione != nil {
			t.Errorf("the domanda of 21/10/2024 18:32 is followed by %s, %s", p.Uffici[n].Nome(), p.Operatori[o].Nominativo())
		}
		if d.Modulo.DataPresentazione != periodo.MustParse("2024-10-21") {
			t.Errorf("it is presented on %s", d.Modulo.DataPresentazione)
		}
		return
	}
	t.Error("no domanda is followed from 21/10/2024 18:32")
}

// Manual, fig. 28: page 2 of 5 rows of the tabellone of August 2024, 20 in all,
// for who works in Comune 1 and for who works in its district.
func TestTheTabelloneOfAugust2024IsThatOfFigure28(t *testing.T) {
	p := piano(1)
	var righe []string
	agosto := periodo.MustParseMese("2024-08")
	for _, i := range p.Interventi {
		d := i.Dettagli()
		if i.Economico != nil || d.DataInizio.Dopo(agosto.Fine()) || !d.DataFine.IsZero() && d.DataFine.Prima(agosto.Inizio()) {
			continue
		}
		s := soggettoDi(t, p, d.SoggettoID)
		righe = append(righe, s.Cognome+" "+s.Nome+" ("+s.DataNascita.Italiana()+")")
		if tipo := catalogo.Tipi()[12]; tipo.Codice != "PRE-01" || d.TipoInterventoID != tipo.ID {
			t.Errorf("a row of August 2024 is of another tipo")
		}
	}
	slices.Sort(righe)
	if len(righe) != 20 {
		t.Fatalf("%d rows, want 20", len(righe))
	}
	want := []string{"RICCIONI ANNA (23/11/1980)", "ROSSI ALESSIO (02/02/2000)", "ROSSI MARIO (11/07/1986)", "ROSSI MARIO (11/07/1986)", "ROSSI PIERO (05/05/2000)"}
	if diff := cmp.Diff(want, righe[5:10]); diff != "" {
		t.Errorf("rows 6 - 10 (-want +got):\n%s", diff)
	}
}

// Manual, fig. 33: numbers follow from the order of activation.
func TestTheRowsOfFigure33AreThePlans(t *testing.T) {
	p := piano(1)
	contatori := map[string]int{}
	var got []string
	for _, i := range p.Interventi {
		if i.Bozza {
			continue
		}
		contatori[i.Serie()]++
		d := i.Dettagli()
		if i.Economico == nil || d.TipoInterventoID != catalogo.Tipi()[0].ID {
			continue
		}
		s := soggettoDi(t, p, d.SoggettoID)
		righe, _ := sigess.Calcola(sigess.Caso{Natura: sigess.Economico, Span: periodo.Intervallo{Dal: d.DataInizio, Al: d.DataFine},
			Regole: []sigess.Regola{{Progressivo: 1, Frequenza: i.Economico.Regole[0].Frequenza, Importo: i.Economico.Regole[0].Importo,
				CriterioRateo: sigess.Criterio(i.Economico.Regole[0].CriterioRateo)}}}, p.Chiusura.Modulo.Dal)
		got = append(got, fmt.Sprintf("%s %s (%s) %d/%d del %s %s", s.Cognome, s.Nome, s.DataNascita.Italiana(), d.DataInizio.Anno(),
			contatori[i.Serie()], d.DataInizio.Italiana(), righe[0].Totale))
	}
	slices.Sort(got)
	want := strings.Split(`BIANCHI MARIA (15/12/2000) 2024/13 del 01/01/2024 150,00
BIANCHI MARIA (15/12/2000) 2024/35 del 05/01/2024 100,00
RICCIONI ANNA (23/11/1980) 2024/15 del 05/01/2024 123,00
ROSSI MARIO (11/07/1986) 2023/4 del 01/09/2023 100,00
ROSSINI LORENZO (19/12/2000) 2024/14 del 01/01/2024 250,00
ROSSINI LORENZO (19/12/2000) 2024/20 del 01/02/2024 240,00`, "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows of fig. 33 (-want +got):\n%s", diff)
	}
}

func enteDi(t *testing.T, p *dimostrazione.Piano, codice string) anagrafe.Ente {
	t.Helper()
	n := slices.IndexFunc(p.Enti, func(e anagrafe.Ente) bool { return e.Codice == codice })
	if n < 0 {
		t.Fatalf("no ente %s", codice)
	}
	return p.Enti[n]
}

func soggettoDi(t *testing.T, p *dimostrazione.Piano, id string) anagrafe.ModuloSoggetto {
	t.Helper()
	n := slices.IndexFunc(p.Soggetti, func(s *dimostrazione.Soggetto) bool { return s.ID == id })
	if n < 0 {
		t.Fatal("an intervento of nobody")
	}
	return p.Soggetti[n].Modulo
}
