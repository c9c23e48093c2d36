package web

import (
	"slices"

	"siss/models"
)

// voceRiepilogo is one line of the error summary.
type voceRiepilogo struct {
	Etichetta string // label of the field, "" when the problem has no field
	Messaggio string
	Ancora    string // id to jump to, "" when there is nowhere
}

// riepilogo gathers the problems of the page's forms and of Base.Campi, each
// once, and finds the field of each.
func riepilogo(p Page) []voceRiepilogo {
	var out []voceRiepilogo
	visti := map[models.Campo]bool{}
	for _, f := range p.moduli() {
		primo := len(out)
		for _, c := range f.Problemi {
			if visti[c] {
				continue
			}
			visti[c] = true
			v := voceRiepilogo{Messaggio: c.Messaggio}
			if campo, ok := f.Field(c.Nome); ok && campo.Type != "hidden" {
				v.Etichetta, v.Ancora = f.LabelOf(c.Nome), campo.Target()
			} else if x := fileDi(p); x != nil && x.Nome == c.Nome {
				v.Etichetta, v.Ancora = x.Etichetta, ancoraFile
			}
			if v.Ancora == ancoraFile {
				out = slices.Insert(out, primo, v)
			} else {
				out = append(out, v)
			}
		}
	}
	for _, c := range p.comune().Campi {
		if !visti[c] {
			visti[c] = true
			out = append(out, cerca(p, c))
		}
	}
	return out
}

// ancoraFile is the id of the input of a file, which a form shows before its
// fields.
const ancoraFile = "campo-file"

func cerca(p Page, c models.Campo) voceRiepilogo {
	for _, f := range p.moduli() {
		if campo, ok := f.Field(c.Nome); ok && campo.Type != "hidden" {
			return voceRiepilogo{Etichetta: f.LabelOf(c.Nome), Messaggio: c.Messaggio, Ancora: campo.Target()}
		}
	}
	if x := fileDi(p); x != nil && x.Nome == c.Nome {
		return voceRiepilogo{Etichetta: x.Etichetta, Messaggio: c.Messaggio, Ancora: ancoraFile}
	}
	return voceRiepilogo{Messaggio: c.Messaggio}
}

// fileDi is the input of a file on the page, nil when there is none.
func fileDi(p Page) *CampoFile {
	if s, ok := p.(interface{ file() *CampoFile }); ok {
		return s.file()
	}
	return nil
}
