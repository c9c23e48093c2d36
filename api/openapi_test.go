package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// contratto is the contract of the whole program, as served.
func contratto(t *testing.T) []byte {
	t.Helper()
	s, err := New(Deps{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	out, err := s.OpenAPI()
	if err != nil {
		t.Fatalf("OpenAPI: %v", err)
	}
	return out
}

// TestContractIsTheOneInDocs makes every change of the contract a visible one:
// go test ./api -run Contract -update.
func TestContractIsTheOneInDocs(t *testing.T) {
	const golden = "../docs/openapi.yaml"
	got := contratto(t)
	if *update {
		if err := os.MkdirAll(filepath.Dir(golden), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatalf("golden (write it with -update): %v", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("contract (-docs +program), accept it with -update:\n%s", diff)
	}
}

// The national rules (AgID, "Italian Guidelines Full") and the linter's folder.
const (
	regoleAgID = "../../shared/data/agid-api/spectral.yml"
	spectral   = "../.ci/spectral"
)

// rilievo is a result of the linter; severity 0 is an error, 1 a warning.
type rilievo struct {
	Codice    string   `json:"code"`
	Messaggio string   `json:"message"`
	Gravita   int      `json:"severity"`
	Percorso  []string `json:"path"`
}

func TestContractPassesTheNationalRules(t *testing.T) {
	for _, r := range lint(t, contratto(t)) {
		if r.Gravita <= 1 {
			t.Errorf("%s: %s at %s", r.Codice, r.Messaggio, strings.Join(r.Percorso, " "))
		} else {
			t.Logf("%s: %s at %s", r.Codice, r.Messaggio, strings.Join(r.Percorso, " "))
		}
	}
}

// TestNationalRulesDoRefuse breaks the contract and expects the linter to say
// so: a gate that lets everything pass would look just as green.
func TestNationalRulesDoRefuse(t *testing.T) {
	rotto := contratto(t)
	for giusto, sbagliato := range map[string]string{
		"x-summary:":               "x-altro:",
		"https://{host}":           "http://{host}",
		"format: int32":            "description: senza formato",
		"application/problem+json": "application/json",
		"version: " + Versione:     "version: uno",
		"  /status:":               "  /stato:",
	} {
		nuovo := bytes.ReplaceAll(rotto, []byte(giusto), []byte(sbagliato))
		if bytes.Equal(nuovo, rotto) {
			t.Fatalf("the contract has no %q to break", giusto)
		}
		rotto = nuovo
	}
	var codici []string
	for _, r := range lint(t, rotto) {
		if r.Gravita == 0 {
			codici = append(codici, r.Codice)
		}
	}
	for _, want := range []string{
		"has-x-summary", "servers-use-https", "integer-format", "use-problem-json-for-errors", "use-semver", "paths-status",
	} {
		if !slices.Contains(codici, want) {
			t.Errorf("the broken contract does not break %s; errors: %v", want, slices.Compact(slices.Sorted(slices.Values(codici))))
		}
	}
}

// lint runs Spectral on a document. The rules are an input of the check and no
// part of the program: they are read where they are.
func lint(t *testing.T, documento []byte) []rilievo {
	t.Helper()
	regole, err := filepath.Abs(regoleAgID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(regole); os.IsNotExist(err) {
		t.Skipf("the national rules are not present in this clone: %s", regoleAgID)
	}
	installaSpectral(t)
	file := filepath.Join(t.TempDir(), "openapi.yaml")
	if err := os.WriteFile(file, documento, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node_modules/.bin/spectral", "lint", "--quiet", "--format", "json", "--ruleset", regole, file)
	cmd.Dir = spectral
	var errori bytes.Buffer
	cmd.Stderr = &errori
	// The exit code only repeats that there are errors: the results tell.
	out, runErr := cmd.Output()
	var rilievi []rilievo
	if err := json.Unmarshal(out, &rilievi); err != nil {
		t.Fatalf("spectral: %v, %v\n%s%s", runErr, err, out, errori.String())
	}
	return rilievi
}

// installaSpectral installs the linter from its lock file, once.
func installaSpectral(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(spectral, "node_modules", ".bin", "spectral")); err == nil {
		return
	} else if !os.IsNotExist(err) {
		t.Fatal(err)
	}
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = spectral
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm ci in %s: %v\n%s", spectral, err, out)
	}
}
