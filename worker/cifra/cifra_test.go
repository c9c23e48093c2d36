package cifra

import (
	"bytes"
	"strings"
	"testing"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/proto"
)

type decisione struct {
	ID     string
	Minuti int
}

func chiave(b byte) []byte { return bytes.Repeat([]byte{b}, LunghezzaChiave) }

func codec(t *testing.T, chiavi ...[]byte) *Codec {
	t.Helper()
	c, err := New(chiavi[0], chiavi[1:]...)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return c
}

func TestConverterHidesAValueAndGivesItBack(t *testing.T) {
	dati, _ := codec(t, chiave(1)).Convertitori()
	want := decisione{ID: "una-decisione-riconoscibile", Minuti: 90}
	p, err := dati.ToPayload(want)
	if err != nil {
		t.Fatalf("ToPayload: %v", err)
	}
	stored, err := proto.Marshal(p)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	if bytes.Contains(stored, []byte("riconoscibile")) || bytes.Contains(stored, []byte("json/plain")) {
		t.Error("the stored payload shows what it holds")
	}
	var got decisione
	if err := dati.FromPayload(p, &got); err != nil || got != want {
		t.Errorf("FromPayload = %+v, %v, want %+v", got, err, want)
	}
}

func TestFailureTextIsHiddenToo(t *testing.T) {
	_, errori := codec(t, chiave(1)).Convertitori()
	f := errori.ErrorToFailure(temporal.NewApplicationError("una frase riconoscibile", "conflict", []string{"campo"}))
	stored, err := proto.Marshal(f)
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	if bytes.Contains(stored, []byte("riconoscibile")) {
		t.Error("the stored failure shows its message")
	}
	if got := errori.FailureToError(f); !strings.Contains(got.Error(), "una frase riconoscibile") {
		t.Errorf("FailureToError = %v", got)
	}
}

func TestEqualValuesAreStoredDifferently(t *testing.T) {
	c := codec(t, chiave(1))
	p := &commonpb.Payload{Data: []byte("x")}
	got, err := c.Encode([]*commonpb.Payload{p, p})
	if err != nil {
		t.Fatalf("Encode: %v", err)
	}
	if bytes.Equal(got[0].Data, got[1].Data) {
		t.Error("two encryptions of a value are equal: the nonce is repeated")
	}
}

func TestOldKeyStillDecryptsAfterReplacement(t *testing.T) {
	in := []*commonpb.Payload{{Data: []byte("x")}}
	old, err := codec(t, chiave(1)).Encode(in)
	if err != nil {
		t.Fatalf("Encode: %v", err)
	}
	nuovo := codec(t, chiave(2), chiave(1))
	if got, err := nuovo.Decode(old); err != nil || !proto.Equal(got[0], in[0]) {
		t.Errorf("Decode with the previous key = %v, %v", got, err)
	}
	if _, err := codec(t, chiave(2)).Decode(old); err == nil {
		t.Error("Decode without the key succeeded")
	}
	fresh, err := nuovo.Encode(in)
	if err != nil {
		t.Fatalf("Encode: %v", err)
	}
	if _, err := codec(t, chiave(1)).Decode(fresh); err == nil {
		t.Error("a new payload is encrypted with the previous key")
	}
}

func TestDecodeRefusesWhatWasTouched(t *testing.T) {
	c := codec(t, chiave(1))
	for name, touch := range map[string]func(*commonpb.Payload){
		"one bit":      func(p *commonpb.Payload) { p.Data[len(p.Data)-1] ^= 1 },
		"nonce":        func(p *commonpb.Payload) { p.Data[0] ^= 1 },
		"cut":          func(p *commonpb.Payload) { p.Data = p.Data[:lunghezzaNonce-1] },
		"empty":        func(p *commonpb.Payload) { p.Data = nil },
		"unknown key":  func(p *commonpb.Payload) { p.Metadata[metaChiave] = []byte("0011223344556677") },
		"no key named": func(p *commonpb.Payload) { delete(p.Metadata, metaChiave) },
	} {
		t.Run(name, func(t *testing.T) {
			out, err := c.Encode([]*commonpb.Payload{{Data: []byte("x")}})
			if err != nil {
				t.Fatalf("Encode: %v", err)
			}
			touch(out[0])
			if got, err := c.Decode(out); err == nil {
				t.Errorf("Decode = %v, want an error", got)
			}
		})
	}
}

func TestDecodeLeavesWhatItDidNotEncode(t *testing.T) {
	p, err := converter.GetDefaultDataConverter().ToPayload("in chiaro")
	if err != nil {
		t.Fatalf("ToPayload: %v", err)
	}
	got, err := codec(t, chiave(1)).Decode([]*commonpb.Payload{p})
	if err != nil || !proto.Equal(got[0], p) {
		t.Errorf("Decode = %v, %v, want the payload unchanged", got, err)
	}
}

func TestNewRefusesAKeyOfAnotherLength(t *testing.T) {
	for _, n := range []int{0, 16, 31, 33} {
		if _, err := New(make([]byte, n)); err == nil {
			t.Errorf("New with %d bytes succeeded", n)
		}
	}
	if _, err := New(chiave(1), nil); err == nil {
		t.Error("New with an empty previous key succeeded")
	}
}
