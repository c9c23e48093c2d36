package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// capitoli are the features of the manual's chapters 1 to 9: how many each
// prefix has (domain a.1).
var capitoli = map[string]int{"ACC": 4, "ANA": 13, "DOM": 20, "ECO": 21, "PRE": 13, "STR": 16, "TAB": 14, "CON": 14, "SUP": 2}

// idFunzione is how a row of the table begins.
var idFunzione = regexp.MustCompile(`^\| [A-Z]{3}-[0-9]{2} `)

// rigaCopertura is a row of docs/copertura.md: id, what it is, page, test.
var rigaCopertura = regexp.MustCompile("^\\| ([A-Z]{3}-[0-9]{2}) \\| ([^|]+) \\| ([^|]+) \\| ((?:`Test[A-Za-z0-9]+`(?:, )?)+) \\|$")

// riga is a feature as docs/copertura.md has it, with the tests that show it.
type riga struct {
	id    string
	prove []string
}

// tabellaCopertura reads the rows of docs/copertura.md, and says of each that is
// not one.
func tabellaCopertura(testo string) (righe []riga, errate []string) {
	for linea := range strings.Lines(testo) {
		m := rigaCopertura.FindStringSubmatch(strings.TrimSpace(linea))
		if m == nil {
			if idFunzione.MatchString(linea) {
				errate = append(errate, "this row is not id, feature, page, tests: "+strings.TrimSpace(linea))
			}
			continue
		}
		r := riga{id: m[1]}
		for _, prova := range strings.Split(m[4], ", ") {
			r.prove = append(r.prove, strings.Trim(prova, "`"))
		}
		righe = append(righe, r)
	}
	return righe, errate
}

// Each feature of the operator's manual stands in docs/copertura.md with its
// page and with tests of this package. That the tests do show it is seen when
// all have run, by TestMain.
func TestEachFeatureOfTheManualHasAPageAndATest(t *testing.T) {
	t.Parallel()
	testo, err := os.ReadFile(filepath.Join(radice(t), "docs", "copertura.md"))
	if err != nil {
		t.Fatal(err)
	}
	righe, errate := tabellaCopertura(string(testo))
	for _, e := range errate {
		t.Error(e)
	}
	viste := map[string]bool{}
	for _, r := range righe {
		if viste[r.id] {
			t.Errorf("%s is there twice", r.id)
		}
		viste[r.id] = true
		if n, err := strconv.Atoi(r.id[4:]); err != nil || n < 1 || n > capitoli[r.id[:3]] {
			t.Errorf("%s is not a feature of the manual", r.id)
		}
	}
	for prefisso, n := range capitoli {
		for i := 1; i <= n; i++ {
			if id := fmt.Sprintf("%s-%02d", prefisso, i); !viste[id] {
				t.Errorf("%s has no row", id)
			}
		}
	}
}

// coperte are the steps of all the tests of this run.
var coperte registroCopertura

// registroCopertura notes which features each test has shown: a step counts
// once it was made, not because it is written.
type registroCopertura struct {
	mutex    sync.Mutex
	mostrate map[string]map[string]bool // by test and id
}

// mostra notes that a test, or a part of it, has shown features.
func (r *registroCopertura) mostra(prova string, id ...string) {
	prova, _, _ = strings.Cut(prova, "/")
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.mostrate == nil {
		r.mostrate = map[string]map[string]bool{}
	}
	if r.mostrate[prova] == nil {
		r.mostrate[prova] = map[string]bool{}
	}
	for _, x := range id {
		r.mostrate[prova][x] = true
	}
}

// mancanti says of each test that its row names and that did not show the
// feature, and of each that showed it and that the row does not name.
func (r *registroCopertura) mancanti(righe []riga) []string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	var out []string
	nomina := map[string]bool{}
	for _, x := range righe {
		for _, prova := range x.prove {
			nomina[prova+" "+x.id] = true
			if !r.mostrate[prova][x.id] {
				out = append(out, fmt.Sprintf("docs/copertura.md: %s: no step of %s has shown it", x.id, prova))
			}
		}
	}
	for prova, id := range r.mostrate {
		for x := range id {
			if !nomina[prova+" "+x] {
				out = append(out, fmt.Sprintf("docs/copertura.md: %s: %s shows it too, and its row does not say so", x, prova))
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestAFeatureThatNoStepShowsIsToldOf(t *testing.T) {
	t.Parallel()
	righe, errate := tabellaCopertura("| Id | Funzione |\n| ACC-01 | Accesso | /accesso | `TestA`, `TestB` |\n| ACC-02 | Accesso | /accesso |\n")
	if len(righe) != 1 || len(errate) != 1 {
		t.Fatalf("rows %v, wrong %q", righe, errate)
	}
	var r registroCopertura
	r.mostra("TestA/with_a_part", "ACC-01")
	r.mostra("TestC", "ACC-01", "ACC-03")
	want := []string{"docs/copertura.md: ACC-01: TestC shows it too, and its row does not say so", "docs/copertura.md: ACC-01: no step of TestB has shown it",
		"docs/copertura.md: ACC-03: TestC shows it too, and its row does not say so"}
	if diff := cmp.Diff(want, r.mancanti(righe)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
