import type { Bytes } from '../bytes/index.ts';
import { PortError } from '../ports/index.ts';
import {
  buildCertificatePaths,
  buildUnanchoredChain,
  type Certificate,
  type CertificatePath,
  checkPath,
  equalNames,
  PATH_LIMITS,
  type PathPurpose,
} from '../x509/index.ts';
import type { MaterialSearch } from './validation-material-search.ts';

/** A path to an anchor, and whether it passes the basic checks at the time; or why there is none. */
export type FoundChain =
  | { readonly path: CertificatePath; readonly passes: boolean }
  | { readonly path?: undefined; readonly reason: string };

/**
 * The chain of a certificate from what is known, completed by what caIssuers of its uppermost certificate names.
 *
 * @see RFC 5280 §4.2.2.1
 */
export async function findChain(search: MaterialSearch, leaf: Certificate, at: Date, purpose: PathPurpose): Promise<FoundChain> {
  for (let round = 0; ; round += 1) {
    const found = await findKnownChain(search, leaf, at, purpose);
    if (found.path !== undefined) return found;
    if (round >= PATH_LIMITS.certificates) return found;
    const top = buildUnanchoredChain({ leaf, candidates: search.certificates }).at(-1) ?? leaf;
    const failure = await completeAbove(search, top);
    if (failure !== undefined) return { reason: `${found.reason}; ${failure}` };
  }
}

async function findKnownChain(search: MaterialSearch, leaf: Certificate, at: Date, purpose: PathPurpose): Promise<FoundChain> {
  const paths = await buildCertificatePaths({ leaf, candidates: search.certificates, anchors: search.anchors, at });
  const sound = paths.filter(({ links }) => links.every((link) => link === 'valid'));
  const passing = sound.find((path) => checkPath(path, { at, purpose }).verdict.indication === 'PASSED');
  const path = passing ?? sound[0];
  if (path !== undefined) return { path, passes: passing !== undefined };
  return { reason: paths.length === 0 ? 'no chain to an anchor' : 'a signature in the chain to the anchor does not verify' };
}

/** Asks for issuers of the uppermost certificate. @returns why nothing new was found. */
async function completeAbove(search: MaterialSearch, top: Certificate): Promise<string | undefined> {
  const name = top.subject.text;
  if (equalNames(top.subject, top.issuer)) return `it ends at ${name}, which is no anchor`;
  if (search.source === undefined) return `the issuer of ${name} is not known, and nobody is asked`;
  search.signal?.throwIfAborted();
  let issuers: readonly Bytes[];
  try {
    issuers = await search.source.fetchIssuers(top.raw, search.call);
  } catch (error) {
    if (error instanceof PortError) return error.message;
    throw error;
  }
  return search.addCertificates(issuers) > 0 ? undefined : `no service gives the issuer of ${name}`;
}
