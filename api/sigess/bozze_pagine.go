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
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// bozza is what the forms of the three kinds differ in.
type bozza[F any] struct {
	natura    sigess.Natura
	salva     atti.Esegui[F, Esito]
	nuova     func(sigess.Dettagli) F                    // a blank form
	esistente func(sigess.Intervento, sigess.Cassetti) F // the form of a draft
	scelte    func(F) scelte
	anteprima func(*gorm.DB, models.Chi, F, []models.Campo) (web.Anteprima, error)
	passi     []web.Passo // after Intervento and Richiesta
	nota      string
}

func bozzaEconomico(s *sportello) bozza[sigess.ModuloEconomico] {
	return bozza[sigess.ModuloEconomico]{natura: sigess.Economico, salva: s.salvaEconomico, esistente: sigess.EconomicoDi,
		nuova: func(d sigess.Dettagli) sigess.ModuloEconomico {
			return sigess.ModuloEconomico{Dettagli: d, Regole: []sigess.ModuloRegola{sigess.RegolaMensile()},
				Modalita: sigess.ModuloModalita{Titolo: "ASSISTITO"}}
		},
		scelte:    func(m sigess.ModuloEconomico) scelte { return scelteDi(m.Dettagli) },
		anteprima: anteprimaRegole,
		passi:     []web.Passo{{Testo: "Regola per pagamenti", URL: "#campo-regole"}, {Testo: "Modalità di pagamento", URL: "#campo-modalita"}},
	}
}

// passiPiano are the steps of the two kinds with a plan.
var passiPiano = []web.Passo{{Testo: "Piano di assistenza", URL: "#campo-piano"}, {Testo: "Quote utente", URL: "#campo-quote"}}

func bozzaPrestazioni(s *sportello) bozza[sigess.ModuloPrestazioni] {
	return bozza[sigess.ModuloPrestazioni]{natura: sigess.Prestazioni, salva: s.salvaPrestazioni, esistente: sigess.PrestazioniDi,
		nuova: func(d sigess.Dettagli) sigess.ModuloPrestazioni { return sigess.ModuloPrestazioni{Dettagli: d} },
		scelte: func(m sigess.ModuloPrestazioni) scelte {
			v := scelteDi(m.Dettagli)
			v.erogatore, v.tariffario = m.ErogatoreID, m.TariffarioID
			return v
		},
		anteprima: func(tx *gorm.DB, chi models.Chi, m sigess.ModuloPrestazioni, problemi []models.Campo) (web.Anteprima, error) {
			return anteprimaPiano(tx, chi, pianificato{sigess.Prestazioni, m.Dettagli, m.TariffarioID, m.Piano, m.Quote}, problemi)
		},
		passi: passiPiano,
		nota:  "Le prestazioni del piano devono essere nel tariffario scelto",
	}
}

func bozzaStruttura(s *sportello) bozza[sigess.ModuloStruttura] {
	return bozza[sigess.ModuloStruttura]{natura: sigess.Struttura, salva: s.salvaStruttura, esistente: sigess.StrutturaDi,
		nuova: func(d sigess.Dettagli) sigess.ModuloStruttura { return sigess.ModuloStruttura{Dettagli: d} },
		scelte: func(m sigess.ModuloStruttura) scelte {
			v := scelteDi(m.Dettagli)
			v.struttura, v.tariffario = m.StrutturaID, m.TariffarioID
			return v
		},
		anteprima: func(tx *gorm.DB, chi models.Chi, m sigess.ModuloStruttura, problemi []models.Campo) (web.Anteprima, error) {
			return anteprimaPiano(tx, chi, pianificato{sigess.Struttura, m.Dettagli, m.TariffarioID, m.Piano, m.Quote}, problemi)
		},
		passi: passiPiano,
		nota:  "Sono selezionabili solo le strutture registrate su ASSA e operative alla data di inizio",
	}
}

// pagineBozza registers the pages of the form of one kind, new and of a draft,
// and what follows from it while it is typed.
func pagineBozza[F any](s *sportello, r *atti.Rotte, b bozza[F]) {
	nuovo, modifica := "/interventi/nuovo/"+percorsi[b.natura], "/interventi/:id/modifica/"+percorsi[b.natura]
	di := paginaBozza[F]{s, b}
	atti.Pagina(r, http.MethodGet, nuovo, di.nuova)
	atti.Pagina(r, http.MethodGet, modifica, di.esistente)
	atti.Modulo(r, nuovo, di.crea, atti.Opzioni[Esito]{Pagina: di.riprendi, Dopo: versoIntervento, Avviso: "bozza salvata: controllarla e attivare l'intervento"})
	atti.Modulo(r, modifica, b.salva, atti.Opzioni[Esito]{Pagina: di.riprendi, Dopo: versoIntervento, Avviso: "bozza salvata"})
	atti.Pagina(r, http.MethodPost, anteprimaDi(b.natura), di.anteprima)
}

// anteprimaDi is where a form is sent to see what follows from it.
func anteprimaDi(natura sigess.Natura) string { return "/interventi/anteprima/" + percorsi[natura] }

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
		uffici, err := ufficiDi(tx, chi, sog.EnteID)
		if err != nil {
			return nil, err
		}
		d := sigess.Dettagli{SoggettoID: sog.ID, OperatoreResponsabileID: chi.OperatoreID, MotivoAttivazione: "NUOVA", UOID: ufficioProprio(chi, uffici)}
		if richiesta != "" {
			r, err := sigess.RichiestaAccoltaDi(tx, chi, richiesta)
			if err != nil {
				return nil, err
			}
			d.RichiestaID, d.TipoInterventoID = r.ID, r.TipoInterventoID
			if offerto(uffici, r.DomandaUOID) {
				d.UOID = r.DomandaUOID
			}
		}
		m := p.b.nuova(d)
		_, difetti := form.Decode[F](form.EncodePieni(m))
		return p.pagina(c, tx, chi, sog, compilato[F]{modulo: m, difetti: difetti, mostra: func(o form.Opzioni) *form.Form { return form.Predefinito(m, o) }})
	})
}

// esistente is the form of a draft.
func (p paginaBozza[F]) esistente(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		i, err := sigess.BozzaDi(tx, chi, id, p.b.natura)
		if err != nil {
			return nil, err
		}
		cassetti, err := sigess.CassettiDi(tx, i)
		if err != nil {
			return nil, err
		}
		sog, err := anagrafe.SoggettoVisibile(tx, chi, i.SoggettoID)
		if err != nil {
			return nil, err
		}
		m := p.b.esistente(i, cassetti)
		return p.pagina(c, tx, chi, sog, compilato[F]{modulo: m, mostra: func(o form.Opzioni) *form.Form { return form.Nuovo(m, o) }})
	})
}

// riprendi shows the form again after a post.
func (p paginaBozza[F]) riprendi(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	m, difetti := form.Decode[F](valori) // for what follows from it: what to correct is known
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		sog, err := soggettoDi(tx, chi, valori.Get("dettagli.soggettoId"))
		if err != nil {
			return nil, err
		}
		r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
		return p.pagina(c, tx, chi, sog, compilato[F]{modulo: m, difetti: difetti, ripresa: r, mostra: func(o form.Opzioni) *form.Form {
			var vuoto F
			return modulo(r, moduloUnico, vuoto, o)
		}})
	})
}

// compilato is a form as far as it is filled in.
type compilato[F any] struct {
	modulo  F
	difetti []models.Campo // what could not be read or is missing
	ripresa ripresa
	mostra  func(form.Opzioni) *form.Form
}

// pagina is the page of the form. What may be chosen is what is valid on the
// day on which the intervento begins, today when it is not said yet.
func (p paginaBozza[F]) pagina(c *gin.Context, tx *gorm.DB, chi models.Chi, sog anagrafe.Soggetto, k compilato[F]) (web.Page, error) {
	offerta, err := offriIntervento(tx, chi, sog, p.b.natura, p.b.scelte(k.modulo), form.Ridisegnato(k.ripresa.valori))
	if err != nil {
		return nil, err
	}
	anteprima, err := p.b.anteprima(tx, chi, k.modulo, k.difetti)
	if err != nil {
		return nil, err
	}
	anteprima.URL, anteprima.Fuoco = anteprimaDi(p.b.natura), form.Fuoco(k.ripresa.valori) == "anteprima"
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
	out := web.ModuloPage{Passi: p.passi(), Introduzione: introduzione, Form: k.mostra(offerta.opzioni), Azione: azione, Atto: k.ripresa.atto(moduloUnico),
		Annulla: &web.Link{Testo: "Annulla", URL: annulla}, Anteprima: &anteprima}
	offerta.derivati(out.Form, sigess.Bozza)
	out.Base = base(c, chi, titolo, sezioneInterventi, versoInterventi, ritorno)
	k.ripresa.annota(&out.Base)
	return out, nil
}

// passi is the progress bar of fig. 14: the drawers of the form, on one page.
func (p paginaBozza[F]) passi() []web.Passo {
	return append([]web.Passo{{Testo: "Intervento", URL: "#campo-dettagli", Corrente: true}, {Testo: "Richiesta", URL: "#campo-cassetto-richiesta"}}, p.b.passi...)
}

// anteprima answers, while the form is typed, with what follows from it.
func (p paginaBozza[F]) anteprima(c *gin.Context, chi models.Chi) error {
	if err := c.Request.ParseForm(); err != nil {
		return atti.Rifiuta(http.StatusBadRequest, "malformed", "il modulo non è arrivato intero: ricaricare la pagina")
	}
	m, difetti := form.Decode[F](c.Request.PostForm)
	return p.s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		a, err := p.b.anteprima(tx, chi, m, difetti)
		return web.AnteprimaPage{Anteprima: a}, err
	})
}
