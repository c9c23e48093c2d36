package calcolo

import (
	"math/big"
	"slices"

	"siss/models/periodo"
)

// Criterio says what an incomplete month is worth (domain c.2).
type Criterio string

// The criteri di rateo. The strings are durable.
const (
	Nessuno         Criterio = "NESSUNO"
	GiorniEffettivi Criterio = "GIORNI_EFFETTIVI"
	Trentesimi      Criterio = "TRENTESIMI"
	MezzoMese       Criterio = "MEZZO_MESE"
	Soglia15        Criterio = "SOGLIA_15"
)

const fonteRateo = "regole di calcolo c.2"

// Coperti returns the days of the month inside the intervento and in no
// suspension.
func Coperti(mese periodo.Mese, intervento periodo.Intervallo, sospensioni []periodo.Intervallo) []periodo.Data {
	return coperti(periodo.Intervallo{Dal: mese.Inizio(), Al: mese.Fine()}, intervento, sospensioni)
}

// coperti returns the days of a closed interval inside the span and in no suspension.
func coperti(in, span periodo.Intervallo, sospensioni []periodo.Intervallo) []periodo.Data {
	comune, ok := in.Interseca(span)
	if !ok {
		return nil
	}
	var giorni []periodo.Data
	for m := comune.Dal.Mese(); !comune.Al.Mese().Prima(m); m = m.Piu(1) {
		for _, g := range m.Date() {
			sospeso := slices.ContainsFunc(sospensioni, func(s periodo.Intervallo) bool { return s.Contiene(g) })
			if !sospeso && comune.Contiene(g) {
				giorni = append(giorni, g)
			}
		}
	}
	return giorni
}

// parte is the share of a month, or of a period as long as one, that the
// covered days are worth: none is always 0, all are always 1 (domain c.2).
func parte(c Criterio, giorni []periodo.Data, in periodo.Intervallo) passo {
	const nome = "parte del periodo"
	n, tutti := len(giorni), in.Giorni()
	contati := intero("giorni coperti", Giorni, n, "periodo della regola e dell'intervento, tolte le sospensioni")
	uno := intero("intero", NessunaMisura, 1, "criterio di rateo")
	zero := intero("niente", NessunaMisura, 0, "criterio di rateo")
	lunghezza := intero("giorni del periodo", Giorni, tutti, "calendario")
	lunghezza.Data = in.Dal
	switch {
	case n == 0 || n == tutti || c == Nessuno:
		return soglia(nome, NessunaMisura, contati, intero("almeno un giorno", Giorni, 1, "criterio di rateo"), uno, zero).
			per("un periodo coperto per intero vale 1, uno senza giorni coperti vale 0", fonteRateo)
	case c == Trentesimi:
		return rapporto(nome, NessunaMisura, trentesimi(giorni, in), intero("mese commerciale", Giorni, 30, "criterio di rateo")).
			per("criterio a trentesimi: l'ultimo giorno è il trentesimo e il 31 non aggiunge nulla", fonteRateo)
	case c == MezzoMese:
		mezzo := dato("metà", NessunaMisura, big.NewRat(1, 2), "criterio di rateo", periodo.Data{})
		return soglia(nome, NessunaMisura, contati, intero("giorni per l'intero", Giorni, 16, "criterio di rateo"), uno, mezzo).
			per("criterio a mezzi mesi: intero da 16 giorni, metà sotto", fonteRateo)
	case c == Soglia15:
		return soglia(nome, NessunaMisura, contati, intero("giorni per l'intero", Giorni, 15, "criterio di rateo"), uno, zero).
			per("criterio a soglia: intero da 15 giorni, niente sotto", fonteRateo)
	default:
		return rapporto(nome, NessunaMisura, contati, lunghezza).per("criterio a giorni effettivi", fonteRateo)
	}
}

// trentesimi counts days of a commercial month, run of days by run of days:
// D(last) − D(first − 1), where the last day of the period is its 30th and a
// 31st adds nothing, so that splitting a month never changes the sum.
func trentesimi(giorni []periodo.Data, in periodo.Intervallo) passo {
	commerciale := func(g periodo.Data) int {
		if g == in.Al {
			return 30
		}
		return min(posto(g, in), 30)
	}
	var tratti []passo
	for inizio := 0; inizio < len(giorni); {
		fine := inizio
		for fine+1 < len(giorni) && posto(giorni[fine+1], in)-posto(giorni[fine], in) == 1 {
			fine++
		}
		ultimo := intero("ultimo giorno", NessunaMisura, commerciale(giorni[fine]), "calendario commerciale")
		ultimo.Data = giorni[fine]
		// Days before the last of the period are in their own place.
		precedente := intero("giorno prima del primo", NessunaMisura, min(posto(giorni[inizio], in)-1, 30), "calendario commerciale")
		precedente.Data = giorni[inizio].Piu(-1)
		tratti = append(tratti, differenza("tratto", Giorni, ultimo, precedente))
		inizio = fine + 1
	}
	return somma("trentesimi", Giorni, tratti...)
}

// posto is the place of a day in a period, from 1.
func posto(g periodo.Data, in periodo.Intervallo) int {
	if g.Mese() == in.Dal.Mese() {
		return g.Giorno() - in.Dal.Giorno() + 1
	}
	return g.Meno(in.Dal) + 1
}
