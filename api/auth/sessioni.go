package auth

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
)

const etichetta = "accesso"

// ModuloSessione asks for a session of a demonstration operatore.
type ModuloSessione struct {
	OperatoreID string `json:"operatoreId" format:"uuid" doc:"Operatore dimostrativo con cui entrare"`
}

// Sessione is a session just opened.
type Sessione struct {
	Token string    `json:"token" doc:"Gettone da inviare come Authorization: Bearer"`
	Scade time.Time `json:"scade" doc:"Quando il gettone smette di valere"`
}

// Io is who is logged in and for which offices.
type Io struct {
	OperatoreID string         `json:"operatoreId" format:"uuid" doc:"Operatore"`
	Nominativo  string         `json:"nominativo" doc:"Cognome e nome"`
	Enti        []Ente         `json:"enti" doc:"Enti per cui può agire"`
	Uffici      []Ufficio      `json:"uffici" doc:"Uffici in cui è abilitato"`
	Ruoli       []Abilitazione `json:"ruoli" doc:"Abilitazioni valide oggi"`
}

// Ente is an ente of Io.
type Ente struct {
	ID            string `json:"id" format:"uuid" doc:"Identificativo"`
	Codice        string `json:"codice" doc:"Codice"`
	Denominazione string `json:"denominazione" doc:"Denominazione"`
}

// Ufficio is an office of Io.
type Ufficio struct {
	ID     string `json:"id" format:"uuid" doc:"Identificativo"`
	EnteID string `json:"enteId" format:"uuid" doc:"Ente"`
	Nome   string `json:"nome" doc:"Codice e denominazione"`
}

// Abilitazione is a ruolo in an ente, by virtue of an office.
type Abilitazione struct {
	EnteID    string       `json:"enteId" format:"uuid" doc:"Ente"`
	UfficioID string       `json:"ufficioId" format:"uuid" doc:"Ufficio"`
	Ruolo     models.Ruolo `json:"ruolo" doc:"Ruolo" enum:"AMMINISTRATORE_ENTE,OPERATORE_AMMINISTRATIVO,ASSISTENTE_SOCIALE,COORDINATORE,RESPONSABILE_PROCEDIMENTO,RESPONSABILE_CONTABILE"`
}

func (a *Accesso) sessioni(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{
		ID: "sessione-apertura", Metodo: http.MethodPost, Percorso: "/sessioni", Titolo: "Apre una sessione", Etichetta: etichetta,
		Descrizione: "Entra come un operatore dimostrativo. Solo sulle installazioni di sviluppo: altrove l'operatore è riconosciuto dal servizio di identità dell'ente.",
		Pubblica:    true, Errori: []int{http.StatusUnauthorized, http.StatusForbidden},
	}, a.apri)
	atti.Registra(r, atti.Operazione{
		ID: "sessione-chiusura", Metodo: http.MethodDelete, Percorso: "/sessioni/corrente", Titolo: "Chiude la sessione", Etichetta: etichetta,
		Descrizione: "Il gettone con cui arriva la richiesta smette di valere.",
	}, a.chiudi)
	atti.Leggi(r, atti.Operazione{
		ID: "io-lettura", Percorso: "/io", Titolo: "Dice chi è entrato", Etichetta: etichetta,
		Descrizione: "L'operatore della sessione, con gli enti, gli uffici e i ruoli per cui è abilitato oggi.",
	}, a.io)
}

func (a *Accesso) apri(ctx context.Context, _ models.Chi, in atti.Richiesta[ModuloSessione]) (Sessione, error) {
	if !a.Sviluppo {
		return Sessione{}, models.Errorf(models.Forbidden, soloDalGateway)
	}
	adesso := time.Now()
	gettone, err := anagrafe.ApriSessione(ctx, a.DB, in.Corpo.OperatoreID, adesso)
	return Sessione{Token: gettone, Scade: anagrafe.FineSessione(adesso).UTC().Truncate(time.Second)}, err
}

func (a *Accesso) chiudi(ctx context.Context, _ models.Chi, _ atti.Richiesta[struct{}]) (struct{}, error) {
	return struct{}{}, anagrafe.ChiudiSessione(ctx, a.DB, sessioneDi(ctx).gettone)
}

func (a *Accesso) io(ctx context.Context, chi models.Chi, _ atti.Richiesta[struct{}]) (Io, error) {
	out := Io{OperatoreID: chi.OperatoreID, Nominativo: chi.Nome}
	for _, b := range chi.Ambiti {
		out.Ruoli = append(out.Ruoli, Abilitazione{EnteID: b.EnteID, UfficioID: b.UOID, Ruolo: b.Ruolo})
	}
	err := models.Leggi(ctx, a.DB, chi, func(tx *gorm.DB) error {
		enti, err := anagrafe.Enti(tx, chi)
		if err != nil {
			return err
		}
		for _, e := range enti {
			out.Enti = append(out.Enti, Ente{ID: e.ID, Codice: e.Codice, Denominazione: e.Denominazione})
		}
		uffici, err := anagrafe.UfficiAbilitati(tx, chi, periodo.Oggi())
		for _, u := range uffici {
			out.Uffici = append(out.Uffici, Ufficio{ID: u.ID, EnteID: u.EnteID, Nome: u.Nome()})
		}
		return err
	})
	return out, err
}
