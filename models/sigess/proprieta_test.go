package sigess_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"gorm.io/gorm"
	"pgregory.net/rapid"

	"siss/models"
	"siss/models/calcolo"
	"siss/models/dbtest"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// mondi is how many generated worlds each property is asked of: each is a
// database of its own with its runs.
const mondi = 6

// mesiProva are the months that a generated world runs, and then corrects.
var mesiProva = []string{"2024-01", "2024-02", "2024-03"}

// fatti are what the interventi of a small world are, and what changes of them
// after each month was paid.
type fatti struct {
	Inizio   int // day of January on which the contribution begins
	Importo  int64
	Criterio calcolo.Criterio
	Minuti   []int // of the accessi, from 02/01 each six days
	Presenze []int // days of January in the struttura
	Cambi    [][]cambio
}

// cambio is a fact that changes: what, and to what.
type cambio struct {
	Cosa   string
	Valore int64
}

var unMondo = rapid.Custom(func(t *rapid.T) fatti {
	f := fatti{Inizio: rapid.IntRange(1, 31).Draw(t, "inizio"), Importo: rapid.Int64Range(1, 100_000).Draw(t, "importo"),
		Criterio: rapid.SampledFrom([]calcolo.Criterio{calcolo.Nessuno, calcolo.GiorniEffettivi, calcolo.Trentesimi, calcolo.MezzoMese, calcolo.Soglia15}).Draw(t, "criterio"),
		Minuti:   rapid.SliceOfN(rapid.IntRange(1, 600), 1, 14).Draw(t, "minuti"),
		Presenze: rapid.SliceOfNDistinct(rapid.IntRange(5, 31), 1, 8, rapid.ID[int]).Draw(t, "presenze")}
	for range mesiProva {
		f.Cambi = append(f.Cambi, rapid.SliceOfN(rapid.Custom(func(t *rapid.T) cambio {
			return cambio{rapid.SampledFrom([]string{"regola", "tariffa", "retta", "quota", "sospensione", "cambio di regola", "cambio di quota"}).Draw(t, "cosa"), rapid.Int64Range(1, 100_000).Draw(t, "valore")}
		}), 0, 2).Draw(t, "cambi"))
	}
	return f
})

// abita makes the interventi of a world and what was delivered, and returns them
// by what they are called in its sums.
func (f fatti) abita(t *testing.T, m *dbtest.Mondo) map[string]string {
	t.Helper()
	giorno := func(n int) string { return periodo.MustParse("2024-01-01").Piu(n - 1).String() }
	nomi := map[string]string{
		"contributo":  attiva(t, m, m.Economico(giorno(f.Inizio), 10000)),
		"domiciliare": attiva(t, m, m.Prestazioni("2024-01-01")),
		"struttura":   attiva(t, m, m.InStruttura("2024-01-05")),
	}
	riesce(t, scrivi(t, m, `UPDATE regola_pagamento SET importo = ?, criterio_rateo = ? WHERE intervento_id = ?`, f.Importo, f.Criterio, nomi["contributo"]))
	for n, minuti := range f.Minuti {
		riesce(t, registra(t, m, m.Amministrativo, nomi["domiciliare"], giorno(2+6*n), "ASS_DOM", 0, minuti))
	}
	for _, g := range f.Presenze {
		riesce(t, registra(t, m, m.Amministrativo, nomi["struttura"], giorno(g), "RETTA", 100, 0))
	}
	return nomi
}

// cambia applies what changes after the nth month.
func (f fatti) cambia(t *testing.T, m *dbtest.Mondo, nomi map[string]string, n int) {
	t.Helper()
	for k, c := range f.Cambi[n] {
		sql, args := "", []any{c.Valore}
		switch c.Cosa {
		case "cambio di regola":
			cambiaQualcheRegola(t, m, nomi["contributo"], c.Valore)
			continue
		case "cambio di quota":
			dal := periodo.MustParse("2024-01-05").Piu(int(c.Valore % 80))
			percentuale := aliquota(euro.Aliquota(c.Valore % 10001))
			if err := cambiaQuota(t, m, nomi["struttura"], sigess.ModuloQuota{Metodo: "PERCENTUALE", Percentuale: percentuale, Dal: dal}); models.KindOf(err) != models.Invalid {
				riesce(t, err)
			} // refused when it is as it was
			continue
		case "regola":
			sql, args = `UPDATE regola_pagamento SET importo = ? WHERE intervento_id = ?`, append(args, nomi["contributo"])
		case "tariffa":
			sql = `UPDATE voce_tariffario SET tariffa = ? * 3 WHERE prestazione = 'ASS_DOM'`
		case "retta":
			sql = `UPDATE voce_tariffario SET tariffa = ? * 7 WHERE prestazione = 'RETTA'`
		case "quota":
			sql, args = `UPDATE quota_utente SET percentuale = ? % 10001 WHERE intervento_id = ?`, append(args, nomi["struttura"])
		case "sospensione":
			dal := periodo.MustParse("2024-01-01").Piu(31*n + 12*k + int(c.Valore%5))
			sql = `INSERT INTO sospensione (id, ente_id, intervento_id, dal, al, motivo) SELECT gen_random_uuid(), ente_id, id, ?, ?, 'RICOVERO' FROM intervento WHERE id = ?`
			args = []any{dal, dal.Piu(int(c.Valore % 6)), nomi["contributo"]}
		}
		riesce(t, scrivi(t, m, sql, args...))
	}
}

// cambiaQualcheRegola changes the rule that holds on a day of the first months: a
// day that cannot be is moved to the first of its month, and refused before the
// contribution begins.
func cambiaQualcheRegola(t *testing.T, m *dbtest.Mondo, id string, valore int64) {
	t.Helper()
	c, err := sigess.CassettiDi(m.DB, intervento(t, m, id))
	riesce(t, err)
	dal := periodo.MustParse("2024-01-01").Piu(int(valore % 90))
	for _, giorno := range []periodo.Data{dal, dal.Mese().Inizio()} {
		for _, r := range c.RegoleRegistrate {
			if r.Superata != nil || !(periodo.Intervallo{Dal: r.Dal, Al: r.Al}).Contiene(giorno) {
				continue
			}
			err := cambiaRegola(t, m, id, r.Progressivo, giorno.String(), euro.Importo(valore+7))
			if models.KindOf(err) != models.Invalid {
				riesce(t, err)
				return
			}
		}
	}
}

// pagato sums, for each voce of a month of an intervento, what confirmed runs pay.
func pagato(t *testing.T, m *dbtest.Mondo, nomi map[string]string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for nome, id := range nomi {
		var righe []struct{ Mese, Voce, Importi string }
		riesce(t, m.DB.Raw(`SELECT to_char(mese_competenza, 'YYYY-MM') AS mese, voce, concat_ws(' ', sum(imponibile), sum(iva), sum(totale), sum(quota_utente)) AS importi
			FROM movimento WHERE intervento_id = ? AND stato = 'DEFINITIVO' GROUP BY mese_competenza, voce
			HAVING sum(imponibile) <> 0 OR sum(iva) <> 0 OR sum(quota_utente) <> 0`, id).Scan(&righe).Error)
		for _, r := range righe {
			out[nome+" "+r.Mese+" "+r.Voce] = r.Importi
		}
	}
	return out
}

// domain c.3 and c.9, 26: whatever was paid first and corrected later, in all
// each key is paid what is due with the data of today.
func TestPayingLateCorrectedByRunsIsPayingRightAtFirst(t *testing.T) {
	t.Parallel()
	for n := range mondi {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			f := unMondo.Example(n)
			tardi, subito := dbtest.Nuovo(t, dbtest.Open(t)), dbtest.Nuovo(t, dbtest.Open(t))
			nomiTardi, nomiSubito := f.abita(t, tardi), f.abita(t, subito)
			for k, mese := range mesiProva {
				f.cambia(t, subito, nomiSubito, k)
				liquida(t, tardi, mese)
				f.cambia(t, tardi, nomiTardi, k)
			}
			liquida(t, tardi, "2024-04")
			for _, mese := range append(mesiProva, "2024-04") {
				liquida(t, subito, mese)
			}
			if diff := cmp.Diff(pagato(t, subito, nomiSubito), pagato(t, tardi, nomiTardi)); diff != "" {
				t.Errorf("%+v: paid (-right at first +corrected):\n%s", f, diff)
			}
			if altro := differenze(t, tardi, elabora(t, tardi, "2024-03", 200)); len(altro) > 0 {
				t.Errorf("with no new facts a run pays %v", altro)
			}
			if spiegati(t, tardi) == 0 {
				t.Error("no line to explain")
			}
		})
	}
}

// domain c.9, 19 and c.1: what a simulation says is what the run then writes, and
// a storno is the opposite of each line.
func TestASimulationSaysWhatIsWrittenAndAStornoItsOpposite(t *testing.T) {
	t.Parallel()
	for n := range mondi {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			f := unMondo.Example(1000 + n)
			m := dbtest.Nuovo(t, dbtest.Open(t))
			nomi := f.abita(t, m)
			var ultima string
			for k, mese := range mesiProva {
				prova := elaboraPeriodo(t, m, sigess.ModuloElaborazione{EnteID: m.Distretto, Dal: periodo.MustParseMese(mese), Simulazione: true}, 1+n%3)
				want := alberate(t, m, prova, 1)
				ultima = liquida(t, m, mese)
				if diff := cmp.Diff(want, alberate(t, m, ultima, 1)); diff != "" {
					t.Errorf("%s (-simulated +written):\n%s", mese, diff)
				}
				f.cambia(t, m, nomi, k)
			}
			storno := uuid.NewString()
			riesce(t, contabile(t, m, func(tx *gorm.DB, chi models.Chi) error {
				return sigess.Storna(tx, chi, ultima, storno, sigess.ModuloStorno{Motivo: "prova"}, adesso)
			}))
			if diff := cmp.Diff(alberate(t, m, ultima, -1), alberate(t, m, storno, 1)); diff != "" {
				t.Errorf("storno (-opposite +written):\n%s", diff)
			}
			spiegati(t, m)
		})
	}
}

// alberate are the lines of a run by their key, times a sign, each with what its
// tree comes to.
func alberate(t *testing.T, m *dbtest.Mondo, id string, segno int64) map[string][]int64 {
	t.Helper()
	var righe []struct {
		sigess.Movimento
		Albero string
	}
	riesce(t, m.DB.Raw(`SELECT m.*, s.albero FROM movimento m JOIN spiegazione s ON s.movimento_id = m.id WHERE m.elaborazione_id = ?`, id).Scan(&righe).Error)
	out := map[string][]int64{}
	for _, r := range righe {
		s, err := calcolo.Decompatta([]byte(r.Albero))
		riesce(t, err)
		importo, err := s.Importo()
		riesce(t, err)
		k := r.InterventoID + " " + r.MeseCompetenza.String() + " " + r.Voce
		for _, v := range []int64{int64(r.Imponibile), int64(r.IVA), int64(r.Totale), int64(r.QuotaUtente), int64(importo)} {
			out[k] = append(out[k], segno*v)
		}
	}
	return out
}
