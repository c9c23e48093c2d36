package periodo

import "time"

// Festivo tells whether d is a Sunday or a national holiday by L. 260/1949 as
// it stands since 2001 (L. 336/2000, 2 June), with Easter Monday and, from
// 2026, 4 October (L. 151/2025). Patron saints are not national.
func Festivo(d Data) bool {
	if d.IsZero() {
		return false
	}
	if d.Settimana() == time.Sunday || d == pasqua(d.Anno()).Piu(1) {
		return true
	}
	switch [2]uint8{d.mese, d.giorno} {
	case [2]uint8{1, 1}, [2]uint8{1, 6}, [2]uint8{4, 25}, [2]uint8{5, 1}, [2]uint8{6, 2},
		[2]uint8{8, 15}, [2]uint8{11, 1}, [2]uint8{12, 8}, [2]uint8{12, 25}, [2]uint8{12, 26}:
		return true
	case [2]uint8{10, 4}:
		return d.anno >= 2026
	}
	return false
}

// pasqua returns Easter Sunday of the Gregorian calendar: the Sunday after the
// full moon of the Church, found with the golden number, the epact and the
// corrections of the centuries.
func pasqua(anno int) Data {
	secolo := anno / 100
	aureo := anno % 19
	epatta := (19*aureo + secolo - secolo/4 - (secolo-(secolo+8)/25+1)/3 + 15) % 30
	feriale := (32 + 2*(secolo%4) + 2*(anno%100/4) - epatta - anno%4) % 7
	tardi := (aureo + 11*epatta + 22*feriale) / 451
	n := epatta + feriale - 7*tardi + 114
	return Data{int16(anno), uint8(n / 31), uint8(n%31 + 1)}
}
