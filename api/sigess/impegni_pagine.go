package sigess

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

const sezioneImpegni = "/impegni"

func (s *sportello) pagineImpegni(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, sezioneImpegni+"/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraImpegno(c, chi, chiesta(c)) })
	impegno := scheda{sezioneImpegni, s.mostraImpegno}
	attoDiScheda(r, impegno, "varia", func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloVariazione]) (Esito, error) {
		i, err := s.variaImpegno(ctx, chi, in)
		return Esito{ID: i.ID}, err
	}, "variazione registrata: i pagamenti bloccati rientrano con la prossima elaborazione")
	attoDiScheda(r, impegno, "modifica", func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.DatiImpegno]) (Esito, error) {
		i, err := s.correggiImpegno(ctx, chi, in)
		return Esito{ID: i.ID}, err
	}, "impegno salvato")
}

// cartellaImpegno is all that the card of an impegno shows.
type cartellaImpegno struct {
	sigess.RigaImpegno
	tipi       []sigess.TipoIntervento
	variazioni []sigess.VariazioneImpegno
	utilizzi   models.Elenco[sigess.RigaUtilizzo]
	opzioni    form.Opzioni
	pagina     pagina
	tiene      bool // who looks keeps it
}

func leggiCartellaImpegno(tx *gorm.DB, chi models.Chi, id string, p pagina) (cartellaImpegno, error) {
	i := cartellaImpegno{pagina: p}
	var err error
	if i.RigaImpegno, err = sigess.ImpegnoVisibile(tx, chi, id); err != nil {
		return i, err
	}
	if i.tipi, err = sigess.TipiImpegno(tx, id); err != nil {
		return i, err
	}
	if i.variazioni, err = sigess.VariazioniImpegno(tx, id); err != nil {
		return i, err
	}
	if i.utilizzi, err = sigess.Utilizzi(tx, chi, id, p.limiti()); err != nil {
		return i, err
	}
	if i.tiene = sigess.Impegna(chi, i.EnteID) == nil; i.tiene {
		i.opzioni, err = opzioniImpegno(tx, i.EnteID)
	}
	return i, err
}

// mostraImpegno is the card: what it is, how it was varied, and what it pays.
func (s *sportello) mostraImpegno(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	p, problemi := atti.Filtro[pagina](c)
	if len(problemi) > 0 {
		p = pagina{}
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		i, err := leggiCartellaImpegno(tx, chi, id, p)
		if err != nil {
			return nil, err
		}
		out := web.SchedaPage{Sottotitolo: i.Oggetto, Cassetti: []web.Cassetto{i.cassettoDettagli(r), i.cassettoVariazioni(r), i.cassettoUtilizzi()}}
		out.Base = base(c, chi, "Impegno "+i.Estremi(), sezioneFondi, versoFondi, web.Link{Testo: i.Fondo, URL: sezioneFondi + "/" + i.FondoID})
		r.annota(&out.Base)
		return out, nil
	})
}

func (i cartellaImpegno) indirizzo() string { return sezioneImpegni + "/" + i.ID }

// destinazione says what the impegno pays.
func (i cartellaImpegno) destinazione() string {
	var nomi []string
	for _, t := range i.tipi {
		nomi = append(nomi, t.Denominazione)
	}
	switch {
	case len(nomi) > 0:
		return strings.Join(nomi, ", ")
	case i.UOID != nil:
		return "tutti i tipi"
	}
	return "solo gli interventi a cui è collegato"
}

func (i cartellaImpegno) cassettoDettagli(r ripresa) web.Cassetto {
	intero := "no, quello che manca lo paga un altro impegno"
	if i.Intero {
		intero = "sì"
	}
	ufficio := i.Ufficio
	if ufficio == "" {
		ufficio = "tutti"
	}
	saldo := web.Tabella{Titolo: "Come sta", Colonne: colonneSaldi(), Righe: []web.Riga{{Celle: celleSaldi(saldi(i.RigaImpegno))}}}
	out := web.Cassetto{ID: "dettagli", Titolo: "Dettagli", Tabelle: []web.Tabella{saldo}, Voci: []web.Voce{
		{Etichetta: "Fondo", Valore: i.Fondo, URL: sezioneFondi + "/" + i.FondoID}, voce("Capitolo", i.Capitolo), voce("Oggetto", i.Oggetto),
		voce("Determina", "n. "+i.DeterminaNumero+" del "+i.DeterminaData.Italiana()), voce("CIG", i.CIG), voce("CUP", i.CUP),
		voce("Paga i mesi del", fmt.Sprint(i.Anno)), voce("Scadenza", i.Scadenza.Italiana()), voce("Tipi di intervento", i.destinazione()), voce("Ufficio", ufficio),
		voce("Paga un movimento solo per intero", intero), voce("Importo iniziale", i.Importo.String())}}
	if i.tiene {
		m := inRiga(r, "modifica", "Modifica l'impegno", i.indirizzo()+"/modifica", modulo(r, "modifica", i.Dati(), i.opzioni))
		m.Testo, m.Invia = "L'importo si cambia con una variazione", "Salva"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

func (i cartellaImpegno) cassettoVariazioni(r ripresa) web.Cassetto {
	t := web.Tabella{Titolo: "Variazioni dell'importo", Vuoto: "nessuna variazione: l'impegno vale l'importo iniziale",
		Colonne: []web.Colonna{{Testo: "Registrata il"}, {Testo: "Determina"}, {Testo: "Motivo"}, {Testo: "Importo", Numero: true}}}
	for _, v := range i.variazioni {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{{Testo: periodo.DataOra(v.RegistrataIl), Nota: v.Registrata},
			web.Testo("n. " + v.DeterminaNumero + " del " + v.DeterminaData.Italiana()), web.Testo(v.Motivo), web.Testo(v.Importo.String())}})
	}
	if len(t.Righe) > 0 {
		t.Totali = &web.Riga{Celle: []web.Cella{web.Testo("Impegno con le variazioni"), {}, {}, web.Testo(i.Assegnato.String())}}
	}
	out := web.Cassetto{ID: "variazioni", Titolo: "Variazioni", Tabelle: []web.Tabella{t}}
	if i.tiene {
		m := inRiga(r, "varia", "Registra una variazione", i.indirizzo()+"/varia", modulo(r, "varia", sigess.ModuloVariazione{DeterminaData: periodo.Oggi()}, nil))
		m.Testo, m.Invia = "L'impegno cresce o diminuisce con un'altra determina: non scende sotto quello che è già usato", "Registra la variazione"
		out.Moduli = []web.ModuloInline{m}
	}
	return out
}

func (i cartellaImpegno) cassettoUtilizzi() web.Cassetto {
	t := web.Tabella{Titolo: "Movimenti pagati con l'impegno", Colonne: []web.Colonna{{Testo: "Elaborazione"}, {Testo: "Intervento"}, {Testo: "Mese"}, {Testo: "Tipo movimento"},
		{Testo: "Importo totale", Numero: true}, {Testo: "Da questo impegno", Numero: true}}}
	for _, u := range i.utilizzi.Elementi {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{{Testo: u.Elaborazione, Nota: u.StatoCorsa.Nome(), URL: sezioneElaborazioni + "/" + u.ElaborazioneID},
			{Testo: u.Intervento, Nota: u.Assistito, URL: sezioneInterventi + "/" + u.InterventoID}, web.Testo(u.MeseCompetenza.Italiano()), web.Testo(u.NomeTipo()),
			web.Testo(u.Totale.String()), web.Testo(u.Importo.String())}})
	}
	pager := web.Pagina(i.indirizzo(), nil, i.pagina.numero(), i.pagina.perPagina(), i.utilizzi.Totale)
	for _, url := range []*string{&pager.Precedente, &pager.Successiva} {
		if *url != "" {
			*url += "#utilizzi"
		}
	}
	t.Vuoto = pager.Vuoto("nessun utilizzo: lo usa la prima elaborazione contabile che paga ciò per cui è")
	return web.Cassetto{ID: "utilizzi", Titolo: "Utilizzi", Tabelle: []web.Tabella{t}, Pager: pager}
}
