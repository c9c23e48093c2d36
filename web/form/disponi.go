package form

import (
	"slices"
	"strings"
)

// disponi puts the fields where the page shows them: one tagged dopo:"path"
// right after that field, one tagged cassetto:"Title" in a drawer of its own,
// after the group that it is in.
func disponi(fields []Field) []Field {
	var out, spostati []Field
	for _, f := range fields {
		if f.dopo != "" {
			spostati = append(spostati, f)
			continue
		}
		var cassetti []Field
		if f.Type == "group" {
			f.Fields, cassetti = separa(f.Fields)
		}
		out = append(append(out, f), cassetti...)
	}
	for _, f := range spostati {
		if !inserisci(&out, f.dopo, f) {
			out = append(out, f)
		}
	}
	return out
}

// separa takes out of a group the fields that have a drawer of their own.
func separa(fields []Field) (restano, cassetti []Field) {
	for _, f := range fields {
		if f.cassetto == "" {
			restano = append(restano, f)
			continue
		}
		n := slices.IndexFunc(cassetti, func(c Field) bool { return c.Label == f.cassetto })
		if n < 0 {
			n = len(cassetti)
			cassetti = append(cassetti, Field{Type: "group", Label: f.cassetto, ID: idDi("cassetto." + strings.ToLower(strings.ReplaceAll(f.cassetto, " ", "-")))})
		}
		cassetti[n].Fields = append(cassetti[n].Fields, f)
	}
	return restano, cassetti
}

// inserisci puts fields right after the one with a path, among these or in
// their groups; false when there is none.
func inserisci(fields *[]Field, dopo string, nuovi ...Field) bool {
	if n := slices.IndexFunc(*fields, func(f Field) bool { return f.Name == dopo }); n >= 0 {
		*fields = slices.Insert(slices.Clone(*fields), n+1, nuovi...)
		return true
	}
	for i := range *fields {
		if f := &(*fields)[i]; f.Type == "group" && inserisci(&f.Fields, dopo, nuovi...) {
			return true
		}
	}
	return false
}

// Letto is a value that the page shows among the fields and that nobody types:
// it follows from others. nome makes its id and is not posted.
func Letto(nome, etichetta, valore string, segue ...string) Field {
	return Field{Name: "_" + nome, ID: idDi("letto." + nome), Label: etichetta, Type: "letto", Value: valore, Segue: segue}
}

// Inserisci shows other fields right after the one with that path.
func (f *Form) Inserisci(dopo string, campi ...Field) {
	if !inserisci(&f.Fields, dopo, campi...) {
		panic("form: no field " + dopo)
	}
	f.collega()
}

// Blocco is the id of the element around a field, which is replaced when a
// field that it follows changes.
func (f Field) Blocco() string { return f.ID + "-blocco" }

// collega tells each field what follows it, and what follows that.
func (f *Form) collega() {
	seguono := map[string][]*Field{}
	visita(f.Fields, func(c *Field) {
		for _, nome := range c.Segue {
			seguono[nome] = append(seguono[nome], c)
		}
	})
	visita(f.Fields, func(c *Field) {
		visti := map[string]bool{c.Name: true}
		var blocchi []string
		for coda := slices.Clone(seguono[c.Name]); len(coda) > 0; coda = coda[1:] {
			if d := coda[0]; !visti[d.Name] {
				visti[d.Name] = true
				blocchi = append(blocchi, "#"+d.Blocco())
				coda = append(coda, seguono[d.Name]...)
			}
		}
		c.Aggiorna = strings.Join(blocchi, ",")
	})
}

// visita goes through the fields, those in groups and rows included.
func visita(fields []Field, fai func(*Field)) {
	for i := range fields {
		fai(&fields[i])
		visita(fields[i].Fields, fai)
		for j := range fields[i].Rows {
			visita(fields[i].Rows[j].Fields, fai)
		}
	}
}
