import { canonicalJson, encodeUtf8, type JsonValue, memorySource } from '@sealkit/core/bytes';
import { digestOfJson, digestText } from '@sealkit/core/crypto';
import { buildEvidencePackage, type EvidenceTrust, verifyEvidencePackage } from '@sealkit/core/evidence';
import type { GlyphSource } from '@sealkit/core/ports';
import { TEST_TIME, testPki } from '@sealkit/testkit';
import { entriesOf, MUTATIONS, seededRandom, withEntries } from './support/mutated-package.ts';
import { secondVerifierPresent, verifyInPython } from './support/second-verifier.ts';

/** Random changes of each kind, and every how many octets one is changed; a run by hand changes each, and 10,000 at random. */
const OF_EACH_KIND = Number(process.env['SEALKIT_MUTATIONS'] ?? 20);
const STEP = Number(process.env['SEALKIT_MUTATED_STEP'] ?? 211);
/** Packages that the verifier in Python gets at once. */
const BATCH = 500;

const boxes: GlyphSource = {
  outline: () => ({ unitsPerEm: 1000, advance: 600, path: 'M 0 0 L 9 0 L 9 9 Z' }),
};

/** An envelope of two events, with a report and a deposit: every kind of entry that comes without a document. */
async function smallPackage(): Promise<Uint8Array<ArrayBuffer>> {
  const { register } = await testPki();
  const envelope = { id: 'env', name: 'a', versions: [] };
  const event = (sequence: number, prev: string | null, body: JsonValue): { readonly [name: string]: JsonValue } => ({
    type: 'envelope-opened',
    chain: 'env',
    tenant: 't',
    sequence,
    prev,
    body,
  });
  const first = event(1, null, { envelope: 'earlier' });
  const second = event(2, await digestText('SHA-256', encodeUtf8(canonicalJson(first))), { envelope: await digestOfJson(envelope) });
  return buildEvidencePackage(
    {
      tenant: 't',
      issued: { at: TEST_TIME.toISOString(), personId: 'p', issuer: 'register' },
      envelope,
      persons: [],
      organisations: [],
      seals: [],
      document: null,
      events: [first, second],
      log: null,
      uses: [],
      certificates: [],
      crls: [],
      ocspResponses: [],
      signatures: null,
      anchors: [{ name: 'court', kind: 'notary', state: 'recorded', reference: 'r', at: null, reason: null, receipt: encodeUtf8('{}') }],
      environment: null,
      report: { glyphs: 'boxes', checkPage: null },
      missing: [],
    },
    { signer: register.signer, glyphs: boxes },
  );
}

describe('a small evidence package', () => {
  let bytes: Uint8Array<ArrayBuffer>;
  let trust: EvidenceTrust;
  beforeAll(async () => {
    bytes = await smallPackage();
    const { root } = await testPki();
    trust = { signers: [], sealMakers: [], registers: [root.certificate], timestampAuthorities: [], logs: [] };
  });

  /** What is not refused, by us or by the verifier in Python. */
  async function accepted(
    files: Iterable<readonly [what: string, file: Uint8Array]>,
  ): Promise<{ readonly seen: number; readonly by: readonly string[] }> {
    const by: string[] = [];
    let batch: (readonly [string, Uint8Array])[] = [];
    let seen = 0;
    const flush = (): void => {
      if (secondVerifierPresent && batch.length > 0)
        verifyInPython(
          batch.map(([, file]) => file),
          trust,
          TEST_TIME,
        ).forEach(({ indication }, index) => {
          if (indication !== 'FAILED') by.push(`Python: ${batch[index]?.[0] ?? ''}`);
        });
      batch = [];
    };
    for (const [what, file] of files) {
      const { indication } = await verifyEvidencePackage(memorySource(file), { trust, validationTime: TEST_TIME });
      if (indication !== 'FAILED') by.push(`core: ${what}`);
      batch.push([what, file]);
      seen += 1;
      if (batch.length === BATCH) flush();
    }
    flush();
    return { seen, by };
  }

  it('passes before both as it is', async () => {
    const { by, seen } = await accepted([['as it is', bytes]]);
    expect(by).to.have.lengthOf(secondVerifierPresent ? 2 : 1);
    expect(seen).to.equal(1);
  });

  it(`is refused by both with one octet changed, at every ${STEP}th place`, async () => {
    function* changes(): Iterable<readonly [string, Uint8Array]> {
      const random = seededRandom(7);
      for (let at = 0; at < bytes.length; at += STEP) yield [`octet ${at}`, bytes.with(at, (bytes[at] ?? 0) ^ (1 + random(255)))];
    }
    const { seen, by } = await accepted(changes());
    expect([seen, by]).to.deep.equal([Math.ceil(bytes.length / STEP), []]);
  }, 3_600_000);

  it(`is refused by both with one octet of an entry changed and its sum made right, at every ${STEP}th place`, async () => {
    const entries = entriesOf(bytes);
    function* changes(): Iterable<readonly [string, Uint8Array]> {
      const random = seededRandom(11);
      let place = 0;
      for (const { name, bytes: content } of entries)
        for (let at = 0; at < content.length; at += 1) {
          place += 1;
          if (place % STEP !== 0) continue;
          const changed = Uint8Array.from(content.with(at, (content[at] ?? 0) ^ (1 + random(255))));
          yield [
            `${name} ${at}`,
            withEntries(bytes, (all) => all.map((entry) => (entry.name === name ? { name, bytes: changed } : entry))),
          ];
        }
    }
    const total = entries.reduce((sum, { bytes: content }) => sum + content.length, 0);
    const { seen, by } = await accepted(changes());
    expect([seen, by]).to.deep.equal([Math.floor(total / STEP), []]);
  }, 3_600_000);

  it(`is refused by both after each of ${OF_EACH_KIND} random changes of every kind`, async () => {
    function* changes(): Iterable<readonly [string, Uint8Array]> {
      const random = seededRandom(20_260_602);
      for (const [name, mutate] of Object.entries(MUTATIONS))
        for (let count = 0; count < OF_EACH_KIND; count += 1) yield [name, mutate(bytes, random)];
    }
    const { seen, by } = await accepted(changes());
    expect([seen, by]).to.deep.equal([OF_EACH_KIND * Object.keys(MUTATIONS).length, []]);
  }, 3_600_000);
});
