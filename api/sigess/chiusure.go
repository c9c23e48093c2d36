package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/api/procedure"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	flow "siss/workflows/sigess"
)

// Chiusura is the closing of a month of who delivers for an ente.
type Chiusura struct {
	ID         string       `json:"id,omitempty" doc:"Identificativo; vuoto se nessuno l'ha ancora aperta" maxLength:"36"`
	EnteID     string       `json:"enteId" format:"uuid" doc:"Ente di cui sono gli interventi"`
	Ente       string       `json:"ente" doc:"Denominazione dell'ente" maxLength:"300"`
	PressoID   string       `json:"pressoId" format:"uuid" doc:"Ente erogatore o struttura"`
	Presso     string       `json:"presso" doc:"Denominazione dell'ente erogatore o della struttura" maxLength:"300"`
	Mese       periodo.Mese `json:"mese" doc:"Mese"`
	Interventi int          `json:"interventi" doc:"Interventi del mese"`
	Stato      sigess.Stato `json:"stato" doc:"APERTO, CHIUSO o RIAPERTO" maxLength:"20" example:"CHIUSO"`
	Scadenza   periodo.Data `json:"scadenza,omitzero" doc:"Entro quando firmare"`
	FirmataDa  string       `json:"firmataDa,omitempty" doc:"Chi ha firmato per ultimo" maxLength:"300"`
	FirmataIl  *time.Time   `json:"firmataIl,omitempty" doc:"Quando"`
	DaDecidere bool         `json:"daDecidere" doc:"È chiesta la riapertura, e nessuno l'ha ancora decisa"`
	Impronta   string       `json:"impronta,omitempty" doc:"Impronta delle caselle, da rimandare con la firma; solo leggendo una chiusura da firmare" maxLength:"64"`
	Mancanze   []Mancanza   `json:"mancanze,omitempty" doc:"Giornate senza accessi; solo leggendo una chiusura"`
	Firme      []Firma      `json:"firme,omitempty" doc:"Firme, l'ultima per prima; solo leggendo una chiusura"`
	Riaperture []Riapertura `json:"riaperture,omitempty" doc:"Riaperture chieste, l'ultima per prima; solo leggendo una chiusura"`
}

// Mancanza is what the plan of an intervento foresees and nobody registered.
type Mancanza struct {
	InterventoID string       `json:"interventoId" format:"uuid" doc:"Intervento"`
	Numero       string       `json:"numero" doc:"Anno e progressivo dell'intervento" maxLength:"20" example:"2024/13"`
	Prestazione  string       `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Dal          periodo.Data `json:"dal" doc:"Giorno, o primo dei giorni"`
	Al           periodo.Data `json:"al" doc:"Ultimo dei giorni"`
}

// Firma is a signature of a month.
type Firma struct {
	ID            string    `json:"id" format:"uuid" doc:"Identificativo"`
	Sostituisce   *string   `json:"sostituisce,omitempty" format:"uuid" doc:"Firma di cui prende il posto"`
	Impronta      string    `json:"impronta" doc:"Impronta delle caselle firmate" maxLength:"64"`
	Caselle       int       `json:"caselle" doc:"Caselle firmate"`
	Mancanti      int       `json:"mancanti" doc:"Giornate senza accessi quando è stata messa"`
	Qualita       string    `json:"qualita" doc:"ENTE_EROGATORE, oppure AMMINISTRATIVO che dichiara per lui" maxLength:"20" example:"ENTE_EROGATORE"`
	Dichiarazione string    `json:"dichiarazione,omitempty" doc:"Chi ha comunicato gli accessi, e come" maxLength:"500"`
	FirmataDa     string    `json:"firmataDa" doc:"Chi ha firmato" maxLength:"300"`
	FirmataIl     time.Time `json:"firmataIl" doc:"Quando"`
}

// Riapertura is a request to open a month again.
type Riapertura struct {
	ID        string       `json:"id" format:"uuid" doc:"Identificativo"`
	FirmaID   string       `json:"firmaId" format:"uuid" doc:"Firma da togliere"`
	Motivo    string       `json:"motivo" doc:"Motivo" maxLength:"500"`
	ChiestaDa string       `json:"chiestaDa" doc:"Chi l'ha chiesta" maxLength:"300"`
	ChiestaIl time.Time    `json:"chiestaIl" doc:"Quando"`
	Esito     sigess.Stato `json:"esito,omitempty" doc:"CONCESSA o NEGATA; vuoto se è da decidere" maxLength:"20" example:"CONCESSA"`
	Nota      string       `json:"nota,omitempty" doc:"Nota di chi ha deciso" maxLength:"500"`
	DecisaDa  string       `json:"decisaDa,omitempty" doc:"Chi ha deciso" maxLength:"300"`
	DecisaIl  *time.Time   `json:"decisaIl,omitempty" doc:"Quando"`
}

// Chiusure is a page of the closings of a month.
type Chiusure struct {
	Mese     periodo.Mese `json:"mese" doc:"Mese"`
	Chiusure []Chiusura   `json:"chiusure" doc:"Una per ente erogatore o struttura, per nome"`
	Totale   int          `json:"totale" doc:"Chiusure trovate in tutto"`
	Pagina   int          `json:"pagina" doc:"Pagina"`
}

// filtroChiusure is what the closings are asked with.
type filtroChiusure struct {
	sigess.FiltroChiusure
	pagina
}

// completo fills in the last month, when none is asked for.
func (f filtroChiusure) completo() filtroChiusure {
	if f.Mese.IsZero() {
		f.Mese = periodo.Oggi().Mese().Piu(-1)
	}
	return f
}

func (s *sportello) rotteChiusure(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaTabellone}
	}
	atti.Leggi(r, op("chiusure-elenco", "", "/chiusure", "Elenca le chiusure di un mese, l'ultimo se non indicato"), s.elencaChiusure)
	atti.Registra(r, op("chiusura-apertura", http.MethodPost, "/chiusure", "Apre la chiusura di un mese di un ente erogatore o di una struttura"), s.apriChiusura)
	atti.Leggi(r, op("chiusura-lettura", "", "/chiusure/{id}", "Legge la chiusura di un mese, con le giornate mancanti e la sua storia"), s.leggiChiusura)
	atti.Registra(r, op("chiusura-firma", http.MethodPost, "/chiusure/{id}/firma", "Firma un mese: le sue caselle non cambiano più"), s.firmaMese)
	atti.Registra(r, op("chiusura-riapertura", http.MethodPost, "/chiusure/{id}/riaperture", "Chiede di riaprire un mese firmato"), s.chiediRiapertura)
	atti.Registra(r, op("chiusura-decisione", http.MethodPost, "/chiusure/{id}/decisione", "Concede o nega la riapertura chiesta da un altro"), s.decidiRiapertura)
}

func (s *sportello) elencaChiusure(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroChiusure]) (Chiusure, error) {
	f := in.Corpo.completo()
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Chiusure, error) {
		elenco, err := sigess.ElencaChiusure(tx, chi, f.FiltroChiusure, f.limiti())
		out := Chiusure{Mese: f.Mese, Totale: elenco.Totale, Pagina: f.numero()}
		for _, c := range elenco.Elementi {
			out.Chiusure = append(out.Chiusure, rigaChiusura(c))
		}
		return out, err
	})
}

func rigaChiusura(c sigess.RigaChiusura) Chiusura {
	return Chiusura{ID: c.ID, EnteID: c.EnteID, Ente: c.Ente, PressoID: c.PressoID, Presso: c.Presso, Mese: c.Mese, Interventi: c.Interventi,
		Stato: c.Stato, Scadenza: c.Scadenza, FirmataDa: c.FirmataDa, FirmataIl: c.FirmataIl, DaDecidere: c.Richiesta != ""}
}

// fascicoloMese is a closing with all that its page says.
type fascicoloMese struct {
	sigess.RigaChiusura
	impronta   string
	caselle    int
	mancanze   []sigess.Mancanza
	firme      []sigess.Firma
	riaperture []sigess.Riapertura
}

func leggiFascicolo(tx *gorm.DB, chi models.Chi, id string) (fascicoloMese, error) {
	var f fascicoloMese
	var err error
	if f.RigaChiusura, err = sigess.ChiusuraVisibile(tx, chi, id); err != nil {
		return f, err
	}
	if f.impronta, f.caselle, err = sigess.ImprontaMese(tx, f.Chiusura()); err != nil {
		return f, err
	}
	if f.mancanze, err = sigess.MancanzeDi(tx, f.Chiusura(), periodo.Oggi()); err != nil {
		return f, err
	}
	if f.firme, err = sigess.Firme(tx, id); err != nil {
		return f, err
	}
	f.riaperture, err = sigess.Riaperture(tx, id)
	return f, err
}

func (s *sportello) leggiChiusura(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Chiusura, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Chiusura, error) {
		f, err := leggiFascicolo(tx, chi, in.ID)
		out := rigaChiusura(f.RigaChiusura)
		if f.Stato != sigess.MeseChiuso {
			out.Impronta = f.impronta
		}
		for _, m := range f.mancanze {
			out.Mancanze = append(out.Mancanze, Mancanza{InterventoID: m.ID, Numero: m.Estremi(), Prestazione: m.Prestazione, Dal: m.Dal, Al: m.Al})
		}
		for _, v := range f.firme {
			out.Firme = append(out.Firme, Firma{ID: v.ID, Sostituisce: v.Sostituisce, Impronta: v.Impronta, Caselle: v.Caselle, Mancanti: v.Mancanti,
				Qualita: v.Qualita, Dichiarazione: v.Dichiarazione, FirmataDa: v.FirmataDa, FirmataIl: v.FirmataIl})
		}
		for _, v := range f.riaperture {
			out.Riaperture = append(out.Riaperture, Riapertura(v))
		}
		return out, err
	})
}

// attoApriChiusura is the durable name under which the opening is kept.
const attoApriChiusura = "apri-chiusura"

// apriChiusura opens a closing, whose id follows from what it closes, and waits
// a little for it to appear.
func (s *sportello) apriChiusura(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloChiusura]) (Esito, error) {
	id := in.Corpo.ID()
	_, err := leggi(ctx, s, chi, func(tx *gorm.DB) (struct{}, error) {
		return struct{}{}, sigess.Apribile(tx, chi, in.Corpo)
	})
	if err != nil {
		return Esito{}, err
	}
	if esito, err := s.statoChiusura(ctx, chi, id); models.KindOf(err) != models.NotFound {
		return esito, err
	}
	avvio := inputChiusura(in.Corpo)
	avvio.AttoID, avvio.OperatoreID = in.Atto, chi.OperatoreID
	err = s.m.Avvia(ctx, chi, procedure.Atto{ID: in.Atto, EnteID: in.Corpo.EnteID, OggettoID: id, WorkflowID: sigess.WorkflowChiusura(id),
		Tipo: attoApriChiusura, Dati: in.Corpo, Avvio: flow.NomeChiusura, InputAvvio: avvio})
	if err != nil {
		return Esito{}, err
	}
	return attendiRiga(ctx, Esito{ID: id, Stato: sigess.MeseAperto}, func() (Esito, error) { return s.statoChiusura(ctx, chi, id) })
}

func inputChiusura(m sigess.ModuloChiusura) flow.InputChiusura {
	return flow.InputChiusura{ChiusuraID: m.ID(), EnteID: m.EnteID, PressoID: m.PressoID, Mese: m.Mese.String()}
}

func (s *sportello) statoChiusura(ctx context.Context, chi models.Chi, id string) (Esito, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Esito, error) {
		c, err := sigess.ChiusuraVisibile(tx, chi, id)
		return Esito{ID: c.ID, Numero: c.Mese.String(), Stato: c.Stato}, err
	})
}

// suMese carries out an act on a closing that may be seen. The workflow of one
// that was signed has ended: the act begins another.
func suMese[F any](ctx context.Context, s *sportello, chi models.Chi, in atti.Richiesta[F], update string) (Esito, error) {
	c, err := leggi(ctx, s, chi, func(tx *gorm.DB) (sigess.RigaChiusura, error) { return sigess.ChiusuraVisibile(tx, chi, in.ID) })
	if err != nil {
		return Esito{}, err
	}
	err = s.m.Compi(ctx, chi, procedure.Atto{ID: in.Atto, EnteID: c.EnteID, OggettoID: c.ID, WorkflowID: sigess.WorkflowChiusura(c.ID),
		Tipo: update, Dati: in.Corpo, Messaggio: messaggio(chi, in.Atto), Avvio: flow.NomeChiusura,
		InputAvvio: inputChiusura(sigess.ModuloChiusura{EnteID: c.EnteID, PressoID: c.PressoID, Mese: c.Mese})})
	if err != nil {
		return Esito{}, err
	}
	return s.statoChiusura(ctx, chi, c.ID)
}

func (s *sportello) firmaMese(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloFirma]) (Esito, error) {
	return suMese(ctx, s, chi, in, flow.UpdateFirmaMese)
}

func (s *sportello) chiediRiapertura(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloRichiestaRiapertura]) (Esito, error) {
	return suMese(ctx, s, chi, in, flow.UpdateChiediRiapertura)
}

func (s *sportello) decidiRiapertura(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloDecisione]) (Esito, error) {
	return suMese(ctx, s, chi, in, flow.UpdateDecidiRiapertura)
}
