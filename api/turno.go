package api

import (
	"net/http"
	"runtime"
	"sync"

	"github.com/gin-gonic/gin"
)

// turno lets so many pages be made at once as the processors can make, and the
// others wait in the order in which they were asked for. A hundred made all at
// once would take each the time of all, and some much longer than others. A turn
// ends with the first byte of the answer: who reads it slowly keeps nobody waiting.
// What is sent (an act, a file) takes no turn: it may wait for a workflow or for
// the sender.
func turno() gin.HandlerFunc {
	posti := make(chan struct{}, paginePerProcessore*runtime.GOMAXPROCS(0))
	return func(c *gin.Context) {
		if c.Request.Method != http.MethodGet {
			return
		}
		select {
		case posti <- struct{}{}:
		case <-c.Request.Context().Done():
			c.Abort()
			return
		}
		w := &aTurno{ResponseWriter: c.Writer, lascia: sync.OnceFunc(func() { <-posti })}
		defer w.lascia()
		c.Writer = w
		c.Next()
	}
}

// paginePerProcessore leaves something to do while the database answers.
const paginePerProcessore = 2

// aTurno gives up its turn when the answer begins.
type aTurno struct {
	gin.ResponseWriter
	lascia func()
}

func (w *aTurno) Write(b []byte) (int, error) {
	w.lascia()
	return w.ResponseWriter.Write(b)
}

func (w *aTurno) WriteString(s string) (int, error) {
	w.lascia()
	return w.ResponseWriter.WriteString(s)
}

func (w *aTurno) Flush() {
	w.lascia()
	w.ResponseWriter.Flush()
}
