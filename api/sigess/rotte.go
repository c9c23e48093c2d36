// Package sigess answers for the cartella sociale: domande, the three kinds of
// intervento, the tabellone accessi and the elaborazione contabile, each act as
// a JSON operation and as a page. It holds neither rules nor queries: those are
// in models/sigess, and what has a state is changed by its workflow.
package sigess

import (
	"context"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// The tags under which the operations are listed.
const (
	etichettaDomande      = "domande"
	etichettaInterventi   = "interventi"
	etichettaTabellone    = "tabellone"
	etichettaElaborazioni = "elaborazioni"
	etichettaCataloghi    = "cataloghi"
)

// sportello does the acts: it reads and writes plain rows by itself and sends
// the others to the workflows.
type sportello struct {
	m procedure.Motore
}

// Rotte registers the operations and the pages of the area.
func Rotte(r *atti.Rotte, m procedure.Motore) {
	s := &sportello{m: m}
	s.rotteDomande(r)
	s.pagineDomande(r)
	s.rotteBozze(r)
	s.rotteScarti(r)
	s.rotteInterventi(r)
	s.pagineInterventi(r)
	s.rotteDocumenti(r)
	s.pagineDocumenti(r)
	s.rotteTabellone(r)
	s.pagineTabellone(r)
	s.rotteChiusure(r)
	s.pagineChiusure(r)
	s.rotteElaborazioni(r)
	s.pagineElaborazioni(r)
	s.rotteRecuperi(r)
	s.pagineRecuperi(r)
	s.rotteFondi(r)
	s.pagineFondi(r)
	s.pagineImpegni(r)
	s.rotteImpegniIntervento(r)
	s.pagineImpegniIntervento(r)
	s.rotteCasi(r)
	s.pagineCasi(r)
	s.rottePagamenti(r)
	s.paginePagamenti(r)
	s.rotteEsiti(r)
	s.pagineEsiti(r)
	s.rotteModalita(r)
	s.rotteCambi(r)
	s.rotteRegoleConferma(r)
	s.pagineEstratti(r)
	s.pagineSpiegazioni(r)
	s.rotteCataloghi(r)
	s.rotteTabelleISEE(r)
	s.pagineTabelleISEE(r)
	s.rotteTariffari(r)
	s.pagineTariffari(r)
}

// Esito is what an act on a case answers.
type Esito struct {
	ID     string       `json:"id" format:"uuid" doc:"Identificativo"`
	Numero string       `json:"numero" doc:"Anno e progressivo nell'ente; «bozza» prima che sia assegnato" maxLength:"20" example:"2026/35"`
	Stato  sigess.Stato `json:"stato" doc:"Stato dopo l'atto" maxLength:"20" example:"PRESENTATA"`
}

// pagina chooses a page of a list.
type pagina struct {
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"1000000"`
	Righe  int `json:"righe,omitempty" doc:"Righe per pagina, 20 se non indicato" minimum:"0" maximum:"200"`
}

const righePerPagina = 20

// numero is the page asked for, from 1.
func (p pagina) numero() int { return max(p.Pagina, 1) }

// perPagina is how many rows a page has.
func (p pagina) perPagina() int {
	if p.Righe == 0 {
		return righePerPagina
	}
	return p.Righe
}

func (p pagina) limiti() models.Pagina {
	return models.Pagina{Limite: p.perPagina(), Salta: (p.numero() - 1) * p.perPagina()}
}

// leggi reads in a transaction that knows who asks.
func leggi[T any](ctx context.Context, s *sportello, chi models.Chi, f func(tx *gorm.DB) (T, error)) (T, error) {
	var out T
	err := models.Leggi(ctx, s.m.DB, chi, func(tx *gorm.DB) (err error) {
		out, err = f(tx)
		return err
	})
	return out, err
}

// scrivi changes plain rows in a transaction that knows who acts; azione is the
// durable name of the act.
func scrivi[T any](ctx context.Context, s *sportello, chi models.Chi, azione string, f func(tx *gorm.DB) (T, error)) (T, error) {
	var out T
	err := models.Atto(ctx, s.m.DB, chi, azione, func(tx *gorm.DB) (err error) {
		out, err = f(tx)
		return err
	})
	return out, err
}

// attoDi is what was asked for, as an act of the workflow of a case.
func attoDi[F any](chi models.Chi, in atti.Richiesta[F], tipo string) procedure.Atto {
	return procedure.Atto{ID: in.Atto, Tipo: tipo, Dati: in.Corpo, Messaggio: messaggio(chi, in.Atto)}
}

// messaggio is what every act tells the workflow.
func messaggio(chi models.Chi, atto string) flow.Messaggio {
	return flow.Messaggio{AttoID: atto, OperatoreID: chi.OperatoreID}
}
