package fiscale

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestGeneraTakesTheLettersOfTheDecree(t *testing.T) {
	tests := map[string]struct{ cognome, nome, want string }{
		"three consonants each":           {"Rossi", "Marta", "RSSMRT"},
		"vowels fill up":                  {"Rossi", "Mario", "RSSMRA"},
		"four consonants in the nome":     {"Bianchi", "Gianfranco", "BNCGFR"},
		"four consonants, exactly":        {"Bianchi", "Stefano", "BNCSFN"},
		"five consonants, skip second":    {"Bianchi", "Alessandro", "BNCLSN"},
		"cognome keeps the second":        {"Gianfranchi", "Ada", "GNFDAA"},
		"two letters":                     {"Fo", "Al", "FOXLAX"},
		"two vowels":                      {"Io", "Ai", "IOXAIX"},
		"one letter":                      {"U", "D", "UXXDXX"},
		"only vowels":                     {"Aiou", "Eia", "AIOEIA"},
		"accented vowel":                  {"Fò", "Noè", "FOXNOE"},
		"accent as apostrophe":            {"Fo'", "Noe'", "FOXNOE"},
		"apostrophe":                      {"D'Amico", "Ugo", "DMCGUO"},
		"typographic apostrophe":          {"D’Amico", "Ugo", "DMCGUO"},
		"double cognome":                  {"De Luca Rossi", "Ugo", "DLCGUO"},
		"double nome":                     {"Conti", "Maria Grazia", "CNTMGR"},
		"hyphen":                          {"Conti", "Jean-Luc", "CNTJLC"},
		"umlaut":                          {"Müller", "Zoë", "MLLZOE"},
		"sharp s":                         {"Weiß", "Jürgen", "WSSJGN"},
		"o with stroke":                   {"Bø", "Søren", "BOXSRN"},
		"l and d with stroke":             {"Łoś", "Đuro", "LSODRU"},
		"ash":                             {"Æs", "Bo", "SAEBOX"},
		"combining marks":                 {"Fo\u0300", "Noe\u0300", "FOXNOE"},
		"Czech and Romanian":              {"Šimić", "Țuțu", "SMCTTU"},
		"two marks on a vowel":            {"Nguyễn", "Thị", "NGYTHI"},
		"dotless and dotted i":            {"Işık", "İnci", "SKINCI"},
		"no-break space and stray digits": {"De\u00a0Luca 2", "Eva", "DLCVEA"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Genera(Anagrafica{tt.cognome, tt.nome, "M", 1980, 1, 1, "H501"})
			if err != nil || string(got[:6]) != tt.want {
				t.Errorf("Genera(%s, %s) = %s, %v, want %s...", tt.cognome, tt.nome, got, err, tt.want)
			}
		})
	}
}

func TestGeneraWritesDateSexAndPlace(t *testing.T) {
	tests := map[string]struct {
		a    Anagrafica
		want Codice
	}{
		"specimen":                {Anagrafica{"Rossi", "Mario", "M", 1985, 12, 10, "A562"}, "RSSMRA85T10A562S"},
		"manual, figg. 12 and 21": {Anagrafica{"ROSSI", "MARIO", "M", 1986, 7, 11, "H501"}, "RSSMRA86L11H501E"},
		"woman, day plus 40":      {Anagrafica{"De Luca", "Giosuè", "F", 2003, 4, 27, "G934"}, "DLCGSI03D67G934S"},
		"foreign State":           {Anagrafica{"D'Amico", "Dario", "F", 2008, 1, 29, "z228"}, "DMCDRA08A69Z228T"},
	}
	for name, tt := range tests {
		if got, err := Genera(tt.a); got != tt.want || err != nil {
			t.Errorf("%s: Genera = %s, %v, want %s", name, got, err, tt.want)
		}
	}
}

func TestGeneraRefusesWhatMakesNoCode(t *testing.T) {
	giusta := Anagrafica{"Rossi", "Mario", "M", 1985, 12, 10, "A562"}
	tests := map[string]struct {
		guasta func(*Anagrafica)
		want   error
	}{
		"no cognome":       {func(a *Anagrafica) { a.Cognome = "" }, ErrNomi},
		"cognome of marks": {func(a *Anagrafica) { a.Cognome = "' -" }, ErrNomi},
		"no nome":          {func(a *Anagrafica) { a.Nome = "" }, ErrNomi},
		"Cyrillic nome":    {func(a *Anagrafica) { a.Nome = "Мария" }, ErrNomi},
		"broken UTF-8":     {func(a *Anagrafica) { a.Nome = "Mar\xeda" }, ErrNomi},
		"no sesso":         {func(a *Anagrafica) { a.Sesso = "" }, ErrSesso},
		"sesso of another": {func(a *Anagrafica) { a.Sesso = "X" }, ErrSesso},
		"no date":          {func(a *Anagrafica) { a.Anno, a.Mese, a.Giorno = 0, 0, 0 }, ErrNato},
		"29 February 1985": {func(a *Anagrafica) { a.Mese, a.Giorno = 2, 29 }, ErrNato},
		"month 13":         {func(a *Anagrafica) { a.Mese = 13 }, ErrNato},
		"two-digit year":   {func(a *Anagrafica) { a.Anno = 85 }, ErrNato},
		"no luogo":         {func(a *Anagrafica) { a.Luogo = "" }, ErrLuogo},
		"name of luogo":    {func(a *Anagrafica) { a.Luogo = "Roma" }, ErrLuogo},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := giusta
			tt.guasta(&a)
			if got, err := Genera(a); got != "" || !errors.Is(err, tt.want) {
				t.Errorf("Genera = %q, %v, want %v", got, err, tt.want)
			}
		})
	}
}

func TestGeneraAndConfrontaAgreeWithTheVectors(t *testing.T) {
	for _, r := range righe(t, "codice-fiscale/cf_synthetic_vectors.csv") {
		nato, err := time.Parse(time.DateOnly, r["birthdate"])
		if err != nil {
			t.Fatal(err)
		}
		a := Anagrafica{r["surname"], r["name"], r["sex"], nato.Year(), int(nato.Month()), nato.Day(), r["birthplace_code"]}
		got, err := Genera(a)
		if err != nil || string(got) != r["expected_cf"] {
			t.Errorf("Genera(%v) = %s, %v, want %s", a, got, err, r["expected_cf"])
		}
		c, err := ParseCodice(r["expected_cf"])
		if err != nil {
			t.Errorf("ParseCodice(%s): %v", r["expected_cf"], err)
		}
		if d := Confronta(c, a); d != nil {
			t.Errorf("Confronta(%s, %v) = %v, want none", c, a, d)
		}
	}
}

func TestConfrontaNamesEveryFieldThatDisagrees(t *testing.T) {
	const codice = "RSSMRA85T10A562S"
	giusta := Anagrafica{"Rossi", "Mario", "M", 1985, 12, 10, "A562"}
	tests := map[string]struct {
		codice Codice
		cambia func(*Anagrafica)
		want   []string
	}{
		"all agree":              {codice, func(*Anagrafica) {}, nil},
		"omocodia agrees":        {"RSSMRA85T10A56NH", func(*Anagrafica) {}, nil},
		"another century":        {codice, func(a *Anagrafica) { a.Anno = 1885 }, nil},
		"accents agree":          {codice, func(a *Anagrafica) { a.Cognome = "Ròssi" }, nil},
		"small catastal code":    {codice, func(a *Anagrafica) { a.Luogo = "a562" }, nil},
		"cognome":                {codice, func(a *Anagrafica) { a.Cognome = "Bianchi" }, []string{"cognome"}},
		"nome":                   {codice, func(a *Anagrafica) { a.Nome = "Ugo" }, []string{"nome"}},
		"swapped names":          {codice, func(a *Anagrafica) { a.Nome, a.Cognome = a.Cognome, a.Nome }, []string{"cognome", "nome"}},
		"not Latin":              {codice, func(a *Anagrafica) { a.Nome = "Марио" }, []string{"nome"}},
		"day":                    {codice, func(a *Anagrafica) { a.Giorno = 11 }, []string{"dataNascita"}},
		"month":                  {codice, func(a *Anagrafica) { a.Mese = 1 }, []string{"dataNascita"}},
		"year":                   {codice, func(a *Anagrafica) { a.Anno = 1986 }, []string{"dataNascita"}},
		"sesso":                  {codice, func(a *Anagrafica) { a.Sesso = "F" }, []string{"sesso"}},
		"luogo":                  {codice, func(a *Anagrafica) { a.Luogo = "H501" }, []string{"luogoNascita"}},
		"all":                    {codice, func(a *Anagrafica) { *a = Anagrafica{"Fo", "Ada", "F", 1990, 1, 1, "H501"} }, []string{"cognome", "nome", "dataNascita", "sesso", "luogoNascita"}},
		"empty fields":           {codice, func(a *Anagrafica) { *a = Anagrafica{} }, nil},
		"provisional code":       {"37707037315", func(*Anagrafica) {}, nil},
		"absent code":            {"", func(*Anagrafica) {}, nil},
		"woman against her code": {"RSSMRA85T50A562W", func(a *Anagrafica) { a.Sesso = "F" }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := giusta
			tt.cambia(&a)
			var got []string
			for _, d := range Confronta(tt.codice, a) {
				got = append(got, d.Campo)
				for _, v := range []string{a.Cognome, a.Nome, a.Luogo, strconv.Itoa(a.Anno)} {
					if strings.Contains(d.Messaggio, v) || d.Messaggio == "" {
						t.Errorf("message of %s is empty or echoes a value", d.Campo)
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Confronta (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryMarkedLetterHasAPlainOne(t *testing.T) {
	for _, intervallo := range [][2]rune{{0xC0, 0x24F}, {0x1E00, 0x1EFF}} {
		for r := intervallo[0]; r <= intervallo[1]; r++ {
			v, ok := senzaSegno[r]
			if ok && (v == "" || strings.Trim(v, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
				t.Errorf("%c becomes %q", r, v)
			}
		}
	}
	for _, riga := range accentate {
		for _, r := range riga[1:] {
			for _, s := range []string{string(r), string(unicode.ToLower(r))} {
				if got, ok := latine(s); !ok || got != riga[:1] {
					t.Errorf("latine(%s) = %q, %v, want %c", s, got, ok, riga[0])
				}
			}
		}
	}
}

func qualsiasiAnagrafica(t *rapid.T) Anagrafica {
	nome := rapid.StringMatching(`[A-Za-zàèéìòùüçñßø][A-Za-zàèéìòùüçñßø' -]{0,15}`)
	nato := time.Date(1850, 1, 1+rapid.IntRange(0, 120_000).Draw(t, "giorno"), 0, 0, 0, 0, time.UTC)
	return Anagrafica{
		Cognome: nome.Draw(t, "cognome"), Nome: nome.Draw(t, "nome"),
		Sesso: rapid.SampledFrom([]string{"M", "F"}).Draw(t, "sesso"),
		Anno:  nato.Year(), Mese: int(nato.Month()), Giorno: nato.Day(),
		Luogo: fmt.Sprintf("%c%03d", rapid.RuneFrom([]rune("ABCDEFGHILMZ")).Draw(t, "lettera"), rapid.IntRange(1, 999).Draw(t, "numero")),
	}
}

func FuzzGenera(f *testing.F) {
	f.Add("Rossi", "Mario", 1985, 12, 10, "A562")
	f.Add("ẞ", "Æ", 1900, 2, 28, "z100")
	f.Add("", "\xff", 0, -1, 99, "")
	f.Fuzz(func(t *testing.T, cognome, nome string, anno, mese, giorno int, luogo string) {
		a := Anagrafica{cognome, nome, "F", anno, mese, giorno, luogo}
		c, err := Genera(a)
		if err != nil {
			return
		}
		if got, err := ParseCodice(c.String()); err != nil || got != c || c.Base() != c {
			t.Errorf("Genera(%v) = %s, which ParseCodice reads as %s, %v", a, c, got, err)
		}
		if d := Confronta(c, a); d != nil {
			t.Errorf("Confronta(Genera(%v)) = %v", a, d)
		}
	})
}
