package pagamento

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Longest texts of a SEPA credit transfer.
const (
	nomeMassimo    = 70
	causaleMassima = 140
)

// segni are letters and signs that decomposition leaves, in the characters of
// SEPA (EPC217-08, best practices on the conversion of characters).
var segni = map[rune]string{
	'ß': "ss", 'ẞ': "SS", 'æ': "ae", 'Æ': "AE", 'œ': "oe", 'Œ': "OE", 'ø': "o", 'Ø': "O", 'đ': "d", 'Đ': "D", 'ð': "d", 'Ð': "D",
	'ł': "l", 'Ł': "L", 'þ': "th", 'Þ': "TH", 'ı': "i", 'ħ': "h", 'Ħ': "H", 'ŋ': "n", 'Ŋ': "N", 'ə': "e", 'Ə': "E",
	'’': "'", '‘': "'", '`': "'", '"': "'", '“': "'", '”': "'", '«': "'", '»': "'", '′': "'", 'ʼ': "'",
	'–': "-", '—': "-", '‐': "-", '_': "-", '&': "+", '€': "EUR", '[': "(", ']': ")", '{': "(", '}': ")",
	';': ",", '\\': "/", '|': "/", '°': "o", '@': "(at)", '*': ".", '!': ".", '#': ".", '%': ".", '=': ".", '<': "(", '>': ")",
}

// SEPA writes a text with the characters that every bank takes: letters without
// marks, digits, a few signs, single blanks. A letter of another alphabet
// becomes a dot. It begins with no slash and holds no two together, which the
// networks keep for themselves, and is cut to n characters when n is not 0.
func SEPA(s string, n int) string {
	var b strings.Builder
	ultimo := byte(' ')
	scrivi := func(c byte) {
		if c == ' ' && ultimo == ' ' || c == '/' && (ultimo == '/' || b.Len() == 0) {
			return
		}
		b.WriteByte(c)
		ultimo = c
	}
	for _, r := range norm.NFKD.String(s) {
		switch testo, ok := segni[r]; {
		case r < unicode.MaxASCII && ammesso(byte(r)):
			scrivi(byte(r))
		case ok:
			for i := range len(testo) {
				scrivi(testo[i])
			}
		case unicode.Is(unicode.M, r) || unicode.Is(unicode.Cf, r):
		case unicode.IsSpace(r) || unicode.IsControl(r):
			scrivi(' ')
		default:
			scrivi('.')
		}
	}
	testo := b.String()
	if n > 0 && len(testo) > n {
		testo = testo[:n]
	}
	return strings.TrimRight(testo, " /")
}

func ammesso(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("/-?:().,'+ ", c) >= 0
}
