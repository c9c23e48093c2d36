package e2e

import (
	"maps"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/api/auth"
	"siss/api/inbox"
	"siss/api/sigess"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/misura"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// domani is a day to come, mesi a month to come.
var domani = periodo.Oggi().Piu(1)

// prepara makes what the reads read, and a person of another ente.
func (g *gara) prepara(t *testing.T) {
	t.Helper()
	g.altrui = uuid.NewString()
	riesce(t, models.Atto(t.Context(), g.DB, models.Sistema(), "prova", func(tx *gorm.DB) error {
		return tx.Create(&anagrafe.Soggetto{ID: g.altrui, EnteID: g.Altrove, Codice: 1, Cognome: "ALTRI", Nome: "UGO", Sesso: "M",
			DataNascita: periodo.MustParse("1950-01-01"), CodiceFiscale: "LTRGUO50A01H501P", Versione: 1}).Error
	}))
	domanda := g.domanda(t, g.ufficio, modelli.Presentata)
	intervento, _ := attiva(t, g.ufficio, g.Economico("2024-01-01", 10000))
	corsa := elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: periodo.MustParseMese("2024-01")}).ID
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/conferma", nil)
	g.ferme(t)
	g.oggetti = map[string]string{
		"domanda-lettura": "/domande/" + domanda, "intervento-lettura": "/interventi/" + intervento, "soggetto-lettura": "/soggetti/" + g.Soggetto,
		"elaborazione-lettura": "/elaborazioni/" + corsa, "elaborazione-anomalie": "/elaborazioni/" + corsa + "/anomalie",
		"elaborazione-elenco": "/elaborazioni/" + corsa + "/elenco", "elaborazione-movimenti": "/elaborazioni/" + corsa + "/movimenti",
		"tariffario-voci": "/tariffari/" + g.Tariffario[modelli.Prestazioni] + "/voci",
	}
}

// ferme waits until every run has done all that it does by itself.
func (g *gara) ferme(t *testing.T) {
	t.Helper()
	attendi(t, pazienza, "end of the runs", func() bool {
		for _, e := range leggi[sigess.Elaborazioni](t, g.contabile, "/elaborazioni").Elaborazioni {
			if e.Stato == modelli.InCalcolo || e.Stato == modelli.Definitiva && !e.ConElenco {
				return false
			}
		}
		return true
	})
}

// tabella has an entry for each operation that is not a read.
func (g *gara) tabella() map[string]func(*testing.T) caso {
	out := map[string]func(*testing.T) caso{}
	for _, parte := range []map[string]func(*testing.T) caso{g.anagrafica(), g.compitiAperti(), g.domande(), g.bozze(), g.interventi(), g.tabellone(), g.corse()} {
		maps.Copy(out, parte)
	}
	return out
}

func (g *gara) anagrafica() map[string]func(*testing.T) caso {
	nascita := periodo.MustParse("1990-05-05")
	soggetto := anagrafe.ModuloSoggetto{EnteID: g.Comune, Cognome: "Verde", Nome: "Luca", Sesso: "M", DataNascita: nascita, LuogoNascita: "Roma",
		LuogoNascitaCodice: "H501", Telefono: "06555", Email: "luca@posta.example", Note: "nota"}
	soggetto.CodiceFiscale = codiceDi(soggetto)
	suo := soggetto
	suo.EnteID = g.Altrove
	return map[string]func(*testing.T) caso{
		"sessione-apertura": func(*testing.T) caso {
			return caso{chi: &cliente{base: g.ufficio.base, http: g.ufficio.http}, percorso: "/sessioni", corpo: auth.ModuloSessione{OperatoreID: g.Collega},
				chiusa: &passo{"/sessioni", auth.ModuloSessione{OperatoreID: uuid.NewString()}}, chiuso: []int{http.StatusUnauthorized}}
		},
		"sessione-chiusura": func(t *testing.T) caso { return caso{chi: g.entra(t, g.Collega), percorso: "/sessioni/corrente"} },
		"soggetto-salvataggio": func(*testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/soggetti/" + uuid.NewString(), corpo: soggetto, nuovo: true,
				futuri: map[string]string{"dataNascita": domani.String()}, esteri: map[string]string{"enteId": g.Altrove},
				altrove: &passo{"/soggetti/" + g.Soggetto, suo}, estraneo: []int{http.StatusNotFound}}
		},
		"residenza-salvataggio": func(*testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/soggetti/" + g.Soggetto + "/residenze/" + uuid.NewString(),
				corpo:  anagrafe.ModuloResidenza{Tipo: "RESIDENZA", Comune: "Roma", CodiceIstat: "058091", Indirizzo: "Via Roma 1", CAP: "00185", Dal: nascita},
				futuri: map[string]string{"dal": domani.String()}, estraneo: []int{http.StatusNotFound}}
		},
		"relazione-salvataggio": func(t *testing.T) caso {
			altro := uuid.NewString()
			fa[struct{}](t, g.ufficio, http.MethodPut, "/soggetti/"+altro, anagrafe.ModuloSoggetto{EnteID: g.Comune, Cognome: "Rossi", Nome: "Eva", Sesso: "F", DataNascita: nascita})
			return caso{chi: g.ufficio, percorso: "/soggetti/" + g.Soggetto + "/relazioni/" + uuid.NewString(),
				corpo:  anagrafe.ModuloRelazione{AltroID: altro, Tipo: "FIGLIO", Convivente: true, Dal: nascita},
				futuri: map[string]string{"dal": domani.String()}, esteri: map[string]string{"altroId": g.altrui}, estraneo: []int{http.StatusNotFound}}
		},
	}
}

// compito returns the id of an open task of a kind, of a new domanda.
func (g *gara) compito(t *testing.T, c *cliente, tipo string) string {
	t.Helper()
	d := g.domanda(t, g.ufficio, modelli.Presentata)
	compi(t, g.ufficio, "/domande/"+d+"/assegnazioni", modelli.ModuloAssegnazione{OperatoreID: g.Collega})
	for _, k := range leggi[inbox.Compiti](t, c, "/compiti?miei=true&tipo="+tipo).Compiti {
		if k.OggettoID == d {
			return k.ID
		}
	}
	t.Fatalf("no task %s for the new domanda", tipo)
	return ""
}

func (g *gara) compitiAperti() map[string]func(*testing.T) caso {
	di := func(tipo, cosa string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			letto := g.compito(t, g.collega, "PRENDI_VISIONE")
			fa[struct{}](t, g.collega, http.MethodPost, "/compiti/"+letto+"/completamento", nil)
			return caso{chi: g.collega, percorso: "/compiti/" + g.compito(t, g.collega, tipo) + "/" + cosa, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{percorso: "/compiti/" + letto + "/" + cosa}, chiuso: []int{http.StatusNotFound, http.StatusConflict}}
		}
	}
	return map[string]func(*testing.T) caso{
		"compito-completamento": di("PRENDI_VISIONE", "completamento"),
		"compito-presa":         di("AVVIA_ISTRUTTORIA", "presa"),
		"compito-rilascio":      di("AVVIA_ISTRUTTORIA", "rilascio"),
	}
}

func (g *gara) domande() map[string]func(*testing.T) caso {
	// su is an act on a domanda in a state, refused on one that is closed.
	su := func(stato modelli.Stato, cosa string, corpo any, futuri, esteri map[string]string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			percorso := func(stato modelli.Stato) string {
				id := g.domanda(t, g.ufficio, stato)
				if cosa == "/esito" {
					return richieste(t, g.ufficio, id)[0] + cosa
				}
				return "/domande/" + id + cosa
			}
			return caso{chi: g.ufficio, percorso: percorso(stato), corpo: corpo, futuri: futuri, esteri: esteri,
				estraneo: []int{http.StatusNotFound}, chiusa: &passo{percorso(modelli.Chiusa), corpo}, chiuso: []int{http.StatusConflict}}
		}
	}
	domanda := g.Domanda(modelli.Economico, modelli.Struttura)
	domanda.Note, domanda.SeguitaDal, domanda.Firmatario.Nominativo, domanda.Richieste[0].Note = "nota", "02/01/2024 10:00", "Rossi Eva", "nota"
	return map[string]func(*testing.T) caso{
		"domanda-bozza": func(t *testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/domande/" + uuid.NewString(), corpo: domanda, nuovo: true,
				futuri:   map[string]string{"dataPresentazione": domani.String(), "seguitaDal": domani.Italiana() + " 10:00"},
				esteri:   map[string]string{"soggettoId": g.altrui, "uoId": g.UOAltrove, "richieste.0.tipoInterventoId": uuid.NewString()},
				estraneo: []int{http.StatusUnprocessableEntity},
				chiusa:   &passo{"/domande/" + g.domanda(t, g.ufficio, modelli.Presentata), domanda}, chiuso: []int{http.StatusConflict}}
		},
		"domanda-presentazione": su(modelli.Bozza, "/presentazione", nil, nil, nil),
		"domanda-scarto":        su(modelli.Bozza, "/scarto", modelli.ModuloScarto{Motivo: "doppione"}, nil, nil),
		"domanda-avvio": su(modelli.Presentata, "/avvio", g.avvio(), map[string]string{"protocolloData": domani.String()},
			map[string]string{"responsabileId": g.Estraneo}),
		"domanda-assegnazione": su(modelli.InIstruttoria, "/assegnazioni", modelli.ModuloAssegnazione{UOID: g.AltraUO, OperatoreID: g.Collega, Motivo: "ferie"}, nil,
			map[string]string{"operatoreId": g.Estraneo, "uoId": g.UOAltrove}),
		"richiesta-esito":       su(modelli.InIstruttoria, "/esito", respingi(), nil, nil),
		"domanda-comunicazione": su(modelli.Respinta, "/comunicazione", comunica(), map[string]string{"data": domani.String()}, nil),
	}
}

func (g *gara) bozze() map[string]func(*testing.T) caso {
	di := func(modulo any, esteri map[string]string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			attivo, _ := attiva(t, g.ufficio, modulo)
			esteri["dettagli.soggettoId"], esteri["dettagli.uoId"] = g.altrui, g.UOAltrove
			esteri["dettagli.operatoreResponsabileId"], esteri["dettagli.richiestaId"] = g.Estraneo, uuid.NewString()
			return caso{chi: g.ufficio, percorso: percorsoBozza(modulo) + uuid.NewString(), corpo: modulo, esteri: esteri, nuovo: true,
				estraneo: []int{http.StatusUnprocessableEntity}, chiusa: &passo{percorsoBozza(modulo) + attivo, modulo}, chiuso: []int{http.StatusConflict}}
		}
	}
	economico := g.Economico("2024-01-10", 10000)
	economico.Dettagli.DataFine = periodo.MustParse("2024-12-31")
	economico.Regole[0].CriterioRateo, economico.Regole[0].Dal, economico.Regole[0].Al = "TRENTESIMI", economico.Dettagli.DataInizio, economico.Dettagli.DataFine
	return map[string]func(*testing.T) caso{
		"intervento-economico-bozza":       di(economico, map[string]string{"modalita.beneficiarioId": g.altrui}),
		"intervento-con-prestazioni-bozza": di(g.Prestazioni("2024-01-10"), map[string]string{"erogatoreId": uuid.NewString(), "tariffarioId": uuid.NewString()}),
		"intervento-in-struttura-bozza":    di(g.InStruttura("2024-01-10"), map[string]string{"strutturaId": g.StrutturaChiusa, "tariffarioId": g.Tariffario[modelli.Prestazioni]}),
	}
}

func (g *gara) interventi() map[string]func(*testing.T) caso {
	// su is an act on an intervento after some others, refused when it is over.
	su := func(atto string, prima ...string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			fermo := func(prima ...string) passo {
				passi := passiIntervento(bozzaIntervento(t, g.ufficio, g.Economico("2024-01-10", 10000)))
				for _, p := range prima {
					compi(t, g.ufficio, passi[p].percorso, passi[p].corpo)
				}
				return passi[atto]
			}
			aperto, concluso := fermo(prima...), fermo("attiva", "termina")
			return caso{chi: g.ufficio, percorso: aperto.percorso, corpo: aperto.corpo, estraneo: []int{http.StatusNotFound},
				chiusa: &concluso, chiuso: []int{http.StatusConflict}}
		}
	}
	return map[string]func(*testing.T) caso{
		"intervento-attivazione": su("attiva"),
		"intervento-sospensione": su("sospendi", "attiva"),
		"intervento-ripresa":     su("riprendi", "attiva", "sospendi"),
		"intervento-termine":     su("termina", "attiva"),
		"intervento-scarto": func(t *testing.T) caso {
			bozza, corpo := bozzaIntervento(t, g.ufficio, g.Economico("2024-01-10", 10000)), modelli.ModuloScarto{Motivo: "doppione"}
			attivo, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
			return caso{chi: g.ufficio, percorso: "/interventi/" + bozza + "/scarto", corpo: corpo, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{"/interventi/" + attivo + "/scarto", corpo}, chiuso: []int{http.StatusConflict}}
		},
	}
}

func (g *gara) tabellone() map[string]func(*testing.T) caso {
	minuti := misura.Minuti(90)
	modulo := modelli.ModuloAccesso{Prestazione: "ASS_DOM", Minuti: &minuti}
	// cella returns the path of a day of a new intervento, on which something is entered.
	cella := func(t *testing.T, giorno string) (intervento, percorso string) {
		intervento, _ = attiva(t, g.ufficio, g.Prestazioni("2024-01-10"))
		percorso = "/interventi/" + intervento + "/accessi/"
		fa[struct{}](t, g.ufficio, http.MethodPut, percorso+giorno, modulo)
		return intervento, percorso
	}
	di := func(coda string, corpo any) func(*testing.T) caso {
		return func(t *testing.T) caso {
			_, aperto := cella(t, "2024-02-01")
			_, chiuso := cella(t, "2024-04-01")
			elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: periodo.MustParseMese("2024-04")})
			return caso{chi: g.ufficio, percorso: aperto + "2024-02-01" + coda, corpo: corpo, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiuso + "2024-04-01" + coda, corpo}, chiuso: []int{http.StatusConflict},
				percorsi: map[string]string{aperto + "2024-02-30" + coda: "data", aperto + "zzz" + coda: "data", aperto + domani.String() + coda: "data"}}
		}
	}
	return map[string]func(*testing.T) caso{
		"accesso-registrazione": di("", modulo),
		"accesso-eliminazione":  di("/ASS_DOM", nil),
	}
}

func (g *gara) corse() map[string]func(*testing.T) caso {
	nuova := func(mese string) modelli.ModuloElaborazione {
		m := periodo.MustParseMese(mese)
		return modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: m, Al: m, Tipi: []string{g.Tipo[modelli.Economico]}}
	}
	su := func(cosa, mese string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			annullata, aperta := elabora(t, g.contabile, nuova("2023-01")).ID, elabora(t, g.contabile, nuova(mese)).ID
			compi(t, g.contabile, "/elaborazioni/"+annullata+"/annullamento", nil)
			return caso{chi: g.contabile, percorso: "/elaborazioni/" + aperta + cosa, estraneo: []int{http.StatusNotFound}, poi: g.ferme,
				chiusa: &passo{percorso: "/elaborazioni/" + annullata + cosa}, chiuso: []int{http.StatusConflict}}
		}
	}
	futuro := domani.Mese().Piu(1).String()
	return map[string]func(*testing.T) caso{
		"elaborazione-creazione": func(*testing.T) caso {
			return caso{chi: g.contabile, percorso: "/elaborazioni", corpo: nuova("2024-05"), estraneo: []int{http.StatusForbidden},
				futuri: map[string]string{"al": futuro}, esteri: map[string]string{"enteId": g.Altrove}, poi: g.ferme}
		},
		"elaborazione-annullamento": su("/annullamento", "2024-06"),
		"elaborazione-conferma":     su("/conferma", "2024-07"),
	}
}
