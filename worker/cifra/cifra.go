// Package cifra encrypts what Temporal stores: every payload and the text of
// every failure, with AES-256-GCM, under keys that only this program holds.
// Histories carry ids and decisions and no personal data; this is the second
// lock, not the first.
package cifra

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"google.golang.org/protobuf/proto"
)

// LunghezzaChiave is the length of a key in bytes.
const LunghezzaChiave = 32

// Durable names: they are written in every stored payload.
const (
	codifica       = "binary/siss-aes-256-gcm"
	metaCodifica   = converter.MetadataEncoding
	metaChiave     = "siss-key-id"
	lunghezzaNonce = 12
)

// Codec is a converter.PayloadCodec. Its zero value is not usable.
type Codec struct {
	attuale string
	chiavi  map[string]cipher.AEAD
}

// New makes a codec that encrypts with the first key and decrypts with any, so
// that a key can be replaced while histories under the old one live on.
func New(attuale []byte, precedenti ...[]byte) (*Codec, error) {
	c := &Codec{attuale: idChiave(attuale), chiavi: map[string]cipher.AEAD{}}
	for _, k := range append([][]byte{attuale}, precedenti...) {
		if len(k) != LunghezzaChiave {
			return nil, fmt.Errorf("payload key: %d bytes, want %d", len(k), LunghezzaChiave)
		}
		blocco, err := aes.NewCipher(k)
		if err != nil {
			return nil, fmt.Errorf("payload key: %w", err)
		}
		aead, err := cipher.NewGCM(blocco)
		if err != nil {
			return nil, fmt.Errorf("payload key: %w", err)
		}
		c.chiavi[idChiave(k)] = aead
	}
	return c, nil
}

// idChiave names a key without telling anything about it.
func idChiave(k []byte) string {
	somma := sha256.Sum256(append([]byte("siss payload key id\x00"), k...))
	return hex.EncodeToString(somma[:8])
}

// Convertitori are what every client of the program must be given.
func (c *Codec) Convertitori() (converter.DataConverter, converter.FailureConverter) {
	dati := converter.NewCodecDataConverter(converter.GetDefaultDataConverter(), c)
	errori := temporal.NewDefaultFailureConverter(temporal.DefaultFailureConverterOptions{
		DataConverter: dati, EncodeCommonAttributes: true,
	})
	return dati, errori
}

// Encode encrypts each payload whole, its metadata included.
func (c *Codec) Encode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		chiaro, err := proto.Marshal(p)
		if err != nil {
			return nil, fmt.Errorf("payload: %w", err)
		}
		nonce := make([]byte, lunghezzaNonce)
		if _, err := rand.Read(nonce); err != nil {
			return nil, fmt.Errorf("payload nonce: %w", err)
		}
		out[i] = &commonpb.Payload{
			Metadata: map[string][]byte{metaCodifica: []byte(codifica), metaChiave: []byte(c.attuale)},
			Data:     c.chiavi[c.attuale].Seal(nonce, nonce, chiaro, []byte(codifica+c.attuale)),
		}
	}
	return out, nil
}

// Decode decrypts what Encode made and lets anything else through unchanged.
func (c *Codec) Decode(payloads []*commonpb.Payload) ([]*commonpb.Payload, error) {
	out := make([]*commonpb.Payload, len(payloads))
	for i, p := range payloads {
		if string(p.GetMetadata()[metaCodifica]) != codifica {
			out[i] = p
			continue
		}
		chiaro, err := c.decifra(p)
		if err != nil {
			return nil, err
		}
		out[i] = chiaro
	}
	return out, nil
}

func (c *Codec) decifra(p *commonpb.Payload) (*commonpb.Payload, error) {
	id := string(p.GetMetadata()[metaChiave])
	aead, ok := c.chiavi[id]
	if !ok {
		return nil, fmt.Errorf("payload encrypted with key %q, which is not configured", id)
	}
	dati := p.GetData()
	if len(dati) < lunghezzaNonce {
		return nil, fmt.Errorf("encrypted payload of %d bytes is too short", len(dati))
	}
	chiaro, err := aead.Open(nil, dati[:lunghezzaNonce], dati[lunghezzaNonce:], []byte(codifica+id))
	if err != nil {
		return nil, fmt.Errorf("encrypted payload: %w", err)
	}
	out := &commonpb.Payload{}
	if err := proto.Unmarshal(chiaro, out); err != nil {
		return nil, fmt.Errorf("decrypted payload: %w", err)
	}
	return out, nil
}
