package sigess

import (
	"fmt"

	"gorm.io/gorm"

	"siss/api/anagrafe"
	"siss/models"
	"siss/models/sigess"
	"siss/web"
)

// Cartella is what the area adds to the card of a soggetto: its domande, its
// interventi, and what happened to them.
func Cartella() anagrafe.Area {
	return anagrafe.Area{Cassetti: cassettiCartella, Storia: storiaCartella}
}

// righeCartella is how many cases the card shows before sending to the list.
const righeCartella = 10

func cassettiCartella(tx *gorm.DB, chi models.Chi, soggettoID string) ([]web.Cassetto, error) {
	p := models.Pagina{Limite: righeCartella}
	domande, err := sigess.ElencaDomande(tx, chi, sigess.FiltroDomande{SoggettoID: soggettoID}, p)
	if err != nil {
		return nil, err
	}
	interventi, err := sigess.ElencaInterventi(tx, chi, sigess.FiltroInterventi{SoggettoID: soggettoID}, p)
	if err != nil {
		return nil, err
	}
	d := web.Tabella{Colonne: web.Colonne("Numero", "Presentata il", "Ufficio", "Operatore", "Stato"), Vuoto: "nessuna domanda: aggiungerne una con l'icona +"}
	for _, r := range domande.Elementi {
		d.Righe = append(d.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(r.Estremi(), sezioneDomande+"/"+r.ID), web.Testo(r.DataPresentazione.Italiana()),
			web.Testo(r.Ufficio), web.Testo(r.Assegnatario), cellaStato(r.Stato)}})
	}
	i := web.Tabella{Colonne: web.Colonne("Numero", "Intervento", "Dal", "Al", "Stato"), Vuoto: "nessun intervento: aggiungerne uno con l'icona +"}
	for _, r := range interventi.Elementi {
		i.Righe = append(i.Righe, web.Riga{Celle: []web.Cella{web.Collegamento(r.Estremi(), sezioneInterventi+"/"+r.ID),
			{Testo: r.Tipo, Nota: r.Natura.Nome()}, web.Testo(r.DataInizio.Italiana()), web.Testo(r.DataFine.Italiana()), cellaStato(r.Stato)}})
	}
	return []web.Cassetto{
		{ID: "domande", Titolo: "Domande", Tabelle: []web.Tabella{d}, Voci: tutte("Domande del soggetto", sezioneDomande, soggettoID, domande.Totale),
			Nuovo: &web.Link{Testo: "Nuova domanda", URL: "/domande/nuova?soggetto=" + soggettoID}},
		{ID: "interventi", Titolo: "Interventi", Tabelle: []web.Tabella{i}, Voci: conEstratto(tutte("Interventi del soggetto", sezioneInterventi, soggettoID, interventi.Totale), soggettoID),
			Nuovo: &web.Link{Testo: "Nuovo intervento", URL: "/interventi/nuovo?soggetto=" + soggettoID}},
	}, nil
}

// tutte leads to the list of all the cases of a soggetto, when there are any.
func tutte(etichetta, sezione, soggettoID string, totale int) []web.Voce {
	if totale == 0 {
		return nil
	}
	return []web.Voce{{Etichetta: etichetta, Valore: fmt.Sprintf("Apri l'elenco (%d)", totale), URL: sezione + "?soggettoId=" + soggettoID}}
}

// conEstratto leads also to what was paid for the soggetto, where there are
// interventi to pay for.
func conEstratto(voci []web.Voce, soggettoID string) []web.Voce {
	if len(voci) == 0 {
		return nil
	}
	return append(voci, web.Voce{Etichetta: "Pagamenti", Valore: "Estratto da stampare", URL: "/soggetti/" + soggettoID + "/estratto"})
}

func storiaCartella(tx *gorm.DB, chi models.Chi, soggettoID string, limite int) ([]anagrafe.Momento, int, error) {
	fatti, totale, err := sigess.StoriaCartella(tx, chi, soggettoID, limite)
	var out []anagrafe.Momento
	for _, f := range fatti {
		m := raccontato(f)
		m.Quando, m.Operatore = f.Quando, f.Operatore
		out = append(out, m)
	}
	return out, totale, err
}

// raccontato puts a fact of the cartella in words.
func raccontato(f sigess.FattoCartella) anagrafe.Momento {
	switch f.Cosa {
	case "pagamento":
		return anagrafe.Momento{Testo: fmt.Sprintf("Liquidati %s euro per %s, intervento %s", f.Importo, f.Mese.Italiano(), f.Estremi()),
			Nota: f.Tipo, URL: sezioneInterventi + "/" + f.ID}
	case "richiesta":
		return anagrafe.Momento{Testo: "Richiesta della domanda " + f.Estremi() + ": " + f.Tipo, Stato: f.Stato.Nome(), Tono: tono(f.Stato), URL: sezioneDomande + "/" + f.ID}
	case "intervento":
		return anagrafe.Momento{Testo: "Intervento " + f.Estremi() + " " + passaggio(f), Nota: f.Tipo, Stato: f.Stato.Nome(), Tono: tono(f.Stato), URL: sezioneInterventi + "/" + f.ID}
	default:
		return anagrafe.Momento{Testo: "Domanda " + f.Estremi() + " " + passaggio(f), Stato: f.Stato.Nome(), Tono: tono(f.Stato), URL: sezioneDomande + "/" + f.ID}
	}
}

// passaggio says in words how a case came to its state.
func passaggio(f sigess.FattoCartella) string {
	if f.Da == sigess.Sospeso && f.Stato == sigess.Attivo {
		return "ripreso"
	}
	if testo, ok := passaggi[f.Stato]; ok {
		return testo
	}
	return "ora: " + f.Stato.Nome()
}

var passaggi = map[sigess.Stato]string{
	sigess.Presentata: "presentata", sigess.InIstruttoria: "in istruttoria", sigess.Sospesa: "sospesa in attesa di integrazioni", sigess.InPreavviso: "in preavviso di rigetto",
	sigess.Accolta: "accolta", sigess.AccoltaParz: "accolta in parte",
	sigess.Respinta: "respinta", sigess.Chiusa: "chiusa", sigess.DaAttivare: "attivato, in attesa dell'inizio", sigess.Attivo: "in corso",
	sigess.Sospeso: "sospeso", sigess.Concluso: "concluso",
}
