package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/documento"
	"siss/models/euro"
	"siss/models/pagamento"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// FileEsiti is a file of outcomes of the payments of a run.
type FileEsiti struct {
	ID           string     `json:"id" format:"uuid" doc:"Identificativo"`
	CaricatoDa   string     `json:"caricatoDa" doc:"Operatore che l'ha caricato" maxLength:"200"`
	CaricatoIl   time.Time  `json:"caricatoIl" doc:"Quando è stato caricato"`
	RegistratoDa string     `json:"registratoDa,omitempty" doc:"Operatore che ne ha registrato gli esiti" maxLength:"200"`
	RegistratoIl *time.Time `json:"registratoIl,omitempty" doc:"Quando gli esiti sono stati registrati; assente finché non lo sono"`
	Pagati       int        `json:"pagati" doc:"Pagamenti eseguiti che ha registrato"`
	Rifiutati    int        `json:"rifiutati" doc:"Pagamenti rifiutati che ha registrato"`
}

// FileDegliEsiti are the files of outcomes of a run.
type FileDegliEsiti struct {
	File []FileEsiti `json:"file" doc:"File caricati, l'ultimo per primo"`
}

// EsitoPagamento is a line of a file of outcomes.
type EsitoPagamento struct {
	Riga           int                  `json:"riga" doc:"Riga del file, da 1"`
	Identificativo string               `json:"identificativo" doc:"Riferimento del pagamento" maxLength:"35" example:"SISS-2026-3-1"`
	Beneficiario   string               `json:"beneficiario,omitempty" doc:"Chi riceve; assente se il pagamento non è di questa elaborazione" maxLength:"300"`
	Importo        euro.Importo         `json:"importo" doc:"Importo del pagamento"`
	Esito          pagamento.StatoEsito `json:"esito" doc:"PAGATO, RIFIUTATO o IN_CORSO" maxLength:"20" example:"PAGATO"`
	Motivo         string               `json:"motivo,omitempty" doc:"Perché è stato rifiutato" maxLength:"200"`
	Data           periodo.Data         `json:"data,omitzero" doc:"Giorno del pagamento, se il file lo dice"`
	Cosa           sigess.CosaEsito     `json:"cosa" doc:"DA_REGISTRARE, GIA_REGISTRATO, DISCORDE, IN_CORSO o SCONOSCIUTO" maxLength:"20" example:"DA_REGISTRARE"`
}

// AnteprimaEsiti is what a file says beside the payments of the run.
type AnteprimaEsiti struct {
	FileEsiti
	Esiti  []EsitoPagamento `json:"esiti" doc:"Righe del file, nel suo ordine"`
	Totale int              `json:"totale" doc:"Righe in tutto"`
	Pagina int              `json:"pagina" doc:"Pagina"`
}

// ModuloFileEsiti is a file of outcomes in one JSON body.
type ModuloFileEsiti struct {
	Contenuto documento.Contenuto `json:"contenuto" doc:"Contenuto del file in base64: pain.002, o CSV con le colonne identificativo ed esito, fino a 8 MB"`
}

// corpoEsiti is how large a JSON body with a file of outcomes may be.
const corpoEsiti = 12 << 20

func (s *sportello) rotteEsiti(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaElaborazioni}
	}
	atti.Leggi(r, op("elaborazione-esiti", "", "/elaborazioni/{id}/esiti", "Elenca i file degli esiti dei pagamenti"), s.elencaEsiti)
	carico := op("elaborazione-esiti-carico", http.MethodPost, "/elaborazioni/{id}/esiti", "Carica un file di esiti dei pagamenti, da guardare")
	carico.Descrizione, carico.Corpo = "Non registra nulla: gli esiti si registrano dopo averli letti. Lo stesso file caricato di nuovo è quello che c'è già", corpoEsiti
	atti.Registra(r, carico, func(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloFileEsiti]) (FileEsiti, error) {
		return s.caricaEsiti(ctx, chi, in.ID, in.Atto, in.Corpo.Contenuto)
	})
	atti.Leggi(r, op("elaborazione-esiti-lettura", "", "/elaborazioni/{id}/esiti/{fileId}", "Legge un file di esiti accanto ai pagamenti"), s.leggiEsiti)
	atti.Registra(r, op("elaborazione-esiti-registrazione", http.MethodPost, "/elaborazioni/{id}/registrazione-esiti", "Registra gli esiti di un file"), s.registraEsiti)
}

func fileEsiti(f sigess.FileEsiti) FileEsiti {
	return FileEsiti{ID: f.ID, CaricatoDa: f.Autore, CaricatoIl: f.CaricatoIl, RegistratoDa: f.RegistrataDa, RegistratoIl: f.RegistrataIl,
		Pagati: f.Pagati, Rifiutati: f.Rifiutati}
}

func (s *sportello) elencaEsiti(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (FileDegliEsiti, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (FileDegliEsiti, error) {
		out := FileDegliEsiti{File: []FileEsiti{}}
		if _, err := sigess.ElaborazioneVisibile(tx, chi, in.ID); err != nil {
			return out, err
		}
		file, err := sigess.ElencaFileEsiti(tx, chi, in.ID)
		for _, f := range file {
			out.File = append(out.File, fileEsiti(f))
		}
		return out, err
	})
}

// caricaEsiti keeps a file; the act is its identity, unless the file is there.
func (s *sportello) caricaEsiti(ctx context.Context, chi models.Chi, id, atto string, contenuto []byte) (FileEsiti, error) {
	return scrivi(ctx, s, chi, "carica-esiti", func(tx *gorm.DB) (FileEsiti, error) {
		f, err := sigess.CaricaEsiti(tx, chi, id, atto, contenuto, time.Now())
		return fileEsiti(f), err
	})
}

func (s *sportello) leggiEsiti(ctx context.Context, chi models.Chi, in atti.Richiesta[pagina]) (AnteprimaEsiti, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (AnteprimaEsiti, error) {
		a, err := sigess.LeggiFileEsiti(tx, chi, in.ID, in.Sub)
		out := AnteprimaEsiti{FileEsiti: fileEsiti(a.File), Esiti: []EsitoPagamento{}, Totale: len(a.Righe), Pagina: in.Corpo.numero()}
		limiti := in.Corpo.limiti()
		for _, r := range a.Righe[min(limiti.Salta, len(a.Righe)):min(limiti.Salta+limiti.Limite, len(a.Righe))] {
			out.Esiti = append(out.Esiti, EsitoPagamento{Riga: r.Riga, Identificativo: r.EndToEnd, Beneficiario: r.Beneficiario, Importo: r.Importo,
				Esito: r.Stato, Motivo: r.Motivo, Data: r.Data, Cosa: r.Cosa})
		}
		return out, err
	})
}

func (s *sportello) registraEsiti(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloEsiti]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdateEsiti, "")
}
