package pagine

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"siss/api/atti"
)

// mosse is how many arrow keys are pressed, and prove how many times.
const (
	mosse = 100
	prove = 5
)

// fattaDiTasti presses arrow keys in the grid, up and down and left and right,
// and returns the milliseconds that the page takes to answer them all: the
// handlers, and the layout of what has got the focus. It is -1 when the focus
// does not move, because the grid is not one yet.
const fattaDiTasti = `(async mosse => {
	const prima = document.querySelector("main [role=grid] [tabindex='0'], main table td [tabindex='0'], main table td[tabindex='0']");
	if (!prima) return -1;
	prima.focus();
	const giro = ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowUp", "ArrowLeft"];
	const viste = new Set();
	let tempo = 0;
	for (let n = 0; n < mosse; n++) {
		const inizio = performance.now();
		document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: giro[n % giro.length], bubbles: true, cancelable: true}));
		document.activeElement.getBoundingClientRect();
		tempo += performance.now() - inizio;
		viste.add(document.activeElement);
		await new Promise(r => setTimeout(r));
	}
	return viste.size < 4 ? -1 : tempo;
})`

// BenchmarkTabellone moves in the grid of a month with many rows and with few,
// and prints what the rows cost who types.
func BenchmarkTabellone(b *testing.B) {
	c := nuovoConfronto(b)
	u := utenti(b, c.db, amministrativi)[0]
	indirizzo, err := url.Parse(tabelloni(b, c.db, rand.New(rand.NewPCG(*seme, 0)), u)[0])
	riesce(b, err)
	ctx := cromo(b)
	riesce(b, chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)))
	_, err = chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: atti.CookieSessione, Value: c.seduta(b, u.id), URL: c.web})
	riesce(b, err)
	tempi := map[int][]float64{}
	for range prove {
		for _, righe := range []int{10, 200} {
			q := indirizzo.Query()
			q.Set("righe", fmt.Sprint(righe))
			t := c.tasti(b, ctx, "/tabellone?"+q.Encode())
			if t < 0 {
				fmt.Println("tabellone: arrow keys don't move in the grid of this version")
				return
			}
			tempi[righe] = append(tempi[righe], t)
		}
	}
	mediana := func(righe int) float64 {
		slices.Sort(tempi[righe])
		return tempi[righe][prove/2]
	}
	fmt.Printf("tabellone: %d arrow keys take %.0f ms with 200 rows of 31 days and %.0f ms with 10: ratio %.1f\n",
		mosse, mediana(200), mediana(10), mediana(200)/mediana(10))
	b.ReportMetric(mediana(200)/mediana(10), "ratio")
	b.ReportMetric(0, "ns/op")
}

// tasti opens the grid and presses the keys.
func (c *confronto) tasti(b *testing.B, ctx context.Context, percorso string) float64 {
	b.Helper()
	ctx, fine := context.WithTimeout(ctx, time.Minute)
	defer fine()
	riesce(b, chromedp.Do(ctx, chromedp.Navigate(c.web+percorso), chromedp.WaitReady(chromedp.CSS("main table"))))
	t, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf("%s(%d)", fattaDiTasti, mosse), chromedp.EvalAwaitPromise))
	riesce(b, err)
	return t
}

// cromo is a browser without a window.
func cromo(b *testing.B) context.Context {
	b.Helper()
	alloc, fine := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromedp.UserDataDir(b.TempDir()), chromedp.NoSandbox)...)
	b.Cleanup(fine)
	ctx, chiudi := chromedp.NewContext(alloc)
	b.Cleanup(chiudi)
	return ctx
}
