package api

import (
	"net/http"
	"strings"
)

// Pagine lists the patterns of the pages that can be asked for.
func (s *Server) Pagine() []string {
	var out []string
	for _, r := range s.motore.Routes() {
		if r.Method == http.MethodGet && !strings.HasPrefix(r.Path, "/api/") && !strings.HasPrefix(r.Path, "/static/") {
			out = append(out, r.Path)
		}
	}
	return out
}
