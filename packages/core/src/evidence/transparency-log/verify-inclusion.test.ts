import { naiveInclusionPath, naiveLeafHash, naiveRoot, testNoteSigner } from '@sealkit/testkit';
import { concatBytes, decodeHex, encodeHex } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { addNoteSignatures, cosignNote, type NoteSigner, signNote } from './note-signature.ts';
import { parseSignedNote } from './signed-note.ts';
import { formatTlogProof, parseTlogProof, type TlogProof } from './tlog-proof.ts';
import { verifyEventInclusion } from './verify-inclusion.ts';
import type { WitnessQuorum } from './witness-quorum.ts';

const ORIGIN = 'seal.example/log/t-1';
const SEEN = new Date('2026-11-27T10:00:00.000Z');
const DIGESTS = Array.from({ length: 5 }, (_, at) => new Uint8Array(32).fill(at + 1));
const LEAVES = DIGESTS.map((digest) => naiveLeafHash(digest));
const INDEX = 2;
const EVENT = `sha256:${'03'.repeat(32)}`;
const CHECKPOINT: Checkpoint = { origin: ORIGIN, size: 5, root: concatBytes(naiveRoot(LEAVES)), extensions: [] };
const PATH = naiveInclusionPath(INDEX, LEAVES).map((hash) => concatBytes(hash));

interface World {
  readonly log: NoteSigner;
  readonly witnesses: readonly NoteSigner[];
}

async function makeWorld(): Promise<World> {
  return {
    log: await testNoteSigner(ORIGIN, 1),
    witnesses: await Promise.all([2, 3, 4].map((seed) => testNoteSigner(`w${seed}.example`, seed, 'cosignature/v1'))),
  };
}

/** A proof with its checkpoint signed by `log` and cosigned by `witnesses`. */
async function makeProof(world: World, checkpoint: Partial<Checkpoint> = {}, proof: Partial<TlogProof> = {}): Promise<string> {
  const note = await signNote(formatCheckpoint({ ...CHECKPOINT, ...checkpoint }), world.log);
  const cosignatures = await Promise.all(world.witnesses.map((witness) => cosignNote(parseSignedNote(note), witness, SEEN)));
  return formatTlogProof({ extra: null, index: INDEX, path: PATH, checkpoint: addNoteSignatures(note, cosignatures), ...proof });
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error);
  }
}

describe('the proof that an event is in the log (C2SP tlog-proof)', () => {
  let world: World;
  let quorum: WitnessQuorum;
  beforeAll(async () => {
    world = await makeWorld();
    quorum = { threshold: 2, members: world.witnesses.map(({ key }) => key) };
  });
  const verify = (tlogProof: string, witnesses?: WitnessQuorum) =>
    verifyEventInclusion({ eventDigest: EVENT, tlogProof, logKey: world.log.key, witnesses });

  it('passes with index, size, root and what the witnesses saw when', async () => {
    const tlogProof = await makeProof(world);
    expect(await verify(tlogProof, quorum)).to.deep.equal({
      indication: 'PASSED',
      origin: ORIGIN,
      index: INDEX,
      size: 5,
      root: CHECKPOINT.root,
      witnesses: world.witnesses.map(({ key }) => ({ name: key.name, time: SEEN })),
    });
    expect((await verify(tlogProof)).indication).to.equal('PASSED');
  });

  it('passes with extra data and extension lines, which prove nothing', async () => {
    const tlogProof = await makeProof(world, { extensions: ['an extension'] }, { extra: Uint8Array.of(1, 2, 3) });
    expect(tlogProof.split('\n').slice(0, 3)).to.deep.equal(['c2sp.org/tlog-proof@v1', 'extra AQID', 'index 2']);
    expect((await verify(tlogProof, quorum)).indication).to.equal('PASSED');
  });

  const flip = (octets: Uint8Array): Uint8Array<ArrayBuffer> => concatBytes(Uint8Array.of((octets[0] ?? 0) ^ 128), octets.slice(1));
  const forgeries: Readonly<Record<string, [Partial<Checkpoint>, Partial<TlogProof>]>> = {
    'another index': [{}, { index: 3 }],
    'an index beyond the tree': [{}, { index: 5 }],
    'a bit turned in the path': [{}, { path: [flip(PATH[0] ?? new Uint8Array()), ...PATH.slice(1)] }],
    'a shorter path': [{}, { path: PATH.slice(0, -1) }],
    'a longer path': [{}, { path: [...PATH, CHECKPOINT.root] }],
    'another root': [{ root: flip(CHECKPOINT.root) }, {}],
    'a greater size': [{ size: 9 }, {}],
    'no leaf at all': [{ size: 0 }, {}],
  };
  for (const [title, [checkpoint, proof]] of Object.entries(forgeries))
    it(`fails with ${title}, even signed by the log: LEAF_NOT_INCLUDED`, async () => {
      expect(await verify(await makeProof(world, checkpoint, proof), quorum)).to.deep.equal({
        indication: 'FAILED',
        reasons: ['LEAF_NOT_INCLUDED'],
      });
    });

  it('fails for another event', async () => {
    const tlogProof = await makeProof(world);
    for (const eventDigest of [`sha256:${'04'.repeat(32)}`, `sha256:${encodeHex(LEAVES[INDEX] ?? new Uint8Array())}`])
      expect(await verifyEventInclusion({ eventDigest, tlogProof, logKey: world.log.key })).to.deep.equal({
        indication: 'FAILED',
        reasons: ['LEAF_NOT_INCLUDED'],
      });
  });

  it('fails where the checkpoint was changed after it was signed', async () => {
    const tlogProof = (await makeProof(world)).replace(`${ORIGIN}\n5\n`, `${ORIGIN}\n6\n`);
    expect(await verify(tlogProof, quorum)).to.deep.equal({
      indication: 'FAILED',
      reasons: ['LOG_SIGNATURE_INVALID', 'WITNESS_SIGNATURE_INVALID', 'WITNESS_QUORUM_NOT_REACHED'],
    });
  });

  it('fails for the checkpoint of another origin, even under the key of this log', async () => {
    expect(await verify(await makeProof(world, { origin: 'seal.example/log/t-2' }))).to.deep.equal({
      indication: 'FAILED',
      reasons: ['ORIGIN_DIFFERS'],
    });
  });

  it('stays open where the log did not sign it', async () => {
    const other = { ...world, log: await testNoteSigner('another.example', 7) };
    expect(await verify(await makeProof(other), quorum)).to.deep.equal({ indication: 'INDETERMINATE', reasons: ['LOG_SIGNATURE_MISSING'] });
  });

  it('stays open where too few witnesses saw it, by thresholds of groups in groups', async () => {
    const [first, second, third] = world.witnesses.map(({ key }) => key);
    if (first === undefined || second === undefined || third === undefined) throw new RangeError('three witnesses');
    const byOne = await makeProof({ ...world, witnesses: world.witnesses.slice(0, 1) });
    const open = { indication: 'INDETERMINATE', reasons: ['WITNESS_QUORUM_NOT_REACHED'] };
    expect(await verify(byOne, quorum)).to.deep.equal(open);
    expect((await verify(byOne, { threshold: 1, members: [first, second] })).indication).to.equal('PASSED');
    const nested = (threshold: number): WitnessQuorum => ({ threshold: 1, members: [{ threshold, members: [first, second] }, third] });
    expect((await verify(byOne, nested(1))).indication).to.equal('PASSED');
    expect(await verify(byOne, nested(2))).to.deep.equal(open);
    expect(await verify(await makeProof({ ...world, witnesses: [] }), quorum)).to.deep.equal(open);
  });

  const broken: Readonly<Record<string, (text: string) => string>> = {
    nothing: () => '',
    'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
    'another version': (text) => text.replace('@v1', '@v2'),
    'a line before': (text) => `\n${text}`,
    'no newline at the end': (text) => text.slice(0, -1),
    'a line behind': (text) => `${text}more\n`,
    'no index': (text) => text.replace('index 2\n', ''),
    'a leading zero': (text) => text.replace('index 2', 'index 02'),
    'a sign': (text) => text.replace('index 2', 'index +2'),
    'a fraction': (text) => text.replace('index 2', 'index 2.0'),
    'an index of 30 digits': (text) => text.replace('index 2', `index ${'9'.repeat(30)}`),
    'an index of 2^53': (text) => text.replace('index 2', 'index 9007199254740992'),
    'extra data twice': (text) => text.replace('index', 'extra AQ==\nextra AQ==\nindex'),
    'extra data that are no base64': (text) => text.replace('index', 'extra A\nindex'),
    'extra data behind the index': (text) => text.replace('index 2\n', 'index 2\nextra AQID\n'),
    'a hash of other bits at the end': (text) =>
      text.replace(
        /index 2\n(.{42})(.)=/,
        (_, start: string, last: string) => `index 2\n${start}${String.fromCharCode(last.charCodeAt(0) + 1)}=`,
      ),
    'a hash of 31 octets': (text) => text.replace(/index 2\n.{44}/, `index 2\n${'A'.repeat(42)}==`),
    'a space behind a hash': (text) => text.replace(/(index 2\n.{44})/, '$1 '),
    '64 MiB of extra data': (text) => text.replace('index', `extra ${'A'.repeat(2 ** 26)}\nindex`),
    '54 hashes': (text) => text.replace('index 2\n', `index 2\n${`${'A'.repeat(43)}=\n`.repeat(54)}`),
    'no empty line': (text) => text.replaceAll('\n\n', '\n'),
    'a checkpoint without signature': (text) => text.slice(0, text.indexOf('—')),
  };
  for (const [title, change] of Object.entries(broken))
    it(`fails with ${title}: PROOF_MALFORMED`, async () => {
      const sound = await makeProof(world);
      const text = change(sound);
      expect(text).not.to.equal(sound);
      expect(await verify(text)).to.deep.equal({ indication: 'FAILED', reasons: ['PROOF_MALFORMED'] });
    });

  it('throws for digests, keys and quorums that can judge no proof', async () => {
    const tlogProof = await makeProof(world);
    const [witness] = world.witnesses;
    const key = witness?.key ?? world.log.key;
    const query = { eventDigest: EVENT, tlogProof, logKey: world.log.key };
    const misuses = [
      [{ ...query, eventDigest: 'abc' }, 'EVIDENCE_DIGEST_UNSUITABLE'],
      [{ ...query, eventDigest: `sha256:${'0'.repeat(63)}` }, 'EVIDENCE_DIGEST_UNSUITABLE'],
      [{ ...query, eventDigest: `sha384:${'00'.repeat(48)}` }, 'EVIDENCE_DIGEST_UNSUITABLE'],
      [{ ...query, logKey: key }, 'EVIDENCE_KEY_UNSUITABLE'],
      [{ ...query, witnesses: { threshold: 0, members: [key] } }, 'EVIDENCE_QUORUM_MALFORMED'],
      [{ ...query, witnesses: { threshold: 2, members: [key] } }, 'EVIDENCE_QUORUM_MALFORMED'],
      [{ ...query, witnesses: { threshold: 1, members: [] } }, 'EVIDENCE_QUORUM_MALFORMED'],
      [{ ...query, witnesses: { threshold: 1, members: [key, { ...key, name: 'again' }] } }, 'EVIDENCE_QUORUM_MALFORMED'],
      [{ ...query, witnesses: { threshold: 1, members: [{ threshold: 2, members: [key] }] } }, 'EVIDENCE_QUORUM_MALFORMED'],
      [{ ...query, witnesses: { threshold: 1, members: [world.log.key] } }, 'EVIDENCE_KEY_UNSUITABLE'],
    ] as const;
    for (const [misuse, code] of misuses) {
      const failure = await verifyEventInclusion(misuse).catch((error: unknown) => error);
      expect(failure instanceof EvidenceError ? failure.code : failure).to.equal(code);
    }
  });
});

describe('texts of proofs', () => {
  it('come back as they were, checkpoint untouched', () => {
    for (const extra of [null, new Uint8Array(), Uint8Array.of(255)]) {
      const proof = { extra, index: INDEX, path: PATH, checkpoint: 'whatever\n\n\nstands there' };
      expect(parseTlogProof(formatTlogProof(proof))).to.deep.equal(proof);
    }
    expect(parseTlogProof('c2sp.org/tlog-proof@v1\nindex 0\n\n').path).to.deep.equal([]);
  });

  it('are not written for an index or a path that cannot be', () => {
    const proof = { extra: null, index: 0, path: PATH, checkpoint: '' };
    for (const wrong of [
      { ...proof, index: -1 },
      { ...proof, index: 2 ** 53 },
      { ...proof, path: [new Uint8Array(31)] },
    ])
      expect(codeOf(() => formatTlogProof(wrong))).to.equal('EVIDENCE_TLOG_PROOF_MALFORMED');
  });
});

describe('checkpoints (C2SP tlog-checkpoint)', () => {
  /** The example of the specification. */
  const PUBLISHED = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  it('are read and written as published', () => {
    const checkpoint = parseCheckpoint(PUBLISHED);
    expect(checkpoint).to.deep.equal({
      origin: 'example.com/behind-the-sofa',
      size: 20_852_163,
      root: decodeHex('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62'),
      extensions: [],
    });
    expect(formatCheckpoint(checkpoint)).to.equal(PUBLISHED);
  });

  it('keep extension lines', () => {
    expect(parseCheckpoint(`${PUBLISHED}one\ntwo +\n`).extensions).to.deep.equal(['one', 'two +']);
    expect(formatCheckpoint(parseCheckpoint(`${PUBLISHED}one\ntwo +\n`))).to.equal(`${PUBLISHED}one\ntwo +\n`);
  });

  const hostile: Readonly<Record<string, string>> = {
    nothing: '',
    'no newline at the end': PUBLISHED.slice(0, -1),
    'carriage returns': PUBLISHED.replaceAll('\n', '\r\n'),
    'two lines': 'example.com\n1\n',
    'a root of 64 MiB': `example.com\n1\n${'A'.repeat(2 ** 26)}\n`,
    'no origin': PUBLISHED.slice(PUBLISHED.indexOf('\n')),
    'an empty line behind': `${PUBLISHED}\n`,
    'an empty extension': `${PUBLISHED}\nextension\n`,
    'a leading zero': PUBLISHED.replace('20852163', '020852163'),
    'a sign': PUBLISHED.replace('20852163', '-20852163'),
    'a hexadecimal size': PUBLISHED.replace('20852163', '0x10'),
    'an exponent': PUBLISHED.replace('20852163', '1e3'),
    'a space': PUBLISHED.replace('20852163', '20852163 '),
    'digits of another script': PUBLISHED.replace('20852163', '２'),
    'a size of 2^53': PUBLISHED.replace('20852163', '9007199254740992'),
    'a size of 2^64': PUBLISHED.replace('20852163', '18446744073709551616'),
    'a root of 31 octets': PUBLISHED.replace('q2I=', 'qw=='),
    'a root of 33 octets': PUBLISHED.replace('q2I=', 'q2Ji'),
    'other bits at the end of the root': PUBLISHED.replace('q2I=', 'q2J='),
    'no padding': PUBLISHED.replace('q2I=', 'q2I'),
  };
  for (const [title, text] of Object.entries(hostile))
    it(`with ${title} are refused`, () => {
      expect(codeOf(() => parseCheckpoint(text))).to.equal('EVIDENCE_CHECKPOINT_MALFORMED');
    });

  it('are not written with lines, sizes or roots that cannot be', () => {
    for (const wrong of [
      { origin: '' },
      { origin: 'a\nb' },
      { origin: 'a\r' },
      { size: -1 },
      { size: 2 ** 53 },
      { root: new Uint8Array(31) },
      { extensions: [''] },
      { extensions: ['a\nb'] },
    ])
      expect(
        codeOf(() => formatCheckpoint({ ...CHECKPOINT, ...wrong })),
        JSON.stringify(wrong),
      ).to.equal('EVIDENCE_CHECKPOINT_MALFORMED');
  });
});
