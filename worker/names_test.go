package worker

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/workflow"

	"siss/models/sigess"
)

var aggiorna = flag.Bool("update", false, "writes testdata/names.txt anew")

// nomi gathers what Register registers.
type nomi struct {
	t     *testing.T
	righe []string
}

func (n *nomi) RegisterWorkflowWithOptions(_ any, o workflow.RegisterOptions) {
	n.righe = append(n.righe, "workflow "+o.Name)
}

func (n *nomi) RegisterActivityWithOptions(a any, o activity.RegisterOptions) {
	if o.Name != "" {
		n.t.Errorf("%T is registered with the prefix %q: activities go by the name of their method", a, o.Name)
	}
	tipo := reflect.TypeOf(a)
	for i := range tipo.NumMethod() {
		n.righe = append(n.righe, "activity "+tipo.Method(i).Name)
	}
}

// What runs today is found again by these names after an upgrade: one that
// changes, or goes, strands the cases that are open.
func TestDurableNamesNeverChange(t *testing.T) {
	n := &nomi{t: t}
	Register(n, Deps{})
	n.righe = append(n.righe, messaggi(t)...)
	for _, id := range []string{sigess.WorkflowDomanda("<id>"), sigess.WorkflowIntervento("<id>"), sigess.WorkflowElaborazione("<id>"), sigess.WorkflowChiusura("<id>")} {
		n.righe = append(n.righe, "workflow id "+id)
	}
	n.righe = append(n.righe, "schedule id "+IDPianificazione("<ente>"), "schedule id "+IDChiusure("<coda>"))
	slices.Sort(n.righe)
	for i, r := range n.righe[1:] {
		if r == n.righe[i] {
			t.Errorf("%s is registered twice", r)
		}
	}
	got, file := strings.Join(n.righe, "\n")+"\n", filepath.Join("testdata", "names.txt")
	if *aggiorna {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("durable names (-testdata/names.txt +registered; a new name is added with -update, an old one stays):\n%s", diff)
	}
}

// messaggi lists the updates and signals of every workflow package, from the
// constants that name them.
func messaggi(t *testing.T) []string {
	t.Helper()
	var righe []string
	err := filepath.WalkDir(filepath.Join("..", "workflows"), func(nome string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(nome, ".go") || strings.HasSuffix(nome, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), nome, nil, 0)
		if err != nil {
			return err
		}
		trovati, err := costanti(f)
		righe = append(righe, trovati...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return righe
}

func costanti(f *ast.File) ([]string, error) {
	var righe []string
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, s := range g.Specs {
			v := s.(*ast.ValueSpec)
			for i, nome := range v.Names {
				specie := ""
				switch {
				case strings.HasPrefix(nome.Name, "Update"):
					specie = "update"
				case strings.HasPrefix(nome.Name, "Segnale"):
					specie = "signal"
				default:
					continue
				}
				l, ok := v.Values[i].(*ast.BasicLit)
				if !ok {
					return nil, fmt.Errorf("%s is not a plain string", nome.Name)
				}
				valore, err := strconv.Unquote(l.Value)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", nome.Name, err)
				}
				righe = append(righe, specie+" "+f.Name.Name+" "+valore)
			}
		}
	}
	return righe, nil
}
