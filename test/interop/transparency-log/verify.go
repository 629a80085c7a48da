package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	fproof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type keys struct{ log, witness note.Verifier }

func verifyLog(folder string) error {
	keys, err := readKeys(folder)
	if err != nil {
		return err
	}
	checkpoint, err := openCheckpoint(folder, "checkpoint", keys)
	if err != nil {
		return err
	}
	earlier, err := openCheckpoint(folder, "earlier", keys)
	if err != nil {
		return err
	}
	entries, err := readEntries(folder)
	if err != nil {
		return err
	}
	tiles, err := verifyTiles(folder, checkpoint, entries)
	if err != nil {
		return fmt.Errorf("tiles: %w", err)
	}
	consistency, err := readHashes(folder, "consistency")
	if err != nil {
		return err
	}
	err = proof.VerifyConsistency(rfc6962.DefaultHasher, earlier.Size, checkpoint.Size, consistency, earlier.Hash, checkpoint.Hash)
	if err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	proofs, err := verifyProofs(folder, keys, entries)
	if err != nil {
		return err
	}
	fmt.Printf("{\"entries\":%d,\"tiles\":%d,\"proofs\":%d}\n", len(entries), tiles, proofs)
	return nil
}

func readKeys(folder string) (keys, error) {
	logKey, err := os.ReadFile(filepath.Join(folder, "log.vkey"))
	if err != nil {
		return keys{}, err
	}
	witnessKey, err := os.ReadFile(filepath.Join(folder, "witness.vkey"))
	if err != nil {
		return keys{}, err
	}
	logVerifier, err := note.NewVerifier(string(logKey))
	if err != nil {
		return keys{}, err
	}
	witness, err := fnote.NewVerifierForCosignatureV1(string(witnessKey))
	return keys{logVerifier, witness}, err
}

// openCheckpoint wants both signatures.
func openCheckpoint(folder, name string, keys keys) (*log.Checkpoint, error) {
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	return parseCheckpoint(text, keys)
}

func parseCheckpoint(text []byte, keys keys) (*log.Checkpoint, error) {
	checkpoint, _, opened, err := log.ParseCheckpoint(text, keys.log.Name(), keys.log, keys.witness)
	if err != nil {
		return nil, err
	}
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		return nil, fmt.Errorf("%d signatures verified, %d unknown", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	return checkpoint, nil
}

// verifyTiles compares every tile with the one that sumdb computes from the entries, and reads proofs through sumdb's own reader.
func verifyTiles(folder string, checkpoint *log.Checkpoint, entries [][]byte) (int, error) {
	size := int64(checkpoint.Size)
	if size != int64(len(entries)) {
		return 0, fmt.Errorf("%d entries in a tree of %d", len(entries), size)
	}
	stored, err := storeEntries(entries)
	if err != nil {
		return 0, err
	}
	wanted := tlog.NewTiles(tileHeight, 0, size)
	reader := folderTiles{folder}
	read, err := reader.ReadTiles(wanted)
	if err != nil {
		return 0, err
	}
	for i, tile := range wanted {
		own, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return 0, err
		}
		if !bytes.Equal(own, read[i]) {
			return 0, fmt.Errorf("%s differs", tilePath(tile))
		}
	}
	tree := tlog.Tree{N: size, Hash: tlog.Hash(checkpoint.Hash)}
	for _, index := range []int64{0, size / 2, size - 1} {
		path, err := tlog.ProveRecord(size, index, tlog.TileHashReader(tree, reader))
		if err != nil {
			return 0, err
		}
		if err := tlog.CheckRecord(path, size, tree.Hash, index, tlog.RecordHash(entries[index])); err != nil {
			return 0, err
		}
	}
	return len(wanted), nil
}

func verifyProofs(folder string, keys keys, entries [][]byte) (int, error) {
	files, err := filepath.Glob(filepath.Join(folder, "proofs", "*.tlog-proof"))
	if err != nil {
		return 0, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		if err := verifyProof(text, keys, entries); err != nil {
			return 0, fmt.Errorf("%s: %w", strings.TrimPrefix(file, folder), err)
		}
	}
	return len(files), nil
}

func verifyProof(text []byte, keys keys, entries [][]byte) error {
	var parsed fproof.TLogProof
	if err := parsed.Unmarshal(text); err != nil {
		return err
	}
	if !bytes.Equal(parsed.Marshal(), text) {
		return fmt.Errorf("another spelling")
	}
	checkpoint, err := parseCheckpoint(parsed.Checkpoint, keys)
	if err != nil {
		return err
	}
	path := make([][]byte, len(parsed.Hashes))
	for i, hash := range parsed.Hashes {
		path[i] = hash[:]
	}
	leaf := rfc6962.DefaultHasher.HashLeaf(entries[parsed.Index])
	return proof.VerifyInclusion(rfc6962.DefaultHasher, parsed.Index, checkpoint.Size, leaf, path, checkpoint.Hash)
}
