package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/calcolo/caso"
	"siss/models/documento"
	"siss/models/sigess"
)

// FileCasi is a file of casi di prova of an ente.
type FileCasi struct {
	ID           string     `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID       string     `json:"enteId" format:"uuid" doc:"Ente"`
	Ente         string     `json:"ente" doc:"Denominazione dell'ente" maxLength:"300"`
	Titolo       string     `json:"titolo" doc:"Titolo" maxLength:"200"`
	Casi         int        `json:"casi" doc:"Quanti casi contiene"`
	TariffarioID *string    `json:"tariffarioId,omitempty" format:"uuid" doc:"Tariffario con le cui tariffe si calcolano; assente per quelle scritte nei casi"`
	CaricatoDa   string     `json:"caricatoDa" doc:"Operatore che l'ha caricato" maxLength:"200"`
	CaricatoIl   time.Time  `json:"caricatoIl" doc:"Quando è stato caricato"`
	RitiratoDa   string     `json:"ritiratoDa,omitempty" doc:"Operatore che l'ha ritirato" maxLength:"200"`
	RitiratoIl   *time.Time `json:"ritiratoIl,omitempty" doc:"Quando è stato ritirato"`
}

// CasiDiProva are the files of casi di prova.
type CasiDiProva struct {
	CasiDiProva []FileCasi `json:"casiDiProva" doc:"File di casi di prova, prima quelli che valgono, poi l'ultimo caricato"`
}

// ModuloFileCasi is a file of casi di prova in one JSON body.
type ModuloFileCasi struct {
	sigess.ModuloCasi
	Contenuto documento.Contenuto `json:"contenuto" doc:"Contenuto del file in base64: un oggetto JSON con un elenco «casi», fino a 256 kB"`
}

// CasoProvato is a case compared with what it expects.
type CasoProvato struct {
	ID         string          `json:"id" doc:"Identificativo del caso nel file" maxLength:"300"`
	Esito      caso.EsitoProva `json:"esito" doc:"PASSA, NON_PASSA o SENZA_ATTESO" maxLength:"20" example:"PASSA"`
	Errore     string          `json:"errore,omitempty" doc:"Perché il caso non si può calcolare" maxLength:"500"`
	Differenze []string        `json:"differenze,omitempty" doc:"Che cosa è diverso dall'atteso"`
}

// ProvaCasi are the cases of a file, run now.
type ProvaCasi struct {
	Casi    []CasoProvato `json:"casi" doc:"Casi, nell'ordine del file"`
	Falliti int           `json:"falliti" doc:"Quanti casi danno altro da quello che si aspettano"`
}

func (s *sportello) rotteCasi(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaElaborazioni}
	}
	atti.Leggi(r, op("casi-di-prova", "", "/casi-di-prova", "Elenca i file di casi di prova"), s.elencaCasi)
	nuovo := op("casi-di-prova-nuovo", http.MethodPost, "/casi-di-prova", "Aggiunge un file di casi di prova")
	nuovo.Descrizione, nuovo.Corpo = "Il file viaggia in base64 nel corpo. Ripetere la richiesta con lo stesso Idempotency-Key non lo aggiunge due volte.", 2<<20
	atti.Registra(r, nuovo, func(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloFileCasi]) (FileCasi, error) {
		return s.aggiungiCasi(ctx, chi, in.Atto, in.Corpo.ModuloCasi, in.Corpo.Contenuto)
	})
	atti.Leggi(r, op("casi-di-prova-esito", "", "/casi-di-prova/{id}/esito", "Calcola i casi di un file e li confronta con l'atteso"), s.provaCasi)
	atti.Registra(r, op("casi-di-prova-ritiro", http.MethodPost, "/casi-di-prova/{id}/ritiro", "Ritira un file di casi di prova"), s.ritiraCasi)
}

func (s *sportello) elencaCasi(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (CasiDiProva, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (CasiDiProva, error) {
		righe, err := sigess.ElencaCasi(tx, chi)
		out := CasiDiProva{CasiDiProva: []FileCasi{}}
		for _, r := range righe {
			out.CasiDiProva = append(out.CasiDiProva, fileCasi(r))
		}
		return out, err
	})
}

func fileCasi(r sigess.RigaCasi) FileCasi {
	return FileCasi{ID: r.ID, EnteID: r.EnteID, Ente: r.Ente, Titolo: r.Titolo, Casi: r.Casi, TariffarioID: r.TariffarioID, CaricatoDa: r.Autore, CaricatoIl: r.CaricatoIl.UTC(),
		RitiratoDa: r.Ritirante, RitiratoIl: r.RitiratoIl}
}

// aggiungiCasi keeps a file; the act is its identity.
func (s *sportello) aggiungiCasi(ctx context.Context, chi models.Chi, atto string, m sigess.ModuloCasi, contenuto []byte) (FileCasi, error) {
	return scrivi(ctx, s, chi, "aggiungi-casi", func(tx *gorm.DB) (FileCasi, error) {
		r, err := sigess.AggiungiCasi(tx, chi, atto, m, contenuto, time.Now())
		return fileCasi(r), err
	})
}

func (s *sportello) ritiraCasi(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (FileCasi, error) {
	return scrivi(ctx, s, chi, "ritira-casi", func(tx *gorm.DB) (FileCasi, error) {
		r, err := sigess.RitiraCasi(tx, chi, in.ID, time.Now())
		return fileCasi(r), err
	})
}

func (s *sportello) provaCasi(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (ProvaCasi, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (ProvaCasi, error) {
		r, err := sigess.CasiDi(tx, chi, in.ID)
		if err != nil {
			return ProvaCasi{}, err
		}
		v, err := r.Prova(tx)
		out := ProvaCasi{Casi: []CasoProvato{}, Falliti: len(v.Fallite())}
		for _, x := range v {
			out.Casi = append(out.Casi, CasoProvato(x))
		}
		return out, err
	})
}
