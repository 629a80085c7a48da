import { readFileSync, renameSync, writeFileSync } from 'node:fs';

const EMPTY = { note: null, seen: [], raised: [] };

/**
 * What the monitor remembers: the last checkpoint, the messages that it has seen, the findings that it told of. Written as a
 * whole to a second file that then takes the place of the first.
 */
export function openState(file) {
  let state = read(file);
  return {
    get: () => state,
    put: (changes) => {
      state = { ...state, ...changes };
      writeFileSync(`${file}.new`, JSON.stringify(state), { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
    },
  };
}

/** A file that is there and cannot be read stops the monitor: starting anew would forget the checkpoint. */
function read(file) {
  try {
    return { ...EMPTY, ...JSON.parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error.code === 'ENOENT') return EMPTY;
    throw error;
  }
}
