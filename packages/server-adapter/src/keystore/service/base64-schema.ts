import { type Bytes, BytesError, decodeBase64, decodeBase64Url } from '@sealkit/core/bytes';
import { z } from 'zod';

/** Octets in base64, as an answer has them. */
export const base64Octets: z.ZodType<Bytes, string> = octetsIn(decodeBase64);

/** Octets in base64url without padding. */
export const base64UrlOctets: z.ZodType<Bytes, string> = octetsIn(decodeBase64Url);

function octetsIn(decode: (text: string) => Bytes): z.ZodType<Bytes, string> {
  return z.string().transform((text, context) => {
    try {
      return decode(text);
    } catch (error) {
      if (!(error instanceof BytesError)) throw error;
      context.addIssue({ code: 'custom', message: 'expected base64' });
      return z.NEVER;
    }
  });
}
