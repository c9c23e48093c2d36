// Package caso reads and writes case files: one intervento in one month with
// all that its amounts depend on, and the result. They are the tests of the
// calculator, the casi di prova of an office, and a what-if on the command
// line. A case that is not exactly of the format is refused, never guessed.
package caso
