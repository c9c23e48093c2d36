// Package sigess holds the cartella sociale of the manual: domande with their
// richieste and assegnazioni, the three kinds of intervento, the tabellone
// accessi and the elaborazione contabile. A state changes only through the
// functions here, called by the activities of the workflow that owns the case.
package sigess
