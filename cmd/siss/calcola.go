package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"siss/models/calcolo/caso"
)

// calcola prints what the cases of a file give, with --spiega also how, and
// fails when any could not be evaluated. It is the calculator alone: no
// configuration, no server.
func calcola(args []string, stdout, stderr io.Writer) int {
	spiega := len(args) > 0 && args[0] == "--spiega"
	if spiega {
		args = args[1:]
	}
	if len(args) != 1 {
		fmt.Fprintln(stderr, "siss: usage: siss calcola [--spiega] FILE")
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
	if spiega {
		esiti.Spiega()
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(esiti); err != nil {
		return report(stderr, err)
	}
	if _, err := stdout.Write(b.Bytes()); err != nil {
		return report(stderr, err)
	}
	if esiti.Falliti() > 0 {
		return failed
	}
	return ok
}
