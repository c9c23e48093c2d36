package documento

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	_ "image/jpeg" // headers of photographs
	_ "image/png"
	"io"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"siss/models"
)

// DimensioneMassima is how large a paper may be, in bytes: 10 MB.
const DimensioneMassima = 10 << 20

// Estensioni are the names that a paper may end with, for who chooses a file.
const Estensioni = ".pdf,.jpg,.jpeg,.png,.odt,.docx"

// Contenuto is the bytes of a file; as text it is base64 (RFC 4648).
type Contenuto []byte

// MarshalText writes base64.
func (c Contenuto) MarshalText() ([]byte, error) {
	return base64.StdEncoding.AppendEncode(nil, c), nil
}

// UnmarshalText reads base64.
func (c *Contenuto) UnmarshalText(testo []byte) error {
	dati, err := base64.StdEncoding.AppendDecode(nil, testo)
	if err != nil {
		return errors.New("il contenuto non è scritto in base64")
	}
	*c = dati
	return nil
}

// LunghezzaMassima is how many characters may hold the largest file, with room
// enough for one that is too large to be refused with a sentence.
func (Contenuto) LunghezzaMassima() int { return 2 * DimensioneMassima }

// File is a file as it arrives.
type File struct {
	Nome      string
	Contenuto Contenuto
}

// formato is a kind of file that a paper may be, told by its bytes.
type formato struct {
	nome       string
	mime       string
	estensioni []string
	letto      func([]byte) bool
}

var formati = []formato{
	{"PDF", "application/pdf", []string{".pdf"}, ePDF},
	{"JPEG", "image/jpeg", []string{".jpg", ".jpeg"}, immagine("jpeg")},
	{"PNG", "image/png", []string{".png"}, immagine("png")},
	{"ODT", "application/vnd.oasis.opendocument.text", []string{".odt"}, eODT},
	{"DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", []string{".docx"}, eDOCX},
}

// esamina tells the format of a file by its content, never by its name, and
// refuses a name that says otherwise. The problems name the fields "nome" and
// "contenuto".
func (f File) esamina() (formato, error) {
	switch {
	case len(f.Contenuto) == 0:
		return formato{}, models.Refuse("contenuto", "il file è vuoto: sceglierne un altro")
	case len(f.Contenuto) > DimensioneMassima:
		return formato{}, models.Refuse("contenuto", TroppoGrande)
	case !nomeGiusto(f.Nome):
		return formato{}, models.Refuse("nome", "il nome del file è troppo lungo o ha caratteri non ammessi: rinominarlo")
	}
	n := slices.IndexFunc(formati, func(x formato) bool { return x.letto(f.Contenuto) })
	if n < 0 {
		return formato{}, models.Refuse("contenuto", "il file non è leggibile come PDF, JPEG, PNG, ODT o DOCX senza macro: salvarlo in uno di questi formati")
	}
	if !slices.Contains(formati[n].estensioni, strings.ToLower(path.Ext(f.Nome))) {
		return formato{}, models.Refuse("nome", "il file è "+formati[n].nome+" ma il nome finisce in un altro modo: rinominarlo con "+formati[n].estensioni[0])
	}
	return formati[n], nil
}

// TroppoGrande is said of a file over DimensioneMassima.
const TroppoGrande = "il file supera 10 MB: ridurlo o dividerlo"

// nomeGiusto holds for a name without folders nor characters that do not print.
func nomeGiusto(nome string) bool {
	return utf8.ValidString(nome) && utf8.RuneCountInString(nome) <= 150 && !strings.ContainsAny(nome, `/\`) && !strings.HasPrefix(nome, ".") &&
		!strings.ContainsFunc(nome, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError })
}

// ePDF wants the mark at the beginning and, near the end, that of a whole file.
func ePDF(dati []byte) bool {
	coda := dati[max(0, len(dati)-2048):]
	return bytes.HasPrefix(dati, []byte("%PDF-")) && bytes.Contains(coda, []byte("%%EOF"))
}

func immagine(nome string) func([]byte) bool {
	return func(dati []byte) bool {
		_, letto, err := image.DecodeConfig(bytes.NewReader(dati))
		return err == nil && letto == nome
	}
}

// partiMassime bounds the entries of a text document, which is a zip.
const partiMassime = 2000

func parti(dati []byte) map[string]*zip.File {
	r, err := zip.NewReader(bytes.NewReader(dati), int64(len(dati)))
	if err != nil || len(r.File) > partiMassime {
		return nil
	}
	out := map[string]*zip.File{}
	for _, f := range r.File {
		out[f.Name] = f
	}
	return out
}

// eODT wants the type that the document declares and no macros.
func eODT(dati []byte) bool {
	p := parti(dati)
	if p["mimetype"] == nil || p["content.xml"] == nil || conCartella(p, "Basic/") || conCartella(p, "Scripts/") {
		return false
	}
	f, err := p["mimetype"].Open()
	if err != nil {
		return false
	}
	defer f.Close()
	tipo, err := io.ReadAll(io.LimitReader(f, 100))
	return err == nil && string(tipo) == "application/vnd.oasis.opendocument.text"
}

// eDOCX wants the main part of a text and no macros.
func eDOCX(dati []byte) bool {
	p := parti(dati)
	return p["[Content_Types].xml"] != nil && p["word/document.xml"] != nil && p["word/vbaProject.bin"] == nil
}

func conCartella(p map[string]*zip.File, cartella string) bool {
	for nome := range p {
		if strings.HasPrefix(nome, cartella) {
			return true
		}
	}
	return false
}
