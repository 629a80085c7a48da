import { encodeGeneralizedTime, encodeInteger, encodeOctetString, encodeOid, encodeSequence, OIDS } from '@sealkit/core/asn1';
import type { Bytes } from '@sealkit/core/bytes';
import { encodeCadesSignature, encodeSignedAttributes } from '@sealkit/core/cades';
import { encodeDigestIdentifier } from '@sealkit/core/cms';
import { digest } from '@sealkit/core/crypto';
import type { MessageImprint, TimestampAuthority } from '@sealkit/core/ports';
import type { TestIdentity } from './issue-certificate.ts';

/** id-kp-timeStamping, which a certificate of an authority has as its only and critical purpose (RFC 3161 §2.3). */
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Policy of tokens that are test material. */
const POLICY = '2.25.124324920879145517526047296025797566978';

/** An authority in memory whose clock stands at `time`. @param identity whose certificate has the purpose {@link TIME_STAMPING}. */
export function testTimestampAuthority(identity: TestIdentity, time: Date): TimestampAuthority {
  return { name: identity.name, requestToken: (imprint) => encodeToken(identity, imprint, time) };
}

/** @see RFC 3161 §2.4.2 */
async function encodeToken(identity: TestIdentity, imprint: MessageImprint, time: Date): Promise<Bytes> {
  const { algorithm, certificate, certificates, signer } = identity;
  const messageImprint = encodeSequence(encodeDigestIdentifier(imprint.algorithm), encodeOctetString(imprint.value));
  const serialNumber = encodeInteger((await digest('SHA-256', imprint.value)).subarray(0, 8));
  const content = encodeSequence(encodeInteger(1), encodeOid(POLICY), messageImprint, serialNumber, encodeGeneralizedTime(time));
  const contentType = OIDS.tstInfo;
  const digestAlgorithm = algorithm.digest;
  const signedAttributes = await encodeSignedAttributes({
    contentType,
    messageDigest: await digest(digestAlgorithm, content),
    digestAlgorithm,
    signingCertificate: certificate,
    signingTime: time,
  });
  const signature = await signer.sign({ dtbs: signedAttributes, digest: await digest(digestAlgorithm, signedAttributes) });
  return encodeCadesSignature({
    contentType,
    content,
    signedAttributes,
    digestAlgorithm,
    signatureAlgorithm: algorithm,
    signature,
    certificates,
  });
}
