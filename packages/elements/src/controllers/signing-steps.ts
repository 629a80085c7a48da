import { decodeBase64, decodeUtf8 } from '@sealkit/core/bytes';
import type { SealPlacement, SignatureFace, SigningNotice } from '@sealkit/core/pades';
import type { Clock } from '@sealkit/core/ports';
import type { SealVersionView, SealView, SessionView, UseChallenge, UsePending, UseResult } from '@sealkit/core/protocol';
import type { ValidationReport } from '@sealkit/core/validation';
import type { SealClient } from '../client/seal-client.ts';
import { waitFor } from '../client/transport.ts';
import type { TrustAnchors } from '../foundation/context.ts';
import { signedFileName } from '../foundation/file-saving.ts';
import type { SigningReading, UsePreview } from '../worker/signing-tasks.ts';
import type { TaskRunner } from '../worker/task-runner.ts';
import type { ValidationInput } from '../worker/validation-tasks.ts';
import { resultFault } from './result-verdict.ts';
import { languageOf } from './signing-record.ts';
import type { SignedDocument, SigningRequest } from './signing-state.ts';
import { SigningStop } from './signing-stop.ts';

/** What the steps of a signing work with. */
export interface SigningServices {
  readonly client: SealClient;
  readonly session: SessionView;
  readonly trust: TrustAnchors;
  readonly tasks: TaskRunner;
  readonly clock: Clock;
}

/** What is known of a document before anything is asked for. */
export interface DocumentReading {
  readonly reading: SigningReading;
  readonly earlier: ValidationReport;
  /** Null for a personal signature. */
  readonly seal: SealView | null;
}

/** Opens a document here: frame and hash state, what its earlier signatures say, and the seal as the server shows it. */
export async function readDocument(services: SigningServices, request: SigningRequest, signal: AbortSignal): Promise<DocumentReading> {
  const { document, sealNumber } = request;
  const pages = request.placements.map((placement) => placement.page);
  const [reading, earlier, seal] = await Promise.all([
    services.tasks.run('readForSigning', { document, pages }, signal),
    services.tasks.run('validateFile', { document, ...validationTerms(services) }, signal),
    sealNumber === null ? null : services.client.seal(sealNumber, { signal }),
  ]);
  return { reading, earlier, seal };
}

/** An act that waits for the person, with the permit that it rests on. */
export interface WaitingAct {
  readonly permit: string;
  readonly envelopeId: string;
  readonly challenge: UseChallenge;
}

/** This page's own computation of what the server is going to write; without it nothing is confirmed. */
export function previewAct(
  services: SigningServices,
  { reading, seal }: Pick<DocumentReading, 'reading' | 'seal'>,
  request: SigningRequest,
  { permit, envelopeId, challenge }: WaitingAct,
  signal: AbortSignal,
): Promise<UsePreview> {
  const version = seal?.current ?? null;
  return services.tasks.run(
    'previewUse',
    {
      reading,
      permit,
      challenge,
      face: seal && version ? faceOf(seal, version) : null,
      certificates: challenge.certificates ?? (request.sealNumber === null ? services.session.certificates : version?.certificates) ?? [],
      expected: {
        envelopeId,
        person: services.session.person.id,
        seal: seal && version ? { number: seal.number, version: version.version, statement: version.statementDigest } : null,
        placements: request.placements,
        ...languageOf(request),
      },
    },
    signal,
  );
}

/** What the result of a use is held against. */
export interface ExpectedResult {
  readonly request: SigningRequest;
  readonly earlier: ValidationReport | null;
  /** That of the act that was shown; null where it was not. */
  readonly messageDigest: string | null;
  /** Fields of this act in the report of the file. */
  readonly fields: (report: ValidationReport) => readonly string[];
  /** Null where only the receipt knows it. */
  readonly envelopeId: string | null;
  readonly notices: readonly SigningNotice[];
}

/**
 * Nothing is offered before the file at hand was joined, validated, and named by a receipt of a trusted register.
 *
 * @throws {@link SigningStop} `RESULT_NOT_VERIFIED`
 */
export async function verifySigned(
  services: SigningServices,
  result: UseResult,
  expected: ExpectedResult,
  signal: AbortSignal,
): Promise<SignedDocument> {
  const { tasks, trust } = services;
  const { document, name } = expected.request;
  const messageDigest = expected.messageDigest ?? result.byteRangeDigest;
  const { revision, fileDigest } = await tasks.run('joinResult', { document, result, messageDigest }, signal);
  const file = new File([document, revision], signedFileName(name), { type: 'application/pdf' });
  const report = await tasks.run('validateFile', { ...validationTerms(services), document: file }, signal);
  const fault = resultFault(report, expected.fields(report), expected.earlier);
  if (fault !== null) throw new SigningStop('RESULT_NOT_VERIFIED', 'the signed file did not validate', { facts: { reason: fault } });
  const receiptPayload = await tasks.run('checkReceipt', { receipt: result.receipt, registers: trust.registers, fileDigest }, signal);
  const envelopeId = expected.envelopeId ?? receiptPayload.envelopeId ?? '';
  const { notices } = expected;
  return { file, fileDigest, envelopeId, receipt: result.receipt, receiptPayload, report, notices, downloaded: false };
}

/** The key store may wait for a person or another service; the server is asked again until it is done or too late. */
export async function waitForResult(services: SigningServices, first: UseResult | UsePending, signal: AbortSignal): Promise<UseResult> {
  let answer: UseResult | UsePending | UseChallenge = first;
  while (answer.status !== 'completed') {
    if (answer.status === 'awaiting-intent' || services.clock.now() > new Date(answer.expiresAt))
      throw new SigningStop('INTENT_EXPIRED', 'expected a finished use');
    await waitFor(Math.max(answer.pollAfterMs, 250), signal);
    answer = await services.client.use(answer.useId, { signal });
  }
  return answer;
}

function validationTerms({ trust, clock }: SigningServices): Omit<ValidationInput, 'document'> {
  return { policy: 'basic', trust, validationTime: clock.now().toISOString(), answers: [] };
}

function faceOf(seal: SealView, version: SealVersionView): SignatureFace {
  const { type, base64 } = version.face;
  return type === 'SVG'
    ? { kind: 'vector', svg: decodeUtf8(decodeBase64(base64)) }
    : { kind: 'raster', format: 'png', base64, widthUm: seal.widthUm, heightUm: seal.heightUm };
}

/** Only the members that a permit names; whatever else an item of a page carries stays there. */
export function plainPlacement({ page, x, y, width, height, rotation, clip }: SealPlacement): SealPlacement {
  return { page, x, y, width, height, rotation, ...(clip === undefined ? {} : { clip }) };
}
