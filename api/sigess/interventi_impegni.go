package sigess

import (
	"context"
	"fmt"
	"net/http"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// Capienza is what an intervento is foreseen to cost in a year against what is
// left of its impegni.
type Capienza struct {
	Anno        int          `json:"anno" doc:"Anno dei mesi" example:"2026"`
	Previsto    euro.Importo `json:"previsto" doc:"Quanto costano i mesi fino al 31 dicembre che nessuna elaborazione ha preso"`
	Disponibile euro.Importo `json:"disponibile" doc:"Quanto resta degli impegni che li pagano"`
	Mancano     euro.Importo `json:"mancano" doc:"Quanto manca"`
}

// Collegamento ties an intervento to an impegno.
type Collegamento struct {
	ID      string  `json:"id" format:"uuid" doc:"Identificativo"`
	Regola  *int    `json:"regola,omitempty" doc:"Numero della regola di pagamento, se paga solo quella"`
	Ordine  *int    `json:"ordine,omitempty" doc:"Ordine d'uso"`
	Impegno Impegno `json:"impegno" doc:"L'impegno"`
}

// ImpegniIntervento are the impegni of an intervento and whether they are enough.
type ImpegniIntervento struct {
	Collegamenti []Collegamento `json:"collegamenti" doc:"Gli impegni a cui l'intervento è collegato, nell'ordine d'uso"`
	Capienza     []Capienza     `json:"capienza" doc:"Per anno; vuota quando nessun impegno è per l'intervento"`
}

func (s *sportello) rotteImpegniIntervento(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaBilancio, Stato: http.StatusOK}
	}
	atti.Leggi(r, op("intervento-impegni", "", "/interventi/{id}/impegni", "Legge gli impegni di un intervento e se bastano"), s.leggiImpegniIntervento)
	atti.Registra(r, op("intervento-collegamento", http.MethodPost, "/interventi/{id}/impegni", "Collega un intervento a un impegno"), s.collega)
	atti.Registra(r, op("intervento-scollegamento", http.MethodPost, "/interventi/{id}/impegni/scollegamento", "Scollega un intervento da un impegno"), s.scollega)
}

func (s *sportello) pagineImpegniIntervento(r *atti.Rotte) {
	intervento := scheda{sezioneInterventi, s.mostraIntervento}
	attoDiScheda(r, intervento, "collega", func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCollegamento]) (Esito, error) {
		_, err := s.collega(ctx, chi, in)
		return Esito{ID: in.ID}, err
	}, "impegno collegato")
	attoDiScheda(r, intervento, "scollega", func(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloScollegamento]) (Esito, error) {
		_, err := s.scollega(ctx, chi, in)
		return Esito{ID: in.ID}, err
	}, "impegno scollegato: quello che è già pagato resta")
}

func (s *sportello) leggiImpegniIntervento(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (ImpegniIntervento, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (ImpegniIntervento, error) { return impegniDi(tx, chi, in.ID) })
}

func impegniDi(tx *gorm.DB, chi models.Chi, id string) (ImpegniIntervento, error) {
	out := ImpegniIntervento{}
	i, err := sigess.InterventoVisibile(tx, chi, id)
	if err != nil {
		return out, err
	}
	legami, err := sigess.LegamiDi(tx, id)
	if err != nil {
		return out, err
	}
	for _, l := range legami {
		out.Collegamenti = append(out.Collegamenti, Collegamento{ID: l.LegameID, Regola: l.Regola, Ordine: l.Ordine, Impegno: rigaImpegno(l.RigaImpegno)})
	}
	anni, err := sigess.CapienzaDi(tx, i, periodo.Oggi())
	for _, a := range anni {
		out.Capienza = append(out.Capienza, Capienza{Anno: a.Anno, Previsto: a.Previsto, Disponibile: a.Disponibile, Mancano: a.Mancano})
	}
	return out, err
}

func (s *sportello) collega(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCollegamento]) (ImpegniIntervento, error) {
	return scrivi(ctx, s, chi, "collega-impegno", func(tx *gorm.DB) (ImpegniIntervento, error) {
		if err := sigess.Collega(tx, chi, in.ID, in.Atto, in.Corpo); err != nil {
			return ImpegniIntervento{}, err
		}
		return impegniDi(tx, chi, in.ID)
	})
}

func (s *sportello) scollega(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloScollegamento]) (ImpegniIntervento, error) {
	return scrivi(ctx, s, chi, "scollega-impegno", func(tx *gorm.DB) (ImpegniIntervento, error) {
		if err := sigess.Scollega(tx, chi, in.ID, in.Corpo); err != nil {
			return ImpegniIntervento{}, err
		}
		return impegniDi(tx, chi, in.ID)
	})
}

// bilancioIntervento is what the card of an intervento shows of its impegni.
type bilancioIntervento struct {
	legami   []sigess.LegameDi
	capienza []sigess.Capienza
	impegni  []sigess.RigaImpegno // to which it may be tied, by who looks
	collega  bool                 // who looks may tie it
}

func leggiBilancio(tx *gorm.DB, chi models.Chi, i sigess.Intervento) (bilancioIntervento, error) {
	b := bilancioIntervento{collega: sigess.Impegna(chi, i.EntePagatoreID) == nil}
	var err error
	if b.legami, err = sigess.LegamiDi(tx, i.ID); err != nil {
		return b, err
	}
	if b.capienza, err = sigess.CapienzaDi(tx, i, periodo.Oggi()); err != nil || !b.collega {
		return b, err
	}
	b.impegni, err = sigess.ImpegniDiEnte(tx, i.EntePagatoreID)
	return b, err
}

// supera is the first year for which the impegni are not enough, nil for none.
func (b bilancioIntervento) supera() *sigess.Capienza {
	for _, a := range b.capienza {
		if a.Mancano > 0 {
			return &a
		}
	}
	return nil
}

// avviso says what is foreseen against what is left, "" when nobody has impegni
// for the intervento or there is enough.
func (b bilancioIntervento) avviso() string {
	if a := b.supera(); a != nil {
		return fmt.Sprintf("Gli impegni non bastano: fino al 31/12/%d sono previsti %s euro e ne mancano %s", a.Anno, a.Previsto, a.Mancano)
	}
	for _, a := range b.capienza {
		if a.Quasi() {
			return fmt.Sprintf("Gli impegni bastano appena: fino al 31/12/%d sono previsti %s euro e ne restano %s", a.Anno, a.Previsto, a.Disponibile)
		}
	}
	return ""
}

// tabellaCapienza sets what is foreseen against what is left, year by year.
func (b bilancioIntervento) tabellaCapienza() web.Tabella {
	t := web.Tabella{Titolo: "Spesa prevista e impegni", Colonne: []web.Colonna{{Testo: "Mesi da pagare"}, {Testo: "Previsto", Numero: true},
		{Testo: "Disponibile", Numero: true}, {Testo: "Mancano", Numero: true}, {Testo: "Impegni"}}, Vuoto: "nessun impegno è per questo intervento: si paga senza"}
	for _, a := range b.capienza {
		nomi := ""
		for _, i := range a.Impegni {
			if nomi != "" {
				nomi += ", "
			}
			nomi += i.Estremi()
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{web.Testo(fmt.Sprintf("fino al 31/12/%d", a.Anno)), web.Testo(a.Previsto.String()),
			web.Testo(a.Disponibile.String()), web.Testo(a.Mancano.String()), web.Testo(nomi)}})
	}
	return t
}

// cassettoImpegni is from which impegni the intervento is paid, and whether they
// are enough.
func (i cartellaIntervento) cassettoImpegni(r ripresa) web.Cassetto {
	t := web.Tabella{Titolo: "Impegni collegati", Vuoto: "nessun impegno collegato: valgono quelli del suo tipo e del suo ufficio, se ci sono", Colonne: []web.Colonna{{Testo: "Impegno"},
		{Testo: "Fondo"}, {Testo: "Scadenza"}, {Testo: "Regola"}, {Testo: "Ordine"}, {Testo: "Disponibile", Numero: true}}}
	for _, l := range i.bilancio.legami {
		numero := web.Testo(l.Estremi())
		numero.Nota = l.Oggetto
		if i.bilancio.collega {
			numero.URL = sezioneImpegni + "/" + l.ID
		}
		t.Righe = append(t.Righe, web.Riga{Celle: []web.Cella{numero, {Testo: l.Fondo, Nota: l.Capitolo}, web.Testo(l.Scadenza.Italiana()), web.Testo(numeroO(l.Regola, "tutte")),
			web.Testo(numeroO(l.Ordine, "per scadenza")), web.Testo(l.Disponibile.String())}})
	}
	out := web.Cassetto{ID: "impegni", Titolo: "Impegni", Testo: i.bilancio.avviso(), Tabelle: []web.Tabella{i.bilancio.tabellaCapienza(), t}}
	if !i.bilancio.collega {
		return out
	}
	impegni := form.Opzioni{"impegni": {}, "legami": {}}
	for _, g := range i.bilancio.impegni {
		impegni["impegni"] = append(impegni["impegni"], form.Opzione{Valore: g.ID, Testo: fmt.Sprintf("%s, %s: restano %s", g.Estremi(), g.Oggetto, g.Disponibile)})
	}
	for _, l := range i.bilancio.legami {
		impegni["legami"] = append(impegni["legami"], form.Opzione{Valore: l.LegameID, Testo: fmt.Sprintf("%s, regola: %s", l.Estremi(), numeroO(l.Regola, "tutte"))})
	}
	if len(i.bilancio.impegni) > 0 {
		m := inRiga(r, "collega", "Collega un impegno", i.indirizzo()+"/collega", modulo(r, "collega", sigess.ModuloCollegamento{}, impegni))
		m.Invia = "Collega l'impegno"
		out.Moduli = append(out.Moduli, m)
	}
	if len(i.bilancio.legami) > 0 {
		m := inRiga(r, "scollega", "Scollega un impegno", i.indirizzo()+"/scollega", modulo(r, "scollega", sigess.ModuloScollegamento{LegameID: unica(impegni["legami"])}, impegni))
		m.Testo, m.Invia = "Quello che le elaborazioni hanno già preso dall'impegno resta", "Scollega l'impegno"
		out.Moduli = append(out.Moduli, m)
	}
	return out
}

// numeroO writes a number that may be absent.
func numeroO(n *int, altrimenti string) string {
	if n == nil {
		return altrimenti
	}
	return fmt.Sprint(*n)
}
