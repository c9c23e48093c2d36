package sigess

import (
	"context"
	"time"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
	flow "siss/workflows/sigess"
)

// The forms of the drawer Termini, which are also the last part of their paths.
const (
	moduloIntegrazioni = "integrazioni"
	moduloArrivo       = "integrazioni-ricevute"
	moduloPreavviso    = "preavviso"
	moduloOsservazioni = "osservazioni"
)

// Pausa is what made the term of a domanda stand.
type Pausa struct {
	Tipo      sigess.TipoPausa `json:"tipo" doc:"Perché il termine è fermo" maxLength:"20" example:"INTEGRAZIONI"`
	Dal       periodo.Data     `json:"dal" doc:"Da quando"`
	Al        periodo.Data     `json:"al,omitzero" doc:"Quando è arrivato ciò che si attendeva"`
	Entro     periodo.Data     `json:"entro" doc:"Ultimo giorno utile"`
	Motivo    string           `json:"motivo" doc:"Che cosa si è chiesto o scritto" maxLength:"2000"`
	Risposta  string           `json:"risposta,omitempty" doc:"Che cosa è arrivato" maxLength:"2000"`
	RipresaIl *time.Time       `json:"ripresaIl,omitempty" doc:"Quando la domanda è tornata in istruttoria"`
}

// conTermini adds the sum of the days and what made them stand.
func (s *SchedaDomanda) conTermini(d sigess.Domanda, pause []sigess.Pausa) {
	if conto, err := d.Conto(pause); err == nil {
		s.Termine, s.GiorniSospesi = conto.Frase(), conto.GiorniSospesi
	}
	for _, p := range pause {
		s.Pause = append(s.Pause, Pausa{Tipo: p.Tipo, Dal: p.Dal, Al: p.Al, Entro: p.UltimoGiorno(), Motivo: p.Motivo, Risposta: p.Risposta, RipresaIl: p.RipresaIl})
	}
}

func (s *sportello) richiediIntegrazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloIntegrazioni]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateRichiediIntegrazioni))
}

func (s *sportello) registraIntegrazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloArrivo]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateIntegrazioni))
}

func (s *sportello) preavvisaRigetto(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloPreavviso]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdatePreavviso))
}

func (s *sportello) registraOsservazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloArrivo]) (Esito, error) {
	return s.suDomanda(ctx, chi, in.ID, attoDi(chi, in, flow.UpdateOsservazioni))
}

// termine is the sum of the days in words, "" before the protocol starts them.
func (d cartellaDomanda) termine() string {
	conto, err := d.Conto(d.pause)
	if err != nil {
		return ""
	}
	return conto.Frase()
}

// cassettoTermini is the clock of L. 241/1990: the sum, what made it stand, and
// the acts that do.
func (d cartellaDomanda) cassettoTermini(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "termini", Titolo: "Termini del procedimento", Breve: "Termini"}
	if d.AvvioIl.IsZero() {
		out.Testo = "I giorni si contano dal protocollo, con l'avvio dell'istruttoria"
		return out
	}
	out.Voci = []web.Voce{voce("Termine del procedimento", d.termine()), voce("Decorre dal", d.AvvioIl.Italiana()), voce("Scadenza", d.ScadenzaIl.Italiana())}
	if len(d.pause) > 0 {
		out.Tabelle = []web.Tabella{d.tabellaPause()}
	}
	out.Moduli = d.moduliTermini(r)
	d.supponi(&out, periodo.Oggi())
	return out
}

// ipotesi is the question of the drawer: until when, if what is awaited came on
// a day. It changes nothing.
type ipotesi struct {
	Arrivo periodo.Data `json:"arrivo,omitempty" format:"date" doc:"Se i documenti arrivano il"`
}

// campoArrivo is the field of ipotesi in the address of the card.
const campoArrivo = "arrivo"

// supponi adds the question and, once it is asked, its answer: counted by the
// calculator that counts the acts.
func (d cartellaDomanda) supponi(out *web.Cassetto, oggi periodo.Data) {
	if _, possibile, _ := d.ContoSe(d.pause, oggi, oggi); !possibile {
		return
	}
	nome := "Se chiedo oggi i documenti e arrivano il"
	switch d.Stato {
	case sigess.Sospesa:
		nome = "Se i documenti arrivano il"
	case sigess.InPreavviso:
		nome = "Se le osservazioni arrivano il"
	}
	in, problemi := form.Decode[ipotesi](d.ipotesi)
	if len(problemi) == 0 && !in.Arrivo.IsZero() {
		conto, _, err := d.ContoSe(d.pause, in.Arrivo, oggi)
		if err != nil {
			problemi = append(problemi, models.Campo{Nome: campoArrivo, Messaggio: err.Error()})
		} else {
			out.Voci = append(out.Voci, voce(nome+" "+in.Arrivo.Italiana(), conto.Frase()))
		}
	}
	f := form.Filtri[ipotesi](d.ipotesi, nil, problemi)
	f.Fields[0].Label = nome
	out.Filtri = &web.FiltriCassetto{Azione: d.indirizzo() + "#termini", Form: f, Cerca: "Calcola", Nome: "Prova i termini"}
}

func (d cartellaDomanda) tabellaPause() web.Tabella {
	t := web.Tabella{Titolo: "Sospensioni del termine", Colonne: web.Colonne("Perché", "Dal", "Entro il", "Arrivate il", "Che cosa")}
	for _, p := range d.pause {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(p.Tipo.Nome()), web.Testo(p.Dal.Italiana()), web.Testo(p.UltimoGiorno().Italiana()),
			web.Testo(p.Al.Italiana()), {Testo: p.Motivo, Nota: p.Risposta}}})
	}
	return t
}

// moduliTermini are the acts on the clock that who looks may do now.
func (d cartellaDomanda) moduliTermini(r ripresa) []web.ModuloInline {
	var out []web.ModuloInline
	puo := func(nome, titolo, testo string, f *form.Form) {
		m := inRiga(r, nome, titolo, d.indirizzo()+"/"+nome, f)
		m.Testo = testo
		out = append(out, m)
	}
	integrazioni, chieste := d.pausa(sigess.Integrazioni)
	if d.Stato == sigess.InIstruttoria && !chieste && d.dirige {
		puo(moduloIntegrazioni, "Richiedi integrazioni", "Una volta sola: il termine è sospeso finché arrivano, per trenta giorni al massimo (L. 241/1990 art. 2)",
			modulo(r, moduloIntegrazioni, sigess.ModuloIntegrazioni{Dal: periodo.Oggi()}, nil))
	}
	if chieste && integrazioni.Al.IsZero() && d.siTratta() && (d.tratta || d.dirige) {
		puo(moduloArrivo, "Registra le integrazioni ricevute", "La domanda torna in istruttoria e il termine riprende dal giorno in cui sono arrivate",
			modulo(r, moduloArrivo, sigess.ModuloArrivo{Al: periodo.Oggi()}, nil))
	}
	preavviso, mandato := d.pausa(sigess.Preavviso)
	if d.Stato == sigess.InIstruttoria && !mandato && d.dirige {
		puo(moduloPreavviso, "Preavviso di rigetto", "Prima di respingere: dice i motivi a chi ha fatto la domanda, che ha dieci giorni per rispondere; intanto il termine è sospeso (L. 241/1990 art. 10-bis)",
			modulo(r, moduloPreavviso, sigess.ModuloPreavviso{Dal: periodo.Oggi()}, nil))
	}
	if mandato && preavviso.Al.IsZero() && d.siTratta() && (d.tratta || d.dirige) {
		puo(moduloOsservazioni, "Registra le osservazioni ricevute", "Arrivate entro dieci giorni dal preavviso, il termine riprende dieci giorni dopo; il rigetto deve dire perché non si accolgono",
			modulo(r, moduloOsservazioni, sigess.ModuloArrivo{Al: periodo.Oggi()}, nil))
	}
	return out
}

// siTratta tells whether the domanda awaits its outcome.
func (d cartellaDomanda) siTratta() bool {
	return d.Stato == sigess.InIstruttoria || d.Stato == sigess.Sospesa || d.Stato == sigess.InPreavviso
}

func (d cartellaDomanda) pausa(tipo sigess.TipoPausa) (sigess.Pausa, bool) {
	for _, p := range d.pause {
		if p.Tipo == tipo {
			return p, true
		}
	}
	return sigess.Pausa{}, false
}
