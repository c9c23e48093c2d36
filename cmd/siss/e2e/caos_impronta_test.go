package e2e

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"gorm.io/gorm"

	"siss/models"
)

// senzaPeso are the columns in which two runs alike differ, by table:
//   - ids that are drawn, or follow from the id of the run, and what refers to them;
//   - days counted from the one on which the run was made;
//   - the bytes of files and their hash, which are compared apart.
//
// Of instants only whether they are there is compared. The ids of the run and of
// its storno are everywhere replaced by their names. Sessions are left out, the
// audit is told as what was done to what by whom (evento), the counts of tasks as
// their sums, since they are kept as differences (compito_conto), and a tree is
// told of the line that it explains and without the ids of others (spiegazione).
var senzaPeso = map[string][]string{
	"movimento": {"id"}, "disposizione": {"id"}, "anomalia": {"id"}, "recupero": {"id"}, "notifica": {"id"},
	"atto":          {"id"},
	"compito":       {"id", "scade"},
	"elaborazione":  {"documento_id"},
	"documento":     {"id", "sha256", "contenuto"},
	"file_distinta": {"id"},
}

// raccolte are the tables of which not the rows are compared.
var raccolte = map[string]string{
	"evento": `SELECT jsonb_build_array(operatore_id, azione, ente_id, uo_id, entita, tipo, count(*))::text AS riga FROM evento
		GROUP BY operatore_id, azione, ente_id, uo_id, entita, tipo`,
	"compito_conto": `SELECT jsonb_build_array(ente_id, uo_id, tipo, sum(aperti), sum(presi))::text AS riga FROM compito_conto
		GROUP BY ente_id, uo_id, tipo HAVING sum(aperti) <> 0 OR sum(presi) <> 0`,
	"spiegazione": `SELECT jsonb_build_array(x.anno, x.numero, m.intervento_id, m.mese_competenza, m.voce, m.totale,
			regexp_replace(s.albero::text, 'movimento/[0-9a-f-]{36}', 'movimento', 'g'))::text AS riga
		FROM spiegazione s JOIN movimento m ON m.id = s.movimento_id JOIN elaborazione x ON x.id = m.elaborazione_id`,
}

// righeDi is a query of the rows of a table as texts, without what has no weight.
func (v *vitaCorsa) righeDi(t testing.TB, db *gorm.DB, tabella string) string {
	t.Helper()
	if q := raccolte[tabella]; q != "" {
		return q
	}
	istanti, err := models.Tutte[struct{ Nome string }](db, `SELECT column_name AS nome FROM information_schema.columns
		WHERE table_schema = 'public' AND table_name = ? AND data_type LIKE 'timestamp%' ORDER BY 1`, tabella)
	riesce(t, err)
	riga := "to_jsonb(x)"
	for _, c := range senzaPeso[tabella] {
		riga += fmt.Sprintf(" - '%s'", c)
	}
	for _, c := range istanti {
		riga += fmt.Sprintf(" || jsonb_build_object('%[1]s', x.%[1]s IS NOT NULL)", c.Nome)
	}
	return fmt.Sprintf(`SELECT replace(replace((%s)::text, '%s', 'run'), '%s', 'storno') AS riga FROM %q x`, riga, v.id, v.stornoID, tabella)
}

// lascia is a checksum of the rows of each table and of each file, as the run
// left them.
func (v *vitaCorsa) lascia(t testing.TB, db *gorm.DB) impronta {
	t.Helper()
	tabelle, err := models.Tutte[struct{ Nome string }](db, `SELECT table_name AS nome FROM information_schema.tables
		WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> 'sessione'`)
	riesce(t, err)
	out := v.file(t, db, "%")
	if len(out) < 7 {
		t.Fatalf("checksum of %d files only", len(out))
	}
	for _, tab := range tabelle {
		out[tab.Nome] = v.somma(t, db, tab.Nome)
	}
	if len(out) < 40 {
		t.Fatalf("checksum of %d tables and files only", len(out))
	}
	return out
}

// somma is a checksum of the rows of a table.
func (v *vitaCorsa) somma(t testing.TB, db *gorm.DB, tabella string) string {
	t.Helper()
	r, err := models.Una[struct{ Somma string }](db, "no sum", `SELECT count(*) || ' rows ' || coalesce(md5(string_agg(md5(riga), '' ORDER BY md5(riga))), '') AS somma
		FROM (`+v.righeDi(t, db, tabella)+`) x`)
	riesce(t, err)
	return r.Somma
}

// file is a checksum of what each file of a name like come says.
func (v *vitaCorsa) file(t testing.TB, db *gorm.DB, come string) impronta {
	t.Helper()
	documenti, err := models.Tutte[struct {
		Nome      string
		Contenuto []byte
		Suo       bool
	}](db, `SELECT nome, contenuto, sha256 = sha256(contenuto) AS suo FROM documento WHERE nome LIKE ? ORDER BY nome`, come)
	riesce(t, err)
	out := impronta{}
	for _, d := range documenti {
		somma := sha256.Sum256(senzaTempo(t, d.Nome, d.Contenuto))
		out["file "+d.Nome] += fmt.Sprintf("%x hash kept: %t", somma, d.Suo)
	}
	return out
}

// istanteFile are the days and instants at which a file of payments was made:
// that of the message in pain, that of the mandate in OPI.
var istanteFile = regexp.MustCompile(`<(CreDtTm|data_mandato|data_ora_creazione_flusso)>[^<]*<`)

// senzaTempo is what a file says, whenever it was made: of a workbook the cells
// of each sheet, of XML all but the instant at which it was made, of the rest the
// bytes.
func senzaTempo(t testing.TB, nome string, dati []byte) []byte {
	t.Helper()
	switch path.Ext(nome) {
	case ".xlsx":
		return celleDi(t, dati)
	case ".xml":
		return istanteFile.ReplaceAll(dati, []byte("<$1><"))
	}
	return dati
}

func celleDi(t testing.TB, dati []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(dati))
	riesce(t, err)
	defer f.Close()
	var out bytes.Buffer
	for _, foglio := range f.GetSheetList() {
		righe, err := f.Rows(foglio)
		riesce(t, err)
		fmt.Fprintf(&out, "%q\n", foglio)
		for righe.Next() {
			celle, err := righe.Columns(excelize.Options{RawCellValue: true})
			riesce(t, err)
			fmt.Fprintf(&out, "%q\n", celle)
		}
		riesce(t, righe.Close())
	}
	return out.Bytes()
}

// confronta compares what the run left with what the undisturbed one did.
func (v *vitaCorsa) confronta() {
	v.t.Helper()
	v.quiete.RLock()
	defer v.quiete.RUnlock()
	diverse := v.lasciato.diversa(v.lascia(v.t, v.DB))
	for _, d := range diverse {
		v.t.Errorf("a run that was disturbed differs: %s", d)
		tabella, _, _ := strings.Cut(d, ":")
		if strings.HasPrefix(tabella, "file ") {
			continue
		}
		var righe [2][]struct{ Riga string }
		for n, w := range []*vitaCorsa{v.mai, v} {
			var err error
			righe[n], err = models.Tutte[struct{ Riga string }](w.DB, w.righeDi(v.t, w.DB, tabella)+` ORDER BY 1`)
			riesce(v.t, err)
		}
		v.t.Logf("rows (-undisturbed +got):\n%.3000s", cmp.Diff(righe[0], righe[1]))
	}
	if len(diverse) > 0 {
		v.t.Logf("what died: %s", v.morti())
	}
}

func (v *vitaCorsa) morti() string {
	var out []string
	for _, s := range v.segni {
		out = append(out, fmt.Sprintf("%s while %s", s.chi, s.nome))
	}
	return strings.Join(out, ", ")
}

// manomissioni are what a crash could do to the rows of a table, or to the files
// of a name, that a run left.
var manomissioni = map[string]struct {
	dove   string
	fai    []string
	uguale bool
}{
	"a row doubled": {"movimento", []string{
		`DO $$ DECLARE c text; BEGIN FOR c IN SELECT conname FROM pg_constraint WHERE conrelid = 'movimento'::regclass AND contype = 'u' LOOP
			EXECUTE 'ALTER TABLE movimento DROP CONSTRAINT ' || quote_ident(c); END LOOP; END $$`,
		`INSERT INTO movimento SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid()))).* FROM movimento m WHERE elaborazione_id = @corsa AND progressivo = 1`}, false},
	"a row lost": {"movimento", []string{`DELETE FROM movimento WHERE elaborazione_id = @corsa AND progressivo = 3`}, false},
	"a cent moved from a line to another": {"movimento", []string{
		`UPDATE movimento SET imponibile = imponibile + 3 - 2 * progressivo, totale = totale + 3 - 2 * progressivo WHERE elaborazione_id = @corsa AND progressivo IN (1, 2)`}, false},
	"a month given back": {"mese_elaborato", []string{
		`DELETE FROM mese_elaborato WHERE ctid = (SELECT min(ctid) FROM mese_elaborato WHERE elaborazione_id = @corsa)`}, false},
	"a task left open":     {"compito", []string{`UPDATE compito SET chiuso_il = NULL WHERE tipo = 'CONFERMA_ELABORAZIONE' AND oggetto_id = @corsa`}, false},
	"a debt changed":       {"recupero", []string{`UPDATE recupero SET importo = importo + 1 WHERE elaborazione_id = @corsa`}, false},
	"an act audited twice": {"evento", []string{`INSERT INTO evento (azione, ente_id, entita, entita_id, tipo) SELECT azione, ente_id, entita, entita_id, tipo FROM evento WHERE entita_id = @corsa LIMIT 1`}, false},
	"a transfer changed":   {"disposizione", []string{`UPDATE disposizione SET netto = netto + 1 WHERE distinta_id = @corsa AND numero = 1`}, false},
	"a byte of a file":     {"%.csv", []string{`UPDATE documento SET contenuto = set_byte(contenuto, 700, (get_byte(contenuto, 700) + 1) % 256) WHERE nome LIKE '%.csv'`}, false},
	"the hash of a file":   {"%-opi.xml", []string{`UPDATE documento SET sha256 = sha256('altro') WHERE nome LIKE '%-opi.xml'`}, false},
	"other instants only":  {"elaborazione", []string{`UPDATE elaborazione SET confermata_il = confermata_il - interval '1 day' WHERE id = @corsa`}, true},
	"other ids only":       {"anomalia", []string{`UPDATE anomalia SET id = gen_random_uuid() WHERE elaborazione_id = @corsa`}, true},
}

// manomessa spoils what the run left, by each manomissione, and takes it back.
func (v *vitaCorsa) manomessa(t *testing.T) {
	parte := func(t *testing.T, db *gorm.DB, dove string) impronta {
		if strings.Contains(dove, "%") {
			return v.file(t, db, dove)
		}
		return impronta{dove: v.somma(t, db, dove)}
	}
	for nome, m := range manomissioni {
		t.Run(nome, func(t *testing.T) {
			tx := v.DB.Begin()
			riesce(t, tx.Error)
			defer tx.Rollback()
			prima := parte(t, tx, m.dove)
			// As no program may: without the triggers that forbid it.
			riesce(t, tx.Exec(`SET LOCAL session_replication_role = replica`).Error)
			toccate := int64(0)
			for _, sql := range m.fai {
				fatto := tx.Exec(strings.ReplaceAll(sql, "@corsa", "'"+v.id+"'"))
				riesce(t, fatto.Error)
				toccate += fatto.RowsAffected
			}
			diversa := prima.diversa(parte(t, tx, m.dove))
			if toccate == 0 || (len(diversa) == 0) != m.uguale {
				t.Errorf("%d rows touched, differing: %v", toccate, diversa)
			}
		})
	}
	t.Run("a cell of the list", v.cellaMutata)
}

// cellaMutata: of a workbook each cell counts, and not when it was made.
func (v *vitaCorsa) cellaMutata(t *testing.T) {
	d, err := models.Una[struct{ Contenuto []byte }](v.DB, "no list", `SELECT d.contenuto FROM documento d JOIN elaborazione e ON e.documento_id = d.id WHERE e.id = ?`, v.id)
	riesce(t, err)
	for cosa, cambia := range map[string]func(*excelize.File) error{
		"properties": func(f *excelize.File) error {
			return f.SetDocProps(&excelize.DocProperties{Created: "2001-01-01T00:00:00Z"})
		},
		"cell": func(f *excelize.File) error { return f.SetCellValue(f.GetSheetList()[0], "F2", 0.01) },
	} {
		f, err := excelize.OpenReader(bytes.NewReader(d.Contenuto))
		riesce(t, err)
		defer f.Close()
		riesce(t, cambia(f))
		var altro bytes.Buffer
		riesce(t, f.Write(&altro))
		if uguale := bytes.Equal(celleDi(t, d.Contenuto), celleDi(t, altro.Bytes())); uguale != (cosa == "properties") {
			t.Errorf("another %s: the same list is %t", cosa, uguale)
		}
	}
}
