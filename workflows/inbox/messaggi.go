package inbox

// The updates by which every workflow lets its tasks be taken, released,
// completed and reassigned. The strings are durable.
const (
	UpdatePrendi    = "prendi"
	UpdateRilascia  = "rilascia"
	UpdateCompleta  = "completa"
	UpdateRiassegna = "riassegna-compito"
)

// Messaggio names a task and who acts on it.
type Messaggio struct {
	CompitoID   string `json:"compitoId"`
	OperatoreID string `json:"operatoreId"`
}

// Riassegna names a task, who acts on it and who is to have it. AttoID is the id
// of the act: repeated, it is the same.
type Riassegna struct {
	Messaggio
	NuovoID string `json:"nuovoId"`
	AttoID  string `json:"attoId"`
}
