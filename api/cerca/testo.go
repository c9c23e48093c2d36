package cerca

import (
	"regexp"
	"strconv"
	"strings"
)

// Testo is what was typed, read once for all areas.
type Testo struct {
	Scritto string // with single blanks
	Genere  string // "domanda" or "intervento" when the number of one is typed after that word, else ""
	Anno    int    // of "2024/13", 0 when only a number is typed
	Numero  int    // of "2024/13" or "13", 0 when no number is typed
}

var numeroPratica = regexp.MustCompile(`(?i)^(?:(domand[ae]|intervent[oi])(?: +n\.?)? +)?(?:([0-9]{4}) */ *)?([0-9]{1,9})$`)

func leggi(testo string) Testo {
	t := Testo{Scritto: strings.Join(strings.Fields(testo), " ")}
	m := numeroPratica.FindStringSubmatch(t.Scritto)
	if m == nil {
		return t
	}
	switch strings.ToLower(m[1]) {
	case "domanda", "domande":
		t.Genere = "domanda"
	case "intervento", "interventi":
		t.Genere = "intervento"
	}
	t.Anno = cifre(m[2])
	t.Numero = cifre(m[3])
	return t
}

// cifre reads at most nine digits; no digits are zero.
func cifre(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
