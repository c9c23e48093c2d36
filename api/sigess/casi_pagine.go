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
	"siss/models/calcolo/caso"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

var versoCasi = web.Link{Testo: "Casi di prova", URL: "/elaborazioni/casi"}

// The forms of the pages of the casi di prova.
const (
	moduloCasi       = "casi"
	moduloRitiraCasi = "ritira-casi"
)

func (s *sportello) pagineCasi(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, versoCasi.URL, func(c *gin.Context, chi models.Chi) error { return s.mostraCasi(c, chi, chiesta(c)) })
	atti.Carica(r, versoCasi.URL, campoContenuto, sigess.CasiDimensione, sigess.CasiTroppi,
		func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCasi], f atti.File) (FileCasi, error) {
			return s.aggiungiCasi(ctx, chi, in.Atto, in.Corpo, f.Dati)
		}, atti.Opzioni[FileCasi]{Avviso: "file aggiunto: qui sotto il confronto con l'atteso",
			Dopo: func(_ *gin.Context, f FileCasi) string { return versoCasi.URL + "/" + f.ID },
			Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
				return s.mostraCasi(c, chi, ripresa{modulo: moduloCasi, valori: valori, problemi: problemi})
			}})
	atti.Pagina(r, http.MethodGet, versoCasi.URL+"/:id", func(c *gin.Context, chi models.Chi) error { return s.mostraFileCasi(c, chi, chiesta(c)) })
	ritira := versoCasi.URL + "/:id/ritira"
	atti.Modulo(r, ritira, s.ritiraCasi, atti.Opzioni[FileCasi]{Avviso: "file ritirato: resta nell'elenco ma non vale più",
		Dopo: func(_ *gin.Context, f FileCasi) string { return versoCasi.URL + "/" + f.ID },
		Pagina: func(c *gin.Context, chi models.Chi, valori url.Values, problemi *models.Error) error {
			return s.mostraFileCasi(c, chi, ripresa{modulo: moduloRitiraCasi, valori: valori, problemi: problemi})
		}})
	soloModulo(r, ritira, versoCasi.URL)
}

// mostraCasi lists the files of casi di prova and has the form that adds one.
func (s *sportello) mostraCasi(c *gin.Context, chi models.Chi, r ripresa) error {
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		righe, err := sigess.ElencaCasi(tx, chi)
		if err != nil {
			return nil, err
		}
		miei, err := entiPreparati(tx, chi)
		if err != nil {
			return nil, err
		}
		cassetto := web.Cassetto{ID: "file", Titolo: "File di casi", Tabelle: []web.Tabella{tabellaCasi(righe)},
			Testo: "Un caso di prova è un intervento in un mese, con il risultato che l'ufficio si aspetta: si calcola con le stesse regole dei pagamenti"}
		if len(miei) > 0 {
			cassetto.Tabelle[0].Vuoto += ": aggiungerne uno con l'icona +"
			cassetto.Nuovo = &web.Link{Testo: "Aggiungi un file di casi", URL: versoCasi.URL + "?apri=" + moduloCasi + "#file"}
			modulo, err := caricaCasi(tx, chi, r, miei)
			if err != nil {
				return nil, err
			}
			cassetto.Moduli = []web.ModuloInline{modulo}
		}
		p := web.SchedaPage{Base: base(c, chi, versoCasi.Testo, sezioneElaborazioni, versoElaborazioni), Cassetti: []web.Cassetto{cassetto}}
		r.annota(&p.Base)
		return p, nil
	})
}

func tabellaCasi(righe []sigess.RigaCasi) web.Tabella {
	t := web.Tabella{Titolo: "File di casi di prova", Vuoto: "nessun file di casi", Colonne: []web.Colonna{{Testo: "Titolo"}, {Testo: "Ente"},
		{Testo: "Casi", Numero: true}, {Testo: "Caricato il"}, {Testo: "Stato"}}}
	for _, r := range righe {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(r.Titolo, versoCasi.URL+"/"+r.ID), web.Testo(r.Ente),
			web.Testo(intero(r.Casi)), {Testo: periodo.DataOra(r.CaricatoIl), Nota: r.Autore}, statoCasi(r)}})
	}
	return t
}

func statoCasi(r sigess.RigaCasi) web.Cella {
	if r.RitiratoIl == nil {
		return web.Stato("Valido", web.Positivo)
	}
	c := web.Stato("Ritirato", web.Neutro)
	c.Nota = periodo.DataOra(*r.RitiratoIl) + ", " + r.Ritirante
	return c
}

func caricaCasi(tx *gorm.DB, chi models.Chi, r ripresa, enti []form.Opzione) (web.ModuloInline, error) {
	tariffari, err := sigess.ElencaTariffari(tx, chi)
	var proposto sigess.ModuloCasi
	if len(enti) == 1 {
		proposto.EnteID = enti[0].Valore
	}
	m := inRiga(r, moduloCasi, "Aggiungi un file di casi", versoCasi.URL, modulo(r, moduloCasi, proposto, form.Opzioni{"enti": enti,
		"tariffari": opzioniDi(tariffari, func(t sigess.Tariffario) form.Opzione {
			return form.Opzione{Valore: t.ID, Testo: t.Codice + " - " + t.Denominazione}
		})}))
	m.Invia = "Carica il file"
	m.File = r.file(moduloCasi, web.CampoFile{Aiuto: "JSON con un elenco \"casi\", fino a 256 kB", Accetta: ".json",
		Massimo: sigess.CasiDimensione, Troppo: sigess.CasiTroppi})
	return m, err
}

// mostraFileCasi runs the cases of a file and shows how each fared.
func (s *sportello) mostraFileCasi(c *gin.Context, chi models.Chi, r ripresa) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		f, err := sigess.CasiDi(tx, chi, id)
		if err != nil {
			return nil, err
		}
		prove, err := f.Prova(tx)
		if err != nil {
			return nil, err
		}
		p := web.SchedaPage{Base: base(c, chi, f.Titolo, sezioneElaborazioni, versoElaborazioni, versoCasi), Sottotitolo: f.Ente, Stato: bilancio(prove)}
		p.Cassetti = []web.Cassetto{{ID: "casi", Titolo: "Casi", Testo: "Calcolati adesso e confrontati con l'atteso", Tabelle: []web.Tabella{tabellaProve(prove)}},
			{ID: "dettagli", Titolo: "Dettagli", Voci: []web.Voce{voce("Caricato il", periodo.DataOra(f.CaricatoIl)+", "+f.Autore), voce("Stato", statoCasi(f).Testo),
				voce("Con le tariffe di", f.Tariffario)}}}
		if f.RitiratoIl != nil {
			p.Cassetti[1].Voci = append(p.Cassetti[1].Voci, voce("Ritirato il", periodo.DataOra(*f.RitiratoIl)+", "+f.Ritirante))
		} else if sigess.Elabora(chi, f.EnteID) == nil {
			m := inRiga(r, moduloRitiraCasi, "Ritira il file", versoCasi.URL+"/"+id+"/ritira", nil)
			m.Testo = "Il file ritirato resta nell'elenco ma non vale più: per correggerlo, ritirarlo e caricarne un altro"
			m.Pericolo = true
			p.Cassetti[1].Moduli = []web.ModuloInline{m}
		}
		r.annota(&p.Base)
		return p, nil
	})
}

// bilancio sums up how the cases fared.
func bilancio(prove caso.Verifiche) web.Badge {
	switch n := len(prove.Fallite()); n {
	case 0:
		return web.Badge{Testo: "Tutti come atteso", Tono: web.Positivo}
	case 1:
		return web.Badge{Testo: "Un caso diverso dall'atteso", Tono: web.Negativo}
	default:
		return web.Badge{Testo: intero(n) + " casi diversi dall'atteso", Tono: web.Negativo}
	}
}

func tabellaProve(prove caso.Verifiche) web.Tabella {
	t := web.Tabella{Titolo: "Confronto con l'atteso", Vuoto: "nessun caso", Colonne: web.Colonne("Caso", "Esito", "Che cosa è diverso")}
	for _, v := range prove {
		esito := web.Stato("Come atteso", web.Positivo)
		switch v.Esito {
		case caso.NonPassa:
			esito = web.Stato("Diverso", web.Negativo)
		case caso.SenzaAtteso:
			esito = web.Stato("Senza atteso", web.Neutro)
		}
		esito.Nota = v.Errore
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(v.ID), esito, web.Testo(strings.Join(v.Differenze, "; "))}})
	}
	return t
}
