import { OIDS } from '../asn1/index.ts';
import { type Bytes, type CallOptions, copyBytes, equalBytes } from '../bytes/index.ts';
import {
  CmsError,
  findSignerCertificate,
  parseTimestampToken,
  type SignedData,
  type TimestampToken,
  type TstInfo,
  verifySignerInfo,
} from '../cms/index.ts';
import { digest } from '../crypto/index.ts';
import { type MessageImprint, PortError, type TimestampAuthority } from '../ports/index.ts';
import { buildCertificatePaths, type Certificate, checkPath } from '../x509/index.ts';
import { CadesError } from './cades-error.ts';
import { matchSigningCertificate } from './signing-certificate-reference.ts';

export interface ObtainTimestampOptions extends CallOptions {
  /** Tried in order until one gives a token that can be used. */
  readonly authorities: readonly TimestampAuthority[];
  /**
   * DER of the anchors of time-stamp authorities. Left out, the chain is not judged: signature, key purpose, reference to the
   * certificate and its validity at the time are checked all the same.
   */
  readonly anchors?: readonly Uint8Array[];
  /** DER of certificates that may stand between. */
  readonly candidates?: readonly Uint8Array[];
  readonly now: Date;
  /** Milliseconds by which the authority's clock may differ from `now`; five minutes by default. */
  readonly maxSkew?: number;
}

/** A time-stamp that was checked before use. */
export interface ObtainedTimestamp {
  /** DER of the token, a ContentInfo. */
  readonly token: Bytes;
  readonly tstInfo: TstInfo;
  /** Name of the authority that gave it. */
  readonly authority: string;
  /** DER of the certificates in the token. */
  readonly certificates: readonly Bytes[];
}

/** Why a token cannot be used. */
export type TimestampFault =
  | 'TOKEN_MALFORMED'
  | 'IMPRINT_DIFFERS'
  | 'TIME_OUT_OF_BOUNDS'
  | 'CERTIFICATE_MISSING'
  | 'CERTIFICATE_REFERENCE_DIFFERS'
  | 'SIGNATURE_INVALID'
  | 'CERTIFICATE_NOT_VALID_THEN'
  | 'KEY_PURPOSE_UNSUITABLE'
  | 'CHAIN_NOT_TRUSTED';

const DEFAULT_SKEW = 5 * 60_000;

/**
 * Obtains a time-stamp over a message imprint, from the first authority that gives a good one.
 *
 * @throws {@link CadesError} `CADES_TIMESTAMP_UNUSABLE` with the fault of each authority; `PortError` of port `time-stamp` when
 * none could be asked.
 * @see RFC 3161 §2.2, §2.4.2
 */
export async function obtainTimestamp(imprint: MessageImprint, options: ObtainTimestampOptions): Promise<ObtainedTimestamp> {
  const failures: { readonly authority: string; readonly error: CadesError | PortError }[] = [];
  for (const authority of options.authorities) {
    options.signal?.throwIfAborted();
    try {
      return await obtainFrom(authority, imprint, options);
    } catch (error) {
      if (!(error instanceof CadesError || error instanceof PortError)) throw error;
      failures.push({ authority: authority.name, error });
    }
  }
  const [first] = failures;
  if (first === undefined) throw new TypeError('authorities: expected at least one');
  if (failures.length === 1) throw first.error;
  const told = failures.map(({ authority, error }) => `${authority}: ${error.code}`);
  const message = `expected a time-stamp of ${failures.length} authorities; ${told.join('; ')}`;
  const port = failures.map(({ error }) => error).find((error) => error instanceof PortError);
  if (port !== undefined) throw new PortError('time-stamp', port.code, message, { retryable: port.retryable, cause: port });
  throw new CadesError('CADES_TIMESTAMP_UNUSABLE', message, { cause: first.error, facts: { failures: told } });
}

async function obtainFrom(
  authority: TimestampAuthority,
  imprint: MessageImprint,
  options: ObtainTimestampOptions,
): Promise<ObtainedTimestamp> {
  const token = copyBytes(await authority.requestToken(imprint, options.signal === undefined ? {} : { signal: options.signal }));
  const fault = (code: TimestampFault): CadesError =>
    new CadesError('CADES_TIMESTAMP_UNUSABLE', `${authority.name}: expected a time-stamp that can be used, got ${code}`, {
      facts: { authority: authority.name, fault: code },
    });
  const verified = await verifyTimestampToken(token, imprint, options);
  if ('fault' in verified) throw fault(verified.fault);
  const { tstInfo } = verified;
  if (Math.abs(tstInfo.genTime.getTime() - options.now.getTime()) > (options.maxSkew ?? DEFAULT_SKEW) + tstInfo.accuracy)
    throw fault('TIME_OUT_OF_BOUNDS');
  const { certificates } = parseTimestampToken(token).signedData;
  return { token, tstInfo, authority: authority.name, certificates };
}

export interface TimestampCheck {
  /** DER of the anchors of time-stamp authorities; the chain is not judged without them. */
  readonly anchors?: readonly Uint8Array[];
  /** DER of certificates that may stand between. */
  readonly candidates?: readonly Uint8Array[];
}

/**
 * What a kept time-stamp says, where it is one over this imprint: signature, reference to the certificate, key purpose, validity of the
 * certificate at its time, and the chain where anchors are given. Otherwise the first fault. Revocation is a validator's matter.
 *
 * @see RFC 3161 §2.4.2
 */
export async function verifyTimestampToken(
  token: Uint8Array,
  imprint: MessageImprint,
  check: TimestampCheck = {},
): Promise<{ readonly tstInfo: TstInfo; readonly certificate: Certificate } | { readonly fault: TimestampFault }> {
  try {
    return await verifyToken(parseTimestampToken(token), imprint, check);
  } catch (error) {
    if (error instanceof CmsError) return { fault: 'TOKEN_MALFORMED' };
    throw error;
  }
}

async function verifyToken(
  { signedData, tstInfo }: TimestampToken,
  imprint: MessageImprint,
  { anchors, candidates = [] }: TimestampCheck,
): ReturnType<typeof verifyTimestampToken> {
  const { messageImprint, genTime } = tstInfo;
  const no = (fault: TimestampFault): { readonly fault: TimestampFault } => ({ fault });
  if (messageImprint.algorithm.name !== imprint.algorithm || !equalBytes(messageImprint.value, imprint.value)) return no('IMPRINT_DIFFERS');
  const [signerInfo, ...more] = signedData.signerInfos;
  const certificate = signerInfo === undefined ? undefined : findSignerCertificate(signerInfo, signedData.certificates);
  if (signerInfo === undefined || certificate === undefined || more.length > 0) return no('CERTIFICATE_MISSING');
  if ((await matchSigningCertificate(signerInfo, certificate)) !== 'matches') return no('CERTIFICATE_REFERENCE_DIFFERS');
  const algorithm = signerInfo.digestAlgorithm.name;
  if (algorithm === undefined) return no('SIGNATURE_INVALID');
  const facts = await verifySignerInfo({
    signerInfo,
    certificate,
    contentType: OIDS.tstInfo,
    contentDigest: await digest(algorithm, tstInfo.raw),
  });
  if (facts.messageDigestMatches !== true || facts.signatureValue !== 'valid' || facts.attributeFaults.length > 0)
    return no('SIGNATURE_INVALID');
  if (genTime < certificate.notBefore || genTime > certificate.notAfter) return no('CERTIFICATE_NOT_VALID_THEN');
  if (!hasTimestampPurpose(certificate)) return no('KEY_PURPOSE_UNSUITABLE');
  const chainFault = anchors && (await findChainFault(certificate, signedData, genTime, anchors, candidates));
  return chainFault === undefined ? { tstInfo, certificate } : no(chainFault);
}

/** The purpose stands alone and is critical (RFC 3161 §2.3). */
function hasTimestampPurpose({ extendedKeyUsage, extendedKeyUsageCritical }: Certificate): boolean {
  return extendedKeyUsageCritical && extendedKeyUsage?.length === 1 && extendedKeyUsage[0] === OIDS.timeStamping;
}

async function findChainFault(
  certificate: Certificate,
  signedData: SignedData,
  at: Date,
  anchors: readonly Uint8Array[],
  candidates: readonly Uint8Array[],
): Promise<TimestampFault | undefined> {
  const paths = await buildCertificatePaths({ leaf: certificate, candidates: [...signedData.certificates, ...candidates], anchors });
  const isGood = paths.some((path) => checkPath(path, { at, purpose: 'timestamping' }).verdict.indication === 'PASSED');
  return isGood ? undefined : 'CHAIN_NOT_TRUSTED';
}
