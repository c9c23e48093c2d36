package sigess

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/documento"
	"siss/models/sigess"
)

// Documento is a paper of a domanda or of an intervento.
type Documento struct {
	ID                 string     `json:"id" format:"uuid" doc:"Identificativo"`
	Titolo             string     `json:"titolo" doc:"Titolo" maxLength:"200"`
	Tipo               string     `json:"tipo" doc:"Tipo documento" maxLength:"20" example:"ISEE"`
	Nome               string     `json:"nome" doc:"Nome del file" maxLength:"150"`
	MIME               string     `json:"mime" doc:"Tipo di contenuto del file" maxLength:"100" example:"application/pdf"`
	Dimensione         int        `json:"dimensione" doc:"Dimensione in byte"`
	SHA256             string     `json:"sha256" doc:"Impronta SHA-256 del file, in esadecimale" maxLength:"64"`
	CaricatoDa         string     `json:"caricatoDa" doc:"Operatore che l'ha caricato" maxLength:"200"`
	CaricatoIl         time.Time  `json:"caricatoIl" doc:"Quando è stato caricato"`
	SostituisceID      *string    `json:"sostituisceId,omitempty" format:"uuid" doc:"Documento di cui ha preso il posto"`
	SostituitoDa       *string    `json:"sostituitoDa,omitempty" format:"uuid" doc:"Documento che ne ha preso il posto"`
	AnnullatoIl        *time.Time `json:"annullatoIl,omitempty" doc:"Quando è stato annullato"`
	AnnullatoDa        string     `json:"annullatoDa,omitempty" doc:"Operatore che l'ha annullato" maxLength:"200"`
	MotivoAnnullamento string     `json:"motivoAnnullamento,omitempty" doc:"Perché è stato annullato" maxLength:"500"`
}

// Documenti are the papers of a case.
type Documenti struct {
	Documenti []Documento `json:"documenti" doc:"Documenti, l'ultimo caricato per primo, compresi gli annullati e i sostituiti"`
}

// ModuloFile is a paper with its file, in one JSON body.
type ModuloFile struct {
	documento.Modulo
	Nome      string              `json:"nome" doc:"Nome del file" minLength:"1" maxLength:"150" example:"attestazione.pdf"`
	Contenuto documento.Contenuto `json:"contenuto" doc:"Contenuto del file in base64: PDF, JPEG, PNG, ODT o DOCX senza macro, fino a 10 MB"`
}

// corpoDocumento is how large a JSON body with a file may be.
const corpoDocumento = 24 << 20

const etichettaDocumenti = "documenti"

// spetta finds a case for who may act on it.
type spetta func(*gorm.DB, models.Chi, string) (documento.Caso, error)

func (s *sportello) rotteDocumenti(r *atti.Rotte) {
	for _, di := range []struct {
		oggetto, sezione, della string
		caso                    documento.TipoCaso
		visibile                func(*gorm.DB, models.Chi, string) error
		spetta                  spetta
	}{
		{"domanda", "/domande", "di una domanda", documento.Domanda, domandaVisibile, sigess.CasoDomanda},
		{"intervento", "/interventi", "di un intervento", documento.Intervento, interventoVisibile, sigess.CasoIntervento},
	} {
		percorso := di.sezione + "/{id}/documenti"
		atti.Leggi(r, atti.Operazione{ID: di.oggetto + "-documenti", Percorso: percorso, Titolo: "Elenca i documenti " + di.della, Etichetta: etichettaDocumenti},
			func(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Documenti, error) {
				return s.elencaDocumenti(ctx, chi, di.caso, in.ID, di.visibile)
			})
		atti.Registra(r, atti.Operazione{ID: di.oggetto + "-documento", Metodo: http.MethodPost, Percorso: percorso, Titolo: "Aggiunge un documento " + di.della,
			Descrizione: "Il file viaggia in base64 nel corpo. Il formato è riconosciuto dal contenuto. Ripetere la richiesta con lo stesso Idempotency-Key non lo aggiunge due volte.",
			Etichetta:   etichettaDocumenti, Corpo: corpoDocumento},
			func(ctx context.Context, chi models.Chi, in atti.Richiesta[ModuloFile]) (Documento, error) {
				return s.allega(ctx, chi, di.spetta, in.ID, in.Atto, in.Corpo.Modulo, documento.File{Nome: in.Corpo.Nome, Contenuto: in.Corpo.Contenuto})
			})
	}
	atti.Scarica(r, atti.Operazione{ID: "documento-file", Percorso: "/documenti/{id}/file", Titolo: "Scarica il file di un documento",
		Descrizione: "Il tipo di contenuto della risposta è quello del file.", Etichetta: etichettaDocumenti}, "application/octet-stream", s.fileDocumento)
	atti.Registra(r, atti.Operazione{ID: "documento-annullamento", Metodo: http.MethodPost, Percorso: "/documenti/{id}/annullamento", Titolo: "Annulla un documento",
		Descrizione: "Il documento resta nell'elenco, con chi l'ha annullato e perché.", Etichetta: etichettaDocumenti}, s.annullaDocumento)
}

func domandaVisibile(tx *gorm.DB, chi models.Chi, id string) error {
	_, err := sigess.DomandaVisibile(tx, chi, id)
	return err
}

func interventoVisibile(tx *gorm.DB, chi models.Chi, id string) error {
	_, err := sigess.InterventoVisibile(tx, chi, id)
	return err
}

func (s *sportello) elencaDocumenti(ctx context.Context, chi models.Chi, caso documento.TipoCaso, id string,
	visibile func(*gorm.DB, models.Chi, string) error) (Documenti, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Documenti, error) {
		if err := visibile(tx, chi, id); err != nil {
			return Documenti{}, err
		}
		righe, err := documento.Elenca(tx, chi, caso, id)
		var out Documenti
		for _, r := range righe {
			out.Documenti = append(out.Documenti, rigaDocumento(r))
		}
		return out, err
	})
}

func rigaDocumento(r documento.Riga) Documento {
	return Documento{ID: r.ID, Titolo: r.Titolo, Tipo: r.Tipo, Nome: r.Nome, MIME: r.MIME, Dimensione: r.Dimensione, SHA256: hex.EncodeToString(r.SHA256),
		CaricatoDa: r.Autore, CaricatoIl: r.CaricatoIl.UTC(), SostituisceID: r.SostituisceID, SostituitoDa: r.SostituitoDa,
		AnnullatoIl: r.AnnullatoIl, AnnullatoDa: r.Annullatore, MotivoAnnullamento: r.MotivoAnnullamento}
}

// allega adds a paper to a case; the act is the identity of the paper.
func (s *sportello) allega(ctx context.Context, chi models.Chi, spetta spetta, id, atto string, m documento.Modulo, f documento.File) (Documento, error) {
	return scrivi(ctx, s, chi, "allega-documento", func(tx *gorm.DB) (Documento, error) {
		caso, err := spetta(tx, chi, id)
		if err != nil {
			return Documento{}, err
		}
		a, err := documento.Aggiungi(tx, chi, caso, atto, m, f, time.Now())
		if err != nil {
			return Documento{}, err
		}
		riga, err := documento.RigaDi(tx, chi, a.ID)
		return rigaDocumento(riga), err
	})
}

func (s *sportello) annullaDocumento(ctx context.Context, chi models.Chi, in atti.Richiesta[documento.ModuloAnnullamento]) (Documento, error) {
	return scrivi(ctx, s, chi, "annulla-documento", func(tx *gorm.DB) (Documento, error) {
		if err := sigess.AnnullaDocumento(tx, chi, in.ID, in.Corpo, time.Now()); err != nil {
			return Documento{}, err
		}
		riga, err := documento.RigaDi(tx, chi, in.ID)
		return rigaDocumento(riga), err
	})
}

func (s *sportello) fileDocumento(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (atti.Allegato, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (atti.Allegato, error) {
		d, err := documento.FileDi(tx, chi, in.ID)
		return atti.Allegato{Nome: d.Nome, Tipo: d.MIME, SHA256: hex.EncodeToString(d.SHA256), Dati: d.Contenuto}, err
	})
}
