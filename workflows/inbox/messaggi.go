package inbox

// The updates by which every workflow lets its tasks be taken, released and
// completed. The strings are durable.
const (
	UpdatePrendi   = "prendi"
	UpdateRilascia = "rilascia"
	UpdateCompleta = "completa"
)

// Messaggio names a task and who acts on it.
type Messaggio struct {
	CompitoID   string `json:"compitoId"`
	OperatoreID string `json:"operatoreId"`
}
