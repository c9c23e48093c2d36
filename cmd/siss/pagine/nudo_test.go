package pagine

import (
	"context"
	"database/sql"
	"strings"
	"testing"
)

// nude are the connections of the floor: each operatore has one, and sends on
// it the statements that were noted while its page was made, with the same
// arguments, through the same driver, reads every row and makes nothing of it.
type nude []*sql.Conn

func (c *confronto) connessioni(b *testing.B) nude {
	b.Helper()
	out := make(nude, insieme)
	for n := range out {
		var err error
		out[n], err = c.pool.Conn(b.Context())
		riesce(b, err)
	}
	return out
}

func (x nude) chiudi(b *testing.B) {
	b.Helper()
	for _, conn := range x {
		riesce(b, conn.Close())
	}
}

// ripeti sends the statements of a visit, transactions included.
func (x nude) ripeti(ctx context.Context, n int, v visita) error {
	var tx *sql.Tx
	for _, i := range v.istruzioni {
		var err error
		switch {
		case strings.HasPrefix(i.sql, "begin"):
			tx, err = x[n].BeginTx(ctx, &sql.TxOptions{ReadOnly: strings.Contains(i.sql, "read only")})
		case i.sql == "commit":
			err, tx = tx.Commit(), nil
		case i.sql == "rollback":
			err, tx = tx.Rollback(), nil
		case tx != nil:
			err = leggi(tx.QueryContext(ctx, i.sql, i.args...))
		default:
			err = leggi(x[n].QueryContext(ctx, i.sql, i.args...))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// leggi reads all rows.
func leggi(righe *sql.Rows, err error) error {
	if err != nil {
		return err
	}
	defer righe.Close()
	colonne, err := righe.Columns()
	if err != nil {
		return err
	}
	valori, dove := make([]any, len(colonne)), make([]any, len(colonne))
	for n := range valori {
		dove[n] = &valori[n]
	}
	for righe.Next() {
		if err := righe.Scan(dove...); err != nil {
			return err
		}
	}
	return righe.Err()
}
