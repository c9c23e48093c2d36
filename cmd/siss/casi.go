package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"siss/models/caso"
	"siss/models/termini"
)

// calcolatori are the subcommands that evaluate a case file. They are pure: no
// configuration, no database, no environment.
var calcolatori = map[string]func(w io.Writer, casi []caso.Caso) (tutti bool, err error){
	"termini": func(w io.Writer, casi []caso.Caso) (bool, error) { return caso.Stampa(w, casi, termini.Valuta) },
}

// errCasi is said after the results, which hold the reason of each.
var errCasi = errors.New("some cases could not be evaluated")

func valuta(args []string, stdout io.Writer, calcola func(io.Writer, []caso.Caso) (bool, error)) error {
	if len(args) != 1 {
		return errors.New("name one case file")
	}
	file, err := os.Open(args[0])
	if err != nil {
		return errors.New("the case file cannot be opened")
	}
	casi, err := caso.Leggi(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("case file: %w", err)
	}
	tutti, err := calcola(stdout, casi)
	if err == nil && !tutti {
		return errCasi
	}
	return err
}
