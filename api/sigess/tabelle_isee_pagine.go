package sigess

import (
	"net/http"
	"net/url"
	"strings"

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

var versoTabelleISEE = web.Link{Testo: "Tabelle ISEE", URL: "/elaborazioni/tabelle-isee"}

func (s *sportello) pagineTabelleISEE(r *atti.Rotte) {
	nuova := versoTabelleISEE.URL + "/nuova"
	atti.Pagina(r, http.MethodGet, versoTabelleISEE.URL, s.mostraTabelleISEE)
	atti.Pagina(r, http.MethodGet, nuova, func(c *gin.Context, chi models.Chi) error { return s.moduloTabellaISEE(c, chi, ripresa{}) })
	atti.Modulo(r, nuova, s.aggiungiTabellaISEE, atti.Opzioni[TabellaISEE]{Avviso: "tabella aggiunta: si può scegliere nelle quote utente",
		Dopo: func(*gin.Context, TabellaISEE) string { return versoTabelleISEE.URL },
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.moduloTabellaISEE(c, chi, ripresa{modulo: moduloUnico, valori: valori, problemi: problemi})
		}})
}

// mostraTabelleISEE lists the tables, the versions that are no longer chosen too.
func (s *sportello) mostraTabelleISEE(c *gin.Context, chi models.Chi) error {
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		righe, err := sigess.ElencaTabelleISEE(tx, chi)
		if err != nil {
			return nil, err
		}
		miei, err := entiPreparati(tx, chi)
		if err != nil {
			return nil, err
		}
		t := web.Tabella{Titolo: "Tabelle ISEE", Vuoto: "nessuna tabella: le quote utente secondo l'ISEE ne vogliono una",
			Colonne: web.Colonne("Codice", "Denominazione", "Ente", "Metodo", "Che cosa dice", "Vale")}
		parole := form.Vuoto[sigess.ModuloTabellaISEE](nil)
		for _, r := range righe {
			t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(r.Codice), web.Testo(r.Denominazione), web.Testo(r.Ente),
				web.Testo(voceDi(parole, "metodo", r.Metodo)), web.Testo(descriviTabella(r.TabellaISEE)), web.Testo(dalAl(r.Dal, r.Fino))}})
		}
		cassetto := web.Cassetto{ID: "tabelle", Titolo: "Tabelle ISEE", Tabelle: []web.Tabella{t},
			Testo: "Una tabella non si modifica: per cambiarla se ne aggiunge una con lo stesso codice, che vale da un altro giorno. Le quote già assegnate tengono la loro"}
		if len(miei) > 0 {
			cassetto.Tabelle[0].Vuoto += ": aggiungerla con l'icona +"
			cassetto.Nuovo = &web.Link{Testo: "Aggiungi una tabella ISEE", URL: versoTabelleISEE.URL + "/nuova"}
		}
		return web.SchedaPage{Base: base(c, chi, versoTabelleISEE.Testo, sezioneElaborazioni, versoElaborazioni), Cassetti: []web.Cassetto{cassetto}}, nil
	})
}

// voceDi is what an operatore reads of a choice.
func voceDi(f *form.Form, campo, valore string) string {
	c, _ := f.Field(campo)
	for _, o := range c.Options {
		if o.Valore == valore {
			return o.Testo
		}
	}
	return valore
}

// descriviTabella says in words what a table asks: "fino a 5.000,00 lo 0,00 %".
func descriviTabella(t sigess.TabellaISEE) string {
	switch {
	case t.Importo != nil:
		return "esente fino a " + t.ISEEMinimo.String() + "; poi ISEE × " + t.Importo.String() + " / " + t.ISEEMassimo.String() + " per unità; oltre, tutta la spesa"
	case t.PercentualeMinima != nil:
		return "dal " + t.PercentualeMinima.String() + " % fino a " + t.ISEEMinimo.String() + " al " + t.PercentualeMassima.String() + " % da " + t.ISEEMassimo.String()
	}
	var parti []string
	for _, f := range t.Fasce {
		if f.FinoA == nil {
			parti = append(parti, "oltre: "+f.Percentuale.String()+" %")
		} else {
			parti = append(parti, "fino a "+f.FinoA.String()+": "+f.Percentuale.String()+" %")
		}
	}
	return strings.Join(parti, "; ")
}

// entiPreparati are the enti of who asks whose runs he prepares.
func entiPreparati(tx *gorm.DB, chi models.Chi) ([]form.Opzione, error) {
	enti, err := anagrafe.Enti(tx, chi)
	var miei []form.Opzione
	for _, e := range enti {
		if sigess.Elabora(chi, e.ID) == nil {
			miei = append(miei, opzioneEnte(e))
		}
	}
	return miei, err
}

// moduloTabellaISEE is the form of a new table.
func (s *sportello) moduloTabellaISEE(c *gin.Context, chi models.Chi, r ripresa) error {
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		enti, err := entiPreparati(tx, chi)
		if err != nil {
			return nil, err
		}
		if len(enti) == 0 {
			return nil, models.Errorf(models.Forbidden, "le tabelle ISEE le aggiungono gli amministrativi dell'ente")
		}
		proposta := sigess.ModuloTabellaISEE{Metodo: "FASCE", Dal: periodo.Oggi(), Fasce: make([]sigess.FasciaISEE, 2)}
		if len(enti) == 1 {
			proposta.EnteID = enti[0].Valore
		}
		p := web.ModuloPage{Introduzione: "Quanto paga la persona secondo il suo ISEE. Compilare solo quello che serve al metodo",
			Form: modulo(r, moduloUnico, proposta, form.Opzioni{"enti": enti}), Azione: versoTabelleISEE.URL + "/nuova", Atto: r.atto(moduloUnico),
			Invia: "Aggiungi la tabella", Annulla: &web.Link{Testo: "Annulla", URL: versoTabelleISEE.URL}}
		p.Base = base(c, chi, "Nuova tabella ISEE", sezioneElaborazioni, versoElaborazioni, versoTabelleISEE)
		r.annota(&p.Base)
		return p, nil
	})
}
