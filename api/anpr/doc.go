// Package anpr asks the national registry of the resident population (ANPR)
// who has a codice fiscale. It speaks as the services of ANPR on PDND do: C030
// finds the identifier of the person, C020 reads the person and its residence,
// C021 its famiglia anagrafica. Nothing that it reads is kept or logged, and
// what it asks travels in the body of a request, never in an address.
package anpr
