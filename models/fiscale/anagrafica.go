package fiscale

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Refusals of Genera, in words for the operatore.
var (
	ErrNomi  = errors.New("cognome e nome non validi: scriverli in caratteri latini")
	ErrSesso = errors.New("sesso non valido: scegliere M o F")
	ErrNato  = errors.New("data di nascita non valida: controllare giorno, mese e anno")
	ErrLuogo = errors.New("luogo di nascita non valido: indicare il codice catastale, ad esempio H501")
)

// The years of birth that Genera takes.
const (
	annoMinimo  = 1850
	annoMassimo = 2200
)

// Anagrafica is what a codice fiscale is made from. Sesso is "M" or "F", Luogo
// the catastal code of the comune, or of the foreign State (Z...).
type Anagrafica struct {
	Cognome, Nome, Sesso string
	Anno, Mese, Giorno   int
	Luogo                string
}

// Differenza is a field of the anagrafica that does not agree with the code.
// Campo is one of cognome, nome, dataNascita, sesso, luogoNascita; Messaggio
// never repeats a value.
type Differenza struct {
	Campo     string
	Messaggio string
}

// Genera makes the code that a belongs to, without omocodia (DM 23/12/1976
// artt. 2-6). Only the Agenzia delle Entrate says which code was issued.
func Genera(a Anagrafica) (Codice, error) {
	cognome, ok := lettereCognome(a.Cognome)
	if !ok {
		return "", ErrNomi
	}
	nome, ok := lettereNome(a.Nome)
	if !ok {
		return "", ErrNomi
	}
	if a.Sesso != "M" && a.Sesso != "F" {
		return "", ErrSesso
	}
	nato := time.Date(a.Anno, time.Month(a.Mese), a.Giorno, 0, 0, 0, 0, time.UTC)
	if a.Anno < annoMinimo || a.Anno > annoMassimo || nato.Day() != a.Giorno || int(nato.Month()) != a.Mese {
		return "", ErrNato
	}
	luogo := maiuscole(strings.TrimSpace(a.Luogo))
	if len(luogo) != 4 || !lettera(luogo[0]) || !soloCifre(luogo[1:]) {
		return "", ErrLuogo
	}
	giorno := a.Giorno
	if a.Sesso == "F" {
		giorno += piuDonna
	}
	base := fmt.Sprintf("%s%s%02d%c%02d%s", cognome, nome, a.Anno%100, mesi[a.Mese-1], giorno, luogo)
	return Codice(base + string(controllo(base))), nil
}

// Confronta lists in a fixed order the fields of a that c contradicts; none
// when they agree. Omocodia makes no difference. A field left empty (a date
// with no year) and a provisional code contradict nothing.
func Confronta(c Codice, a Anagrafica) []Differenza {
	base, ok := senzaOmocodia(string(c))
	if !ok {
		return nil
	}
	var out []Differenza
	verifica := func(campo, messaggio string, concorda bool) {
		if !concorda {
			out = append(out, Differenza{campo, messaggio})
		}
	}
	if a.Cognome != "" {
		v, ok := lettereCognome(a.Cognome)
		verifica("cognome", "il cognome non corrisponde al codice fiscale", ok && v == base[:3])
	}
	if a.Nome != "" {
		v, ok := lettereNome(a.Nome)
		verifica("nome", "il nome non corrisponde al codice fiscale", ok && v == base[3:6])
	}
	giorno, sesso := decine(base[9:11]), "M"
	if giorno > piuDonna {
		giorno, sesso = giorno-piuDonna, "F"
	}
	if a.Anno != 0 {
		verifica("dataNascita", "la data di nascita non corrisponde al codice fiscale",
			a.Anno%100 == decine(base[6:8]) && a.Mese == strings.IndexByte(mesi, base[8])+1 && a.Giorno == giorno)
	}
	if a.Sesso != "" {
		verifica("sesso", "il sesso non corrisponde al codice fiscale", a.Sesso == sesso)
	}
	if a.Luogo != "" {
		verifica("luogoNascita", "il luogo di nascita non corrisponde al codice fiscale",
			maiuscole(strings.TrimSpace(a.Luogo)) == base[11:15])
	}
	return out
}

// lettereCognome takes the consonants in order, then the vowels, then X (DM
// 23/12/1976 art. 2).
func lettereCognome(s string) (string, bool) {
	consonanti, vocali, ok := scomponi(s)
	return (consonanti + vocali + "XX")[:3], ok
}

// lettereNome does as for the cognome, but of four consonants or more it takes
// the first, the third and the fourth (DM 23/12/1976 art. 3).
func lettereNome(s string) (string, bool) {
	consonanti, vocali, ok := scomponi(s)
	if len(consonanti) >= 4 {
		return consonanti[:1] + consonanti[2:4], ok
	}
	return (consonanti + vocali + "XX")[:3], ok
}

// scomponi parts the letters of s; false when it has none, or one that is not
// Latin. When false the two texts are long enough to be cut all the same.
func scomponi(s string) (consonanti, vocali string, ok bool) {
	lettere, ok := latine(s)
	if !ok || lettere == "" {
		return "XXX", "", false
	}
	for i := range len(lettere) {
		if strings.IndexByte("AEIOU", lettere[i]) >= 0 {
			vocali += lettere[i : i+1]
		} else {
			consonanti += lettere[i : i+1]
		}
	}
	return consonanti, vocali, true
}
