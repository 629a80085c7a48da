import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { memorySource } from '../bytes/index.ts';
import { SealkitError } from '../errors/index.ts';
import { readCertificates } from '../x509/index.ts';
import { VALIDATION_POLICIES } from './policies.ts';
import type { DocumentIntegrity, ValidationReport } from './report/report.ts';
import { validateCms } from './validate-cms.ts';
import { validateDocument } from './validate-document.ts';

const SHARED = resolve(process.env['SEALKIT_SHARED'] ?? '../shared');
const CORPUS = join(SHARED, 'corpus');
const STRUCTURES = join(SHARED, 'reference', 'seals-in-pdf');

interface Entry {
  readonly file: string;
  readonly kind: string;
  readonly expect: {
    readonly verdict: string;
    readonly accept: boolean | null;
    readonly content?: string | null;
    readonly field?: string;
    readonly raised?: string;
  };
}

interface Judged {
  readonly folder: string;
  readonly entry: Entry;
  /** Integrity of the document, or the code of a typed refusal. */
  readonly answer: DocumentIntegrity | 'none' | 'refused';
}

/**
 * Where our answer is another than the corpus expects, each for a reason of its own.
 */
const KNOWN_ACCEPTED: ReadonlySet<string> = new Set([
  // Every octet of the reference agrees with the certificate; the source names a fault that the file does not show.
  'cades-dss/cms-wrong-sign-cert-ref.p7m',
]);

/** Where the source's own tool gave up, or was asked to take a plain signature for a time-stamp: no word about the file. */
function saysNothing({ expect: { raised, verdict } }: Entry): boolean {
  return raised !== undefined && (verdict === 'undetermined' || raised.includes('must be /DocTimeStamp'));
}

async function answerTo(folder: string, entry: Entry): Promise<Judged['answer']> {
  const trust = { signers: [], sealMakers: [], registers: [] };
  const options = { trust, policy: VALIDATION_POLICIES.strict, validationTime: new Date('2026-11-23T00:00:00Z') };
  const bytes = new Uint8Array(readFileSync(join(CORPUS, folder, entry.file)));
  const { content } = entry.expect;
  const isPdf = entry.file.toLowerCase().endsWith('.pdf');
  try {
    const report: ValidationReport = isPdf
      ? await validateDocument(memorySource(bytes), options)
      : await validateCms(
          bytes,
          typeof content === 'string'
            ? { ...options, content: memorySource(new Uint8Array(readFileSync(join(CORPUS, folder, content)))) }
            : options,
        );
    return report.document.integrity ?? 'none';
  } catch (error) {
    if (error instanceof SealkitError) return 'refused';
    throw error;
  }
}

async function judgeCorpus(): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (const folder of readdirSync(CORPUS).filter((name) => existsSync(join(CORPUS, name, 'manifest.json')))) {
    const manifest = JSON.parse(readFileSync(join(CORPUS, folder, 'manifest.json'), 'utf8')) as readonly Entry[];
    if (!Array.isArray(manifest)) continue;
    for (const entry of manifest as readonly Entry[]) {
      if (!['pades', 'attack', 'cades', 'tsp'].includes(entry.kind) || !existsSync(join(CORPUS, folder, entry.file)) || saysNothing(entry))
        continue;
      judged.push({ folder, entry, answer: await answerTo(folder, entry) });
    }
  }
  return judged;
}

describe.skipIf(!existsSync(CORPUS))('corpus of other makers (skipped where the shared corpus is absent)', () => {
  it('accepts nothing that must be refused, refuses little that must be accepted, and ends every file with an answer', async () => {
    const judged = await judgeCorpus();
    expect(judged.length > 450, `${judged.length} entries`).to.equal(true);
    const named = new Set(judged.filter(({ entry }) => entry.expect.accept === true).map(({ folder, entry }) => `${folder}/${entry.file}`));
    const wrongAccepts = judged.filter(
      ({ entry, answer }) =>
        entry.expect.accept === false && !['intact', 'constraint_violated'].includes(entry.expect.verdict) && answer === 'intact',
    );
    const unexplained = wrongAccepts.map(({ folder, entry }) => `${folder}/${entry.file}`).filter((name) => !KNOWN_ACCEPTED.has(name));
    expect(unexplained).to.deep.equal([]);
    // A file of which one signature must be accepted and another refused is refused as a whole.
    const refusedToo = new Set(
      judged.filter(({ entry }) => entry.expect.accept === false).map(({ folder, entry }) => `${folder}/${entry.file}`),
    );
    const detached = ({ entry }: Judged): boolean => entry.expect.content === undefined && entry.kind === 'cades';
    const wrongRefusals = judged.filter(
      (each) =>
        each.entry.expect.accept === true &&
        each.answer !== 'intact' &&
        !refusedToo.has(`${each.folder}/${each.entry.file}`) &&
        !detached(each),
    );
    expect(named.size > 200, `${named.size} files`).to.equal(true);
    expect(
      wrongRefusals.length <= 1,
      wrongRefusals.map(({ folder, entry, answer }) => `${folder}/${entry.file}: ${answer}`).join('\n'),
    ).to.equal(true);
  }, 120_000);
});

describe.skipIf(!existsSync(STRUCTURES))('how seals may lie in a PDF (skipped where the shared reference is absent)', () => {
  it('accepts the structures that every outside judge accepts and names what the others do to an earlier signature', async () => {
    const anchors = readCertificates(new Uint8Array(readFileSync(join(STRUCTURES, 'anchor.pem'))));
    const expected: Readonly<Record<string, string>> = {
      'good-new-fields-second-signer.pdf': '',
      'good-prepared-fields-certified.pdf': '',
      'refused-file-on-catalog.pdf': 'ATTACHMENTS_CHANGED',
      'refused-file-on-field.pdf': 'FIELD_ADDED',
      'refused-multi-widget-prepared.pdf': 'FIELD_CHANGED',
      'refused-new-fields-after-certification.pdf': 'FIELD_ADDED',
      'refused-stamps-in-later-revision.pdf': 'ANNOTATION_ADDED',
    };
    for (const [file, code] of Object.entries(expected)) {
      const { document, signatures } = await validateDocument(memorySource(new Uint8Array(readFileSync(join(STRUCTURES, file)))), {
        trust: { signers: anchors, sealMakers: [], registers: [] },
        policy: VALIDATION_POLICIES.basic,
        validationTime: new Date('2026-11-23T00:00:00Z'),
      });
      const forbidden = signatures.flatMap(({ laterChanges }) => laterChanges?.findings ?? []).filter(({ level }) => level === 'forbidden');
      if (code === '') expect([document.integrity, document.indication], file).to.deep.equal(['intact', 'TOTAL-PASSED']);
      else {
        expect(document.integrity, file).to.equal('modified');
        expect(
          forbidden.map((finding) => finding.code),
          file,
        ).to.include(code);
      }
    }
  });
});
