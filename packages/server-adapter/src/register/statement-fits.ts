import { equalBytes } from '@sealkit/core/bytes';
import { OID_TEST_MATERIAL } from '@sealkit/core/cades';
import { findSignerCertificate, verifySignerInfo } from '@sealkit/core/cms';
import { digest, isSigningDigest } from '@sealkit/core/crypto';
import { type SealStatement, isPermittedSigner, parseSealStatement } from '@sealkit/core/seal';
import { type Certificate, parseCertificate } from '@sealkit/core/x509';
import type { SealRecord } from '../storage/records.ts';
import type { NewSealVersion } from './new-seal.ts';

/**
 * What is registered must be what the seal maker signed: number, kind, ordinal, test marking, picture, size, the signing
 * certificate, a period inside the statement's, and a signature of the maker over all of it. Test material does not mix with what
 * counts: no validator would pass a signature of it. Whether the maker is to be trusted is the host's question.
 *
 * @throws TypeError naming what differs.
 */
export async function assertStatementFits(
  seal: Pick<SealRecord, 'number' | 'kind' | 'ordinal' | 'testMaterial'>,
  version: NewSealVersion,
): Promise<void> {
  const statement = parseSealStatement(version.statement);
  const { info } = statement;
  assertEqual('number', info.number, seal.number);
  assertEqual('kind', info.kind, seal.kind);
  assertEqual('ordinal', info.ordinal, seal.ordinal);
  assertEqual('testMaterial', info.testMaterial, seal.testMaterial);
  assertEqual('widthUm', info.widthUm, version.widthUm);
  assertEqual('heightUm', info.heightUm, version.heightUm);
  if (info.picture.type !== version.face.type || !equalBytes(info.picture.bytes, version.face.bytes)) {
    throw new TypeError('face: expected the picture of the statement');
  }
  const [leaf] = version.credential.certificates;
  if (leaf === undefined || !(await isPermittedSigner(info.permittedSigners, leaf))) {
    throw new TypeError('credential: expected a certificate that the statement permits');
  }
  // The statement counts whole seconds.
  if (seconds(version.validFrom) < seconds(info.validStart) || seconds(version.validTo) > seconds(info.validEnd)) {
    throw new TypeError('validFrom, validTo: expected a period within that of the statement');
  }
  const maker = await assertMakerSignature(statement);
  for (const certificate of [parseCertificate(leaf), maker])
    if (certificate.policies.includes(OID_TEST_MATERIAL) !== info.testMaterial) {
      const [statementIs, certificateIs] = info.testMaterial ? ['test material', 'is none'] : ['no test material', 'is'];
      throw new TypeError(`testMaterial: the statement is ${statementIs}, the certificate of ${certificate.subject.text} ${certificateIs}`);
    }
}

async function assertMakerSignature({ signedData, makerSignature }: SealStatement): Promise<Certificate> {
  const certificate = findSignerCertificate(makerSignature, signedData.certificates);
  const algorithm = makerSignature.digestAlgorithm.name;
  if (certificate === undefined || signedData.content === undefined || algorithm === undefined || !isSigningDigest(algorithm)) {
    throw new TypeError('statement: expected the signature of the seal maker with its certificate');
  }
  const facts = await verifySignerInfo({
    signerInfo: makerSignature,
    certificate,
    contentType: signedData.contentType,
    contentDigest: await digest(algorithm, signedData.content),
  });
  const sound = facts.signatureValue === 'valid' && facts.messageDigestMatches === true && facts.attributeFaults.length === 0;
  if (!sound) throw new TypeError('statement: expected a signature of the seal maker that verifies');
  return certificate;
}

function assertEqual(name: string, stated: string | number | boolean, registered: string | number | boolean): void {
  if (stated !== registered) throw new TypeError(`${name}: expected ${stated} as in the statement, got ${registered}`);
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
