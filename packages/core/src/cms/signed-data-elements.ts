import { encodeContext, encodeElement, encodeOid, encodeSequence, OIDS, TAGS } from '../asn1/index.ts';
import { type Bytes, concatBytes } from '../bytes/index.ts';
import { berChildren } from './ber-elements.ts';
import { CmsError } from './cms-error.ts';
import { parseSignedData } from './signed-data.ts';

/** A SignerInfo in pieces. */
export interface SignerInfoElements {
  /** version, sid, digestAlgorithm, signedAttrs (with its tag `[0]`, where it is there), signatureAlgorithm, signature. */
  readonly fields: readonly Uint8Array[];
  /** Each Attribute of unsignedAttrs. */
  readonly unsignedAttributes: readonly Uint8Array[];
}

/** A SignedData in pieces, each with the octets that were received: what is added lies between them, and changes none. */
export interface SignedDataElements {
  readonly version: Uint8Array;
  readonly digestAlgorithms: readonly Uint8Array[];
  readonly encapContentInfo: Uint8Array;
  readonly eContentType: Uint8Array;
  /** Each CertificateChoices. */
  readonly certificates: readonly Uint8Array[];
  /** Each RevocationInfoChoice. */
  readonly crls: readonly Uint8Array[];
  readonly signerInfos: readonly SignerInfoElements[];
}

const SEQUENCE = 0x30;
const SET = 0x31;
const IMPLICIT_0 = 0xa0;
const IMPLICIT_1 = 0xa1;

/**
 * Takes a ContentInfo apart, in DER or BER.
 *
 * @throws {@link CmsError} as `parseSignedData` does.
 * @see RFC 5652 §5.1, §5.3
 */
export function readSignedDataElements(cms: Uint8Array): SignedDataElements {
  parseSignedData(cms);
  const [, content] = berChildren(cms);
  const [signedData] = berChildren(expectElement(content, IMPLICIT_0));
  const [version, digestAlgorithms, encapContentInfo, ...rest] = berChildren(expectElement(signedData, SEQUENCE));
  const signerInfos = rest.pop();
  const certificates = rest.find(([identifier]) => identifier === IMPLICIT_0);
  const crls = rest.find(([identifier]) => identifier === IMPLICIT_1);
  const [eContentType] = berChildren(expectElement(encapContentInfo, SEQUENCE));
  return {
    version: expectElement(version, TAGS.INTEGER),
    digestAlgorithms: berChildren(expectElement(digestAlgorithms, SET)),
    encapContentInfo: expectElement(encapContentInfo, SEQUENCE),
    eContentType: expectElement(eContentType, TAGS.OID),
    certificates: certificates === undefined ? [] : berChildren(certificates),
    crls: crls === undefined ? [] : berChildren(crls),
    signerInfos: berChildren(expectElement(signerInfos, SET)).map(readSignerInfoElements),
  };
}

function readSignerInfoElements(signerInfo: Uint8Array): SignerInfoElements {
  const fields = berChildren(signerInfo);
  const last = fields.at(-1);
  // unsignedAttrs is the last field, and the only one that can have this tag there: signature is an OCTET STRING.
  if (last?.[0] !== IMPLICIT_1) return { fields, unsignedAttributes: [] };
  return { fields: fields.slice(0, -1), unsignedAttributes: berChildren(last) };
}

/** The ContentInfo of the pieces, in their order: only what holds them together is written anew, in DER. */
export function encodeSignedDataElements(elements: SignedDataElements): Bytes {
  const { certificates, crls } = elements;
  const signedData = encodeSequence(
    elements.version,
    inOrder(SET, elements.digestAlgorithms),
    elements.encapContentInfo,
    certificates.length === 0 ? new Uint8Array() : inOrder(IMPLICIT_0, certificates),
    crls.length === 0 ? new Uint8Array() : inOrder(IMPLICIT_1, crls),
    inOrder(SET, elements.signerInfos.map(encodeSignerInfoElements)),
  );
  return encodeSequence(encodeOid(OIDS.signedData), encodeContext(0, signedData, { constructed: true }));
}

function encodeSignerInfoElements({ fields, unsignedAttributes }: SignerInfoElements): Bytes {
  return encodeSequence(...fields, unsignedAttributes.length === 0 ? new Uint8Array() : inOrder(IMPLICIT_1, unsignedAttributes));
}

/** A SET OF in the order given: positions must go on to hold, and RFC 5652 asks for DER of signed attributes alone (§5.3). */
function inOrder(identifier: number, elements: readonly Uint8Array[]): Bytes {
  const set = encodeElement(TAGS.SET, concatBytes(...elements));
  set[0] = identifier;
  return set;
}

function expectElement(element: Uint8Array | undefined, identifier: number): Uint8Array {
  if (element?.[0] !== identifier)
    throw new CmsError('CMS_MALFORMED', `expected an element with identifier ${identifier}, got ${element?.[0] ?? 'none'}`);
  return element;
}
