// Package inbox is the home page and the JSON of the tasks: what waits for the
// operatore and for his offices. Taking, releasing and completing a task go to
// the workflow that owns it.
package inbox
