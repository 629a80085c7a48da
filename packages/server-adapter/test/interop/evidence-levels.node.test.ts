import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { memorySource } from '@sealkit/core/bytes';
import { gatherValidationMaterial, httpTimestampAuthority } from '@sealkit/core/cades';
import { encodeSignedDataElements, readSignedDataElements, type SignedDataElements as Elements } from '@sealkit/core/cms';
import {
  buildEvidencePackage,
  type EvidenceLevel,
  type EvidenceRecords,
  type EvidenceReport,
  type EvidenceTrust,
  readCanonicalZip,
  renewEvidencePackage,
  verifyEvidencePackage,
} from '@sealkit/core/evidence';
import { judge, judgesPresent, levelServices, refusalsOf, type ServedPki, servePki, trustOf } from '@sealkit/testkit/node';
import { withEntries } from '../support/mutated-package.ts';
import { runSealkit } from '../support/run-cli.ts';
import { secondVerifierPresent, verifyInPython } from '../support/second-verifier.ts';

const title = 'levels of the signature over the manifest';
const present = judgesPresent && secondVerifierPresent;

/** An envelope of which nothing is known but its name. */
function records(changes: Partial<EvidenceRecords> = {}): EvidenceRecords {
  return {
    tenant: 't',
    issued: { at: new Date().toISOString(), personId: 'p', issuer: 'register' },
    envelope: { id: 'env', name: '合同', versions: [] },
    persons: [],
    organisations: [],
    seals: [],
    document: null,
    events: null,
    log: null,
    uses: [],
    certificates: [],
    crls: [],
    ocspResponses: [],
    signatures: null,
    anchors: [],
    environment: null,
    report: null,
    missing: [],
    ...changes,
  };
}

(present ? describe : describe.skip)(present ? title : `${title} (skipped: judges or Python not found, see SEALKIT_SHARED)`, () => {
  let pki: ServedPki;
  let trust: EvidenceTrust;
  const renewed: Uint8Array<ArrayBuffer>[] = [];
  const made = new Map<EvidenceLevel, Uint8Array<ArrayBuffer>>();

  beforeAll(async () => {
    pki = await servePki();
    const root = pki.certificates('certs/root.pem');
    trust = { signers: root, sealMakers: root, registers: root, timestampAuthorities: pki.certificates('certs/tsa-root.pem'), logs: [] };
    for (const level of ['B-B', 'B-T', 'B-LTA'] as const) made.set(level, await build(level));
  }, 60_000);
  afterAll(() => pki.stop());

  async function build(
    level: EvidenceLevel,
    url = `${pki.url}/tsa`,
    changes: Partial<EvidenceRecords> = {},
  ): Promise<Uint8Array<ArrayBuffer>> {
    const signer = pki.signer('p256', { name: 'ECDSA', digest: 'SHA-256', curve: 'P-256' });
    const { material, now } = levelServices(pki);
    const authorities = [httpTimestampAuthority({ url, http: pki.http, retries: 0 })];
    const raise = { authorities, timestampAnchors: trust.timestampAuthorities ?? [], material, now };
    return buildEvidencePackage(records(changes), { signer, ...(level === 'B-B' ? {} : { raise: { ...raise, level } }) });
  }

  const packageAt = (level: EvidenceLevel): Uint8Array<ArrayBuffer> => made.get(level) ?? new Uint8Array();

  async function both(file: Uint8Array, changes: Partial<EvidenceTrust> = {}): Promise<readonly EvidenceReport[]> {
    const [at, anchors] = [new Date(), { ...trust, ...changes }];
    const ours = await verifyEvidencePackage(memorySource(file), { trust: anchors, validationTime: at });
    return [ours, ...verifyInPython([file], anchors, at)];
  }

  const rows = ({ rows: all }: EvidenceReport): readonly string[] => all.map(({ id, subject, status }) => `${status} ${id} ${subject}`);
  const signature = ({ rows: all }: EvidenceReport): unknown => all.find(({ id }) => id === 'container.signature')?.values['level'];

  for (const [level, stamps] of [
    ['B-B', 0],
    ['B-T', 1],
    ['B-LTA', 2],
  ] as const) {
    it(`${level} passes before both verifiers, with the same rows`, async () => {
      const [ours, theirs] = await both(packageAt(level));
      expect([ours?.indication, ours && signature(ours)]).to.deep.equal(['PASSED', level]);
      expect(theirs && rows(theirs)).to.deep.equal(ours && rows(ours));
      expect(ours?.rows.filter(({ id }) => id === 'container.timestamp')).to.have.lengthOf(stamps);
    });
  }

  it('stays open where nobody is trusted for time-stamps', async () => {
    for (const report of await both(packageAt('B-LTA'), { timestampAuthorities: [] }))
      expect(report.rows.filter(({ status }) => status === 'indeterminate').map(({ id, subject }) => `${id} ${subject}`)).to.deep.equal([
        'container.timestamp 1',
        'container.timestamp 2',
      ]);
  });

  it('is a lower level where a service does not answer, and the package names it', async () => {
    const file = await build('B-LTA', `${pki.url}/nowhere`);
    const [ours, theirs] = await both(file);
    expect([ours?.indication, theirs?.indication, ours && signature(ours)]).to.deep.equal(['PASSED', 'PASSED', 'B-B']);
    const entries = readCanonicalZip(file);
    if ('reason' in entries) throw new RangeError(entries.reason);
    const evidence = JSON.parse(new TextDecoder().decode(entries.find(({ name }) => name === 'evidence.json')?.bytes)) as EvidenceRecords;
    expect(evidence.missing).to.deep.equal([{ what: 'B-LTA over the manifest', reason: 'TIMESTAMP_HTTP_STATUS' }]);
  });

  it('has one form: material added, left out or in another order, other attributes and other encodings are refused by both', async () => {
    const signer = (elements: Elements, change: (attributes: readonly Uint8Array[]) => readonly Uint8Array[]): Elements => ({
      ...elements,
      signerInfos: elements.signerInfos.map((one) => ({ ...one, unsignedAttributes: change(one.unsignedAttributes) })),
    });
    const changes: { readonly [what: string]: (elements: Elements) => Elements } = {
      'a certificate twice': (all) => ({ ...all, certificates: [...all.certificates, ...all.certificates.slice(0, 1)] }),
      'a certificate more': (all) => ({
        ...all,
        certificates: [...all.certificates, pki.certificates('certs/stranger-root.pem')[0] ?? new Uint8Array()],
      }),
      'certificates in another order': (all) => ({ ...all, certificates: all.certificates.toReversed() }),
      'an answer less': (all) => ({ ...all, crls: all.crls.slice(1) }),
      'answers in another order': (all) => ({ ...all, crls: all.crls.toReversed() }),
      'no archive time-stamp': (all) => signer(all, (attributes) => attributes.slice(0, 1)),
      'no time-stamp': (all) => signer(all, () => []),
      'time-stamps exchanged': (all) => signer(all, (attributes) => attributes.toReversed()),
      'a time-stamp twice': (all) => signer(all, (attributes) => [...attributes, ...attributes.slice(-1)]),
    };
    for (const [what, change] of Object.entries(changes)) {
      const file = withEntries(packageAt('B-LTA'), (entries) =>
        entries.map(({ name, bytes }) =>
          name === 'META-INF/signature001.p7s'
            ? { name, bytes: encodeSignedDataElements(change(readSignedDataElements(bytes))) }
            : { name, bytes },
        ),
      );
      for (const report of await both(file)) expect([what, report.indication]).to.deep.equal([what, 'FAILED']);
    }
  });

  it('has chains and answers, each verified by itself, and tells those that are spoilt', async () => {
    const { material: sources, now } = levelServices(pki);
    const [certificate] = pki.certificates('certs/p256.pem');
    const targets = [{ certificate: certificate ?? new Uint8Array(), at: now, purpose: 'signer' as const }];
    const known = { certificates: pki.certificates('certs/chain.pem'), crls: [], ocspResponses: [] };
    const { material, missing } = await gatherValidationMaterial({ ...sources, targets, known, now });
    expect(missing).to.deep.equal([]);
    const { crls, ocspResponses, certificates } = material;
    const spoil = (der: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(der.with(der.length - 1, (der.at(-1) ?? 0) ^ 1));
    const whole = await both(await build('B-B', '', { crls, ocspResponses, certificates }));
    const answers = crls.length + ocspResponses.length;
    for (const { rows: all, indication } of whole)
      expect([indication, all.filter(({ id, status }) => id === 'revocation.answer' && status === 'passed').length]).to.deep.equal([
        'PASSED',
        answers,
      ]);
    const spoilt = await both(await build('B-B', '', { certificates, crls: crls.map(spoil), ocspResponses }));
    for (const { rows: all } of spoilt)
      expect(all.filter(({ id, status }) => id === 'revocation.answer' && status === 'failed').length).to.equal(crls.length);
    const malformed = await both(await build('B-B', '', { certificates, crls: [Uint8Array.of(0x30, 0)], ocspResponses: [] }));
    for (const { rows: all } of malformed) expect(all.find(({ id }) => id === 'revocation.answer')?.reason).to.equal('FORMAT_FAILURE');
  });

  it('is renewed as often as wanted, from any level, by the command too; what is not whole is not prolonged', async () => {
    const { material, timestamps, now } = levelServices(pki);
    const renew = (file: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
      renewEvidencePackage(file, {
        authorities: timestamps.authorities,
        timestampAnchors: trust.timestampAuthorities ?? [],
        material,
        now,
      });
    const stamps = ({ rows: all }: EvidenceReport): number =>
      all.filter(({ id, status }) => id === 'container.timestamp' && status === 'passed').length;
    let file = packageAt('B-B');
    for (const count of [2, 3, 4]) {
      file = await renew(file);
      for (const report of await both(file)) expect([report.indication, stamps(report)]).to.deep.equal(['PASSED', count]);
    }
    renewed.push(file);
    const [input, output] = [pki.file('before.asice'), pki.file('after.asice')];
    writeFileSync(input, packageAt('B-LTA'));
    const anchors = ['--trust', pki.file('certs/root.pem'), '--trust-tsa', pki.file('certs/tsa-root.pem')];
    const words = ['evidence', 'renew', input, '-o', output, '--tsa', `${pki.url}/tsa`, '--allow-private-network', ...anchors];
    const { exit, err } = await runSealkit(words, { now: () => new Date() });
    expect([exit, err]).to.deep.equal([0, []]);
    const byCommand = new Uint8Array(readFileSync(output));
    for (const report of await both(byCommand)) expect([report.indication, stamps(report)]).to.deep.equal(['PASSED', 3]);
    const others = (bytes: Uint8Array): unknown => {
      const entries = readCanonicalZip(bytes);
      return 'reason' in entries ? entries : entries.filter(({ name }) => !name.endsWith('.p7s'));
    };
    expect(others(byCommand)).to.deep.equal(others(packageAt('B-LTA')));
    const spoilt = withEntries(packageAt('B-LTA'), (entries) =>
      entries.map(({ name, bytes }) => (name === 'VERIFY.md' ? { name, bytes: Uint8Array.of(0x41) } : { name, bytes })),
    );
    const refused = await renew(spoilt).catch((error: unknown) => (error as { readonly code?: string }).code);
    expect(refused).to.equal('EVIDENCE_PACKAGE_BROKEN');
  }, 60_000);

  it('is told by both after every change outside of what the last token does not sign', async () => {
    const file = renewed[0] ?? packageAt('B-LTA');
    const entries = readCanonicalZip(file);
    if ('reason' in entries) throw new RangeError(entries.reason);
    const signature = entries.find(({ name }) => name === 'META-INF/signature001.p7s')?.bytes ?? new Uint8Array();
    const { signerInfos } = readSignedDataElements(signature);
    const last = signerInfos[0]?.unsignedAttributes.at(-1)?.length ?? 0;
    const outside = signature.length - last;
    const places = Array.from({ length: 60 }, (_, index) => Math.floor((index * outside) / 60));
    const files = places.map((at) =>
      withEntries(file, (all) =>
        all.map(({ name, bytes }) =>
          name === 'META-INF/signature001.p7s' ? { name, bytes: Uint8Array.from(bytes.with(at, (bytes[at] ?? 0) ^ 1)) } : { name, bytes },
        ),
      ),
    );
    const at = new Date();
    const theirs = verifyInPython(files, trust, at);
    for (const [index, one] of files.entries()) {
      const ours = await verifyEvidencePackage(memorySource(one), { trust, validationTime: at });
      expect([places[index], ours.indication, theirs[index]?.indication]).to.deep.equal([places[index], 'FAILED', 'FAILED']);
    }
  }, 60_000);

  it('passes the script of VERIFY.md at each level', () => {
    const [script, file] = [pki.file('verify.sh'), pki.file('script.asice')];
    for (const bytes of [...made.values(), ...renewed]) {
      writeFileSync(file, bytes);
      const text = execFileSync('unzip', ['-p', file, 'VERIFY.md'], { encoding: 'utf8' });
      writeFileSync(script, /```sh\n([^]*?)```/.exec(text)?.[1] ?? 'exit 1');
      const root = pki.file('certs/root.pem');
      const said = execFileSync('sh', [script, file, root, root], { encoding: 'utf8', stdio: 'pipe' });
      expect(said).to.contain('done: every step above holds');
    }
  });

  it('is accepted by EU DSS at each level', () => {
    const files = [...made, ...renewed.map((bytes) => ['renewed', bytes] as const)].map(([level, bytes]) => {
      const file = pki.file(`${level}.asice`);
      writeFileSync(file, bytes);
      return file;
    });
    const judged = judge(files, ...trustOf(pki), '--tools', 'dss');
    expect([refusalsOf(judged), judged.map(({ accept }) => accept)]).to.deep.equal([[], [true, true, true, true]]);
  }, 60_000);
});
