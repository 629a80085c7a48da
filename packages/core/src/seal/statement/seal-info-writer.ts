import {
  encodeGeneralizedTime,
  encodeIa5String,
  encodeInteger,
  encodeOctetString,
  encodeSequence,
  encodeUtf8String,
} from '../../asn1/index.ts';
import type { Bytes } from '../../bytes/index.ts';
import { encodePermittedSigners } from './permitted-signers.ts';
import { encodeSealExtensions } from './seal-extensions.ts';
import { assertSealInfo, wholeMillimetres } from './seal-info-rules.ts';
import { SES_VERSION, type SealInfo } from './seal-info.ts';
import { sealKindNumber } from './seal-kinds.ts';

/**
 * DER of `SES_SealInfo`, version 5. Fractions of seconds are dropped.
 *
 * @throws {@link SealError} `SEAL_INFO_MALFORMED`, `SEAL_PICTURE_TOO_LARGE`.
 * @see GB/T 38540-2020 §6.1; GM/T 0031-2025
 */
export function encodeSealInfo(info: SealInfo): Bytes {
  assertSealInfo(info);
  const header = encodeSequence(encodeIa5String('ES'), encodeInteger(SES_VERSION), encodeIa5String(info.vendor));
  const property = encodeSequence(
    encodeInteger(sealKindNumber(info.kind)),
    encodeUtf8String(info.name),
    encodePermittedSigners(info.permittedSigners),
    encodeGeneralizedTime(info.createDate),
    encodeGeneralizedTime(info.validStart),
    encodeGeneralizedTime(info.validEnd),
  );
  const picture = encodeSequence(
    encodeIa5String(info.picture.type),
    encodeOctetString(info.picture.bytes),
    encodeInteger(wholeMillimetres(info.widthUm)),
    encodeInteger(wholeMillimetres(info.heightUm)),
  );
  return encodeSequence(header, encodeIa5String(info.number), property, picture, encodeSealExtensions(info));
}
