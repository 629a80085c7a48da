import { decodeBase64Url, decodeUtf8, encodeBase64Url, encodeUtf8 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { z } from 'zod';
import { AdapterError } from '../adapter-error.ts';
import type { SealPlace } from '../storage/store.ts';

const placeSchema = z.tuple([z.int().min(0), z.string(), z.string()]);

/** A place in the list of seals as a cursor. It says where the reader was, not what is there now: seals come and go around it. */
export function sealCursor({ standing, name, number }: SealPlace): string {
  return encodeBase64Url(encodeUtf8(JSON.stringify([standing, name, number])));
}

/** @throws {@link AdapterError} `QUERY_MALFORMED` */
export function readSealCursor(cursor: string): SealPlace {
  try {
    const [standing, name, number] = placeSchema.parse(JSON.parse(decodeUtf8(decodeBase64Url(cursor))));
    return { standing, name, number };
  } catch (cause) {
    if (!(cause instanceof SealkitError || cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause;
    throw new AdapterError('QUERY_MALFORMED', { detail: 'cursor', cause });
  }
}
