package pagamento

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// ErrNulla is the answer when no row is of the kind that a file is for.
var ErrNulla = errors.New("nessun pagamento da scrivere nel file")

// scrittore writes XML element by element, so that a file of any length needs
// the memory of one transfer. It remembers the first error and then does nothing.
type scrittore struct {
	e      *xml.Encoder
	aperti []xml.StartElement
	err    error
}

func nuovoScrittore(w io.Writer) *scrittore {
	_, err := io.WriteString(w, xml.Header)
	e := xml.NewEncoder(w)
	e.Indent("", " ")
	return &scrittore{e: e, err: err}
}

// inizia opens an element, which chiudi closes.
func (s *scrittore) inizia(nome string, attributi ...xml.Attr) {
	inizio := xml.StartElement{Name: xml.Name{Local: nome}, Attr: attributi}
	s.aperti = append(s.aperti, inizio)
	if s.err == nil {
		s.err = s.e.EncodeToken(inizio)
	}
}

func (s *scrittore) elemento(nome string, v any) {
	if s.err == nil {
		s.err = s.e.EncodeElement(v, xml.StartElement{Name: xml.Name{Local: nome}})
	}
}

func (s *scrittore) chiudi() {
	for n := len(s.aperti) - 1; n >= 0 && s.err == nil; n-- {
		s.err = s.e.EncodeToken(s.aperti[n].End())
	}
	if s.err == nil {
		s.err = s.e.Close()
	}
}

// quadra ends the file and refuses one whose header says other sums than its
// transfers make.
func (s *scrittore) quadra(attesi, scritti Controllo) error {
	s.chiudi()
	if s.err != nil {
		return fmt.Errorf("pagamento: %w", s.err)
	}
	if attesi != scritti {
		return fmt.Errorf("%w: the second reading differs from the first", errRighe)
	}
	return nil
}
