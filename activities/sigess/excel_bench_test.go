package sigess

import (
	"flag"
	"fmt"
	"io"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"siss/models/sigess"
)

var righeElenco = flag.Int("righe", 1_000_000, "lines of the longest list that BenchmarkElenco writes")

// The bars: how long a list may take beside the bare writer of the same cells,
// and how much more memory ten times as many lines may take.
const (
	tempoElenco   = 1.5
	memoriaElenco = 1.5
)

// BenchmarkElenco writes the list of a long run, then the same cells by the bare
// stream writer, and fails below the bars.
func BenchmarkElenco(b *testing.B) {
	fmt.Printf("\n%12s %10s %10s %8s %14s\n", "lines", "list", "bare", "ratio", "memory (MB)")
	var memorie []float64
	for _, n := range []int{*righeElenco / 10, *righeElenco} {
		durata, memoria := misurato(func() { riesce(b, scriviElenco(io.Discard, sigess.Elaborazione{Anno: 2026, Numero: 1}, lungo(n))) })
		nuda, _ := misurato(func() { nudo(b, n) })
		rapporto := durata.Seconds() / nuda.Seconds()
		memorie = append(memorie, memoria)
		fmt.Printf("%12d %10s %10s %8.2f %14.1f\n", n, durata.Round(time.Millisecond), nuda.Round(time.Millisecond), rapporto, memoria)
		if rapporto > tempoElenco {
			b.Errorf("%d lines: %.2f times the bare writer, the bar is %g", n, rapporto, tempoElenco)
		}
	}
	if memorie[1] > memoriaElenco*memorie[0] {
		b.Errorf("memory grows from %.1f to %.1f MB with ten times the lines", memorie[0], memorie[1])
	}
	b.ReportMetric(0, "ns/op")
}

// lungo is a run of n lines, each a little different.
func lungo(n int) fonti {
	modelli := movimentiDiProva()
	return fonti{
		movimenti: func(dopo int) ([]sigess.MovimentoCompleto, error) {
			var out []sigess.MovimentoCompleto
			for k := dopo + 1; k <= min(n, dopo+righePerPagina); k++ {
				m := modelli[k%len(modelli)]
				progressivo := k
				m.Progressivo, m.Totale = &progressivo, m.Totale+1
				m.Intervento = fmt.Sprintf("2024/%d", k)
				out = append(out, m)
			}
			return out, nil
		},
		anomalie: func(int) ([]sigess.Anomalia, error) { return nil, nil },
	}
}

// nudo writes n rows of the cells of a list, ready made, and nothing else.
func nudo(b *testing.B, n int) {
	f := excelize.NewFile()
	defer f.Close()
	st, err := stiliDi(f)
	riesce(b, err)
	var celle [][]any
	for _, m := range movimentiDiProva() {
		riga, err := (&righe{stili: st}).movimento(m)
		riesce(b, err)
		celle = append(celle, riga)
	}
	s, err := f.NewStreamWriter("Sheet1")
	riesce(b, err)
	for k := range n {
		riesce(b, s.SetRow(fmt.Sprintf("A%d", k+1), celle[k%len(celle)]))
	}
	riesce(b, s.Flush())
	riesce(b, f.Write(io.Discard))
}

// misurato tells how long fai takes and the most memory in use meanwhile, in MB,
// above what there was.
func misurato(fai func()) (time.Duration, float64) {
	runtime.GC()
	prima := inUso()
	var massimo atomic.Uint64
	fine := make(chan struct{})
	go func() {
		for orologio := time.Tick(20 * time.Millisecond); ; {
			select {
			case <-fine:
				return
			case <-orologio:
				massimo.Store(max(massimo.Load(), inUso()))
			}
		}
	}()
	inizio := time.Now()
	fai()
	durata := time.Since(inizio)
	close(fine)
	return durata, float64(max(massimo.Load(), prima)-prima) / (1 << 20)
}

func inUso() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

func riesce(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
