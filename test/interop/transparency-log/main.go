// Another implementation of the C2SP formats, of the authors' own libraries: it verifies a log that Sealkit wrote, or writes
// one that Sealkit verifies. A log is a folder:
//
//	log.vkey, witness.vkey   verifier keys
//	checkpoint, earlier      signed notes of the tree and of a beginning of it
//	entries                  one entry a line, hexadecimal
//	tile/...                 tiles of height 8
//	consistency              the proof from earlier to checkpoint, one base64 hash a line
//	proofs/<index>.tlog-proof
package main

import (
	"fmt"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 2 && args[0] == "verify":
		return verifyLog(args[1])
	case len(args) == 4 && args[0] == "make":
		earlier, err := strconv.ParseInt(args[2], 10, 64)
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(args[3], 10, 64)
		if err != nil {
			return err
		}
		return makeLog(args[1], earlier, size)
	default:
		return fmt.Errorf("verify FOLDER | make FOLDER EARLIER SIZE")
	}
}
