package auth

import (
	"net/url"
	"strings"
	"unicode"
)

// Locale tells whether s is a path of this site, to which a browser may be
// sent back. What a browser could read as another site is not: "//altro.it",
// "/\altro.it", and whatever holds characters that it drops.
func Locale(s string) bool {
	if !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsFunc(s, ambiguo) {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "" && u.Host == ""
}

func ambiguo(r rune) bool { return r == '\\' || unicode.IsControl(r) || unicode.IsSpace(r) }

// Ritorno is the path named by the query parameter "ritorno", or altrimenti
// when there is none or it leads elsewhere.
func Ritorno(q url.Values, altrimenti string) string {
	if r := q.Get("ritorno"); Locale(r) {
		return r
	}
	return altrimenti
}
