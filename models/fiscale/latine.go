package fiscale

import (
	"strings"
	"unicode"
)

// accentate lists, after each letter, the capitals that lose their mark to
// become it: a mark does not count in a codice fiscale.
var accentate = [...]string{
	"AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ", "BḂḄḆ", "CÇĆĈĊČḈ", "DĎĐḊḌḎḐḒÐ",
	"EÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ", "FḞ", "GĜĞĠĢǤǦǴḠ", "HĤĦȞḢḤḦḨḪ",
	"IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ", "JĴ", "KĶǨḰḲḴ", "LĹĻĽĿŁḶḸḺḼ", "MḾṀṂ", "NÑŃŅŇŊǸṄṆṈṊ",
	"OÒÓÔÕÖØŌŎŐƠǑǪǬǾȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢ", "PṔṖ", "RŔŖŘȐȒṘṚṜṞ", "SŚŜŞŠȘṠṢṤṦṨ",
	"TŢŤŦȚṪṬṮṰ", "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ", "VṼṾ", "WŴẀẂẄẆẈ", "XẊẌ",
	"YÝŶŸȲẎỲỴỶỸ", "ZŹŻŽẐẒẔ",
}

// altre are the letters that stand for two, or for a letter of another look.
var altre = map[rune]string{
	'ß': "SS", 'ẞ': "SS", 'Æ': "AE", 'Ǽ': "AE", 'Œ': "OE", 'Þ': "TH", 'Ĳ': "IJ", 'Ə': "E",
}

var senzaSegno = mappaAccentate()

func mappaAccentate() map[rune]string {
	m := make(map[rune]string)
	for _, riga := range accentate {
		for _, r := range riga[1:] {
			m[r] = riga[:1]
		}
	}
	for r, s := range altre {
		m[r] = s
	}
	return m
}

// latine returns the letters of s as plain capitals A-Z. Blanks, apostrophes,
// hyphens, digits and combining marks vanish; false when s holds a letter that
// is not Latin.
func latine(s string) (string, bool) {
	var b strings.Builder
	for _, r := range s {
		r = unicode.ToUpper(r)
		switch v, ok := senzaSegno[r]; {
		case 'A' <= r && r <= 'Z':
			b.WriteRune(r)
		case ok:
			b.WriteString(v)
		case r == unicode.ReplacementChar, unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r):
			return "", false
		}
	}
	return b.String(), true
}
