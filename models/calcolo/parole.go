package calcolo

// parole are the texts that a kept tree names by their place instead of
// spelling them. The places are durable: rows are only added at the end, and a
// text that is no longer used stays. A text that is not here is spelt out.
var parole = []string{
	"", "dovuto", "rata", "importo della rata", "parte del periodo", "giorni coperti", "giorni del periodo", "regola 1", "totale", "imponibile", "IVA",
	"netto", "quantità", "erogato", "tariffa", "aliquota IVA", "regola 2", "regola 3", "regola 4", "regole di calcolo c.2",
	"periodo della regola e dell'intervento, tolte le sospensioni", "intero", "criterio di rateo", "niente", "calendario", "almeno un giorno",
	"un periodo coperto per intero vale 1, uno senza giorni coperti vale 0", "mese commerciale",
	"criterio a trentesimi: l'ultimo giorno è il trentesimo e il 31 non aggiunge nulla", "metà", "giorni per l'intero",
	"criterio a mezzi mesi: intero da 16 giorni, metà sotto", "criterio a soglia: intero da 15 giorni, niente sotto", "criterio a giorni effettivi",
	"ultimo giorno", "calendario commerciale", "giorno prima del primo", "tratto", "trentesimi", "regole di calcolo c.3", "regole di calcolo b.7.1",
	"regole di calcolo c.1", "già regolato", "elaborazioni precedenti", "conguaglio", "si paga la differenza da quanto è già regolato per il mese",
	"un solo arrotondamento al centesimo, il mezzo centesimo lontano da zero", "residuo del massimale", "massimale", "già erogato",
	"dovuto entro il massimale", "residuo, mai sotto zero", "si paga al più quanto resta del massimale", "nessuna rata in scadenza", "una tantum",
	"si paga intera nel mese della scadenza", "importo giornaliero", "importo al giorno", "rate in scadenza", "parte mensile", "mesi della rata",
	"mese", "una rata di più mesi è la somma delle sue parti mensili, arrotondata una volta", "rate esaurite", "importo totale",
	"totale diviso le rate", "numero di rate", "rate precedenti", "quante", "resto del totale", "l'ultima rata è il resto", "resto, mai sotto zero",
	"regole di calcolo c.6", "tabellone accessi", "entro il piano", "quanto resta del piano", "piano di assistenza",
	"si paga al più quanto prevede il piano, in ordine di data", "quantità per tariffa", "prodotto esatto", "scorporo", "scorporo dell'IVA",
	"uno più l'aliquota", "l'IVA compresa nella tariffa è la differenza", "imponibile per aliquota", "regole di calcolo c.7", "presenze del mese",
	"quota di retta", "giornate", "ogni presenza vale la sua parte di retta", "quota SSN", "quota utente", "a carico dell'ente", "tolta la quota SSN",
	"attribuita alle aliquote precedenti", "righe precedenti", "l'ultima aliquota ha il resto, così che le quote sommano al totale",
	"ripartizione della spesa", "peso della riga", "questa riga", "spesa del periodo", "in proporzione", "quota per peso", "tariffario",
	"l'IVA si calcola sull'imponibile di ogni movimento", "regole di calcolo c.8", "reddito meno franchigia", "base", "parte sanitaria",
	"quota del servizio sanitario", "ssn", "parte sociale", "sociale", "mai sotto zero", "la quota utente sta tra zero e la parte sociale", "utente",
	"quota ente", "l'ente ha il resto, così che le quote sommano al totale", "spesa ripartita", "almeno il minimo", "minimo mensile",
	"al più il massimo", "massimo mensile", "quota secondo il metodo", "percentuale della parte sociale", "percentuale", "importo mensile",
	"giorni con qualcosa da pagare", "consuntivo del mese", "importo per prestazione", "percentuale della fascia",
	"la fascia è quella dell'ISEE, estremo destro compreso", "percentuale lineare", "reddito mensile", "franchigia", "con l'indennità", "indennità",
	"nessuna quota", "l'importo mensile vale la parte di mese dell'intervento, tolte le sospensioni", "ISEE", "attestazione ISEE",
	"percentuale senza ISEE", "manca l'ISEE: si chiede la quota massima", "oltre l'ultima fascia", "tabella delle fasce", "fino a",
	"percentuale minima", "percentuale massima", "ISEE minimo", "ISEE massimo", "posizione tra i due ISEE", "sopra il minimo", "ampiezza",
	"percentuale sulla retta", "salita", "tra le due percentuali", "almeno la minima", "al più la massima",
	"percentuale arrotondata a quattro decimali", "soglia", "quota per unità", "ISEE per importo massimo", "quota per le unità", "esente",
	"ISEE esente fino a", "quota secondo l'ISEE", "sotto la soglia", "ISEE mensile", "mesi", "anno", "oltre la salvaguardia", "salvaguardia",
	"indennità di accompagnamento", "niente è più dovuto", "dati di oggi", "movimento", "dovuto con i dati di oggi", "già liquidato",
	"si paga la differenza tra quanto è dovuto e quanto è già liquidato per il mese", "MENSILE", "BIMESTRALE", "TRIMESTRALE", "QUADRIMESTRALE",
	"SEMESTRALE", "ANNUALE", "segno", "storno", "codice P", "giorni con codice P", "mezza giornata", "assente giustificato", "assente ingiustificato",
	"ricovero ospedaliero", "rientro in famiglia", "vacanza o soggiorno", "parte sociale del periodo",
}

// posti are the places of the parole.
var posti = func() map[string]int {
	out := map[string]int{}
	for n, p := range parole {
		out[p] = n
	}
	return out
}()
