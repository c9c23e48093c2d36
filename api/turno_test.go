package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"testing"

	"github.com/gin-gonic/gin"
)

// As many pages as there are turns are made at once; the next begins when one
// of them begins to answer, and not before. Acts and probes wait for nobody.
func TestPagesAreMadeInTurn(t *testing.T) {
	t.Parallel()
	posti := paginePerProcessore * runtime.GOMAXPROCS(0)
	cominciate, rispondi, fine := make(chan struct{}, posti+1), make(chan struct{}), make(chan struct{})
	motore := gin.New()
	motore.Use(turno())
	motore.GET("/pagina", func(c *gin.Context) {
		cominciate <- struct{}{}
		<-rispondi
		c.String(http.StatusOK, "prima parte")
		<-fine
	})
	subito := func(c *gin.Context) { c.Status(http.StatusNoContent) }
	motore.POST("/pagina", subito)
	motore.GET("/healthz", subito)
	chiedi := func(ctx context.Context, metodo, percorso string) int {
		w := httptest.NewRecorder()
		motore.ServeHTTP(w, httptest.NewRequestWithContext(ctx, metodo, percorso, nil))
		return w.Code
	}
	var gruppo sync.WaitGroup
	for range posti {
		gruppo.Go(func() { chiedi(t.Context(), http.MethodGet, "/pagina") })
	}
	for range posti {
		<-cominciate
	}
	for metodo, percorso := range map[string]string{http.MethodPost: "/pagina", http.MethodGet: "/healthz"} {
		if stato := chiedi(t.Context(), metodo, percorso); stato != http.StatusNoContent {
			t.Errorf("%s %s: %d", metodo, percorso, stato)
		}
	}
	stanco, basta := context.WithCancel(t.Context())
	basta()
	if stato := chiedi(stanco, http.MethodGet, "/pagina"); stato != http.StatusServiceUnavailable {
		t.Errorf("who waited too long: %d", stato)
	}
	gruppo.Go(func() { chiedi(t.Context(), http.MethodGet, "/pagina") })
	if len(cominciate) > 0 {
		t.Error("a page began before its turn")
	}
	rispondi <- struct{}{} // one answers, slowly: it is the next one's turn
	<-cominciate
	close(rispondi)
	close(fine)
	gruppo.Wait()
}
