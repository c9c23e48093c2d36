package sigess

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// colonneRegole is how many rules the preview shows side by side.
const colonneRegole = 4

// anteprimaRegole shows what the rules of payment are going to pay, those that
// are complete: of the others it says what is missing.
func anteprimaRegole(_ *gorm.DB, _ models.Chi, m sigess.ModuloEconomico, difetti []models.Campo) (web.Anteprima, error) {
	out := web.Anteprima{Titolo: "Anteprima dei prossimi dodici mesi", Dopo: "regole"}
	campi := form.Vuoto[sigess.ModuloEconomico](nil)
	caso := m.Caso()
	caso.Span, out.Note = spanDi(caso.Span, m.Dettagli, campi, difetti)
	var mancano []string
	caso.Regole, mancano = soloComplete(caso.Regole, "regole", "regola", campi, difetti)
	out.Note = append(out.Note, mancano...)
	if len(caso.Regole) == 0 {
		out.Detto = "indicare frequenza e importo di una regola per vedere che cosa pagherà"
		return out, nil
	}
	p := caso.Prevedi(periodo.Oggi())
	t := tabellaRegole(caso.Regole, p)
	out.Tabella = &t
	totale, arretrati := somma(p.Mesi), somma(p.Arretrati)
	out.Detto = fmt.Sprintf("da %s a %s: %s euro", p.Mesi[0].Mese.Italiano(), p.Mesi[len(p.Mesi)-1].Mese.Italiano(), totale)
	if arretrati != 0 {
		out.Detto += fmt.Sprintf(", oltre a %s di arretrati", arretrati)
	}
	if p.Tronchi {
		out.Note = append(out.Note, "gli arretrati più vecchi di cinque anni non sono nell'anteprima")
	}
	return out, nil
}

// spanDi is the period of the intervento; without data inizio it begins today.
func spanDi(span periodo.Intervallo, d sigess.Dettagli, campi *form.Form, difetti []models.Campo) (periodo.Intervallo, []string) {
	var note []string
	for _, nome := range []string{"dettagli.dataInizio", "dettagli.dataFine"} {
		n := slices.IndexFunc(difetti, func(c models.Campo) bool { return c.Nome == nome })
		if n < 0 {
			continue
		}
		if nome == "dettagli.dataInizio" {
			span.Dal = periodo.Oggi()
			note = append(note, "senza una data di inizio si conta da oggi")
		} else {
			span.Al = periodo.Data{}
			note = append(note, difetto(campi, difetti[n])+"; si conta senza")
		}
	}
	if !span.Al.IsZero() && span.Al.Prima(span.Dal) {
		span.Al = periodo.Data{}
	}
	return span, note
}

// soloComplete leaves out the rows of which something is wrong, and says what,
// once for each.
func soloComplete[T any](righe []T, lista, nome string, campi *form.Form, difetti []models.Campo) (buone []T, mancano []string) {
	for n, riga := range righe {
		prefisso := fmt.Sprintf("%s.%d.", lista, n)
		i := slices.IndexFunc(difetti, func(c models.Campo) bool { return strings.HasPrefix(c.Nome, prefisso) })
		if i < 0 {
			buone = append(buone, riga)
			continue
		}
		c := difetti[i]
		c.Nome = lista + ".0." + strings.TrimPrefix(c.Nome, prefisso) // the label is the same in every row
		mancano = append(mancano, fmt.Sprintf("%s %d: %s", nome, n+1, difetto(campi, c)))
	}
	return buone, mancano
}

// difetto says gently what is wrong with a field: what is only missing is to
// be filled in.
func difetto(campi *form.Form, c models.Campo) string {
	campo, _ := campi.Field(c.Nome)
	if !form.Manca(c) {
		return strings.ToLower(campo.Label) + ": " + c.Messaggio
	}
	if nome, ok := conArticolo[campo.Label]; ok {
		return "indicare " + nome
	}
	return "compilare " + campo.Label
}

// conArticolo are the fields without which nothing can be worked out.
var conArticolo = map[string]string{
	"Frequenza": "la frequenza", "Importo": "l'importo", "Prestazione": "la prestazione", "Quantità": "la quantità",
	"Periodicità": "la periodicità", "Metodo": "il metodo", "Percentuale": "la percentuale", "Dal": "da quando",
}

func somma(mesi []sigess.MesePrevisto) euro.Importo {
	var out euro.Importo
	for _, m := range mesi {
		out += m.Totale()
	}
	return out
}

// tabellaRegole has a row for each month, a column for each rule when they are
// few, and the totals.
func tabellaRegole(regole []sigess.Regola, p sigess.RegolePreviste) web.Tabella {
	var voci []string
	t := web.Tabella{Titolo: "Importi previsti", Colonne: web.Colonne("Mese")}
	if len(regole) <= colonneRegole {
		for _, r := range regole {
			voci = append(voci, sigess.VoceRegola(r.Progressivo))
			t.Colonne = append(t.Colonne, web.Colonna{Testo: "Regola " + strconv.Itoa(r.Progressivo), Numero: true})
		}
	}
	if len(regole) != 1 {
		t.Colonne = append(t.Colonne, web.Colonna{Testo: "Totale", Numero: true})
	}
	riga := func(nome string, mesi ...sigess.MesePrevisto) web.Riga {
		out := web.Riga{Celle: []web.Cella{web.Testo(nome)}}
		for _, v := range voci {
			out.Celle = append(out.Celle, cellaRegola(v, mesi))
		}
		if len(regole) != 1 {
			out.Celle = append(out.Celle, web.Testo(somma(mesi).String()))
		}
		return out
	}
	if n := len(p.Arretrati); n > 0 && somma(p.Arretrati) != 0 {
		t.Righe = append(t.Righe, riga("Arretrati, da "+p.Arretrati[0].Mese.Italiano()+" a "+p.Arretrati[n-1].Mese.Italiano(), p.Arretrati...))
	}
	for _, m := range p.Mesi {
		t.Righe = append(t.Righe, riga(maiuscola(m.Mese.Italiano()), m))
	}
	totali := riga("Totale dei dodici mesi", p.Mesi...)
	t.Totali = &totali
	return t
}

// cellaRegola is what a rule pays in some months; of one month that is not
// whole also how.
func cellaRegola(voce string, mesi []sigess.MesePrevisto) web.Cella {
	var importo euro.Importo
	nota := ""
	for _, m := range mesi {
		for _, r := range m.Righe {
			if r.Voce != voce {
				continue
			}
			importo += r.Totale
			if f := r.Dettaglio[0].Formula; len(mesi) == 1 && !strings.HasPrefix(f, "rata intera") {
				nota = f
			}
		}
	}
	return web.Cella{Testo: importo.String(), Nota: nota}
}

// pianificato is what the preview of a plan looks at, of either kind.
type pianificato struct {
	natura     sigess.Natura
	dettagli   sigess.Dettagli
	tariffario string
	piano      []sigess.ModuloPiano
	quote      []sigess.ModuloQuota
}

// anteprimaPiano shows what the plan is expected to cost each month at the
// prices of the tariffario, and the share of the person.
func anteprimaPiano(tx *gorm.DB, chi models.Chi, m pianificato, difetti []models.Campo) (web.Anteprima, error) {
	out := web.Anteprima{Titolo: "Anteprima del piano", Dopo: "quote"}
	campi := form.Riempi[sigess.ModuloPrestazioni](url.Values{"piano.0.quantita": {"1"}, "quote.0.metodo": {"x"}}, nil, nil)
	caso := sigess.Caso{Natura: m.natura}
	caso.Span, out.Note = spanDi(periodo.Intervallo{Dal: m.dettagli.DataInizio, Al: m.dettagli.DataFine}, m.dettagli, campi, difetti)
	piano, mancano := soloComplete(m.piano, "piano", "piano, riga", campi, difetti)
	quote, errate := soloComplete(m.quote, "quote", "quote, riga", campi, difetti)
	var senza []string
	var err error
	if caso.Quote, caso.TabelleISEE, senza, err = quotePreviste(tx, chi, quote); err != nil {
		return out, err
	}
	out.Note = slices.Concat(out.Note, mancano, errate, senza)
	if !eUUID(m.tariffario) {
		out.Detto = "scegliere il tariffario per vedere quanto costerà il piano"
		return out, nil
	}
	if len(piano) == 0 {
		out.Detto = "indicare prestazione, quantità e periodicità per vedere quanto costerà il piano"
		return out, nil
	}
	t, err := sigess.TariffarioVisibile(tx, chi, m.tariffario)
	if models.KindOf(err) == models.NotFound {
		out.Detto = "scegliere un tariffario dell'elenco per vedere quanto costerà il piano"
		return out, nil
	} else if err != nil {
		return out, err
	}
	caso.IVAInclusa, caso.SplitPayment = t.IVAInclusa, t.SplitPayment
	if caso.Voci, err = sigess.Voci(tx, t.ID); err != nil {
		return out, err
	}
	mostraPiano(&out, caso.PrevediPiano(piano, periodo.Oggi()))
	return out, nil
}

// quotePreviste are the shares that can be worked out: those by the ISEE want a
// table of their method.
func quotePreviste(tx *gorm.DB, chi models.Chi, quote []sigess.ModuloQuota) (buone []sigess.ModuloQuota, tabelle map[string]sigess.TabellaISEE, mancano []string, err error) {
	var ids []string
	for _, q := range quote {
		ids = append(ids, q.TabellaISEEID)
	}
	if tabelle, err = sigess.TabelleISEEVisibili(tx, chi, ids); err != nil {
		return nil, nil, nil, err
	}
	for _, q := range quote {
		if q.TabellaISEEID != "" && tabelle[q.TabellaISEEID].Metodo != q.Metodo {
			mancano = append(mancano, "scegliere per la quota una tabella ISEE del metodo scelto: intanto non è contata")
			continue
		}
		buone = append(buone, q)
	}
	return buone, tabelle, mancano, nil
}

// colonnaPiano is a column of the preview of a plan.
type colonnaPiano struct {
	titolo string
	di     func(sigess.PianoPrevisto) euro.Importo
}

// colonnePiano are the columns that say something: those of the share and of
// the IVA only when there is one.
func colonnePiano(mesi []sigess.PianoPrevisto) []colonnaPiano {
	quota := sigess.PianoPrevisto.Quota
	iva := sigess.PianoPrevisto.IVA
	totale := sigess.PianoPrevisto.Totale
	out := []colonnaPiano{{"Costo", func(p sigess.PianoPrevisto) euro.Importo { return p.Costo }}}
	conQuota, conIVA := sommaPiano(mesi, quota) != 0, sommaPiano(mesi, iva) != 0
	if conQuota {
		out = append(out, colonnaPiano{"Quota del soggetto", quota}, colonnaPiano{"A carico dell'ente", sigess.PianoPrevisto.Imponibile})
	}
	if conIVA {
		out[0].titolo = "Costo senza IVA"
		out = append(out, colonnaPiano{"IVA", iva}, colonnaPiano{"Totale per l'ente", totale})
	}
	return out
}

func sommaPiano(mesi []sigess.PianoPrevisto, di func(sigess.PianoPrevisto) euro.Importo) euro.Importo {
	var out euro.Importo
	for _, m := range mesi {
		out += di(m)
	}
	return out
}

// mostraPiano writes the months of a plan.
func mostraPiano(out *web.Anteprima, mesi []sigess.PianoPrevisto) {
	t := web.Tabella{Titolo: "Spesa prevista", Colonne: web.Colonne("Mese")}
	totali := web.Riga{Celle: []web.Cella{web.Testo("Totale dei dodici mesi")}}
	colonne := colonnePiano(mesi)
	for _, c := range colonne {
		t.Colonne = append(t.Colonne, web.Colonna{Testo: c.titolo, Numero: true})
		totali.Celle = append(totali.Celle, web.Testo(sommaPiano(mesi, c.di).String()))
	}
	var senza []string
	for _, m := range mesi {
		riga := web.Riga{Celle: []web.Cella{web.Testo(maiuscola(m.Mese.Italiano()))}}
		for _, c := range colonne {
			riga.Celle = append(riga.Celle, web.Testo(c.di(m).String()))
		}
		t.Righe = append(t.Righe, riga)
		if len(m.Anomalie) > 0 {
			senza = append(senza, m.Mese.Italiano())
		}
	}
	t.Totali, out.Tabella = &totali, &t
	switch len(senza) {
	case 0:
	case 1:
		out.Note = append(out.Note, "non tutte le prestazioni hanno una tariffa in "+senza[0])
	default:
		out.Note = append(out.Note, fmt.Sprintf("non tutte le prestazioni hanno una tariffa in %s e in altri mesi (%d in tutto)", senza[0], len(senza)))
	}
	out.Note = append(out.Note, "è una stima: le quantità alla settimana si contano una volta ogni sette giorni dall'inizio, quelle al mese il primo giorno")
	primo, ultimo := mesi[0].Mese, mesi[len(mesi)-1].Mese
	totale := sigess.PianoPrevisto.Totale
	out.Detto = fmt.Sprintf("da %s a %s l'ente paga %s euro", primo.Italiano(), ultimo.Italiano(), sommaPiano(mesi, totale))
	if quota := sommaPiano(mesi, sigess.PianoPrevisto.Quota); quota != 0 {
		out.Detto += fmt.Sprintf(", il soggetto %s", quota)
	}
}
