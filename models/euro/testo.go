package euro

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var (
	errForma  = errors.New("not a number")
	errGrande = errors.New("number too large")
)

// leggi reads s as a whole number of 10^-decimali, at most massimo in absolute
// value. puntoDecimale lists how many final digits make a lone dot, where there
// is no comma, a decimal point.
func leggi(s string, decimali int, segno bool, massimo int64, puntoDecimale ...int) (int64, error) {
	s = strings.TrimSpace(s)
	cifre, negativo := strings.CutPrefix(s, "-")
	if negativo && !segno {
		return 0, errForma
	}
	intera, frazione, virgola := strings.Cut(cifre, ",")
	if !virgola && strings.Count(cifre, ".") == 1 {
		i := strings.IndexByte(cifre, '.')
		if slices.Contains(puntoDecimale, len(cifre)-i-1) {
			intera, frazione, virgola = cifre[:i], cifre[i+1:], true
			if !soloCifre(intera) {
				return 0, errForma
			}
		}
	}
	intera, ok := senzaMigliaia(intera)
	if !ok || virgola && (!soloCifre(frazione) || len(frazione) > decimali) {
		return 0, errForma
	}
	n, err := strconv.ParseInt(intera+frazione+strings.Repeat("0", decimali-len(frazione)), 10, 64)
	if err != nil || n > massimo {
		return 0, errGrande // only digits are left: the number is out of range
	}
	if negativo {
		n = -n
	}
	return n, nil
}

// senzaMigliaia takes the dots out of "1.234.567"; false when they do not part
// groups of three.
func senzaMigliaia(s string) (string, bool) {
	gruppi := strings.Split(s, ".")
	if len(gruppi) > 1 && (len(gruppi[0]) > 3 || strings.HasPrefix(gruppi[0], "0")) {
		return "", false
	}
	for i, g := range gruppi {
		if !soloCifre(g) || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(gruppi, ""), true
}

func soloCifre(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// italiano writes n times 10^-decimali, with dots at thousands and a comma,
// dropping final zeros down to minimo decimals.
func italiano(n int64, decimali, minimo int) string {
	segno, intera, frazione := parti(n, decimali)
	for len(frazione) > minimo && strings.HasSuffix(frazione, "0") {
		frazione = frazione[:len(frazione)-1]
	}
	for i := len(intera) - 3; i > 0; i -= 3 {
		intera = intera[:i] + "." + intera[i:]
	}
	return segno + intera + "," + frazione
}

// macchina writes n times 10^-decimali with a decimal point and all decimals.
func macchina(n int64, decimali int) string {
	segno, intera, frazione := parti(n, decimali)
	return segno + intera + "." + frazione
}

func parti(n int64, decimali int) (segno, intera, frazione string) {
	s := strconv.FormatInt(n, 10)
	if s[0] == '-' {
		segno, s = "-", s[1:]
	}
	if len(s) <= decimali {
		s = strings.Repeat("0", decimali+1-len(s)) + s
	}
	return segno, s[:len(s)-decimali], s[len(s)-decimali:]
}

// scandisci reads a whole number from what a driver gives for integer, bigint
// and numeric columns.
func scandisci(src any, tipo string) (int64, error) {
	var s string
	switch v := src.(type) {
	case int64:
		return v, nil
	case string:
		s = v
	case []byte:
		s = string(v)
	default:
		return 0, fmt.Errorf("euro: cannot scan %T into %s", src, tipo)
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("euro: not a whole number in %s column", tipo)
	}
	return n, nil
}
