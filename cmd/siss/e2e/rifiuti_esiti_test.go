package e2e

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/google/uuid"

	"siss/api/sigess"
	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/periodo"
	modelli "siss/models/sigess"
)

// esitiProva is a file that says that the first transfer of a run was paid.
func esitiProva(codice string) sigess.ModuloFileEsiti {
	return sigess.ModuloFileEsiti{Contenuto: documento.Contenuto("identificativo;esito\n" + codice + "-1;PAGATO\n")}
}

// codice is how the transfers of a run are named.
func (b *banco) codice(t testing.TB, corsa string) string {
	t.Helper()
	var out string
	riesce(t, b.DB.Raw(`SELECT codice FROM distinta WHERE id = ?`, corsa).Scan(&out).Error)
	return out
}

// fileEsiti sends a run whose payments are prepared, and uploads what the bank answers.
func (g *gara) fileEsiti(t *testing.T, corsa string) string {
	t.Helper()
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/trasmissione", nil)
	return fa[sigess.FileEsiti](t, g.contabile, http.MethodPost, "/elaborazioni/"+corsa+"/esiti", esitiProva(g.codice(t, corsa))).ID
}

// spedita is a run of a month that was sent, with its payments prepared.
func (g *gara) spedita(t *testing.T, mese string) string {
	t.Helper()
	m := periodo.MustParseMese(mese)
	corsa := elabora(t, g.contabile, modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: m, Al: m, Tipi: []string{g.Tipo[modelli.Economico]}}).ID
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/conferma", modelli.ModuloConferma{})
	g.ferme(t)
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/pagamenti", modelli.ModuloDistinta{Esecuzione: periodo.Oggi()})
	return corsa
}

// esiti are the acts on the outcomes of the payments, and on who confirms.
func (g *gara) esiti() map[string]func(*testing.T) caso {
	return map[string]func(*testing.T) caso{
		"elaborazione-esiti-carico": func(t *testing.T) caso {
			corsa := g.spedita(t, "2025-03")
			compi(t, g.contabile, "/elaborazioni/"+corsa+"/trasmissione", nil)
			con := esitiProva(g.codice(t, corsa))
			return caso{chi: g.contabile, percorso: "/elaborazioni/" + corsa + "/esiti", corpo: con, estraneo: []int{http.StatusNotFound}, massimo: 12 << 20}
		},
		"elaborazione-esiti-registrazione": func(t *testing.T) caso {
			corsa := g.spedita(t, "2025-04")
			file := g.fileEsiti(t, corsa)
			return caso{chi: g.contabile, percorso: "/elaborazioni/" + corsa + "/registrazione-esiti", corpo: modelli.ModuloEsiti{FileID: file}, estraneo: []int{http.StatusNotFound}}
		},
		"regole-conferma-salvataggio": func(*testing.T) caso {
			mille := euro.Importo(100000)
			con := modelli.ModuloRegoleConferma{Soglie: []modelli.ModuloSoglia{{Ruolo: models.OperatoreAmministrativo, FinoA: &mille}, {Ruolo: models.ResponsabileContabile}}}
			return caso{chi: g.contabile, percorso: "/enti/" + g.Distretto + "/regole-conferma", corpo: con, estraneo: []int{http.StatusNotFound},
				poi: func(t *testing.T) { // as it was, for the others
					fa[modelli.ModuloRegoleConferma](t, g.contabile, http.MethodPut, "/enti/"+g.Distretto+"/regole-conferma", modelli.ModuloRegoleConferma{})
				}}
		},
		"intervento-modalita": func(t *testing.T) caso {
			intervento, _ := attiva(t, g.ufficio, g.Economico("2024-01-10", 10000))
			con := modelli.ModuloNuovaModalita(g.Economico("2024-01-10", 10000).Modalita)
			con.BeneficiarioID = g.Soggetto
			return caso{chi: g.ufficio, percorso: "/interventi/" + intervento + "/modalita", corpo: con, esteri: map[string]string{"beneficiarioId": g.altrui}, estraneo: []int{http.StatusNotFound}}
		},
		"intervento-modalita-riattivazione": func(t *testing.T) caso {
			integro, _ := attiva(t, g.ufficio, g.Prestazioni("2024-01-10"))
			intervento := g.rifiutato(t)
			return caso{chi: g.ufficio, percorso: "/interventi/" + intervento + "/modalita/riattivazione", estraneo: []int{http.StatusNotFound},
				chiusa: &passo{"/interventi/" + integro + "/modalita/riattivazione", nil}, chiuso: []int{http.StatusConflict}}
		},
	}
}

// rifiutato is an intervento whose payment the bank refused.
func (g *gara) rifiutato(t *testing.T) string {
	t.Helper()
	intervento, _ := attiva(t, g.ufficio, g.Economico("2025-05-01", 10000))
	corsa := g.spedita(t, "2025-05")
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/trasmissione", nil)
	var numero int
	riesce(t, g.DB.Raw(`SELECT v.numero FROM disposizione v JOIN movimento m ON m.id = v.id WHERE v.distinta_id = ? AND m.intervento_id = ?`, corsa, intervento).Scan(&numero).Error)
	esiti := sigess.ModuloFileEsiti{Contenuto: documento.Contenuto("identificativo;esito;motivo\n" + g.codice(t, corsa) + "-" + cifre(numero) + ";RIFIUTATO;conto chiuso\n")}
	file := fa[sigess.FileEsiti](t, g.contabile, http.MethodPost, "/elaborazioni/"+corsa+"/esiti", esiti).ID
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/registrazione-esiti", modelli.ModuloEsiti{FileID: file})
	return intervento
}

// inCalcolo is a run that stays in calculation until it is acted upon, once it
// is let: its page waits for a lock, given back when another act waits too.
func (b *banco) inCalcolo(t *testing.T, c *cliente, m modelli.ModuloElaborazione) (percorso string, lascia func()) {
	t.Helper()
	intervento, _ := attiva(t, b.entra(t, b.Amministrativo), b.Economico(m.Dal.Inizio().String(), 10000))
	lucchetto := b.blocca(t, `SELECT id FROM intervento WHERE id = $1 FOR UPDATE`, intervento)
	percorso = "/elaborazioni/" + fa[sigess.Esito](t, c, http.MethodPost, "/elaborazioni", m).ID
	b.fermi(t, 1)
	return percorso, func() {
		go func() {
			for t.Context().Err() == nil {
				var n int
				err := b.DB.Raw(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&n).Error
				if err != nil || n > 1 {
					break
				}
			}
			lucchetto.lascia(t)
		}()
	}
}

// inMano are the acts on a run that is being computed.
func (g *gara) inMano() map[string]func(*testing.T) caso {
	su := func(cosa, mese string, fermata bool) func(*testing.T) caso {
		return func(t *testing.T) caso {
			m := modelli.ModuloElaborazione{EnteID: g.Distretto, Dal: periodo.MustParseMese(mese), Tipi: []string{g.Tipo[modelli.Economico]}}
			annullata := "/elaborazioni/" + elabora(t, g.contabile, m).ID
			compi(t, g.contabile, annullata+"/annullamento", nil)
			percorso, lascia := g.inCalcolo(t, g.contabile, m)
			lascia()
			if fermata {
				compi(t, g.contabile, percorso+"/fermata", nil)
			}
			return caso{chi: g.contabile, percorso: percorso + cosa, estraneo: []int{http.StatusNotFound}, chiusa: &passo{annullata + cosa, nil}, chiuso: []int{http.StatusConflict},
				poi: func(t *testing.T) {
					if !fermata {
						compi(t, g.contabile, percorso+"/prosecuzione", nil)
					}
					corsa(t, g.contabile, filepath.Base(percorso), modelli.Provvisoria, pazienza)
					compi(t, g.contabile, percorso+"/annullamento", nil)
				}}
		}
	}
	return map[string]func(*testing.T) caso{
		"elaborazione-fermata":      su("/fermata", "2025-06", false),
		"elaborazione-prosecuzione": su("/prosecuzione", "2025-07", true),
	}
}

// domain b.11 and c.9, row 13, by the API on real servers: a run confirmed, sent
// and paid in part; what the bank refused is paid by the next, once its account
// is changed.
func TestARefusedPaymentIsPaidByTheNextRun(t *testing.T) {
	t.Parallel()
	b := nuovoBanco(t)
	g := &gara{banco: b, ufficio: b.entra(t, b.Amministrativo), contabile: b.entra(t, b.Contabile)}
	attiva(t, g.ufficio, b.Economico("2024-01-01", 10000))
	fa[modelli.ModuloTesoreria](t, g.contabile, http.MethodPut, "/enti/"+b.Distretto+"/tesoreria", tesoreriaProva())
	respinto := g.rifiutato(t)
	con := modelli.ModuloNuovaModalita(b.Economico("2024-01-10", 10000).Modalita)
	con.IBAN = "IT37Y0542811101000000123457"
	fa[sigess.Esito](t, g.ufficio, http.MethodPut, "/interventi/"+respinto+"/modalita", con)
	corsa := g.spedita(t, "2025-06")
	var rimessi []string
	for _, m := range movimenti(t, g.contabile, corsa) {
		if m.Tipo == "RIEMISSIONE" {
			rimessi = append(rimessi, m.InterventoID+" "+m.MeseCompetenza.String()+" "+m.Totale.String()+" "+m.IBAN.String())
		}
	}
	if len(rimessi) != 1 || rimessi[0] != respinto+" 2025-05 100,00 IT37Y0542811101000000123457" {
		t.Errorf("paid again: %v", rimessi)
	}
	compi(t, g.contabile, "/elaborazioni/"+corsa+"/trasmissione", nil)
	testo := "identificativo;esito;motivo\n"
	var numeri []int
	riesce(t, b.DB.Raw(`SELECT DISTINCT numero FROM disposizione WHERE distinta_id = ? AND numero IS NOT NULL`, corsa).Scan(&numeri).Error)
	for _, n := range numeri {
		testo += b.codice(t, corsa) + "-" + cifre(n) + ";PAGATO;\n"
	}
	file := fa[sigess.FileEsiti](t, g.contabile, http.MethodPost, "/elaborazioni/"+corsa+"/esiti", sigess.ModuloFileEsiti{Contenuto: documento.Contenuto(testo)}).ID
	atto := uuid.NewString()
	for range 2 { // a double click is one act
		r, err := g.contabile.invia(t.Context(), http.MethodPost, "/elaborazioni/"+corsa+"/registrazione-esiti", atto, modelli.ModuloEsiti{FileID: file})
		riesce(t, err)
		if e := letta[sigess.Esito](t, "registration", r); e.Stato != modelli.Pagata {
			t.Errorf("state = %s", e.Stato)
		}
	}
}
