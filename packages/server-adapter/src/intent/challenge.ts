import { encodeBase64Url } from '@sealkit/core/bytes';
import { digestOfJson, randomBytes } from '@sealkit/core/crypto';
import type { UseChallenge } from '@sealkit/core/protocol';
import type { PermitGrounds } from '../permits/permit-grounds.ts';
import { pagesOf } from '../permits/permit-pages.ts';
import { readCertificate } from '../read-certificate.ts';

/** Step 6 of explained signing: the act in the words that are shown, and the digest that a proof of intent must answer. */
export async function composeChallenge(
  grounds: PermitGrounds,
  organisation: string,
  messageDigest: string,
  expires: Date,
): Promise<{ readonly act: UseChallenge['act']; readonly challenge: string }> {
  const { permit, envelope, person, sealed, credential } = grounds;
  const [leaf] = credential.certificates;
  if (leaf === undefined) throw new TypeError('credential: expected at least one certificate');
  const act: UseChallenge['act'] = {
    tenant: permit.tenant,
    person: person.id,
    personName: person.name,
    organisation,
    envelopeName: envelope.name,
    seal: sealed && { number: sealed.seal.number, version: sealed.version.version, name: sealed.seal.name },
    pages: pagesOf(permit.payload.placements),
    originalDigest: permit.payload.document.digest,
    messageDigest,
    permit: permit.digest,
    certificate: permit.payload.certificate,
    certificateSubject: readCertificate(leaf).subject.text,
    nonce: encodeBase64Url(randomBytes(16)),
    expires: expires.toISOString(),
  };
  return { act, challenge: await digestOfJson(act) };
}
