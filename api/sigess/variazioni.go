package sigess

import (
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/sigess"
	"siss/web"
)

// variazioniMostrate is how many interventi of each table the drawer names.
const variazioniMostrate = 50

// confronto is what a run pays beside the month before.
type confronto struct {
	cause     []sigess.TotaleCausa
	cambiate  models.Elenco[sigess.RigaVariazione]
	invariate models.Elenco[sigess.RigaVariazione]
}

func leggiConfronto(tx *gorm.DB, chi models.Chi, id string) (confronto, error) {
	var c confronto
	var err error
	if c.cause, err = sigess.PerCausa(tx, chi, id); err != nil {
		return c, err
	}
	if c.cambiate, err = sigess.Variazioni(tx, chi, id, false, models.Pagina{Limite: variazioniMostrate}); err != nil {
		return c, err
	}
	c.invariate, err = sigess.Variazioni(tx, chi, id, true, models.Pagina{Limite: variazioniMostrate})
	return c, err
}

// cassettoVariazioni says why the run is not that of the month before: by cause,
// then by intervento; what did not change is folded.
func (e registro) cassettoVariazioni() web.Cassetto {
	out := web.Cassetto{ID: "variazioni", Titolo: "Variazioni"}
	switch {
	case e.Dal.Mese() != e.Al.Mese():
		out.Testo = "Il confronto con il mese precedente c'è per le elaborazioni di un mese solo"
		return out
	case e.Stato == sigess.InCalcolo:
		out.Testo = "Il confronto si legge a calcolo concluso"
		return out
	}
	out.Testo = "Quanto si paga rispetto a quanto è stato liquidato di " + e.Dal.Mese().Piu(-1).Italiano()
	if e.confronto.cambiate.Totale > variazioniMostrate {
		out.Testo += ". Sono mostrate le differenze più grandi, " + intero(variazioniMostrate) + " di " + intero(e.confronto.cambiate.Totale)
	}
	invariate := tabellaVariazioni("Interventi senza differenze", "nessun intervento senza differenze", e.confronto.invariate.Elementi)
	invariate.Ripiegata = true
	out.Tabelle = []web.Tabella{tabellaCause(e.confronto.cause),
		tabellaVariazioni("Interventi con differenze", "nessuna differenza dal mese precedente", e.confronto.cambiate.Elementi)}
	if len(invariate.Righe) > 0 {
		out.Tabelle = append(out.Tabelle, invariate)
	}
	return out
}

func tabellaCause(cause []sigess.TotaleCausa) web.Tabella {
	t := web.Tabella{Titolo: "Per causa", Colonne: []web.Colonna{{Testo: "Causa"}, {Testo: "Interventi", Numero: true}, {Testo: "Differenza", Numero: true}},
		Vuoto: "nessuna differenza dal mese precedente"}
	var somma euro.Importo
	for _, c := range cause {
		somma += c.Importo
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(c.Causa.Nome()), web.Testo(intero(c.Interventi)), web.Testo(c.Importo.String())}})
	}
	if len(cause) > 0 {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Differenza in tutto"), {}, web.Testo(somma.String())}}
	}
	return t
}

func tabellaVariazioni(titolo, vuoto string, righe []sigess.RigaVariazione) web.Tabella {
	numero := func(testo string) web.Colonna { return web.Colonna{Testo: testo, Numero: true} }
	t := web.Tabella{Titolo: titolo, Vuoto: vuoto, Colonne: []web.Colonna{{Testo: "Intervento"}, {Testo: "Persona"}, numero("Mese precedente"), numero("Adesso"),
		numero("Differenza"), {Testo: "Cause"}}}
	for _, r := range righe {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(r.Intervento, sezioneInterventi+"/"+r.InterventoID), web.Testo(r.Cognome + " " + r.Nome),
			web.Testo(r.Prima.String()), web.Testo(r.Adesso.String()), web.Testo((r.Adesso - r.Prima).String()), web.Testo(inCause(r))}})
	}
	return t
}

// inCause writes "Presenze 22,77; Tariffa o importo 7,62".
func inCause(r sigess.RigaVariazione) string {
	var out []string
	for _, p := range r.Parti {
		out = append(out, p.Causa.Nome()+" "+p.Importo.String())
	}
	return strings.Join(out, "; ")
}
