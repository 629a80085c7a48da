import type { SealPlacement } from '../../pades/index.ts';
import type { PasskeyAssertion } from '../intent/passkey-assertion.ts';
import { ACT_LANGUAGES } from './act-language.ts';
import type {
  PermitApproval,
  PermitApprovalPolicy,
  PermitAttestation,
  PermitIntentPolicy,
  PermitPayload,
  ReceiptPayload,
  UseRecordPayload,
} from './payloads.ts';
import { boolean, instant, integer, list, literal, members, nullable, optional, type Shape, ShapeMismatch, text } from './strict-shape.ts';

const LONGEST_LENGTH_UM = 1_000_000_000;
const FULL_TURN = 360_000;
const MAX_PLACEMENTS = 2000;
const MAX_PERSONS = 64;

const digest = text(/^(?:(?:sha256|sm3):[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/, 140);
/** Fit for the partial name of a PDF field and for a URL. */
const id = text(/^[A-Za-z0-9_-]+$/, 64);
// oxlint-disable-next-line no-control-regex -- control characters are what is refused
const words = text(/^[^\u0000-\u001f\u007f]+$/, 500);
const position = integer(-LONGEST_LENGTH_UM, LONGEST_LENGTH_UM);
const length = integer(1, LONGEST_LENGTH_UM);
const clipStart = integer(0, LONGEST_LENGTH_UM);

const placementMembers = members<SealPlacement>({
  page: integer(1, 1_000_000),
  x: position,
  y: position,
  width: length,
  height: length,
  rotation: integer(1 - FULL_TURN, FULL_TURN - 1),
  clip: optional(members({ x: clipStart, y: clipStart, width: length, height: length })),
});

const placement: Shape<SealPlacement> = (value, path) => {
  const read = placementMembers(value, path);
  const { clip, width, height } = read;
  if (clip !== undefined && (clip.x + clip.width > width || clip.y + clip.height > height))
    throw new ShapeMismatch(`${path}.clip: expected a part of the box`);
  return read;
};

/** Octets as they came from the authenticator; far above what one gives, RSA keys of 8,192 bits among them. */
export const passkeyAssertionShape: Shape<PasskeyAssertion> = members<PasskeyAssertion>({
  rpId: text(/^[\x21-\x7e]+$/, 253),
  origin: text(/^[\x21-\x7e]+$/, 300),
  algorithm: integer(-65_536, -1),
  publicKey: text(/^[A-Za-z0-9+/]+={0,2}$/, 1600),
  clientDataJSON: text(/^[A-Za-z0-9_-]+$/, 4096),
  authenticatorData: text(/^[A-Za-z0-9_-]+$/, 2048),
  signature: text(/^[A-Za-z0-9_-]+$/, 1400),
});

const permitMembers = members<PermitPayload>({
  v: literal(1),
  id,
  tenant: words,
  envelopeId: words,
  seal: nullable(members({ number: words, version: integer(1, 1_000_000), statement: digest })),
  document: members({ digest, length: integer(1, Number.MAX_SAFE_INTEGER) }),
  frame: digest,
  frameMode: optional(literal('direct')),
  placements: list(placement, MAX_PLACEMENTS),
  language: optional(literal(...ACT_LANGUAGES)),
  person: words,
  certificate: digest,
  issuer: words,
  attestedBy: list(members<PermitAttestation>({ person: words, role: literal('requester', 'approver'), time: instant }), MAX_PERSONS),
  approvals: list(
    members<PermitApproval>({ person: words, time: instant, decision: literal('approved'), assertion: optional(passkeyAssertionShape) }),
    MAX_PERSONS,
  ),
  intentPolicy: members<PermitIntentPolicy>({
    required: boolean,
    methods: list(words, 16),
    minimumAssurance: integer(0, 9),
    maximumAge: optional(integer(1, 86_400)),
    commitmentType: optional(literal('proof-of-approval')),
    batch: optional(boolean),
  }),
  approvalPolicy: optional(members<PermitApprovalPolicy>({ countersigned: literal('passkey') })),
  nonce: words,
  notBefore: instant,
  expires: instant,
});

/** A seal has places, a personal signature without a seal has none; the end does not precede the start. */
export const permitShape: Shape<PermitPayload> = (value, path) => {
  const permit = permitMembers(value, path);
  if ((permit.seal === null) !== (permit.placements.length === 0))
    throw new ShapeMismatch(`${path}.placements: expected places with a seal and none without`);
  if (Date.parse(permit.expires) < Date.parse(permit.notBefore))
    throw new ShapeMismatch(`${path}.expires: expected no time before notBefore`);
  return permit;
};

export const useRecordShape: Shape<UseRecordPayload> = members<UseRecordPayload>({
  v: literal(1),
  permit: digest,
  intent: nullable(digest),
  event: digest,
  byteRangeDigest: digest,
});

export const receiptShape: Shape<ReceiptPayload> = members<ReceiptPayload>({
  v: literal(1),
  act: words,
  id,
  tenant: words,
  envelopeId: nullable(words),
  person: words,
  sealNumber: nullable(words),
  permit: nullable(digest),
  originalDigest: nullable(digest),
  byteRangeDigest: nullable(digest),
  fileDigest: nullable(digest),
  event: digest,
  time: instant,
  nonce: words,
});
