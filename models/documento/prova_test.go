package documento_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

// pdf is the least that passes for a whole PDF.
var pdf = []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

// zippato makes a zip of the entries.
func zippato(t *testing.T, parti map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for nome, testo := range parti {
		f, err := z.Create(nome)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(testo)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func foto(t *testing.T, comePNG bool) []byte {
	t.Helper()
	var b bytes.Buffer
	immagine := image.NewGray(image.Rect(0, 0, 4, 4))
	err := jpeg.Encode(&b, immagine, nil)
	if comePNG {
		b.Reset()
		err = png.Encode(&b, immagine)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
