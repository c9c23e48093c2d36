package anagrafe

import (
	"context"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// Filtro is the search mask with the page of the list.
type Filtro struct {
	anagrafe.Ricerca
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"100000" widget:"hidden"`
}

func (f Filtro) pagina() models.Pagina {
	return models.Pagina{Limite: perPagina, Salta: (max(f.Pagina, 1) - 1) * perPagina}
}

// Soggetto is a soggetto as lists and the card show it.
type Soggetto struct {
	ID                 string         `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID             string         `json:"enteId" format:"uuid" doc:"Ente"`
	Codice             int            `json:"codice" doc:"Codice nell'anagrafe dell'ente"`
	Cognome            string         `json:"cognome" doc:"Cognome"`
	Nome               string         `json:"nome" doc:"Nome"`
	Sesso              string         `json:"sesso" doc:"Sesso" enum:"M,F"`
	DataNascita        periodo.Data   `json:"dataNascita" format:"date" doc:"Data di nascita"`
	LuogoNascita       string         `json:"luogoNascita,omitempty" doc:"Luogo di nascita"`
	LuogoNascitaCodice string         `json:"luogoNascitaCodice,omitempty" doc:"Codice catastale del luogo di nascita"`
	CodiceFiscale      fiscale.Codice `json:"codiceFiscale,omitempty" doc:"Codice fiscale"`
	StatoCivile        string         `json:"statoCivile,omitempty" doc:"Stato civile"`
	Cittadinanza       string         `json:"cittadinanza,omitempty" doc:"Cittadinanza"`
	DataDecesso        periodo.Data   `json:"dataDecesso,omitzero" format:"date" doc:"Data del decesso, secondo ANPR"`
	AnprIl             *time.Time     `json:"anprIl,omitempty" doc:"Quando ANPR ha dato o confermato i dati; assente se sono stati scritti a mano"`
	Telefono           string         `json:"telefono,omitempty" doc:"Telefono"`
	Email              string         `json:"email,omitempty" doc:"E-mail"`
	Note               string         `json:"note,omitempty" doc:"Note"`
}

func soggettoDi(s anagrafe.Soggetto) Soggetto {
	return Soggetto{
		ID: s.ID, EnteID: s.EnteID, Codice: s.Codice, Cognome: s.Cognome, Nome: s.Nome, Sesso: s.Sesso,
		DataNascita: s.DataNascita, LuogoNascita: s.LuogoNascita, LuogoNascitaCodice: s.LuogoNascitaCodice,
		CodiceFiscale: s.CodiceFiscale, StatoCivile: s.StatoCivile, Cittadinanza: s.Cittadinanza, DataDecesso: s.DataDecesso, AnprIl: s.AnprIl,
		Telefono: s.Telefono, Email: s.Email, Note: s.Note,
	}
}

// Soggetti is a page of the list of soggetti.
type Soggetti struct {
	Soggetti []Soggetto `json:"soggetti" doc:"Soggetti, i più simili al nome cercato per primi"`
	Totale   int        `json:"totale" doc:"Soggetti in tutto"`
	Pagina   int        `json:"pagina" doc:"Pagina"`
}

// Residenza is an address of a soggetto between two dates.
type Residenza struct {
	ID        string       `json:"id" format:"uuid" doc:"Identificativo"`
	Tipo      string       `json:"tipo" doc:"Tipo" enum:"RESIDENZA,DOMICILIO,DIMORA"`
	Comune    string       `json:"comune" doc:"Comune"`
	Indirizzo string       `json:"indirizzo" doc:"Indirizzo e numero civico"`
	CAP       string       `json:"cap,omitempty" doc:"CAP"`
	Dal       periodo.Data `json:"dal" format:"date" doc:"Dal"`
	Al        periodo.Data `json:"al,omitzero" format:"date" doc:"Al, assente se in corso"`
	AnprIl    *time.Time   `json:"anprIl,omitempty" doc:"Quando ANPR l'ha dato o confermato; assente se è stato scritto a mano"`
}

func residenzaDi(r anagrafe.Residenza) Residenza {
	return Residenza{ID: r.ID, Tipo: r.Tipo, Comune: r.Comune, Indirizzo: r.Indirizzo, CAP: r.CAP, Dal: r.Dal, Al: r.Al, AnprIl: r.AnprIl}
}

// Relazione is a person of the nucleo or of the network of a soggetto.
type Relazione struct {
	ID          string       `json:"id" format:"uuid" doc:"Identificativo"`
	AltroID     string       `json:"altroId" format:"uuid" doc:"Soggetto in relazione"`
	Cognome     string       `json:"cognome" doc:"Cognome"`
	Nome        string       `json:"nome" doc:"Nome"`
	DataNascita periodo.Data `json:"dataNascita" format:"date" doc:"Data di nascita"`
	Tipo        string       `json:"tipo" doc:"Relazione, com'è scritta sulla scheda di uno dei due"`
	Inversa     bool         `json:"inversa" doc:"È scritta sulla scheda dell'altro: il tipo dice che cosa è il soggetto per l'altro"`
	Descrizione string       `json:"descrizione" doc:"Che cosa è l'altro per il soggetto"`
	Convivente  bool         `json:"convivente" doc:"Fa parte del nucleo"`
	Dal         periodo.Data `json:"dal" format:"date" doc:"Dal"`
	Al          periodo.Data `json:"al,omitzero" format:"date" doc:"Al, assente se in corso"`
	AnprIl      *time.Time   `json:"anprIl,omitempty" doc:"Quando ANPR l'ha data o confermata; assente se è stata scritta a mano"`
}

func relazioneDi(c anagrafe.Componente) Relazione {
	return Relazione{ID: c.ID, AltroID: c.AltroID, Cognome: c.Cognome, Nome: c.Nome, DataNascita: c.DataNascita, Tipo: c.Tipo, Inversa: c.Inversa,
		Descrizione: c.Relazione(), Convivente: c.Convivente, Dal: c.Dal, Al: c.Al, AnprIl: c.AnprIl}
}

// Scheda is the whole card of a soggetto.
type Scheda struct {
	Soggetto  Soggetto    `json:"soggetto" doc:"Dati anagrafici"`
	Residenze []Residenza `json:"residenze" doc:"Indirizzi, quelli in corso per primi"`
	Relazioni []Relazione `json:"relazioni" doc:"Nucleo e altre relazioni, quelle in corso per prime"`
}

func (h *gestore) cerca(ctx context.Context, chi models.Chi, in atti.Richiesta[Filtro]) (Soggetti, error) {
	var out Soggetti
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		trovati, err := anagrafe.Cerca(tx, chi, in.Corpo.Ricerca, in.Corpo.pagina())
		out.Totale, out.Pagina = trovati.Totale, max(in.Corpo.Pagina, 1)
		for _, s := range trovati.Elementi {
			out.Soggetti = append(out.Soggetti, soggettoDi(s))
		}
		return err
	})
	return out, err
}

func (h *gestore) scheda(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Scheda, error) {
	var out Scheda
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		s, err := anagrafe.SoggettoVisibile(tx, chi, in.ID)
		if err != nil {
			return err
		}
		out.Soggetto = soggettoDi(s)
		residenze, err := anagrafe.Residenze(tx, chi, s.ID)
		if err != nil {
			return err
		}
		for _, r := range residenze {
			out.Residenze = append(out.Residenze, residenzaDi(r))
		}
		nucleo, err := anagrafe.Nucleo(tx, chi, s.ID)
		for _, c := range nucleo {
			out.Relazioni = append(out.Relazioni, relazioneDi(c))
		}
		return err
	})
	return out, err
}

func (h *gestore) salva(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloSoggetto]) (Soggetto, error) {
	var out Soggetto
	err := models.Atto(ctx, h.db, chi, "salva-soggetto", func(tx *gorm.DB) error {
		s, err := anagrafe.SalvaSoggetto(tx, chi, idRiga(in.ID, in.Atto), in.Corpo)
		out = soggettoDi(s)
		return err
	})
	return out, err
}

// idRiga is the id of the row to write: that in the path or, from the form of
// a new one, the id of the act.
func idRiga(percorso, atto string) string {
	if percorso != "" {
		return percorso
	}
	return atto
}
