package sigess

import (
	"context"
	"fmt"
	"slices"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/documento"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cartellaIntervento is all that the card of an intervento shows.
type cartellaIntervento struct {
	sigess.DettaglioIntervento
	sigess.Cassetti
	richiesta    *sigess.RichiestaCollegata
	liquidazioni []sigess.Liquidazione
	pagatore     sigess.Pagatore
	elaborati    []periodo.Mese
	conAccessi   []periodo.Mese
	documenti    []documento.Riga
	dellaDomanda []documento.Riga
	eventi       []sigess.Evento
	sospesa      *sigess.ModalitaSospesa // how it is paid, nil while nothing is wrong with it
	beneficiari  []form.Opzione          // who may be paid for a contribution
	tabelle      []form.Opzione          // by which a new share may follow from an ISEE
	gestisce     bool                    // who looks may act on it
	sua          bool                    // who looks made it
	bilancio     bilancioIntervento
}

func leggiIntervento(tx *gorm.DB, chi models.Chi, id string) (cartellaIntervento, error) {
	var i cartellaIntervento
	var err error
	if i.DettaglioIntervento, err = sigess.DettaglioInterventoDi(tx, chi, id); err != nil {
		return i, err
	}
	for _, leggi := range []func() error{
		func() error { i.Cassetti, err = sigess.CassettiDi(tx, i.Intervento); return err },
		func() error { i.liquidazioni, err = sigess.Liquidazioni(tx, chi, id); return err },
		func() error { i.pagatore, err = sigess.PagatoreDi(tx, i.EntePagatoreID, periodo.Oggi()); return err },
		func() error { i.elaborati, i.conAccessi, err = sigess.MesiDi(tx, id); return err },
		func() error { i.documenti, err = documento.Elenca(tx, chi, documento.Intervento, id); return err },
		func() error { i.eventi, err = sigess.EventiIntervento(tx, chi, id); return err },
		func() error { i.sospesa, err = sigess.ModalitaSospesaDi(tx, id); return err },
		func() error { i.beneficiari, err = beneficiariDiIntervento(tx, chi, i.Intervento); return err },
		func() error { i.tabelle, err = tabelleDaScegliere(tx, i); return err },
		func() error { i.bilancio, err = leggiBilancio(tx, chi, i.Intervento); return err },
		func() error { i.sua, err = sigess.InseritoDa(tx, chi, i.Intervento); return err },
	} {
		if err := leggi(); err != nil {
			return i, err
		}
	}
	i.gestisce = sigess.Gestisce(chi, i.Intervento) == nil
	if i.RichiestaID == nil {
		return i, nil
	}
	r, err := sigess.RichiestaDi(tx, chi, *i.RichiestaID)
	if err != nil {
		return i, err
	}
	i.richiesta = &r
	i.dellaDomanda, err = documento.Elenca(tx, chi, documento.Domanda, *i.DomandaID)
	return i, err
}

// mostraIntervento is the card, with the form that comes back when one was
// posted.
func (s *sportello) mostraIntervento(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		i, err := leggiIntervento(tx, chi, id)
		if err != nil {
			return nil, err
		}
		return i.pagina(c, chi, r), nil
	})
}

func (i cartellaIntervento) pagina(c *gin.Context, chi models.Chi, r ripresa) web.Page {
	iter := i.iter(periodo.Oggi())
	p := web.SchedaPage{Sottotitolo: i.nominativo() + ", " + i.Tipo, Stato: badge(i.Stato), Adesso: adesso(iter), Famiglia: i.Natura.Nome(),
		Comandi: i.comandi(), Cassetti: i.cassetti(r, iter),
		AltoADestra: []web.Link{{Testo: "Stampa", URL: i.indirizzo() + "/stampa", Icona: web.IconaStampa}}}
	p.Base = base(c, chi, i.titolo(), sezioneInterventi,
		web.Link{Testo: funzioni[string(i.Natura)], URL: "/interventi?natura=" + string(i.Natura)},
		web.Link{Testo: i.nominativo(), URL: "/interventi?soggettoId=" + i.SoggettoID})
	r.annota(&p.Base)
	return p
}

func (i cartellaIntervento) titolo() string {
	if i.Stato == sigess.Bozza {
		return i.Natura.Nome() + " in bozza"
	}
	return "Intervento " + i.Estremi()
}

func (i cartellaIntervento) nominativo() string { return nominativo(i.Cognome, i.Nome, i.DataNascita) }

func (i cartellaIntervento) indirizzo() string { return sezioneInterventi + "/" + i.ID }

// inCorso tells whether it was activated and has not ended.
func (i cartellaIntervento) inCorso() bool {
	return i.Stato != sigess.Bozza && i.Stato != sigess.Concluso
}

func (i cartellaIntervento) tabellone(mese periodo.Mese) string {
	return "/tabellone?mese=" + mese.String() + "&tipoInterventoId=" + i.TipoInterventoID
}

func (i cartellaIntervento) comandi() []web.Link {
	var out []web.Link
	comando := func(testo, dove string) { out = append(out, web.Link{Testo: testo, URL: i.indirizzo() + dove}) }
	switch {
	case !i.gestisce:
	case i.Stato == sigess.Bozza:
		comando("Modifica la bozza", "/modifica")
		comando("Attiva", "?apri=attiva#dettagli")
		if i.sua {
			comando("Scarta la bozza", "?apri=scarta#dettagli")
		}
	case i.inCorso():
		if i.Stato == sigess.Sospeso {
			comando("Riprendi", "?apri=riprendi#sospensioni")
		}
		if i.Natura == sigess.Economico {
			comando("Cambia una regola di pagamento", "?apri="+moduloCambioRegola+"#regole")
		} else {
			comando("Registra un nuovo ISEE", "?apri="+moduloNuovaQuota+"#quote")
		}
		comando("Sospendi", "?apri=sospendi#sospensioni")
		comando("Termina", "?apri=concludi#dettagli")
	}
	if i.Natura != sigess.Economico && i.Stato != sigess.Bozza {
		mese := i.mese()
		out = append(out, web.Link{Testo: "Tabellone accessi di " + mese.Italiano(), URL: i.tabellone(mese)})
	}
	for _, l := range i.liquidazioni[:min(len(i.liquidazioni), elaborazioniNominate)] {
		verso := web.Link{Testo: fmt.Sprintf("Elaborazione %s, che paga %s", l.Estremi(), l.Mese.Italiano()), URL: sezioneElaborazioni + "/" + l.ElaborazioneID}
		if l.Visibile {
			out = append(out, verso)
		}
	}
	if i.gestisce {
		comando("Aggiungi documento", "?apri="+moduloCarica+"#documenti")
	}
	comando("Stampa l'intervento", "/stampa")
	if i.DomandaID != nil {
		out = append(out, web.Link{Testo: "Domanda " + i.EstremiDomanda(), URL: sezioneDomande + "/" + *i.DomandaID})
	}
	return append(out, web.Link{Testo: "Scheda del soggetto", URL: "/soggetti/" + i.SoggettoID},
		web.Link{Testo: "Interventi del soggetto", URL: "/interventi?soggettoId=" + i.SoggettoID})
}

// elaborazioniNominate is how many of the runs that paid are among the commands;
// the drawer has them all.
const elaborazioniNominate = 3

// mese is the month whose accessi one is likely to want: the present one, or
// the last of an intervento that has ended.
func (i cartellaIntervento) mese() periodo.Mese {
	oggi := periodo.Oggi()
	switch {
	case !i.DataFine.IsZero() && i.DataFine.Prima(oggi):
		return i.DataFine.Mese()
	case i.DataInizio.Dopo(oggi):
		return i.DataInizio.Mese()
	}
	return oggi.Mese()
}

// cassetti are the drawers of the kind, in the order of the manual.
func (i cartellaIntervento) cassetti(r ripresa, iter web.Cronologia) []web.Cassetto {
	fascicolo := fascicolo{indirizzo: i.indirizzo(), righe: i.documenti, puo: i.gestisce, domanda: i.dellaDomanda, estremi: i.EstremiDomanda()}
	documenti := fascicolo.cassetto(r)
	comuni := []web.Cassetto{i.cassettoSospensioni(r), i.cassettoLiquidazioni(), i.cassettoImpegni(r), {ID: "iter", Titolo: "Iter", Storia: &iter}}
	if i.Natura == sigess.Economico {
		return slices.Concat([]web.Cassetto{i.cassettoDettagli(r), i.cassettoRichiesta("Richiesta"), i.cassettoRegole(r), i.cassettoModalita(r), documenti}, comuni)
	}
	return slices.Concat([]web.Cassetto{i.cassettoDettagli(r), i.cassettoPiano(), i.cassettoQuote(r), documenti, i.cassettoRichiesta("Richieste")}, comuni)
}

func (i cartellaIntervento) vociDettagli() []web.Voce {
	parole := form.Predefinito(sigess.Dettagli{MotivoAttivazione: i.MotivoAttivazione}, nil)
	out := []web.Voce{
		{Etichetta: "Soggetto", Valore: i.nominativo(), URL: "/soggetti/" + i.SoggettoID}, voce("Codice fiscale", string(i.CodiceFiscale)),
		voce("Tipo intervento", i.Tipo), voce("Codice", i.TipoCodice), voce("Livello assistenza", i.LivelloAssistenza), voce("Classificazione", i.Classificazione),
		voce("Classificazione ISTAT", i.ClassificazioneIstat), voce("Data inizio", i.DataInizio.Italiana()),
		voce("Motivo attivazione", scelta(parole, "motivoAttivazione")), voce("Data fine", i.DataFine.Italiana()),
		voce("Motivo termine", motivoTermine(i.MotivoTermine)), {Etichetta: "Stato", Valore: i.Stato.Nome(), Badge: tono(i.Stato)},
		voce("Operatore responsabile", i.Responsabile), voce("Ufficio", i.Ufficio), voce("Ente pagatore", i.EntePagatore), voce("Ufficio che paga", i.pagatore.Ufficio),
	}
	switch i.Natura {
	case sigess.Prestazioni:
		out = append(out, i.voceErogatore(), voce("Tariffario", i.Tariffario))
	case sigess.Struttura:
		out = append(out, voce("Codice dell'inserimento", i.CodiceInserimento), voce("Struttura di inserimento", i.Struttura), voce("Tariffario", i.Tariffario))
	}
	return out
}

// voceErogatore names the ente erogatore and leads to what it was paid.
func (i cartellaIntervento) voceErogatore() web.Voce {
	v := voce("Ente erogatore", i.Erogatore)
	if i.ErogatoreID != nil {
		v.URL = "/erogatori/" + *i.ErogatoreID + "/estratto"
	}
	return v
}

func (i cartellaIntervento) cassettoDettagli(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: i.vociDettagli()}
	if i.Natura != sigess.Economico {
		out = i.conSospensione(out, r)
	}
	switch {
	case !i.gestisce:
	case i.Stato == sigess.Bozza:
		out.Testo = "L'intervento è in bozza: attivarlo per dargli il numero"
		attiva := inRiga(r, "attiva", "Attiva l'intervento", i.indirizzo()+"/attiva", nil)
		attiva.Testo = i.bilancio.avviso()
		out.Moduli = append(out.Moduli, attiva)
		if i.sua {
			out.Moduli = append(out.Moduli, moduloScarto(r, i.indirizzo()))
		}
	case i.inCorso():
		m := inRiga(r, "concludi", "Termina l'intervento", i.indirizzo()+"/concludi", modulo(r, "concludi", moduloTermine{}, nil))
		m.Testo = "Dopo l'ultimo giorno non si eroga e non si paga più nulla, il tabellone non accetta accessi e l'intervento non torna attivo: per riprenderlo se ne crea un altro"
		m.Pericolo, m.Invia = true, "Termina l'intervento"
		out.Moduli = append(out.Moduli, m)
	}
	return out
}

// moduloTermine is the form of a page: the end is confirmed.
type moduloTermine struct {
	sigess.ModuloTermine
	Conferma bool `json:"conferma,omitempty" doc:"Confermo il termine"`
}

// Check asks for the confirmation.
func (m moduloTermine) Check() map[string]string {
	if !m.Conferma {
		return map[string]string{"conferma": "leggere che cosa comporta il termine e confermare"}
	}
	return nil
}

func (s *sportello) terminaConfermando(ctx context.Context, chi models.Chi, in atti.Richiesta[moduloTermine]) (Esito, error) {
	return s.termina(ctx, chi, atti.Richiesta[sigess.ModuloTermine]{Corpo: in.Corpo.ModuloTermine, ID: in.ID, Atto: in.Atto})
}

func (i cartellaIntervento) cassettoSospensioni(r ripresa) web.Cassetto {
	t := web.Tabella{Colonne: web.Colonne("Dal", "Al", "Motivo", "Motivo della ripresa"), Vuoto: "nessuna sospensione"}
	for _, s := range i.Sospensioni {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(s.Dal.Italiana()), web.Testo(s.Al.Italiana()), web.Testo(s.Motivo), web.Testo(s.MotivoRipresa)}})
	}
	out := web.Cassetto{ID: "sospensioni", Titolo: "Sospensioni", Tabelle: []web.Tabella{t}}
	if !i.gestisce || !i.inCorso() {
		return out
	}
	if i.Stato == sigess.Sospeso {
		out.Moduli = append(out.Moduli, inRiga(r, "riprendi", "Riprendi l'intervento", i.indirizzo()+"/riprendi",
			modulo(r, "riprendi", sigess.ModuloRipresa{Dal: periodo.Oggi()}, nil)))
	}
	out.Moduli = append(out.Moduli, inRiga(r, "sospendi", "Sospendi l'intervento", i.indirizzo()+"/sospendi",
		modulo(r, "sospendi", sigess.ModuloSospensione{Dal: periodo.Oggi()}, nil)))
	return out
}
