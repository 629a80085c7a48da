import { assert, asyncProperty, integer, nat, record } from 'fast-check';
import { digestText } from '../../crypto/index.ts';
import { leafHash, merkleRoot } from '../../merkle/index.ts';
import { encodeHex } from '../../bytes/index.ts';
import { parseDigest } from '../../crypto/index.ts';
import { type BatchMembership, batchPath, batchRoot, isInBatch, MAX_BATCH_ACTS } from './batch-tree.ts';

/** Digests of the single octets 0, 1, 2 …, two octets from 256 on. */
const challengesOf = (count: number): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => digestText('SHA-256', at < 256 ? Uint8Array.of(at) : Uint8Array.of(1, at - 256))));

async function refusal(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'nothing';
  } catch (error) {
    return error instanceof RangeError ? error.message : 'another error';
  }
}

/** The same digest with another last figure. */
const altered = (digest: string): string => `${digest.slice(0, -1)}${digest.endsWith('0') ? '1' : '0'}`;

describe('tree of the acts that one proof stands for', () => {
  // Computed by Python's hashlib from the words of docs/evidence-format.md.
  it('has roots and a path that were computed elsewhere', async () => {
    const challenges = await challengesOf(5);
    expect(await batchRoot(challenges.slice(0, 1))).to.equal('sha256:61aad53118ab328692bd3b1c613f1c5862c7b9025e9b54126b28b66f1178e93b');
    expect(await batchRoot(challenges.slice(0, 3))).to.equal('sha256:8b3ecd0adeeeee23cab0597e60ef4dc78927386caf45db8f27b703a48620f2ab');
    expect(await batchRoot(challenges)).to.equal('sha256:5725dcf591b9b7a03ac691129f0400eaadd649ad64d2f7523d8dd738776d6d2a');
    expect(await batchPath(challenges, 2)).to.deep.equal([
      'sha256:1fe7f2d4a7a600b4dd2f3056f1e67a6366fa769318c9d3450e61685acabb8e23',
      'sha256:a2fbe6e9a203ea05ae9ffb72ab1f3b06a24bc558f04aada8019afc5f870dd19f',
      'sha256:ac42a04ccddee5abcc46ec2d6a6a58884886e8ff0ffe92b095489a69bc88eb8a',
    ]);
  });

  it('is none of an audit log over the same digests', async () => {
    const challenges = await challengesOf(4);
    const leaves = await Promise.all(challenges.map((each) => leafHash(parseDigest(each).value)));
    expect(await batchRoot(challenges)).not.to.equal(`sha256:${encodeHex(await merkleRoot(leaves))}`);
    expect(await batchRoot(challenges.slice(0, 1))).not.to.equal(`sha256:${encodeHex(leaves[0] ?? new Uint8Array())}`);
  });

  it('proves each act at its own place alone, whatever is changed', async () => {
    await assert(
      asyncProperty(record({ count: integer({ min: 1, max: 40 }), at: nat(), other: nat() }), async ({ count, at, other }) => {
        const challenges = await challengesOf(count);
        const index = at % count;
        const [root, path] = [await batchRoot(challenges), await batchPath(challenges, index)];
        const claim: BatchMembership = { challenge: challenges[index] ?? '', index, count, path, root };
        expect(await isInBatch(claim)).to.equal(true);
        const wrong: readonly Partial<BatchMembership>[] = [
          { challenge: altered(claim.challenge) },
          { challenge: root },
          { root: altered(root) },
          { path: [...path, root] },
          ...path.map((_, place) => ({ path: path.map((sibling, here) => (here === place ? altered(sibling) : sibling)) })),
          ...(path.length === 0 ? [] : [{ path: path.slice(1) }, { path: path.slice(0, -1) }]),
          ...(other % count === index ? [] : [{ index: other % count }, { challenge: challenges[other % count] ?? '' }]),
          // What an inner node covers is no act.
          ...(path[0] === undefined ? [] : [{ challenge: path[0], path: path.slice(1) }]),
        ];
        for (const change of wrong) expect(await isInBatch({ ...claim, ...change }), JSON.stringify(change)).to.equal(false);
      }),
      { numRuns: 60 },
    );
  });

  it('takes digests of SHA-256, places and counts that there can be, and nothing else', async () => {
    const challenges = await challengesOf(2);
    const [challenge = '', sibling = ''] = challenges;
    const claim: BatchMembership = {
      challenge,
      index: 0,
      count: 2,
      path: await batchPath(challenges, 0),
      root: await batchRoot(challenges),
    };
    const wrong: readonly Partial<BatchMembership>[] = [
      { challenge: challenge.slice('sha256:'.length) },
      { challenge: `sha512:${'a'.repeat(128)}` },
      { challenge: '' },
      { root: 'root' },
      { path: ['sibling'] },
      { index: -1 },
      { index: 0.5 },
      { index: 2 },
      { count: 0 },
      { count: 3 },
      { count: MAX_BATCH_ACTS + 1 },
    ];
    expect(await isInBatch(claim)).to.equal(true);
    for (const change of wrong) expect(await isInBatch({ ...claim, ...change }), JSON.stringify(change)).to.equal(false);
    expect(await refusal(() => batchRoot([]))).to.equal('challenges: expected 1 to 200, got 0');
    expect(await refusal(async () => batchRoot(await challengesOf(MAX_BATCH_ACTS + 1)))).to.equal('challenges: expected 1 to 200, got 201');
    expect(await refusal(() => batchRoot([challenge, sibling, challenge]))).to.equal('challenges: expected each act once');
    expect(await refusal(() => batchRoot([challenge, 'act']))).to.equal('challenges: expected digests of SHA-256');
    expect(await refusal(() => batchPath(challenges, 2))).to.equal('index: expected less than the size 2, got 2');
    expect(await batchRoot(await challengesOf(MAX_BATCH_ACTS))).to.match(/^sha256:/);
  });
});
