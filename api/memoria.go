package api

import "runtime/debug"

// Memoria lets a process that serves pages collect its garbage an eighth of the
// times: a page is some hundred kilobytes that are all garbage when it is sent,
// and what is in use between two collections stays far under the memory of the
// database. Whoever sets GOGC decides otherwise.
func Memoria() {
	if prima := debug.SetGCPercent(raccolta); prima != predefinita {
		debug.SetGCPercent(prima)
	}
}

// raccolta and predefinita are per cent of the memory in use.
const (
	raccolta    = 800
	predefinita = 100 // without GOGC
)
