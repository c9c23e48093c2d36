package moltitudine

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"siss/models/euro"
	"siss/models/inbox"
	"siss/models/periodo"
	"siss/models/sigess"
)

// consegna hands the interventi of an ente to the district that pays them.
func (d *ente) consegna(pagabili []pagabile) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.daPagare = append(d.daPagare, pagabili...)
}

// daChiarire in a thousand interventi are left out of a run, with an anomalia.
const daChiarire = 8

// One in daRestituire of the payments of a definitive run left something to recover.
const daRestituire = 50

// contabilita writes the runs of a district: of the month before the last, for
// what is paid to persons, definitive; of the last, for all, provisional.
func (r *regione) contabilita(c *copiatore, d *ente) error {
	slices.SortFunc(d.daPagare, func(a, b pagabile) int {
		return cmp.Or(a.dal.Meno(b.dal), cmp.Compare(a.beneficiario, b.beneficiario), cmp.Compare(a.id.String(), b.id.String()))
	})
	massimo := r.quanti(MovimentiAltri)
	if d.codice == roma {
		massimo = r.quanti(MovimentiRoma)
	}
	n := slices.IndexFunc(d.uffici, func(u *ufficio) bool { return u.tipo == "CONTABILE" })
	caso := r.caso("contabilita/" + d.codice)
	prima := r.mese().Piu(-1)
	numeri := map[int]int{}
	impegno := r.impegno(c, d, prima)
	for _, e := range []*corsa{
		{mese: prima, creata: r.mese().Inizio().Piu(4), definitiva: true, esamina: func(p pagabile) bool { return p.economico && !p.dal.Dopo(prima.Inizio()) }},
		{mese: r.mese(), creata: r.Oggi.Piu(-1), esamina: func(pagabile) bool { return true }},
	} {
		e.regione, e.copiatore, e.caso, e.distretto, e.ufficio, e.id, e.massimo = r, c, caso, d, d.uffici[n], caso.uid(), massimo
		numeri[e.creata.Anno()]++
		e.numero = numeri[e.creata.Anno()]
		if e.definitiva {
			e.impegno = impegno
		}
		if err := e.paga(); err != nil {
			return err
		}
		e.scrivi()
	}
	for anno, n := range numeri {
		c.metti("contatore", d.id, "ELABORAZIONE", anno, n)
	}
	return nil
}

// grande is more than a district pays in a year, in cents.
const grande = 100_000_000_000

// impegno writes the fondo of a district, whose one impegno pays the definitive
// run and is tied to nothing else.
func (r *regione) impegno(c *copiatore, d *ente, mese periodo.Mese) uid {
	caso := r.caso("bilancio/" + d.codice)
	fondo, capitolo, impegno, anno := caso.uid(), caso.uid(), caso.uid(), mese.Anno()
	c.metti("fondo", fondo, d.id, "Fondo sociale del distretto", "FNPS", anno, int64(grande))
	c.metti("capitolo", capitolo, d.id, fondo, "1200", "Contributi alle persone", int64(grande))
	c.metti("impegno", impegno, d.id, capitolo, anno, "12", "contributi", "7", colonna(mese.Inizio()), int64(grande), colonna(periodo.MustParse(fmt.Sprintf("%d-12-31", anno))), caso.ora(mese.Inizio()))
	return impegno
}

// corsa is a run in the making.
type corsa struct {
	*regione
	*copiatore
	caso
	distretto  *ente
	ufficio    *ufficio
	id         uid
	mese       periodo.Mese
	creata     periodo.Data
	numero     int
	definitiva bool
	esamina    func(pagabile) bool
	massimo    int // lines
	impegno    uid // which pays the lines, zero for none

	esaminati, righe int
	imponibile, iva  euro.Importo
}

// paga writes the lines, by start of the intervento and then by name as in fig.
// 33, and closes the months that they pay.
func (e *corsa) paga() error {
	mese := colonna(e.mese.Inizio())
	for _, p := range e.distretto.daPagare {
		if !e.esamina(p) {
			continue
		}
		e.esaminati++
		if e.IntN(1000) < daChiarire {
			e.lascia(p, mese)
			continue
		}
		if e.righe+len(p.voci) > e.massimo {
			continue
		}
		for _, v := range p.voci {
			if err := e.riga(p, v, mese); err != nil {
				return err
			}
		}
		e.metti("mese_elaborato", e.distretto.id, p.id, mese, e.id)
		if e.definitiva && e.righe/len(p.voci)%daRestituire == 1 {
			e.metti("recupero", e.uid(), e.distretto.id, e.id, "soggetto/"+p.id.String(), p.beneficiario, int64(p.voci[0].imponibile), e.ora(e.creata))
		}
	}
	return nil
}

// lascia writes why an intervento is not in the run; half of the reasons have
// been dealt with.
func (e *corsa) lascia(p pagabile, mese any) {
	id := e.uid()
	e.metti("anomalia", id, e.distretto.id, e.id, p.id, "nessun accesso nel tabellone di "+e.mese.Italiano(), "NESSUN_ACCESSO", mese)
	if e.percento(50) {
		e.metti("sistemazione", id, e.distretto.id, "", e.ufficio.operatori[0])
	}
}

func (e *corsa) riga(p pagabile, v importo, mese any) error {
	dettaglio, err := json.Marshal([]sigess.Passaggio{{Voce: v.voce, Formula: "quanto è stato erogato, alla tariffa del listino", Importo: v.imponibile}})
	if err != nil {
		return fmt.Errorf("movimento: %w", err)
	}
	stato := "PROVVISORIO"
	if e.definitiva {
		stato = "DEFINITIVO"
	}
	e.righe++
	iva := v.imponibile.Percentuale(v.aliquota)
	e.imponibile, e.iva = e.imponibile+v.imponibile, e.iva+iva
	id := e.uid()
	e.metti("movimento", id, e.distretto.id, e.id, e.righe, p.id, mese, v.voce,
		fmt.Sprintf("%s paga %s con causale - Intervento %s del %s", e.distretto.denominazione, p.beneficiario, p.numero, p.dal.Italiana()),
		"PAGAMENTO", int64(v.imponibile), int32(v.aliquota), int64(iva), int64(v.imponibile+iva), int64(0), p.beneficiario, p.iban, string(dettaglio), stato)
	if e.impegno != (uid{}) {
		e.metti("utilizzo", id, e.impegno, e.distretto.id, e.id, int64(v.imponibile+iva))
	}
	return nil
}

// documento stores a file of that name and returns its id. The bytes are no
// such file: nobody opens it.
func (c *copiatore) documento(caso caso, ente uid, nome, mime string) uid {
	id, contenuto := caso.uid(), []byte(nome)
	somma := sha256.Sum256(contenuto)
	c.metti("documento", id, ente, nome, mime, somma[:], contenuto)
	return id
}

// scrivi writes the run: a definitive one with its file, a provisional one with
// the task of confirming it.
func (e *corsa) scrivi() {
	d, creata := e.distretto, e.ora(e.creata)
	stato, autore := sigess.Provvisoria, e.ufficio.operatori[0]
	var confermata, da, documento any
	estremi := fmt.Sprintf("%d/%d", e.creata.Anno(), e.numero)
	if e.definitiva {
		stato, confermata, da = sigess.Definitiva, creata, autore
		documento = e.documento(e.caso, d.id, fmt.Sprintf("elenco-%d-%d.xlsx", e.creata.Anno(), e.numero),
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	} else {
		workflow := sigess.WorkflowElaborazione(e.id.String())
		e.metti("compito", e.uid(), workflow+"/conferma", d.id, e.ufficio.id, nil, string(inbox.ConfermaElaborazione), "elaborazione", e.id, nil, workflow,
			fmt.Sprintf("Confermare l'elaborazione contabile %s (%s)", estremi, e.mese.Italiano()), nil, creata, colonna(e.Oggi.Piu(8)), nil, nil)
	}
	if e.impegno != (uid{}) {
		e.metti("uso_impegno", e.impegno, e.id, d.id, int64(e.imponibile+e.iva))
	}
	e.metti("elaborazione", e.id, d.id, e.ufficio.id, e.creata.Anno(), e.numero, colonna(e.mese.Inizio()), colonna(e.mese.Fine()), "OPERATORE", string(stato),
		e.esaminati, e.esaminati, e.righe, int64(e.imponibile), int64(e.iva), int64(e.imponibile+e.iva), int64(0), autore, creata, da, confermata, documento)
}
