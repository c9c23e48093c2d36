package sigess

import (
	"slices"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/anagrafe"
	"siss/models/assa"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web/form"
)

// scelte is what in the form of an intervento decides the choices of other
// fields; "" is what was not chosen.
type scelte struct {
	data                             periodo.Data
	richiesta, tipo                  string
	erogatore, struttura, tariffario string
}

// scelteDi begins with the drawer that the three kinds share.
func scelteDi(d sigess.Dettagli) scelte {
	return scelte{data: d.DataInizio, richiesta: d.RichiestaID, tipo: d.TipoInterventoID}
}

// offerta is what may be chosen in the form of an intervento: each choice is
// limited by those that it follows, as the models will check on saving.
type offerta struct {
	opzioni   form.Opzioni
	tipo      sigess.TipoIntervento // the one chosen, zero for none
	ridisegna bool
}

// offriIntervento reads what may be chosen by an intervento of the soggetto.
// While the form is only drawn again, a choice that no longer goes with the one
// that it follows is as good as none.
func offriIntervento(tx *gorm.DB, chi models.Chi, s anagrafe.Soggetto, natura sigess.Natura, v scelte, ridisegna bool) (offerta, error) {
	o := offerta{opzioni: form.Opzioni{}, ridisegna: ridisegna}
	if v.data.IsZero() {
		v.data = periodo.Oggi()
	}
	var err error
	if o.opzioni["uffici"], err = ufficiDi(tx, chi, s.EnteID); err != nil {
		return o, err
	}
	if o.opzioni["operatori"], err = operatoriDi(tx, s.EnteID); err != nil {
		return o, err
	}
	if err := o.tipi(tx, chi, s, natura, v); err != nil {
		return o, err
	}
	if natura == sigess.Economico {
		o.opzioni["beneficiari"], err = beneficiariDi(tx, chi, s)
		return o, err
	}
	return o, o.fornitura(tx, s, natura, v)
}

// tipi are those of the natura or, of a richiesta, the one that was asked for.
func (o *offerta) tipi(tx *gorm.DB, chi models.Chi, s anagrafe.Soggetto, natura sigess.Natura, v scelte) error {
	richieste, err := sigess.RichiesteAccolte(tx, chi, s.ID, natura)
	if err != nil {
		return err
	}
	chiesto := ""
	for _, r := range richieste {
		o.opzioni["richieste"] = append(o.opzioni["richieste"], form.Opzione{Valore: r.ID, Testo: r.Testo()})
		if r.ID == v.richiesta {
			chiesto = r.TipoInterventoID
		}
	}
	tutti, err := sigess.Tipi(tx, natura, v.data)
	if err != nil {
		return err
	}
	var tipi []sigess.TipoIntervento
	for _, t := range tutti {
		if chiesto == "" || t.ID == chiesto {
			tipi = append(tipi, t)
		}
	}
	o.opzioni["tipiIntervento"] = opzioniDi(tipi, opzioneTipo)
	scelto := o.valido(v.tipo, "tipiIntervento")
	for _, t := range tutti {
		if t.ID == scelto {
			o.tipo = t
		}
	}
	return nil
}

// fornitura is who delivers, at what prices, what.
func (o *offerta) fornitura(tx *gorm.DB, s anagrafe.Soggetto, natura sigess.Natura, v scelte) error {
	f := sigess.Fornitura{EnteID: s.EnteID, Natura: natura, Data: v.data}
	switch natura {
	case sigess.Prestazioni:
		erogatori, err := sigess.ErogatoriPer(tx, s.EnteID, v.data)
		if err != nil {
			return err
		}
		o.opzioni["erogatori"] = opzioniDi(erogatori, func(e sigess.Erogatore) form.Opzione { return form.Opzione{Valore: e.ID, Testo: e.Denominazione} })
		f.ErogatoreID = o.valido(v.erogatore, "erogatori")
	case sigess.Struttura:
		strutture, err := assa.Selezionabili(tx, v.data, o.tipo.TipologiaStruttura)
		if err != nil {
			return err
		}
		o.opzioni["strutture"] = opzioniDi(strutture, func(s assa.Struttura) form.Opzione {
			return form.Opzione{Valore: s.ID, Testo: s.Denominazione + " - " + s.Comune}
		})
		f.StrutturaID = o.valido(v.struttura, "strutture")
	}
	tariffari, err := sigess.TariffariPer(tx, f)
	if err != nil {
		return err
	}
	o.opzioni["tariffari"] = opzioniDi(tariffari, func(t sigess.Tariffario) form.Opzione {
		return form.Opzione{Valore: t.ID, Testo: t.Denominazione + " (" + t.Codice + ")"}
	})
	da := []string{o.valido(v.tariffario, "tariffari")}
	if da[0] == "" {
		da = nil
		for _, t := range tariffari {
			da = append(da, t.ID)
		}
	}
	tabelle, err := sigess.TabelleISEEPer(tx, s.EnteID, v.data)
	if err != nil {
		return err
	}
	o.opzioni["tabelleISEE"] = opzioniDi(tabelle, opzioneTabella)
	voci, err := sigess.PrestazioniIn(tx, da, v.data)
	o.opzioni["prestazioni"] = opzioniDi(voci, opzionePrestazione)
	return err
}

// valido is a value chosen among some choices, as the form will show it.
func (o *offerta) valido(valore, nome string) string {
	if o.ridisegna {
		valore = form.Superstite(o.opzioni[nome], valore)
	}
	if !eUUID(valore) {
		return ""
	}
	return valore
}

// beneficiariDi are the soggetto and the persons in relation with it.
func beneficiariDi(tx *gorm.DB, chi models.Chi, s anagrafe.Soggetto) ([]form.Opzione, error) {
	nucleo, err := anagrafe.Nucleo(tx, chi, s.ID)
	out := []form.Opzione{{Valore: s.ID, Testo: s.Nominativo()}}
	for _, p := range nucleo {
		out = append(out, form.Opzione{Valore: p.AltroID, Testo: nominativo(p.Cognome, p.Nome, p.DataNascita)})
	}
	return out, err
}

// derivati shows what follows from the tipo (figg. 14, 17, 22), and the state.
func (o *offerta) derivati(f *form.Form, stato sigess.Stato) {
	const tipo = "dettagli.tipoInterventoId"
	dopo := tipo
	if _, ok := f.Field("codice"); ok {
		dopo = "codice"
	}
	f.Inserisci(dopo, form.Letto("livello", "Livello assistenza", o.tipo.LivelloAssistenza, tipo),
		form.Letto("classificazione", "Classificazione", o.tipo.Classificazione, tipo),
		form.Letto("istat", "Classificazione ISTAT", o.tipo.ClassificazioneIstat, tipo))
	f.Inserisci("dettagli.motivoTermine", form.Letto("stato", "Stato", stato.Nome()))
}

// daValutare shows, in each richiesta of the form of a domanda, the state that
// it begins with (fig. 9).
func daValutare(f *form.Form) {
	for i := range f.Fields {
		if f.Fields[i].Name != "richieste" {
			continue
		}
		for j := range f.Fields[i].Rows {
			r := &f.Fields[i].Rows[j]
			r.Fields = slices.Insert(r.Fields, 1, form.Letto(r.Name+".stato", "Stato della richiesta", sigess.DaValutare.Nome()))
		}
	}
}
