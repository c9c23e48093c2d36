package e2e

import (
	"maps"
	"net/http"
	"testing"

	"github.com/google/uuid"
	"gorm.io/gorm"

	anagrafeAPI "siss/api/anagrafe"
	"siss/api/auth"
	"siss/api/sigess"
	"siss/deploy/dev/anpr/simulatore"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/fiscale"
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
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/conferma", modelli.ModuloConferma{})
	g.ferme(t)
	fa[modelli.ModuloTesoreria](t, g.contabile, http.MethodPut, "/enti/"+g.Distretto+"/tesoreria", tesoreriaProva())
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/pagamenti", modelli.ModuloDistinta{Esecuzione: periodo.Oggi()})
	fondo, _, impegno := g.impegno(t)
	g.oggetti = map[string]string{
		"fondo-lettura": "/fondi/" + fondo, "impegno-lettura": "/impegni/" + impegno, "impegno-utilizzi": "/impegni/" + impegno + "/utilizzi",
		"intervento-impegni": "/interventi/" + intervento + "/impegni",
		"domanda-lettura":    "/domande/" + domanda, "intervento-lettura": "/interventi/" + intervento, "soggetto-lettura": "/soggetti/" + g.Soggetto,
		"soggetto-storia":      "/soggetti/" + g.Soggetto + "/storia",
		"elaborazione-lettura": "/elaborazioni/" + corsa, "elaborazione-anomalie": "/elaborazioni/" + corsa + "/anomalie",
		"elaborazione-elenco": "/elaborazioni/" + corsa + "/elenco", "elaborazione-movimenti": "/elaborazioni/" + corsa + "/movimenti",
		"domanda-documenti": "/domande/" + domanda + "/documenti", "intervento-documenti": "/interventi/" + intervento + "/documenti",
		"documento-file":   "/documenti/" + fa[sigess.Documento](t, g.ufficio, http.MethodPost, "/domande/"+domanda+"/documenti", documentoProva()).ID + "/file",
		"recupero-lettura": "/recuperi/" + g.recupero(t), "chiusura-lettura": "/chiusure/" + g.mese(t, g.InStruttura("2023-05-01"), "2023-05"),
		"tariffario-voci": "/tariffari/" + g.Tariffario[modelli.Prestazioni] + "/voci", "tesoreria-lettura": "/enti/" + g.Distretto + "/tesoreria",
		"elaborazione-file": "/elaborazioni/" + corsa + "/file", "elaborazione-file-scarico": "/elaborazioni/" + corsa + "/file/" + modelli.FileCSV,
		"regole-conferma-lettura": "/enti/" + g.Distretto + "/regole-conferma", "elaborazione-esiti": "/elaborazioni/" + corsa + "/esiti",
		"elaborazione-esiti-lettura": "/elaborazioni/" + corsa + "/esiti/" + g.fileEsiti(t, corsa),
		"casi-di-prova-esito":        "/casi-di-prova/" + fa[sigess.FileCasi](t, g.contabile, http.MethodPost, "/casi-di-prova", g.casiProva()).ID + "/esito",
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
	for _, parte := range []map[string]func(*testing.T) caso{g.anagrafica(), g.card(), g.anpr(), g.compitiAperti(), g.viste(), g.notifiche(), g.domande(), g.bozze(), g.interventi(), g.tabellone(), g.chiusure(), g.corse(), g.pagamenti(), g.recuperi(), g.bilancio(), g.tariffari(), g.documenti(), g.esiti(), g.inMano()} {
		maps.Copy(out, parte)
	}
	return out
}

func (g *gara) anagrafica() map[string]func(*testing.T) caso {
	nascita := periodo.MustParse("1990-05-05")
	soggetto := anagrafe.ModuloSoggetto{EnteID: g.Comune, Cognome: "Verde", Nome: "Luca", Sesso: "M", DataNascita: nascita, LuogoNascita: "Roma",
		LuogoNascitaCodice: "H501", StatoCivile: "CONIUGATO", Cittadinanza: "Italia", Telefono: "06555", Email: "luca@posta.example", Note: "nota"}
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
	}
}

// card are the acts on the card of a soggetto.
func (g *gara) card() map[string]func(*testing.T) caso {
	nascita := periodo.MustParse("1990-05-05")
	altri := func(t *testing.T) string {
		altro := uuid.NewString()
		fa[struct{}](t, g.ufficio, http.MethodPut, "/soggetti/"+altro, anagrafe.ModuloSoggetto{EnteID: g.Comune, Cognome: "Rossi", Nome: "Eva", Sesso: "F", DataNascita: nascita})
		return altro
	}
	su := "/soggetti/" + g.Soggetto
	// chiusura is the end of what is made at a path; made again, it was ended on another day.
	chiusura := func(crea func(t *testing.T) string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			chiuso := crea(t) + "/chiusura"
			fa[struct{}](t, g.ufficio, http.MethodPut, chiuso, anagrafe.ModuloChiusura{Al: nascita.Piu(10)})
			modulo := anagrafe.ModuloChiusura{Al: nascita.Piu(20)}
			return caso{chi: g.ufficio, percorso: crea(t) + "/chiusura", corpo: modulo, futuri: map[string]string{"al": domani.String()},
				estraneo: []int{http.StatusNotFound}, chiusa: &passo{chiuso, modulo}, chiuso: []int{http.StatusConflict}}
		}
	}
	return map[string]func(*testing.T) caso{
		"contatti-salvataggio": func(*testing.T) caso {
			return caso{chi: g.ufficio, percorso: su + "/contatti", corpo: anagrafe.ModuloContatti{Telefono: "06555", Email: "mario@posta.example"}, estraneo: []int{http.StatusNotFound}}
		},
		"residenza-chiusura": chiusura(func(t *testing.T) string {
			percorso := "/soggetti/" + altri(t) + "/residenze/" + uuid.NewString()
			fa[struct{}](t, g.ufficio, http.MethodPut, percorso, anagrafe.ModuloResidenza{Tipo: "DIMORA", Comune: "Roma", Indirizzo: "Via Roma 1", Dal: nascita})
			return percorso
		}),
		"relazione-chiusura": chiusura(func(t *testing.T) string {
			percorso := su + "/relazioni/" + uuid.NewString()
			fa[struct{}](t, g.ufficio, http.MethodPut, percorso, anagrafe.ModuloRelazione{AltroID: altri(t), Tipo: "ALTRO", Dal: nascita})
			return percorso
		}),
		"residenza-salvataggio": func(*testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/soggetti/" + g.Soggetto + "/residenze/" + uuid.NewString(),
				corpo:  anagrafe.ModuloResidenza{Tipo: "RESIDENZA", Comune: "Roma", CodiceIstat: "058091", Indirizzo: "Via Roma 1", CAP: "00185", Dal: nascita},
				futuri: map[string]string{"dal": domani.String()}, estraneo: []int{http.StatusNotFound}}
		},
		"relazione-salvataggio": func(t *testing.T) caso {
			altro := altri(t)
			return caso{chi: g.ufficio, percorso: "/soggetti/" + g.Soggetto + "/relazioni/" + uuid.NewString(),
				corpo:  anagrafe.ModuloRelazione{AltroID: altro, Tipo: "FIGLIO", Convivente: true, Dal: nascita},
				futuri: map[string]string{"dal": domani.String()}, esteri: map[string]string{"altroId": g.altrui}, estraneo: []int{http.StatusNotFound}}
		},
	}
}

// anpr are the acts on the simulated registry of persons.
func (g *gara) anpr() map[string]func(*testing.T) caso {
	consulta := func(codice fiscale.Codice) anagrafe.ModuloConsultazione {
		return anagrafe.ModuloConsultazione{CodiceFiscale: codice, Finalita: "ISTRUTTORIA", Pratica: "2024/13", EnteID: g.Comune}
	}
	return map[string]func(*testing.T) caso{
		"anpr-consultazione": func(*testing.T) caso {
			altrove := consulta(simulatore.Sola)
			altrove.EnteID = g.Comune
			return caso{chi: g.ufficio, percorso: "/anpr/consultazioni", corpo: consulta(simulatore.Sola), esteri: map[string]string{"enteId": g.Altrove},
				estraneo: []int{http.StatusUnprocessableEntity}, altrove: &passo{"/anpr/consultazioni", altrove}}
		},
		"anpr-importazione": func(t *testing.T) caso {
			fatta := fa[anagrafeAPI.ConsultazioneANPR](t, g.ufficio, http.MethodPost, "/anpr/consultazioni", consulta(simulatore.Capofamiglia))
			gia := fa[anagrafeAPI.ConsultazioneANPR](t, g.ufficio, http.MethodPost, "/anpr/consultazioni", consulta("RSSMRA86L11H501E"))
			modulo := anagrafe.ModuloImportazione{ConsultazioneID: fatta.ID, CodiceFiscale: simulatore.Capofamiglia, Aggiorna: true,
				Familiari: []anagrafe.ModuloFamiliare{{CodiceFiscale: simulatore.Figlia, Tipo: "FIGLIO"}}}
			return caso{chi: g.ufficio, percorso: "/anpr/importazioni", corpo: modulo, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{"/anpr/importazioni", anagrafe.ModuloImportazione{ConsultazioneID: gia.ID, CodiceFiscale: "RSSMRA86L11H501E"}}, chiuso: []int{http.StatusConflict}}
		},
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
	// inCorso is an act on a domanda whose term is to come.
	inCorso := func(crea func(testing.TB, *cliente) string, cosa string, corpo any, futuro string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			return caso{chi: g.ufficio, percorso: "/domande/" + crea(t, g.ufficio) + cosa, corpo: corpo, futuri: map[string]string{futuro: domani.String()},
				estraneo: []int{http.StatusNotFound}, chiusa: &passo{"/domande/" + g.domanda(t, g.ufficio, modelli.Chiusa) + cosa, corpo}, chiuso: []int{http.StatusConflict}}
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
		"domanda-integrazioni":        inCorso(g.diOggi, "/integrazioni", integrazioni(), "dal"),
		"domanda-integrazioni-arrivo": inCorso(g.sospesa, "/integrazioni/arrivo", arrivo(), "al"),
		"domanda-preavviso":           inCorso(g.diOggi, "/preavviso", preavviso(), "dal"),
		"domanda-osservazioni":        inCorso(g.preavvisata, "/preavviso/osservazioni", arrivo(), "al"),
		"richiesta-esito":             su(modelli.InIstruttoria, "/esito", respingi(), nil, nil),
		"domanda-comunicazione":       su(modelli.Respinta, "/comunicazione", comunica(), map[string]string{"data": domani.String()}, nil),
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
		"intervento-attivazione":   su("attiva"),
		"intervento-sospensione":   su("sospendi", "attiva"),
		"intervento-ripresa":       su("riprendi", "attiva", "sospendi"),
		"intervento-termine":       su("termina", "attiva"),
		"intervento-cambio-regola": su("cambia", "attiva"),
		"intervento-cambio-quota": func(t *testing.T) caso {
			aperto, _ := attiva(t, g.ufficio, g.Prestazioni("2024-01-10"))
			economico, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
			return caso{chi: g.ufficio, percorso: "/interventi/" + aperto + "/quote", corpo: nuovaQuota("2024-02-01", 4000), estraneo: []int{http.StatusNotFound},
				chiusa: &passo{"/interventi/" + economico + "/quote", nuovaQuota("2024-02-01", 4000)}, chiuso: []int{http.StatusConflict}}
		},
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
	di := func(coda string, corpo any, elaborato string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			_, aperto := cella(t, "2024-02-01")
			_, chiuso := cella(t, elaborato)
			elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: periodo.MustParse(elaborato).Mese()})
			return caso{chi: g.ufficio, percorso: aperto + "2024-02-01" + coda, corpo: corpo, estraneo: []int{http.StatusNotFound},
				chiusa: &passo{chiuso + elaborato + coda, corpo}, chiuso: []int{http.StatusConflict},
				percorsi: map[string]string{aperto + "2024-02-30" + coda: "data", aperto + "zzz" + coda: "data", aperto + domani.String() + coda: "data"}}
		}
	}
	return map[string]func(*testing.T) caso{
		"accesso-registrazione": di("", modulo, "2024-04-01"),
		"accesso-eliminazione":  di("/ASS_DOM", nil, "2024-10-01"),
		"accessi-registrazione": func(t *testing.T) caso {
			intervento, _ := cella(t, "2024-02-01")
			return caso{chi: g.ufficio, percorso: "/tabellone/celle", corpo: modelli.ModuloCelle{Celle: []modelli.ModuloCella{
				{InterventoID: intervento, Data: periodo.MustParse("2024-02-01"), Prestazione: "ASS_DOM", Valore: "2:00", Prima: "1:30"}}}}
		},
	}
}

// pdf is the least that passes for a whole PDF.
const pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"

// documentoProva is a paper for a case.
func documentoProva() sigess.ModuloFile {
	return sigess.ModuloFile{Modulo: documento.Modulo{Tipo: "ISEE", Titolo: "ISEE 2024"}, Nome: "isee.pdf", Contenuto: documento.Contenuto(pdf)}
}

func (g *gara) documenti() map[string]func(*testing.T) caso {
	di := func(pratica func(*testing.T) string) func(*testing.T) caso {
		return func(t *testing.T) caso {
			con := documentoProva()
			percorso := pratica(t) + "/documenti"
			vecchio := fa[sigess.Documento](t, g.ufficio, http.MethodPost, percorso, con).ID
			con.SostituisceID = vecchio
			return caso{chi: g.ufficio, percorso: percorso, corpo: con, estraneo: []int{http.StatusNotFound}, massimo: 24 << 20,
				esteri: map[string]string{"sostituisceId": uuid.NewString()}}
		}
	}
	return map[string]func(*testing.T) caso{
		"domanda-documento": di(func(t *testing.T) string { return "/domande/" + g.domanda(t, g.ufficio, modelli.Presentata) }),
		"intervento-documento": di(func(t *testing.T) string {
			id, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
			return "/interventi/" + id
		}),
		"documento-annullamento": func(t *testing.T) caso {
			percorso := "/domande/" + g.domanda(t, g.ufficio, modelli.Presentata) + "/documenti"
			annulla := func() passo {
				id := fa[sigess.Documento](t, g.ufficio, http.MethodPost, percorso, documentoProva()).ID
				return passo{"/documenti/" + id + "/annullamento", documento.ModuloAnnullamento{Motivo: "di un altro"}}
			}
			aperto, annullato := annulla(), annulla()
			compi(t, g.ufficio, annullato.percorso, documento.ModuloAnnullamento{Motivo: "doppio"})
			return caso{chi: g.ufficio, percorso: aperto.percorso, corpo: aperto.corpo, estraneo: []int{http.StatusNotFound},
				chiusa: &annullato, chiuso: []int{http.StatusConflict}}
		},
	}
}

func (g *gara) corse() map[string]func(*testing.T) caso {
	nuova := func(mese string) modelli.ModuloElaborazione {
		m := periodo.MustParseMese(mese)
		return modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: m, Al: m, Tipi: []string{g.Tipo[modelli.Economico]}}
	}
	su := func(cosa, mese string, corpo any) func(*testing.T) caso {
		return func(t *testing.T) caso {
			annullata, aperta := elabora(t, g.contabile, nuova("2023"+mese[4:])).ID, elabora(t, g.contabile, nuova(mese)).ID
			compi(t, g.contabile, "/elaborazioni/"+annullata+"/annullamento", nil)
			return caso{chi: g.contabile, percorso: "/elaborazioni/" + aperta + cosa, corpo: corpo, estraneo: []int{http.StatusNotFound}, poi: g.ferme,
				chiusa: &passo{"/elaborazioni/" + annullata + cosa, corpo}, chiuso: []int{http.StatusConflict}}
		}
	}
	futuro := domani.Mese().Piu(1).String()
	return map[string]func(*testing.T) caso{
		"elaborazione-creazione": func(*testing.T) caso {
			return caso{chi: g.contabile, percorso: "/elaborazioni", corpo: nuova("2024-05"), estraneo: []int{http.StatusForbidden},
				futuri: map[string]string{"al": futuro}, esteri: map[string]string{"enteId": g.Altrove}, poi: g.ferme}
		},
		"anomalie-sistemazione":       g.anomalie("/sistemazione", "2024-08"),
		"anomalie-riapertura":         g.anomalie("/riapertura", "2024-09"),
		"elaborazione-annullamento":   su("/annullamento", "2024-06", nil),
		"elaborazione-conferma":       su("/conferma", "2024-07", modelli.ModuloConferma{}),
		"elaborazione-rielaborazione": su("/rielaborazione", "2024-11", nil),
		"elaborazione-trasmissione":   g.confermata("/trasmissione", nuova("2024-12"), nil),
		"elaborazione-storno":         g.confermata("/storno", nuova("2025-01"), modelli.ModuloStorno{Motivo: "capitolo errato"}),
		"elaborazione-pagamento": g.confermata("/pagamento", nuova("2025-02"),
			modelli.ModuloPagamento{Esito: modelli.Pagata, Data: periodo.MustParse("2025-03-01"), Nota: "nota"}, "/trasmissione"),
	}
}

// anomalie is an act on the anomalia of a run that finds no accessi in its month.
func (g *gara) anomalie(cosa, mese string) func(*testing.T) caso {
	return func(t *testing.T) caso {
		attiva(t, g.ufficio, g.InStruttura(mese+"-01"))
		m := periodo.MustParseMese(mese)
		corsa := elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: m, Al: m, Tipi: []string{g.Tipo[modelli.Struttura]}}).ID
		var corpo any = modelli.ModuloRiapertura{Anomalie: []string{g.anomalia(t, corsa)}}
		if cosa == "/sistemazione" {
			corpo = modelli.ModuloSistemazione{Anomalie: []string{g.anomalia(t, corsa)}, Nota: "nota"}
		}
		return caso{chi: g.contabile, percorso: "/elaborazioni/" + corsa + "/anomalie" + cosa, corpo: corpo, estraneo: []int{http.StatusNotFound},
			esteri: map[string]string{"anomalie.0": uuid.NewString()}}
	}
}

func (g *gara) anomalia(t *testing.T, corsa string) string {
	t.Helper()
	elenco := leggi[sigess.Anomalie](t, g.contabile, "/elaborazioni/"+corsa+"/anomalie").Anomalie
	if len(elenco) == 0 {
		t.Fatal("the run has no anomalia")
	}
	return elenco[0].ID
}

// nuovaQuota is a share by a percentage, from a day on.
func nuovaQuota(dal string, percentuale euro.Aliquota) modelli.ModuloNuovaQuota {
	return modelli.ModuloNuovaQuota{ModuloQuota: modelli.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: &percentuale, Dal: periodo.MustParse(dal)}, Motivo: "nuova DSU"}
}
