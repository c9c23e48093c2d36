package caso_test

import (
	"errors"
	"strings"
	"testing"

	"siss/models/calcolo/caso"
	file "siss/models/caso"
)

// The cases from which a bad one is made by replacing a piece of text.
const (
	economico = `{"id":"x","natura":"economico","mese":"2024-03","intervento":{"dal":"2024-01-01","al":"2024-12-31","sospensioni":[["2024-02-01","2024-02-10"],["2024-05-01",null]]},
"regole":[{"frequenza":"MENSILE","importo":"300.00","dal":"2024-01-01","al":null,"criterio":"TRENTESIMI","massimale":"1000.00","gia_erogato":"100.00"},
{"frequenza":"UNA_TANTUM","importo":"50.00","dal":"2024-01-01","al":null,"criterio":"NESSUNO","scadenza":"2024-03-20"}],"regolato":{"regola 1":"10.00"},"atteso":{"errore":true}}`
	prestazioni = `{"id":"x","natura":"prestazioni","mese":"2024-03","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
"tariffe":[{"prestazione":"SAD","dal":"2024-01-01","al":"2024-03-15","importo":"21.6900","iva":"5.00","iva_inclusa":false},
{"prestazione":"SAD","dal":"2024-03-16","al":null,"importo":"22.3500","iva":"5.00","iva_inclusa":false}],
"accessi":[{"data":"2024-03-01","prestazione":"SAD","quantita":"1.50"},{"data":"2024-03-20","prestazione":"SAD","minuti":50}],
"piano":[{"prestazione":"SAD","massimo_mese":"2.00","politica":"LIMITE_PIANO"}],
"quote":{"ssn_perc":"10.0000","utente":{"metodo":"FASCE","isee":"5000.00","fasce":[{"fino_a":"5000.00","perc":"0.0000"},{"fino_a":"9000.00","perc":"20.0000"},{"fino_a":null,"perc":"100.0000"}]}}}`
	struttura = `{"id":"x","natura":"struttura","mese":"2024-02","intervento":{"dal":"2024-01-01","al":null,"sospensioni":[]},
"rette":[{"dal":"2024-01-01","al":"2024-02-10","importo":"64.00"},{"dal":"2024-02-11","al":null,"importo":"65.00"}],
"presenze":{"P":"100.0000","R":"50.0000"},"iva":"5.00","giorni":"PPPPPPPPPPPPPPPPPPPPPPPPPPR--",
"quote":{"ssn_perc":"0.0000","utente":{"metodo":"LINEARE","isee":"12500.00","isee_min":"6000.00","isee_max":"20000.00","perc_min":"0.0000","perc_max":"100.0000"}}}`
)

// cambi are single changes that make a good case bad. What is put in says
// "segreto" wherever it can: no refusal may say it again.
var cambi = map[string]struct{ base, da, a, dice string }{
	"negative amount":             {economico, `"300.00"`, `"-300.00"`, "regola 1, importo: "},
	"minus zero":                  {economico, `"300.00"`, `"-0.00"`, "regola 1, importo: "},
	"plus sign":                   {economico, `"300.00"`, `"+300.00"`, "regola 1, importo: "},
	"third decimal":               {economico, `"300.00"`, `"300.005"`, "regola 1, importo: "},
	"one decimal":                 {economico, `"300.00"`, `"300.0"`, "regola 1, importo: "},
	"comma":                       {economico, `"300.00"`, `"300,00"`, "regola 1, importo: "},
	"thousands":                   {economico, `"300.00"`, `"1.300.00"`, "regola 1, importo: "},
	"exponent":                    {economico, `"300.00"`, `"3e2"`, "regola 1, importo: "},
	"blank":                       {economico, `"300.00"`, `" 300.00"`, "regola 1, importo: "},
	"other digits":                {economico, `"300.00"`, `"٣٠٠.٠٠"`, "regola 1, importo: "},
	"leading zero":                {economico, `"300.00"`, `"0300.00"`, "regola 1, importo: "},
	"beyond all":                  {economico, `"300.00"`, `"1234567890123.00"`, "regola 1, importo: "},
	"amount as number":            {economico, `"300.00"`, `300.00`, "regola 1, importo: "},
	"amount null":                 {economico, `"300.00"`, `null`, "regola 1, importo: "},
	"amount a list":               {economico, `"300.00"`, `["segreto"]`, "regola 1, importo: "},
	"amount zero":                 {economico, `"300.00"`, `"0.00"`, "regola 1, importo: deve essere maggiore di zero"},
	"no amount":                   {economico, `"importo":"300.00",`, ``, "regola 1, importo: manca"},
	"amount twice":                {economico, `"importo":"300.00",`, `"importo":"300.00","importo":"1.00",`, "regola 1: una chiave è scritta due volte"},
	"unknown frequency":           {economico, `"MENSILE"`, `"SEGRETO"`, "regola 1, frequenza: parola sconosciuta"},
	"frequency in small letters":  {economico, `"MENSILE"`, `"mensile"`, "regola 1, frequenza: parola sconosciuta"},
	"weekly":                      {economico, `"MENSILE"`, `"SETTIMANALE"`, "regola 1, frequenza: parola sconosciuta"},
	"unknown criterion":           {economico, `"TRENTESIMI"`, `"SEGRETO"`, "regola 1, criterio: parola sconosciuta"},
	"no criterion":                {economico, `,"criterio":"TRENTESIMI"`, ``, "regola 1, criterio: manca"},
	"una tantum without a date":   {economico, `,"scadenza":"2024-03-20"`, ``, "regola 2, scadenza: manca"},
	"impossible date":             {economico, `"2024-03-20"`, `"2024-02-30"`, "regola 2, scadenza: scrivere una data"},
	"Italian date":                {economico, `"2024-03-20"`, `"20/03/2024"`, "regola 2, scadenza: scrivere una data"},
	"date with time":              {economico, `"2024-03-20"`, `"2024-03-20T00:00:00Z"`, "regola 2, scadenza: scrivere una data"},
	"no day of a leap year":       {economico, `"mese":"2024-03","intervento":{"dal":"2024-01-01"`, `"mese":"2024-03","intervento":{"dal":"2023-02-29"`, "intervento, dal: scrivere una data"},
	"no beginning":                {economico, `"intervento":{"dal":"2024-01-01",`, `"intervento":{"dal":null,`, "intervento, dal: scrivere una data"},
	"no end said":                 {economico, `"al":"2024-12-31",`, ``, "intervento, al: manca"},
	"reversed intervento":         {economico, `"2024-12-31"`, `"2023-12-31"`, "intervento: il periodo finisce prima di cominciare"},
	"reversed rule":               {economico, `"al":null,"criterio":"TRENTESIMI"`, `"al":"2023-12-31","criterio":"TRENTESIMI"`, "regola 1: il periodo finisce prima di cominciare"},
	"reversed suspension":         {economico, `"2024-02-10"`, `"2024-01-31"`, "sospensione 1: il periodo finisce prima di cominciare"},
	"suspensions that overlap":    {economico, `["2024-05-01",null]`, `["2024-02-10",null]`, "intervento, sospensioni: due periodi si sovrappongono"},
	"suspension of one date":      {economico, `["2024-02-01","2024-02-10"]`, `["2024-02-01"]`, "sospensione 1: scrivere le due date"},
	"suspension an object":        {economico, `["2024-02-01","2024-02-10"]`, `{"dal":"segreto"}`, "sospensione 1: scrivere le due date"},
	"no suspensions said":         {economico, `,"sospensioni":[["2024-02-01","2024-02-10"],["2024-05-01",null]]`, ``, "intervento, sospensioni: manca"},
	"no month":                    {economico, `"mese":"2024-03",`, ``, "mese: manca"},
	"thirteenth month":            {economico, `"mese":"2024-03"`, `"mese":"2024-13"`, "mese: scrivere un mese"},
	"Italian month":               {economico, `"mese":"2024-03"`, `"mese":"03/2024"`, "mese: scrivere un mese"},
	"unknown kind":                {economico, `"natura":"economico"`, `"natura":"segreto"`, "natura: parola sconosciuta"},
	"no kind":                     {economico, `"natura":"economico",`, ``, "natura: manca"},
	"kind a number":               {economico, `"natura":"economico"`, `"natura":7`, "natura: deve essere un testo"},
	"no rules":                    {economico, `"regole"`, `"segreto"`, "regole: manca"},
	"rules an object":             {economico, `"regole":[`, `"regole":{},"x":[`, "regole: deve essere un elenco"},
	"a rule a number":             {economico, `"regole":[`, `"regole":[7,`, "regola 1: deve essere un oggetto JSON"},
	"unknown key in a rule":       {economico, `"criterio":"TRENTESIMI"`, `"criterio":"TRENTESIMI","segreto":1`, "regola 1: c'è una chiave che il formato non prevede"},
	"unknown key in the case":     {economico, `"id":"x"`, `"id":"x","segreto":1`, "c'è una chiave che il formato non prevede"},
	"key of another kind":         {economico, `"id":"x"`, `"id":"x","tariffe":[]`, "c'è una chiave che il formato non prevede"},
	"key in capitals":             {economico, `"mese"`, `"Mese"`, "mese: manca"},
	"negative cap":                {economico, `"1000.00"`, `"-1000.00"`, "regola 1, massimale: "},
	"cap a number":                {economico, `"1000.00"`, `1000`, "regola 1, massimale: "},
	"negative paid before":        {economico, `"100.00"`, `"-100.00"`, "regola 1, gia_erogato: "},
	"negative settled":            {economico, `"10.00"`, `"-10.00"`, "regolato, regola 1: "},
	"settled of an unknown line":  {economico, `"regola 1":"10.00"`, `"segreto 3":"10.00"`, "regolato: una voce non è tra quelle delle regole"},
	"settled a list":              {economico, `{"regola 1":"10.00"}`, `[]`, "regolato: deve essere un oggetto JSON"},
	"settled of prestazioni":      {prestazioni, `"id":"x"`, `"id":"x","regolato":{}`, "c'è una chiave che il formato non prevede"},
	"shares of an economico":      {economico, `"id":"x"`, `"id":"x","quote":{}`, "c'è una chiave che il formato non prevede"},
	"tariff of two decimals":      {prestazioni, `"21.6900"`, `"21.69"`, "tariffa 1, importo: "},
	"tariff of five decimals":     {prestazioni, `"21.6900"`, `"21.69001"`, "tariffa 1, importo: "},
	"negative tariff":             {prestazioni, `"21.6900"`, `"-21.6900"`, "tariffa 1, importo: "},
	"tariffs that overlap":        {prestazioni, `"2024-03-15"`, `"2024-03-16"`, "tariffe: due periodi della stessa prestazione si sovrappongono"},
	"open tariff before another":  {prestazioni, `"al":"2024-03-15"`, `"al":null`, "tariffe: due periodi della stessa prestazione si sovrappongono"},
	"reversed tariff":             {prestazioni, `"2024-03-15"`, `"2023-03-15"`, "tariffa 1: il periodo finisce prima di cominciare"},
	"IVA above 100":               {prestazioni, `"iva":"5.00"`, `"iva":"100.01"`, "tariffa 1, iva: non può superare 100"},
	"IVA of three decimals":       {prestazioni, `"iva":"5.00"`, `"iva":"5.000"`, "tariffa 1, iva: "},
	"IVA of four decimals":        {prestazioni, `"iva":"5.00"`, `"iva":"5.0050"`, "tariffa 1, iva: "},
	"IVA a word":                  {prestazioni, `"iva":"5.00"`, `"iva":"segreto"`, "tariffa 1, iva: "},
	"IVA included a text":         {prestazioni, `"iva_inclusa":false`, `"iva_inclusa":"false"`, "tariffa 1, iva_inclusa: deve essere true o false"},
	"IVA included not said":       {prestazioni, `,"iva_inclusa":false`, ``, "tariffa 1, iva_inclusa: manca"},
	"prestazione empty":           {prestazioni, `"prestazione":"SAD","dal"`, `"prestazione":"","dal"`, "tariffa 1, prestazione: deve essere un testo"},
	"access of nothing":           {prestazioni, `,"quantita":"1.50"`, ``, "accesso 1: indicare la quantità oppure i minuti"},
	"access of both":              {prestazioni, `"quantita":"1.50"`, `"quantita":"1.50","minuti":30`, "accesso 1: indicare la quantità oppure i minuti"},
	"quantity zero":               {prestazioni, `"1.50"`, `"0.00"`, "accesso 1, quantita: deve essere maggiore di zero"},
	"negative quantity":           {prestazioni, `"1.50"`, `"-1.50"`, "accesso 1, quantita: "},
	"quantity a number":           {prestazioni, `"1.50"`, `1.50`, "accesso 1, quantita: "},
	"quantity of three decimals":  {prestazioni, `"1.50"`, `"1.505"`, "accesso 1, quantita: "},
	"no minutes":                  {prestazioni, `"minuti":50`, `"minuti":0`, "accesso 2, minuti: "},
	"negative minutes":            {prestazioni, `"minuti":50`, `"minuti":-50`, "accesso 2, minuti: "},
	"minutes and a half":          {prestazioni, `"minuti":50`, `"minuti":50.5`, "accesso 2, minuti: "},
	"minutes with an exponent":    {prestazioni, `"minuti":50`, `"minuti":5e1`, "accesso 2, minuti: "},
	"minutes beyond all":          {prestazioni, `"minuti":50`, `"minuti":99999999999999999999`, "accesso 2, minuti: "},
	"minutes a text":              {prestazioni, `"minuti":50`, `"minuti":"50"`, "accesso 2, minuti: "},
	"access on an impossible day": {prestazioni, `"2024-03-20"`, `"2024-04-31"`, "accesso 2, data: scrivere una data"},
	"unknown policy":              {prestazioni, `"LIMITE_PIANO"`, `"SEGRETO"`, "riga del piano 1, politica: parola sconosciuta"},
	"negative plan":               {prestazioni, `"2.00"`, `"-2.00"`, "riga del piano 1, massimo_mese: "},
	"same prestazione twice":      {prestazioni, `"piano":[`, `"piano":[{"prestazione":"SAD","massimo_mese":"9.00","politica":"LIBERO"},`, "riga del piano 2, prestazione: è già"},
	"SSN above 100":               {prestazioni, `"10.0000"`, `"100.0001"`, "quote, ssn_perc: non può superare 100"},
	"SSN of two decimals":         {prestazioni, `"10.0000"`, `"10.00"`, "quote, ssn_perc: "},
	"no SSN":                      {prestazioni, `"ssn_perc":"10.0000",`, ``, "quote, ssn_perc: manca"},
	"unknown method":              {prestazioni, `"FASCE"`, `"SEGRETO"`, "quota utente, metodo: parola sconosciuta"},
	"negative ISEE":               {prestazioni, `"isee":"5000.00"`, `"isee":"-5000.00"`, "quota utente, isee: "},
	"no ISEE said":                {prestazioni, `"isee":"5000.00",`, ``, "quota utente, isee: manca"},
	"bands that go down":          {prestazioni, `"9000.00"`, `"5000.00"`, "quota utente, fascia 2, fino_a: le fasce vanno in ordine crescente"},
	"last band closed":            {prestazioni, `"fino_a":null`, `"fino_a":"99999.00"`, "quota utente, fascia 3, fino_a: l'ultima fascia, e solo quella, è aperta"},
	"open band before the last":   {prestazioni, `"fino_a":"9000.00"`, `"fino_a":null`, "quota utente, fascia 2, fino_a: l'ultima fascia, e solo quella, è aperta"},
	"no bands":                    {prestazioni, `[{"fino_a":"5000.00","perc":"0.0000"},{"fino_a":"9000.00","perc":"20.0000"},{"fino_a":null,"perc":"100.0000"}]`, `[]`, "quota utente, fasce: scrivere almeno una fascia"},
	"band above 100":              {prestazioni, `"20.0000"`, `"120.0000"`, "quota utente, fascia 2, perc: non può superare 100"},
	"key of another method":       {prestazioni, `"metodo":"FASCE"`, `"metodo":"FASCE","importo":"1.00"`, "quota utente: c'è una chiave che il formato non prevede"},
	"shares a list":               {prestazioni, `"quote":{`, `"quote":[],"x":{`, "quote: deve essere un oggetto JSON"},
	"ISEE range of nothing":       {struttura, `"isee_min":"6000.00"`, `"isee_min":"20000.00"`, "quota utente, isee_max: deve superare isee_min"},
	"percentages reversed":        {struttura, `"perc_min":"0.0000","perc_max":"100.0000"`, `"perc_min":"50.0000","perc_max":"10.0000"`, "quota utente, perc_max: non può essere sotto perc_min"},
	"rette that overlap":          {struttura, `"2024-02-10"`, `"2024-02-11"`, "rette: due periodi si sovrappongono"},
	"retta of four decimals":      {struttura, `"64.00"`, `"64.0000"`, "retta 1, importo: "},
	"a day too few":               {struttura, `PR--`, `PR-`, "giorni: deve avere un carattere per ogni giorno del mese"},
	"a day too many":              {struttura, `PR--`, `PR---`, "giorni: deve avere un carattere per ogni giorno del mese"},
	"unknown presence":            {struttura, `PR--`, `PX--`, "giorni: un giorno ha un codice che non è tra le presenze"},
	"days a list":                 {struttura, `"giorni":"`, `"giorni":[],"x":"`, "giorni: deve essere un testo"},
	"code of two letters":         {struttura, `"R":`, `"SEGRETO":`, "presenze: un codice è un solo carattere diverso da -"},
	"code that means nothing":     {struttura, `"R":`, `"-":`, "presenze: un codice è un solo carattere diverso da -"},
	"code twice":                  {struttura, `"R":`, `"P":`, "presenze: una chiave è scritta due volte"},
	"presence above 100":          {struttura, `"50.0000"`, `"100.0001"`, "presenze, percentuale: non può superare 100"},
	"presence of two decimals":    {struttura, `"50.0000"`, `"50.00"`, "presenze, percentuale: "},
	"no IVA of the struttura":     {struttura, `"iva":"5.00",`, ``, "iva: manca"},
	"a result beyond all":         {economico, `"regole":[`, `"regole":[` + strings.Repeat(`{"frequenza":"GIORNALIERA","importo":"999999999999.00","dal":"2024-01-01","al":null,"criterio":"NESSUNO"},`, 4), "l'importo che risulta è troppo grande"},
}

func TestACaseThatIsNotOfTheFormatIsRefusedInWordsWithoutItsValues(t *testing.T) {
	t.Parallel()
	for name, tt := range cambi {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if strings.Count(tt.base, tt.da) == 0 {
				t.Fatalf("%q is not in the case", tt.da)
			}
			cattivo := strings.Replace(tt.base, tt.da, tt.a, 1)
			esiti, err := caso.Esegui([]byte(`{"casi":[` + cattivo + `,` + strings.Replace(economico, `"id":"x"`, `"id":"y"`, 1) + `]}`))
			if err != nil || len(esiti) != 2 {
				t.Fatalf("%d outcomes, %v", len(esiti), err)
			}
			if esiti[0].Errore == nil || esiti[0].Risultato != nil || !strings.HasPrefix(esiti[0].Errore.Error(), tt.dice) {
				t.Errorf("refusal %v, want %q", esiti[0].Errore, tt.dice)
			}
			if e := esiti[0].Errore; e != nil && strings.Contains(strings.ToLower(e.Error()), "segreto") {
				t.Errorf("a value is said again: %v", e)
			}
			if esiti[1].Errore != nil || esiti.Falliti() != 1 {
				t.Errorf("the good case beside it: %v", esiti[1].Errore)
			}
		})
	}
}

func TestTheCasesThatBadOnesAreMadeFromAreGood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]string{"economico": economico, "prestazioni": prestazioni, "struttura": struttura,
		"IVA of four decimals": strings.ReplaceAll(struttura, `"iva":"5.00"`, `"iva":"5.0000"`)} {
		if esiti, err := caso.Esegui([]byte(`{"casi":[` + c + `]}`)); err != nil || esiti.Falliti() != 0 {
			t.Errorf("%s: %v, %v", name, esiti, err)
		}
	}
}

func TestACaseIsAnsweredUnderItsOwnIDOnly(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		casi, id string
		dice     error
	}{
		"no id":         {strings.Replace(economico, `"id":"x",`, ``, 1), "caso 1", file.ErrID},
		"empty id":      {strings.Replace(economico, `"id":"x"`, `"id":""`, 1), "caso 1", file.ErrID},
		"id a number":   {strings.Replace(economico, `"id":"x"`, `"id":7`, 1), "caso 1", file.ErrID},
		"not an object": {`7`, "caso 1", file.ErrOggetto},
		"null":          {`null`, "caso 1", file.ErrOggetto},
		"same id twice": {economico + `,` + prestazioni, "x", file.ErrID},
	}
	for name, tt := range tests {
		esiti, err := caso.Esegui([]byte(`{"casi":[` + tt.casi + `]}`))
		if err != nil || len(esiti) != 1 || esiti[0].ID != tt.id || !errors.Is(esiti[0].Errore, tt.dice) {
			t.Errorf("%s: %+v, %v, want %s: %v", name, esiti, err, tt.id, tt.dice)
		}
	}
}

func TestAFileWithoutCasesIsRefusedAsAWhole(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"", " ", "{", "[]", "null", "7", `"casi"`, `{"casi":{}}`, `{"casi":null}`, `{"Casi":[]}`, `{"casi":[]} {}`,
		`{"casi":[],"casi":[]}`, "\x00", strings.Repeat("[", 1_000_000)} {
		if esiti, err := caso.Esegui([]byte(file)); err == nil {
			t.Errorf("%.40q is read: %v", file, esiti)
		}
	}
}

func FuzzEsegui(f *testing.F) {
	f.Add([]byte(`{"casi":[` + economico + `]}`))
	f.Add([]byte(`{"casi":[` + prestazioni + `,` + struttura + `]}`))
	f.Add([]byte(`{"casi":[{},7,null,[]]}`))
	for _, c := range cambi {
		f.Add([]byte(`{"casi":[` + strings.Replace(c.base, c.da, c.a, 1) + `]}`))
	}
	f.Fuzz(func(t *testing.T, dati []byte) {
		esiti, err := caso.Esegui(dati)
		if err != nil && esiti != nil {
			t.Error("outcomes with a refusal")
		}
		for _, e := range esiti {
			if (e.Errore == nil) == (e.Risultato == nil) || e.ID == "" {
				t.Errorf("outcome without id, result or refusal: %+v", e)
			}
		}
		if _, err := esiti.MarshalJSON(); err != nil {
			t.Error(err)
		}
	})
}
