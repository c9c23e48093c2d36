package dimostrazione

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// finta is an API that notes what arrives and refuses one path.
type finta struct {
	mutex    sync.Mutex
	arrivate map[string][]string // by first segment of the path
	accessi  int
	rifiuta  string
}

func (f *finta) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	percorso := strings.TrimPrefix(req.URL.Path, "/api/v1/")
	switch percorso {
	case "sessioni":
		f.accessi++
		fmt.Fprint(w, `{"token":"t"}`)
		return
	case f.rifiuta:
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprint(w, `{"detail":"correggere i campi indicati","errors":[{"campo":"nome","messaggio":"campo obbligatorio"}]}`)
		return
	}
	if req.Header.Get("Authorization") != "Bearer t" {
		w.WriteHeader(http.StatusUnauthorized)
	}
	corsia, resto, _ := strings.Cut(percorso, "/")
	f.arrivate[corsia] = append(f.arrivate[corsia], resto)
}

func prova(corsie, passi int) []corsia {
	var s serie
	for n := range passi {
		for k := range corsie {
			s.aggiungi(fmt.Sprint(k), passo{fatto: fmt.Sprintf("%d/%d", k, n), operatore: "o", metodo: http.MethodPut, percorso: fmt.Sprintf("/%d/%d", k, n)})
		}
	}
	return s.tutte()
}

func TestLanesKeepTheirOrderAndLeaveOutWhatIsDone(t *testing.T) {
	api := &finta{arrivate: map[string][]string{}}
	c := &Carico{Out: t.Output(), cliente: &cliente{api: api, gettoni: map[string]string{}}, fatti: map[string]bool{"0/0": true, "3/1": true, "3/2": true}}
	if err := c.tutte(t.Context(), "requests", prova(20, 3)); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for k := range 20 {
		want[fmt.Sprint(k)] = []string{"0", "1", "2"}
	}
	want["0"], want["3"] = []string{"1", "2"}, []string{"0"}
	if diff := cmp.Diff(want, api.arrivate); diff != "" {
		t.Errorf("requests by lane (-want +got):\n%s", diff)
	}
	if api.accessi != 1 {
		t.Errorf("the operatore entered %d times, want 1", api.accessi)
	}
}

func TestARefusalStopsTheLoadAndSaysWhy(t *testing.T) {
	api := &finta{arrivate: map[string][]string{}, rifiuta: "5/1"}
	c := &Carico{Out: t.Output(), cliente: &cliente{api: api, gettoni: map[string]string{}}}
	err := c.tutte(t.Context(), "requests", prova(20, 3))
	if want := "demo: PUT /5/1: status 422: correggere i campi indicati; nome: campo obbligatorio"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if len(api.arrivate["5"]) != 1 {
		t.Errorf("the lane went on after the refusal: %v", api.arrivate["5"])
	}
}
