package documento_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/dbtest"
	"siss/models/documento"
	"siss/models/sigess"
)

var adesso = time.Date(2024, 1, 10, 9, 30, 0, 0, time.UTC)

// banco is a Mondo with a domanda in draft.
type banco struct {
	*dbtest.Mondo
	t       *testing.T
	domanda string
}

func nuovo(t *testing.T) *banco {
	t.Helper()
	b := &banco{Mondo: dbtest.Nuovo(t, dbtest.Open(t)), t: t, domanda: uuid.NewString()}
	b.riesce(b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.SalvaBozza(tx, chi, b.domanda, b.Domanda(sigess.Economico))
		return err
	}))
	return b
}

func (b *banco) riesce(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *banco) aggiungi(id string, m documento.Modulo, f documento.File) (out documento.Allegato, err error) {
	b.t.Helper()
	err = b.Fai(b.t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error {
		caso, err := sigess.CasoDomanda(tx, chi, b.domanda)
		if err != nil {
			return err
		}
		out, err = documento.Aggiungi(tx, chi, caso, id, m, f, adesso)
		return err
	})
	return out, err
}

func (b *banco) elenca(operatore string) []documento.Riga {
	b.t.Helper()
	righe, err := documento.Elenca(b.DB, b.Chi(b.t, operatore), documento.Domanda, b.domanda)
	b.riesce(err)
	return righe
}

func (b *banco) rifiuta(cosa string, err error, kind models.Kind, campo string) {
	b.t.Helper()
	if models.KindOf(err) != kind {
		b.t.Errorf("%s: kind of %v = %q, want %q", cosa, err, models.KindOf(err), kind)
	}
	var e *models.Error
	if campo != "" && (!errors.As(err, &e) || len(e.Campi) != 1 || e.Campi[0].Nome != campo) {
		b.t.Errorf("%s: %v, want a refusal of %s", cosa, err, campo)
	}
}

var isee = documento.Modulo{Tipo: "ISEE"}

func TestAFileIsToldByItsBytesAndItsNameMustAgree(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	odt := map[string]string{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
	con := func(base map[string]string, nome string) map[string]string {
		out := map[string]string{nome: "x"}
		for k, v := range base {
			out[k] = v
		}
		return out
	}
	docx := map[string]string{"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}
	tests := map[string]struct {
		nome  string
		dati  []byte
		campo string // "" when it is accepted
	}{
		"pdf":                   {"Relazione è già qui.PDF", pdf, ""},
		"jpeg":                  {"foto.jpeg", foto(t, false), ""},
		"png":                   {"foto.png", foto(t, true), ""},
		"odt":                   {"testo.odt", zippato(t, odt), ""},
		"docx":                  {"testo.docx", zippato(t, docx), ""},
		"empty":                 {"vuoto.pdf", nil, "contenuto"},
		"cut pdf":               {"a.pdf", pdf[:20], "contenuto"},
		"program named pdf":     {"a.pdf", []byte("MZ\x90\x00 %%EOF"), "contenuto"},
		"page named jpg":        {"a.jpg", []byte("<script>alert(1)</script>"), "contenuto"},
		"cut jpeg":              {"a.jpg", []byte("\xff\xd8\xff"), "contenuto"},
		"pdf named exe":         {"a.exe", pdf, "nome"},
		"png named jpg":         {"a.jpg", foto(t, true), "nome"},
		"zip":                   {"a.docx", zippato(t, map[string]string{"a.txt": "x"}), "contenuto"},
		"docx with macros":      {"a.docx", zippato(t, con(docx, "word/vbaProject.bin")), "contenuto"},
		"odt with macros":       {"a.odt", zippato(t, con(odt, "Basic/Standard/m.xml")), "contenuto"},
		"no name":               {"", pdf, "nome"},
		"a folder in the name":  {"../a.pdf", pdf, "nome"},
		"a line in the name":    {"a\n.pdf", pdf, "nome"},
		"hidden":                {".pdf", pdf, "nome"},
		"name too long":         {strings.Repeat("a", 150) + ".pdf", pdf, "nome"},
		"one byte over ten MiB": {"a.pdf", append(bytes.Repeat([]byte(" "), documento.DimensioneMassima+1-len(pdf)), pdf...), "contenuto"},
	}
	for nome, tt := range tests {
		a, err := b.aggiungi(uuid.NewString(), isee, documento.File{Nome: tt.nome, Contenuto: tt.dati})
		if tt.campo != "" {
			b.rifiuta(nome, err, models.Invalid, tt.campo)
		} else if err != nil || a.Titolo != tt.nome || a.Dimensione != len(tt.dati) {
			t.Errorf("%s: %+v, %v", nome, a, err)
		}
	}
	grande := append(slicePDF(documento.DimensioneMassima-len("%%EOF")), "%%EOF"...)
	if _, err := b.aggiungi(uuid.NewString(), isee, documento.File{Nome: "grande.pdf", Contenuto: grande}); err != nil {
		t.Errorf("a file of ten MiB to the byte is refused: %v", err)
	}
}

func slicePDF(n int) []byte { return append([]byte("%PDF-1.4"), make([]byte, n-len("%PDF-1.4"))...) }

func TestADoubleClickAddsOnePaper(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	id, f := uuid.NewString(), documento.File{Nome: "a.pdf", Contenuto: pdf}
	vecchio, err := b.aggiungi(uuid.NewString(), isee, f)
	b.riesce(err)
	m := documento.Modulo{Tipo: "ISEE", Titolo: "ISEE 2024", SostituisceID: vecchio.ID}
	var g sync.WaitGroup
	for range 4 {
		g.Go(func() {
			if a, err := b.aggiungi(id, m, f); err != nil || a.ID != id {
				t.Errorf("one of four clicks: %+v, %v", a, err)
			}
		})
	}
	g.Wait()
	if n := len(b.elenca(b.Amministrativo)); n != 2 {
		t.Errorf("%d papers, want 2", n)
	}
	_, err = b.aggiungi(id, m, documento.File{Nome: "b.pdf", Contenuto: pdf})
	b.rifiuta("the same act with another file", err, models.Conflict, "")
}

// Rule of the papers: annulled with a reason or replaced, never deleted.
func TestAPaperIsReplacedOrAnnulledAndStays(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	f := documento.File{Nome: "a.pdf", Contenuto: pdf}
	primo, err := b.aggiungi(uuid.NewString(), documento.Modulo{Tipo: "ISEE", Titolo: "Primo"}, f)
	b.riesce(err)
	secondo, err := b.aggiungi(uuid.NewString(), documento.Modulo{Tipo: "ISEE", Titolo: "Secondo", SostituisceID: primo.ID}, f)
	b.riesce(err)
	_, err = b.aggiungi(uuid.NewString(), documento.Modulo{Tipo: "ISEE", SostituisceID: primo.ID}, f)
	b.rifiuta("replaced twice", err, models.Invalid, "sostituisceId")
	_, err = b.aggiungi(uuid.NewString(), documento.Modulo{Tipo: "ISEE", SostituisceID: uuid.NewString()}, f)
	b.rifiuta("replaces nothing", err, models.Invalid, "sostituisceId")
	righe := b.elenca(b.Collega)
	if len(righe) != 2 || righe[0].Vale() == righe[1].Vale() {
		t.Fatalf("papers: %+v", righe)
	}
	for _, r := range righe {
		if r.ID == primo.ID && (r.Vale() || r.Sostituito != "Secondo") || r.ID == secondo.ID && (!r.Vale() || r.Sostituisce != "Primo" || r.Autore != "D'Arco Giovanna") {
			t.Errorf("paper: %+v", r)
		}
	}
	annulla := func(id, chi, motivo string) error {
		return b.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error {
			return sigess.AnnullaDocumento(tx, chi, id, documento.ModuloAnnullamento{Motivo: motivo}, adesso)
		})
	}
	for range 2 {
		b.riesce(annulla(secondo.ID, b.Amministrativo, "di un altro"))
	}
	b.rifiuta("annulled again by another", annulla(secondo.ID, b.Collega, "x"), models.Conflict, "")
	b.rifiuta("annulled from another ente", annulla(primo.ID, b.Estraneo, "x"), models.NotFound, "")
	for _, r := range b.elenca(b.Collega) {
		if r.ID == secondo.ID && (r.Vale() || r.Annullatore != "D'Arco Giovanna" || r.MotivoAnnullamento != "di un altro") || r.ID == primo.ID && !r.Vale() {
			t.Errorf("after the annulment: %+v", r)
		}
	}
	for cosa, query := range map[string]string{"deleted": `DELETE FROM allegato WHERE id = ?`, "renamed": `UPDATE allegato SET titolo = 'x' WHERE id = ?`,
		"given back": `UPDATE allegato SET annullato_da = NULL, annullato_il = NULL, motivo_annullamento = '' WHERE id = ?`, "emptied": `DELETE FROM documento WHERE id = ?`} {
		if err := b.Fai(t, b.Amministrativo, func(tx *gorm.DB, _ models.Chi) error { return tx.Exec(query, secondo.ID).Error }); err == nil {
			t.Errorf("a paper can be %s", cosa)
		}
	}
}

func TestAFileIsReadByWhoMaySeeTheCaseAndChangedByWhoMayAct(t *testing.T) {
	t.Parallel()
	b := nuovo(t)
	a, err := b.aggiungi(uuid.NewString(), isee, documento.File{Nome: "a.pdf", Contenuto: pdf})
	b.riesce(err)
	for operatore, vede := range map[string]bool{b.Amministrativo: true, b.Collega: true, b.Contabile: true, b.Estraneo: false} {
		d, err := documento.FileDi(b.DB, b.Chi(t, operatore), a.ID)
		if vede && (err != nil || !bytes.Equal(d.Contenuto, pdf) || d.MIME != "application/pdf") || !vede && models.KindOf(err) != models.NotFound {
			t.Errorf("who asks reads the file = %v, error %v", vede, err)
		}
		if n := len(b.elenca(operatore)); (n == 1) != vede {
			t.Errorf("who asks lists %d papers, may = %v", n, vede)
		}
	}
	b.riesce(b.Fai(t, b.Amministrativo, func(tx *gorm.DB, chi models.Chi) error { return sigess.Presenta(tx, chi, b.domanda, adesso) }))
	err = b.Fai(t, b.Collega, func(tx *gorm.DB, chi models.Chi) error {
		_, err := sigess.CasoDomanda(tx, chi, b.domanda)
		return err
	})
	b.rifiuta("a paper to a domanda that another has", err, models.Forbidden, "")
}
