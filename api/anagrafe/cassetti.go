package anagrafe

import (
	"strconv"
	"time"

	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/web"
	"siss/web/form"
)

func datiAnagrafici(s anagrafe.Soggetto) web.Cassetto {
	persona := parole[anagrafe.ModuloSoggetto]
	c := web.Cassetto{ID: "dati-anagrafici", Titolo: "Dati anagrafici", Voci: []web.Voce{
		{Etichetta: "Codice", Valore: strconv.Itoa(s.Codice)},
		{Etichetta: "Cognome", Valore: s.Cognome},
		{Etichetta: "Nome", Valore: s.Nome},
		{Etichetta: "Sesso", Valore: persona("sesso")[s.Sesso]},
		{Etichetta: "Data di nascita", Valore: s.DataNascita.Italiana()},
		{Etichetta: "Luogo di nascita", Valore: s.LuogoNascita},
		{Etichetta: "Codice fiscale", Valore: string(s.CodiceFiscale)},
		{Etichetta: "Stato civile", Valore: persona("statoCivile")[s.StatoCivile]},
		{Etichetta: "Cittadinanza", Valore: s.Cittadinanza},
		{Etichetta: "Origine dei dati", Valore: origine(s.AnprIl)},
		{Etichetta: "Note", Valore: s.Note},
	}}
	if !s.DataDecesso.IsZero() {
		c.Voci = append(c.Voci, web.Voce{Etichetta: "Data del decesso", Valore: s.DataDecesso.Italiana()})
	}
	return c
}

// origine says who wrote a datum: ANPR, and when it last said so, or somebody
// by hand.
func origine(anpr *time.Time) string {
	if anpr == nil {
		return "inserito a mano"
	}
	return "da ANPR, " + periodo.Di(*anpr).Italiana()
}

func cassettoContatti(su string, s anagrafe.Soggetto, t tornato) web.Cassetto {
	return web.Cassetto{ID: "contatti", Titolo: "Contatti",
		Voci:   []web.Voce{{Etichetta: "Telefono", Valore: s.Telefono}, {Etichetta: "E-mail", Valore: s.Email}},
		Moduli: []web.ModuloInline{inRiga(t, "contatti", "Modifica i contatti", su, s.Contatti())}}
}

func cassettoResidenza(su string, indirizzi []anagrafe.Residenza, t tornato) web.Cassetto {
	tabella := web.Tabella{Titolo: "Indirizzi", Colonne: web.Colonne("Tipo", "Comune", "Indirizzo", "CAP", "Dal", "Al", "Origine"),
		Vuoto: "nessun indirizzo: aggiungere la residenza"}
	tipi := parole[anagrafe.ModuloResidenza]("tipo")
	for _, r := range indirizzi {
		riga := web.Riga{Celle: []web.Cella{web.Testo(tipi[r.Tipo]), web.Testo(r.Comune), web.Testo(r.Indirizzo), web.Testo(r.CAP),
			web.Testo(r.Dal.Italiana()), web.Testo(finoA(r.Al)), web.Testo(origine(r.AnprIl))}}
		if r.Al.IsZero() {
			riga.Atti = []web.Pulsante{{Testo: "Chiudi", Oggetto: "indirizzo " + r.Indirizzo, URL: su + "/residenze/" + r.ID + "/chiudi", Link: true}}
		}
		tabella.Righe = append(tabella.Righe, riga)
	}
	aggiungi := inRiga(t, "residenze", "Aggiungi un indirizzo", su, anagrafe.ModuloResidenza{})
	aggiungi.Testo = "L'indirizzo dello stesso tipo che c'è ora si chiude il giorno prima e resta nell'elenco"
	return web.Cassetto{ID: "residenza", Titolo: "Residenza", Tabelle: []web.Tabella{tabella}, Moduli: []web.ModuloInline{aggiungi}}
}

// finoA writes an end, or that there is none yet.
func finoA(al periodo.Data) string {
	if al.IsZero() {
		return "in corso"
	}
	return al.Italiana()
}

func cassettoNucleo(su string, nucleo []anagrafe.Componente) web.Cassetto {
	t := web.Tabella{Titolo: "Nucleo e relazioni", Colonne: web.Colonne("Cognome e nome", "Relazione", "Convivente", "Dal", "Al", "Origine"),
		Vuoto: "nessuna persona: aggiungere chi vive con il soggetto o se ne occupa"}
	for _, a := range nucleo {
		convive := "no"
		if a.Convivente {
			convive = "sì"
		}
		nome := anagrafe.Soggetto{Cognome: a.Cognome, Nome: a.Nome, DataNascita: a.DataNascita}.Nominativo()
		riga := web.Riga{Celle: []web.Cella{web.Collegamento(nome, "/soggetti/"+a.AltroID), web.Testo(a.Relazione()), web.Testo(convive),
			web.Testo(a.Dal.Italiana()), web.Testo(finoA(a.Al)), web.Testo(origine(a.AnprIl))}}
		if a.Al.IsZero() {
			riga.Atti = []web.Pulsante{{Testo: "Chiudi", Oggetto: "relazione con " + nome, URL: su + "/relazioni/" + a.ID + "/chiudi", Link: true}}
		}
		t.Righe = append(t.Righe, riga)
	}
	return web.Cassetto{ID: "nucleo", Titolo: "Nucleo", Tabelle: []web.Tabella{t},
		Nuovo: &web.Link{Testo: "Aggiungi una persona", URL: su + "/relazioni/nuova"}}
}

// parole are the words of a field's choices, by value.
func parole[F any](nome string) map[string]string {
	out := map[string]string{}
	for _, o := range scelte[F](nome) {
		out[o.Valore] = o.Testo
	}
	return out
}

// scelte are the choices of a field, the blank one excluded.
func scelte[F any](nome string) []form.Opzione {
	campo, _ := form.Vuoto[F](nil).Field(nome)
	var out []form.Opzione
	for _, o := range campo.Options {
		if o.Valore != "" {
			out = append(out, o)
		}
	}
	return out
}
