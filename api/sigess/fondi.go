package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/euro"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Bilancio says how an amount stands.
type Bilancio struct {
	Impegnato   euro.Importo `json:"impegnato" doc:"Quanto è impegnato, con le variazioni"`
	Usato       euro.Importo `json:"usato" doc:"Quanto hanno usato le elaborazioni confermate"`
	Provvisorio euro.Importo `json:"provvisorio" doc:"Quanto usano le elaborazioni non ancora confermate"`
	Disponibile euro.Importo `json:"disponibile" doc:"Quanto resta degli impegni"`
}

// Fondo is money that an ente has for a year.
type Fondo struct {
	ID            string       `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID        string       `json:"enteId" format:"uuid" doc:"Ente che paga"`
	Denominazione string       `json:"denominazione" doc:"Denominazione" maxLength:"200"`
	Origine       string       `json:"origine" doc:"FNPS, FNA, DOPO_DI_NOI, POVERTA, PNRR, REGIONALE, COMUNALE o ALTRO" maxLength:"20" example:"FNPS"`
	Capofila      string       `json:"capofila,omitempty" doc:"Ente capofila" maxLength:"200"`
	Annualita     int          `json:"annualita" doc:"Annualità" example:"2026"`
	Importo       euro.Importo `json:"importo" doc:"Quanto vale"`
	Ripartito     euro.Importo `json:"ripartito" doc:"Quanto è diviso tra i capitoli"`
	Vincolo       string       `json:"vincolo,omitempty" doc:"Per che cosa si può spendere" maxLength:"500"`
	Versione      int          `json:"versione" doc:"Versione"`
	Bilancio
	Capitoli []Capitolo `json:"capitoli,omitempty" doc:"I capitoli, quando si legge un solo fondo"`
	Impegni  []Impegno  `json:"impegni,omitempty" doc:"Gli impegni nell'ordine d'uso, quando si legge un solo fondo"`
}

// Capitolo is a part of a fondo.
type Capitolo struct {
	ID            string       `json:"id" format:"uuid" doc:"Identificativo"`
	FondoID       string       `json:"fondoId" format:"uuid" doc:"Fondo"`
	Codice        string       `json:"codice" doc:"Codice nel bilancio dell'ente" maxLength:"40"`
	Denominazione string       `json:"denominazione" doc:"Denominazione" maxLength:"200"`
	Importo       euro.Importo `json:"importo" doc:"Stanziamento"`
	Versione      int          `json:"versione" doc:"Versione"`
	Bilancio
}

// Impegno is money of a capitolo that an act binds.
type Impegno struct {
	ID              string       `json:"id" format:"uuid" doc:"Identificativo"`
	FondoID         string       `json:"fondoId" format:"uuid" doc:"Fondo"`
	CapitoloID      string       `json:"capitoloId" format:"uuid" doc:"Capitolo"`
	Anno            int          `json:"anno" doc:"Anno dei mesi che paga" example:"2026"`
	Numero          string       `json:"numero" doc:"Numero nella contabilità dell'ente" maxLength:"20"`
	Oggetto         string       `json:"oggetto" doc:"Oggetto" maxLength:"200"`
	DeterminaNumero string       `json:"determinaNumero" doc:"Numero della determina" maxLength:"40"`
	DeterminaData   periodo.Data `json:"determinaData" doc:"Data della determina"`
	CIG             string       `json:"cig,omitempty" doc:"CIG" maxLength:"10"`
	CUP             string       `json:"cup,omitempty" doc:"CUP" maxLength:"15"`
	Scadenza        periodo.Data `json:"scadenza" doc:"Scadenza"`
	Intero          bool         `json:"intero" doc:"Paga un movimento solo per intero"`
	Tipi            []string     `json:"tipi,omitempty" format:"uuid" doc:"Tipi di intervento che paga"`
	UOID            *string      `json:"uoId,omitempty" format:"uuid" doc:"Ufficio di cui paga gli interventi"`
	Versione        int          `json:"versione" doc:"Versione"`
	Bilancio
}

// Fondi is a page of the list of fondi.
type Fondi struct {
	Fondi  []Fondo `json:"fondi" doc:"Fondi, l'anno più recente per primo"`
	Totale int     `json:"totale" doc:"Fondi trovati in tutto"`
	Pagina int     `json:"pagina" doc:"Pagina"`
}

// Utilizzo is what a movimento takes of an impegno.
type Utilizzo struct {
	MovimentoID    string       `json:"movimentoId" format:"uuid" doc:"Movimento"`
	ElaborazioneID string       `json:"elaborazioneId" format:"uuid" doc:"Elaborazione"`
	Elaborazione   string       `json:"elaborazione" doc:"Numero dell'elaborazione" maxLength:"20" example:"2026/3"`
	Intervento     string       `json:"intervento" doc:"Anno e progressivo" maxLength:"20" example:"2026/13"`
	Mese           periodo.Mese `json:"mese" doc:"Mese di competenza"`
	Importo        euro.Importo `json:"importo" doc:"Quanto ne prende; con il segno meno, quanto ne rende"`
	Totale         euro.Importo `json:"totale" doc:"Importo totale del movimento"`
	Definitivo     bool         `json:"definitivo" doc:"L'elaborazione è confermata"`
}

// Utilizzi is a page of what is used of an impegno.
type Utilizzi struct {
	Utilizzi []Utilizzo `json:"utilizzi" doc:"Utilizzi, l'elaborazione più recente per prima"`
	Totale   int        `json:"totale" doc:"Utilizzi in tutto"`
	Pagina   int        `json:"pagina" doc:"Pagina"`
}

// filtroFondi is what the list of fondi is asked with.
type filtroFondi struct {
	sigess.FiltroFondi
	pagina
}

// etichettaBilancio is the tag of the operations on fondi and impegni.
const etichettaBilancio = "bilancio"

func (s *sportello) rotteFondi(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaBilancio, Stato: http.StatusOK}
	}
	atti.Leggi(r, op("fondi-elenco", "", "/fondi", "Elenca i fondi"), s.elencaFondi)
	atti.Leggi(r, op("fondo-lettura", "", "/fondi/{id}", "Legge un fondo, con i suoi capitoli e impegni"), s.leggiFondo)
	atti.Registra(r, op("fondo-salvataggio", http.MethodPut, "/fondi/{id}", "Salva un fondo"), s.salvaFondo)
	atti.Registra(r, op("capitolo-salvataggio", http.MethodPut, "/capitoli/{id}", "Salva un capitolo di un fondo"), s.salvaCapitolo)
	atti.Leggi(r, op("impegno-lettura", "", "/impegni/{id}", "Legge un impegno"), s.leggiImpegno)
	atti.Leggi(r, op("impegno-utilizzi", "", "/impegni/{id}/utilizzi", "Elenca che cosa è pagato con un impegno"), s.elencaUtilizzi)
	atti.Registra(r, op("impegno-salvataggio", http.MethodPut, "/impegni/{id}", "Inserisce un impegno"), s.salvaImpegno)
	atti.Registra(r, op("impegno-correzione", http.MethodPut, "/impegni/{id}/dati", "Corregge i dati di un impegno, non l'importo"), s.correggiImpegno)
	atti.Registra(r, op("impegno-variazione", http.MethodPost, "/impegni/{id}/variazioni", "Registra una variazione dell'importo di un impegno"), s.variaImpegno)
}

func rigaFondo(f sigess.RigaFondo) Fondo {
	return Fondo{ID: f.ID, EnteID: f.EnteID, Denominazione: f.Denominazione, Origine: f.Origine, Capofila: f.Capofila, Annualita: f.Annualita,
		Importo: f.Importo, Ripartito: f.Ripartito, Vincolo: f.Vincolo, Versione: f.Versione, Bilancio: Bilancio(f.Bilancio)}
}

func rigaImpegno(i sigess.RigaImpegno) Impegno {
	return Impegno{ID: i.ID, FondoID: i.FondoID, CapitoloID: i.CapitoloID, Anno: i.Anno, Numero: i.Numero, Oggetto: i.Oggetto,
		DeterminaNumero: i.DeterminaNumero, DeterminaData: i.DeterminaData, CIG: i.CIG, CUP: i.CUP, Scadenza: i.Scadenza, Intero: i.Intero, Tipi: i.Tipi,
		UOID: i.UOID, Versione: i.Versione, Bilancio: Bilancio{Impegnato: i.Assegnato, Usato: i.Usato, Provvisorio: i.Provvisorio, Disponibile: i.Disponibile}}
}

func (s *sportello) elencaFondi(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroFondi]) (Fondi, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Fondi, error) {
		elenco, err := sigess.ElencaFondi(tx, chi, in.Corpo.FiltroFondi, in.Corpo.limiti())
		out := Fondi{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, f := range elenco.Elementi {
			out.Fondi = append(out.Fondi, rigaFondo(f))
		}
		return out, err
	})
}

func (s *sportello) leggiFondo(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Fondo, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Fondo, error) {
		f, err := sigess.FondoVisibile(tx, chi, in.ID)
		if err != nil {
			return Fondo{}, err
		}
		out := rigaFondo(f)
		capitoli, err := sigess.Capitoli(tx, f.ID)
		if err != nil {
			return out, err
		}
		for _, c := range capitoli {
			out.Capitoli = append(out.Capitoli, Capitolo{ID: c.ID, FondoID: c.FondoID, Codice: c.Codice, Denominazione: c.Denominazione, Importo: c.Importo,
				Versione: c.Versione, Bilancio: Bilancio(c.Bilancio)})
		}
		impegni, err := sigess.Impegni(tx, f.ID)
		for _, i := range impegni {
			out.Impegni = append(out.Impegni, rigaImpegno(i))
		}
		return out, err
	})
}

func (s *sportello) leggiImpegno(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Impegno, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Impegno, error) {
		i, err := sigess.ImpegnoVisibile(tx, chi, in.ID)
		return rigaImpegno(i), err
	})
}

func (s *sportello) elencaUtilizzi(ctx context.Context, chi models.Chi, in atti.Richiesta[pagina]) (Utilizzi, error) {
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Utilizzi, error) {
		if _, err := sigess.ImpegnoVisibile(tx, chi, in.ID); err != nil {
			return Utilizzi{}, err
		}
		elenco, err := sigess.Utilizzi(tx, chi, in.ID, in.Corpo.limiti())
		out := Utilizzi{Totale: elenco.Totale, Pagina: in.Corpo.numero()}
		for _, u := range elenco.Elementi {
			out.Utilizzi = append(out.Utilizzi, Utilizzo{MovimentoID: u.ID, ElaborazioneID: u.ElaborazioneID, Elaborazione: u.Elaborazione, Intervento: u.Intervento,
				Mese: u.MeseCompetenza, Importo: u.Importo, Totale: u.Totale, Definitivo: u.StatoCorsa.Confermata()})
		}
		return out, err
	})
}

func (s *sportello) salvaFondo(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloFondo]) (Fondo, error) {
	return scrivi(ctx, s, chi, "salva-fondo", func(tx *gorm.DB) (Fondo, error) {
		if _, err := sigess.SalvaFondo(tx, chi, in.ID, in.Corpo); err != nil {
			return Fondo{}, err
		}
		f, err := sigess.FondoVisibile(tx, chi, in.ID)
		return rigaFondo(f), err
	})
}

func (s *sportello) salvaCapitolo(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloCapitolo]) (Capitolo, error) {
	return scrivi(ctx, s, chi, "salva-capitolo", func(tx *gorm.DB) (Capitolo, error) {
		c, err := sigess.SalvaCapitolo(tx, chi, in.ID, in.Corpo)
		return Capitolo{ID: c.ID, FondoID: c.FondoID, Codice: c.Codice, Denominazione: c.Denominazione, Importo: c.Importo, Versione: c.Versione}, err
	})
}

func (s *sportello) salvaImpegno(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloImpegno]) (Impegno, error) {
	return scrivi(ctx, s, chi, "salva-impegno", func(tx *gorm.DB) (Impegno, error) {
		i, err := sigess.SalvaImpegno(tx, chi, in.ID, in.Corpo, time.Now())
		return rigaImpegno(i), err
	})
}

func (s *sportello) correggiImpegno(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.DatiImpegno]) (Impegno, error) {
	return scrivi(ctx, s, chi, "correggi-impegno", func(tx *gorm.DB) (Impegno, error) {
		i, err := sigess.CorreggiImpegno(tx, chi, in.ID, in.Corpo)
		return rigaImpegno(i), err
	})
}

func (s *sportello) variaImpegno(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloVariazione]) (Impegno, error) {
	return scrivi(ctx, s, chi, "varia-impegno", func(tx *gorm.DB) (Impegno, error) {
		i, err := sigess.VariaImpegno(tx, chi, in.ID, in.Atto, in.Corpo, time.Now())
		return rigaImpegno(i), err
	})
}
