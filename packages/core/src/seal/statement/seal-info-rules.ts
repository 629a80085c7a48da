import { decodeLatin1 } from '../../bytes/index.ts';
import { PadesError, parseFaceSvg } from '../../pades/index.ts';
import { SealError } from '../seal-error.ts';
import { SEAL_INFO_LIMITS, type SealInfo, type SealPicture } from './seal-info.ts';

const VISIBLE_ASCII = /^[\u0021-\u007e]+$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * What holds for a statement that is made and for one that is read.
 *
 * @throws {@link SealError} `SEAL_INFO_MALFORMED`, `SEAL_PICTURE_TOO_LARGE`.
 */
export function assertSealInfo(info: SealInfo): void {
  assertRule(VISIBLE_ASCII.test(info.number) && info.number.length <= SEAL_INFO_LIMITS.number, 'esID of 1 to 64 visible ASCII characters');
  assertRule(VISIBLE_ASCII.test(info.vendor) && info.vendor.length <= SEAL_INFO_LIMITS.vendor, 'Vid of 1 to 64 visible ASCII characters');
  assertRule(
    info.name.trim() !== '' && info.name.length <= SEAL_INFO_LIMITS.name && !CONTROL.test(info.name),
    'a name without control characters',
  );
  assertRule(isWhole(info.ordinal, 0, SEAL_INFO_LIMITS.ordinal), 'an ordinal from 0 to 9999');
  assertRule(
    [info.widthUm, info.heightUm].every((side) => isWhole(side, 500, SEAL_INFO_LIMITS.sideUm)),
    'a size of 0.5 mm to 1 m',
  );
  assertRule(
    [info.createDate, info.validStart, info.validEnd].every((date) => Number.isFinite(date.getTime())),
    'dates that exist',
  );
  assertRule(info.validStart.getTime() <= info.validEnd.getTime(), 'validStart not after validEnd');
  const signers = info.permittedSigners.by === 'certificate' ? info.permittedSigners.certificates : info.permittedSigners.digests;
  assertRule(signers.length > 0 && signers.length <= SEAL_INFO_LIMITS.signers, '1 to 64 permitted signers');
  assertPicture(info.picture, info.widthUm, info.heightUm);
}

function assertPicture({ type, bytes }: SealPicture, widthUm: number, heightUm: number): void {
  if (bytes.length > SEAL_INFO_LIMITS.picture)
    throw new SealError('SEAL_PICTURE_TOO_LARGE', `expected a picture of at most ${SEAL_INFO_LIMITS.picture} octets, got ${bytes.length}`);
  if (type === 'PNG') {
    assertRule(
      PNG_SIGNATURE.every((octet, index) => bytes[index] === octet),
      'the signature of a PNG file',
    );
    return;
  }
  assertRule(
    bytes.every((octet) => octet < 0x80),
    'SVG of ASCII characters',
  );
  try {
    const face = parseFaceSvg(decodeLatin1(bytes));
    assertRule(face.widthUm === widthUm && face.heightUm === heightUm, 'an SVG picture of the size that the statement gives');
  } catch (cause) {
    if (cause instanceof PadesError) throw new SealError('SEAL_INFO_MALFORMED', 'expected SVG of the closed profile', { cause });
    throw cause;
  }
}

/** Whole millimetres of the standard's field. */
export function wholeMillimetres(micrometres: number): number {
  return Math.round(micrometres / 1000);
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}

function assertRule(holds: boolean, expectation: string): void {
  if (!holds) throw new SealError('SEAL_INFO_MALFORMED', `seal statement: expected ${expectation}`);
}
