import { httpTimestampAuthority } from '@sealkit/core/cades';
import type { EvidenceReport, EvidenceTrust } from '@sealkit/core/evidence';
import { judgesPresent, type ServedPki, servePki } from '@sealkit/testkit/node';
import { createMemoryObjectStore } from '../../src/objects/index.ts';
import { packageOf, type SealedContract, sealedContract, trustOfWorld, verifyIn } from '../support/evidence-world.ts';
import { logWorld } from '../support/log-world.ts';
import { withEntries } from '../support/mutated-package.ts';
import { secondVerifierPresent, verifyInPython } from '../support/second-verifier.ts';

const title = 'evidence with a checkpoint that an authority time-stamped which is not ours';
const present = judgesPresent && secondVerifierPresent;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: judges or Python not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  let contract: SealedContract;
  let bytes: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    pki = await servePki();
    const timestampAuthority = httpTimestampAuthority({ url: `${pki.url}/tsa`, http: pki.http });
    const clock = { now: () => new Date() };
    contract = await sealedContract('stored', await logWorld({ timestampAuthority }, { clock, objects: createMemoryObjectStore() }));
    bytes = await packageOf(contract.world, 'ada', contract.envelope);
  }, 60_000);
  afterAll(() => pki.stop());

  /** The row of the time-stamp, by us and by the verifier in Python. */
  async function timestampRows(file: Uint8Array, authorities: readonly Uint8Array[]): Promise<readonly (string | undefined)[]> {
    const trust: EvidenceTrust = { ...(await trustOfWorld(contract.world)), timestampAuthorities: authorities };
    const reports = [
      await verifyIn(contract.world, file, { trust, validationTime: new Date() }),
      ...verifyInPython([file], trust, new Date()),
    ];
    return reports.map(({ rows }: EvidenceReport) => rows.find(({ id }) => id === 'log.timestamp')?.status);
  }

  it('passes with its anchor, and stays open without', async () => {
    expect(await timestampRows(bytes, pki.certificates('certs/tsa-root.pem'))).to.deep.equal(['passed', 'passed']);
    expect(await timestampRows(bytes, [])).to.deep.equal(['indeterminate', 'indeterminate']);
  });

  it('fails with a token that is changed, or over another checkpoint', async () => {
    const spoil = (name: string, change: (content: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Uint8Array =>
      withEntries(bytes, (entries) => entries.map((entry) => (entry.name === name ? { name, bytes: change(entry.bytes) } : entry)));
    const anchors = pki.certificates('certs/tsa-root.pem');
    const flipped = spoil('log/checkpoint.tst', (token) => token.with(token.length - 1, (token.at(-1) ?? 0) ^ 1));
    expect(await timestampRows(flipped, anchors)).to.deep.equal(['failed', 'failed']);
    const other = spoil('log/log.tlog-proof', (proof) =>
      new TextEncoder().encode(new TextDecoder().decode(proof).replace('tenant-one\n', 'tenant-two\n')),
    );
    expect(await timestampRows(other, anchors)).to.deep.equal(['failed', 'failed']);
  });
});
