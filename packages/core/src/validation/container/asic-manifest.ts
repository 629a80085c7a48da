import { BytesError, type Bytes, decodeBase64, decodeUtf8 } from '../../bytes/index.ts';
import type { DigestAlgorithm } from '../../ports/index.ts';
import { ContainerError } from './container-error.ts';
import { parseXml, type XmlElement } from './xml-elements.ts';

/** What an ASiCManifest or ASiCArchiveManifest says. */
export interface AsicManifest {
  /** The signature or time-stamp that is over this manifest. */
  readonly signature: string;
  readonly references: readonly AsicReference[];
}

export interface AsicReference {
  readonly name: string;
  /** Undefined for an algorithm that proves nothing or is not known. */
  readonly algorithm: DigestAlgorithm | undefined;
  readonly digest: Bytes;
}

const ASIC = 'http://uri.etsi.org/02918/v1.2.1#';
const XML_DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'SHA-256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'SHA-384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'SHA-512'],
]);

/**
 * Reads a manifest.
 *
 * @throws {@link ContainerError} `CONTAINER_XML_MALFORMED`, `CONTAINER_LIMIT_EXCEEDED`
 * @see ETSI EN 319 162-1 §A.4
 */
export function parseAsicManifest(bytes: Uint8Array): AsicManifest {
  try {
    return readManifest(parseXml(decodeUtf8(bytes)));
  } catch (cause) {
    if (cause instanceof BytesError) throw new ContainerError('CONTAINER_XML_MALFORMED', cause.message, { cause });
    throw cause;
  }
}

function readManifest(root: XmlElement): AsicManifest {
  if (root.namespace !== ASIC || root.name !== 'ASiCManifest') throw malformed('ASiCManifest');
  const signature = uriOf(only(root, ASIC, 'SigReference'));
  const references = all(root, ASIC, 'DataObjectReference').map((reference) => ({
    name: uriOf(reference),
    algorithm: DIGESTS.get(only(reference, XML_DSIG, 'DigestMethod').attributes.get('Algorithm') ?? ''),
    digest: decodeBase64(only(reference, XML_DSIG, 'DigestValue').text.replaceAll(/\s+/g, '')),
  }));
  if (references.length === 0) throw malformed('a DataObjectReference');
  if (new Set(references.map(({ name }) => name)).size !== references.length) throw malformed('each object once');
  return { signature, references };
}

/** A path in the container, with percent encoding undone. @see ETSI EN 319 162-1 §A.4; RFC 3986 §2.1 */
function uriOf({ attributes }: XmlElement): string {
  const uri = attributes.get('URI');
  if (uri === undefined) throw malformed('a URI');
  try {
    return decodeURIComponent(uri);
  } catch (cause) {
    throw new ContainerError('CONTAINER_XML_MALFORMED', 'expected a URI', { cause });
  }
}

function all({ children }: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return children.filter((child) => child.namespace === namespace && child.name === name);
}

function only(element: XmlElement, namespace: string, name: string): XmlElement {
  const [found, ...more] = all(element, namespace, name);
  if (found === undefined || more.length > 0) throw malformed(`one ${name}`);
  return found;
}

function malformed(expected: string): ContainerError {
  return new ContainerError('CONTAINER_XML_MALFORMED', `expected ${expected} in a manifest`);
}
