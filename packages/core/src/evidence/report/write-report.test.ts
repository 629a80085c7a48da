import { TEST_TIME, testPki } from '@sealkit/testkit';
import { memorySource } from '../../bytes/index.ts';
import type { GlyphSource } from '../../ports/index.ts';
import { buildEvidencePackage } from '../package/build-package.ts';
import { readCanonicalZip, writeCanonicalZip } from '../package/canonical-zip.ts';
import { readEvidence } from '../package/evidence-json.ts';
import type { EvidenceRecords } from '../package/evidence-records.ts';
import type { EvidenceReport } from '../package/evidence-report.ts';
import { verifyEvidencePackage } from '../package/verify-package.ts';
import { reportLines } from './report-lines.ts';

/** Every character is a box, but one that has none. */
const boxes: GlyphSource = {
  outline: (codePoint) =>
    codePoint === 0x9f98 ? undefined : { unitsPerEm: 1000, advance: 600, path: 'M 50 0 L 550 0 L 550 700 L 50 700 Z' },
};
const reportGlyphs = { name: 'boxes', source: boxes };

function records(changes: Partial<EvidenceRecords> = {}): EvidenceRecords {
  return {
    tenant: 't',
    issued: { at: TEST_TIME.toISOString(), personId: 'p', issuer: 'register' },
    envelope: { id: 'env', name: '合同', versions: [] },
    persons: [{ id: 'p', name: '张三丰', organisationId: 'o' }],
    organisations: [{ id: 'o', name: '龘公司', verifiedName: '龘公司' }],
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
    report: { glyphs: 'boxes', checkPage: 'https://seal.example/check' },
    missing: [],
    ...changes,
  };
}

async function packageOf(changes: Partial<EvidenceRecords> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const { register } = await testPki();
  return buildEvidencePackage(records(changes), { signer: register.signer, glyphs: boxes });
}

async function rowsOf(bytes: Uint8Array, glyphs?: typeof reportGlyphs): Promise<EvidenceReport['rows']> {
  const { root } = await testPki();
  const trust = { signers: [], sealMakers: [], registers: [root.certificate], logs: [] };
  const beside = glyphs === undefined ? {} : { reportGlyphs: glyphs };
  const { rows } = await verifyEvidencePackage(memorySource(bytes), { trust, validationTime: TEST_TIME, ...beside });
  return rows.filter(({ id }) => id.startsWith('report.'));
}

function reportIn(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const entries = readCanonicalZip(bytes);
  if ('reason' in entries) throw new RangeError(entries.reason);
  return entries.find(({ name }) => name === 'report.pdf')?.bytes ?? new Uint8Array();
}

function withReport(bytes: Uint8Array, report: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const entries = readCanonicalZip(bytes);
  if ('reason' in entries) throw new RangeError(entries.reason);
  return writeCanonicalZip(entries.map(({ name, bytes: own }) => ({ name, bytes: name === 'report.pdf' ? report : own })));
}

const told = (rows: EvidenceReport['rows']): readonly string[] => rows.map(({ id, status }) => `${id} ${status}`);

describe('report.pdf of an evidence package', () => {
  it('is the same octets for the same package, and says by which comparison', async () => {
    const bytes = await packageOf();
    expect(reportIn(await packageOf())).to.deep.equal(reportIn(bytes));
    const rows = await rowsOf(bytes, reportGlyphs);
    expect(rows.map(({ id, status, values }) => [id, status, values['compared']])).to.deep.equal([
      ['report.evidence', 'passed', 'evidence.json'],
      ['report.pages', 'passed', 'every octet'],
    ]);
  });

  it('is compared by its copy of evidence.json alone without the glyphs that it names', async () => {
    expect(told(await rowsOf(await packageOf()))).to.deep.equal(['report.evidence passed']);
    expect(told(await rowsOf(await packageOf(), { ...reportGlyphs, name: 'others' }))).to.deep.equal(['report.evidence passed']);
  });

  it('fails with any octet of the copy changed, and with pages that say something else', async () => {
    const bytes = await packageOf();
    const report = reportIn(bytes);
    const text = new TextDecoder('latin1').decode(report);
    const flipped = (at: number): Uint8Array<ArrayBuffer> => report.with(at, (report[at] ?? 0) ^ 1);
    for (const at of [
      0,
      text.indexOf('"tenant"'),
      text.indexOf('/AFRelationship'),
      text.indexOf('/Catalog'),
      text.lastIndexOf('0000000015'),
    ])
      expect(told(await rowsOf(withReport(bytes, flipped(at)), reportGlyphs)), String(at)).to.deep.equal([
        'report.evidence failed',
        'report.pages failed',
      ]);
    const onPage = flipped(text.indexOf(' Tj') - 3);
    expect(told(await rowsOf(withReport(bytes, onPage), reportGlyphs))).to.deep.equal(['report.evidence passed', 'report.pages failed']);
  });

  it('refuses another root behind the right objects, and a table that leads elsewhere', async () => {
    const bytes = await packageOf();
    const text = new TextDecoder('latin1').decode(reportIn(bytes));
    for (const [from, to] of [
      ['/Root 4 0 R', '/Root 5 0 R'],
      ['0000000015 00000 n', '0000000016 00000 n'],
      [/startxref\n(\d+)/.exec(text)?.[0] ?? '', 'startxref\n15'],
    ] as const) {
      const other = Uint8Array.from(text.replace(from, to), (character) => character.charCodeAt(0));
      expect(told(await rowsOf(withReport(bytes, other))), to).to.deep.equal(['report.evidence failed']);
    }
  });

  it('has the number of a character in the place of one without a glyph, masks persons, and judges nothing', async () => {
    const entries = readCanonicalZip(await packageOf());
    if ('reason' in entries) throw new RangeError(entries.reason);
    const files = new Map(entries.map(({ name, bytes }) => [name, bytes]));
    const evidence = readEvidence(files.get('evidence.json') ?? new Uint8Array());
    if (evidence === undefined) throw new RangeError('expected evidence');
    const lines = await reportLines(files, evidence);
    expect(lines.find(({ label }) => label === 'person')?.value).to.equal('张** (p), o');
    expect(lines.map(({ value }) => value).join('\n')).not.to.match(/legally|valid\b|法律有效/);
  });

  it('is missing without being asked for, and cannot be asked for without glyphs', async () => {
    expect(reportIn(await packageOf({ report: null }))).to.have.lengthOf(0);
    const { register } = await testPki();
    let code = '';
    try {
      await buildEvidencePackage(records(), { signer: register.signer });
    } catch (error) {
      code = (error as { code?: string }).code ?? '';
    }
    expect(code).to.equal('EVIDENCE_PACKAGE_UNBUILDABLE');
  });
});
