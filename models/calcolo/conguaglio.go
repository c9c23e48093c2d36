package calcolo

import (
	"math/big"

	"siss/models/euro"
	"siss/models/periodo"
)

// Regolato is a line of before that settled a part of what is due now.
type Regolato struct {
	Corsa   string // the number of its run, "2026/3"
	Rif     string // the row that it is
	Mese    periodo.Mese
	Importo euro.Importo
}

// Conguagliata is the tree of what is due now less what was settled (domain
// c.3). The zero Spiegazione is what is no longer due.
func (s Spiegazione) Conguagliata(regolati []Regolato) Spiegazione {
	if s.Operazione == "" {
		s = dato("niente è più dovuto", Euro, new(big.Rat), "dati di oggi", periodo.Data{}).Spiegazione
	}
	var gia []passo
	for _, r := range regolati {
		d := dato("liquidato con l'elaborazione "+r.Corsa, Euro, r.Importo.Rat(), "movimento", r.Mese.Inizio())
		d.Riferimento = r.Rif
		gia = append(gia, d)
	}
	dovuto := somma("dovuto con i dati di oggi", Euro, passo{s, s.valore()})
	return differenza("conguaglio", Euro, dovuto, somma("già liquidato", Euro, gia...)).
		per("si paga la differenza tra quanto è dovuto e quanto è già liquidato per il mese", fonteDovuto).Spiegazione
}

// Rimessa is the tree of a line that pays again what a bank refused of another.
func Rimessa(rifiutata Regolato) Spiegazione {
	d := dato("rifiutato dalla banca con l'elaborazione "+rifiutata.Corsa, Euro, rifiutata.Importo.Rat(), "movimento", rifiutata.Mese.Inizio())
	d.Riferimento = rifiutata.Rif
	return somma("rimesso in pagamento", Euro, d).Spiegazione
}

// Stornata is the tree of a line that takes another back.
func (s Spiegazione) Stornata(nome string) Spiegazione { return opposto(nome, s) }

// valore is what the node says; nothing only for a tree that was tampered with,
// which Ricalcola refuses.
func (s Spiegazione) valore() *big.Rat {
	if v, ok := new(big.Rat).SetString(s.Valore); ok {
		return v
	}
	return new(big.Rat)
}

// Citata returns the tree with each input that rif knows named by its row.
func (s Spiegazione) Citata(rif func(Spiegazione) string) Spiegazione {
	if s.Operazione == Dato && s.Riferimento == "" {
		s.Riferimento = rif(s)
	}
	figli := make([]Spiegazione, 0, len(s.Figli))
	for _, f := range s.Figli {
		figli = append(figli, f.Citata(rif))
	}
	if len(figli) > 0 {
		s.Figli = figli
	}
	return s
}
