package sigess

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/calcolo"
	"siss/models/sigess"
	"siss/web"
)

// versoMovimento is the page of a line, with how its amount is reached.
func versoMovimento(id string) string { return "/movimenti/" + id }

func (s *sportello) pagineSpiegazioni(r *atti.Rotte) {
	atti.Pagina(r, http.MethodGet, versoMovimento(":id"), s.mostraMovimento)
}

// mostraMovimento is a line of a run and the steps by which its amount is
// reached, each folded under its words.
func (s *sportello) mostraMovimento(c *gin.Context, chi models.Chi) error {
	id, err := identificativo(c, "id")
	if err != nil {
		return err
	}
	return s.mostra(c, chi, func(tx *gorm.DB) (web.Page, error) {
		m, err := sigess.MovimentoDi(tx, chi, id)
		if err != nil {
			return nil, err
		}
		spiegazione, err := cassettoSpiegazione(m)
		p := web.SchedaPage{Sottotitolo: m.Estremi, Cassetti: []web.Cassetto{spiegazione, {ID: "dettagli", Titolo: "Dettagli", Voci: vociMovimento(chi, m)}}}
		percorso := []web.Link{versoElaborazioni, versoLiquidati}
		if chi.InEnte(m.EnteID) {
			percorso[1] = web.Link{Testo: "Elaborazione " + m.Elaborazione(), URL: sezioneElaborazioni + "/" + m.ElaborazioneID}
		}
		p.Base = base(c, chi, "Movimento di "+m.MeseCompetenza.Italiano(), sezioneElaborazioni, percorso...)
		return p, err
	})
}

func vociMovimento(chi models.Chi, m sigess.MovimentoSpiegato) []web.Voce {
	corsa := voce("Elaborazione", m.Elaborazione())
	if chi.InEnte(m.EnteID) {
		corsa.URL = sezioneElaborazioni + "/" + m.ElaborazioneID
	}
	natura, split := string(m.NaturaIVA), ""
	if m.SplitPayment {
		split = "all'Erario; a chi riceve " + m.AlCreditore().String()
	}
	return []web.Voce{corsa, {Etichetta: "Intervento", Valore: m.Intervento, URL: sezioneInterventi + "/" + m.InterventoID}, voce("Mese di competenza", m.MeseCompetenza.Italiano()),
		voce("Tipo movimento", m.NomeTipo()), voce("Imponibile IVA", m.Imponibile.String()), voce("Aliquota IVA", m.AliquotaIVA.String()),
		voce("Importo IVA", m.IVA.String()), voce("Importo totale", m.Totale.String()), voce("Quota utente", m.QuotaUtente.String()),
		voce("Natura IVA", natura), voce("Split payment", split), voce("Quota SSN", m.QuotaSSN.String())}
}

// cassettoSpiegazione has the tree of the line or, for a line of before trees
// were kept, its passages.
func cassettoSpiegazione(m sigess.MovimentoSpiegato) (web.Cassetto, error) {
	out := web.Cassetto{ID: "spiegazione", Titolo: "Come si arriva a " + m.Totale.String(), Breve: "Come si calcola"}
	albero, presente, err := m.Albero()
	if err != nil {
		return out, err
	}
	if presente {
		nodo := nodoDi(albero.Passi())
		nodo.Aperto = true
		out.Testo = "Ogni riga si apre e dice da che cosa viene, fino ai dati da cui si è partiti, con la loro origine"
		out.Albero = &nodo
		return out, nil
	}
	t := web.Tabella{Colonne: []web.Colonna{{Testo: "Voce"}, {Testo: "Come si calcola"}, {Testo: "Importo", Numero: true}}, Vuoto: "nessun passaggio"}
	passaggi, err := m.Passaggi()
	for _, p := range passaggi {
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(p.Voce), web.Testo(p.Formula), web.Testo(p.Importo.String())}})
	}
	out.Testo = "Di questo movimento si conservano solo i passaggi principali"
	out.Tabelle = []web.Tabella{t}
	return out, err
}

// nodoDi words a step as its page does; what names another line leads to it.
func nodoDi(p calcolo.Passo) web.Nodo {
	n := web.Nodo{Testo: p.Nome, Valore: p.Valore, Nota: p.Regola}
	switch {
	case p.Formula == "":
	case len(p.Figli) > 0:
		n.Testo += ": " + p.Formula
	default:
		n.Testo += " (" + p.Formula + ")"
	}
	if id, altro := strings.CutPrefix(p.Riferimento, "movimento/"); altro {
		n.URL = versoMovimento(id)
	}
	for _, f := range p.Figli {
		n.Figli = append(n.Figli, nodoDi(f))
	}
	return n
}

// alberi are the trees of the lines of a statement, each under the month and
// the intervento that it is of.
func alberi(e sigess.Estratto) ([]web.Nodo, error) {
	var out []web.Nodo
	for _, r := range e.Righe {
		albero, presente, err := r.Albero()
		if err != nil {
			return nil, err
		}
		if !presente {
			continue
		}
		nodo := nodoDi(albero.Passi())
		nodo.Testo = r.MeseCompetenza.Italiano() + ", intervento " + r.Intervento + ". " + nodo.Testo
		out = append(out, nodo)
	}
	return out, nil
}
