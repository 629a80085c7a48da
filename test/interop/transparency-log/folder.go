package main

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// tilePath is the path of C2SP tlog-tiles, which leaves out the height that sumdb writes.
func tilePath(tile tlog.Tile) string {
	return strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
}

// folderTiles reads tiles as a client does; tlog.TileHashReader asks it and checks them against the root.
type folderTiles struct{ folder string }

func (f folderTiles) Height() int { return tileHeight }

func (f folderTiles) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, tile := range tiles {
		octets, err := os.ReadFile(filepath.Join(f.folder, tilePath(tile)))
		if err != nil {
			return nil, err
		}
		read[i] = octets
	}
	return read, nil
}

func (f folderTiles) SaveTiles([]tlog.Tile, [][]byte) {}

// storedHashes keeps a whole tree in memory, as sumdb numbers its hashes.
type storedHashes []tlog.Hash

func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index < 0 || index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		hashes[i] = s[index]
	}
	return hashes, nil
}

func storeEntries(entries [][]byte) (storedHashes, error) {
	var stored storedHashes
	for n, entry := range entries {
		hashes, err := tlog.StoredHashes(int64(n), entry, stored)
		if err != nil {
			return nil, err
		}
		stored = append(stored, hashes...)
	}
	return stored, nil
}

func readEntries(folder string) ([][]byte, error) {
	lines, err := readLines(folder, "entries")
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, len(lines))
	for i, line := range lines {
		if entries[i], err = hex.DecodeString(line); err != nil {
			return nil, err
		}
	}
	return entries, nil
}

func readHashes(folder, name string) ([][]byte, error) {
	lines, err := readLines(folder, name)
	if err != nil {
		return nil, err
	}
	hashes := make([][]byte, len(lines))
	for i, line := range lines {
		if hashes[i], err = base64.StdEncoding.Strict().DecodeString(line); err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

func readLines(folder, name string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, err
	}
	if len(text) == 0 {
		return nil, nil
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n"), nil
}

func write(folder, name string, content []byte) error {
	path := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
