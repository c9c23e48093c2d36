package sigess

import (
	"context"
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

// bozza is what the forms of the three kinds differ in.
type bozza[F any] struct {
	natura    sigess.Natura
	salva     atti.Esegui[F, Esito]
	nuova     func(sigess.Dettagli) F                                     // a blank form
	esistenti func(sigess.Dettagli, sigess.Intervento, sigess.Cassetti) F // the form of a draft
	dettagli  func(F) sigess.Dettagli
	passi     []web.Passo
	nota      string
}

func bozzaEconomico(s *sportello) bozza[sigess.ModuloEconomico] {
	return bozza[sigess.ModuloEconomico]{natura: sigess.Economico, salva: s.salvaEconomico,
		nuova: func(d sigess.Dettagli) sigess.ModuloEconomico {
			return sigess.ModuloEconomico{Dettagli: d, Regole: []sigess.ModuloRegola{{Frequenza: "MENSILE", CriterioRateo: "GIORNI_EFFETTIVI"}}, Modalita: sigess.ModuloModalita{Titolo: "ASSISTITO"}}
		},
		esistenti: func(d sigess.Dettagli, _ sigess.Intervento, c sigess.Cassetti) sigess.ModuloEconomico {
			m := sigess.ModuloEconomico{Dettagli: d, Regole: c.Regole}
			if c.Modalita != nil {
				m.Modalita = c.Modalita.ModuloModalita
			}
			return m
		},
		dettagli: func(m sigess.ModuloEconomico) sigess.Dettagli { return m.Dettagli },
		passi: []web.Passo{{Testo: "Intervento", Corrente: true}, {Testo: "Richiesta", URL: "#campo-dettagli-richiestaId"},
			{Testo: "Regola per pagamenti", URL: "#campo-regole"}, {Testo: "Modalità di pagamento", URL: "#campo-modalita"}},
	}
}

func bozzaPrestazioni(s *sportello) bozza[sigess.ModuloPrestazioni] {
	return bozza[sigess.ModuloPrestazioni]{natura: sigess.Prestazioni, salva: s.salvaPrestazioni,
		nuova: func(d sigess.Dettagli) sigess.ModuloPrestazioni { return sigess.ModuloPrestazioni{Dettagli: d} },
		esistenti: func(d sigess.Dettagli, i sigess.Intervento, c sigess.Cassetti) sigess.ModuloPrestazioni {
			return sigess.ModuloPrestazioni{Dettagli: d, ErogatoreID: *i.ErogatoreID, TariffarioID: *i.TariffarioID, Piano: pianoDi(c), Quote: c.Quote}
		},
		dettagli: func(m sigess.ModuloPrestazioni) sigess.Dettagli { return m.Dettagli },
		nota:     "Le prestazioni del piano devono essere nel tariffario scelto",
	}
}

func bozzaStruttura(s *sportello) bozza[sigess.ModuloStruttura] {
	return bozza[sigess.ModuloStruttura]{natura: sigess.Struttura, salva: s.salvaStruttura,
		nuova: func(d sigess.Dettagli) sigess.ModuloStruttura { return sigess.ModuloStruttura{Dettagli: d} },
		esistenti: func(d sigess.Dettagli, i sigess.Intervento, c sigess.Cassetti) sigess.ModuloStruttura {
			return sigess.ModuloStruttura{Dettagli: d, StrutturaID: *i.StrutturaID, TariffarioID: *i.TariffarioID, Piano: pianoDi(c), Quote: c.Quote}
		},
		dettagli: func(m sigess.ModuloStruttura) sigess.Dettagli { return m.Dettagli },
		nota:     "Sono selezionabili solo le strutture registrate su ASSA e operative alla data di inizio",
	}
}

func pianoDi(c sigess.Cassetti) []sigess.ModuloPiano {
	var out []sigess.ModuloPiano
	for _, r := range c.Piano {
		out = append(out, r.ModuloPiano)
	}
	return out
}

// pagineBozza registers the pages of the form of one kind, new and of a draft.
func pagineBozza[F any](s *sportello, r *atti.Rotte, b bozza[F]) {
	nuovo, modifica := "/interventi/nuovo/"+percorsi[b.natura], "/interventi/:id/modifica/"+percorsi[b.natura]
	di := paginaBozza[F]{s, b}
	atti.Pagina(r, http.MethodGet, nuovo, di.nuova)
	atti.Pagina(r, http.MethodGet, modifica, di.esistente)
	atti.Modulo(r, nuovo, di.crea, atti.Opzioni[Esito]{Pagina: di.riprendi, Dopo: versoIntervento, Avviso: "bozza salvata: controllarla e attivare l'intervento"})
	atti.Modulo(r, modifica, b.salva, atti.Opzioni[Esito]{Pagina: di.riprendi, Dopo: versoIntervento, Avviso: "bozza salvata"})
}

type paginaBozza[F any] struct {
	s *sportello
	b bozza[F]
}

// crea saves a new draft, whose id is the identity of the form.
func (p paginaBozza[F]) crea(ctx context.Context, chi models.Chi, in atti.Richiesta[F]) (Esito, error) {
	in.ID = in.Atto
	return p.b.salva(ctx, chi, in)
}

// nuova is the blank form, begun with what the richiesta says.
func (p paginaBozza[F]) nuova(c *gin.Context, chi models.Chi) error {
	soggetto, richiesta := dallaQuery(c, "soggetto"), dallaQuery(c, "richiesta")
	if soggetto == "" {
		return scegliSoggetto(c, "scegliere il soggetto, poi aggiungere l'intervento")
	}
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := anagrafe.SoggettoVisibile(tx, chi, soggetto)
		if err != nil {
			return nil, err
		}
		ufficio := ""
		d := sigess.Dettagli{SoggettoID: sog.ID, OperatoreResponsabileID: chi.OperatoreID, MotivoAttivazione: "NUOVA"}
		if richiesta != "" {
			r, err := sigess.RichiestaAccoltaDi(tx, chi, richiesta)
			if err != nil {
				return nil, err
			}
			d.RichiestaID, d.TipoInterventoID, ufficio = r.ID, r.TipoInterventoID, r.DomandaUOID
		}
		return p.pagina(c, tx, chi, sog, periodo.Data{}, ripresa{}, func(o form.Opzioni) *form.Form {
			d.UOID = ufficioProprio(chi, o["uffici"])
			if offerto(o["uffici"], ufficio) {
				d.UOID = ufficio
			}
			return form.Predefinito(p.b.nuova(d), o)
		})
	})
}

// esistente is the form of a draft.
func (p paginaBozza[F]) esistente(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		i, err := sigess.InterventoVisibile(tx, chi, id)
		if err != nil {
			return nil, err
		}
		if i.Natura != p.b.natura {
			return nil, models.Errorf(models.NotFound, "l'intervento è di un'altra tipologia: aprirlo dall'elenco degli interventi")
		}
		cassetti, err := sigess.CassettiDi(tx, i)
		if err != nil {
			return nil, err
		}
		sog, err := anagrafe.SoggettoVisibile(tx, chi, i.SoggettoID)
		if err != nil {
			return nil, err
		}
		return p.pagina(c, tx, chi, sog, i.DataInizio, ripresa{}, func(o form.Opzioni) *form.Form {
			return form.Nuovo(p.b.esistenti(sigess.DettagliDi(i), i, cassetti), o)
		})
	})
}

// riprendi shows the form again after a post.
func (p paginaBozza[F]) riprendi(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	m, _ := form.Decode[F](valori) // only for the soggetto and the date: the problems are known
	d := p.b.dettagli(m)
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := soggettoDi(tx, chi, d.SoggettoID)
		if err != nil {
			return nil, err
		}
		r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
		return p.pagina(c, tx, chi, sog, d.DataInizio, r, func(o form.Opzioni) *form.Form {
			var vuoto F
			return modulo(r, moduloUnico, vuoto, o)
		})
	})
}

// pagina is the page of the form. What may be chosen is what is valid on the
// day on which the intervento begins, today when it is not said yet.
func (p paginaBozza[F]) pagina(c *gin.Context, tx *gorm.DB, chi models.Chi, sog anagrafe.Soggetto, inizio periodo.Data, r ripresa,
	compila func(form.Opzioni) *form.Form) (web.Page, error) {
	if inizio.IsZero() {
		inizio = periodo.Oggi()
	}
	opzioni, err := opzioniIntervento(tx, chi, sog, p.b.natura, inizio)
	if err != nil {
		return nil, err
	}
	nome := p.b.natura.Nome()
	titolo := "Nuovo " + strings.ToLower(nome[:1]) + nome[1:]
	ritorno := web.Link{Testo: "Interventi di " + sog.Nominativo(), URL: "/interventi?soggettoId=" + sog.ID}
	azione, annulla := c.Request.URL.RequestURI(), ritorno.URL
	if id := c.Param("id"); id != "" {
		titolo, annulla = nome+": modifica della bozza", sezioneInterventi+"/"+id
	}
	introduzione := "Intervento per " + sog.Nominativo()
	if p.b.nota != "" {
		introduzione += ". " + p.b.nota
	}
	out := web.ModuloPage{Passi: p.b.passi, Introduzione: introduzione, Form: compila(opzioni), Azione: azione, Atto: r.atto(moduloUnico),
		Annulla: &web.Link{Testo: "Annulla", URL: annulla}}
	out.Base = base(c, chi, titolo, sezioneInterventi, versoInterventi, ritorno)
	r.annota(&out.Base)
	return out, nil
}
