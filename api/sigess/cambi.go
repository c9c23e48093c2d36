package sigess

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
	flow "siss/workflows/sigess"
)

// The forms of what changes of an intervento that was activated.
const (
	moduloCambioRegola = "cambia-regola"
	moduloNuovaQuota   = "cambia-quota"
	avvisoCambioRegola = "regola cambiata: la prossima elaborazione paga il nuovo importo e conguaglia i mesi già pagati"
	avvisoNuovaQuota   = "quota utente registrata: la prossima elaborazione la applica e conguaglia i mesi già pagati"
)

// Cambio says of a row of an intervento whose place it takes, why and since when.
type Cambio struct {
	Progressivo  int        `json:"progressivo" doc:"Numero della riga"`
	AlPostoDi    *int       `json:"alPostoDi,omitempty" doc:"Numero della riga di cui ha preso il posto"`
	Superata     *int       `json:"superata,omitempty" doc:"Numero della riga che ne ha preso il posto dal primo giorno: questa non conta più"`
	Motivo       string     `json:"motivo,omitempty" doc:"Motivo del cambio" maxLength:"500"`
	Autore       string     `json:"autore,omitempty" doc:"Chi ha registrato il cambio" maxLength:"200"`
	RegistrataIl *time.Time `json:"registrataIl,omitempty" doc:"Quando è stato registrato il cambio"`
}

func (s *sportello) rotteCambi(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{ID: "intervento-cambio-regola", Metodo: http.MethodPost, Percorso: "/interventi/{id}/regole",
		Titolo: "Cambia una regola di pagamento di un intervento attivato, da un giorno", Etichetta: etichettaInterventi}, s.cambiaRegola)
	atti.Registra(r, atti.Operazione{ID: "intervento-cambio-quota", Metodo: http.MethodPost, Percorso: "/interventi/{id}/quote",
		Titolo: "Registra un nuovo ISEE, o un'altra quota utente, di un intervento attivato, da un giorno", Etichetta: etichettaInterventi}, s.cambiaQuota)
	intervento := scheda{sezioneInterventi, s.mostraIntervento}
	attoDiScheda(r, intervento, moduloCambioRegola, s.cambiaRegola, avvisoCambioRegola)
	attoDiScheda(r, intervento, moduloNuovaQuota, s.cambiaQuota, avvisoNuovaQuota)
}

func (s *sportello) cambiaRegola(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCambioRegola]) (Esito, error) {
	return s.suIntervento(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateCambiaRegola))
}

func (s *sportello) cambiaQuota(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloNuovaQuota]) (Esito, error) {
	return s.suIntervento(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateCambiaQuota))
}

// conCambioRegola adds to the drawer of the rules the form that changes one.
func (i cartellaIntervento) conCambioRegola(out web.Cassetto, r ripresa) web.Cassetto {
	if !i.gestisce || !i.inCorso() {
		return out
	}
	scelte := i.regoleDaCambiare()
	predefinito := sigess.ModuloCambioRegola{Dal: periodo.Oggi().Mese().Inizio()}
	if len(scelte) == 1 {
		predefinito.Regola, _ = strconv.Atoi(scelte[0].Valore) // it was written by a number
	}
	m := inRiga(r, moduloCambioRegola, "Cambia una regola di pagamento", i.indirizzo()+"/"+moduloCambioRegola,
		modulo(r, moduloCambioRegola, predefinito, form.Opzioni{"regole": scelte}))
	m.Testo = "La regola finisce il giorno prima e ne comincia un'altra al suo posto. Quello che è già pagato resta com'è: se il giorno è passato, la prossima elaborazione paga la differenza di ogni mese"
	m.Invia = "Cambia la regola"
	out.Moduli = append(out.Moduli, m)
	return out
}

// regoleDaCambiare are the rules that count, each with its number and its period.
func (i cartellaIntervento) regoleDaCambiare() []form.Opzione {
	var out []form.Opzione
	for _, r := range i.RegoleRegistrate {
		if r.Superata == nil {
			frequenza := scelta(form.Predefinito(r.ModuloRegola, nil), "frequenza")
			testo := fmt.Sprintf("%d: %s, %s", r.Progressivo, strings.ToLower(frequenza), r.Importo)
			if vale := dalAl(r.Dal, r.Al); vale != "" {
				testo += ", " + vale
			}
			out = append(out, form.Opzione{Valore: strconv.Itoa(r.Progressivo), Testo: testo})
		}
	}
	return out
}

// conNuovaQuota adds to the drawer of the shares the form of a new one, filled
// with the one that holds.
func (i cartellaIntervento) conNuovaQuota(out web.Cassetto, r ripresa) web.Cassetto {
	if !i.gestisce || !i.inCorso() {
		return out
	}
	m := inRiga(r, moduloNuovaQuota, "Registra un nuovo ISEE o cambia la quota utente", i.indirizzo()+"/"+moduloNuovaQuota,
		modulo(r, moduloNuovaQuota, sigess.NuovaQuotaDa(i.Quote, periodo.Oggi()), form.Opzioni{"tabelleISEE": i.tabelle}))
	m.Testo = "Il modulo comincia con la quota che vale oggi: con una nuova DSU bastano il giorno da cui vale, l'ISEE e la data. La quota di prima finisce il giorno prima; quello che è già pagato resta com'è e la prossima elaborazione paga la differenza di ogni mese"
	m.Invia = "Registra la quota"
	out.Moduli = append(out.Moduli, m)
	return out
}

// tabelleDaScegliere are the tables of an intervento whose share may change, by
// those that hold today; the one of a share of before may go on.
func tabelleDaScegliere(tx *gorm.DB, i cartellaIntervento) ([]form.Opzione, error) {
	if i.Natura == sigess.Economico || !i.inCorso() {
		return nil, nil
	}
	tabelle, err := sigess.TabelleISEEPer(tx, i.EnteID, periodo.Oggi())
	if err != nil {
		return nil, err
	}
	out := opzioniDi(tabelle, opzioneTabella)
	for _, q := range i.Quote {
		if t, ce := i.TabelleISEE[q.TabellaISEEID]; ce && !offerto(out, t.ID) {
			out = append(out, opzioneTabella(t))
		}
	}
	return out, nil
}

func opzioneTabella(t sigess.TabellaISEE) form.Opzione {
	return form.Opzione{Valore: t.ID, Testo: t.Denominazione + " (" + t.Codice + ")"}
}

// cambioDi says in a table what became of a row, and why.
func cambioDi(r sigess.Registrazione) web.Cella {
	var out web.Cella
	if r.Superata != nil {
		out.Testo = fmt.Sprintf("non conta più: vale la %d", *r.Superata)
	} else if r.AlPostoDi != nil {
		out.Testo = fmt.Sprintf("al posto della %d", *r.AlPostoDi)
	}
	if r.RegistrataIl != nil {
		out.Nota = fmt.Sprintf("%s; %s, %s", r.Motivo, r.Autore, periodo.DataOra(*r.RegistrataIl))
	}
	return out
}

// cambiata and quotaCambiata tell the acts of a story, without amounts.
func cambiata(_ narratore, c compiuto) web.Momento {
	r := cominciata(c, "regola_pagamento")
	return web.Momento{Testo: fmt.Sprintf("Regola di pagamento cambiata%s: vale la %d", daGiorno(r.Dal), r.Progressivo), Nota: "motivo: " + r.Motivo}
}

func quotaCambiata(_ narratore, c compiuto) web.Momento {
	q := cominciata(c, "quota_utente")
	return web.Momento{Testo: "Quota utente registrata" + daGiorno(q.Dal), Nota: "motivo: " + q.Motivo}
}

func daGiorno(dal periodo.Data) string {
	if dal.IsZero() {
		return ""
	}
	return " dal " + dal.Italiana()
}

// cominciata is the row that an act began; the others it closed.
func cominciata(c compiuto, entita string) sigess.Istantanea {
	for _, e := range c.di(entita) {
		if e.Prima.Progressivo == 0 {
			return e.Dopo
		}
	}
	return sigess.Istantanea{}
}
