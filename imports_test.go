// Package siss_test holds the rules on the shape of the repository: which package
// may import which, what lies at the top, what every package must have.
package siss_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "siss"

// leaves are the value packages: the standard library and nothing else.
var leaves = []string{"models/caso", "models/euro", "models/fiscale", "models/misura", "models/periodo"}

// pure are the packages of rules alone: the standard library, the value packages
// and one another.
var pure = []string{"models/calcolo", "models/calcolo/caso", "models/termini"}

// layer is a top-level folder of Go packages.
type layer struct {
	may []string          // our own trees it may import, besides itself
	not map[string]string // packages of others it must not import -> why
	why string            // said when it imports one of ours that it may not
}

const (
	temporal  = "go.temporal.io"
	gin       = "github.com/gin-gonic/gin"
	huma      = "github.com/danielgtaylor/huma"
	excelize  = "github.com/xuri/excelize"
	gormPath  = "gorm.io"
	pgx       = "github.com/jackc/pgx"
	pagesOnly = "HTTP belongs to api"
)

// layers is the table of the layout. cmd and deploy/dev are not in it: they wire
// everything together.
var layers = map[string]layer{
	"models": {
		not: map[string]string{
			temporal: "rows and rules know nothing of processes",
			gin:      pagesOnly,
			huma:     "forms are plain structs with tags",
			excelize: "workbooks are written by activities",
		},
		why: "models is the bottom: rows and rules only",
	},
	"activities": {
		may: []string{"models"},
		not: map[string]string{gin: pagesOnly, huma: pagesOnly},
		why: "an activity is one transaction on models; it does not know who calls it",
	},
	"workflows": {
		may: []string{"activities", "models"},
		not: map[string]string{
			gormPath:       "a workflow reaches the database through activities",
			pgx:            "a workflow reaches the database through activities",
			"database/sql": "a workflow reaches the database through activities",
			"net/http":     "a workflow reaches the network through activities",
			gin:            pagesOnly,
		},
		why: "a workflow orders activities and nothing else",
	},
	"worker": {
		may: []string{"workflows", "activities", "models"},
		not: map[string]string{gin: pagesOnly},
		why: "worker registers workflows and activities",
	},
	"web": {
		may: []string{"models"},
		not: map[string]string{temporal: "a page shows what its struct holds", gin: "routes belong to api"},
		why: "a page shows what its struct holds",
	},
	"api": {
		may: []string{"workflows", "web", "models", "docs"}, // docs: the manual is served with the program
		not: map[string]string{excelize: "workbooks are written by activities and served as stored"},
		why: "api changes state through workflows, never through activities",
	},
	"docs": {
		not: map[string]string{gin: pagesOnly, gormPath: "the manual is text"},
		why: "the manual is text: it builds upon nothing of ours",
	},
}

// areas are the four subsystems, each with the others it may build upon.
var areas = map[string][]string{
	"sigess": {"assa"},
	"assa":   {},
	"pdz":    {"sigess", "assa"},
	"sirse":  {"assa"},
}

// wrongArrow returns why package from, a path within the module, may not import
// the package to, an import path; "" when it may.
func wrongArrow(from, to string) string {
	top, _, _ := strings.Cut(from, "/")
	l, ruled := layers[top]
	if !ruled {
		return ""
	}
	ours, isOurs := strings.CutPrefix(to, module+"/")
	if slices.Contains(leaves, from) {
		if isOurs || strings.Contains(strings.SplitN(to, "/", 2)[0], ".") {
			return "a value package imports the standard library only"
		}
		return ""
	}
	if slices.Contains(pure, from) {
		if isOurs && !slices.Contains(leaves, ours) && !slices.Contains(pure, ours) || strings.Contains(strings.SplitN(to, "/", 2)[0], ".") {
			return "rules alone import the standard library and the value packages only"
		}
		return ""
	}
	if !isOurs {
		for _, other := range slices.Sorted(maps.Keys(l.not)) {
			if within(to, other) {
				return l.not[other]
			}
		}
		return ""
	}
	if toTop, _, _ := strings.Cut(ours, "/"); toTop != top && !slices.Contains(l.may, toTop) {
		return l.why
	}
	return wrongArea(from, ours)
}

// wrongArea applies the rules across subsystems, in every layer.
func wrongArea(from, to string) string {
	fromArea, toArea := area(from), area(to)
	upon, isArea := areas[fromArea]
	if _, known := areas[toArea]; !known || fromArea == toArea || fromArea == "" {
		return ""
	}
	if !isArea {
		return "the kernel is what the four subsystems share: it imports none of them"
	}
	if !slices.Contains(upon, toArea) {
		return fmt.Sprintf("%s builds upon %s only", fromArea, orNothing(upon))
	}
	return ""
}

func orNothing(list []string) string {
	if len(list) == 0 {
		return "the kernel"
	}
	return strings.Join(list, " and ")
}

// area returns the second element of a path in a layer: a subsystem, or a package
// of the kernel. What gathers all areas has none: the layer's own package, the
// worker, the pages, and packages for tests.
func area(pkg string) string {
	top, rest, _ := strings.Cut(pkg, "/")
	if !slices.Contains([]string{"models", "activities", "workflows", "api"}, top) {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	if strings.HasSuffix(name, "test") {
		return ""
	}
	return name
}

// within tells whether an import path is a package, one of its versions or below it.
func within(path, pkg string) bool {
	return path == pkg || strings.HasPrefix(path, pkg+"/")
}

func TestImportsFollowTheArrows(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range goFiles(t) {
		if f.test {
			continue
		}
		top, _, _ := strings.Cut(f.pkg, "/")
		seen[top] = true
		for _, spec := range f.syntax.Imports {
			to, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			if why := wrongArrow(f.pkg, to); why != "" {
				t.Errorf("%s: %s must not import %s: %s", f.name, f.pkg, to, why)
			}
		}
	}
	for top := range layers {
		if !seen[top] {
			t.Errorf("no package in %s/: the rule about it guards nothing", top)
		}
	}
}

// arrows are imports made up for each rule.
var arrows = map[string]struct {
	from, to string
	ok       bool
}{
	"models on models":                  {"models/sigess", "siss/models/anagrafe", true},
	"models on gorm":                    {"models/sigess", "gorm.io/gorm", true},
	"models on temporal":                {"models/sigess", "go.temporal.io/sdk/client", false},
	"models on gin":                     {"models", "github.com/gin-gonic/gin", false},
	"models on huma":                    {"models/sigess", "github.com/danielgtaylor/huma/v2", false},
	"models on excelize":                {"models/sigess", "github.com/xuri/excelize/v2", false},
	"models on activities":              {"models/sigess", "siss/activities", false},
	"leaf on the standard library":      {"models/euro", "math/big", true},
	"leaf on a sibling":                 {"models/euro", "siss/models/periodo", false},
	"leaf on another module":            {"models/fiscale", "github.com/google/uuid", false},
	"rules on a leaf":                   {"models/calcolo", "siss/models/euro", true},
	"rules on one another":              {"models/calcolo/caso", "siss/models/calcolo", true},
	"rules on the standard library":     {"models/calcolo", "math/big", true},
	"rules on rows":                     {"models/calcolo", "siss/models/sigess", false},
	"rules on the kernel":               {"models/calcolo/caso", "siss/models/atto", false},
	"rules on gorm":                     {"models/calcolo", "gorm.io/gorm", false},
	"rows on rules":                     {"models/sigess", "siss/models/calcolo", true},
	"activities on models":              {"activities/sigess", "siss/models/sigess", true},
	"activities on their root":          {"activities/sigess", "siss/activities", true},
	"activities on workflows":           {"activities/sigess", "siss/workflows/sigess", false},
	"activities on api":                 {"activities/sigess", "siss/api", false},
	"activities on web":                 {"activities/sigess", "siss/web", false},
	"activities on excelize":            {"activities/sigess", "github.com/xuri/excelize/v2", true},
	"activities on gin":                 {"activities/sigess", "github.com/gin-gonic/gin", false},
	"workflows on activities":           {"workflows/sigess", "siss/activities/sigess", true},
	"workflows on gorm":                 {"workflows/sigess", "gorm.io/gorm", false},
	"workflows on the database":         {"workflows/sigess", "database/sql", false},
	"workflows on the network":          {"workflows/sigess", "net/http", false},
	"workflows on the loopback of http": {"workflows/sigess", "net/http/httptest", false},
	"workflows on addresses":            {"workflows/sigess", "net/netip", true},
	"workflows on api":                  {"workflows/sigess", "siss/api/sigess", false},
	"worker on workflows":               {"worker", "siss/workflows/sigess", true},
	"worker on gin":                     {"worker", "github.com/gin-gonic/gin", false},
	"worker on api":                     {"worker", "siss/api", false},
	"web on models":                     {"web", "siss/models/sigess", true},
	"web on its forms":                  {"web", "siss/web/form", true},
	"web on temporal":                   {"web", "go.temporal.io/sdk/client", false},
	"web on api":                        {"web", "siss/api", false},
	"web on huma":                       {"web/form", "github.com/danielgtaylor/huma/v2", true},
	"api on workflows":                  {"api/sigess", "siss/workflows/sigess", true},
	"api on activities":                 {"api/sigess", "siss/activities/sigess", false},
	"api on the manual":                 {"api/manuale", "siss/docs", true},
	"web on the manual":                 {"web", "siss/docs", false},
	"the manual on models":              {"docs", "siss/models", false},
	"api on excelize":                   {"api/sigess", "github.com/xuri/excelize/v2", false},
	"cmd on everything":                 {"cmd/siss", "siss/activities/sigess", true},
	"development on everything":         {"deploy/dev/servers", "go.temporal.io/sdk/client", true},
	"sigess on assa":                    {"models/sigess", "siss/models/assa", true},
	"sigess on assa's workflow":         {"workflows/sigess", "siss/workflows/assa", true},
	"sirse on assa":                     {"api/sirse", "siss/models/assa", true},
	"pdz on sigess":                     {"models/pdz", "siss/models/sigess", true},
	"assa on sigess":                    {"models/assa", "siss/models/sigess", false},
	"sirse on sigess":                   {"activities/sirse", "siss/models/sigess", false},
	"sigess on pdz":                     {"workflows/sigess", "siss/models/pdz", false},
	"subsystem on the kernel":           {"models/assa", "siss/models/inbox", true},
	"kernel on a subsystem":             {"models/anagrafe", "siss/models/sigess", false},
	"kernel's workflow on a subsystem":  {"workflows/inbox", "siss/models/assa", false},
	"kernel on the kernel":              {"models/inbox", "siss/models/anagrafe", true},
	"list of routes on a subsystem":     {"api", "siss/api/sigess", true},
	"test builders on a subsystem":      {"models/dbtest", "siss/models/sigess", true},
}

func TestWrongArrowRefusesWhatTheLayoutForbids(t *testing.T) {
	t.Parallel()
	for name, tt := range arrows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if why := wrongArrow(tt.from, tt.to); (why == "") != tt.ok {
				t.Errorf("wrongArrow(%s, %s) = %q, want allowed = %v", tt.from, tt.to, why, tt.ok)
			}
		})
	}
}

func TestEveryPackageSaysWhatBelongsInIt(t *testing.T) {
	t.Parallel()
	files := goFiles(t)
	program := map[string]bool{} // folders with more than tests
	for _, f := range files {
		program[f.pkg] = program[f.pkg] || !f.test
	}
	documented := map[string]bool{}
	for _, f := range files {
		counts := f.syntax.Doc != nil && f.test != program[f.pkg]
		documented[f.pkg] = documented[f.pkg] || counts
		if name := f.syntax.Name.Name; vague(name) {
			t.Errorf("%s: package %s: name it for what it provides", f.name, name)
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(documented)) {
		if !documented[pkg] {
			t.Errorf("%s has no package comment", pkg)
		}
	}
}

// vague tells whether a package name says nothing of what the package provides.
func vague(name string) bool {
	return slices.Contains([]string{"util", "utils", "common", "helper", "helpers", "types", "misc"},
		strings.TrimSuffix(name, "_test"))
}

func TestNothingElseLiesAtTheTop(t *testing.T) {
	t.Parallel()
	allowed := []string{
		"workflows", "activities", "api", "worker", "models", "deploy", "cmd", "web", "docs",
		"go.mod", "go.sum", "Makefile", "README.md", "publiccode.yml", "LICENSE", "imports_test.go",
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		// Dotted names are git's, CI's, the development state and editors'.
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s lies at the top of the repository: only %s may", e.Name(), strings.Join(allowed, ", "))
		}
	}
}

// goFile is a parsed file: package clause, comments and imports.
type goFile struct {
	name   string // path within the repository
	pkg    string // folder within the repository
	test   bool
	syntax *ast.File
}

// goFiles parses every Go file of the module.
func goFiles(t *testing.T) []goFile {
	t.Helper()
	var files []goFile
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return skipFolder(name, d.Name())
		}
		if path.Ext(name) != ".go" {
			return nil
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		files = append(files, goFile{name, path.Dir(name), strings.HasSuffix(name, "_test.go"), syntax})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// skipFolder leaves out what the go command leaves out, what npm brings and nested
// modules.
func skipFolder(name, base string) error {
	if name == "." {
		return nil
	}
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules" {
		return fs.SkipDir
	}
	if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
		return fs.SkipDir
	}
	return nil
}
