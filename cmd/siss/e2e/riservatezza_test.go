package e2e

import "regexp"

// senzaPersone looks for the persons of the main job in the logs of both
// processes and in the histories that Temporal keeps of their cases.
func (l *lavoro) senzaPersone() {
	l.t.Helper()
	luoghi := map[string]string{"log of serve": leggiLog(l.t, l.serve.Log()), "log of work": leggiLog(l.t, l.work.Log())}
	c := l.temporalDi(l.t)
	for _, caso := range l.casi {
		luoghi["history of "+caso] = inChiaro(l.t, storia(l.t, c, caso))
	}
	for luogo, testo := range luoghi {
		if len(testo) < 200 {
			l.t.Errorf("%s holds %d bytes only: it proves nothing", luogo, len(testo))
		}
		for _, dato := range l.personali() {
			parola := regexp.MustCompile(`(?i)(^|[^a-z0-9])` + regexp.QuoteMeta(dato) + `($|[^a-z0-9])`)
			if parola.MatchString(testo) {
				l.t.Errorf("%s holds personal data: %q", luogo, dato)
			}
		}
	}
}

// personali are the texts by which the persons of the main job would be known.
func (l *lavoro) personali() []string {
	out := []string{"IT60X0542811101000000123456", "riservata", "riservato", "PROT/2024/77", "=1+1", "Aurora", "D'Arco", "Giovanna"}
	for _, p := range l.persone {
		out = append(out, p.Cognome, p.Cognome+" "+p.Nome, string(p.CodiceFiscale), p.Telefono, p.Email, p.DataNascita.Italiana(), p.DataNascita.String())
	}
	return out
}
