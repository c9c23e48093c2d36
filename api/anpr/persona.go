package anpr

import (
	"errors"
	"slices"
	"strings"

	"siss/models/anagrafe"
	"siss/models/fiscale"
	"siss/models/periodo"
)

// persona reads the person of C020 and the famiglia of C021, in which the
// person itself is. Its errors tell what is wrong, never a value.
func persona(d datiSoggetto, famiglia []datiSoggetto) (anagrafe.Persona, error) {
	g, err := d.Generalita.leggi()
	if err != nil {
		return anagrafe.Persona{}, err
	}
	p := anagrafe.Persona{Generalita: g, StatoCivile: anagrafe.StatoCivileANPR(d.StatoCivile.StatoCivile)}
	var stati []string
	for _, c := range d.Cittadinanza {
		stati = append(stati, pulito(c.DescrizioneStato))
	}
	p.Cittadinanza = strings.Join(pieni(stati...), ", ")
	if p.DataDecesso, err = data(d.DatiDecesso.DataEvento); err != nil {
		return p, errors.New("date of death")
	}
	if p.Residenza, err = residenzaLetta(d.Residenza); err != nil {
		return p, err
	}
	p.Famiglia, err = familiari(g.CodiceFiscale, famiglia)
	return p, err
}

func familiari(codice fiscale.Codice, famiglia []datiSoggetto) ([]anagrafe.Familiare, error) {
	sua := slices.IndexFunc(famiglia, func(d datiSoggetto) bool { return d.Generalita.CodiceFiscale.CodFiscale == codice.String() })
	if sua < 0 && len(famiglia) > 0 {
		return nil, errors.New("a family without the person")
	}
	var out []anagrafe.Familiare
	for i, d := range famiglia {
		if i == sua {
			continue
		}
		g, err := d.Generalita.leggi()
		if err != nil {
			return nil, err
		}
		dal, err := data(prima(d.LegameSoggetto.DataDecorrenzaLegame, d.LegameSoggetto.DataDecorrenza))
		if err != nil {
			return nil, errors.New("date of a bond")
		}
		out = append(out, anagrafe.Familiare{Generalita: g, Dal: dal, Tipo: anagrafe.RelazioneTra(
			anagrafe.Legame(famiglia[sua].LegameSoggetto.CodiceLegame), anagrafe.Legame(d.LegameSoggetto.CodiceLegame))})
	}
	return out, nil
}

// leggi reads who a person is. Who has no cognome or no nome, as it happens
// abroad, has words instead.
func (g generalita) leggi() (anagrafe.Generalita, error) {
	out := anagrafe.Generalita{Cognome: pulito(g.Cognome), Nome: pulito(g.Nome), Sesso: g.Sesso}
	if out.Cognome == "" && g.SenzaCognome != "" {
		out.Cognome = "SENZA COGNOME"
	}
	if out.Nome == "" && g.SenzaNome != "" {
		out.Nome = "SENZA NOME"
	}
	if out.Cognome == "" || out.Nome == "" {
		return out, errors.New("no name")
	}
	if g.Sesso != "M" && g.Sesso != "F" {
		return out, errors.New("no sex")
	}
	var err error
	if out.CodiceFiscale, err = fiscale.ParseCodice(g.CodiceFiscale.CodFiscale); err != nil {
		return out, errors.New("codice fiscale")
	}
	if out.DataNascita, err = data(g.DataNascita); err != nil || out.DataNascita.IsZero() {
		return out, errors.New("date of birth")
	}
	out.LuogoNascita = luogo(g)
	if !out.CodiceFiscale.Provvisorio() {
		out.LuogoNascitaCodice = out.CodiceFiscale.Base().String()[11:15]
	}
	return out, nil
}

func luogo(g generalita) string {
	l := g.LuogoNascita
	estero := l.Localita.DescrizioneStato
	if citta := pulito(l.Localita.DescrizioneLocalita); citta != "" && estero != "" {
		estero = citta + " (" + pulito(estero) + ")"
	}
	return prima(pulito(l.Comune.NomeComune), pulito(estero), pulito(l.LuogoEccezionale))
}

// The kinds of address, from the table "Tipo indirizzo" of ANPR.
const (
	residenzaItaliana = "1"
	residenzaEstera   = "4"
)

// residenzaLetta chooses the residence among the addresses of a person.
func residenzaLetta(indirizzi []residenza) (anagrafe.Residenza, error) {
	for _, tipo := range []string{residenzaItaliana, residenzaEstera, ""} {
		i := slices.IndexFunc(indirizzi, func(r residenza) bool { return r.TipoIndirizzo == tipo })
		if i < 0 {
			continue
		}
		dal, err := data(indirizzi[i].DataDecorrenza)
		if err != nil {
			return anagrafe.Residenza{}, errors.New("date of the residence")
		}
		out := indirizzi[i].leggi()
		out.Dal = dal
		return out, nil
	}
	return anagrafe.Residenza{}, nil
}

func (r residenza) leggi() anagrafe.Residenza {
	out := anagrafe.Residenza{Tipo: "RESIDENZA"}
	if e := r.LocalitaEstera.IndirizzoEstero; e.Localita.DescrizioneStato != "" {
		out.Comune = prima(pulito(e.Localita.DescrizioneLocalita), pulito(e.Localita.DescrizioneStato))
		out.Indirizzo = strings.Join(pieni(pulito(e.Toponimo.Denominazione), pulito(e.Toponimo.NumeroCivico), "("+pulito(e.Localita.DescrizioneStato)+")"), " ")
		return out
	}
	i, n := r.Indirizzo, r.Indirizzo.NumeroCivico
	if i.Comune.NomeComune == "" {
		return anagrafe.Residenza{}
	}
	parti := []string{i.Toponimo.Specie, i.Toponimo.Denominazione, n.Numero + n.Lettera}
	if n.Esponente != "" {
		parti = append(parti, "/"+n.Esponente)
	}
	if n.CivicoInterno.Scala != "" {
		parti = append(parti, "scala "+n.CivicoInterno.Scala)
	}
	if n.CivicoInterno.Interno != "" {
		parti = append(parti, "interno "+n.CivicoInterno.Interno)
	}
	if i.Frazione != "" {
		parti = append(parti, "frazione "+i.Frazione)
	}
	out.Comune, out.CodiceIstat = pulito(i.Comune.NomeComune), codiceIstat(i.Comune.CodiceIstat)
	out.Indirizzo = prima(strings.Join(pieni(parti...), " "), "SENZA INDIRIZZO")
	if len(i.CAP) == 5 && strings.Trim(i.CAP, "0123456789") == "" {
		out.CAP = i.CAP
	}
	return out
}

func codiceIstat(s string) string {
	if len(s) == 6 && strings.Trim(s, "0123456789") == "" {
		return s
	}
	return ""
}

// data reads a date, absent when blank.
func data(s string) (periodo.Data, error) {
	if strings.TrimSpace(s) == "" {
		return periodo.Data{}, nil
	}
	return periodo.Parse(s)
}

// pulito takes away what no column holds: signs that are not printed, blanks
// in excess, what is longer than any name.
func pulito(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == '\uFFFD' {
			return ' '
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	return string([]rune(s)[:min(len([]rune(s)), 100)])
}

func pieni(testi ...string) []string {
	var out []string
	for _, t := range testi {
		if t = strings.TrimSpace(t); t != "" {
			out = append(out, t)
		}
	}
	return out
}

// prima is the first text that is not blank, "" when all are.
func prima(testi ...string) string {
	for _, t := range testi {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return ""
}
