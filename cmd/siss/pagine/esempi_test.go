package pagine

import (
	"strings"
	"testing"

	"gorm.io/gorm"

	"siss/models"
)

// esempi are the addresses at which each GET route is asked, by its pattern.
// A new route needs a line here, with as many addresses as it has ways to read:
// filters, pages, kinds. What is between braces is replaced by segnaposti.
var esempi = map[string][]string{
	"/": {"", "?lista=miei", "?lista=uffici&pagina=3", "?lista=uffici&tipo=VALUTA_DOMANDA", "?tipo=AVVIA_ISTRUTTORIA", "?lista=liberi&scadenza=mese&ordine=-eta",
		"?lista=coordinati&eta=31-60&operatore=nessuno", "?lista=coordinati&ordine=soggetto", "?scadenza=scaduti&ordine=tipo&dal=2026-01-01&al=2026-12-31",
		"?testo={cognome}", "?testo={anno}/12", "?testo=12&ordine=-soggetto"},
	"/cerca":              {"", "?q={cognome}", "?q={cf}", "?q=2026/12", "?q=1234"},
	"/cerca/suggerimenti": {"", "?q={cognome}", "?q={cf}", "?q=2026/12", "?q=1234", "?q=domanda+12"},
	"/esegui":             {"?comando=/soggetti"},
	"/soggetti":           {"", "?cognome={cognome}", "?cognome={cognome}&nome={nome}", "?nome={nome}", "?codiceFiscale={cf}", "?codice=12", "?pagina=3"},

	"/assistenza":                 {""},
	"/manuale":                    {""},
	"/manuale/:capitolo":          {"/manuale/02-soggetti"},
	"/manuale/immagini/:immagine": {"/manuale/immagini/home.png"},
	"/soggetti/nuovo":             {""},
	"/soggetti/:id":               {"/soggetti/{soggetto}"},
	"/soggetti/:id/relazioni/:relazioneId/chiudi": {"/soggetti/{imparentato}/relazioni/{relazione}/chiudi"},
	"/soggetti/:id/residenze/:residenzaId/chiudi": {"/soggetti/{residente}/residenze/{residenza}/chiudi"},
	"/soggetti/:id/modifica":                      {"/soggetti/{soggetto}/modifica"},
	"/soggetti/:id/relazioni":                     {"/soggetti/{soggetto}/relazioni?altroId={altro}"},
	"/soggetti/:id/relazioni/nuova":               {"/soggetti/{soggetto}/relazioni/nuova?cognome={cognome}"},
	"/soggetti/anpr":                              {"", "?soggetto={soggetto}"},
	"/soggetti/anpr/consultazioni":                {"", "?pagina=2", "?dal={mese}-01&al={mese}-28"},
	"/soggetti/anpr/importa":                      {""},
	"/soggetti/anpr/nuova":                        {""},
	"/strutture":                                  {"", "?tipologia=Casa+di+riposo", "?comune=Roma"},

	"/domande":                                  {"", "?soggettoId={soggetto}", "?stato=PRESENTATA", "?anno={anno}&numero=1", "?pagina=3"},
	"/domande/nuova":                            {"?soggetto={soggetto}"},
	"/domande/:id":                              {"/domande/{domanda}", "/domande/{accolta}", "/domande/{bozza}"},
	"/domande/:id/assegna":                      {"/domande/{domanda}/assegna"},
	"/domande/:id/avvia":                        {"/domande/{domanda}/avvia"},
	"/domande/:id/comunica":                     {"/domande/{accolta}/comunica"},
	"/domande/:id/integrazioni":                 {"/domande/{domanda}/integrazioni"},
	"/domande/:id/integrazioni-ricevute":        {"/domande/{domanda}/integrazioni-ricevute"},
	"/domande/:id/preavviso":                    {"/domande/{domanda}/preavviso"},
	"/domande/:id/osservazioni":                 {"/domande/{domanda}/osservazioni"},
	"/domande/:id/modifica":                     {"/domande/{bozza}/modifica"},
	"/domande/:id/presenta":                     {"/domande/{bozza}/presenta"},
	"/domande/:id/richieste/:richiestaId/esito": {"/domande/{domanda}/richieste/{richiesta}/esito"},

	"/interventi":                          {"", "?natura=ECONOMICO", "?stato=ATTIVO&pagina=2", "?soggettoId={soggetto}", "?anno={anno}&numero=1"},
	"/interventi/nuovo":                    {"?soggetto={soggetto}", "?natura=ECONOMICO&soggetto={soggetto}"},
	"/interventi/nuovo/economico":          {"?soggetto={soggetto}"},
	"/interventi/nuovo/prestazioni":        {"?soggetto={soggetto}"},
	"/interventi/nuovo/struttura":          {"?soggetto={soggetto}"},
	"/interventi/:id":                      {"/interventi/{economico}", "/interventi/{prestazioni}", "/interventi/{struttura}"},
	"/interventi/:id/attiva":               {"/interventi/{bozzaE}/attiva"},
	"/interventi/:id/concludi":             {"/interventi/{economico}/concludi"},
	"/interventi/:id/modifica":             {"/interventi/{bozzaE}/modifica"},
	"/interventi/:id/modifica/economico":   {"/interventi/{bozzaE}/modifica/economico"},
	"/interventi/:id/modifica/prestazioni": {"/interventi/{bozzaP}/modifica/prestazioni"},
	"/interventi/:id/modifica/struttura":   {"/interventi/{bozzaS}/modifica/struttura"},
	"/interventi/:id/riprendi":             {"/interventi/{economico}/riprendi"},
	"/interventi/:id/sospendi":             {"/interventi/{economico}/sospendi"},
	"/tabellone":                           {"", "?mese={mese}&righe=20&pagina=2", "?mese={mese}&tipoInterventoId={tipo}", "?mese={mese}&nome={cognome}"},
	"/tabellone/:id/:data":                 {"/tabellone/{prestazioni}/{mese}-10"},
	"/chiusure":                            {"", "?mese={mese}", "?mese={mese}&stato=APERTO&pagina=2"},
	"/chiusure/:id":                        {"/chiusure/{chiusura}"},
	"/chiusure/:id/firma":                  {"/chiusure/{chiusura}/firma"},
	"/chiusure/:id/riapri":                 {"/chiusure/{chiusura}/riapri"},
	"/chiusure/:id/decidi":                 {"/chiusure/{chiusura}/decidi"},
	"/elaborazioni":                        {""},
	"/elaborazioni/nuova":                  {""},
	"/elaborazioni/:id":                    {"/elaborazioni/{elaborazione}", "/elaborazioni/{definitiva}", "/elaborazioni/{elaborazione}?pagina=2", "/elaborazioni/{elaborazione}?cerca={cognome}"},
	"/elaborazioni/:id/annulla":            {"/elaborazioni/{elaborazione}/annulla"},
	"/elaborazioni/:id/conferma":           {"/elaborazioni/{elaborazione}/conferma"},
	"/elaborazioni/:id/rielabora":          {"/elaborazioni/{elaborazione}/rielabora"},
	"/elaborazioni/:id/ferma":              {"/elaborazioni/{elaborazione}/ferma"},
	"/elaborazioni/:id/prosegui":           {"/elaborazioni/{elaborazione}/prosegui"},
	"/elaborazioni/:id/trasmetti":          {"/elaborazioni/{definitiva}/trasmetti"},
	"/elaborazioni/:id/paga":               {"/elaborazioni/{definitiva}/paga"},
	"/elaborazioni/:id/storna":             {"/elaborazioni/{definitiva}/storna"},
	"/elaborazioni/:id/elenco":             {"/elaborazioni/{definitiva}/elenco"},

	"/domande/:id/stampa":                      {"/domande/{domanda}/stampa"},
	"/domande/:id/documenti":                   {"/domande/{documentata}/documenti"},
	"/domande/:id/documenti/annulla":           {"/domande/{documentata}/documenti/annulla"},
	"/domande/:id/restituisci":                 {"/domande/{domanda}/restituisci"},
	"/documenti/:id":                           {"/documenti/{documento}"},
	"/interventi/:id/stampa":                   {"/interventi/{economico}/stampa"},
	"/interventi/:id/documenti":                {"/interventi/{struttura}/documenti"},
	"/interventi/:id/documenti/annulla":        {"/interventi/{struttura}/documenti/annulla"},
	"/elaborazioni/pagati":                     {"", "?mese={mese}", "?cerca={cognome}"},
	"/elaborazioni/:id/anomalie":               {"/elaborazioni/{elaborazione}/anomalie"},
	"/elaborazioni/:id/anomalie/sistemazione":  {"/elaborazioni/{elaborazione}/anomalie/sistemazione"},
	"/elaborazioni/:id/anomalie/riapertura":    {"/elaborazioni/{elaborazione}/anomalie/riapertura"},
	"/elaborazioni/casi":                       {""},
	"/elaborazioni/casi/:id":                   {"/elaborazioni/casi/{casi}"},
	"/elaborazioni/casi/:id/ritira":            {"/elaborazioni/casi/{casi}/ritira"},
	"/elaborazioni/:id/stampa":                 {"/elaborazioni/{elaborazione}/stampa"},
	"/elaborazioni/:id/pagamenti":              {"/elaborazioni/{definitiva}/pagamenti"},
	"/elaborazioni/:id/file/:tipo":             {"/elaborazioni/{definitiva}/file/CSV"},
	"/elaborazioni/:id/esiti":                  {"/elaborazioni/{definitiva}/esiti"},
	"/elaborazioni/:id/esiti/:fileId":          {"/elaborazioni/{definitiva}/esiti/{esiti}"},
	"/elaborazioni/:id/esiti/:fileId/registra": {"/elaborazioni/{definitiva}/esiti/{esiti}/registra"},
	"/interventi/:id/modalita":                 {"/interventi/{economico}/modalita"},
	"/interventi/:id/cambia-regola":            {"/interventi/{economico}/cambia-regola"},
	"/interventi/:id/cambia-quota":             {"/interventi/{struttura}/cambia-quota"},
	"/interventi/:id/riattiva-modalita":        {"/interventi/{economico}/riattiva-modalita"},
	"/enti/:id/conferma":                       {"/enti/{pagatore}/conferma"},
	"/api/v1/elaborazioni/:id/esiti":           {"/api/v1/elaborazioni/{definitiva}/esiti"},
	"/api/v1/elaborazioni/:id/esiti/:fileId":   {"/api/v1/elaborazioni/{definitiva}/esiti/{esiti}"},
	"/api/v1/enti/:id/regole-conferma":         {"/api/v1/enti/{pagatore}/regole-conferma"},
	"/enti/:id/tesoreria":                      {"/enti/{pagatore}/tesoreria"},
	"/soggetti/:id/estratto":                   {"/soggetti/{soggetto}/estratto?dal={anno}-01&al={anno}-12"},
	"/erogatori/:id/estratto":                  {"/erogatori/{erogatore}/estratto?dal={anno}-01&al={anno}-12"},
	"/moduli/rientro":                          {""},
	"/compiti/:id/riassegnazione":              {"/compiti/{compito}/riassegnazione"},
	"/cruscotto":                               {""},
	"/notifiche":                               {"", "?stato=da-leggere", "?stato=lette&tipo=DOMANDA_ESITO", "?pagina=2"},
	"/notifiche/:id":                           {"/notifiche/{notifica}"},
	"/viste":                                   {""},
	"/viste/nuova":                             {"?lista=miei"},
	"/viste/:id/nome":                          {"/viste/{vista}/nome"},
	"/api/v1/cruscotto":                        {""},
	"/api/v1/notifiche":                        {"?stato=da-leggere"},
	"/api/v1/viste":                            {""},
	"/api/v1/compiti":                          {"", "?miei=true", "?tipo=VALUTA_DOMANDA&pagina=2"},
	"/api/v1/casi-di-prova":                    {""},
	"/api/v1/casi-di-prova/:id/esito":          {"/api/v1/casi-di-prova/{casi}/esito"},
	"/api/v1/comuni":                           {"?q=roma"},
	"/api/v1/distretti":                        {""},
	"/api/v1/domande":                          {"", "?stato=PRESENTATA", "?soggettoId={soggetto}"},
	"/domande/:id/scarta":                      {"/domande/{bozza}/scarta"},
	"/interventi/:id/scarta":                   {"/interventi/{bozzaE}/scarta"},
	"/api/v1/anpr/consultazioni":               {"", "?dal={mese}-01&al={mese}-28"},
	"/api/v1/soggetti/:id/storia":              {"/api/v1/soggetti/{soggetto}/storia"},
	"/api/v1/domande/:id":                      {"/api/v1/domande/{domanda}"},
	"/api/v1/domande/:id/documenti":            {"/api/v1/domande/{documentata}/documenti"},
	"/api/v1/interventi/:id/documenti":         {"/api/v1/interventi/{struttura}/documenti"},
	"/api/v1/documenti/:id/file":               {"/api/v1/documenti/{documento}/file"},
	"/recuperi":                                {"", "?cerca={cognome}"},
	"/recuperi/:id":                            {"/recuperi/{recupero}"},
	"/recuperi/:id/rateizza":                   {"/recuperi/{recupero}/rateizza"},
	"/recuperi/:id/incassa":                    {"/recuperi/{recupero}/incassa"},
	"/recuperi/:id/inesigibile":                {"/recuperi/{recupero}/inesigibile"},
	"/api/v1/recuperi":                         {"", "?stato=DA_RECUPERARE"},
	"/api/v1/recuperi/:id":                     {"/api/v1/recuperi/{recupero}"},
	"/api/v1/elaborazioni":                     {""},
	"/api/v1/elaborazioni/:id":                 {"/api/v1/elaborazioni/{elaborazione}"},
	"/api/v1/elaborazioni/:id/anomalie":        {"/api/v1/elaborazioni/{elaborazione}/anomalie"},
	"/api/v1/elaborazioni/:id/elenco":          {"/api/v1/elaborazioni/{definitiva}/elenco"},
	"/api/v1/elaborazioni/:id/file":            {"/api/v1/elaborazioni/{definitiva}/file"},
	"/api/v1/elaborazioni/:id/file/:tipo":      {"/api/v1/elaborazioni/{definitiva}/file/CSV"},
	"/api/v1/enti/:id/tesoreria":               {"/api/v1/enti/{pagatore}/tesoreria"},
	"/api/v1/elaborazioni/:id/movimenti":       {"/api/v1/elaborazioni/{elaborazione}/movimenti?pagina=2"},
	"/api/v1/enti":                             {""},
	"/api/v1/erogatori":                        {""},
	"/api/v1/interventi":                       {"", "?natura=STRUTTURA"},
	"/api/v1/interventi/:id":                   {"/api/v1/interventi/{economico}", "/api/v1/interventi/{struttura}"},
	"/api/v1/io":                               {""},
	"/api/v1/operatori":                        {"?enteId={ente}"},
	"/api/v1/soggetti":                         {"?cognome={cognome}", "?codiceFiscale={cf}"},
	"/api/v1/soggetti/:id":                     {"/api/v1/soggetti/{soggetto}"},
	"/api/v1/strutture":                        {""},
	"/api/v1/tabellone":                        {"?mese={mese}"},
	"/api/v1/tariffari":                        {""},
	"/api/v1/tariffari/:id/voci":               {"/api/v1/tariffari/{tariffario}/voci"},
	"/api/v1/tipi-intervento":                  {""},
	"/api/v1/uffici":                           {""},
	"/fondi":                                   {"", "?anno={anno}&cerca=fondo"},
	"/fondi/nuovo":                             {""},
	"/fondi/:id":                               {"/fondi/{fondo}"},
	"/fondi/:id/modifica":                      {"/fondi/{fondo}/modifica"},
	"/fondi/:id/capitolo":                      {"/fondi/{fondo}/capitolo"},
	"/fondi/:id/impegno":                       {"/fondi/{fondo}/impegno"},
	"/impegni/:id":                             {"/impegni/{impegno}", "/impegni/{impegno}?pagina=2"},
	"/impegni/:id/varia":                       {"/impegni/{impegno}/varia"},
	"/impegni/:id/modifica":                    {"/impegni/{impegno}/modifica"},
	"/interventi/:id/collega":                  {"/interventi/{economico}/collega"},
	"/interventi/:id/scollega":                 {"/interventi/{economico}/scollega"},
	"/api/v1/fondi":                            {"", "?origine=FNPS"},
	"/api/v1/fondi/:id":                        {"/api/v1/fondi/{fondo}"},
	"/api/v1/impegni/:id":                      {"/api/v1/impegni/{impegno}"},
	"/api/v1/impegni/:id/utilizzi":             {"/api/v1/impegni/{impegno}/utilizzi"},
	"/api/v1/interventi/:id/impegni":           {"/api/v1/interventi/{economico}/impegni"},
	"/api/v1/chiusure":                         {"", "?mese={mese}&stato=APERTO"},
	"/api/v1/chiusure/:id":                     {"/api/v1/chiusure/{chiusura}"},
	"/elaborazioni/tabelle-isee":               {""},
	"/elaborazioni/tabelle-isee/nuova":         {""},
	"/api/v1/tabelle-isee":                     {""},
	"/tariffari":                               {""},
	"/tariffari/:id":                           {"/tariffari/{tariffario}"},
	"/tariffari/:id/voci":                      {"/tariffari/{tariffario}/voci"},
	"/tariffari/:id/attiva":                    {"/tariffari/{tariffario}/attiva"},
	"/movimenti/:id":                           {"/movimenti/{movimento}"},
}

// senzaEsempio are the routes that show nothing of an ente, with why.
var senzaEsempio = map[string]string{
	"/accesso":             "the login of a development machine, closed elsewhere",
	"/static/*percorso":    "files of the program",
	"/healthz":             "asks nothing of the database",
	"/readyz":              "pings the database",
	"/api/v1/status":       "pings the database",
	"/api/v1/openapi.json": "the contract",
	"/api/v1/openapi.yaml": "the contract",
}

// segnaposti finds in the largest ente of a region, and in its district, what
// the addresses are about.
func segnaposti(t testing.TB, db *gorm.DB, ente string) *strings.Replacer {
	t.Helper()
	var coppie []string
	for nome, sql := range map[string]string{
		"ente":         `SELECT ?::text`,
		"soggetto":     `SELECT soggetto_id FROM intervento WHERE ente_id = ? AND domanda_id IS NOT NULL ORDER BY id LIMIT 1`,
		"altro":        `SELECT altro_id FROM relazione WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"imparentato":  `SELECT soggetto_id FROM relazione WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"relazione":    `SELECT id FROM relazione WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"residente":    `SELECT soggetto_id FROM residenza WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"residenza":    `SELECT id FROM residenza WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"cognome":      `SELECT cognome FROM soggetto WHERE ente_id = ? GROUP BY cognome ORDER BY count(*) DESC, cognome LIMIT 1`,
		"nome":         `SELECT nome FROM soggetto WHERE ente_id = ? GROUP BY nome ORDER BY count(*) DESC, nome LIMIT 1`,
		"cf":           `SELECT left(codice_fiscale, 8) FROM soggetto WHERE ente_id = ? ORDER BY codice LIMIT 1`,
		"domanda":      `SELECT id FROM domanda WHERE ente_id = ? AND stato = 'IN_ISTRUTTORIA' ORDER BY id LIMIT 1`,
		"accolta":      `SELECT id FROM domanda WHERE ente_id = ? AND stato IN ('ACCOLTA', 'CHIUSA') ORDER BY stato, id LIMIT 1`,
		"bozza":        `SELECT id FROM domanda WHERE ente_id = ? AND stato = 'BOZZA' ORDER BY id LIMIT 1`,
		"documentata":  `SELECT domanda_id FROM allegato WHERE ente_id = ? AND domanda_id IS NOT NULL ORDER BY id LIMIT 1`,
		"documento":    `SELECT id FROM allegato WHERE ente_id = ? AND domanda_id IS NOT NULL ORDER BY id LIMIT 1`,
		"richiesta":    `SELECT r.id FROM richiesta r JOIN domanda d ON d.id = r.domanda_id WHERE d.ente_id = ? AND d.stato = 'IN_ISTRUTTORIA' ORDER BY d.id LIMIT 1`,
		"economico":    perNatura("ECONOMICO"),
		"prestazioni":  perNatura("PRESTAZIONI"),
		"struttura":    perNatura("STRUTTURA"),
		"bozzaE":       inBozza("ECONOMICO"),
		"bozzaP":       inBozza("PRESTAZIONI"),
		"bozzaS":       inBozza("STRUTTURA"),
		"tipo":         `SELECT tipo_intervento_id FROM intervento WHERE ente_id = ? AND natura = 'PRESTAZIONI' ORDER BY id LIMIT 1`,
		"elaborazione": `SELECT e.id FROM elaborazione e JOIN ente x ON x.pagatore_id = e.ente_id WHERE x.id = ? AND e.stato = 'PROVVISORIA'`,
		"chiusura":     `SELECT id FROM chiusura_mese WHERE ente_id = ? ORDER BY id LIMIT 1`,
		"recupero":     `SELECT r.id FROM recupero r JOIN ente x ON x.pagatore_id = r.ente_id WHERE x.id = ? ORDER BY r.id LIMIT 1`,
		"fondo":        `SELECT f.id FROM fondo f JOIN ente x ON x.pagatore_id = f.ente_id WHERE x.id = ? ORDER BY f.id LIMIT 1`,
		"impegno":      `SELECT i.id FROM impegno i JOIN ente x ON x.pagatore_id = i.ente_id WHERE x.id = ? ORDER BY i.id LIMIT 1`,
		"definitiva":   `SELECT e.id FROM elaborazione e JOIN ente x ON x.pagatore_id = e.ente_id WHERE x.id = ? AND e.stato = 'DEFINITIVA'`,
		"esiti":        `SELECT f.id FROM file_esiti f JOIN ente x ON x.pagatore_id = f.ente_id WHERE x.id = ? ORDER BY f.id LIMIT 1`,
		"pagatore":     `SELECT pagatore_id FROM ente WHERE id = ?`,
		"erogatore":    `SELECT i.erogatore_id FROM intervento i WHERE i.ente_id = ? AND i.erogatore_id IS NOT NULL ORDER BY i.id LIMIT 1`,
		"tariffario":   `SELECT t.id FROM tariffario t JOIN ente x ON x.padre_id = t.ente_id WHERE x.id = ? ORDER BY t.codice LIMIT 1`,
		"compito":      `SELECT id FROM compito WHERE ente_id = ? AND chiuso_il IS NULL AND tipo <> 'PRENDI_VISIONE' ORDER BY id LIMIT 1`,
		"movimento": `SELECT m.id FROM movimento m JOIN elaborazione e ON e.id = m.elaborazione_id JOIN intervento i ON i.id = m.intervento_id
			WHERE i.ente_id = ? AND e.confermata_il IS NOT NULL ORDER BY m.id LIMIT 1`,
		"casi":     `SELECT id FROM casi_di_prova WHERE ente_id = ?`,
		"vista":    suoDi("vista"),
		"notifica": suoDi("notifica"),
		"mese":     `SELECT to_char(max(e.dal), 'YYYY-MM') FROM elaborazione e WHERE ? <> ''`,
		"anno":     `SELECT max(anno)::text FROM domanda WHERE ente_id = ?`,
	} {
		righe, err := models.Tutte[string](db, sql, ente)
		riesce(t, err)
		if len(righe) != 1 || righe[0] == "" {
			t.Fatalf("the region has no %s", nome)
		}
		coppie = append(coppie, "{"+nome+"}", righe[0])
	}
	return strings.NewReplacer(coppie...)
}

// suoDi chooses what belongs to the operatore amministrativo who asks.
func suoDi(tabella string) string {
	return `SELECT x.id FROM ` + tabella + ` x JOIN abilitazione a ON a.operatore_id = x.operatore_id
		WHERE a.ente_id = ? AND a.ruolo = 'OPERATORE_AMMINISTRATIVO' ORDER BY a.id, x.id LIMIT 1`
}

func perNatura(natura string) string {
	return `SELECT id FROM intervento WHERE ente_id = ? AND stato = 'ATTIVO' AND natura = '` + natura + `' ORDER BY domanda_id IS NULL, id LIMIT 1`
}

func inBozza(natura string) string {
	return `SELECT id FROM intervento WHERE ente_id = ? AND stato = 'BOZZA' AND natura = '` + natura + `' ORDER BY id LIMIT 1`
}

// indirizzi are the addresses of a route. One that begins with the query is of
// the route's own path.
func indirizzi(rotta string, riempi *strings.Replacer) []string {
	var out []string
	for _, e := range esempi[rotta] {
		if !strings.HasPrefix(e, "/") {
			e = rotta + e
		}
		out = append(out, riempi.Replace(e))
	}
	return out
}
