package sigess

import (
	"context"
	"net/http"
	"strconv"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/misura"
	"siss/models/periodo"
	"siss/models/sigess"
)

// Tabellone is a page of the month of the interventi to account for (fig. 28).
type Tabellone struct {
	Mese   periodo.Mese    `json:"mese" doc:"Mese"`
	Righe  []RigaTabellone `json:"righe" doc:"Una riga per intervento, per nominativo"`
	Totale int             `json:"totale" doc:"Interventi in tutto"`
	Pagina int             `json:"pagina" doc:"Pagina"`
}

// RigaTabellone is the month of one intervento.
type RigaTabellone struct {
	InterventoID string        `json:"interventoId" format:"uuid" doc:"Intervento"`
	Numero       string        `json:"numero" doc:"Anno e progressivo dell'intervento" maxLength:"20" example:"2024/13"`
	Nominativo   string        `json:"nominativo" doc:"Cognome, nome e data di nascita" maxLength:"300" example:"ROSSI MARIO (11/07/1986)"`
	Tipo         string        `json:"tipo" doc:"Tipo di intervento" maxLength:"300"`
	DataInizio   periodo.Data  `json:"dataInizio" doc:"Data di inizio"`
	DataFine     periodo.Data  `json:"dataFine,omitzero" doc:"Data di fine"`
	ChiusaDa     string        `json:"chiusaDa,omitempty" doc:"Elaborazione contabile che ha il mese" maxLength:"20" example:"2026/3"`
	Liquidato    bool          `json:"liquidato" doc:"L'elaborazione è definitiva: quello che cambia va a conguaglio"`
	FirmatoDa    string        `json:"firmatoDa,omitempty" doc:"Chi ha firmato il mese, che non cambia più" maxLength:"300"`
	Accessi      []Accesso     `json:"accessi" doc:"Accessi del mese, per data"`
	Sospensioni  []Sospensione `json:"sospensioni" doc:"Sospensioni"`
	// Riepilogo sums the month and sets it against the plan.
	Riepilogo RiepilogoAccessi `json:"riepilogo" doc:"Totali del mese e piano di assistenza"`
}

// Accesso is what was delivered on a day: a quantity or a time.
type Accesso struct {
	Data        periodo.Data     `json:"data" doc:"Giorno"`
	Prestazione string           `json:"prestazione" doc:"Codice della prestazione" maxLength:"20" example:"OSS"`
	Quantita    *misura.Quantita `json:"quantita,omitempty" doc:"Quantità"`
	Minuti      *misura.Minuti   `json:"minuti,omitempty" doc:"Tempo in minuti"`
	// TipoPresenza is that of a day in a struttura, PRESENTE elsewhere.
	TipoPresenza sigess.TipoPresenza `json:"tipoPresenza" doc:"Tipo di presenza; PRESENTE fuori dalle strutture" maxLength:"30" example:"RICOVERO"`
}

// filtroTabellone is what the tabellone is asked with.
type filtroTabellone struct {
	sigess.FiltroTabellone
	Righe  string `json:"righe,omitempty" doc:"Righe per pagina" enum:"5,10,20,50,100,200" etichette:"5,10,20,50,100,200" help:"10 se non indicato"`
	Pagina int    `json:"pagina,omitempty" doc:"Pagina, da 1" minimum:"0" maximum:"1000000"`
}

const righeTabellone = 10

// completo fills in what was left out: the last month, ten rows.
func (f filtroTabellone) completo() (filtroTabellone, pagina) {
	if f.Mese.IsZero() {
		f.Mese = periodo.Oggi().Mese().Piu(-1)
	}
	righe, err := strconv.Atoi(f.Righe)
	if err != nil {
		righe = righeTabellone
	}
	return f, pagina{Pagina: f.Pagina, Righe: righe}
}

func (s *sportello) rotteTabellone(r *atti.Rotte) {
	op := func(id, metodo, percorso, titolo string) atti.Operazione {
		return atti.Operazione{ID: id, Metodo: metodo, Percorso: percorso, Titolo: titolo, Etichetta: etichettaTabellone}
	}
	atti.Leggi(r, op("tabellone-lettura", "", "/tabellone", "Legge il tabellone accessi di un mese, l'ultimo se non indicato"), s.leggiTabellone)
	atti.Registra(r, op("accesso-registrazione", http.MethodPut, "/interventi/{id}/accessi/{data}", "Aggiunge o cambia una prestazione in un giorno"), s.registraAccesso)
	atti.Registra(conPrestazione(r), op("accesso-eliminazione", http.MethodDelete, "/interventi/{id}/accessi/{data}/{prestazione}", "Elimina una prestazione da un giorno"), s.eliminaAccesso)
	s.rottaCelle(r)
}

func (s *sportello) leggiTabellone(ctx context.Context, chi models.Chi, in atti.Richiesta[filtroTabellone]) (Tabellone, error) {
	f, p := in.Corpo.completo()
	return leggi(ctx, s, chi, func(tx *gorm.DB) (Tabellone, error) {
		elenco, err := sigess.Tabellone(tx, chi, f.FiltroTabellone, p.limiti())
		out := Tabellone{Mese: f.Mese, Totale: elenco.Totale, Pagina: p.numero()}
		for _, r := range elenco.Elementi {
			out.Righe = append(out.Righe, rigaTabellone(r))
		}
		return out, err
	})
}

func rigaTabellone(r sigess.RigaTabellone) RigaTabellone {
	out := RigaTabellone{InterventoID: r.ID, Numero: r.Estremi(), Nominativo: nominativo(r.Cognome, r.Nome, r.DataNascita), Tipo: r.Tipo,
		DataInizio: r.DataInizio, DataFine: r.DataFine, ChiusaDa: r.ChiusaDa, Liquidato: r.Liquidata, FirmatoDa: r.FirmataDa, Riepilogo: riepilogo(r)}
	for _, a := range r.Accessi {
		out.Accessi = append(out.Accessi, accesso(a))
	}
	for _, s := range r.Sospensioni {
		out.Sospensioni = append(out.Sospensioni, Sospensione{Dal: s.Dal, Al: s.Al, Motivo: s.Motivo, MotivoRipresa: s.MotivoRipresa})
	}
	return out
}

func accesso(a sigess.Accesso) Accesso {
	return Accesso{Data: a.Data, Prestazione: a.Prestazione, Quantita: a.Quantita, Minuti: a.Minuti, TipoPresenza: a.TipoPresenza}
}

// nominativo is how the manual writes a person (figg. 28, 33).
func nominativo(cognome, nome string, nascita periodo.Data) string {
	return cognome + " " + nome + " (" + nascita.Italiana() + ")"
}

func (s *sportello) registraAccesso(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloAccesso]) (Accesso, error) {
	data, err := giorno(in.Sub)
	if err != nil {
		return Accesso{}, err
	}
	return scrivi(ctx, s, chi, "registra-accesso", func(tx *gorm.DB) (Accesso, error) {
		a, err := sigess.Registra(tx, chi, in.ID, data, in.Corpo)
		return accesso(a), err
	})
}

// giorno reads the day that a path names.
func giorno(testo string) (periodo.Data, error) {
	d, err := periodo.Parse(testo)
	if err != nil {
		return d, models.Refuse("data", err.Error())
	}
	return d, nil
}

func (s *sportello) eliminaAccesso(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (struct{}, error) {
	return struct{}{}, s.togli(ctx, chi, in.ID, in.Sub, prestazioneDi(ctx))
}

// togli takes a prestazione away from a day of the tabellone.
func (s *sportello) togli(ctx context.Context, chi models.Chi, id, data, prestazione string) error {
	g, err := giorno(data)
	if err != nil {
		return err
	}
	_, err = scrivi(ctx, s, chi, "elimina-accesso", func(tx *gorm.DB) (struct{}, error) {
		return struct{}{}, sigess.Elimina(tx, chi, id, g, prestazione)
	})
	return err
}
