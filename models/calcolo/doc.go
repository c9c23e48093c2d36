// Package calcolo is the only calculator of what is due for a month of an
// intervento: pure rules (domain c), exact rationals, one rounding for each
// line, half away from zero, and an explanation from which each amount can be
// computed again. It knows no clock, no database and no person.
package calcolo
