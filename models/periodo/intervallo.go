package periodo

// Intervallo goes from Dal to Al, both included; an absent Al leaves it open.
type Intervallo struct {
	Dal Data `json:"dal"`
	Al  Data `json:"al,omitempty"`
}

// Valido tells whether Dal is there and Al does not come before it.
func (i Intervallo) Valido() bool { return !i.Dal.IsZero() && !i.Al.Prima(i.Dal) }

// Contiene tells whether d falls in i. Nothing falls in an interval that is not
// Valido.
func (i Intervallo) Contiene(d Data) bool {
	return i.Valido() && !d.IsZero() && !d.Prima(i.Dal) && !d.Dopo(i.Al)
}

// Interseca returns the days that i and j share; false when there are none or
// one of the two is not Valido.
func (i Intervallo) Interseca(j Intervallo) (Intervallo, bool) {
	if !i.Valido() || !j.Valido() {
		return Intervallo{}, false
	}
	out := i
	if j.Dal.Dopo(out.Dal) {
		out.Dal = j.Dal
	}
	if out.Al.IsZero() || j.Al.Prima(out.Al) {
		out.Al = j.Al
	}
	if !out.Valido() {
		return Intervallo{}, false
	}
	return out, true
}

// Giorni counts the days, both ends included; 0 when open or not Valido.
func (i Intervallo) Giorni() int {
	if !i.Valido() || i.Al.IsZero() {
		return 0
	}
	return i.Al.Meno(i.Dal) + 1
}
