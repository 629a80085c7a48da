import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, decodeBase64, equalBytes } from '../../bytes/index.ts';
import { digest } from '../../crypto/index.ts';
import { CadesError } from '../cades-error.ts';
import { type EvidenceRecord, parseEvidenceRecord } from './evidence-record.ts';
import { type DataObject, type EvidenceRecordCover, readEvidenceRecordCover } from './evidence-record-cover.ts';

const FOLDER = join(resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus'), 'evidence-record-dss');

interface Entry {
  readonly file: string;
  readonly id: string;
  readonly data_base64: readonly string[];
  readonly data_digests: readonly { readonly alg: string; readonly base64: string }[];
  readonly expect: { readonly verdict: 'intact' | 'broken' | 'partly_covered' | 'undetermined' };
}

const octets = (file: string): Bytes => new Uint8Array(readFileSync(join(FOLDER, file)));
const object = (value: Bytes): DataObject => ({ digest: (algorithm) => digest(algorithm, value) });

/** Digests by several algorithms are those of one object, as with a document that is known by its digests alone. */
function objectsOf({ data_base64: data, data_digests: digests }: Entry): readonly DataObject[] {
  const algorithms = new Set(digests.map(({ alg }) => alg));
  const known = (some: Entry['data_digests']): DataObject => ({
    digest: (algorithm) => {
      const found = some.find(({ alg }) => alg === algorithm.replace('-', ''));
      return Promise.resolve(found === undefined ? undefined : decodeBase64(found.base64));
    },
  });
  const groups = algorithms.size > 1 ? [digests] : digests.map((each) => [each]);
  return [...data.map((text) => object(decodeBase64(text))), ...groups.map(known)];
}

function holds({ timestamps }: EvidenceRecordCover): boolean {
  return timestamps.every(({ isOverRoot, isOverPrevious, isInOrder }) => isOverRoot === true && isOverPrevious === true && isInOrder);
}

function verdictOf(cover: EvidenceRecordCover): string {
  if (holds(cover)) return 'intact';
  return cover.timestamps.every(({ isOverRoot }) => isOverRoot === true) && cover.objects.some((each) => each === true)
    ? 'partly_covered'
    : 'broken';
}

const present = existsSync(FOLDER);
const entries = present ? (JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as readonly Entry[]) : [];

describe.skipIf(!present)('evidence records of DSS (skipped where the shared corpus is absent), RFC 4998 §4.3, §5.3', () => {
  for (const entry of entries)
    it(`${entry.id}: ${entry.file} is ${entry.expect.verdict}`, async () => {
      const cover = await readEvidenceRecordCover(parseEvidenceRecord(octets(entry.file)), objectsOf(entry));
      // DSS calls it undetermined where it has no object that the record knows; so does whoever has none at all.
      const { verdict } = entry.expect;
      if (verdict !== 'undetermined') expect(verdictOf(cover)).to.equal(verdict);
      else {
        expect(holds(cover)).to.equal(false);
        expect(cover.objects.includes(true)).to.equal(false);
      }
    });

  const renewed = 'er-asn1-full-renewal-tst-renewal.ers';
  const one = entries.filter(({ file }) => file === renewed).flatMap(objectsOf);
  const record = (): EvidenceRecord => parseEvidenceRecord(octets(renewed));

  it('names what in a renewed record breaks: the tree, the time-stamp before, all chains before, the order', async () => {
    const flaws = async (changed: EvidenceRecord): Promise<readonly unknown[]> =>
      (await readEvidenceRecordCover(changed, one)).timestamps.map(({ isOverRoot, isOverPrevious, isInOrder }) =>
        [isOverRoot === true ? '' : 'root', isOverPrevious === true ? '' : 'previous', isInOrder ? '' : 'order'].join(''),
      );
    const { chains, ...rest } = record();
    const [first, second] = chains;
    if (first === undefined || second === undefined) throw new TypeError('expected two chains');
    expect(await flaws(record())).to.deep.equal(['', '', '', '']);
    expect(await flaws({ ...rest, chains: [second, first] })).to.deep.equal(['previous', '', 'previousorder', '']);
    const turned = { ...first, timestamps: first.timestamps.toReversed() };
    expect(await flaws({ ...rest, chains: [turned, second] })).to.deep.equal(['previous', 'previousorder', '', '']);
    const without = { ...first, raw: first.raw.slice(1) };
    expect(await flaws({ ...rest, chains: [without, second] })).to.deep.equal(['', '', 'previous', '']);
    const foreign = first.timestamps.map((each) => ({
      ...each,
      reducedHashtree: each.reducedHashtree.map((list) => [...list, new Uint8Array(32)]),
    }));
    expect(await flaws({ ...rest, chains: [{ ...first, timestamps: foreign }, second] })).to.deep.equal(['root', '', '', '']);
    const mixed = { ...second, timestamps: [...second.timestamps.slice(0, 1), ...first.timestamps.slice(1)] };
    expect(await flaws({ ...rest, chains: [first, mixed] })).to.deep.equal(['', '', '', 'previousorder']);
  });

  it('tells each object apart, and how many digests in the list are of none', async () => {
    const group = entries.find(({ id }) => id === 'Asn1EvidenceRecordGroupOneDocumentValidationTest');
    if (group === undefined) throw new TypeError('expected the entry');
    const parsed = parseEvidenceRecord(octets(group.file));
    const { objects, unknownDigests } = await readEvidenceRecordCover(parsed, [...objectsOf(group), object(Uint8Array.of(1))]);
    expect([objects, unknownDigests]).to.deep.equal([[true, false], 5]);
    expect((await readEvidenceRecordCover(parsed, [])).timestamps.map(({ isOverPrevious }) => isOverPrevious)).to.deep.equal([null]);
  });

  it('ends every octet that is changed, taken or added with a typed error or another answer', async () => {
    const bytes = octets('er-asn1-simple.ers');
    expect(() => parseEvidenceRecord(Uint8Array.of(...bytes, 0)))
      .to.throw(CadesError)
      .with.property('code', 'CADES_EVIDENCE_RECORD_MALFORMED');
    const outcomes = { refused: 0, differs: 0, same: 0 };
    const whole = JSON.stringify(await readEvidenceRecordCover(parseEvidenceRecord(bytes), one));
    const step = 11;
    for (let at = 0; at < bytes.length; at += step)
      for (const mutated of [bytes.with(at, (bytes[at] ?? 0) ^ 0x41), bytes.slice(0, at)])
        try {
          const parsed = parseEvidenceRecord(mutated);
          const cover = JSON.stringify(await readEvidenceRecordCover(parsed, one));
          const tokenKept = parsed.chains.every(({ timestamps }) =>
            timestamps.every(({ timeStamp }) => equalBytes(timeStamp, bytes.subarray(bytes.length - timeStamp.length))),
          );
          // What changes the token alone is for whoever verifies it.
          if (cover === whole && tokenKept) outcomes.same += 1;
          else outcomes.differs += 1;
        } catch (error) {
          expect(error).to.be.instanceOf(CadesError);
          outcomes.refused += 1;
        }
    expect(outcomes.refused > bytes.length / step, JSON.stringify(outcomes)).to.equal(true);
    expect(outcomes.differs > 100, JSON.stringify(outcomes)).to.equal(true);
    expect(outcomes.same < 10, JSON.stringify(outcomes)).to.equal(true);
  });
});
