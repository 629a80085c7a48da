import {
  DerFields,
  type DerNode,
  encodeInteger,
  encodeNull,
  encodeOctetString,
  encodeOid,
  encodeSequence,
  parseDer,
  readBoolean,
  readNull,
  readOctetString,
  readOid,
  readSequence,
  readSmallInteger,
  TAGS,
} from '../../asn1/index.ts';
import { type Bytes, concatBytes } from '../../bytes/index.ts';
import { OID_SEAL_DIMENSIONS, OID_TEST_MATERIAL } from '../../cades/index.ts';
import { SealError } from '../seal-error.ts';
import type { SealInfo } from './seal-info.ts';

/** What the extensions of a statement say. */
export interface SealExtensions extends Pick<SealInfo, 'ordinal' | 'widthUm' | 'heightUm' | 'testMaterial'> {
  readonly unknownExtensions: readonly string[];
}

const DIMENSIONS_VERSION = 1;

/** `extDatas`: the dimensions that bind, and the mark of test material. */
export function encodeSealExtensions(info: SealInfo): Bytes {
  const dimensions = encodeSequence(
    encodeInteger(DIMENSIONS_VERSION),
    encodeInteger(info.ordinal),
    encodeInteger(info.widthUm),
    encodeInteger(info.heightUm),
  );
  const mark = info.testMaterial ? encodeExtension(OID_TEST_MATERIAL, encodeNull()) : new Uint8Array();
  return encodeSequence(concatBytes(encodeExtension(OID_SEAL_DIMENSIONS, dimensions), mark));
}

/** A non-critical ExtData: DER leaves the default FALSE out. */
function encodeExtension(oid: string, value: Uint8Array): Bytes {
  return encodeSequence(encodeOid(oid), encodeOctetString(value));
}

/** @throws {@link SealError} `SEAL_INFO_MALFORMED`; Asn1Error. */
export function readSealExtensions(node: DerNode): SealExtensions {
  const found = new Map<string, Bytes>();
  for (const extension of readSequence(node)) {
    const { oid, critical, value } = readExtension(extension);
    if (found.has(oid)) throw malformed(`extension ${oid} once`);
    if (critical) throw malformed(`no critical extension, got ${oid}`);
    found.set(oid, value);
  }
  const dimensions = found.get(OID_SEAL_DIMENSIONS);
  if (dimensions === undefined) throw malformed('the extension with ordinal and size');
  const mark = found.get(OID_TEST_MATERIAL);
  if (mark !== undefined) readNull(parseDer(mark));
  return {
    ...readDimensions(dimensions),
    testMaterial: mark !== undefined,
    unknownExtensions: [...found.keys()].filter((oid) => oid !== OID_SEAL_DIMENSIONS && oid !== OID_TEST_MATERIAL),
  };
}

function readExtension(node: DerNode): { readonly oid: string; readonly critical: boolean; readonly value: Bytes } {
  const fields = new DerFields(node);
  const oid = readOid(fields.take(TAGS.OID));
  const flag = fields.takeOptional(TAGS.BOOLEAN);
  if (flag !== undefined && !readBoolean(flag)) throw malformed('the default FALSE left out');
  const value = readOctetString(fields.take(TAGS.OCTET_STRING));
  fields.end();
  return { oid, critical: flag !== undefined, value };
}

function readDimensions(der: Bytes): Pick<SealInfo, 'ordinal' | 'widthUm' | 'heightUm'> {
  const fields = new DerFields(parseDer(der));
  const version = readSmallInteger(fields.take(TAGS.INTEGER));
  if (version !== DIMENSIONS_VERSION) throw malformed(`dimensions of version ${DIMENSIONS_VERSION}, got ${version}`);
  const ordinal = readSmallInteger(fields.take(TAGS.INTEGER));
  const widthUm = readSmallInteger(fields.take(TAGS.INTEGER));
  const heightUm = readSmallInteger(fields.take(TAGS.INTEGER));
  fields.end();
  return { ordinal, widthUm, heightUm };
}

function malformed(expectation: string): SealError {
  return new SealError('SEAL_INFO_MALFORMED', `seal statement: expected ${expectation}`);
}
