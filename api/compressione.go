package api

import (
	"fmt"
	"net/http"

	"github.com/klauspost/compress/gzhttp"
	"github.com/klauspost/compress/gzip"
)

const (
	// compressioneMin is the size, in bytes, under which an answer is sent as
	// it is: it fits in one packet anyway.
	compressioneMin = 1024

	// imprecisione is how many bytes at most are added to a compressed answer.
	// Their number depends on the answer, so that its size does not tell
	// whether what somebody made the browser ask for is also in it (BREACH).
	imprecisione = 32
)

// comprimi gzips pages and JSON. Static files come compressed already, and
// pictures and workbooks are so by their nature.
func comprimi(h http.Handler) (http.Handler, error) {
	avvolgi, err := gzhttp.NewWrapper(
		gzhttp.MinSize(compressioneMin),
		gzhttp.ContentTypes([]string{"text/html", "application/json", "application/problem+json", "application/openapi+json", "application/openapi+yaml"}),
		gzhttp.RandomJitter(imprecisione, 0, true),
		gzhttp.CompressionLevel(gzip.BestSpeed),
		gzhttp.EnableZstd(false), // browsers take it on https only, and it gains little on a page
	)
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return avvolgi(h), nil
}
