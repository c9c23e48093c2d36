package sigess

import (
	"context"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
)

// cassettoAssegnazioni has the two grids of fig. 10, with the two columns of
// acts, then those that ended.
func (d cartellaDomanda) cassettoAssegnazioni(r ripresa) web.Cassetto {
	colonne, atti := web.Colonne("Denominazione", "Data inizio"), []string{"Apri", "Chiudi"}
	uo := web.Tabella{Titolo: "UO abilitate", Colonne: colonne, Distinti: atti, Vuoto: "nessuna, finché la domanda non è presentata"}
	operatori := web.Tabella{Titolo: "Operatori abilitati", Colonne: colonne, Distinti: atti, Vuoto: "nessuno: la domanda attende nell'elenco dell'ufficio"}
	if d.Stato == sigess.Bozza {
		operatori.Vuoto = uo.Vuoto
	}
	chiuse := web.Tabella{Titolo: "Assegnazioni concluse", Colonne: web.Colonne("Denominazione", "Data inizio", "Data fine", "Motivo", "Assegnata da"), Ripiegata: true}
	for _, a := range d.assegnazioni {
		riga := web.Riga{Celle: []web.Cella{web.Testo(a.Denominazione), web.Testo(periodo.DataOra(a.DataInizio))},
			Atti: []web.Pulsante{{Testo: "Apri", Oggetto: a.Denominazione, Voci: []web.Voce{voce("Ufficio", a.Ufficio), voce("Assegnata da", a.AssegnataDa), voce("Motivo", a.Motivo)}}, {}}}
		switch {
		case a.DataFine != nil:
			chiuse.Righe = append(chiuse.Righe, web.Riga{Celle: append(riga.Celle, web.Testo(istante(a.DataFine)), web.Testo(a.Motivo), web.Testo(a.AssegnataDa))})
		case a.Tipo == "UO":
			riga.Celle[0].Nota = a.Motivo
			uo.Righe = append(uo.Righe, riga)
		default:
			riga.Celle[0].Nota = a.Motivo
			if d.tratta && d.aperta() {
				riga.Atti[1] = web.Pulsante{Testo: "Chiudi", Oggetto: "l'assegnazione a " + a.Denominazione, URL: d.indirizzo() + "/restituisci",
					Atto: r.atto("restituisci"), Tono: web.Negativo,
					Conferma: a.Denominazione + " non seguirà più la domanda: i suoi compiti tornano nell'elenco dell'ufficio " + a.Ufficio + ". Continuare?"}
			}
			operatori.Righe = append(operatori.Righe, riga)
		}
	}
	out := web.Cassetto{ID: "assegnazioni", Titolo: "Assegnazioni", Tabelle: []web.Tabella{uo, operatori}}
	if len(chiuse.Righe) > 0 {
		out.Tabelle = append(out.Tabelle, chiuse)
	}
	if d.aperta() && d.tratta {
		out.Nuovo = &web.Link{Testo: "Aggiungi operatore abilitato o ufficio", URL: d.indirizzo() + "/assegna"}
	}
	return out
}

// restituisci ends the assignment to an operatore: the domanda goes back to the
// office that it is assigned to.
func (s *sportello) restituisci(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	uo, err := leggi(ctx, s, chi, func(tx *gorm.DB) (string, error) {
		d, err := sigess.DomandaVisibile(tx, chi, in.ID)
		if err != nil {
			return "", err
		}
		uo, _, err := sigess.Competente(tx, d.ID)
		return uo, err
	})
	if err != nil {
		return Esito{}, err
	}
	return s.assegna(ctx, chi, atti.Richiesta[sigess.ModuloAssegnazione]{ID: in.ID, Atto: in.Atto, Corpo: sigess.ModuloAssegnazione{UOID: uo}})
}
