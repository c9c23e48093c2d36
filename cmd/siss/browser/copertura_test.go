package browser

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// capitoli are the features of the manual's chapters 1 to 9: how many each
// prefix has (domain a.1).
var capitoli = map[string]int{"ACC": 4, "ANA": 13, "DOM": 20, "ECO": 21, "PRE": 13, "STR": 16, "TAB": 14, "CON": 14, "SUP": 2}

var idFunzione = regexp.MustCompile(`^[A-Z]{3}-[0-9]{2}$`)

// rigaCopertura is a row of docs/copertura.md: id, what it is, page, test.
var rigaCopertura = regexp.MustCompile("^\\| ([A-Z]{3}-[0-9]{2}) \\| ([^|]+) \\| ([^|]+) \\| ((?:`Test[A-Za-z0-9]+`(?:, )?)+) \\|$")

// Each feature of the operator's manual stands in docs/copertura.md with its
// page and with a test of this package that runs a step showing it.
func TestEachFeatureOfTheManualHasAPageAndATestThatShowsIt(t *testing.T) {
	t.Parallel()
	testo, err := os.ReadFile(filepath.Join(radice(t), "docs", "copertura.md"))
	if err != nil {
		t.Fatal(err)
	}
	mostrate := mostrateDa(t)
	righe := map[string]bool{}
	for riga := range strings.Lines(string(testo)) {
		m := rigaCopertura.FindStringSubmatch(strings.TrimSpace(riga))
		if m == nil {
			if regexp.MustCompile(`^\| [A-Z]{3}-`).MatchString(riga) {
				t.Errorf("this row is not id, feature, page, tests: %s", riga)
			}
			continue
		}
		id := m[1]
		if righe[id] {
			t.Errorf("%s is there twice", id)
		}
		righe[id] = true
		for _, prova := range strings.Split(m[4], ", ") {
			nome := strings.Trim(prova, "`")
			if passi, c := mostrate[nome]; !c {
				t.Errorf("%s: there is no test %s", id, nome)
			} else if !slices.Contains(passi, id) {
				t.Errorf("%s: no step of %s shows it", id, nome)
			}
		}
	}
	for prefisso, n := range capitoli {
		for i := 1; i <= n; i++ {
			if id := prefisso + "-" + twoDigits(i); !righe[id] {
				t.Errorf("%s has no row", id)
			}
		}
	}
	for id := range righe {
		if n, err := strconv.Atoi(id[4:]); err != nil || n < 1 || n > capitoli[id[:3]] {
			t.Errorf("%s is not a feature of the manual", id)
		}
	}
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

// mostrateDa lists, for each test of the package, the ids given to dimostra
// and copre in it and in what it calls.
func mostrateDa(t *testing.T) map[string][]string {
	t.Helper()
	ids, chiama := map[string][]string{}, map[string][]string{}
	file, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, nome := range file {
		f, err := parser.ParseFile(token.NewFileSet(), nome, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				esamina(fn, ids, chiama)
			}
		}
	}
	out := map[string][]string{}
	for nome := range chiama {
		if strings.HasPrefix(nome, "Test") {
			visti := map[string]bool{}
			raccogli(nome, chiama, visti)
			out[nome] = []string{}
			for v := range maps.Keys(visti) {
				out[nome] = append(out[nome], ids[v]...)
			}
		}
	}
	return out
}

// esamina notes which ids a function shows, by itself or from a table, and
// which functions it calls.
func esamina(fn *ast.FuncDecl, ids, chiama map[string][]string) {
	nome := fn.Name.Name
	chiama[nome] = append(chiama[nome], "")
	var citati []string
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if id, err := strconv.Unquote(n.Value); n.Kind == token.STRING && err == nil && idFunzione.MatchString(id) {
				citati = append(citati, id)
			}
		case *ast.CallExpr:
			switch f := n.Fun.(type) {
			case *ast.Ident:
				chiama[nome] = append(chiama[nome], f.Name)
			case *ast.SelectorExpr:
				chiama[nome] = append(chiama[nome], f.Sel.Name)
			}
		}
		return true
	})
	if slices.Contains(chiama[nome], "dimostra") || slices.Contains(chiama[nome], "copre") {
		ids[nome] = append(ids[nome], citati...)
	}
}

func raccogli(nome string, chiama map[string][]string, visti map[string]bool) {
	if visti[nome] || chiama[nome] == nil {
		return
	}
	visti[nome] = true
	for _, altro := range chiama[nome] {
		raccogli(altro, chiama, visti)
	}
}
