package sigess

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

var versoTariffari = web.Link{Testo: "Tariffari", URL: "/tariffari"}

const moduloTariffario = "tariffario"

func (s *sportello) pagineTariffari(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, versoTariffari.URL, func(c *gin.Context, chi models.Chi) error { return s.mostraTariffari(c, chi, chiesta(c)) })
	atti.Modulo(r, versoTariffari.URL, s.creaTariffario, atti.Opzioni[Esito]{Avviso: "tariffario in bozza: aggiungere le voci e attivarlo",
		Dopo: func(_ *gin.Context, e Esito) string { return versoTariffari.URL + "/" + e.ID },
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.mostraTariffari(c, chi, ripresa{modulo: moduloTariffario, valori: valori, problemi: problemi})
		}})
	atti.Pagina(r, http.MethodGet, versoTariffari.URL+"/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraTariffario(c, chi, chiesta(c)) })
	tariffario := scheda{versoTariffari.URL, s.mostraTariffario}
	attoDiScheda(r, tariffario, "voci", s.aggiungiVoce, "voce aggiunta")
	attoDiScheda(r, tariffario, "attiva", s.attivaTariffario, "tariffario attivato: ora si può scegliere negli interventi")
}

// mostraTariffari lists the price lists and has the form that begins one.
func (s *sportello) mostraTariffari(c *gin.Context, chi models.Chi, r ripresa) error {
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		righe, err := sigess.ElencaTariffari(tx, chi)
		if err != nil {
			return nil, err
		}
		enti, err := anagrafe.Enti(tx, chi)
		if err != nil {
			return nil, err
		}
		t := web.Tabella{Titolo: "Tariffari", Vuoto: "nessun tariffario", Colonne: web.Colonne("Codice", "Denominazione", "Natura", "Valido dal", "fino al", "Stato")}
		for _, x := range righe {
			t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(x.Codice, versoTariffari.URL+"/"+x.ID), web.Testo(x.Denominazione), web.Testo(naturaTariffario(x.Natura)),
				web.Testo(x.Dal.Italiana()), web.Testo(x.Al.Italiana()), cellaStato(x.Stato)}})
		}
		out := web.Cassetto{ID: "elenco", Titolo: "Tariffari", Tabelle: []web.Tabella{t},
			Testo: "Un tariffario nasce in bozza e non paga nulla: si attiva quando i casi di prova dell'ente danno il risultato atteso"}
		var miei []form.Opzione
		for _, e := range enti {
			if sigess.CuraTariffari(chi, e.ID) == nil {
				miei = append(miei, opzioneEnte(e))
			}
		}
		if len(miei) > 0 {
			modulo, err := nuovoTariffario(tx, chi, r, miei)
			if err != nil {
				return nil, err
			}
			out.Tabelle[0].Vuoto += ": aggiungerne uno con l'icona +"
			out.Nuovo = &web.Link{Testo: "Nuovo tariffario", URL: versoTariffari.URL + "?apri=" + moduloTariffario + "#elenco"}
			out.Moduli = []web.ModuloInline{modulo}
		}
		p := web.SchedaPage{Base: base(c, chi, versoTariffari.Testo, sezioneElaborazioni, versoElaborazioni), Cassetti: []web.Cassetto{out}}
		r.annota(&p.Base)
		return p, nil
	})
}

func naturaTariffario(n sigess.Natura) string {
	if n == sigess.Struttura {
		return "In struttura"
	}
	return "Con prestazioni"
}

func nuovoTariffario(tx *gorm.DB, chi models.Chi, r ripresa, enti []form.Opzione) (web.ModuloInline, error) {
	erogatori, err := sigess.Erogatori(tx, chi, periodo.Oggi())
	proposto := sigess.ModuloTariffario{Natura: sigess.Prestazioni, Dal: periodo.Oggi()}
	if len(enti) == 1 {
		proposto.EnteID = enti[0].Valore
	}
	opzioni := form.Opzioni{"enti": enti, "erogatori": opzioniDi(erogatori, func(e sigess.Erogatore) form.Opzione { return form.Opzione{Valore: e.ID, Testo: e.Denominazione} })}
	m := inRiga(r, moduloTariffario, "Nuovo tariffario", versoTariffari.URL, modulo(r, moduloTariffario, proposto, opzioni))
	m.Invia = "Crea la bozza"
	return m, err
}

// mostraTariffario is the card of a price list: its prices and what can be done.
func (s *sportello) mostraTariffario(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		t, err := sigess.TariffarioVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		voci, err := sigess.Voci(tx, id)
		if err != nil {
			return nil, err
		}
		iva := "non compresa nelle tariffe"
		if t.IVAInclusa {
			iva = "compresa nelle tariffe"
		}
		if t.SplitPayment {
			iva += ", si versa all'Erario (split payment)"
		}
		dettagli := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{voce("Codice", t.Codice), voce("Natura", naturaTariffario(t.Natura)), voce("IVA", iva),
			voce("Valido dal", t.Dal.Italiana()), voce("fino al", t.Al.Italiana())}}
		prezzi := web.Cassetto{ID: "voci", Titolo: "Voci", Tabelle: []web.Tabella{tabellaVoci(t, voci)}}
		if sigess.CuraTariffari(chi, t.EnteID) == nil {
			prezzi.Moduli = []web.ModuloInline{nuovaVoce(t, r)}
			if t.Stato == sigess.Bozza {
				attiva := inRiga(r, "attiva", "Attiva il tariffario", versoTariffari.URL+"/"+id+"/attiva", nil)
				attiva.Testo = "Da quel momento si può scegliere negli interventi. Prima si calcolano i casi di prova dell'ente: se uno dà un risultato diverso dall'atteso, il tariffario resta in bozza"
				dettagli.Moduli = []web.ModuloInline{attiva}
			}
		}
		p := web.SchedaPage{Base: base(c, chi, t.Denominazione, sezioneElaborazioni, versoElaborazioni, versoTariffari), Sottotitolo: "Tariffario " + t.Codice, Stato: badge(t.Stato),
			Cassetti: []web.Cassetto{dettagli, prezzi}}
		r.annota(&p.Base)
		return p, nil
	})
}

func nuovaVoce(t sigess.Tariffario, r ripresa) web.ModuloInline {
	proposta := sigess.ModuloVoce{Unita: sigess.UnitaOra, Dal: t.Dal, Al: t.Al}
	if t.Natura == sigess.Struttura {
		proposta.Unita = sigess.UnitaGiornata
	}
	campi := modulo(r, "voci", proposta, nil)
	if t.Natura != sigess.Struttura {
		soloLi(campi, form.Vuoto[sigess.Percentuali](nil))
	}
	m := inRiga(r, "voci", "Aggiungi una voce", versoTariffari.URL+"/"+t.ID+"/voci", campi)
	m.Invia = "Aggiungi la voce"
	if t.Stato == sigess.Attivo {
		m.Testo = "Il tariffario è attivo: la tariffa vale subito, se i casi di prova dell'ente danno il risultato atteso"
	}
	return m
}

// soloLi takes from a form the fields that only have a sense elsewhere, but for
// those that say what is wrong with them.
func soloLi(f, altrove *form.Form) {
	f.Fields = slices.DeleteFunc(f.Fields, func(c form.Field) bool {
		return c.Error == "" && slices.ContainsFunc(altrove.Fields, func(a form.Field) bool { return a.Name == c.Name })
	})
}

func tabellaVoci(tariffario sigess.Tariffario, voci []sigess.Voce) web.Tabella {
	t := web.Tabella{Titolo: "Tariffe", Vuoto: "nessuna voce: aggiungerne una qui sotto", Colonne: []web.Colonna{{Testo: "Prestazione"}, {Testo: "Denominazione"}, {Testo: "Unità"},
		{Testo: "Tariffa", Numero: true}, {Testo: "Aliquota IVA", Numero: true}, {Testo: "Natura IVA"}, {Testo: "Quota SSN", Numero: true}, {Testo: "Valida dal"}, {Testo: "fino al"}}}
	if tariffario.Natura == sigess.Struttura {
		t.Colonne = append(t.Colonne, web.Colonna{Testo: "Presenze"}, web.Colonna{Testo: "Franchigia di assenza"})
	}
	for _, v := range voci {
		celle := []web.Cella{web.Testo(v.Prestazione), web.Testo(v.Denominazione), web.Testo(unitaIn[v.Unita]), web.Testo(v.Tariffa.String()),
			web.Testo(v.AliquotaIVA.String()), web.Testo(string(v.NaturaIVA)), web.Testo(v.QuotaSSN.String()), web.Testo(v.Dal.Italiana()), web.Testo(v.Al.Italiana())}
		if tariffario.Natura == sigess.Struttura {
			celle = append(celle, web.Testo(v.InParole()), web.Testo(franchigia(v.Percentuali)))
		}
		t.Righe = append(t.Righe, web.Riga{Celle: celle})
	}
	return t
}

// franchigia is the franchise of a price in words, "" for none.
func franchigia(q sigess.Percentuali) string {
	if q.Franchigia == nil {
		return ""
	}
	oltre := "poi non si paga"
	if q.OltreFranchigia != nil && *q.OltreFranchigia > 0 {
		oltre = "poi " + q.OltreFranchigia.String() + " %"
	}
	return fmt.Sprintf("%d giorni di fila, %s", *q.Franchigia, oltre)
}

// unitaIn are the units of a price in words.
var unitaIn = map[string]string{"ORA": "Ora", "ACCESSO": "Accesso", "PASTO": "Pasto", "GIORNATA": "Giornata"}
