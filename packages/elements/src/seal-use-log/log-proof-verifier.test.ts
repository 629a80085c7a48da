import { concatBytes, decodeBase64 } from '@sealkit/core/bytes';
import {
  addNoteSignatures,
  type Checkpoint,
  cosignNote,
  formatCheckpoint,
  formatTlogProof,
  type NoteSigner,
  parseSignedNote,
  signNote,
} from '@sealkit/core/evidence';
import { naiveInclusionPath, naiveLeafHash, naiveRoot, testNoteSigner, testPki } from '@sealkit/testkit';
import { TOKEN, TSA_ROOT } from '../../test/checkpoint-timestamp.vectors.ts';
import { sampleUse } from '../../test/samples.ts';
import { logProofVerifier } from './log-proof-verifier.ts';

const ORIGIN = 'seal.example/log/t-1';
const LEAVES = Array.from({ length: 5 }, (_, at) => naiveLeafHash(new Uint8Array(32).fill(at + 1)));
const CHECKPOINT: Checkpoint = { origin: ORIGIN, size: 5, root: concatBytes(naiveRoot(LEAVES)), extensions: [] };
const USE = sampleUse({ event: `sha256:${'03'.repeat(32)}` });

/** The proof of the third of five events, signed by the log and seen by witnesses. */
async function prove(log: NoteSigner, witnesses: readonly NoteSigner[]) {
  const note = await signNote(formatCheckpoint(CHECKPOINT), log);
  const seen = await Promise.all(witnesses.map((witness) => cosignNote(parseSignedNote(note), witness, new Date('2026-11-27T10:00:00Z'))));
  const path = naiveInclusionPath(2, LEAVES).map((hash) => concatBytes(hash));
  const tlogProof = formatTlogProof({ extra: null, index: 2, path, checkpoint: addNoteSignatures(note, seen) });
  return { tlogProof, eventDigest: USE.event, index: 2, size: 5, timestampToken: null };
}

describe('proofs of the log, verified in the page', () => {
  let log: NoteSigner;
  let witness: NoteSigner;
  beforeAll(async () => {
    log = await testNoteSigner(ORIGIN, 1);
    witness = await testNoteSigner('w2.example', 2, 'cosignature/v1');
  });
  const marks = (checks: readonly { readonly id: string; readonly verdict: string }[]): readonly string[] =>
    checks.map(({ id, verdict }) => `${id} ${verdict}`);

  it('pass with root, origin and witnesses; without witnesses in the trust of the page none is claimed', async () => {
    const proof = await prove(log, [witness]);
    const witnesses = { threshold: 1, members: [witness.key] };
    const checks = await logProofVerifier({ logKey: log.key, witnesses })(proof, USE);
    expect(marks(checks)).to.deep.equal(['inclusion pass', 'checkpoint pass', 'witnesses pass']);
    expect(checks.map(({ detail }) => detail).slice(1)).to.deep.equal([ORIGIN, 'w2.example']);
    expect(marks(await logProofVerifier({ logKey: log.key })(proof, USE))).to.deep.equal([
      'inclusion pass',
      'checkpoint pass',
      'witnesses skip',
    ]);
  });

  it('are about the row that shows, not about what the server says', async () => {
    const proof = await prove(log, []);
    const other = { ...USE, event: `sha256:${'04'.repeat(32)}` };
    expect(marks(await logProofVerifier({ logKey: log.key })(proof, other))[0]).to.equal('inclusion fail');
  });

  it('cannot be told where the log is another one or a witness is missing, and fail where they are malformed', async () => {
    const proof = await prove(log, []);
    const other = await testNoteSigner(ORIGIN, 9);
    expect(marks(await logProofVerifier({ logKey: other.key })(proof, USE))[1]).to.equal('checkpoint unsure');
    const witnesses = { threshold: 1, members: [witness.key] };
    expect(marks(await logProofVerifier({ logKey: log.key, witnesses })(proof, USE))[2]).to.equal('witnesses unsure');
    expect(marks(await logProofVerifier({ logKey: log.key })({ ...proof, tlogProof: 'x' }, USE))).to.deep.equal([
      'inclusion fail',
      'checkpoint skip',
      'witnesses skip',
    ]);
  });

  it('say when the checkpoint was time-stamped, by whom, and whether the page trusts them', async () => {
    const proof = { ...(await prove(log, [])), timestampToken: TOKEN };
    const stamped = async (timestampAnchors: readonly Uint8Array[], change: Partial<typeof proof> = {}) =>
      (await logProofVerifier({ logKey: log.key, timestampAnchors })({ ...proof, ...change }, USE))[3];
    const trusted = await stamped([decodeBase64(TSA_ROOT)]);
    expect([trusted?.id, trusted?.verdict]).to.deep.equal(['timestamp', 'pass']);
    expect(trusted?.detail).to.match(/^2026-11-28T04:\d\d:\d\d\.000Z, .+/);
    expect((await stamped([]))?.verdict, 'nobody is trusted').to.equal('unsure');
    const { certificate } = (await testPki()).register;
    expect((await stamped([certificate]))?.verdict, 'another root').to.equal('unsure');
    const changed = TOKEN.slice(0, -40) + (TOKEN.at(-40) === 'A' ? 'B' : 'A') + TOKEN.slice(-39);
    expect((await stamped([decodeBase64(TSA_ROOT)], { timestampToken: changed }))?.verdict, 'changed').to.equal('fail');
  });
});
