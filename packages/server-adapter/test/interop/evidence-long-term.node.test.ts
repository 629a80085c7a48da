import { httpTimestampAuthority } from '@sealkit/core/cades';
import { type EvidenceReport, type EvidenceTrust, readCanonicalZip } from '@sealkit/core/evidence';
import { httpRevocationSource } from '@sealkit/core/x509';
import { judgesPresent, type ServedPki, servePki } from '@sealkit/testkit/node';
import { type AdapterConfig, cachedRevocationSource } from '../../src/index.ts';
import { createMemoryObjectStore } from '../../src/objects/index.ts';
import { packageOf, sealedContract, type SealedContract, trustOfWorld, verifyIn } from '../support/evidence-world.ts';
import { logWorld } from '../support/log-world.ts';
import { secondVerifierPresent, verifyInPython } from '../support/second-verifier.ts';

const title = 'evidence of a server whose register has a certificate with revocation services';
const present = judgesPresent && secondVerifierPresent;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: judges or Python not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  beforeAll(async () => {
    pki = await servePki();
  }, 60_000);
  afterAll(() => pki.stop());

  async function serve(changes: Partial<AdapterConfig> = {}): Promise<SealedContract> {
    const authorities = [httpTimestampAuthority({ url: `${pki.url}/tsa`, http: pki.http })];
    const [registers, timestampAuthorities] = [pki.certificates('certs/root.pem'), pki.certificates('certs/tsa-root.pem')];
    const world = await logWorld(
      { timestampAuthority: authorities[0] ?? fail() },
      {
        clock: { now: () => new Date() },
        objects: createMemoryObjectStore(),
        registerSigner: pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' }),
        trust: { registers, timestampAuthorities },
        revocationSource: cachedRevocationSource({ source: httpRevocationSource({ http: pki.http }) }),
        evidence: { manifest: { level: 'B-LTA', authorities } },
        ...changes,
      },
    );
    return sealedContract('stored', world);
  }

  async function both({ world, envelope }: SealedContract): Promise<readonly [Uint8Array, EvidenceReport, EvidenceReport | undefined]> {
    const bytes = await packageOf(world, 'ada', envelope);
    const own = await trustOfWorld(world);
    const trust: EvidenceTrust = {
      ...own,
      registers: pki.certificates('certs/root.pem'),
      timestampAuthorities: pki.certificates('certs/tsa-root.pem'),
    };
    const at = new Date();
    return [bytes, await verifyIn(world, bytes, { trust, validationTime: at }), verifyInPython([bytes], trust, at)[0]];
  }

  const missingIn = (bytes: Uint8Array): readonly { readonly what: string; readonly reason: string }[] => {
    const entries = readCanonicalZip(bytes);
    if ('reason' in entries) throw new RangeError(entries.reason);
    const text = new TextDecoder().decode(entries.find(({ name }) => name === 'evidence.json')?.bytes);
    return (JSON.parse(text) as { readonly missing: readonly { readonly what: string; readonly reason: string }[] }).missing;
  };
  const levelOf = ({ rows }: EvidenceReport): unknown => rows.find(({ id }) => id === 'container.signature')?.values['level'];

  it('is at B-LTA, with the answers about the register and the authority, before both verifiers', async () => {
    const [bytes, ours, theirs] = await both(await serve());
    expect([ours.rows.filter(({ status }) => status !== 'passed'), theirs?.indication, levelOf(ours)]).to.deep.equal([
      [],
      'PASSED',
      'B-LTA',
    ]);
    expect(ours.rows.filter(({ id }) => id === 'revocation.answer').length).to.be.above(2);
    // The signers of this world have chains to no anchor of the server, and it says so.
    expect(missingIn(bytes).every(({ what }) => what.startsWith('issuer of '))).to.equal(true);
  });

  it('is at B-T where nobody can be asked about certificates, and says why', async () => {
    const nobody = {
      fetchOcsp: () => Promise.resolve(undefined),
      fetchCrls: () => Promise.resolve([]),
      fetchIssuers: () => Promise.resolve([]),
    };
    const [bytes, ours, theirs] = await both(await serve({ revocationSource: nobody }));
    expect([ours.indication, theirs?.indication, levelOf(ours)]).to.deep.equal(['PASSED', 'PASSED', 'B-T']);
    expect(missingIn(bytes).find(({ what }) => what === 'B-LTA over the manifest')?.reason).to.match(/^revocation of /);
  });
});

function fail(): never {
  throw new RangeError('expected an authority');
}
