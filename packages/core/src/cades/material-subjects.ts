import { OIDS } from '../asn1/index.ts';
import type { Bytes } from '../bytes/index.ts';
import {
  CmsError,
  findAttributes,
  findSignerCertificate,
  parseSignerInfo,
  parseTimestampToken,
  type SignedData,
  type SignerInfo,
  type TimestampToken,
} from '../cms/index.ts';
import { OLD_ARCHIVE_TIMESTAMPS } from './covering-forms.ts';
import { readMaterialValues } from './material-values.ts';
import type { MaterialSubject, MissingMaterial } from './validation-material.ts';
import { uniteMaterial, type ValidationMaterialSet } from './validation-material-set.ts';

/** Tokens over a signature: each proves that its value existed. */
const PROOFS: readonly string[] = [OIDS.timeStampToken, OIDS.archiveTimestampV3, ...OLD_ARCHIVE_TIMESTAMPS];

/** Whose status a later validator of a SignedData needs. */
export interface MaterialSubjects {
  readonly targets: readonly MaterialSubject[];
  /** What lies in the time-stamp tokens. */
  readonly inTokens: ValidationMaterialSet;
  /** What lies in certificate-values and revocation-values, of signatures and of tokens. */
  readonly inValues: ValidationMaterialSet;
  /** Certificates of signers and authorities that are nowhere to be found. */
  readonly missing: readonly MissingMaterial[];
}

/**
 * The certificates that signatures, counter-signatures and all their time-stamps name. A signature is judged at its earliest
 * time-stamp, a time-stamp at its own time.
 *
 * @param now time at which a signature without a time-stamp counts as used.
 * @see ETSI EN 319 122-1 §5.5.3
 */
export function findMaterialSubjects(signedData: SignedData, certificates: readonly Bytes[], now: Date): MaterialSubjects {
  const tokens: TimestampToken[] = [];
  const signers: { readonly signerInfo: SignerInfo; readonly at: Date }[] = [];
  const visit = (signerInfo: SignerInfo): void => {
    const proofs = tokensOf(signerInfo.unsignedAttributes, PROOFS);
    signers.push({ signerInfo, at: earliest(proofs, now) });
    tokens.push(...proofs, ...tokensOf(signerInfo.signedAttributes?.list ?? [], [OIDS.contentTimestamp]));
    for (const { values } of findAttributes(signerInfo.unsignedAttributes, OIDS.counterSignature))
      for (const value of values) {
        const counter = readOrNothing(() => parseSignerInfo(value));
        if (counter !== undefined) visit(counter);
      }
  };
  signedData.signerInfos.forEach(visit);
  const inTokens = uniteMaterial(...tokens.map((token) => token.signedData));
  const tokenSigners = tokens.flatMap(({ signedData: { signerInfos } }) => signerInfos);
  const inValues = uniteMaterial(...[...signers.map(({ signerInfo }) => signerInfo), ...tokenSigners].map(readMaterialValues));
  const everywhere = [...certificates, ...inTokens.certificates, ...inValues.certificates];
  const wanted = [
    ...signers.map(({ signerInfo, at }) => ({ signerInfo, at, purpose: 'signer' as const })),
    ...tokens.map(({ signedData: { signerInfos }, tstInfo }) => ({
      signerInfo: signerInfos[0],
      at: tstInfo.genTime,
      purpose: 'timestamp' as const,
    })),
  ];
  const targets: MaterialSubject[] = [];
  const missing: MissingMaterial[] = [];
  for (const { signerInfo, at, purpose } of wanted) {
    const certificate = signerInfo === undefined ? undefined : findSignerCertificate(signerInfo, everywhere);
    if (certificate === undefined)
      missing.push({ certificate: nameOf(signerInfo), what: 'issuer', reason: 'the certificate is not at hand' });
    else targets.push({ certificate: certificate.raw, at, purpose });
  }
  return { targets, inTokens, inValues, missing };
}

/** The time-stamp tokens in attributes of these types, as far as they can be read. */
export function tokensOf(attributes: SignerInfo['unsignedAttributes'], types: readonly string[]): readonly TimestampToken[] {
  return attributes
    .filter(({ type }) => types.includes(type))
    .flatMap(({ values }) => values)
    .map((token) => readOrNothing(() => parseTimestampToken(token)))
    .filter((token) => token !== undefined);
}

function earliest(tokens: readonly TimestampToken[], now: Date): Date {
  return tokens.map(({ tstInfo }) => tstInfo.genTime).reduce((left, right) => (right < left ? right : left), now);
}

function nameOf(signerInfo: SignerInfo | undefined): string {
  if (signerInfo === undefined) return 'a time-stamp without a signature';
  const { sid } = signerInfo;
  return sid.kind === 'subjectKeyId' ? `key ${sid.keyIdentifier}` : `number ${sid.serialNumber} of ${sid.issuer.text}`;
}

/** What cannot be read has no certificate to look for. */
function readOrNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CmsError) return undefined;
    throw error;
  }
}
