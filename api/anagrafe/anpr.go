package anagrafe

import (
	"context"
	"time"

	"gorm.io/gorm"

	"siss/api/anpr"
	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// PersonaANPR is a person as ANPR answers.
type PersonaANPR struct {
	CodiceFiscale fiscale.Codice  `json:"codiceFiscale" doc:"Codice fiscale"`
	Cognome       string          `json:"cognome" doc:"Cognome"`
	Nome          string          `json:"nome" doc:"Nome"`
	Sesso         string          `json:"sesso" doc:"Sesso" enum:"M,F"`
	DataNascita   periodo.Data    `json:"dataNascita" format:"date" doc:"Data di nascita"`
	LuogoNascita  string          `json:"luogoNascita,omitempty" doc:"Luogo di nascita"`
	StatoCivile   string          `json:"statoCivile,omitempty" doc:"Stato civile"`
	Cittadinanza  string          `json:"cittadinanza,omitempty" doc:"Cittadinanza"`
	DataDecesso   periodo.Data    `json:"dataDecesso,omitzero" format:"date" doc:"Data del decesso, assente se è in vita"`
	Comune        string          `json:"comune,omitempty" doc:"Comune di residenza"`
	Indirizzo     string          `json:"indirizzo,omitempty" doc:"Indirizzo di residenza"`
	CAP           string          `json:"cap,omitempty" doc:"CAP"`
	ResidenzaDal  periodo.Data    `json:"residenzaDal,omitzero" format:"date" doc:"Residente dal"`
	Famiglia      []FamiliareANPR `json:"famiglia" doc:"Le altre persone della famiglia anagrafica"`
}

// FamiliareANPR is another person of the famiglia anagrafica.
type FamiliareANPR struct {
	CodiceFiscale fiscale.Codice `json:"codiceFiscale" doc:"Codice fiscale"`
	Cognome       string         `json:"cognome" doc:"Cognome"`
	Nome          string         `json:"nome" doc:"Nome"`
	DataNascita   periodo.Data   `json:"dataNascita" format:"date" doc:"Data di nascita"`
	Tipo          string         `json:"tipo" doc:"Che cosa è per la persona consultata"`
}

// DifferenzaANPR is a datum that the registry has otherwise.
type DifferenzaANPR struct {
	Campo       string `json:"campo" doc:"Dato"`
	InAnagrafe  string `json:"inAnagrafe" doc:"Com'è in anagrafe"`
	SecondoANPR string `json:"secondoAnpr" doc:"Com'è in ANPR"`
}

// ConsultazioneANPR is the answer of a consultation: nothing of it is kept.
type ConsultazioneANPR struct {
	ID         string           `json:"id" format:"uuid" doc:"Consultazione, da indicare per importare"`
	Persona    PersonaANPR      `json:"persona" doc:"I dati di ANPR"`
	SoggettoID string           `json:"soggettoId,omitempty" format:"uuid" doc:"Il soggetto, se è già in anagrafe"`
	Differenze []DifferenzaANPR `json:"differenze" doc:"Che cosa l'anagrafe ha di diverso, se il soggetto c'è già"`

	letta    anagrafe.Persona
	soggetto anagrafe.Soggetto
	schede   map[fiscale.Codice]string // of the famiglia: the cards there are already
}

// consulta leaves the trace, asks ANPR, and completes the trace whatever the
// answer; then it looks whether the person is in the registry.
func (h *gestore) consulta(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloConsultazione]) (ConsultazioneANPR, error) {
	out := ConsultazioneANPR{ID: in.Atto}
	if !h.anpr.Attivo() {
		return out, anpr.ErrNonAttiva
	}
	var c anagrafe.Consultazione
	err := models.Atto(ctx, h.db, chi, "consulta-anpr", func(tx *gorm.DB) (err error) {
		c, err = anagrafe.ApriConsultazione(tx, chi, in.Atto, in.Corpo, time.Now())
		return err
	})
	if err != nil {
		return out, err
	}
	risposta, asked := h.anpr.Consulta(ctx, anpr.Domanda{Operazione: c.ID, CodiceFiscale: in.Corpo.CodiceFiscale, Pratica: c.Pratica})
	out.letta = risposta.Persona
	// Also when who asked has left meanwhile.
	err = models.Atto(context.WithoutCancel(ctx), h.db, chi, "consulta-anpr", func(tx *gorm.DB) error {
		if asked == nil {
			if err := out.confronta(tx, chi, c.EnteID); err != nil {
				return err
			}
		}
		return anagrafe.ConcludiConsultazione(tx, chi, c.ID, esitoDi(risposta.Persona, asked), out.soggetto.ID, risposta.Operazione)
	})
	if asked != nil {
		return out, asked
	}
	out.Persona, out.SoggettoID = personaDi(risposta.Persona), out.soggetto.ID
	return out, err
}

// esitoDi is what the trace says of an answer.
func esitoDi(p anagrafe.Persona, err error) anagrafe.EsitoConsultazione {
	switch {
	case models.KindOf(err) == models.NotFound:
		return anagrafe.NonTrovato
	case err != nil:
		return anagrafe.NonDisponibile
	case !p.DataDecesso.IsZero():
		return anagrafe.Deceduto
	}
	return anagrafe.Trovato
}

// confronta looks for the person and its famiglia in the registry of the ente.
func (c *ConsultazioneANPR) confronta(tx *gorm.DB, chi models.Chi, enteID string) error {
	s, err := anagrafe.Presente(tx, enteID, c.letta.Generalita)
	if err != nil {
		return err
	}
	c.soggetto, c.schede = s, map[fiscale.Codice]string{}
	for _, f := range c.letta.Famiglia {
		altro, err := anagrafe.Presente(tx, enteID, f.Generalita)
		if err != nil {
			return err
		}
		if altro.ID != "" {
			c.schede[f.CodiceFiscale] = altro.ID
		}
	}
	if s.ID == "" {
		return nil
	}
	ora, err := anagrafe.ResidenzaAttuale(tx, chi, s.ID)
	if err != nil {
		return err
	}
	for _, d := range anagrafe.Differenze(s, ora, c.letta, func(campo, valore string) string { return parole[anagrafe.ModuloSoggetto](campo)[valore] }) {
		c.Differenze = append(c.Differenze, DifferenzaANPR{Campo: d.Campo, InAnagrafe: d.InAnagrafe, SecondoANPR: d.InANPR})
	}
	return nil
}

func personaDi(p anagrafe.Persona) PersonaANPR {
	out := PersonaANPR{
		CodiceFiscale: p.CodiceFiscale, Cognome: p.Cognome, Nome: p.Nome, Sesso: p.Sesso, DataNascita: p.DataNascita, LuogoNascita: p.LuogoNascita,
		StatoCivile: p.StatoCivile, Cittadinanza: p.Cittadinanza, DataDecesso: p.DataDecesso,
		Comune: p.Residenza.Comune, Indirizzo: p.Residenza.Indirizzo, CAP: p.Residenza.CAP, ResidenzaDal: p.Residenza.Dal,
	}
	for _, f := range p.Famiglia {
		out.Famiglia = append(out.Famiglia, FamiliareANPR{CodiceFiscale: f.CodiceFiscale, Cognome: f.Cognome, Nome: f.Nome, DataNascita: f.DataNascita, Tipo: f.Tipo})
	}
	return out
}

// ImportazioneANPR is what an import did.
type ImportazioneANPR struct {
	SoggettoID string `json:"soggettoId" format:"uuid" doc:"Il soggetto importato o aggiornato"`
	Aggiornato bool   `json:"aggiornato" doc:"Era già in anagrafe"`
	Familiari  int    `json:"familiari" doc:"Familiari importati o legati al soggetto"`
}

// importa asks ANPR once more, as the same operation, so that what enters the
// registry is what ANPR says and not what a page sends back.
func (h *gestore) importa(ctx context.Context, chi models.Chi, in atti.Richiesta[anagrafe.ModuloImportazione]) (ImportazioneANPR, error) {
	var out ImportazioneANPR
	if !h.anpr.Attivo() {
		return out, anpr.ErrNonAttiva
	}
	var c anagrafe.Consultazione
	err := models.Atto(ctx, h.db, chi, importaDaANPR, func(tx *gorm.DB) (err error) {
		c, err = anagrafe.ConsultazioneMia(tx, chi, in.Corpo.ConsultazioneID, in.Corpo.CodiceFiscale, time.Now())
		return err
	})
	if err != nil {
		return out, err
	}
	var risposta anpr.Risposta
	if c.Esito != anagrafe.Importato && c.Esito != anagrafe.Aggiornato {
		if risposta, err = h.anpr.Consulta(ctx, anpr.Domanda{Operazione: c.ID, CodiceFiscale: in.Corpo.CodiceFiscale, Pratica: c.Pratica}); err != nil {
			return out, err
		}
	}
	err = models.Atto(ctx, h.db, chi, importaDaANPR, func(tx *gorm.DB) error {
		fatta, err := anagrafe.Importa(tx, chi, in.Atto, in.Corpo, risposta.Persona, time.Now())
		out = ImportazioneANPR{SoggettoID: fatta.SoggettoID, Aggiornato: fatta.Aggiornato, Familiari: fatta.Familiari}
		return err
	})
	return out, err
}

// FiltroConsultazioni chooses a page of the register.
type FiltroConsultazioni struct {
	anagrafe.FiltroConsultazioni
	Pagina int `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"100000" widget:"hidden"`
}

func (f FiltroConsultazioni) pagina() models.Pagina {
	return models.Pagina{Limite: perPagina, Salta: (max(f.Pagina, 1) - 1) * perPagina}
}

// RigaConsultazione is a consultation in the register.
type RigaConsultazione struct {
	ID         string    `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID     string    `json:"enteId" format:"uuid" doc:"Ente per cui si è consultato"`
	Quando     time.Time `json:"quando" doc:"Quando"`
	Operatore  string    `json:"operatore" doc:"Chi ha consultato"`
	Finalita   string    `json:"finalita" doc:"Finalità"`
	Pratica    string    `json:"pratica" doc:"Pratica"`
	Esito      string    `json:"esito" doc:"Esito"`
	SoggettoID string    `json:"soggettoId,omitempty" format:"uuid" doc:"Il soggetto, se è in anagrafe"`
	Operazione string    `json:"operazioneAnpr,omitempty" doc:"Con che cosa ANPR ricorda la consultazione"`
}

// RegistroConsultazioni is a page of the register.
type RegistroConsultazioni struct {
	Consultazioni []RigaConsultazione `json:"consultazioni" doc:"Consultazioni, dalla più recente"`
	Totale        int                 `json:"totale" doc:"Consultazioni in tutto"`
	Pagina        int                 `json:"pagina" doc:"Pagina"`
}

func (h *gestore) consultazioni(ctx context.Context, chi models.Chi, in atti.Richiesta[FiltroConsultazioni]) (RegistroConsultazioni, error) {
	out := RegistroConsultazioni{Pagina: max(in.Corpo.Pagina, 1)}
	err := models.Leggi(ctx, h.db, chi, func(tx *gorm.DB) error {
		righe, err := anagrafe.ElencaConsultazioni(tx, chi, in.Corpo.FiltroConsultazioni, in.Corpo.pagina())
		out.Totale = righe.Totale
		for _, r := range righe.Elementi {
			out.Consultazioni = append(out.Consultazioni, RigaConsultazione{ID: r.ID, EnteID: r.EnteID, Quando: r.Quando, Operatore: r.Operatore, Finalita: r.Finalita,
				Pratica: r.Pratica, Esito: string(r.Esito), SoggettoID: valore(r.SoggettoID), Operazione: r.OperazioneAnpr})
		}
		return err
	})
	return out, err
}
