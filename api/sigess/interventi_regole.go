package sigess

import (
	"fmt"
	"slices"
	"strings"

	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cassettoRegole is what the rules of payment say (fig. 15): the conditions that
// only some have are told in words, beside the frequency.
func (i cartellaIntervento) cassettoRegole(r ripresa) web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "N.", Numero: true}, {Testo: "Frequenza"}, {Testo: "Importo", Numero: true}, {Testo: "Mese incompleto"}, {Testo: "Scadenza"}, {Testo: "Limiti"},
		{Testo: "Causale"}, {Testo: "Periodo"}, {Testo: "Cambio"}}, Vuoto: "nessuna regola: aggiungerla modificando la bozza"}
	for _, registrata := range i.RegoleRegistrate {
		r := registrata.ModuloRegola
		parole := form.Nuovo(r, nil)
		detto := func(nome string) string { return scelta(parole, nome) }
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(fmt.Sprint(registrata.Progressivo)), {Testo: detto("frequenza"), Nota: ancoraggioDi(r)}, {Testo: r.Importo.String(), Nota: ivaDi(r)},
			{Testo: detto("criterioRateo"), Nota: sospensioneDi(r)}, web.Testo(scadenzaDi(r, detto("scadenza"))), web.Testo(limitiDi(r)),
			web.Testo(r.Causale), web.Testo(dalAl(r.Dal, r.Al)), cambioDi(registrata.Registrazione)}})
	}
	return i.conCambioRegola(web.Cassetto{ID: "regole", Titolo: "Regole di pagamento", Tabelle: []web.Tabella{t}}, r)
}

// frequenzeDiMesi are those of which a rata may be counted from two beginnings.
var frequenzeDiMesi = []string{"MENSILE", "BIMESTRALE", "TRIMESTRALE", "QUADRIMESTRALE", "SEMESTRALE", "ANNUALE"}

func ancoraggioDi(r sigess.ModuloRegola) string {
	if r.Ancoraggio == sigess.DaInizio && slices.Contains(frequenzeDiMesi, r.Frequenza) {
		return "dal primo giorno della regola"
	}
	return ""
}

func ivaDi(r sigess.ModuloRegola) string {
	if r.AliquotaIVA == 0 {
		return ""
	}
	return "più IVA " + r.AliquotaIVA.String() + " %"
}

func sospensioneDi(r sigess.ModuloRegola) string {
	if r.InSospensione == sigess.PagaSempre {
		return "si paga anche in sospensione"
	}
	return ""
}

// scadenzaDi says when the rate are due: the day of an una tantum, nothing for
// what is paid by the day.
func scadenzaDi(r sigess.ModuloRegola, detta string) string {
	switch r.Frequenza {
	case "UNA_TANTUM":
		return r.DataScadenza.Italiana()
	case "GIORNALIERA":
		return ""
	}
	return detta
}

// limitiDi says how far a rule goes: "12 in tutto, totale 1.000,00".
func limitiDi(r sigess.ModuloRegola) string {
	var out []string
	if r.NumeroRate != nil {
		out = append(out, fmt.Sprintf("%d in tutto", *r.NumeroRate))
	}
	if r.ImportoTotale != nil {
		out = append(out, "totale "+r.ImportoTotale.String())
	}
	if r.Massimale != nil {
		out = append(out, "al massimo "+r.Massimale.String())
	}
	return strings.Join(out, ", ")
}
