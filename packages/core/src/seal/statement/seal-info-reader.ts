import {
  Asn1Error,
  DerFields,
  type DerNode,
  derRaw,
  parseDer,
  readOctetString,
  readSmallInteger,
  readString,
  readTime,
  TAGS,
} from '../../asn1/index.ts';
import type { SealKind } from '../lifecycle/states.ts';
import { SealError } from '../seal-error.ts';
import { readPermittedSigners } from './permitted-signers.ts';
import { type SealExtensions, readSealExtensions } from './seal-extensions.ts';
import { assertSealInfo, wholeMillimetres } from './seal-info-rules.ts';
import { type ParsedSealInfo, type PermittedSigners, SES_VERSION, type SealPicture } from './seal-info.ts';
import { findSealKind } from './seal-kinds.ts';

interface Property {
  readonly kind: SealKind;
  readonly name: string;
  readonly permittedSigners: PermittedSigners;
  readonly createDate: Date;
  readonly validStart: Date;
  readonly validEnd: Date;
}

/**
 * Reads a body that Sealkit made: strict DER of `SES_SealInfo` version 5 with our extension. Seals of other makers are
 * read elsewhere.
 *
 * @throws {@link SealError} `SEAL_INFO_MALFORMED`, `SEAL_PICTURE_TOO_LARGE`.
 * @see GB/T 38540-2020 §6.1; GM/T 0031-2025
 */
export function parseSealInfo(der: Uint8Array): ParsedSealInfo {
  try {
    const info = readSealInfo(parseDer(der));
    assertSealInfo(info);
    return info;
  } catch (cause) {
    if (cause instanceof Asn1Error) throw new SealError('SEAL_INFO_MALFORMED', 'seal statement: expected DER of SES_SealInfo', { cause });
    throw cause;
  }
}

function readSealInfo(root: DerNode): ParsedSealInfo {
  const fields = new DerFields(root);
  const vendor = readHeader(fields.take(TAGS.SEQUENCE));
  const number = readString(fields.take(TAGS.IA5_STRING));
  const property = readProperty(fields.take(TAGS.SEQUENCE));
  const pictureNode = fields.take(TAGS.SEQUENCE);
  const extensions = readSealExtensions(fields.take(TAGS.SEQUENCE));
  fields.end();
  return { ...property, ...extensions, vendor, number, picture: readPicture(pictureNode, extensions), raw: derRaw(root) };
}

function readHeader(node: DerNode): string {
  const fields = new DerFields(node);
  const id = readString(fields.take(TAGS.IA5_STRING));
  const version = readSmallInteger(fields.take(TAGS.INTEGER));
  const vendor = readString(fields.take(TAGS.IA5_STRING));
  fields.end();
  if (id !== 'ES' || version !== SES_VERSION) throw malformed(`header ES of version ${SES_VERSION}`);
  return vendor;
}

function readProperty(node: DerNode): Property {
  const fields = new DerFields(node);
  const kind = findSealKind(readSmallInteger(fields.take(TAGS.INTEGER)));
  const name = readString(fields.take(TAGS.UTF8_STRING));
  const listType = readSmallInteger(fields.take(TAGS.INTEGER));
  const permittedSigners = readPermittedSigners(listType, fields.take(TAGS.SEQUENCE));
  const [createDate, validStart, validEnd] = [readWholeSecond(fields), readWholeSecond(fields), readWholeSecond(fields)];
  fields.end();
  if (kind === undefined) throw malformed('a kind from 1 to 7');
  return { kind, name, permittedSigners, createDate, validStart, validEnd };
}

function readWholeSecond(fields: DerFields): Date {
  const time = readTime(fields.take(TAGS.GENERALIZED_TIME));
  if (time.getUTCMilliseconds() !== 0) throw malformed('times to the second');
  return time;
}

function readPicture(node: DerNode, size: SealExtensions): SealPicture {
  const fields = new DerFields(node);
  const type = readString(fields.take(TAGS.IA5_STRING));
  const bytes = readOctetString(fields.take(TAGS.OCTET_STRING));
  const width = readSmallInteger(fields.take(TAGS.INTEGER));
  const height = readSmallInteger(fields.take(TAGS.INTEGER));
  fields.end();
  if (type !== 'SVG' && type !== 'PNG') throw malformed('a picture of type SVG or PNG');
  if (width !== wholeMillimetres(size.widthUm) || height !== wholeMillimetres(size.heightUm))
    throw malformed('width and height that are the rounded micrometres of the extension');
  return { type, bytes };
}

function malformed(expectation: string): SealError {
  return new SealError('SEAL_INFO_MALFORMED', `seal statement: expected ${expectation}`);
}
