package termini

import (
	"encoding/json"
	"errors"

	"siss/models/caso"
	"siss/models/periodo"
)

// Refusals of a case, in words for the office. None echoes what the case holds.
var (
	ErrChiavi      = errors.New("una chiave manca o non è prevista: servono avvio, giorni, slitta_festivi e patrono, poi sospensione e preavviso se ci sono")
	ErrSospensione = errors.New("la sospensione è un oggetto con dal e al; al è null finché è aperta")
	ErrPreavviso   = errors.New("il preavviso è un oggetto con ricevuto e osservazioni; osservazioni è null se non ce ne sono")
	ErrNumero      = errors.New("giorni è un numero intero, senza virgolette né decimali")
	ErrSlitta      = errors.New("slitta_festivi è true oppure false, senza virgolette")
	ErrData        = errors.New("una data non esiste nel calendario o non è un testo AAAA-MM-GG")
)

// Valuta counts the days of a case of `siss termini`.
func Valuta(c caso.Caso) (Conto, error) {
	p, err := leggi(c.Campi)
	if err != nil {
		return Conto{}, err
	}
	return Calcola(p)
}

func leggi(campi map[string]json.RawMessage) (p Procedimento, err error) {
	if !chiavi(campi, []string{"avvio", "giorni", "patrono", "slitta_festivi"}, "sospensione", "preavviso") {
		return p, ErrChiavi
	}
	if p.Avvio, err = data(campi["avvio"]); err != nil {
		return p, err
	}
	if !valore(campi["giorni"], &p.Giorni) {
		return p, ErrNumero
	}
	if !valore(campi["slitta_festivi"], &p.SlittaFestivi) {
		return p, ErrSlitta
	}
	if p.Patrono, err = patrono(campi["patrono"]); err != nil {
		return p, err
	}
	if !assente(campi["sospensione"]) {
		s, err := date(campi["sospensione"], "dal", "al", ErrSospensione)
		if err != nil {
			return p, err
		}
		p.Sospensione = &periodo.Intervallo{Dal: s[0], Al: s[1]}
	}
	if !assente(campi["preavviso"]) {
		v, err := date(campi["preavviso"], "ricevuto", "osservazioni", ErrPreavviso)
		if err != nil {
			return p, err
		}
		p.Preavviso = &Preavviso{Ricevuto: v[0], Osservazioni: v[1]}
	}
	return p, nil
}

// chiavi tells whether all the keys that must be there are, and no other but
// those that may.
func chiavi(campi map[string]json.RawMessage, devono []string, possono ...string) bool {
	n := 0
	for _, k := range devono {
		if _, c := campi[k]; !c {
			return false
		}
		n++
	}
	for _, k := range possono {
		if _, c := campi[k]; c {
			n++
		}
	}
	return n == len(campi)
}

// date reads an object of two dates, of which the second may be null.
func date(testo json.RawMessage, prima, seconda string, err error) (d [2]periodo.Data, _ error) {
	campi, errOggetto := caso.Oggetto(testo)
	if errOggetto != nil || !chiavi(campi, []string{prima, seconda}) {
		return d, err
	}
	if d[0], err = data(campi[prima]); err != nil || assente(campi[seconda]) {
		return d, err
	}
	d[1], err = data(campi[seconda])
	return d, err
}

// data reads a date in the one form that case files have.
func data(testo json.RawMessage) (periodo.Data, error) {
	var s string
	if !valore(testo, &s) {
		return periodo.Data{}, ErrData
	}
	d, err := periodo.Parse(s)
	if err != nil || d.String() != s {
		return periodo.Data{}, ErrData
	}
	return d, nil
}

func patrono(testo json.RawMessage) (Patrono, error) {
	var s string
	if assente(testo) {
		return "", nil
	}
	if !valore(testo, &s) {
		return "", ErrPatrono
	}
	return ParsePatrono(s)
}

func assente(testo json.RawMessage) bool { return len(testo) == 0 || string(testo) == "null" }

// valore reads one JSON value of the type of v, which null is not.
func valore(testo json.RawMessage, v any) bool {
	return !assente(testo) && json.Unmarshal(testo, v) == nil
}
