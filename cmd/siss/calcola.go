package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"siss/models/calcolo/caso"
)

const usoCalcola = "siss: usage: siss calcola [--spiega | --prova] FILE"

// calcola prints what the cases of a file give, with --spiega also how, and
// fails when any could not be evaluated; with --prova it prints how each fared
// against what it expects, and fails when any differs. It is the calculator
// alone: no configuration, no server.
func calcola(args []string, stdout, stderr io.Writer) int {
	var come string
	if len(args) == 2 && (args[0] == "--spiega" || args[0] == "--prova") {
		come, args = args[0], args[1:]
	}
	if len(args) != 1 || args[0] == "--spiega" || args[0] == "--prova" {
		fmt.Fprintln(stderr, usoCalcola)
		return misused
	}
	dati, err := os.ReadFile(args[0])
	if err != nil {
		return report(stderr, err)
	}
	esiti, err := caso.Esegui(dati)
	if err != nil {
		return report(stderr, err)
	}
	var risposta any = esiti
	falliti := esiti.Falliti()
	switch come {
	case "--spiega":
		esiti.Spiega()
	case "--prova":
		v, err := esiti.Prova()
		if err != nil {
			return report(stderr, err)
		}
		risposta, falliti = v, len(v.Fallite())
	}
	if err := stampa(stdout, risposta); err != nil {
		return report(stderr, err)
	}
	if falliti > 0 {
		return failed
	}
	return ok
}

// stampa writes all of it or nothing.
func stampa(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("calcola: %w", err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
