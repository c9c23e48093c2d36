package calcolo_test

import (
	"strings"
	"testing"

	"siss/models/calcolo"
	"siss/models/euro"
	"siss/models/periodo"
)

// struttura is a month in a struttura: runs of codes, as "P27 R4".
func struttura(mese string, retta euro.Tariffa, giorni string, q ...calcolo.Quota) calcolo.Caso {
	c := calcolo.Caso{Natura: calcolo.Struttura, Mese: periodo.MustParseMese(mese), Intervento: span("2024-01-01", ""), Quote: q,
		Rette:    []calcolo.Retta{{Dal: giorno("2020-01-01"), Importo: retta}},
		Presenze: map[string]calcolo.Presenza{"P": {Percento: 100_0000}, "R": {Percento: 50_0000}, "A": {Percento: 50_0000, Franchigia: 15}}}
	for _, g := range giorni {
		codice := string(g)
		if g == '-' {
			codice = ""
		}
		c.Giorni = append(c.Giorni, codice)
	}
	return c
}

func quota(q calcolo.Quota) calcolo.Quota {
	q.Dal = giorno("2020-01-01")
	return q
}

// domain c.7.
func TestAStrutturaIsPaidAsTheWorkedExamplesOfC7(t *testing.T) {
	t.Parallel()
	p := func(n int, s string) string { return strings.Repeat(s, n) }
	meta := quota(calcolo.Quota{SSN: 50_0000, Metodo: calcolo.QuotaPercentuale, Percento: 35_0000})
	trentacinque := quota(calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 35_0000})
	terzo := quota(calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 33_3300})
	terzi := quota(calcolo.Quota{SSN: 33_3300, Metodo: calcolo.FissaMensile, Importo: 33_33})
	fissa := quota(calcolo.Quota{Metodo: calcolo.FissaMensile, Importo: 500_00})
	giornaliera := quota(calcolo.Quota{Metodo: calcolo.FissaGiornaliera, Importo: 15_00})
	dal12 := struttura("2024-03", 64_0000, p(11, "-")+p(20, "P"), fissa)
	dal12.Intervento = span("2024-03-12", "")
	aCavallo := struttura("2024-03", 64_0000, p(10, "A")+p(21, "P"))
	aCavallo.Assenze = 8
	interrotta := struttura("2024-03", 64_0000, p(10, "A")+"P"+p(10, "A")+p(10, "-"))
	cambio := struttura("2024-03", 64_0000, p(31, "P"))
	cambio.Rette = []calcolo.Retta{{Dal: giorno("2020-01-01"), Al: giorno("2024-03-10"), Importo: 60_0000}, {Dal: giorno("2024-03-11"), Importo: 64_0000}}
	tests := map[string]struct {
		caso                    calcolo.Caso
		lordo, ssn, utente, ept euro.Importo
	}{
		"27 days and 4 in hospital, 35 %":    {struttura("2024-03", 64_0000, p(27, "P")+p(4, "R"), trentacinque), 1856_00, 0, 649_60, 1206_40},
		"percentage on the month":            {struttura("2024-03", 64_3500, p(27, "P")+p(4, "-"), terzo), 1737_45, 0, 579_09, 1158_36},
		"fixed monthly, entry 12/03":         {dal12, 1280_00, 0, 322_58, 957_42},
		"fixed daily":                        {struttura("2024-03", 64_0000, p(31, "P"), giornaliera), 1984_00, 0, 465_00, 1519_00},
		"fixed above the cost":               {struttura("2024-03", 64_0000, "P"+p(30, "-"), fissa), 64_00, 0, 64_00, 0},
		"RSA, SSN a half":                    {struttura("2024-03", 120_0000, p(31, "P"), meta), 3720_00, 1860_00, 651_00, 1209_00},
		"100,01 in thirds":                   {struttura("2024-03", 100_0100, "P"+p(30, "-"), terzi), 100_01, 33_33, 33_33, 33_35},
		"leap February":                      {struttura("2024-02", 70_5000, p(29, "P")), 2044_50, 0, 0, 2044_50},
		"absence franchise of 15 days":       {struttura("2024-03", 64_0000, p(11, "P")+p(20, "A")), 1184_00, 0, 0, 1184_00},
		"the franchise goes on across month": {aCavallo, 7*32_00 + 21*64_00, 0, 0, 7*32_00 + 21*64_00},
		"a presence starts it again":         {interrotta, 20*32_00 + 64_00, 0, 0, 20*32_00 + 64_00},
		"two rette":                          {cambio, 600_00 + 21*64_00, 0, 0, 600_00 + 21*64_00},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := calcola(t, tt.caso)
			if r.Imponibile != tt.lordo || r.QuotaSSN != tt.ssn || r.QuotaUtente != tt.utente || r.QuotaEnte != tt.ept {
				t.Errorf("%s = %s + %s + %s, want %s = %s + %s + %s", r.Imponibile, r.QuotaSSN, r.QuotaUtente, r.QuotaEnte, tt.lordo, tt.ssn, tt.utente, tt.ept)
			}
		})
	}
}

// domain c.7: collected by the struttura, it invoices the ente 1.206,40 and
// IVA 60,32.
func TestTheEntePaysWhatIsLeftAndItsIVA(t *testing.T) {
	t.Parallel()
	c := struttura("2024-03", 64_0000, strings.Repeat("P", 27)+"RRRR", quota(calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 35_0000}))
	c.IVA = 5_00
	r := calcola(t, c)
	m := r.Movimenti()
	if len(m) != 1 || m[0].Imponibile != 1206_40 || m[0].IVA != 60_32 || m[0].Totale != 1266_72 || m[0].QuotaUtente != 649_60 {
		t.Errorf("movimenti %+v", m)
	}
	if r.Totale != 1948_80 {
		t.Errorf("collected by the ente it pays %s, want 1.948,80", r.Totale)
	}
}

// domain c.7: entry counts, exit does not unless it is told.
func TestTheDayOfEntryCountsAndThatOfExitOnlyWhenToldTo(t *testing.T) {
	t.Parallel()
	maggio := periodo.MustParseMese("2024-05")
	if n := len(calcolo.Permanenza(maggio, giorno("2024-05-10"), giorno("2024-05-20"), false)); n != 10 {
		t.Errorf("%d days, want 10", n)
	}
	if n := len(calcolo.Permanenza(maggio, giorno("2024-05-10"), giorno("2024-05-20"), true)); n != 11 {
		t.Errorf("%d days with the last, want 11", n)
	}
	if n := len(calcolo.Permanenza(maggio, giorno("2024-04-10"), periodo.Data{}, false)); n != 31 {
		t.Errorf("%d days of who stays, want 31", n)
	}
}

// domain c.8, on a gross of 1.856,00 unless the example has its own.
func TestTheShareOfThePersonIsAsTheWorkedExamplesOfC8(t *testing.T) {
	t.Parallel()
	fasce := func(isee *euro.Importo) calcolo.Quota {
		return calcolo.Quota{Metodo: calcolo.Fasce, ISEE: isee, Fasce: []calcolo.Fascia{{importo(5000_00), 0}, {importo(10000_00), 20_0000},
			{importo(20000_00), 50_0000}, {nil, 100_0000}}}
	}
	lineare := func(isee *euro.Importo) calcolo.Quota {
		return calcolo.Quota{Metodo: calcolo.Lineare, ISEE: isee, ISEEMinimo: 6000_00, ISEEMassimo: 20000_00, PercentoMassimo: 100_0000}
	}
	formula := func(isee *euro.Importo) calcolo.Quota {
		return calcolo.Quota{Metodo: calcolo.FormulaISEE, ISEE: isee, ISEEMinimo: 7500_00, ISEEMassimo: 30000_00, Importo: 8_00}
	}
	salvaguardia := func(residenziale bool) calcolo.Quota {
		return calcolo.Quota{Metodo: calcolo.ISEEMenoSalvaguardia, ISEE: importo(9600_00), Salvaguardia: 534_41, Indennita: 531_76, Residenziale: residenziale}
	}
	con := func(q calcolo.Quota, minimo, massimo *euro.Importo) calcolo.Quota {
		q.Minimo, q.Massimo = minimo, massimo
		return q
	}
	mese := struttura("2024-03", 64_0000, strings.Repeat("P", 27)+"RRRR")
	reddito := struttura("2024-03", 59_2000, strings.Repeat("P", 31)) // 1.835,20
	sad := prestazioni([]calcolo.Accesso{ore("2024-03-01", 33, 2)}, calcolo.Tariffa{Prestazione: "SAD", Dal: giorno("2020-01-01"), Importo: 13_8000})
	tests := map[string]struct {
		caso   calcolo.Caso
		quota  calcolo.Quota
		utente euro.Importo
	}{
		"exempt":                            {mese, calcolo.Quota{Metodo: calcolo.Esente}, 0},
		"whole":                             {mese, calcolo.Quota{Metodo: calcolo.Intera}, 1856_00},
		"band closed on the right":          {mese, fasce(importo(5000_00)), 0},
		"a cent into the next band":         {mese, fasce(importo(5000_01)), 371_20},
		"end of the second band":            {mese, fasce(importo(10000_00)), 371_20},
		"third band":                        {mese, fasce(importo(10000_01)), 928_00},
		"above all bands":                   {mese, fasce(importo(20000_01)), 1856_00},
		"bands without ISEE":                {mese, fasce(nil), 1856_00},
		"linear, 12.500 is 46,4286 %":       {mese, lineare(importo(12500_00)), 861_71},
		"linear, below":                     {mese, lineare(importo(0)), 0},
		"linear, above":                     {mese, lineare(importo(90000_00)), 1856_00},
		"linear without ISEE":               {mese, lineare(nil), 1856_00},
		"formula, 15.000 is 4,00 an hour":   {sad, formula(importo(15000_00)), 66_00},
		"formula, exempt":                   {sad, formula(importo(7500_00)), 0},
		"formula, last below the threshold": {sad, formula(importo(30000_00)), 132_00},
		"formula, above the threshold":      {sad, formula(importo(30000_01)), 227_70},
		"formula without ISEE":              {sad, formula(nil), 227_70},
		"income less franchise": {reddito, calcolo.Quota{Metodo: calcolo.RedditoMenoFranchigia, Reddito: 850_00, Franchigia: 100_00, Indennita: 531_76},
			1281_76},
		"income below the franchise": {reddito, calcolo.Quota{Metodo: calcolo.RedditoMenoFranchigia, Reddito: 50_00, Franchigia: 100_00}, 0},
		"income above the cost":      {reddito, calcolo.Quota{Metodo: calcolo.RedditoMenoFranchigia, Reddito: 5000_00}, 1835_20},
		"ISEE, residential":          {mese, salvaguardia(true), 797_35},
		"ISEE, semiresidential":      {mese, salvaguardia(false), 265_59},
		"fixed for each prestazione": {sad, calcolo.Quota{Metodo: calcolo.FissaPrestazione, Importo: 2_00}, 33_00},
		"minimum of the month":       {mese, con(fasce(importo(1000_00)), importo(50_00), nil), 50_00},
		"maximum of the month":       {mese, con(fasce(nil), nil, importo(700_00)), 700_00},
		"fixed, whole from 15 days":  {mese, calcolo.Quota{Metodo: calcolo.FissaMensile, Importo: 500_00, Criterio: calcolo.Soglia15}, 500_00},
		"c.8 provisional 35 %":       {struttura("2024-03", 64_0000, strings.Repeat("P", 31)), calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 35_0000}, 694_40},
		"c.8 definitive 40 %":        {struttura("2024-03", 64_0000, strings.Repeat("P", 31)), calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 40_0000}, 793_60},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := tt.caso
			c.Quote = []calcolo.Quota{quota(tt.quota)}
			if r := calcola(t, c); r.QuotaUtente != tt.utente || r.QuotaEnte != r.Imponibile-tt.utente {
				t.Errorf("person %s, ente %s of %s, want %s", r.QuotaUtente, r.QuotaEnte, r.Imponibile, tt.utente)
			}
		})
	}
}

func TestSharesThatChangeInTheMonthHaveTheirOwnLines(t *testing.T) {
	t.Parallel()
	prima, dopo := quota(calcolo.Quota{Metodo: calcolo.QuotaPercentuale, Percento: 35_0000}), quota(calcolo.Quota{Metodo: calcolo.Intera})
	prima.Al, dopo.Dal = giorno("2024-03-10"), giorno("2024-03-21")
	r := calcola(t, struttura("2024-03", 64_0000, strings.Repeat("P", 31), prima, dopo))
	if len(r.Righe) != 3 || r.QuotaUtente != 224_00+704_00 || r.QuotaEnte != 640_00+416_00 {
		t.Fatalf("%d lines, person %s, ente %s", len(r.Righe), r.QuotaUtente, r.QuotaEnte)
	}
	m := r.Movimenti()
	if len(m) != 2 || m[0].Periodo != 0 || m[0].Imponibile != 640_00 || m[1].Periodo != 1 || m[1].Imponibile != 416_00 {
		t.Errorf("movimenti %+v", m)
	}
}
