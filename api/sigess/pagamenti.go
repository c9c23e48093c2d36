package sigess

import (
	"context"
	"encoding/hex"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// File is a payment file of a run, as it was stored.
type File struct {
	Tipo      string       `json:"tipo" doc:"PAIN_09, PAIN_03, OPI oppure CSV" maxLength:"20" example:"PAIN_09"`
	Nome      string       `json:"nome" doc:"Nome del file" maxLength:"150" example:"SISS-2026-3-pain09.xml"`
	SHA256    string       `json:"sha256" doc:"Impronta SHA-256 del file, in esadecimale" maxLength:"64"`
	Pagamenti int          `json:"pagamenti" doc:"Pagamenti nel file"`
	Totale    euro.Importo `json:"totale" doc:"Somma dei pagamenti"`
	CreatoIl  time.Time    `json:"creatoIl" doc:"Quando è stato prodotto"`
	CreatoDa  string       `json:"creatoDa" doc:"Chi l'ha chiesto" maxLength:"200"`
}

// Escluso is a movimento that no payment file holds.
type Escluso struct {
	InterventoID string       `json:"interventoId" format:"uuid" doc:"Intervento"`
	Intervento   string       `json:"intervento" doc:"Numero dell'intervento" maxLength:"20" example:"2024/13"`
	Importo      euro.Importo `json:"importo" doc:"Quanto resta da pagare; negativo: da recuperare"`
	Motivo       string       `json:"motivo" doc:"Perché non si paga" maxLength:"20" example:"IBAN_CAMBIATO"`
	Spiegazione  string       `json:"spiegazione" doc:"Il motivo in parole" maxLength:"200"`
}

// Pagamenti are the payment files of a run, and what they leave out.
type Pagamenti struct {
	File          []File    `json:"file" doc:"File prodotti; nessuno finché i pagamenti non sono preparati"`
	Esclusi       []Escluso `json:"esclusi" doc:"Movimenti che nessun file contiene"`
	TotaleEsclusi int       `json:"totaleEsclusi" doc:"Movimenti esclusi in tutto"`
	Pagina        int       `json:"pagina" doc:"Pagina dei movimenti esclusi"`
}

func (s *sportello) rottePagamenti(r *atti.Rotte) {
	preparazione := atti.Operazione{ID: "elaborazione-pagamenti", Metodo: http.MethodPost, Percorso: "/elaborazioni/{id}/pagamenti",
		Titolo: "Prepara i pagamenti di un'elaborazione definitiva", Etichetta: etichettaElaborazioni,
		Descrizione: "Decide una volta che cosa si paga e produce i file: ripetere la richiesta lascia quelli che ci sono"}
	atti.Registra(r, preparazione, s.preparaPagamenti)
	atti.Leggi(r, atti.Operazione{ID: "elaborazione-file", Percorso: "/elaborazioni/{id}/file", Titolo: "Elenca i file di pagamento di un'elaborazione",
		Etichetta: etichettaElaborazioni}, s.elencaFile)
	atti.Scarica(r, atti.Operazione{ID: "elaborazione-file-scarico", Percorso: "/elaborazioni/{id}/file/{tipo}", Titolo: "Scarica un file di pagamento",
		Descrizione: "I byte sono sempre quelli prodotti la prima volta. Il tipo di contenuto della risposta è quello del file", Etichetta: etichettaElaborazioni},
		"application/octet-stream", s.filePagamento)
	atti.Leggi(r, atti.Operazione{ID: "tesoreria-lettura", Percorso: "/enti/{id}/tesoreria", Titolo: "Legge i dati di tesoreria di un ente",
		Etichetta: etichettaElaborazioni}, s.leggiTesoreria)
	atti.Registra(r, atti.Operazione{ID: "tesoreria-salvataggio", Metodo: http.MethodPut, Percorso: "/enti/{id}/tesoreria",
		Titolo: "Salva i dati di tesoreria di un ente", Etichetta: etichettaElaborazioni}, s.salvaTesoreria)
}

func (s *sportello) preparaPagamenti(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloDistinta]) (Esito, error) {
	return suElaborazione(ctx, s, chi, in, flow.UpdatePrepara, "")
}

func (s *sportello) elencaFile(ctx context.Context, chi models.Chi, in atti.Richiesta[pagina]) (Pagamenti, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Pagamenti, error) {
		out := Pagamenti{Pagina: in.Corpo.numero()}
		if _, err := sigess.ElaborazioneVisibile(tx, chi, in.ID); err != nil {
			return out, err
		}
		file, err := sigess.FileElaborazione(tx, chi, in.ID)
		if err != nil {
			return out, err
		}
		for _, f := range file {
			out.File = append(out.File, File{Tipo: f.Tipo, Nome: f.Nome, SHA256: hex.EncodeToString(f.SHA256), Pagamenti: f.Pagamenti,
				Totale: f.Totale, CreatoIl: f.Creato, CreatoDa: f.Autore})
		}
		esclusi, err := sigess.Esclusi(tx, chi, in.ID, in.Corpo.limiti())
		out.TotaleEsclusi = esclusi.Totale
		for _, e := range esclusi.Elementi {
			out.Esclusi = append(out.Esclusi, Escluso{InterventoID: e.InterventoID, Intervento: e.Intervento, Importo: e.Netto, Motivo: e.Motivo, Spiegazione: e.InParole()})
		}
		return out, err
	})
}

func (s *sportello) filePagamento(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (atti.Allegato, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (atti.Allegato, error) {
		d, err := sigess.ScaricaFile(tx, chi, in.ID, in.Sub)
		return atti.Allegato{Nome: d.Nome, Tipo: d.MIME, SHA256: hex.EncodeToString(d.SHA256), Dati: d.Contenuto}, err
	})
}

func (s *sportello) leggiTesoreria(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (sigess.ModuloTesoreria, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (sigess.ModuloTesoreria, error) {
		t, err := sigess.TesoreriaDi(tx, chi, in.ID)
		return t.Modulo(), err
	})
}

func (s *sportello) salvaTesoreria(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloTesoreria]) (sigess.ModuloTesoreria, error) {
	return scrivi(ctx, s, chi, "salva-tesoreria", func(tx *gorm.DB) (sigess.ModuloTesoreria, error) {
		t, err := sigess.SalvaTesoreria(tx, chi, in.ID, in.Corpo)
		return t.Modulo(), err
	})
}
