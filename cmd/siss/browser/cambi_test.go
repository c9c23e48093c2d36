package browser

import (
	"testing"

	"siss/models/sigess"
)

// Domain c.9, 8 and c.8: a rule and a share of interventi under way change from
// their drawers, with and without JavaScript.
func TestARuleAndAShareChangeFromTheCard(t *testing.T) {
	t.Parallel()
	for nome, conJS := range map[string]bool{"cambi": true, "cambi-senza-js": false} {
		t.Run(nome, func(t *testing.T) {
			t.Parallel()
			s, m := apri(t, nome, conJS)
			ids := bozze(t, m)
			s.lavora("D'Arco Giovanna")
			s.vai("/interventi/" + ids[sigess.Economico])
			s.invia("/attiva")
			s.vede("Intervento attivato con il numero 2024/1")
			liquidaMese(t, m, "2024-01")
			s.vai("/interventi/" + ids[sigess.Economico] + "?apri=cambia-regola#regole")
			s.aperto("/cambia-regola")
			s.riempie("/cambia-regola", "dal", "2020-01-01")
			s.riempie("/cambia-regola", "importo", "320,00")
			s.riempie("/cambia-regola", "motivo", "delibera 7 del 2024")
			s.invia("/cambia-regola")
			s.vede("in quel giorno la regola non vale")
			s.foto("rifiuto")
			s.riempie("/cambia-regola", "dal", "2024-02-01")
			s.invia("/cambia-regola")
			s.vede("Regola di pagamento cambiata dal 01/02/2024: vale la 2")
			s.vede("al posto della 1")
			s.foto("regola")
			s.vai("/interventi/" + ids[sigess.Struttura])
			s.invia("/attiva")
			s.vede("Intervento attivato")
			s.vai("/interventi/" + ids[sigess.Struttura] + "?apri=cambia-quota#quote")
			s.aperto("/cambia-quota")
			s.foto("modulo-quota")
			s.riempie("/cambia-quota", "dal", "2024-03-01")
			s.riempie("/cambia-quota", "percentuale", "40,00")
			s.riempie("/cambia-quota", "motivo", "nuova DSU")
			s.invia("/cambia-quota")
			s.vede("Quota utente registrata dal 01/03/2024")
			s.foto("quota")
		})
	}
}
