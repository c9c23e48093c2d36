package termini

import (
	"fmt"

	"siss/models/periodo"
)

// Frase is the sum in words: "30 giorni, 15 sospesi, scade il 18/04/2024".
func (c Conto) Frase() string { return c.frase("scade") }

// FraseDi is Frase as it reads on a given day: a term that has passed "è scaduto".
func (c Conto) FraseDi(oggi periodo.Data) string {
	if oggi.Dopo(c.Scadenza) {
		return c.frase("è scaduto")
	}
	return c.Frase()
}

func (c Conto) frase(verbo string) string {
	testo := conta(c.Giorni, "giorno", "giorni")
	if c.GiorniSospesi > 0 {
		testo += ", " + conta(c.GiorniSospesi, "sospeso", "sospesi")
	}
	testo += fmt.Sprintf(", %s il %s", verbo, c.Scadenza.Italiana())
	if c.Scadenza != c.Nominale {
		testo += fmt.Sprintf(" (il %s è festivo)", c.Nominale.Italiana())
	}
	return testo
}

func conta(n int, uno, molti string) string {
	if n == 1 {
		return "1 " + uno
	}
	return fmt.Sprintf("%d %s", n, molti)
}
