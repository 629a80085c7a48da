import { createTestPki, plainRevision, buildClassicPdf, TEST_TIME, type TestIdentity, type TestPki } from '@sealkit/testkit';
import { type Bytes, concatBytes, decodeBase64, encodeLatin1, memorySource } from '../../src/bytes/index.ts';
import { digest, digestText } from '../../src/crypto/index.ts';
import {
  completeSignature,
  digestOfFrame,
  prepareSignature,
  type RequestedAct,
  readDocumentFrame,
  type SealPlacement,
} from '../../src/pades/index.ts';
import type { SignedAssertion } from '../../src/cades/index.ts';
import {
  composePermit,
  composeSealStatement,
  composeUseRecord,
  encodePermitAssertion,
  encodeStatementAssertion,
  encodeUseRecordAssertion,
  permitDigest,
  type PermitPayload,
  type SealInfo,
  sealPictureToFace,
  signingActFromPermit,
} from '../../src/seal/index.ts';
import { certificateFingerprint } from '../../src/x509/index.ts';
import { type TrustAnchors, type ValidateOptions, VALIDATION_POLICIES } from '../../src/validation/index.ts';

export const FACE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 40 40"><path d="M 2 2 L 38 2 L 38 38 L 2 38 Z M 6 6 L 6 34 L 34 34 L 34 6 Z" fill="#C8102E" fill-rule="nonzero"/></svg>';
const OTHER_FACE = FACE.replace('M 2 2', 'M 3 2');
export const SIDE = 40_000;

let shared: Promise<TestPki> | undefined;

export function testPki(): Promise<TestPki> {
  shared ??= createTestPki();
  return shared;
}

/** Trusts the test root for everything, at the time of the test certificates, by the policy `basic`. */
export async function trusting(changes: Partial<ValidateOptions> = {}): Promise<ValidateOptions> {
  const { root } = await testPki();
  const anchors = [root.certificate];
  const trust: TrustAnchors = { signers: anchors, sealMakers: anchors, registers: anchors };
  return { trust, policy: VALIDATION_POLICIES.basic, validationTime: TEST_TIME, ...changes };
}

/** One page of a contract. */
export function contract(): Bytes {
  return buildClassicPdf([plainRevision()]);
}

export const INVISIBLE: RequestedAct = { places: [], invisibleField: { kind: 'new', name: 'Signature1' }, face: null };

export interface SignRequest {
  readonly act?: RequestedAct;
  readonly identity?: TestIdentity;
  readonly time?: Date;
  readonly assertions?: readonly SignedAssertion[];
  readonly commitmentType?: string;
}

/** A document with one more signature. */
export async function sign(original: Uint8Array, request: SignRequest = {}): Promise<Bytes> {
  const { signer } = request.identity ?? (await testPki()).signers.p256;
  const source = memorySource(original);
  const prepared = await prepareSignature(source, {
    act: request.act ?? INVISIBLE,
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: signer.algorithm.digest,
    time: request.time ?? TEST_TIME,
    assertions: request.assertions ?? [],
    ...(request.commitmentType === undefined ? {} : { commitmentType: request.commitmentType }),
  });
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  const value = await signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs) });
  const { appended } = await completeSignature(prepared, value, { source });
  return concatBytes(original, appended);
}

export function placeOn(page: number, x = 100_000, y = 200_000): SealPlacement {
  return { page, x, y, width: SIDE, height: SIDE, rotation: 0 };
}

/** What is to go wrong on the way to a sealed document. */
export interface SealRequest {
  readonly identity?: TestIdentity;
  readonly maker?: TestIdentity;
  readonly register?: TestIdentity;
  readonly placements?: readonly SealPlacement[];
  readonly info?: Partial<SealInfo>;
  readonly permit?: Partial<PermitPayload>;
  /** Replaces the act that the permit gives. */
  readonly act?: (act: RequestedAct) => RequestedAct;
  /** Picture that is drawn instead of the statement's. */
  readonly drawOther?: boolean;
  readonly without?: readonly ('statement' | 'permit' | 'record')[];
  readonly recordDigest?: string;
  /** Digest of the proof of intent that the use record names; none by default. */
  readonly intent?: string;
  readonly commitmentType?: string;
  readonly time?: Date;
  readonly picture?: SealInfo['picture'];
}

/** A document sealed as the register does it: statement, permit and use record inside the signature. */
export async function seal(original: Uint8Array, request: SealRequest = {}): Promise<Bytes> {
  const pki = await testPki();
  const identity = request.identity ?? pki.signers.p256;
  const info = sealInfo(identity, request);
  const statement = await composeSealStatement({ info, signer: (request.maker ?? pki.sealMaker).signer, time: TEST_TIME });
  const source = memorySource(original);
  const placements = request.placements ?? [placeOn(1)];
  const frame = await readDocumentFrame(source, { algorithm: 'SHA-256', pages: placements.map(({ page }) => page) });
  const payload = await permitPayload({
    original,
    statement,
    identity,
    frame: await digestOfFrame(frame),
    placements,
    number: info.number,
  });
  const permitted: PermitPayload = { ...payload, ...request.permit };
  const register = (request.register ?? pki.register).signer;
  const compact = await composePermit(permitted, register);
  const face = sealPictureToFace(
    request.drawOther === true ? { ...info, picture: { type: 'SVG', bytes: encodeLatin1(OTHER_FACE) } } : info,
  );
  const allowed = await signingActFromPermit({
    permit: { ...permitted, frame: payload.frame, placements },
    compact,
    face,
    frameDigest: payload.frame,
  });
  const act = request.act?.(allowed) ?? allowed;
  const assertionsWith = async (byteRangeDigest: string): Promise<readonly SignedAssertion[]> => {
    const record = {
      v: 1,
      permit: await permitDigest(compact),
      intent: request.intent ?? null,
      event: await digestText('SHA-256', encodeLatin1('event')),
      byteRangeDigest,
    } as const;
    const useRecord = await composeUseRecord(record, register);
    const all = {
      statement: encodeStatementAssertion(statement),
      permit: encodePermitAssertion(compact),
      record: encodeUseRecordAssertion(useRecord),
    };
    return Object.entries(all).flatMap(([name, assertion]) => (request.without?.some((left) => left === name) === true ? [] : [assertion]));
  };
  const time = request.time ?? TEST_TIME;
  const commitment = request.commitmentType === undefined ? {} : { commitmentType: request.commitmentType };
  // Records are of one length whatever digest they name, so a first round gives the octets that the second signs.
  const blank = await assertionsWith(await digestText('SHA-256', new Uint8Array()));
  const prepared = await prepareSignature(source, {
    act,
    signerCertificates: identity.certificates,
    signatureAlgorithm: identity.algorithm,
    digestAlgorithm: 'SHA-256',
    time,
    assertions: blank,
    mode: 'explained',
    ...commitment,
  });
  const assertions = await assertionsWith(request.recordDigest ?? prepared.byteRangeDigest);
  return sign(original, { act, identity, time, assertions, ...commitment });
}

function sealInfo(identity: TestIdentity, request: SealRequest): SealInfo {
  return {
    number: 'QL-1',
    kind: 'contract',
    ordinal: 0,
    name: '合同专用章',
    vendor: 'Test',
    permittedSigners: { by: 'certificate', certificates: [identity.certificate] },
    createDate: new Date('2026-01-01T00:00:00Z'),
    validStart: new Date('2026-01-01T00:00:00Z'),
    validEnd: new Date('2030-01-01T00:00:00Z'),
    picture: request.picture ?? { type: 'SVG', bytes: encodeLatin1(FACE) },
    widthUm: SIDE,
    heightUm: SIDE,
    testMaterial: true,
    ...request.info,
  };
}

interface PermitParts {
  readonly original: Uint8Array;
  readonly statement: Uint8Array;
  readonly identity: TestIdentity;
  readonly frame: string;
  readonly placements: readonly SealPlacement[];
  readonly number: string;
}

async function permitPayload({ original, statement, identity, frame, placements, number }: PermitParts): Promise<PermitPayload> {
  return {
    v: 1,
    id: 'permit1',
    tenant: 'tenant-one',
    envelopeId: 'envelope-one',
    seal: { number, version: 3, statement: await digestText('SHA-256', statement) },
    document: { digest: await digestText('SHA-256', original), length: original.length },
    frame,
    placements,
    person: 'ada',
    certificate: await certificateFingerprint(identity.certificate),
    issuer: 'register.example',
    attestedBy: [],
    approvals: [],
    intentPolicy: { required: false, methods: [], minimumAssurance: 0 },
    nonce: 'bm9uY2U',
    notBefore: '2026-06-01T11:00:00Z',
    expires: '2026-06-01T13:00:00Z',
  };
}
