package caso

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"

	"siss/models/calcolo"
	file "siss/models/caso"
	"siss/models/euro"
)

// Esito is what a case gives: a result, or why there is none.
type Esito struct {
	ID        string
	Risultato *Risultato
	Errore    error
	calcolo   calcolo.Risultato
	atteso    any
}

// Risultato is the result of a case as files write it.
type Risultato struct {
	Righe          []Riga            `json:"righe"`
	Imponibile     euro.Importo      `json:"imponibile"`
	IVA            euro.Importo      `json:"iva"`
	Totale         euro.Importo      `json:"totale"`
	QuotaSSN       euro.Importo      `json:"quota_ssn"`
	QuotaUtente    euro.Importo      `json:"quota_utente"`
	QuotaEnte      euro.Importo      `json:"quota_ente"`
	AccessiEsclusi int               `json:"accessi_esclusi"`
	Eccedenze      map[string]string `json:"eccedenze"`
	Ripartizione   []string          `json:"ripartizione,omitempty"` // with Spiega only
}

// Riga is a line of a result.
type Riga struct {
	Voce       string           `json:"voce"`
	Tipo       calcolo.TipoRiga `json:"tipo"`
	Imponibile euro.Importo     `json:"imponibile"`
	Aliquota   euro.Aliquota    `json:"aliquota"`
	IVA        euro.Importo     `json:"iva"`
	Totale     euro.Importo     `json:"totale"`
	// Spiegazione is there with Spiega only.
	Spiegazione []string `json:"spiegazione,omitempty"`
}

// Esiti are the outcomes of a file, in its order.
type Esiti []Esito

// Esegui evaluates every case of a file. It refuses only what is no file of
// cases: a bad case is an Esito with its Errore.
func Esegui(dati []byte) (Esiti, error) { return EseguiCon(dati, nil) }

// EseguiCon is Esegui with the prices of a tariffario in the place of those that
// the cases say.
func EseguiCon(dati []byte, prezzi []calcolo.Tariffa) (Esiti, error) {
	casi, err := file.Leggi(bytes.NewReader(dati))
	if err != nil {
		return nil, err
	}
	var out Esiti
	for _, c := range casi {
		e := Esito{ID: c.ID}
		if e.calcolo, e.Errore = valuta(c, prezzi); e.Errore == nil {
			e.Risultato = risultato(e.calcolo)
		}
		if len(c.Atteso) > 0 {
			if e.atteso, err = albero(c.Atteso); err != nil {
				return nil, fmt.Errorf("atteso: %w", err)
			}
		}
		out = append(out, e)
	}
	return out, nil
}

func valuta(c file.Caso, prezzi []calcolo.Tariffa) (calcolo.Risultato, error) {
	if c.Err != nil {
		return calcolo.Risultato{}, c.Err
	}
	v, err := albero(c.Testo)
	if err != nil {
		return calcolo.Risultato{}, file.ErrOggetto
	}
	letto, err := leggi(v)
	if err != nil {
		return calcolo.Risultato{}, err
	}
	return calcolo.Calcola(conPrezzi(letto, prezzi))
}

func risultato(r calcolo.Risultato) *Risultato {
	out := Risultato{Righe: []Riga{}, Imponibile: r.Imponibile, IVA: r.IVA, Totale: r.Totale, QuotaSSN: r.QuotaSSN,
		QuotaUtente: r.QuotaUtente, QuotaEnte: r.QuotaEnte, AccessiEsclusi: len(r.Esclusi), Eccedenze: map[string]string{}}
	for _, x := range r.Righe {
		out.Righe = append(out.Righe, Riga{Voce: x.Voce, Tipo: x.Tipo, Imponibile: x.Imponibile, Aliquota: x.Aliquota, IVA: x.IVA, Totale: x.Totale})
	}
	for prestazione, unita := range r.Eccedenze {
		out.Eccedenze[prestazione] = centesimi(unita)
	}
	return &out
}

// centesimi writes units with two decimals, half away from zero.
func centesimi(r *big.Rat) string { return r.FloatString(2) }

// Spiega adds to each line, and to the shares, how they come about, in sentences.
func (e Esiti) Spiega() {
	for _, x := range e {
		if x.Risultato == nil {
			continue
		}
		for n, r := range x.calcolo.Righe {
			x.Risultato.Righe[n].Spiegazione = r.Spiegazione.Frasi()
		}
		for _, r := range x.calcolo.Ripartizioni {
			x.Risultato.Ripartizione = append(x.Risultato.Ripartizione, r.Spiegazione.Frasi()...)
		}
	}
}

// Falliti counts the cases without a result.
func (e Esiti) Falliti() int {
	var n int
	for _, x := range e {
		if x.Errore != nil {
			n++
		}
	}
	return n
}

// MarshalJSON writes {"<id>": <result>} in the order of the file.
func (e Esiti) MarshalJSON() ([]byte, error) {
	return perID(e, func(x Esito) (string, any) {
		if x.Errore != nil {
			return x.ID, map[string]string{"errore": x.Errore.Error()}
		}
		return x.ID, x.Risultato
	})
}

// perID writes a JSON object in the order of a list.
func perID[T any](lista []T, membro func(T) (string, any)) ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for n, x := range lista {
		if n > 0 {
			b.WriteByte(',')
		}
		id, valore := membro(x)
		chiave, err := json.Marshal(id)
		if err != nil {
			return nil, fmt.Errorf("esito: %w", err)
		}
		testo, err := json.Marshal(valore)
		if err != nil {
			return nil, fmt.Errorf("esito: %w", err)
		}
		b.Write(chiave)
		b.WriteByte(':')
		b.Write(testo)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
