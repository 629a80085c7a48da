import { encodeHex, memorySource } from '../bytes/index.ts';
import type { DigestAlgorithm, HashState } from '../ports/index.ts';
import { CryptoError } from './crypto-error.ts';
import { digestSource } from './digest-source.ts';
import { createDigest, createResumableDigest, javascriptDigestEngine, resumeDigest } from './digest-stream.ts';
import { digest } from './digest.ts';
import { HASH_STATE_VECTORS } from './hash-state.vectors.ts';

const ALGORITHMS: readonly DigestAlgorithm[] = ['SHA-256', 'SHA-384', 'SHA-512'];

function message(length: number): Uint8Array {
  const octets = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) octets[index] = 7 * index + 13 * (index >> 8) + 3;
  return octets;
}

async function codeOf(work: () => unknown): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof CryptoError ? error.code : 'another error';
  }
}

function stateOf(algorithm: DigestAlgorithm, length: number): HashState {
  const stream = createResumableDigest(algorithm);
  stream.update(message(length));
  return stream.exportState();
}

describe('digest streams and their states (FIPS 180-4 §6)', () => {
  for (const algorithm of ALGORITHMS) {
    const block = algorithm === 'SHA-256' ? 64 : 128;

    it(`gives the known state and digest at the edges of blocks: ${algorithm}`, async () => {
      for (const vector of HASH_STATE_VECTORS[algorithm]) {
        const octets = message(vector.length);
        const stream = createResumableDigest(algorithm);
        stream.update(octets);
        const state = stream.exportState();
        expect(state.state, `length ${vector.length}`).to.equal(vector.state);
        expect(state.length).to.equal(vector.length);
        expect(state.tail).to.equal(encodeHex(octets.subarray(vector.length - (vector.length % block))));
        expect(encodeHex(await stream.digest())).to.equal(vector.digest);
        expect(encodeHex(await resumeDigest(state).digest())).to.equal(vector.digest);
        expect(encodeHex(await digest(algorithm, octets))).to.equal(vector.digest);
      }
    });

    it(`goes on from a state as if it had never stopped, wherever it stopped: ${algorithm}`, async () => {
      const whole = message(1000);
      const expected = encodeHex(await digest(algorithm, whole));
      for (let length = 0; length <= 300; length += 1) {
        const resumed = resumeDigest(JSON.parse(JSON.stringify(stateOf(algorithm, length))) as HashState);
        resumed.update(whole.subarray(length, 700));
        const again = resumeDigest(resumed.exportState());
        again.update(whole.subarray(700));
        expect(encodeHex(await again.digest()), `stopped at ${length}`).to.equal(expected);
      }
    });

    it(`gives another digest after any flipped bit of the state, the tail or the length: ${algorithm}`, async () => {
      const state = stateOf(algorithm, 200);
      const expected = encodeHex(await resumeDigest(state).digest());
      const flip = (hex: string, at: number): string =>
        hex.slice(0, at) + (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16) + hex.slice(at + 1);
      for (let at = 0; at < state.state.length; at += 5)
        expect(encodeHex(await resumeDigest({ ...state, state: flip(state.state, at) }).digest())).not.to.equal(expected);
      for (let at = 0; at < state.tail.length; at += 3)
        expect(encodeHex(await resumeDigest({ ...state, tail: flip(state.tail, at) }).digest())).not.to.equal(expected);
      expect(encodeHex(await resumeDigest({ ...state, length: state.length + block }).digest())).not.to.equal(expected);
    });
  }

  it('leaves the stream unharmed by an export', async () => {
    const stream = createResumableDigest('SHA-256');
    stream.update(message(100));
    stream.exportState();
    stream.update(message(1000).subarray(100));
    expect(encodeHex(await stream.digest())).to.equal(encodeHex(await digest('SHA-256', message(1000))));
  });

  it('refuses states of any other shape', async () => {
    const state = stateOf('SHA-256', 70);
    const wrong: readonly unknown[] = [
      null,
      [],
      'state',
      {},
      { ...state, extra: 1 },
      { ...state, algorithm: 'SHA-1' },
      { ...state, algorithm: 'SHA-512' },
      { ...state, algorithm: 'toString' },
      { ...state, state: state.state.slice(2) },
      { ...state, state: state.state.toUpperCase() },
      { ...state, state: `${state.state}00` },
      { ...state, length: -1 },
      { ...state, length: 70.5 },
      { ...state, length: 2 ** 53 },
      { ...state, length: '70' },
      { ...state, length: 71 },
      { ...state, tail: '' },
      { ...state, tail: `${state.tail}00` },
      { ...state, tail: state.tail.slice(1) },
      { ...state, tail: `zz${state.tail.slice(2)}` },
    ];
    for (const [index, value] of wrong.entries())
      expect(await codeOf(() => resumeDigest(value as HashState)), `case ${index}`).to.equal('CRYPTO_HASH_STATE_MALFORMED');
  });

  it('names no octet of the tail in an error', () => {
    const state = { ...stateOf('SHA-256', 70), length: 71 };
    let text = '';
    try {
      resumeDigest(state);
    } catch (error) {
      text = String(error);
    }
    expect(text).to.match(/tail/);
    expect(text.includes(state.tail)).to.equal(false);
  });

  it('refuses use after the end', async () => {
    const stream = createDigest('SHA-384');
    await stream.digest();
    expect(await codeOf(() => stream.update(message(1)))).to.equal('CRYPTO_DIGEST_FINISHED');
    expect(await codeOf(() => stream.digest())).to.equal('CRYPTO_DIGEST_FINISHED');
  });
});

describe('digest of a source', () => {
  it('reads a range in pieces and equals the one-shot digest', async () => {
    const octets = message(5_000_000);
    const source = memorySource(octets);
    for (const algorithm of ALGORITHMS) {
      expect(encodeHex(await digestSource(algorithm, source))).to.equal(encodeHex(await digest(algorithm, octets)));
      const range = { start: 17, end: 2_000_001 };
      const expected = encodeHex(await digest(algorithm, octets.subarray(17, 2_000_001)));
      expect(encodeHex(await digestSource(algorithm, source, range))).to.equal(expected);
      expect(encodeHex(await digestSource(algorithm, source, { ...range, engine: javascriptDigestEngine }))).to.equal(expected);
    }
  });

  it('never asks for more than a megabyte at a time with an engine, and ends on a signal', async () => {
    const octets = message(3_000_000);
    let largest = 0;
    const source = {
      size: octets.length,
      read: (start: number, end: number) => {
        largest = Math.max(largest, end - start);
        return memorySource(octets).read(start, end);
      },
    };
    await digestSource('SHA-256', source, { engine: javascriptDigestEngine });
    expect(largest <= 1 << 20).to.equal(true);
    let aborted = false;
    try {
      await digestSource('SHA-256', source, { engine: javascriptDigestEngine, signal: AbortSignal.abort() });
    } catch {
      aborted = true;
    }
    expect(aborted).to.equal(true);
  });
});
