import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, memorySource } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { prepareEnvelope, readDocumentFrame, signDocument } from '@sealkit/core/pades';
import { buildAccessiblePdf, TEST_TIME, testPki } from '@sealkit/testkit';
import { judge, refusals } from '../support/judges.mjs';
import { CORPUS, JUDGES } from '../support/shared.mjs';
import { hasVeraPdf, validatePdfa, validatePdfua } from '../support/verapdf.mjs';

const SVG = '<svg width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 0 0 L 40 0 L 40 40 Z" fill="#CF111B"/></svg>';
const face = { kind: 'vector', svg: SVG };
const place = (name, page, x, kind = 'new') => ({
  placement: { page, x, y: 200_000, width: 40_000, height: 40_000, rotation: 0 },
  field: { kind, name },
});
const visible = (...places) => ({ places, face });
const title = 'a tagged document stays accessible when it is signed (PDF/UA-1, PDF/A-2a)';
const present = CORPUS && JUDGES && hasVeraPdf;

(present ? describe : describe.skip)(present ? title : `${title} (skipped: corpus, judges or veraPDF not found)`, () => {
  let folder;
  let pki;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-tagged-'));
    pki = await testPki();
    writeFileSync(join(folder, 'root.der'), pki.root.certificate);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const sign = async (original, act) => {
    const signed = await signDocument(memorySource(original), { act, signer: pki.signers.p256.signer, time: TEST_TIME });
    return { bytes: concatBytes(original, signed.appended), notices: signed.signature.notices };
  };
  const write = (name, bytes) => {
    writeFileSync(join(folder, name), bytes);
    return join(folder, name);
  };
  const verdicts = (rows) => rows.map(({ flavour, verdict, clauses }) => [flavour, verdict, clauses]);

  it('with a seal in one place, in several on two pages, and with a hidden field', async () => {
    const original = buildAccessiblePdf();
    const acts = {
      one: visible(place('one', 1, 20_000)),
      several: visible(place('a', 1, 20_000), place('b', 1, 70_000), place('c', 2, 20_000)),
      hidden: { places: [], face: null, invisibleField: { kind: 'new', name: 'hidden' } },
    };
    const files = [write('original.pdf', original)];
    for (const [name, act] of Object.entries(acts)) {
      const { bytes, notices } = await sign(original, act);
      expect(notices).to.deep.equal([]);
      files.push(write(`${name}.pdf`, bytes));
    }
    expect(verdicts(validatePdfua(files))).to.deep.equal(files.map(() => ['ua1', 'PASS', '']));
    expect(verdicts(validatePdfa(files))).to.deep.equal(files.map(() => ['2a', 'PASS', '']));
  });

  it('as a word processor writes it, with a seal in several places', async () => {
    const original = readFileSync(join(CORPUS, 'pdf-odd', 'pyhanko__minimal-pdf-ua-and-a.pdf'));
    const { bytes } = await sign(original, visible(place('a', 1, 20_000), place('b', 1, 70_000)));
    const files = [write('processor.pdf', original), write('processor-signed.pdf', bytes)];
    expect(verdicts(validatePdfua(files))).to.deep.equal(files.map(() => ['ua1', 'PASS', '']));
  });

  it('and breaks no clause that it kept before, whoever wrote it', async () => {
    const odd = join(CORPUS, 'pdf-odd');
    const files = [];
    for (const name of readdirSync(odd).filter((each) => each.endsWith('.pdf'))) {
      const original = readFileSync(join(odd, name));
      if (!(await takesTags(original))) continue;
      const { bytes, notices } = await sign(
        original,
        visible({ ...place('sealkit-seal', 1, 0), placement: { page: 1, x: 1_000, y: 1_000, width: 10_000, height: 10_000, rotation: 0 } }),
      );
      expect(notices, name).to.deep.equal([]);
      files.push([write(`before-${name}`, original), write(`after-${name}`, bytes)]);
    }
    expect(files.length).to.be.greaterThan(15);
    const before = validatePdfua(files.map(([file]) => file));
    const after = validatePdfua(files.map(([, file]) => file));
    const broken = after.flatMap(({ file, clauses }, index) =>
      clauses.split(',').flatMap((clause) => (before[index].clauses.split(',').includes(clause) ? [] : [`${file}: ${clause}`])),
    );
    expect(broken).to.deep.equal([]);
  });

  const takesTags = async (original) => {
    try {
      const options = { algorithm: 'SHA-256', pages: [1], mode: 'direct', digest: 'not computed' };
      const { structure, encrypted } = await readDocumentFrame(memorySource(original), options);
      return structure !== undefined && !encrypted;
    } catch (error) {
      if (error instanceof SealkitError) return false;
      throw error;
    }
  };

  const signedByTwo = async (options) => {
    const original = buildAccessiblePdf();
    const fields = ['seller', 'buyer'].map((name, index) => ({ name, placement: place(name, 1, 20_000 + index * 50_000).placement }));
    const envelope = concatBytes(original, await prepareEnvelope(memorySource(original), { fields, ...options }));
    const seller = await sign(envelope, visible(place('seller', 1, 20_000, 'prepared')));
    const buyer = await sign(seller.bytes, visible(place('buyer', 1, 70_000, 'prepared')));
    return [write('seller.pdf', seller.bytes), write('both.pdf', buyer.bytes)];
  };

  it('by two signers, whose fields an envelope has entered, and the first signature stays', async () => {
    const files = await signedByTwo({ tagged: true });
    expect(verdicts(validatePdfua(files))).to.deep.equal(files.map(() => ['ua1', 'PASS', '']));
    expect(verdicts(validatePdfa(files.slice(1)))).to.deep.equal([['2a', 'PASS', '']]);
    // DSS 6.4 is not asked: it follows /Obj of the structure tree and takes the second signature for a change of the document.
    expect(refusals(judged(files, 'pyhanko,pdfsig,qpdf'))).to.deep.equal([]);
  });

  it('but not by two signers whose fields an envelope has not entered, whom every judge accepts', async () => {
    const files = await signedByTwo({});
    expect(verdicts(validatePdfua(files.slice(1)))).to.deep.equal([['ua1', 'FAIL', '7.18.1-3,7.18.4-1']]);
    expect(verdicts(validatePdfa(files.slice(1)))).to.deep.equal([['2a', 'PASS', '']]);
    expect(refusals(judged(files))).to.deep.equal([]);
  });

  it('but a further field after a signature is not entered, which is told, and the first signature stays', async () => {
    const first = await sign(buildAccessiblePdf(), visible(place('first', 1, 20_000)));
    const second = await sign(first.bytes, visible(place('second', 1, 70_000)));
    expect(second.notices).to.deep.equal([{ code: 'FIELD_UNTAGGED', reason: 'signed' }]);
    const files = [write('twice.pdf', second.bytes)];
    expect(verdicts(validatePdfua(files))).to.deep.equal([['ua1', 'FAIL', '7.18.1-3,7.18.4-1']]);
    expect(verdicts(validatePdfa(files))).to.deep.equal([['2a', 'PASS', '']]);
    expect(refusals(judged(files))).to.deep.equal([]);
  });

  const judged = (files, tools = 'pyhanko,dss,pdfsig,qpdf') =>
    judge(files, { trust: [join(folder, 'root.der')], at: TEST_TIME.toISOString(), tools });
});
