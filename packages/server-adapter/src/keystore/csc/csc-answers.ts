import type { Bytes } from '@sealkit/core/bytes';
import { z } from 'zod';
import { base64Octets } from '../service/base64-schema.ts';

/** What a service says of itself. @see CSC API 1.0.4 §11.1, 2.x §11.1: info */
export interface CscInfo {
  /** Version of the interface, such as `1.0.4.0`. */
  readonly specs: string;
  readonly name: string;
  readonly methods: readonly string[];
  /** Where OAuth 2.0 is done, if it is. */
  readonly oauth2?: string | undefined;
}

/** Something that the person knows or has, and that the service wants before it signs. */
export interface CscFactor {
  /** `PIN` and `OTP` in version 1; what the service calls it in version 2. */
  readonly id: string;
  readonly label?: string | undefined;
  /** `A` for letters and digits, `N` for digits. */
  readonly format?: string | undefined;
  readonly optional: boolean;
}

/** A credential as both versions of the interface describe it. @see CSC API credentials/info */
export interface CscCredential {
  readonly keyEnabled: boolean;
  readonly certificateStatus: string | undefined;
  /** Object identifiers of signature algorithms, or of the key alone. */
  readonly algorithms: readonly string[];
  readonly certificates: readonly Bytes[];
  readonly mode: 'implicit' | 'explicit' | 'oauth2code';
  /** `2`: the service binds consent to the hashes itself. */
  readonly scal: '1' | '2';
  readonly maxBatch: number;
  readonly factors: readonly CscFactor[];
}

export interface CscAuthorization {
  /** Signature activation data: opens the key once. */
  readonly sad: string;
  readonly expiresInMs: number;
}

const text = z.string().max(4096);
const HOUR = 3600;

export const infoSchema: z.ZodType<CscInfo> = z.object({
  specs: text,
  name: text,
  methods: z.array(text).max(100),
  oauth2: text.optional(),
});

export const listSchema: z.ZodType<{ readonly credentialIDs: readonly string[]; readonly nextPageToken?: string | undefined }> = z.object({
  credentialIDs: z.array(text).max(10_000),
  nextPageToken: text.optional(),
});

export const authorizationSchema: z.ZodType<CscAuthorization> = z
  .object({ SAD: text.min(1), expiresIn: z.number().positive().max(86_400).default(HOUR) })
  .transform(({ SAD, expiresIn }) => ({ sad: SAD, expiresInMs: expiresIn * 1000 }));

/** An access token of the scope `credential` is the activation data. @see CSC API oauth2/token */
export const tokenSchema: z.ZodType<CscAuthorization> = z
  .object({ access_token: text.min(1), expires_in: z.number().positive().max(86_400).default(HOUR) })
  .transform(({ access_token: sad, expires_in: seconds }) => ({ sad, expiresInMs: seconds * 1000 }));

export const signaturesSchema: z.ZodType<{ readonly signatures: readonly Bytes[] }> = z.object({
  signatures: z.array(base64Octets).max(1000),
});

const common = {
  key: z.object({ status: text, algo: z.array(text).min(1).max(100) }),
  cert: z.object({ status: text.optional(), certificates: z.array(base64Octets).min(1).max(20) }),
  // Text and number by the interface; services in use have either (pyHanko's client takes both).
  SCAL: z.coerce
    .string()
    .pipe(z.enum(['1', '2']))
    .default('1'),
  multisign: z.coerce.number().pipe(z.number().int().positive()).default(1),
};
const modes = z.enum(['implicit', 'explicit', 'oauth2code']);
const presence = z.object({
  presence: z.union([z.enum(['true', 'false', 'optional']), z.boolean()]),
  label: text.optional(),
  format: text.optional(),
});
const version1 = z.object({ ...common, authMode: modes, PIN: presence.optional(), OTP: presence.optional() });
const version2 = z.object({
  ...common,
  auth: z.object({
    mode: modes,
    objects: z
      .array(z.object({ id: text, label: text.optional(), format: text.optional() }))
      .max(10)
      .default([]),
  }),
});

export const credentialSchemaV1: z.ZodType<CscCredential> = version1.transform(({ authMode, PIN, OTP, ...rest }) => ({
  ...shared(rest),
  mode: authMode,
  factors: [...factorOf('PIN', PIN), ...factorOf('OTP', OTP)],
}));

export const credentialSchemaV2: z.ZodType<CscCredential> = version2.transform(({ auth, ...rest }) => ({
  ...shared(rest),
  mode: auth.mode,
  factors: auth.objects.map((object) => ({ ...object, optional: false })),
}));

type Shared = Pick<z.output<typeof version2>, keyof typeof common>;

function shared({ key, cert, SCAL, multisign }: Shared): Omit<CscCredential, 'mode' | 'factors'> {
  return {
    keyEnabled: key.status === 'enabled',
    certificateStatus: cert.status,
    algorithms: key.algo,
    certificates: cert.certificates,
    scal: SCAL,
    maxBatch: multisign,
  };
}

function factorOf(id: string, description: z.output<typeof presence> | undefined): readonly CscFactor[] {
  if (description === undefined || description.presence === 'false' || description.presence === false) return [];
  const { label, format } = description;
  return [{ id, label, format, optional: description.presence === 'optional' }];
}
