package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	fproof "github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const origin = "go.example/log"

func makeLog(folder string, earlier, size int64) error {
	signers, err := makeKeys(folder)
	if err != nil {
		return err
	}
	entries, stored, err := makeEntries(folder, size)
	if err != nil {
		return err
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, size) {
		octets, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return err
		}
		if err := write(folder, tilePath(tile), octets); err != nil {
			return err
		}
	}
	if _, err := makeCheckpoint(folder, "earlier", earlier, stored, signers); err != nil {
		return err
	}
	checkpoint, err := makeCheckpoint(folder, "checkpoint", size, stored, signers)
	if err != nil {
		return err
	}
	if err := makeConsistency(folder, earlier, size, stored); err != nil {
		return err
	}
	for index := int64(0); index < int64(len(entries)); index += 1 + size/50 {
		if err := makeProof(folder, index, size, stored, checkpoint); err != nil {
			return err
		}
	}
	return nil
}

func makeKeys(folder string) ([]note.Signer, error) {
	logSecret, logKey, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return nil, err
	}
	witnessSecret, witnessKey, err := note.GenerateKey(rand.Reader, "go.example/witness")
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(logSecret)
	if err != nil {
		return nil, err
	}
	cosigner, err := fnote.NewSignerForCosignatureV1(witnessSecret)
	if err != nil {
		return nil, err
	}
	if witnessKey, err = fnote.VKeyToCosignatureV1(witnessKey); err != nil {
		return nil, err
	}
	if err := write(folder, "log.vkey", []byte(logKey)); err != nil {
		return nil, err
	}
	return []note.Signer{signer, cosigner}, write(folder, "witness.vkey", []byte(witnessKey))
}

func makeEntries(folder string, size int64) ([][]byte, storedHashes, error) {
	entries := make([][]byte, size)
	lines := make([]string, size)
	for i := range entries {
		digest := sha256.Sum256(fmt.Appendf(nil, "event %d", i))
		entries[i] = digest[:]
		lines[i] = hex.EncodeToString(digest[:]) + "\n"
	}
	stored, err := storeEntries(entries)
	if err != nil {
		return nil, nil, err
	}
	return entries, stored, write(folder, "entries", []byte(strings.Join(lines, "")))
}

func makeCheckpoint(folder, name string, size int64, stored storedHashes, signers []note.Signer) ([]byte, error) {
	root, err := tlog.TreeHash(size, stored)
	if err != nil {
		return nil, err
	}
	text := log.Checkpoint{Origin: origin, Size: uint64(size), Hash: root[:]}.Marshal()
	signed, err := note.Sign(&note.Note{Text: string(text)}, signers...)
	if err != nil {
		return nil, err
	}
	return signed, write(folder, name, signed)
}

func makeConsistency(folder string, earlier, size int64, stored storedHashes) error {
	hashes, err := tlog.ProveTree(size, earlier, stored)
	if err != nil {
		return err
	}
	var text strings.Builder
	for _, hash := range hashes {
		text.WriteString(base64.StdEncoding.EncodeToString(hash[:]) + "\n")
	}
	return write(folder, "consistency", []byte(text.String()))
}

func makeProof(folder string, index, size int64, stored storedHashes, checkpoint []byte) error {
	path, err := tlog.ProveRecord(size, index, stored)
	if err != nil {
		return err
	}
	bundle := fproof.TLogProof{Index: uint64(index), Checkpoint: checkpoint, ExtraData: fmt.Appendf(nil, "event %d", index)}
	for _, hash := range path {
		bundle.Hashes = append(bundle.Hashes, hash)
	}
	return write(folder, fmt.Sprintf("proofs/%d.tlog-proof", index), bundle.Marshal())
}
