package moltitudine

import (
	"encoding/binary"
	"encoding/hex"
	"hash/fnv"
	"math/rand/v2"
	"time"

	"siss/models/periodo"
)

// caso is the chance of one part, independent of the other parts.
type caso struct{ *rand.Rand }

func (m Misura) caso(parte string) caso {
	h := fnv.New64a()
	h.Write([]byte(parte))
	return caso{rand.New(rand.NewPCG(m.Seme, h.Sum64()))}
}

// tra returns a number from a to b, both included.
func (c caso) tra(a, b int) int { return a + c.IntN(b-a+1) }

// percento is true that many times in a hundred.
func (c caso) percento(n int) bool { return c.IntN(100) < n }

// giorno returns a day from a to b, both included.
func (c caso) giorno(a, b periodo.Data) periodo.Data { return a.Piu(c.IntN(b.Meno(a) + 1)) }

// ora is an instant of the working hours of a day.
func (c caso) ora(d periodo.Data) time.Time {
	return d.Inizio().Add(8*time.Hour + time.Duration(c.IntN(10*60*60))*time.Second)
}

func scegli[T any](c caso, elementi []T) T { return elementi[c.IntN(len(elementi))] }

// uid is an identifier as the server takes it.
type uid [16]byte

// id makes a random UUID, as the program does.
func (c caso) uid() uid {
	var u uid
	binary.BigEndian.PutUint64(u[:8], c.Uint64())
	binary.BigEndian.PutUint64(u[8:], c.Uint64())
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return u
}

// String is the form with hyphens.
func (u uid) String() string {
	var b [36]byte
	n := 0
	for i, da := range []int{0, 4, 6, 8, 10} {
		if i > 0 {
			b[n] = '-'
			n++
		}
		fino := []int{4, 6, 8, 10, 16}[i]
		n += hex.Encode(b[n:], u[da:fino])
	}
	return string(b[:])
}

// colonna is a day as a column takes it, NULL when absent.
func colonna(d periodo.Data) any {
	if d.IsZero() {
		return nil
	}
	return time.Date(d.Anno(), time.Month(d.Mese().Numero()), d.Giorno(), 0, 0, 0, 0, time.UTC)
}
