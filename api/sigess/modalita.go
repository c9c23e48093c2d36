package sigess

import (
	"context"
	"net/http"
	"time"

	"gorm.io/gorm"

	"siss/api/atti"
	"siss/models"
	"siss/models/anagrafe"
	"siss/models/periodo"
	"siss/models/sigess"
	"siss/web"
	"siss/web/form"
)

// The forms of how an intervento is paid.
const (
	moduloModalita = "modalita"
	moduloRiattiva = "riattiva-modalita"
	avvisoModalita = "modalità di pagamento cambiata: vale dalla prossima elaborazione"
	avvisoRiattiva = "modalità di pagamento riattivata: la prossima elaborazione paga di nuovo così"
)

func (s *sportello) rotteModalita(r *atti.Rotte) {
	atti.Registra(r, atti.Operazione{ID: "intervento-modalita", Metodo: http.MethodPut, Percorso: "/interventi/{id}/modalita", Titolo: "Cambia la modalità di pagamento di un intervento economico attivato",
		Etichetta: etichettaInterventi, Stato: http.StatusOK}, s.cambiaModalita)
	atti.Registra(r, atti.Operazione{ID: "intervento-modalita-riattivazione", Metodo: http.MethodPost, Percorso: "/interventi/{id}/modalita/riattivazione",
		Titolo: "Riattiva una modalità di pagamento sospesa dopo un rifiuto della banca", Etichetta: etichettaInterventi, Stato: http.StatusOK}, s.riattivaModalita)
	intervento := scheda{sezioneInterventi, s.mostraIntervento}
	attoDiScheda(r, intervento, moduloModalita, s.cambiaModalita, avvisoModalita)
	attoDiScheda(r, intervento, moduloRiattiva, s.riattivaModalita, avvisoRiattiva)
}

func (s *sportello) cambiaModalita(ctx context.Context, chi models.Chi, in atti.Richiesta[sigess.ModuloNuovaModalita]) (Esito, error) {
	return s.salvaIntervento(ctx, chi, "cambia-modalita", func(tx *gorm.DB) (sigess.Intervento, error) {
		return sigess.CambiaModalita(tx, chi, in.ID, in.Corpo)
	})
}

func (s *sportello) riattivaModalita(ctx context.Context, chi models.Chi, in atti.Richiesta[struct{}]) (Esito, error) {
	return s.salvaIntervento(ctx, chi, "riattiva-modalita", func(tx *gorm.DB) (sigess.Intervento, error) {
		return sigess.RiattivaModalita(tx, chi, in.ID, time.Now())
	})
}

func beneficiariDiIntervento(tx *gorm.DB, chi models.Chi, i sigess.Intervento) ([]form.Opzione, error) {
	if i.Natura != sigess.Economico || i.Stato == sigess.Bozza || sigess.Gestisce(chi, i) != nil {
		return nil, nil
	}
	s, err := anagrafe.SoggettoVisibile(tx, chi, i.SoggettoID)
	if err != nil {
		return nil, err
	}
	return beneficiariDi(tx, chi, s)
}

// conSospensione adds to the drawer that says how an intervento is paid whether
// that is suspended, and what can be done about it.
func (i cartellaIntervento) conSospensione(out web.Cassetto, r ripresa) web.Cassetto {
	if i.Stato == sigess.Bozza {
		return out
	}
	if k := i.sospesa; k != nil {
		out.Testo = "La modalità di pagamento è sospesa: la banca ha rifiutato un pagamento. Correggerla, o riattivarla se è giusta; la prossima elaborazione paga quello che resta dovuto"
		out.Voci = append(out.Voci, web.Voce{Etichetta: "Pagamento", Valore: "Sospeso", Badge: web.Negativo}, voce("Sospeso il", periodo.DataOra(k.SospesaIl)),
			voce("Motivo della banca", k.Motivo), voce("Rifiutato con l'elaborazione", k.Corsa))
	}
	if !i.gestisce {
		return out
	}
	if i.Natura == sigess.Economico && i.Modalita != nil {
		cambia := inRiga(r, moduloModalita, "Cambia la modalità di pagamento", i.indirizzo()+"/"+moduloModalita,
			modulo(r, moduloModalita, sigess.ModuloNuovaModalita(i.Modalita.ModuloModalita), form.Opzioni{"beneficiari": i.beneficiari}))
		cambia.Testo, cambia.Invia = "Vale dalla prossima elaborazione: quello che è già confermato resta com'è", "Cambia la modalità"
		out.Moduli = append(out.Moduli, cambia)
	}
	if i.sospesa != nil {
		riattiva := inRiga(r, moduloRiattiva, "Riattiva la modalità di pagamento", i.indirizzo()+"/"+moduloRiattiva, form.Vuoto[struct{}](nil))
		riattiva.Testo = "Il conto è giusto e il pagamento si può ripetere così"
		out.Moduli = append(out.Moduli, riattiva)
	}
	return out
}
