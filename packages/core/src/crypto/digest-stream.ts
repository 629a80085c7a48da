import { _SHA256, _SHA384, _SHA512 } from '@noble/hashes/sha2.js';
import { type Bytes, copyBytes, decodeHex, encodeHex } from '../bytes/index.ts';
import type { DigestAlgorithm, DigestEngine, DigestStream, HashState } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { type HashStateParts, hashStateParts } from './hash-state.ts';

/** A running digest of the JavaScript engine: it can always be interrupted. */
export interface ResumableDigest extends DigestStream {
  exportState(): HashState;
  clone(): ResumableDigest;
}

/** SHA-2 in JavaScript: runs everywhere, in constant memory, and can hand out its state. */
export const javascriptDigestEngine: DigestEngine = { create: (algorithm) => createResumableDigest(algorithm) };

/** A running digest of `engine`, or of the JavaScript engine. */
export function createDigest(algorithm: DigestAlgorithm, engine: DigestEngine = javascriptDigestEngine): DigestStream {
  return engine.create(algorithm);
}

/** A running digest that can be interrupted with `exportState`. */
export function createResumableDigest(algorithm: DigestAlgorithm): ResumableDigest {
  return wrap(algorithm, machineOf(algorithm));
}

/**
 * Goes on from a state exactly where it was exported.
 *
 * @throws {@link CryptoError} `CRYPTO_HASH_STATE_MALFORMED`
 */
export function resumeDigest(state: HashState): ResumableDigest {
  const parts = hashStateParts(state);
  const machine = machineOf(parts.algorithm);
  machine.restore(parts);
  return wrap(parts.algorithm, machine);
}

interface Machine {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
  restore(parts: HashStateParts): void;
  save(): { readonly words: readonly number[]; readonly length: number; readonly tail: Uint8Array };
}

function machineOf(algorithm: DigestAlgorithm): Machine {
  switch (algorithm) {
    case 'SHA-256':
      return new Sha256Machine();
    case 'SHA-384':
      return new Sha384Machine();
    case 'SHA-512':
      return new Sha512Machine();
  }
}

function wrap(algorithm: DigestAlgorithm, machine: Machine): ResumableDigest {
  let finished = false;
  const assertRunning = (): void => {
    if (finished) throw new CryptoError('CRYPTO_DIGEST_FINISHED', 'expected a running digest, got one that has ended');
  };
  const exportState = (): HashState => {
    assertRunning();
    const { words, length, tail } = machine.save();
    return { algorithm, state: hexOfWords(words), length, tail: encodeHex(tail) };
  };
  return {
    exportState,
    clone: () => resumeDigest(exportState()),
    update(bytes) {
      assertRunning();
      machine.update(bytes);
    },
    // Async, so that use after the end is a rejection like every other fault of a digest.
    async digest(): Promise<Bytes> {
      assertRunning();
      finished = true;
      return copyBytes(machine.digest());
    },
  };
}

function hexOfWords(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

/** 32-bit halves of a chaining value. */
function wordsOf(state: string): [number, number, number, number, number, number, number, number] {
  const view = new DataView(decodeHex(state).buffer);
  return [0, 4, 8, 12, 16, 20, 24, 28].map((offset) => view.getInt32(offset)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
}

// The engine's classes keep chaining value, length and buffer as protected members: three subclasses reach them.

class Sha256Machine extends _SHA256 implements Machine {
  restore(parts: HashStateParts): void {
    this.set(...wordsOf(parts.state));
    this.length = parts.length;
    this.pos = parts.tail.length;
    this.buffer.set(parts.tail);
  }

  save(): ReturnType<Machine['save']> {
    return { words: this.get(), length: this.length, tail: this.buffer.slice(0, this.pos) };
  }
}

class Sha512Machine extends _SHA512 implements Machine {
  restore(parts: HashStateParts): void {
    this.set(...wordsOf(parts.state.slice(0, 64)), ...wordsOf(parts.state.slice(64)));
    this.length = parts.length;
    this.pos = parts.tail.length;
    this.buffer.set(parts.tail);
  }

  save(): ReturnType<Machine['save']> {
    return { words: this.get(), length: this.length, tail: this.buffer.slice(0, this.pos) };
  }
}

class Sha384Machine extends _SHA384 implements Machine {
  restore(parts: HashStateParts): void {
    this.set(...wordsOf(parts.state.slice(0, 64)), ...wordsOf(parts.state.slice(64)));
    this.length = parts.length;
    this.pos = parts.tail.length;
    this.buffer.set(parts.tail);
  }

  save(): ReturnType<Machine['save']> {
    return { words: this.get(), length: this.length, tail: this.buffer.slice(0, this.pos) };
  }
}
