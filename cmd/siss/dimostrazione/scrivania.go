package dimostrazione

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"slices"

	"gorm.io/gorm"

	"siss/models"
)

// The tasks and notifications of the demo all came while it was loaded. Here
// they get the time at which the acts of a real office would have made them: a
// task waits since the day of the case that it follows from, a notification is
// as old as its case and read when it is neither of the last days nor one of
// the last three.
const (
	invecchiaCompiti = `UPDATE compito c SET creato = least(now(), (CASE c.tipo
			WHEN 'AVVIA_ISTRUTTORIA' THEN d.data_presentazione WHEN 'VALUTA_DOMANDA' THEN d.avvio_il + 1 WHEN 'PRENDI_VISIONE' THEN d.avvio_il + 1
			ELSE d.avvio_il + 4 + mod(abs(hashtext(d.id::text)), 20) END)::timestamp AT TIME ZONE 'Europe/Rome' + interval '9 hours'
			+ mod(abs(hashtext(c.id::text)), 480) * interval '1 minute')
		FROM domanda d WHERE d.id = c.oggetto_id AND c.oggetto = 'domanda' AND c.chiuso_il IS NULL`
	invecchiaNotifiche = `UPDATE notifica n SET creata = y.creata, letta_il = CASE WHEN y.posto > 3 AND y.creata < now() - interval '6 days' THEN y.creata + interval '20 hours' END
		FROM (SELECT x.*, row_number() OVER (PARTITION BY x.operatore_id ORDER BY x.creata DESC) AS posto
			FROM (SELECT n.id, n.operatore_id, least(now(), (coalesce(CASE n.tipo WHEN 'DOMANDA_ASSEGNATA' THEN d.avvio_il + 1
				ELSE d.avvio_il + 4 + mod(abs(hashtext(d.id::text)), 20) END, i.data_inizio))::timestamp AT TIME ZONE 'Europe/Rome' + interval '9 hours'
				+ mod(abs(hashtext(n.id::text)), 480) * interval '1 minute') AS creata
				FROM notifica n LEFT JOIN domanda d ON d.id = n.oggetto_id LEFT JOIN intervento i ON i.id = n.oggetto_id
				WHERE n.oggetto <> 'elaborazione') x) y WHERE y.id = n.id`
)

// scrivania leaves the desks of the office as on any morning: some tasks taken,
// some left to the office, old notifications read.
func (c *Carico) scrivania(ctx context.Context) error {
	err := models.Atto(ctx, c.DB, models.Sistema(), "carica-dimostrazione", func(tx *gorm.DB) error {
		for _, query := range []string{invecchiaCompiti, invecchiaNotifiche} {
			if err := tx.Exec(query).Error; err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("demo: desks: %w", err)
	}
	compiti, err := models.Tutte[struct{ ID, OperatoreID string }](c.DB.WithContext(ctx), `SELECT id, operatore_id FROM compito
		WHERE chiuso_il IS NULL AND operatore_id IS NOT NULL AND preso_il IS NULL AND tipo <> 'PRENDI_VISIONE' ORDER BY operatore_id, id`)
	if err != nil {
		return fmt.Errorf("demo: desks: %w", err)
	}
	prese, rilasci := map[string][]string{}, map[string][]string{}
	for _, k := range compiti {
		switch sorte := sorteCompito(k.ID); {
		case sorte < 2: // it goes back to the office
			rilasci[k.OperatoreID] = append(rilasci[k.OperatoreID], k.ID)
		case sorte < 5:
			prese[k.OperatoreID] = append(prese[k.OperatoreID], k.ID)
		}
	}
	return c.tutte(ctx, "tasks taken and released", append(c.insiemi("presa", prese), c.insiemi("rilascio", rilasci)...))
}

// sorteCompito draws from 0 to 9 what becomes of a task.
func sorteCompito(id string) int {
	h := fnv.New32a()
	h.Write([]byte(id))
	return int(h.Sum32() % 10)
}

// insiemeMassimo is how many tasks one request may name.
const insiemeMassimo = 100

// insiemi are the requests by which each operatore acts on his tasks.
func (c *Carico) insiemi(azione string, compiti map[string][]string) []corsia {
	var s serie
	for _, o := range c.Piano.Operatori {
		n := 0
		for parte := range slices.Chunk(compiti[o.ID], insiemeMassimo) {
			n++
			s.aggiungi(o.ID, passo{operatore: o.ID, metodo: http.MethodPost, percorso: "/compiti/insieme", atto: c.Piano.id("atto/%s/%s/%d", azione, o.ID, n),
				corpo: map[string]any{"azione": azione, "compiti": parte}})
		}
	}
	return s.tutte()
}
