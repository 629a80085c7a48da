import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOfJson } from '@sealkit/core/crypto';
import {
  buildEvidencePackage,
  type EvidenceRecords,
  readCanonicalZip,
  readEvidence,
  type ReportLine,
  reportLines,
} from '@sealkit/core/evidence';
import { gatherEvidence } from '../src/evidence/gather-evidence.ts';
import { loadReportGlyphs } from '../src/glyphs/index.ts';
import { createMemoryObjectStore } from '../src/objects/index.ts';
import { packageOf, type SealedContract, sealedContract, trustOfWorld, verifyIn } from './support/evidence-world.ts';
import { logWorld } from './support/log-world.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';
import { TENANT } from './support/world.ts';

const VERAPDF = new URL('../../../test/support/verapdf.mjs', import.meta.url).href;
const {
  hasVeraPdf,
  validatePdfa,
}: { hasVeraPdf: boolean; validatePdfa: (files: readonly string[]) => readonly { flavour: string; verdict: string }[] } = await import(
  VERAPDF
);

describe('the report in an evidence package', () => {
  let contract: SealedContract;
  let records: EvidenceRecords;
  let bytes: Uint8Array<ArrayBuffer>;
  let folder: string;
  let glyphs: Awaited<ReturnType<typeof loadReportGlyphs>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'report-'));
    glyphs = await loadReportGlyphs();
    const environment = { software: 'test', runtime: 'node', clock: 'the test' };
    const evidence = { glyphs, checkPage: 'https://seal.example/check', environment };
    const world = await logWorld({}, { objects: createMemoryObjectStore(), evidence });
    contract = await sealedContract('stored', world);
    bytes = await packageOf(world, 'ada', contract.envelope);
    records = await gatherEvidence(world.store, {
      tenant: TENANT,
      envelopeId: contract.envelope.id,
      issued: { at: world.now().toISOString(), personId: 'ada', issuer: 'sealkit-register' },
      document: contract.document.bytes,
      prove: async () => null,
      own: {
        environment,
        report: { glyphs: glyphs.name, checkPage: null },
        signatures: ['Seal 1', 'Seal 2'].map((field) => ({
          field,
          indication: 'TOTAL-PASSED',
          subIndication: null,
          level: 'B-B',
          signer: `CN=${field}`,
          issuer: 'CN=CA',
          claimedSigningTime: null,
          bestSignatureTime: world.now().toISOString(),
          bestSignatureTimeSource: 'validation-time',
        })),
        anchors: ['court', 'notary'].map((name) => ({
          name,
          kind: 'notary',
          state: 'pending',
          reference: null,
          at: null,
          reason: null,
          receipt: null,
        })),
        missing: [{ what: 'manifest B-LTA', reason: 'TIMESTAMP_UNREACHABLE' }],
      },
    });
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The lines that the report of records has. */
  async function linesOf(all: EvidenceRecords): Promise<readonly ReportLine[]> {
    const { signer } = contract.world.pki.register;
    const entries = readCanonicalZip(await buildEvidencePackage({ ...all, report: null }, { signer }));
    if ('reason' in entries) throw new RangeError(entries.reason);
    const files = new Map(entries.map((entry) => [entry.name, entry.bytes]));
    const evidence = readEvidence(files.get('evidence.json') ?? new Uint8Array());
    if (evidence === undefined) throw new RangeError('expected evidence');
    return reportLines(files, evidence);
  }

  it('is there, says what the server found in the document, and passes before both verifiers', async () => {
    const { world } = contract;
    const { indication, rows } = await verifyIn(world, bytes, { reportGlyphs: glyphs });
    expect([indication, ...rows.filter(({ id }) => id.startsWith('report.')).map(({ id }) => id)]).to.deep.equal([
      'PASSED',
      'report.evidence',
      'report.pages',
    ]);
    if (!secondVerifierPresent) return;
    const [second] = verifyInPython([bytes], await trustOfWorld(world), world.now());
    expect(second?.rows.find(({ id }) => id === 'report.evidence')?.status).to.equal('passed');
  });

  (hasVeraPdf ? it : it.skip)(
    'is PDF/A-3b, as veraPDF says, with the pictures of the seals',
    () => {
      const file = join(folder, 'report.pdf');
      const entries = readCanonicalZip(bytes);
      if ('reason' in entries) throw new RangeError(entries.reason);
      writeFileSync(file, entries.find(({ name }) => name === 'report.pdf')?.bytes ?? '');
      expect(validatePdfa([file]).map(({ flavour, verdict }) => [flavour, verdict])).to.deep.equal([['3b', 'PASS']]);
      expect(execFileSync('grep', ['-c', '-a', '/S1 Do', file], { encoding: 'utf8' }).trim()).to.equal('1');
    },
    120_000,
  );

  it('loses exactly the lines of a record that is taken away before it is built, and names it as missing', async () => {
    const whole = await linesOf(records);
    for (const { what, less, isOf, isNamed } of removals(records)) {
      const left = await linesOf(less);
      const said = (lines: readonly ReportLine[]): readonly string[] =>
        lines.filter(({ section }) => section !== 'missing').map((line) => JSON.stringify(line));
      const expected = whole.filter((line) => !isOf(line));
      expect(expected.length, what).to.be.below(whole.length);
      expect(said(left), what).to.deep.equal(said(expected));
      const added = left.filter(
        ({ section, record }) => section === 'missing' && !whole.some((line) => line.section === 'missing' && line.record === record),
      );
      expect([what, added.length > 0]).to.deep.equal([what, isNamed]);
    }
  });

  it('of a case of 50 events, with its document and its pages made again, is verified within two seconds', async () => {
    const events = [...(records.events ?? [])];
    const { envelope } = (events.findLast(({ type }) => typeof type === 'string' && type.startsWith('envelope-'))?.['body'] ?? {}) as {
      readonly envelope?: string;
    };
    while (events.length < 50) {
      const before = events.at(-1) ?? {};
      events.push({
        ...before,
        type: 'envelope-reminded',
        sequence: events.length + 1,
        prev: await digestOfJson(before),
        body: { envelope: envelope ?? '' },
      });
    }
    const { signer } = contract.world.pki.register;
    const report = { glyphs: glyphs.name, checkPage: 'https://seal.example/check' };
    const file = await buildEvidencePackage({ ...records, events, report }, { signer, glyphs: glyphs.source });
    const start = performance.now();
    const { indication, rows } = await verifyIn(contract.world, file, { reportGlyphs: glyphs });
    const elapsed = performance.now() - start;
    expect([indication, rows.find(({ id }) => id === 'events.chain')?.values['events']]).to.deep.equal(['PASSED', 50]);
    expect(elapsed).to.be.below(2000);
  });
});

interface Removal {
  readonly what: string;
  readonly less: EvidenceRecords;
  readonly isOf: (line: ReportLine) => boolean;
  /** Whether its place stays, and so is named as empty. */
  readonly isNamed: boolean;
}

/** Each record of each kind, one at a time. */
function removals(all: EvidenceRecords): readonly Removal[] {
  const without = <T>(list: readonly T[], gone: number): readonly T[] => list.filter((_, index) => index !== gone);
  return [
    { what: 'document', less: { ...all, document: null }, isOf: ({ record }) => record === 'documents/document.pdf', isNamed: true },
    { what: 'environment', less: { ...all, environment: null }, isOf: ({ record }) => record === 'environment', isNamed: true },
    ...all.persons.map(({ id }, index) => ({
      what: `person ${id}`,
      less: { ...all, persons: without(all.persons, index) },
      isOf: ({ record }: ReportLine) => record === `person ${id}`,
      isNamed: false,
    })),
    ...all.organisations.map(({ id }, index) => ({
      what: `organisation ${id}`,
      less: { ...all, organisations: without(all.organisations, index) },
      isOf: ({ record }: ReportLine) => record === `organisation ${id}`,
      isNamed: false,
    })),
    ...(all.signatures ?? []).map(({ field }, index) => ({
      what: `signature ${field}`,
      less: { ...all, signatures: without(all.signatures ?? [], index) },
      isOf: ({ record }: ReportLine) => record === `signature ${field}`,
      isNamed: false,
    })),
    ...all.anchors.map(({ name }, index) => ({
      what: `anchor ${name}`,
      less: { ...all, anchors: without(all.anchors, index) },
      isOf: ({ record }: ReportLine) => record === `anchor ${name}`,
      isNamed: false,
    })),
    ...all.seals.map(({ number, version }, index) => ({
      what: `seal ${number}`,
      less: { ...all, seals: without(all.seals, index) },
      isOf: ({ record }: ReportLine) => record === `seal ${number}-${version}` || record === `statement ${number}-${version}`,
      isNamed: false,
    })),
    ...all.seals.map(({ number, version }, index) => ({
      what: `statement ${number}`,
      less: { ...all, seals: all.seals.map((seal, at) => (at === index ? { ...seal, statement: null } : seal)) },
      isOf: ({ record }: ReportLine) => record === `statement ${number}-${version}`,
      isNamed: true,
    })),
    ...all.uses.map(({ facts: { id } }, index) => ({
      what: `use ${id}`,
      less: { ...all, uses: without(all.uses, index) },
      isOf: ({ record }: ReportLine) => record === `use ${id}` || record.startsWith(`use ${id} `),
      isNamed: false,
    })),
    ...all.uses.flatMap(({ facts: { id } }, index) =>
      (['permit', 'record', 'receipt', 'intent'] as const).map((part) => ({
        what: `${part} of ${id}`,
        less: { ...all, uses: all.uses.map((use, at) => (at === index ? { ...use, [part]: null } : use)) },
        isOf: ({ record }: ReportLine) => record === `use ${id} ${part}`,
        isNamed: true,
      })),
    ),
    ...(all.events ?? []).map((event, index) => ({
      what: `event ${index + 1}`,
      less: { ...all, events: without(all.events ?? [], index) },
      isOf: ({ section, value }: ReportLine) => section === 'events' && value.startsWith(`${JSON.stringify(event['sequence'])}. `),
      isNamed: false,
    })),
  ];
}
