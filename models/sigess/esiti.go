package sigess

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"gorm.io/gorm"

	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/pagamento"
	"siss/models/periodo"
)

// What a file of outcomes that is uploaded may be.
const (
	EsitiDimensione = 8 << 20
	EsitiTroppi     = "il file supera 8 MB: chiedere alla banca di dividerlo"
)

// FileEsiti is a file of outcomes, uploaded to be looked at, and what became of
// it: registered or not yet. It never changes.
type FileEsiti struct {
	ID           string
	EnteID       string
	DistintaID   string // the run
	Autore       string
	CaricatoIl   time.Time
	Pagati       int
	Rifiutati    int
	RegistrataIl *time.Time
	RegistrataDa string
}

const fileEsitiSQL = `SELECT f.id, f.ente_id, f.distinta_id, f.caricato_il, a.cognome || ' ' || a.nome AS autore, coalesce(r.pagati, 0) AS pagati,
	coalesce(r.rifiutati, 0) AS rifiutati, r.registrata_il, coalesce(o.cognome || ' ' || o.nome, '') AS registrata_da
	FROM file_esiti f JOIN operatore a ON a.id = f.caricato_da LEFT JOIN registrazione_esiti r ON r.id = f.id LEFT JOIN operatore o ON o.id = r.registrata_da
	WHERE f.distinta_id = ? AND f.ente_id IN ? `

// fileMostrati is how many files of outcomes a run shows, the latest first.
const fileMostrati = 100

// ElencaFileEsiti lists the files of outcomes of a run, none for who may not see
// its payments.
func ElencaFileEsiti(tx *gorm.DB, chi models.Chi, id string) ([]FileEsiti, error) {
	return models.Tutte[FileEsiti](tx, fileEsitiSQL+`ORDER BY f.caricato_il DESC, f.id LIMIT ?`, id, entiPagati(chi), fileMostrati)
}

func fileEsiti(tx *gorm.DB, chi models.Chi, id, fileID string) (FileEsiti, error) {
	return models.Una[FileEsiti](tx, "il file degli esiti non esiste o non è visibile", fileEsitiSQL+`AND f.id = ?`, id, entiPagati(chi), fileID)
}

// CaricaEsiti keeps a file of outcomes of a run that was sent, to be looked at.
// The same file again is the one that is there.
func CaricaEsiti(tx *gorm.DB, chi models.Chi, id, fileID string, contenuto []byte, quando time.Time) (FileEsiti, error) {
	e, err := contabile(tx, chi, id, Trasmessa, PagataParziale)
	if err != nil {
		return FileEsiti{}, err
	}
	d, err := distintaDi(tx, id)
	switch {
	case err != nil:
		return FileEsiti{}, err
	case d == nil:
		return FileEsiti{}, models.Errorf(models.Conflict, "i pagamenti di questa elaborazione non sono stati preparati qui: registrare il pagamento a mano")
	case len(contenuto) > EsitiDimensione:
		return FileEsiti{}, models.Refuse("contenuto", EsitiTroppi)
	}
	if _, err := pagamento.LeggiEsiti(bytes.NewReader(contenuto)); err != nil {
		return FileEsiti{}, models.Refuse("contenuto", err.Error())
	}
	somma := sha256.Sum256(contenuto)
	impronta := hex.EncodeToString(somma[:])
	gia, err := models.Tutte[FileEsiti](tx, fileEsitiSQL+`AND f.impronta = ?`, id, entiPagati(chi), impronta)
	if err != nil || len(gia) > 0 {
		return append(gia, FileEsiti{})[0], err
	}
	if err := documento.Salva(tx, fileID, e.EnteID, d.Codice+"-esiti", "application/octet-stream", contenuto); err != nil {
		return FileEsiti{}, err
	}
	err = esegui(tx, `INSERT INTO file_esiti (id, ente_id, distinta_id, impronta, caricato_da, caricato_il) VALUES (?, ?, ?, ?, ?, ?)`,
		fileID, e.EnteID, id, impronta, chi.OperatoreID, quando)
	if models.Vincolo(err) == "file_esiti_pkey" {
		return FileEsiti{}, models.Errorf(models.Conflict, "l'identificativo dell'atto è già stato usato: ricaricare la pagina")
	} else if err != nil {
		return FileEsiti{}, err
	}
	return fileEsiti(tx, chi, id, fileID)
}

// CosaEsito is what the registration of a file does with one of its lines. The
// strings are durable.
type CosaEsito string

// What becomes of a line: only the first is registered. A transfer has one
// outcome: another that contradicts it is a matter for the bank.
const (
	DaRegistrare     CosaEsito = "DA_REGISTRARE"
	GiaRegistrato    CosaEsito = "GIA_REGISTRATO"
	EsitoDiscorde    CosaEsito = "DISCORDE"
	EsitoInCorso     CosaEsito = "IN_CORSO"
	EsitoSconosciuto CosaEsito = "SCONOSCIUTO"
)

// EsitoLetto is a line of a file of outcomes beside the transfer that it names.
type EsitoLetto struct {
	pagamento.Esito
	Numero       int // of the transfer, 0 when it is none of the run
	Beneficiario string
	Importo      euro.Importo
	Cosa         CosaEsito
}

// AnteprimaEsiti is what a file of outcomes says, and what registering it does.
type AnteprimaEsiti struct {
	File  FileEsiti
	Righe []EsitoLetto
}

// Conta counts and sums the lines of a kind, of an outcome where one is given.
func (a AnteprimaEsiti) Conta(cosa CosaEsito, stato pagamento.StatoEsito) (n int, somma euro.Importo) {
	for _, r := range a.Righe {
		if r.Cosa == cosa && (stato == "" || r.Stato == stato) {
			n++
			somma += r.Importo
		}
	}
	return n, somma
}

// trasferimento is a transfer of a distinta with the outcome that it has.
type trasferimento struct {
	Numero       int
	Beneficiario string
	Importo      euro.Importo
	Stato        pagamento.StatoEsito
}

// LeggiFileEsiti reads a file of outcomes again and says what each line does.
func LeggiFileEsiti(tx *gorm.DB, chi models.Chi, id, fileID string) (AnteprimaEsiti, error) {
	f, err := fileEsiti(tx, chi, id, fileID)
	if err != nil {
		return AnteprimaEsiti{}, err
	}
	return leggiFileEsiti(tx, f)
}

func leggiFileEsiti(tx *gorm.DB, f FileEsiti) (AnteprimaEsiti, error) {
	a := AnteprimaEsiti{File: f}
	d, err := distintaDi(tx, f.DistintaID)
	if err != nil {
		return a, err
	}
	file, err := models.Una[documento.Documento](tx, "", `SELECT * FROM documento WHERE id = ?`, f.ID)
	if err != nil {
		return a, err
	}
	esiti, err := pagamento.LeggiEsiti(bytes.NewReader(file.Contenuto))
	if err != nil {
		return a, models.Refuse("contenuto", err.Error())
	}
	righe, err := models.Tutte[trasferimento](tx, `SELECT v.numero, min(v.beneficiario) AS beneficiario, sum(v.netto) AS importo, coalesce(min(o.stato), '') AS stato
		FROM disposizione v LEFT JOIN esito_pagamento o ON o.distinta_id = v.distinta_id AND o.numero = v.numero
		WHERE v.distinta_id = ? AND v.numero IS NOT NULL GROUP BY v.numero`, f.DistintaID)
	trasferimenti := map[int]trasferimento{}
	for _, t := range righe {
		trasferimenti[t.Numero] = t
	}
	for _, e := range esiti {
		r := EsitoLetto{Esito: e, Cosa: EsitoSconosciuto}
		if n, ok := (pagamento.Distinta{Codice: d.Codice}).NumeroDi(e.EndToEnd); ok {
			if t, ok := trasferimenti[n]; ok {
				r.Numero, r.Beneficiario, r.Importo, r.Cosa = n, t.Beneficiario, t.Importo, t.cosa(e.Stato)
			}
		}
		a.Righe = append(a.Righe, r)
	}
	return a, err
}

func (t trasferimento) cosa(esito pagamento.StatoEsito) CosaEsito {
	switch {
	case esito == t.Stato:
		return GiaRegistrato
	case esito == pagamento.InCorso:
		return EsitoInCorso
	case t.Stato != "":
		return EsitoDiscorde
	}
	return DaRegistrare
}

// pagataIl is the day on which the latest of what the file says was paid, the given
// one when it does not say.
func (a AnteprimaEsiti) pagataIl(altrimenti periodo.Data) periodo.Data {
	var ultima periodo.Data
	for _, r := range a.Righe {
		if r.Cosa == DaRegistrare && !r.Data.IsZero() && (ultima.IsZero() || r.Data.Dopo(ultima)) {
			ultima = r.Data
		}
	}
	if ultima.IsZero() {
		return altrimenti
	}
	return ultima
}
