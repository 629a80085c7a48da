import { encodeBase64, decodeUtf8, type Bytes } from '@sealkit/core/bytes';
import { type FramePage, displayedSize, type SealPlacement, type SignatureFace } from '@sealkit/core/pades';
import { CliError, EXIT, usageError } from './cli-error.ts';
import { choice, type ParsedArguments } from './parse-arguments.ts';

/** Where and how a signature shows, as asked for on the command line. */
export interface Appearance {
  readonly image: string;
  /** Undefined where a prepared field already says where. */
  readonly place?: RequestedPlace;
}

/** A rectangle in the unit that was chosen. */
export interface RequestedPlace {
  readonly page: number;
  readonly rectangle: readonly [number, number, number, number];
  readonly unit: 'mm' | 'pt' | 'percent';
  readonly rotation: number;
}

const UM_PER_UNIT = { mm: 1000, pt: 25_400 / 72 } as const;
const MAX_LENGTH_UM = 100_000_000;

/** @throws CliError (64) */
export function readAppearance(options: ParsedArguments): Appearance | undefined {
  const image = options.value('--image');
  const rectangle = options.value('--rect');
  const page = options.value('--page');
  if (image === undefined) {
    const stray = ['--rect', '--page', '--unit', '--rotate'].find((name) => options.has(name));
    if (stray !== undefined) throw usageError(`${stray} needs --image F`);
    return undefined;
  }
  if (rectangle === undefined && page === undefined) {
    if (options.value('--field') === undefined) throw usageError('--image needs --page N and --rect x,y,w,h');
    return { image };
  }
  if (rectangle === undefined || page === undefined) throw usageError('--image needs both --page N and --rect x,y,w,h');
  return {
    image,
    place: {
      page: wholeNumber('--page', page),
      rectangle: readRectangle(rectangle),
      unit: choice('--unit', options.value('--unit') ?? 'mm', ['mm', 'pt', 'percent']),
      rotation: readRotation(options.value('--rotate') ?? '0'),
    },
  };
}

/** The placement in micrometres; the page is asked for its size only where percents need it. */
export async function placementOn(place: RequestedPlace, page: () => Promise<FramePage>): Promise<SealPlacement> {
  const [x, y, width, height] = place.rectangle;
  const { horizontal, vertical } = await unitsOf(place.unit, page);
  return {
    page: place.page,
    x: micrometres(x * horizontal),
    y: micrometres(y * vertical),
    width: micrometres(width * horizontal),
    height: micrometres(height * vertical),
    rotation: place.rotation,
  };
}

async function unitsOf(
  unit: RequestedPlace['unit'],
  page: () => Promise<FramePage>,
): Promise<{ readonly horizontal: number; readonly vertical: number }> {
  if (unit !== 'percent') return { horizontal: UM_PER_UNIT[unit], vertical: UM_PER_UNIT[unit] };
  const { widthUm, heightUm } = displayedSize(await page());
  return { horizontal: widthUm / 100, vertical: heightUm / 100 };
}

/** The face that an image file is: PNG or JPEG by their first octets, else SVG of the closed profile. */
export function faceOf(image: Bytes, size: Pick<SealPlacement, 'width' | 'height'>): SignatureFace {
  const format = rasterFormat(image);
  if (format !== undefined) return { kind: 'raster', format, base64: encodeBase64(image), widthUm: size.width, heightUm: size.height };
  const svg = decodeText(image);
  if (!/<svg[\s>]/.test(svg)) throw new CliError('IMAGE_MALFORMED', '--image: expected PNG, JPEG or SVG', EXIT.notProcessed);
  return { kind: 'vector', svg };
}

function rasterFormat(image: Bytes): 'png' | 'jpeg' | undefined {
  if (image[0] === 0x89 && image[1] === 0x50 && image[2] === 0x4e && image[3] === 0x47) return 'png';
  return image[0] === 0xff && image[1] === 0xd8 && image[2] === 0xff ? 'jpeg' : undefined;
}

function decodeText(bytes: Bytes): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    return '';
  }
}

function readRectangle(text: string): RequestedPlace['rectangle'] {
  const numbers = text.split(',').map(decimal);
  const [x, y, width, height] = numbers;
  if (numbers.length !== 4 || x === undefined || y === undefined || width === undefined || height === undefined)
    throw usageError(`--rect: expected x,y,w,h, got ${text}`, 'OPTION_VALUE_MALFORMED');
  if (!(width > 0 && height > 0)) throw usageError('--rect: expected a width and height above 0', 'OPTION_VALUE_MALFORMED');
  return [x, y, width, height];
}

function readRotation(text: string): number {
  const degrees = decimal(text);
  if (degrees === undefined) throw usageError(`--rotate: expected degrees, got ${text}`, 'OPTION_VALUE_MALFORMED');
  const millidegrees = Math.round(degrees * 1000) % 360_000;
  return millidegrees < 0 ? millidegrees + 360_000 : millidegrees + 0;
}

function decimal(text: string): number | undefined {
  return /^-?\d{1,9}(?:\.\d{1,9})?$/.test(text.trim()) ? Number(text) : undefined;
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw usageError(`${name}: expected a whole number from 1, got ${text}`, 'OPTION_VALUE_MALFORMED');
  return Number(text);
}

function micrometres(value: number): number {
  const rounded = Math.round(value);
  if (Math.abs(rounded) > MAX_LENGTH_UM) throw usageError('--rect: expected lengths below 100 m', 'OPTION_VALUE_MALFORMED');
  return rounded + 0;
}
