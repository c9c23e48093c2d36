package calcolo

import (
	"fmt"
	"slices"

	"siss/models/euro"
	"siss/models/periodo"
)

const fonteStruttura = "regole di calcolo c.7"

// presenze counts the days of the month with a code: days of the same worth at
// the same retta are told together, as "27 giorni al 100 %".
func (c Caso) presenze(out *Risultato) consuntivo {
	k := nuovoConsuntivo(out)
	type gruppo struct {
		periodo, retta int
		codice         string
		percento       Percento
	}
	quanti := map[gruppo]int{}
	primo := map[gruppo]periodo.Data{}
	var ordine []gruppo
	fila := c.Assenze
	for n, g := range c.Mese.Date() {
		codice := c.Giorni[n]
		if fila++; c.Presenze[codice].Franchigia == 0 {
			fila = 0
		}
		if codice == "" {
			continue
		}
		r := slices.IndexFunc(c.Rette, func(r Retta) bool { return periodo.Intervallo{Dal: r.Dal, Al: r.Al}.Contiene(g) })
		motivo := c.escluso(g)
		if motivo == "" && r < 0 {
			motivo = SenzaTariffa
		}
		if motivo != "" {
			out.Esclusi = append(out.Esclusi, Escluso{g, codice, motivo})
			continue
		}
		x := gruppo{c.quotaDi(g), r, codice, c.Presenze[codice].vale(fila)}
		if quanti[x] == 0 {
			ordine, primo[x] = append(ordine, x), g
		}
		quanti[x]++
	}
	for _, x := range ordine {
		giorni := intero("giorni con codice "+x.codice, Giorni, quanti[x], "presenze del mese")
		percento := dato("quota di retta", Percentuale, x.percento.Rat(), "codice "+x.codice, periodo.Data{})
		k.paga(x.periodo, x.retta, primo[x], prodotto("giornate", Unita, giorni, percento).per("ogni presenza vale la sua parte di retta", fonteStruttura))
	}
	for n, g := range c.Mese.Date() {
		if codice := c.Giorni[n]; codice != "" && k.giorni[c.quotaDi(g)] != nil && c.contato(g) {
			k.giorni[c.quotaDi(g)][g] = true
		}
	}
	return k
}

// contato tells whether a day with a code is counted.
func (c Caso) contato(g periodo.Data) bool {
	return c.escluso(g) == "" && slices.ContainsFunc(c.Rette, func(r Retta) bool { return periodo.Intervallo{Dal: r.Dal, Al: r.Al}.Contiene(g) })
}

// rette are the prices of the days.
func (c Caso) rette() []prezzo {
	var out []prezzo
	for n, r := range c.Rette {
		out = append(out, prezzo{Tariffa{Dal: r.Dal, Al: r.Al, Importo: r.Importo, IVA: c.IVA}, fmt.Sprintf("retta %d", n+1)})
	}
	return out
}

// Permanenza returns the days of the month spent in a struttura. The day of
// entry counts; that of the exit only with contaUscita: a transfer leaves it to
// the struttura that receives, a death does not (domain c.7).
func Permanenza(mese periodo.Mese, ingresso, uscita periodo.Data, contaUscita bool) []periodo.Data {
	if !uscita.IsZero() && !contaUscita {
		uscita = uscita.Piu(-1)
	}
	return Coperti(mese, periodo.Intervallo{Dal: ingresso, Al: uscita}, nil)
}

// cifra is where the rounded value of a node goes.
type cifra struct {
	dove *euro.Importo
	da   passo
}

func assegna(cifre []cifra) error {
	for _, x := range cifre {
		v, err := inCentesimi(x.da.val)
		if err != nil {
			return err
		}
		*x.dove = v
	}
	return nil
}
