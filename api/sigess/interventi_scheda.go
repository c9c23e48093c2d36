package sigess

import (
	"fmt"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// cartellaIntervento is all that the card of an intervento shows.
type cartellaIntervento struct {
	sigess.DettaglioIntervento
	sigess.Cassetti
	storia   []sigess.Evento
	gestisce bool // who looks may act on it
	sua      bool // who looks made it
}

// mostraIntervento is the card, with the form that comes back when one was
// posted.
func (s *sportello) mostraIntervento(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		var i cartellaIntervento
		var err error
		if i.DettaglioIntervento, err = sigess.DettaglioInterventoDi(tx, chi, id); err != nil {
			return nil, err
		}
		if i.Cassetti, err = sigess.CassettiDi(tx, i.Intervento); err != nil {
			return nil, err
		}
		if i.storia, err = sigess.StoriaIntervento(tx, chi, id); err != nil {
			return nil, err
		}
		i.gestisce = sigess.Gestisce(chi, i.Intervento) == nil
		i.sua, err = sigess.InseritoDa(tx, chi, i.Intervento)
		return i.pagina(c, chi, r), err
	})
}

func (i cartellaIntervento) pagina(c *gin.Context, chi models.Chi, r ripresa) web.Page {
	titolo := "Intervento " + i.Estremi()
	if i.Stato == sigess.Bozza {
		titolo = i.Natura.Nome() + " in bozza"
	}
	p := web.SchedaPage{Sottotitolo: i.nominativo() + ", " + i.Tipo, Stato: badge(i.Stato), Comandi: i.comandi(), Cassetti: i.cassetti(r)}
	p.Base = base(c, chi, titolo, sezioneInterventi,
		web.Link{Testo: funzioni[string(i.Natura)], URL: "/interventi?natura=" + string(i.Natura)},
		web.Link{Testo: i.nominativo(), URL: "/interventi?soggettoId=" + i.SoggettoID})
	r.annota(&p.Base)
	return p
}

func (i cartellaIntervento) nominativo() string { return nominativo(i.Cognome, i.Nome, i.DataNascita) }

func (i cartellaIntervento) indirizzo() string { return sezioneInterventi + "/" + i.ID }

// inCorso tells whether it was activated and has not ended.
func (i cartellaIntervento) inCorso() bool {
	return i.Stato != sigess.Bozza && i.Stato != sigess.Concluso
}

func (i cartellaIntervento) comandi() []web.Link {
	apri := func(testo, modulo, cassetto string) web.Link {
		return web.Link{Testo: testo, URL: i.indirizzo() + "?apri=" + modulo + "#" + cassetto}
	}
	var out []web.Link
	switch {
	case !i.gestisce:
	case i.Stato == sigess.Bozza:
		out = append(out, web.Link{Testo: "Modifica la bozza", URL: i.indirizzo() + "/modifica"}, apri("Attiva", "attiva", "dettagli"))
		if i.sua {
			out = append(out, apri("Scarta la bozza", "scarta", "dettagli"))
		}
	case i.Stato == sigess.Sospeso:
		out = append(out, apri("Riprendi", "riprendi", "sospensioni"), apri("Sospendi", "sospendi", "sospensioni"), apri("Concludi", "concludi", "dettagli"))
	case i.inCorso():
		out = append(out, apri("Sospendi", "sospendi", "sospensioni"), apri("Concludi", "concludi", "dettagli"))
	}
	if i.Natura != sigess.Economico && i.Stato != sigess.Bozza {
		out = append(out, web.Link{Testo: "Tabellone accessi", URL: "/tabellone?mese=" + i.mese().String() + "&tipoInterventoId=" + i.TipoInterventoID})
	}
	return append(out, web.Link{Testo: "Scheda del soggetto", URL: "/soggetti/" + i.SoggettoID},
		web.Link{Testo: "Interventi del soggetto", URL: "/interventi?soggettoId=" + i.SoggettoID})
}

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
func (i cartellaIntervento) cassetti(r ripresa) []web.Cassetto {
	comuni := []web.Cassetto{i.cassettoSospensioni(r), storia(i.storia)}
	if i.Natura == sigess.Economico {
		return append([]web.Cassetto{i.cassettoDettagli(r), i.cassettoRichiesta("Richiesta"), i.cassettoRegole(), i.cassettoModalita()}, comuni...)
	}
	return append([]web.Cassetto{i.cassettoDettagli(r), i.cassettoPiano(), i.cassettoQuote(), i.cassettoRichiesta("Richieste")}, comuni...)
}

func (i cartellaIntervento) cassettoDettagli(r ripresa) web.Cassetto {
	parole := form.Predefinito(sigess.Dettagli{MotivoAttivazione: i.MotivoAttivazione}, nil)
	termine := form.Predefinito(sigess.ModuloTermine{Motivo: i.MotivoTermine}, nil)
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{
		{Etichetta: "Soggetto", Valore: i.nominativo(), URL: "/soggetti/" + i.SoggettoID}, voce("Codice fiscale", string(i.CodiceFiscale)),
		voce("Tipo intervento", i.Tipo), voce("Livello assistenza", i.LivelloAssistenza), voce("Classificazione", i.Classificazione),
		voce("Classificazione ISTAT", i.ClassificazioneIstat), voce("Data inizio", i.DataInizio.Italiana()),
		voce("Motivo attivazione", scelta(parole, "motivoAttivazione")), voce("Data fine", i.DataFine.Italiana()),
		voce("Motivo termine", scelta(termine, "motivo")), {Etichetta: "Stato", Valore: i.Stato.Nome(), Badge: tono(i.Stato)},
		voce("Operatore responsabile", i.Responsabile), voce("Ufficio", i.Ufficio), voce("Ente che paga", i.EntePagatore),
	}}
	switch i.Natura {
	case sigess.Prestazioni:
		out.Voci = append(out.Voci, voce("Ente erogatore", i.Erogatore), voce("Tariffario", i.Tariffario))
	case sigess.Struttura:
		out.Voci = append(out.Voci, voce("Codice", i.CodiceInserimento), voce("Struttura di inserimento", i.Struttura), voce("Tariffario", i.Tariffario))
	}
	switch {
	case !i.gestisce:
	case i.Stato == sigess.Bozza:
		out.Testo = "L'intervento è in bozza: attivarlo per dargli il numero"
		out.Moduli = append(out.Moduli, inRiga(r, "attiva", "Attiva l'intervento", i.indirizzo()+"/attiva", nil))
		if i.sua {
			out.Moduli = append(out.Moduli, moduloScarto(r, i.indirizzo()))
		}
	case i.inCorso():
		m := inRiga(r, "concludi", "Concludi l'intervento", i.indirizzo()+"/concludi", modulo(r, "concludi", sigess.ModuloTermine{}, nil))
		m.Pericolo, m.Invia = true, "Concludi"
		out.Moduli = append(out.Moduli, m)
	}
	return out
}

func (i cartellaIntervento) cassettoRichiesta(titolo string) web.Cassetto {
	out := web.Cassetto{ID: "richiesta", Titolo: titolo}
	if i.DomandaID == nil {
		out.Testo = "L'intervento non nasce da una domanda"
		return out
	}
	out.Voci = []web.Voce{{Etichetta: "Domanda", Valore: i.EstremiDomanda(), URL: sezioneDomande + "/" + *i.DomandaID},
		{Etichetta: "Stato della richiesta", Valore: i.RichiestaStato.Nome(), Badge: tono(i.RichiestaStato)}}
	return out
}

func (i cartellaIntervento) cassettoRegole() web.Cassetto {
	parole := form.Nuovo(sigess.ModuloEconomico{Regole: i.Regole}, nil)
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Frequenza"}, {Testo: "Importo", Numero: true}, {Testo: "Mese incompleto"}, {Testo: "Scadenza"}, {Testo: "Periodo"}},
		Vuoto: "nessuna regola: aggiungerla modificando la bozza"}
	for n, r := range i.Regole {
		campo := fmt.Sprintf("regole.%d.", n)
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(scelta(parole, campo+"frequenza")), web.Testo(r.Importo.String()),
			web.Testo(scelta(parole, campo+"criterioRateo")), web.Testo(r.DataScadenza.Italiana()), web.Testo(dalAl(r.Dal, r.Al))}})
	}
	return web.Cassetto{ID: "regole", Titolo: "Regole di pagamento", Tabelle: []web.Tabella{t}}
}

func (i cartellaIntervento) cassettoModalita() web.Cassetto {
	out := web.Cassetto{ID: "modalita", Titolo: "Modalità di pagamento"}
	m := i.Modalita
	if m == nil {
		out.Testo = "Manca: aggiungerla modificando la bozza"
		return out
	}
	parole := form.Nuovo(m.ModuloModalita, nil)
	out.Voci = []web.Voce{{Etichetta: "Beneficiario del pagamento", Valore: m.Beneficiario, URL: "/soggetti/" + m.BeneficiarioID},
		voce("A titolo di", scelta(parole, "titolo")), voce("Metodo", scelta(parole, "metodo")), voce("IBAN", m.IBAN.Formattato()),
		voce("Intestatario del conto", m.Intestatario)}
	return out
}

func (i cartellaIntervento) cassettoPiano() web.Cassetto {
	parole := form.Nuovo(sigess.ModuloPrestazioni{Piano: i.Cassetti.ModuliPiano()}, nil)
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Prestazione"}, {Testo: "Unità"}, {Testo: "Quantità", Numero: true}, {Testo: "Periodicità"}},
		Vuoto: "nessuna prestazione: aggiungerla modificando la bozza"}
	for n, r := range i.Piano {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(r.Denominazione), web.Testo(unita(r.Unita)), web.Testo(r.Quantita.String()),
			web.Testo(scelta(parole, fmt.Sprintf("piano.%d.periodicita", n)))}})
	}
	return web.Cassetto{ID: "piano", Titolo: "Piano di assistenza", Tabelle: []web.Tabella{t}}
}

func (i cartellaIntervento) cassettoQuote() web.Cassetto {
	parole := form.Nuovo(sigess.ModuloPrestazioni{Quote: i.Quote}, nil)
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Metodo"}, {Testo: "Percentuale", Numero: true}, {Testo: "Importo", Numero: true}, {Testo: "Periodo"}},
		Vuoto: "nessuna compartecipazione del soggetto"}
	for n, q := range i.Quote {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(scelta(parole, fmt.Sprintf("quote.%d.metodo", n))),
			web.Testo(percentuale(q.Percentuale)), web.Testo(importo(q.Importo)), web.Testo(dalAl(q.Dal, q.Al))}})
	}
	return web.Cassetto{ID: "quote", Titolo: "Quote utente", Tabelle: []web.Tabella{t}}
}

func percentuale(a *euro.Aliquota) string {
	if a == nil {
		return ""
	}
	return a.String() + " %"
}

func importo(i *euro.Importo) string {
	if i == nil {
		return ""
	}
	return i.String()
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
