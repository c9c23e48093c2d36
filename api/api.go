// Package api serves the pages and the JSON operations of every area, from the
// same structs. It decides nothing: rules are in models, changes of state in
// workflows.
package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"siss/api/anagrafe"
	"siss/api/anpr"
	"siss/api/assa"
	"siss/api/auth"
	"siss/api/cerca"
	"siss/api/inbox"
	"siss/api/manuale"
	"siss/api/moduli"
	"siss/api/procedure"
	"siss/api/sigess"
	"siss/web"
)

// New builds the server with every area. It asks nothing of the database or of
// Temporal, which may come later.
func New(d Deps) (*Server, error) {
	accesso := &auth.Accesso{DB: d.DB, Log: d.Log, Sviluppo: d.Sviluppo}
	s, err := nuovoServer(d, auth.Percorso, accesso.Autentica, accesso.PaginaErrore)
	if err != nil {
		return nil, err
	}
	s.rotte.DB = d.DB
	statici := gin.WrapH(web.Static())
	s.motore.Match([]string{http.MethodGet, http.MethodHead}, "/static/*percorso", statici)
	motore := procedure.Motore{DB: d.DB, Temporal: d.Temporal, Coda: d.Coda}
	auth.Rotte(s.rotte, accesso)
	inbox.Rotte(s.rotte, motore)
	anagrafe.Rotte(s.rotte, d.DB, servizioANPR(d), sigess.Cartella())
	assa.Rotte(s.rotte, d.DB)
	sigess.Rotte(s.rotte, motore)
	cerca.Rotte(s.rotte, d.DB, append([]cerca.Fonte{anagrafe.Ovunque()}, sigess.Ovunque()...)...)
	manuale.Rotte(s.rotte)
	moduli.Rotte(s.rotte, d.DB)
	return s, nil
}

// servizioANPR is what asks ANPR: nothing does, when the process has no address
// of it.
func servizioANPR(d Deps) anpr.Servizio {
	if d.Anpr == nil {
		return anpr.NonAttivo{}
	}
	return d.Anpr
}
