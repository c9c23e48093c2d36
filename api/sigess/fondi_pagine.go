package sigess

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

const sezioneFondi = "/fondi"

var (
	versoFondi = web.Link{Testo: "Fondi e impegni", URL: sezioneFondi}
	nuovoFondo = web.Link{Testo: "Nuovo fondo", URL: sezioneFondi + "/nuovo"}
)

func (s *sportello) pagineFondi(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, sezioneFondi, s.paginaFondi)
	atti.Modulo(r, nuovoFondo.URL, func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloFondo]) (Fondo, error) {
		in.ID = in.Atto // the act makes the fondo, once
		return s.salvaFondo(ctx, chi, in)
	}, atti.Opzioni[Fondo]{Pagina: s.paginaNuovoFondo, Avviso: "fondo salvato: dividerlo in capitoli", Mostra: true,
		Dopo: func(_ *gin.Context, f Fondo) string { return sezioneFondi + "/" + f.ID }})
	atti.Pagina(r, http.MethodGet, sezioneFondi+"/:id", func(c *gin.Context, chi models.Chi) error {
		return s.mostraFondo(c, chi, ripresa{chiesto: c.Query("apri"), scelto: dallaQuery(c, "capitolo")})
	})
	fondo := scheda{sezioneFondi, s.mostraFondo}
	attoDiScheda(r, fondo, "modifica", s.modificaFondo, "fondo salvato")
	attoDiScheda(r, fondo, "capitolo", s.capitoloDiFondo, "capitolo salvato")
	attoDiScheda(r, fondo, "impegno", s.impegnoDiFondo, "impegno salvato")
}

// moduloCapitolo is the form of a page: CapitoloID is empty for a new one.
type moduloCapitolo struct {
	CapitoloID string `json:"capitoloId,omitempty" format:"uuid" doc:"Capitolo" widget:"hidden"`
	sigess.ModuloCapitolo
}

func (s *sportello) modificaFondo(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloFondo]) (Esito, error) {
	f, err := s.salvaFondo(ctx, chi, in)
	return Esito{ID: f.ID}, err
}

func (s *sportello) capitoloDiFondo(ctx context.Context, chi models.Chi, in atti.Richiesta[moduloCapitolo]) (Esito, error) {
	id := in.Corpo.CapitoloID
	if id == "" {
		id = in.Atto
	}
	in.Corpo.FondoID = in.ID
	_, err := s.salvaCapitolo(ctx, chi, atti.Richiesta[sigess.ModuloCapitolo]{ID: id, Atto: in.Atto, Corpo: in.Corpo.ModuloCapitolo})
	return Esito{ID: in.ID}, err
}

func (s *sportello) impegnoDiFondo(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloImpegno]) (Esito, error) {
	_, err := s.salvaImpegno(ctx, chi, atti.Richiesta[sigess.ModuloImpegno]{ID: in.Atto, Atto: in.Atto, Corpo: in.Corpo})
	return Esito{ID: in.ID}, err
}

// entiContabili are the enti of who asks whose fondi may be kept.
func entiContabili(tx *gorm.DB, chi models.Chi) ([]form.Opzione, error) {
	enti, err := anagrafe.Enti(tx, chi)
	var out []form.Opzione
	for _, e := range paganti(enti) {
		if sigess.Impegna(chi, e.ID) == nil {
			out = append(out, opzioneEnte(e))
		}
	}
	return out, err
}

// paginaFondi lists the fondi of the enti of who looks, with what is left of them.
func (s *sportello) paginaFondi(c *gin.Context, chi models.Chi) error {
	f, problemi := atti.Filtro[filtroFondi](c)
	query := c.Request.URL.Query()
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		p := web.ElencoPage{Azione: sezioneFondi, Filtri: form.Filtri[sigess.FiltroFondi](query, nil, problemi), Colonne: append([]web.Colonna{{Testo: "Fondo"},
			{Testo: "Anno"}, {Testo: "Importo", Numero: true}}, colonneSaldi()...), Vuoto: "nessun fondo: lo inserisce il responsabile contabile dell'ente che paga"}
		p.Base = base(c, chi, versoFondi.Testo, sezioneFondi)
		if len(problemi) > 0 {
			c.Status(http.StatusUnprocessableEntity)
			p.Vuoto = "correggere i filtri e cercare di nuovo"
			return p, nil
		}
		miei, err := entiContabili(tx, chi)
		if err != nil {
			return nil, err
		}
		if len(miei) > 0 {
			p.Nuovo, p.Vuoto, p.AzioneVuoto = &nuovoFondo, "nessun fondo: inserirne uno con l'icona +", &nuovoFondo
		}
		if f.FiltroFondi != (sigess.FiltroFondi{}) {
			p.Vuoto, p.AzioneVuoto = "nessun fondo con questi filtri: cambiarli", &web.Link{Testo: "Tutti i fondi", URL: sezioneFondi}
		}
		elenco, err := sigess.ElencaFondi(tx, chi, f.FiltroFondi, f.limiti())
		for _, v := range elenco.Elementi {
			p.Righe = append(p.Righe, web.Riga{Celle: append([]web.Cella{{Testo: v.Denominazione, Nota: v.Ente, URL: sezioneFondi + "/" + v.ID},
				web.Testo(fmt.Sprint(v.Annualita)), web.Testo(v.Importo.String())}, celleSaldi(v.Bilancio)...)})
		}
		p.Pager = web.Pagina(sezioneFondi, query, f.numero(), f.perPagina(), elenco.Totale)
		return p, err
	})
}

func colonneSaldi() []web.Colonna {
	return []web.Colonna{{Testo: "Impegnato", Numero: true}, {Testo: "Usato", Numero: true}, {Testo: "Provvisorio", Numero: true}, {Testo: "Disponibile", Numero: true}}
}

// celleSaldi are what is bound, used, provisionally used and left, with the parts
// drawn under what is left.
func celleSaldi(b sigess.Bilancio) []web.Cella {
	resta := web.Testo(b.Disponibile.String())
	if b.Impegnato > 0 {
		usato, provvisorio := centesimi(b.Usato, b.Impegnato), centesimi(b.Provvisorio, b.Impegnato)
		resta.Nota = fmt.Sprintf("%d %% usato, %d %% provvisorio", usato, provvisorio)
		resta.Barra = &web.Barra{Usato: usato, Provvisorio: provvisorio}
	}
	return []web.Cella{web.Testo(b.Impegnato.String()), web.Testo(b.Usato.String()), web.Testo(b.Provvisorio.String()), resta}
}

// centesimi is how many hundredths a part is of a whole, for the eye.
func centesimi(parte, tutto euro.Importo) int { return int(min(max(parte*100/tutto, 0), 100)) }

// paginaNuovoFondo is the form of a fondo.
func (s *sportello) paginaNuovoFondo(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
	r := ripresa{modulo: moduloUnico, valori: valori, problemi: problemi}
	if c.Request.Method == http.MethodGet {
		r = ripresa{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		enti, err := entiContabili(tx, chi)
		if err != nil {
			return nil, err
		}
		if len(enti) == 0 {
			return nil, models.Errorf(models.Forbidden, "fondi e impegni spettano al responsabile contabile dell'ente che paga")
		}
		p := web.ModuloPage{Introduzione: "Il denaro di un anno, con la sua origine: salvato, si divide in capitoli", Azione: nuovoFondo.URL,
			Form: modulo(r, moduloUnico, sigess.ModuloFondo{EnteID: unica(enti), Annualita: periodo.Oggi().Anno()}, form.Opzioni{"enti": enti}),
			Atto: r.atto(moduloUnico), Annulla: &web.Link{Testo: "Annulla", URL: sezioneFondi}}
		p.Base = base(c, chi, nuovoFondo.Testo, sezioneFondi, versoFondi)
		r.annota(&p.Base)
		return p, nil
	})
}

// cartellaFondo is all that the card of a fondo shows.
type cartellaFondo struct {
	sigess.RigaFondo
	capitoli []sigess.RigaCapitolo
	impegni  []sigess.RigaImpegno
	opzioni  form.Opzioni
	tiene    bool // who looks keeps it
}

func leggiCartellaFondo(tx *gorm.DB, chi models.Chi, id string) (cartellaFondo, error) {
	var f cartellaFondo
	var err error
	if f.RigaFondo, err = sigess.FondoVisibile(tx, chi, id); err != nil {
		return f, err
	}
	if f.capitoli, err = sigess.Capitoli(tx, id); err != nil {
		return f, err
	}
	if f.impegni, err = sigess.Impegni(tx, id); err != nil {
		return f, err
	}
	if f.tiene = sigess.Impegna(chi, f.EnteID) == nil; !f.tiene {
		return f, nil
	}
	f.opzioni, err = opzioniImpegno(tx, f.EnteID)
	f.opzioni["enti"] = []form.Opzione{{Valore: f.EnteID, Testo: f.Ente}}
	f.opzioni["capitoli"] = opzioniDi(f.capitoli, func(c sigess.RigaCapitolo) form.Opzione { return form.Opzione{Valore: c.ID, Testo: c.Nome()} })
	return f, err
}

// opzioniImpegno are the tipi and the offices that an impegno may be for.
func opzioniImpegno(tx *gorm.DB, enteID string) (form.Opzioni, error) {
	tipi, err := tipiDi(tx, "", periodo.Oggi())
	if err != nil {
		return nil, err
	}
	uffici, err := sigess.UfficiPagati(tx, enteID)
	return form.Opzioni{"tipiIntervento": tipi, "uffici": opzioniDi(uffici, opzioneUO)}, err
}

// mostraFondo is the card: what it is, its capitoli and its impegni.
func (s *sportello) mostraFondo(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		f, err := leggiCartellaFondo(tx, chi, id)
		if err != nil {
			return nil, err
		}
		p := web.SchedaPage{Sottotitolo: f.Ente, Cassetti: []web.Cassetto{f.cassettoDettagli(r), f.cassettoCapitoli(r), f.cassettoImpegni(r)}}
		p.Base = base(c, chi, fmt.Sprintf("%s %d", f.Denominazione, f.Annualita), sezioneFondi, versoFondi)
		r.annota(&p.Base)
		return p, nil
	})
}

func (f cartellaFondo) indirizzo() string { return sezioneFondi + "/" + f.ID }

func (f cartellaFondo) cassettoDettagli(r ripresa) web.Cassetto {
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{voce("Ente che paga", f.Ente), voce("Origine", origine(f.Origine)),
		voce("Ente capofila", f.Capofila), voce("Annualità", fmt.Sprint(f.Annualita)), voce("Vincolo", f.Vincolo), voce("Importo", f.Importo.String()),
		voce("Da dividere in capitoli", (f.Importo - f.Ripartito).String()), voce("Impegnato", f.Impegnato.String()), voce("Usato", f.Usato.String()),
		voce("Provvisorio", f.Provvisorio.String()), voce("Disponibile sugli impegni", f.Disponibile.String())}}
	if f.tiene {
		m := inRiga(r, "modifica", "Modifica il fondo", f.indirizzo()+"/modifica", modulo(r, "modifica", f.Modulo(), f.opzioni))
		m.Invia = "Salva"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

// origine is where a fondo comes from, in words.
func origine(valore string) string {
	return scelta(form.Predefinito(sigess.ModuloFondo{Origine: valore}, nil), "origine")
}

func (f cartellaFondo) cassettoCapitoli(r ripresa) web.Cassetto {
	t := web.Tabella{Titolo: "Capitoli", Vuoto: "nessun capitolo", Colonne: append([]web.Colonna{{Testo: "Capitolo"}, {Testo: "Stanziamento", Numero: true}}, colonneSaldi()...)}
	proposto := moduloCapitolo{ModuloCapitolo: sigess.ModuloCapitolo{FondoID: f.ID, Importo: max(f.Importo-f.Ripartito, 0)}}
	titolo := "Aggiungi un capitolo"
	for _, c := range f.capitoli {
		nome := web.Testo(c.Nome())
		if f.tiene {
			nome.URL = f.indirizzo() + "?apri=capitolo&capitolo=" + c.ID + "#capitoli"
		}
		if c.ID == r.scelto {
			proposto, titolo = moduloCapitolo{CapitoloID: c.ID, ModuloCapitolo: c.Modulo()}, "Modifica il capitolo "+c.Codice
		}
		t.Righe = append(t.Righe, web.Riga{Celle: append([]web.Cella{nome, web.Testo(c.Importo.String())}, celleSaldi(c.Bilancio)...)})
	}
	out := web.Cassetto{ID: "capitoli", Titolo: "Capitoli", Tabelle: []web.Tabella{t}}
	if f.tiene {
		out.Tabelle[0].Vuoto += ": aggiungerne uno con l'icona +"
		out.Nuovo = &web.Link{Testo: "Aggiungi un capitolo", URL: f.indirizzo() + "?apri=capitolo#capitoli"}
		m := inRiga(r, "capitolo", titolo, f.indirizzo()+"/capitolo", modulo(r, "capitolo", proposto, f.opzioni))
		m.Invia = "Salva il capitolo"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

func (f cartellaFondo) cassettoImpegni(r ripresa) web.Cassetto {
	t := web.Tabella{Titolo: "Impegni, nell'ordine in cui si usano", Vuoto: "nessun impegno",
		Colonne: append([]web.Colonna{{Testo: "Impegno"}, {Testo: "Capitolo"}, {Testo: "Scadenza"}}, colonneSaldi()...)}
	for _, i := range f.impegni {
		t.Righe = append(t.Righe, web.Riga{Celle: append([]web.Cella{{Testo: i.Estremi(), Nota: i.Oggetto, URL: sezioneImpegni + "/" + i.ID}, web.Testo(i.Capitolo),
			web.Testo(i.Scadenza.Italiana())}, celleSaldi(saldi(i))...)})
	}
	out := web.Cassetto{ID: "impegni", Titolo: "Impegni", Tabelle: []web.Tabella{t}}
	if f.tiene && len(f.capitoli) == 0 {
		out.Tabelle[0].Vuoto += ": aggiungere prima un capitolo"
	} else if f.tiene {
		out.Tabelle[0].Vuoto += ": aggiungerne uno con l'icona +"
		out.Nuovo = &web.Link{Testo: "Aggiungi un impegno", URL: f.indirizzo() + "?apri=impegno#impegni"}
		proposto := sigess.ModuloImpegno{CapitoloID: unica(f.opzioni["capitoli"]), Anno: f.Annualita}
		m := inRiga(r, "impegno", "Aggiungi un impegno", f.indirizzo()+"/impegno", modulo(r, "impegno", proposto, f.opzioni))
		m.Invia = "Salva l'impegno"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

func saldi(i sigess.RigaImpegno) sigess.Bilancio {
	return sigess.Bilancio{Impegnato: i.Assegnato, Usato: i.Usato, Provvisorio: i.Provvisorio, Disponibile: i.Disponibile}
}
