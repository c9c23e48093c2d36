package sigess

import (
	"fmt"
	"strings"

	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cassettoQuote is what the person pays (figg. 20, 24): the method with what it
// needs, and how far it goes.
func (i cartellaIntervento) cassettoQuote(r ripresa) web.Cassetto {
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "N.", Numero: true}, {Testo: "Metodo"}, {Testo: "Percentuale", Numero: true}, {Testo: "Importo", Numero: true}, {Testo: "ISEE"}, {Testo: "Limiti"}, {Testo: "Periodo"}, {Testo: "Cambio"}},
		Vuoto: "nessuna compartecipazione del soggetto"}
	for _, registrata := range i.QuoteRegistrate {
		q := registrata.ModuloQuota
		parole := form.Nuovo(q, nil)
		detto := func(nome string) string { return scelta(parole, nome) }
		metodo := web.Cella{Testo: detto("metodo"), Nota: i.TabelleISEE[q.TabellaISEEID].Denominazione}
		if q.Reddito != nil || q.Salvaguardia != nil {
			metodo.Nota = misureQuota(q)
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(fmt.Sprint(registrata.Progressivo)), metodo, web.Testo(percentuale(q.Percentuale)), web.Testo(importo(q.Importo)), iseeDi(q, detto("tipoIsee"), detto("senzaIsee")),
			{Testo: limitiQuota(q), Nota: baseDi(q, detto("base"))}, web.Testo(dalAl(q.Dal, q.Al)), cambioDi(registrata.Registrazione)}})
	}
	return i.conNuovaQuota(web.Cassetto{ID: "quote", Titolo: "Quote utente", Tabelle: []web.Tabella{t}}, r)
}

// iseeDi says the attestation of a share, or what is done without.
func iseeDi(q sigess.ModuloQuota, tipo, senza string) web.Cella {
	switch {
	case q.ISEE != nil:
		return web.Cella{Testo: q.ISEE.String(), Nota: strings.ToLower(tipo) + ", DSU del " + q.DataDSU.Italiana()}
	case q.TabellaISEEID != "" || q.Salvaguardia != nil:
		return web.Cella{Testo: "manca", Nota: strings.ToLower(senza)}
	}
	return web.Cella{}
}

func misureQuota(q sigess.ModuloQuota) string {
	var out []string
	for _, m := range []struct {
		nome string
		di   string
	}{{"reddito", importo(q.Reddito)}, {"franchigia", importo(q.Franchigia)}, {"salvaguardia", importo(q.Salvaguardia)}, {"indennità", importo(q.Indennita)}} {
		if m.di != "" {
			out = append(out, m.nome+" "+m.di)
		}
	}
	if q.Residenziale {
		out = append(out, "residenziale")
	}
	return strings.Join(out, ", ")
}

func limitiQuota(q sigess.ModuloQuota) string {
	var out []string
	if q.Minimo != nil {
		out = append(out, "almeno "+q.Minimo.String())
	}
	if q.Massimo != nil {
		out = append(out, "al massimo "+q.Massimo.String())
	}
	return strings.Join(out, ", ")
}

// baseDi is on what a share is worked out, when it is not what is usual.
func baseDi(q sigess.ModuloQuota, detta string) string {
	if q.Base == "PARTE_SOCIALE" {
		return ""
	}
	return strings.ToLower(detta)
}
