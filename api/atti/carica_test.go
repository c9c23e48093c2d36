package atti

import (
	"bytes"
	"context"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"siss/models"
)

type titolo struct {
	Titolo string `json:"titolo" doc:"Titolo" maxLength:"20"`
}

const (
	pesoMassimo = 2 << 20 // over the limit of the server, under that of the act
	pesante     = "il file supera 2 MB"
)

// caricatore is a banco with the form of a file; file is what arrived.
func caricatore(t *testing.T) (b *banco, file *File) {
	t.Helper()
	b, file = nuovoBanco(t), &File{}
	Carica(b.r, "/prove/:id/file", "allegato", pesoMassimo, pesante, func(ctx context.Context, _ models.Chi, in Richiesta[titolo], f File) (esitoProva, error) {
		*file = f
		return esitoProva{Titolo: in.Corpo.Titolo, ID: in.ID, Atto: in.Atto}, ctx.Err()
	}, Opzioni[esitoProva]{
		Pagina: func(c *gin.Context, _ models.Chi, valori url.Values, problemi *models.Error) error {
			_, err := c.Writer.WriteString("MODULO " + valori.Encode())
			for _, p := range problemi.Campi {
				c.Writer.WriteString("\n" + p.Nome + ": " + p.Messaggio)
			}
			return err
		},
		Dopo: func(_ *gin.Context, e esitoProva) string { return "/prove/" + e.ID }, Avviso: "caricato",
	})
	Registra(b.r, Operazione{ID: "ampia", Metodo: http.MethodPost, Percorso: "/ampie/{id}", Titolo: "Ampia", Etichetta: "prove", Corpo: 3 << 20},
		func(ctx context.Context, _ models.Chi, in Richiesta[corposo]) (struct{}, error) {
			file.Dati = []byte(in.Corpo.Contenuto)
			return struct{}{}, ctx.Err()
		})
	return b, file
}

// corposo has a value type longer than texts may be.
type corposo struct {
	Contenuto lungo `json:"contenuto" doc:"Contenuto"`
}

type lungo string

func (l *lungo) UnmarshalText(t []byte) error { *l = lungo(t); return nil }
func (l lungo) MarshalText() ([]byte, error)  { return []byte(l), nil }
func (lungo) LunghezzaMassima() int           { return pesoMassimo }

// invio is a form with parts, in their order: name, file name ("" for a field), content.
func (b *banco) invio(parti ...[3]string) *httptest.ResponseRecorder {
	var corpo bytes.Buffer
	w := multipart.NewWriter(&corpo)
	for _, p := range parti {
		f, err := w.CreateFormField(p[0])
		if p[1] != "" {
			f, err = w.CreateFormFile(p[0], p[1])
		}
		if err == nil {
			_, err = f.Write([]byte(p[2]))
		}
		if err != nil {
			panic(err)
		}
	}
	w.Close()
	return b.chiedi("POST", "/prove/"+unID+"/file", w.FormDataContentType(), corpo.String())
}

func TestAFormCarriesAFileLargerThanOtherRequests(t *testing.T) {
	b, file := caricatore(t)
	contenuto := strings.Repeat("x", pesoMassimo)
	w := b.invio([3]string{"titolo", "", "Uno"}, [3]string{CampoAtto, "", unID}, [3]string{"allegato", `C:\carte\a "b".pdf`, contenuto})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/prove/"+unID || len(w.Result().Cookies()) != 1 {
		t.Fatalf("%d %v %.200s", w.Code, w.Header(), w.Body)
	}
	if file.Nome != `C:\carte\a "b".pdf` || string(file.Dati) != contenuto {
		t.Errorf("file %q of %d bytes", file.Nome, len(file.Dati))
	}
	w = b.chiedi("POST", "/api/v1/ampie/"+unID, "application/json", `{"contenuto":"`+contenuto+`"}`)
	if w.Code != http.StatusNoContent || string(file.Dati) != contenuto {
		t.Errorf("JSON: %d %.300s", w.Code, w.Body)
	}
	if w = b.chiedi("POST", "/api/v1/ampie/"+unID, "application/json", `{"contenuto":"`+strings.Repeat("x", 3<<20)+`"}`); w.Code != http.StatusRequestEntityTooLarge ||
		!strings.Contains(w.Body.String(), "3 MiB") {
		t.Errorf("JSON too large: %d %.300s", w.Code, w.Body)
	}
}

func TestAFormWithAWrongFileComesBackWithASentence(t *testing.T) {
	b, file := caricatore(t)
	campo := [3]string{"titolo", "", "Uno"}
	tests := map[string]struct {
		parti [][3]string
		stato int
		testi []string
	}{
		"no file":         {[][3]string{campo}, 422, []string{"titolo=Uno", "allegato: scegliere il file"}},
		"nothing chosen":  {[][3]string{campo, {"allegato", "", ""}}, 422, []string{"allegato: scegliere il file"}},
		"a field too":     {[][3]string{{"titolo", "", strings.Repeat("a", 21)}}, 422, []string{"titolo: scrivere al massimo", "allegato: scegliere il file"}},
		"a byte over":     {[][3]string{campo, {"allegato", "a.pdf", strings.Repeat("x", pesoMassimo+1)}}, 422, []string{"allegato: " + pesante}},
		"much too large":  {[][3]string{campo, {"allegato", "a.pdf", strings.Repeat("x", 5*pesoMassimo)}}, 413, []string{"ERRORE " + pesante}},
		"two files":       {[][3]string{campo, {"allegato", "a.pdf", "x"}, {"allegato", "b.pdf", "x"}}, 400, []string{"ERRORE"}},
		"too many fields": {slices.Repeat([][3]string{campo}, campiMassimi+1), 400, []string{"ERRORE"}},
		"a huge field":    {[][3]string{{"titolo", "", strings.Repeat("x", testoMassimo+1)}}, 400, []string{"ERRORE"}},
		"no parts":        {nil, 422, []string{"titolo: compilare"}},
	}
	for nome, tt := range tests {
		w := b.invio(tt.parti...)
		if w.Code != tt.stato {
			t.Errorf("%s = %d, want %d: %.300s", nome, w.Code, tt.stato, w.Body)
		}
		for _, testo := range tt.testi {
			if !strings.Contains(w.Body.String(), testo) {
				t.Errorf("%s lacks %q: %.300s", nome, testo, w.Body)
			}
		}
	}
	if w := b.chiedi("POST", "/prove/"+unID+"/file", moduloTipo, "titolo=Uno"); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("not a form with parts = %d", w.Code)
	}
	if w := b.chiedi("POST", "/prove/"+unID+"/file", "multipart/form-data; boundary=x", "--x\r\ncut"); w.Code != http.StatusBadRequest {
		t.Errorf("cut = %d", w.Code)
	}
	if file.Nome != "" {
		t.Error("a refused file got through")
	}
}
