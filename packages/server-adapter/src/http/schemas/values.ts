import { redactPersonalNumbers } from '@sealkit/core/identity';
import type { PersonalText } from '@sealkit/core/protocol';
import { z } from 'zod';

/*
 * Values that many schemas share. Every text and every list has a bound; objects are strict, an unknown member is refused.
 */

export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
/** Not a name of folders, which a path takes away. */
export const sealNumberSchema = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,64}$/);
export const digestSchema = z.string().regex(/^(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/);
export const instantSchema = z.iso.datetime({ offset: false });
/** Text of one line, and of several: no other control characters, of which a database may end a text at the first. */
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
export const LINE: RegExp = /^[^\u0000-\u001f\u007f]*$/;
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
export const WORDS: RegExp = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;

/** Why somebody does something, in their own words. */
export const reasonSchema = z.string().trim().min(1).max(500).regex(WORDS);
/** What a person wrote, as it is answered; or why it is not there. */
export const personalTextSchema = z
  .union([
    z.string(),
    z.strictObject({ withheld: z.literal('erased'), at: instantSchema }),
    z.strictObject({ withheld: z.literal('altered') }),
  ])
  .meta({ id: 'PersonalText' }) satisfies z.ZodType<PersonalText>;
/** What people call a thing: in it a citizen's or a mobile number would stand in clear for whoever reads it. */
export const plainNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(LINE)
  .refine((name) => redactPersonalNumbers(name) === name, 'expected a name without the number of a person');
export const nameSchema = z.string().min(1).max(200).regex(LINE);
export const organisationSchema = z.strictObject({ id: idSchema, name: z.string(), verifiedName: z.string() });
export const base64Schema = z.base64();
export const compactSchema = z.string().regex(/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/);
export const countSchema = z.int().min(0);

/** Length of a document in octets: up to 4 GiB, the reach of the offsets that a revision writes. */
export const documentLengthSchema = z.int().min(1).max(0xffff_ffff);

const micrometresSchema = z.int().min(-10_000_000).max(10_000_000);
const startSchema = z.int().min(0).max(10_000_000);
const extentSchema = z.int().min(1).max(10_000_000);

export const placementSchema = z
  .strictObject({
    page: z.int().min(1).max(100_000),
    x: micrometresSchema,
    y: micrometresSchema,
    width: extentSchema,
    height: extentSchema,
    rotation: z.int().min(-359_999).max(359_999),
    clip: z.strictObject({ x: startSchema, y: startSchema, width: extentSchema, height: extentSchema }).exactOptional(),
  })
  .refine(({ width, height, clip }) => clip === undefined || (clip.x + clip.width <= width && clip.y + clip.height <= height));
