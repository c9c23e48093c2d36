package form

import (
	"html/template"
	"strconv"
	"strings"
)

// Breve is an input with nothing to say about it, as most are, or one that is
// not seen; "" when the field is of another kind.
func (f Field) Breve() template.HTML {
	var b Scritto
	switch f.Type {
	case "hidden":
		b.Piu(`<input type="hidden" name="`, f.Name, `" value="`, f.Value, `">`)
		return b.HTML()
	case "group", "rows", "radio", "checkboxes", "checkbox", "letto":
		return ""
	}
	if f.Help != "" || f.Error != "" || f.Novita != nil || f.Aggiorna != "" {
		return ""
	}
	b.Grow(640)
	b.WriteString(`<div class="campo`)
	if f.Wide() {
		b.WriteString(" largo")
	}
	b.WriteByte('"')
	if len(f.Segue) > 0 {
		b.Piu(` id="`, f.Blocco(), `"`)
	}
	b.WriteString(">\n")
	f.ingresso(&b)
	b.WriteString("\n</div>")
	return b.HTML()
}

// Ingresso writes the label and the input of a field that is neither a group nor
// a choice among visible ones. Every page has some, and lists have hundreds of
// options: a template takes many times as long.
func (f Field) Ingresso() template.HTML {
	var b Scritto
	b.Grow(512)
	f.ingresso(&b)
	return b.HTML()
}

func (f Field) ingresso(b *Scritto) {
	b.Piu(`<label for="`, f.ID, `">`)
	f.etichetta(b)
	b.WriteString("</label>\n")
	switch f.Type {
	case "select":
		b.Piu(`<select class="form-select" id="`, f.ID, `" name="`, f.Name, `"`)
		f.attributi(b)
		b.WriteByte('>')
		f.elenco(b)
		b.WriteString("\n</select>")
	case "textarea":
		b.Piu(`<textarea class="form-control" id="`, f.ID, `" name="`, f.Name, `" rows="4"`)
		f.attributi(b)
		b.Piu(">\n", f.Value, "</textarea>")
	default:
		b.Piu(`<input type="`, f.Type, `" class="form-control" id="`, f.ID, `" name="`, f.Name, `" value="`, f.Value, `"`)
		if f.InputMode != "" {
			b.Piu(` inputmode="`, f.InputMode, `"`)
		}
		if f.Literal {
			b.WriteString(` spellcheck="false" autocapitalize="characters"`)
		}
		f.attributi(b)
		b.WriteByte('>')
	}
}

// Etichetta is the label, with an asterisk when the field is mandatory.
func (f Field) Etichetta() template.HTML {
	var b Scritto
	f.etichetta(&b)
	return b.HTML()
}

func (f Field) etichetta(b *Scritto) {
	b.Piu("", f.Label)
	if f.Required {
		b.WriteString(`<span class="asterisco" aria-hidden="true">*</span>`)
	}
}

// Attributi are those of every input but what it must hold.
func (f Field) Attributi() template.HTMLAttr {
	var b Scritto
	f.comuni(&b)
	return template.HTMLAttr(b.String())
}

// attributi are those of an input that is typed or chosen.
func (f Field) attributi(b *Scritto) {
	if f.MaxLength > 0 && f.Type != "select" {
		b.Piu(` maxlength="`, strconv.Itoa(f.MaxLength), `"`)
	}
	if f.Required {
		b.WriteString(" required")
	}
	f.comuni(b)
}

func (f Field) comuni(b *Scritto) {
	b.Piu(` autocomplete="`, f.Autocomplete, `"`)
	if f.Error != "" {
		b.WriteString(` aria-invalid="true"`)
	}
	if ids := f.DescribedBy(); ids != "" {
		b.Piu(` aria-describedby="`, ids, `"`)
	}
	if f.Autofocus {
		b.WriteString(" autofocus")
	}
	if f.Aggiorna != "" {
		b.Piu(` hx-post="" hx-trigger="change" hx-swap="none" hx-select-oob="`, f.Aggiorna, `" hx-sync="closest form:queue all" hx-vals='{"_aggiorna":"1"}'`)
	}
}

func (f Field) elenco(b *Scritto) {
	for _, o := range f.Options {
		b.Piu("\n<option value=\"", o.Valore, `"`)
		if f.Value == o.Valore {
			b.WriteString(" selected")
		}
		b.Piu(">", o.Testo, "</option>")
	}
}

// Scritto is HTML in the making, of what is written too often for a template.
type Scritto struct{ strings.Builder }

// Piu adds pieces of markup and values by turns, markup first. Values are escaped.
func (b *Scritto) Piu(pezzi ...string) {
	for n, p := range pezzi {
		if n%2 == 1 && strings.ContainsAny(p, "'\"&<>\x00") {
			p = template.HTMLEscapeString(p)
		}
		b.WriteString(p)
	}
}

// HTML is what was written.
func (b *Scritto) HTML() template.HTML { return template.HTML(b.String()) }
