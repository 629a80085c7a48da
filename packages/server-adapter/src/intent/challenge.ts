import { encodeBase64Url, type JsonValue } from '@sealkit/core/bytes';
import { digestOfJson, randomBytes } from '@sealkit/core/crypto';
import type { UseChallenge } from '@sealkit/core/protocol';
import type { PermitGrounds } from '../permits/permit-grounds.ts';
import { pagesOf } from '../permits/permit-pages.ts';
import { readCertificate } from '../read-certificate.ts';
import type { ProvenAct } from './intent-provider.ts';
import { wordingOf } from './wording.ts';

/** Step 6 of explained signing: the act in the words that are shown, and the digest that a proof of intent must answer. */
export async function composeChallenge(
  grounds: PermitGrounds,
  organisation: string,
  messageDigest: string,
  { issued, expires }: { readonly issued: Date; readonly expires: Date },
): Promise<{ readonly act: UseChallenge['act']; readonly challenge: string }> {
  const { permit, envelope, person, sealed, credential } = grounds;
  const [leaf] = credential.certificates;
  if (leaf === undefined) throw new TypeError('credential: expected at least one certificate');
  const shown = {
    personName: person.name,
    organisation,
    envelopeName: envelope.name,
    seal: sealed && { number: sealed.seal.number, version: sealed.version.version, name: sealed.seal.name },
    pages: pagesOf(permit.payload.placements),
  };
  const act: UseChallenge['act'] = {
    v: 2,
    action: sealed === null ? 'sign' : 'seal',
    tenant: permit.tenant,
    envelopeId: envelope.id,
    person: person.id,
    ...shown,
    statement: permit.payload.seal?.statement ?? null,
    placements: permit.payload.placements,
    originalDigest: permit.payload.document.digest,
    messageDigest,
    permit: permit.digest,
    certificate: permit.payload.certificate,
    certificateSubject: readCertificate(leaf).subject.text,
    wording: wordingOf(shown, permit.payload.language ?? 'zh-CN'),
    nonce: encodeBase64Url(randomBytes(16)),
    issuedAt: issued.toISOString(),
    expires: expires.toISOString(),
  };
  return { act, challenge: await digestOfAct(act) };
}

/** `sha256:<hex>` over the canonical JSON of an act. Interfaces lack the index signature of JSON, their values do not. */
export function digestOfAct(act: ProvenAct): Promise<string> {
  return digestOfJson(JSON.parse(JSON.stringify(act)) as JsonValue);
}
