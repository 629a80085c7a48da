import type { DocumentFrame } from '@sealkit/core/pades';
import { z } from 'zod';
import { digestSchema, documentLengthSchema } from './values.ts';

/*
 * The document frame as it arrives: only its shape and sizes. What its spelled PDF objects say is judged by core, and
 * that it is the frame of the permit by its digest.
 */

const referenceSchema = z.string().regex(/^\d{1,10} \d{1,5} R$/);
const numberSchema = z.string().regex(/^-?\d{1,20}(?:\.\d{1,20})?$/);
const boxSchema = z.tuple([numberSchema, numberSchema, numberSchema, numberSchema]);
/** A spelled dictionary or array; the body's own limit is the bound of all of them together. */
const spelledSchema = z
  .string()
  .min(1)
  .max(4 * 1024 * 1024);
const hexSchema = z.string().regex(/^(?:[0-9a-f]{2}){0,512}$/);
const fieldNameSchema = z.string().max(4096);

const pageSchema = z.strictObject({
  index: z.int().min(1).max(100_000),
  ref: referenceSchema,
  dictionary: spelledSchema,
  annots: z.strictObject({ ref: referenceSchema.nullable(), array: spelledSchema }).nullable(),
  mediaBox: boxSchema,
  cropBox: boxSchema,
  rotate: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  userUnit: numberSchema,
  parents: z.array(referenceSchema).max(100),
});

const preparedFieldSchema = z.strictObject({
  name: fieldNameSchema,
  ref: referenceSchema,
  dictionary: spelledSchema,
  page: z.int().min(1).max(100_000).nullable(),
  rect: boxSchema,
  lock: spelledSchema.exactOptional(),
  seedValue: spelledSchema.exactOptional(),
});

const lockSchema = z.strictObject({
  source: fieldNameSchema,
  action: z.enum(['All', 'Include', 'Exclude']),
  fields: z.array(fieldNameSchema).max(10_000),
});

const ownDictionarySchema = z.strictObject({ ref: referenceSchema, dictionary: spelledSchema });
const ownArraySchema = z.strictObject({ ref: referenceSchema, array: spelledSchema });
const structureSchema = z.strictObject({
  root: ownDictionarySchema,
  document: ownDictionarySchema.exactOptional(),
  kids: ownArraySchema.exactOptional(),
  parentTree: z.strictObject({ ref: referenceSchema.nullable(), dictionary: spelledSchema }),
  parentTreeEntries: ownArraySchema.exactOptional(),
  nextKey: z.int().min(0).max(2_147_483_647),
});

const pdfaClaimSchema = z.strictObject({
  part: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  conformance: z.string().regex(/^[A-Z]?$/),
  outputColours: z.string().max(4).exactOptional(),
});

export const documentFrameSchema = z
  .strictObject({
    n: documentLengthSchema,
    algorithm: z.enum(['SHA-256', 'SHA-384', 'SHA-512']),
    digest: digestSchema,
    headerAt: z.literal(0),
    endOfLine: z.enum(['none', 'LF', 'CR', 'CRLF']),
    startxref: z.int().min(0),
    xrefForm: z.enum(['table', 'stream']),
    size: z.int().min(1).max(8_388_608),
    firstFree: z.int().min(1).max(8_388_607),
    root: referenceSchema,
    info: referenceSchema.exactOptional(),
    id: z.tuple([hexSchema, hexSchema]).exactOptional(),
    encrypted: z.literal(false),
    pageCount: z.int().min(1).max(100_000),
    catalog: spelledSchema,
    acroForm: z.strictObject({ ref: referenceSchema.nullable(), dictionary: spelledSchema }).exactOptional(),
    fieldsArray: z.strictObject({ ref: referenceSchema.nullable(), array: spelledSchema }).exactOptional(),
    pages: z.array(pageSchema).max(2000),
    preparedFields: z.array(preparedFieldSchema).max(2000),
    docMdp: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    locks: z.array(lockSchema).max(2000),
    activeContent: z.array(z.string().max(200)).max(1000),
    structure: structureSchema.exactOptional(),
    untagged: z.enum(['signed', 'malformed', 'shared', 'too-large']).exactOptional(),
    pdfa: pdfaClaimSchema.exactOptional(),
  })
  .meta({ id: 'DocumentFrame' }) satisfies z.ZodType<DocumentFrame>;

export const hashStateSchema = z.strictObject({
  algorithm: z.enum(['SHA-256', 'SHA-384', 'SHA-512']),
  state: z.string().regex(/^(?:[0-9a-f]{64}|[0-9a-f]{128})$/),
  length: documentLengthSchema,
  tail: z.string().regex(/^(?:[0-9a-f]{2}){0,127}$/),
});
