package simulatore

// identificativi is the answer of C030.
func (i *individuo) identificativi() []oggetto {
	return []oggetto{{"identificativi": oggetto{"idANPR": i.id}}}
}

// scheda is the answer of C020.
func (i *individuo) scheda() []oggetto {
	d := oggetto{
		"generalita":     i.generalita(),
		"identificativi": oggetto{"idANPR": i.id},
		"statoCivile":    oggetto{"statoCivile": i.statoCivile},
		"cittadinanza":   []oggetto{{"descrizioneStato": i.cittadinanza}},
		"residenza": []oggetto{{"tipoIndirizzo": "1", "dataDecorrenzaResidenza": i.casa.dal, "indirizzo": oggetto{
			"cap": i.casa.cap, "comune": i.casa.comune.json(),
			"toponimo":     oggetto{"specie": i.casa.specie, "denominazioneToponimo": i.casa.strada},
			"numeroCivico": oggetto{"numero": i.casa.civico, "civicoInterno": oggetto{"interno1": i.casa.interno}},
		}}},
		"infoSoggettoEnte": []oggetto{{"id": "1003", "chiave": "Verifica esistenza in vita", "valore": "S"}},
	}
	if i.deceduto != "" {
		d["datiDecesso"] = oggetto{"dataEvento": i.deceduto}
		d["infoSoggettoEnte"] = []oggetto{{"id": "1003", "chiave": "Verifica esistenza in vita", "valore": "N"}}
	}
	return []oggetto{d}
}

// famigliaAnagrafica is the answer of C021.
func (i *individuo) famigliaAnagrafica() []oggetto {
	var out []oggetto
	for _, x := range i.famiglia {
		out = append(out, oggetto{
			"generalita": x.generalita(), "identificativi": oggetto{"idANPR": x.id},
			"legameSoggetto": oggetto{"tipoLegame": "1", "codiceLegame": x.legame, "dataDecorrenza": x.dal()},
		})
	}
	return out
}

// dal is since when a person is of its family: the birth, for who was born in it.
func (i *individuo) dal() string {
	if i.nato.String() > i.casa.dal {
		return i.nato.String()
	}
	return i.casa.dal
}

func (i *individuo) generalita() oggetto {
	nascita := oggetto{"comune": i.luogo.json()}
	if i.luogo.istat == "" {
		nascita = oggetto{"localita": oggetto{"descrizioneStato": i.luogo.nome}}
	}
	return oggetto{
		"codiceFiscale": oggetto{"codFiscale": i.codice, "validitaCF": "1"}, "cognome": i.cognome, "nome": i.nome, "sesso": i.sesso,
		"dataNascita": i.nato.String(), "luogoNascita": nascita,
	}
}

func (l luogo) json() oggetto {
	return oggetto{"nomeComune": l.nome, "codiceIstat": l.istat, "siglaProvinciaIstat": l.sigla}
}
