package anpr

// The messages of the services C020, C021 and C030, as far as they are used.
// All three take the same request and give answers of one shape, each with
// parts of its own.

type richiesta struct {
	IDOperazioneClient string        `json:"idOperazioneClient"`
	CriteriRicerca     criteri       `json:"criteriRicerca"`
	DatiRichiesta      datiRichiesta `json:"datiRichiesta"`
}

type criteri struct {
	CodiceFiscale string `json:"codiceFiscale,omitempty"`
	IDANPR        string `json:"idANPR,omitempty"`
}

type datiRichiesta struct {
	DataRiferimento string `json:"dataRiferimentoRichiesta"`
	Motivo          string `json:"motivoRichiesta"`
	CasoUso         string `json:"casoUso"`
}

type risposta struct {
	IDOperazioneANPR string `json:"idOperazioneANPR"`
	ListaSoggetti    struct {
		DatiSoggetto []datiSoggetto `json:"datiSoggetto"`
	} `json:"listaSoggetti"`
}

type datiSoggetto struct {
	Generalita     generalita `json:"generalita"`
	Identificativi struct {
		IDANPR string `json:"idANPR"`
	} `json:"identificativi"`
	StatoCivile struct {
		StatoCivile string `json:"statoCivile"`
	} `json:"statoCivile"`
	Cittadinanza []struct {
		DescrizioneStato string `json:"descrizioneStato"`
	} `json:"cittadinanza"`
	Residenza   []residenza `json:"residenza"`
	DatiDecesso struct {
		DataEvento string `json:"dataEvento"`
	} `json:"datiDecesso"`
	LegameSoggetto struct {
		CodiceLegame         string `json:"codiceLegame"`
		DataDecorrenza       string `json:"dataDecorrenza"`
		DataDecorrenzaLegame string `json:"dataDecorrenzaLegame"`
	} `json:"legameSoggetto"`
}

type generalita struct {
	CodiceFiscale struct {
		CodFiscale string `json:"codFiscale"`
	} `json:"codiceFiscale"`
	Cognome      string `json:"cognome"`
	SenzaCognome string `json:"senzaCognome"`
	Nome         string `json:"nome"`
	SenzaNome    string `json:"senzaNome"`
	Sesso        string `json:"sesso"`
	DataNascita  string `json:"dataNascita"`
	LuogoNascita struct {
		LuogoEccezionale string   `json:"luogoEccezionale"`
		Comune           comune   `json:"comune"`
		Localita         localita `json:"localita"`
	} `json:"luogoNascita"`
}

type comune struct {
	NomeComune  string `json:"nomeComune"`
	CodiceIstat string `json:"codiceIstat"`
}

type localita struct {
	DescrizioneLocalita string `json:"descrizioneLocalita"`
	DescrizioneStato    string `json:"descrizioneStato"`
}

type residenza struct {
	TipoIndirizzo  string `json:"tipoIndirizzo"`
	DataDecorrenza string `json:"dataDecorrenzaResidenza"`
	Indirizzo      struct {
		CAP      string `json:"cap"`
		Comune   comune `json:"comune"`
		Frazione string `json:"frazione"`
		Toponimo struct {
			Specie        string `json:"specie"`
			Denominazione string `json:"denominazioneToponimo"`
		} `json:"toponimo"`
		NumeroCivico struct {
			Numero        string `json:"numero"`
			Lettera       string `json:"lettera"`
			Esponente     string `json:"esponente1"`
			CivicoInterno struct {
				Scala   string `json:"scala"`
				Interno string `json:"interno1"`
			} `json:"civicoInterno"`
		} `json:"numeroCivico"`
	} `json:"indirizzo"`
	LocalitaEstera struct {
		IndirizzoEstero struct {
			CAP      string   `json:"cap"`
			Localita localita `json:"localita"`
			Toponimo struct {
				Denominazione string `json:"denominazione"`
				NumeroCivico  string `json:"numeroCivico"`
			} `json:"toponimo"`
		} `json:"indirizzoEstero"`
	} `json:"localitaEstera"`
}
