import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Bytes, memorySource } from '../bytes/index.ts';
import { OIDS } from '../asn1/index.ts';
import { encodeAttribute, findAttributes, parseSignedData, parseSignerInfo, withUnsignedAttributes } from '../cms/index.ts';
import type { CounterSignatureReport } from './report/report.ts';
import { judge, type SignatureReport, validateCms, VALIDATION_POLICIES } from './index.ts';
import { gatherCmsFacts } from './facts/gather-cms-file.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');
const TIME = new Date('2026-11-23T00:00:00Z');
const TRUST = { signers: [], sealMakers: [], registers: [] };
const OPTIONS = { policy: VALIDATION_POLICIES.basic, validationTime: TIME, trust: TRUST };
const octets = (file: string): Bytes => new Uint8Array(readFileSync(join(CORPUS, file)));

/** Files with counter-signatures, and how each of these ends as far as octets go, the ones over them in brackets. */
const FILES: readonly (readonly [file: string, counters: readonly string[]])[] = [
  ['cades-dss/counterSig.p7m', ['intact']],
  ['cades-dss/counterSignedLTA.p7s', ['intact']],
  ['cades-plugtest2014/Signature-C-IT_INS-1.p7m', ['intact [intact]']],
  ['cades-dss/signedFile.pdf.p7s', ['intact', 'intact [intact]']],
  // Its counter-signature has signing-time twice, of which one may stand.
  ['cades-dss/cades-double-signing-time.p7m', ['malformed']],
];

const told = ({ integrity, counterSignatures }: CounterSignatureReport): string =>
  counterSignatures.length === 0 ? integrity : `${integrity} [${counterSignatures.map(told).join()}]`;

async function validate(cms: Bytes): Promise<readonly SignatureReport[]> {
  return (await validateCms(cms, OPTIONS)).signatures;
}

const withoutCounters = (report: SignatureReport): object => ({ ...report, counterSignatures: [] });

describe.skipIf(!existsSync(CORPUS))('counter-signatures (skipped where the shared corpus is absent), RFC 5652 §11.4', () => {
  for (const [file, counters] of FILES)
    it(`${file}: verified over the signature value`, async () => {
      const found = (await validate(octets(file))).flatMap(({ counterSignatures }) => counterSignatures);
      expect(found.map(told)).to.deep.equal(counters);
      for (const { signer, integrity, indication, subIndication } of found) {
        expect(signer?.subject).to.be.a('string');
        // Nobody is trusted here.
        if (integrity === 'intact') expect([indication, subIndication]).to.deep.equal(['INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND']);
        else expect([indication, subIndication]).to.deep.equal(['TOTAL-FAILED', 'FORMAT_FAILURE']);
      }
    });

  it('with another value in, moved to another signature or garbled are broken, and never change the answer for the signature', async () => {
    const cms = octets('cades-dss/counterSig.p7m');
    const [signerInfo] = parseSignedData(cms).signerInfos;
    const [counter = new Uint8Array()] = findAttributes(signerInfo?.unsignedAttributes ?? [], OIDS.counterSignature).flatMap(
      ({ values }) => values,
    );
    const { signature } = parseSignerInfo(counter);
    const at = Buffer.from(cms).indexOf(Buffer.from(signature)) + 9;
    const [before] = await validate(cms);
    const [after] = await validate(cms.with(at, (cms[at] ?? 0) ^ 1));
    expect(after?.counterSignatures.map(told)).to.deep.equal(['broken']);
    if (before === undefined || after === undefined) throw new TypeError('expected a signature');
    expect(withoutCounters(after)).to.deep.equal(withoutCounters(before));

    const plain = octets('cades-dss/evidence-record__C-B-B-basic-der.p7m');
    const [alone] = await validate(plain);
    for (const value of [counter, Uint8Array.of(0x30, 0)]) {
      const [moved] = await validate(withUnsignedAttributes(plain, 0, [encodeAttribute(OIDS.counterSignature, value)]));
      const [answer] = moved?.counterSignatures ?? [];
      expect(answer?.indication).to.not.equal('TOTAL-PASSED');
      expect(answer?.integrity).to.not.equal('intact');
      expect([moved?.indication, moved?.subIndication, moved?.integrity]).to.deep.equal([
        alone?.indication,
        alone?.subIndication,
        alone?.integrity,
      ]);
    }
  });

  it('cost no more by the thousand, and are judged from facts that went through JSON', async () => {
    const plain = octets('cades-dss/evidence-record__C-B-B-basic-der.p7m');
    const many = Array.from({ length: 200 }, () => Uint8Array.of(0x30, 0));
    const [flooded] = await validate(withUnsignedAttributes(plain, 0, [encodeAttribute(OIDS.counterSignature, ...many)]));
    expect(flooded?.counterSignatures.length).to.equal(33);
    const facts = await gatherCmsFacts(octets('cades-dss/counterSig.p7m'), { trust: TRUST, content: memorySource(new Uint8Array()) });
    const replayed = judge(JSON.parse(JSON.stringify(facts)) as typeof facts, VALIDATION_POLICIES.basic, TIME);
    expect(replayed).to.deep.equal(judge(facts, VALIDATION_POLICIES.basic, TIME));
  });
});
