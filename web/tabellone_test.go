package web

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
)

// tabelloneGrande is the grid of a month with n rows, a third of the cells full.
func tabelloneGrande(n int) TabellonePage {
	p := tabellonePieno().(TabellonePage)
	modello := p.Righe[0]
	p.Righe = nil
	for i := range n {
		r := modello
		r.ID = uuid.NewSHA1(uuid.Nil, fmt.Append(nil, i)).String()
		r.Nominativo = fmt.Sprintf("COGNOME%s NOME%s (11/07/19%02d)", r.ID[:5], r.ID[24:28], i%100)
		r.Intervento = Link{Testo: fmt.Sprintf("2024/%d", i), URL: "/interventi/" + r.ID}
		p.Righe = append(p.Righe, r)
	}
	return p
}

// A page of 200 rows and 31 days must be sent and written in a moment: a cell
// costs a few bytes, since the headings already say whose and when it is.
func TestTheGridOfTwoHundredRowsIsLight(t *testing.T) {
	var b bytes.Buffer
	inizio := time.Now()
	if err := esegui(&b, tabelloneGrande(200)); err != nil {
		t.Fatal(err)
	}
	durata := time.Since(inizio)
	var compressa bytes.Buffer
	z := gzip.NewWriter(&compressa)
	if _, err := z.Write(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %d compressed, written in %v", b.Len(), compressa.Len(), durata)
	if compressa.Len() > 100_000 {
		t.Errorf("%d bytes compressed, want at most 100.000", compressa.Len())
	}
}
