package appunto_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"

	"siss/models"
	"siss/models/appunto"
	"siss/models/dbtest"
)

var adesso = time.Date(2026, 11, 22, 9, 31, 0, 0, time.UTC)

func salva(t *testing.T, m *dbtest.Mondo, chi string, a appunto.Appunto) error {
	t.Helper()
	return m.Fai(t, chi, func(tx *gorm.DB, chi models.Chi) error { return appunto.Salva(tx, chi, a) })
}

func TestADraftIsFoundAgainByItsOperatoreAlone(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	a := appunto.Appunto{Chiave: "/domande/nuova?soggetto=" + m.Soggetto, AttoID: uuid.NewString(), SalvatoIl: adesso,
		Valori: url.Values{"note": {"prima\nseconda"}, "versione": {"3"}, "tipi": {"A", "B"}}}
	for _, note := range []string{"bozza", "prima\nseconda"} {
		a.Valori.Set("note", note)
		if err := salva(t, m, m.Amministrativo, a); err != nil {
			t.Fatal(err)
		}
	}
	chi := m.Chi(t, m.Amministrativo)
	got, err := appunto.Leggi(m.DB, chi, a.Chiave, adesso)
	if err != nil || !got.SalvatoIl.Equal(adesso) || got.AttoID != a.AttoID || got.Versione != "3" || !cmp.Equal(got.Valori, a.Valori) {
		t.Errorf("Leggi = %+v, %v, want %+v", got, err, a)
	}
	trovati, err := appunto.Trova(m.DB, chi, []string{"/altrove", a.Chiave}, adesso)
	if err != nil || len(trovati) != 1 || trovati[0].Chiave != a.Chiave || trovati[0].Valori != nil {
		t.Errorf("Trova = %+v, %v", trovati, err)
	}
	collega := m.Chi(t, m.Collega)
	if _, err := appunto.Leggi(m.DB, collega, a.Chiave, adesso); models.KindOf(err) != models.NotFound {
		t.Errorf("a colleague reads the draft: %v", err)
	}
	if trovati, err := appunto.Trova(m.DB, collega, []string{a.Chiave}, adesso); err != nil || len(trovati) != 0 {
		t.Errorf("a colleague finds the draft: %v %v", trovati, err)
	}
	if err := appunto.Elimina(m.DB, collega, a.Chiave); err != nil {
		t.Fatal(err)
	}
	if _, err := appunto.Leggi(m.DB, chi, a.Chiave, adesso); err != nil {
		t.Errorf("a colleague threw the draft away: %v", err)
	}
	for range 2 {
		if err := appunto.Elimina(m.DB, chi, a.Chiave); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := appunto.Leggi(m.DB, chi, a.Chiave, adesso); models.KindOf(err) != models.NotFound {
		t.Errorf("the draft is still there: %v", err)
	}
	var eventi int
	if err := m.DB.Raw(`SELECT count(*) FROM evento WHERE entita = 'appunto'`).Scan(&eventi).Error; err != nil || eventi != 0 {
		t.Errorf("%d audit rows of drafts (%v), want none: they are scratch paper", eventi, err)
	}
}

func TestADraftExpiresAndTheOldestGoFirst(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	chi := m.Chi(t, m.Amministrativo)
	giorni := func(n int) time.Time { return adesso.Add(time.Duration(n) * 24 * time.Hour) }
	for n := range 60 {
		if err := salva(t, m, m.Amministrativo, appunto.Appunto{Chiave: fmt.Sprintf("/modulo/%02d", n), SalvatoIl: adesso.Add(time.Duration(n) * time.Minute)}); err != nil {
			t.Fatal(err)
		}
	}
	var chiavi []string
	if err := m.DB.Raw(`SELECT chiave FROM appunto ORDER BY chiave`).Scan(&chiavi).Error; err != nil {
		t.Fatal(err)
	}
	if len(chiavi) != 50 || chiavi[0] != "/modulo/10" {
		t.Errorf("%d drafts from %s, want the fifty latest", len(chiavi), chiavi[0])
	}
	if _, err := appunto.Leggi(m.DB, chi, "/modulo/50", giorni(30)); err != nil {
		t.Errorf("after thirty days: %v", err)
	}
	if _, err := appunto.Leggi(m.DB, chi, "/modulo/50", giorni(31)); models.KindOf(err) != models.NotFound {
		t.Errorf("after thirty-one days: %v", err)
	}
	if trovati, err := appunto.Trova(m.DB, chi, chiavi, giorni(31)); err != nil || len(trovati) != 0 {
		t.Errorf("after thirty-one days %d are found (%v)", len(trovati), err)
	}
	if err := salva(t, m, m.Collega, appunto.Appunto{Chiave: "/modulo", SalvatoIl: giorni(31)}); err != nil {
		t.Fatal(err)
	}
	var restano int
	if err := m.DB.Raw(`SELECT count(*) FROM appunto`).Scan(&restano).Error; err != nil || restano != 1 {
		t.Errorf("%d drafts are kept (%v), want that of the colleague alone", restano, err)
	}
}

func TestADraftHasLimits(t *testing.T) {
	t.Parallel()
	m := dbtest.Nuovo(t, dbtest.Open(t))
	molti := url.Values{}
	for n := range 2001 {
		molti.Set(fmt.Sprint(n), "")
	}
	for nome, a := range map[string]appunto.Appunto{
		"no key": {}, "long key": {Chiave: "/" + strings.Repeat("a", 500)}, "too many values": {Chiave: "/a", Valori: molti},
		"too long": {Chiave: "/a", Valori: url.Values{"note": {strings.Repeat("à", 60_000)}}},
	} {
		a.SalvatoIl = adesso
		if err := salva(t, m, m.Amministrativo, a); models.KindOf(err) != models.Invalid {
			t.Errorf("%s: %v, want a refusal", nome, err)
		}
	}
	sporco := appunto.Appunto{Chiave: "/a", AttoID: "no uuid", SalvatoIl: adesso, Valori: url.Values{"no\x00te": {"a\x00b\xffc\x07", strings.Repeat(`"\`, 49_000)}}}
	if err := salva(t, m, m.Amministrativo, sporco); err != nil {
		t.Fatal(err)
	}
	got, err := appunto.Leggi(m.DB, m.Chi(t, m.Amministrativo), "/a", adesso)
	if err != nil || got.Valori["note"][0] != "abc" || got.AttoID != "" {
		t.Errorf("Leggi = %q %q, %v", got.Valori["note"][0], got.AttoID, err)
	}
}
