import type { Bytes, CallOptions, JsonValue } from '../../bytes/index.ts';
import { BytesError, canonicalJson, decodeUtf8, memberOf } from '../../bytes/index.ts';
import { digestText } from '../../crypto/index.ts';
import type { DigestEngine } from '../../ports/index.ts';
import type { TrustAnchors, ValidationPolicy } from '../../validation/index.ts';
import type { ReportGlyphs } from '../report/report-glyphs.ts';
import type { Evidence } from './evidence-json.ts';

/** Whom the verifier trusts, and for what; empty lists trust nobody. */
export interface EvidenceTrust extends TrustAnchors {
  /** C2SP vkeys of transparency logs. */
  readonly logs: readonly string[];
}

export interface VerifyEvidenceOptions extends CallOptions {
  readonly trust: EvidenceTrust;
  /** Of the signatures in the document; `strict` when absent. */
  readonly policy?: ValidationPolicy;
  readonly validationTime: Date;
  /** The document, where the package holds only its digests; beside a package that holds one, the copy that is compared with it. */
  readonly document?: Bytes;
  /** With those that a package names, its report is made again and compared. */
  readonly reportGlyphs?: ReportGlyphs;
  readonly engine?: DigestEngine;
}

/** One event as its line has it. */
export interface EvidenceEvent {
  /** Empty where the line names none. */
  readonly type: string;
  readonly digest: string;
  readonly members: { readonly [name: string]: JsonValue };
  readonly body: { readonly [name: string]: JsonValue };
}

/** The package once its container is found to be whole; what rows are made of. */
export interface PackageContents {
  readonly files: ReadonlyMap<string, Bytes>;
  readonly evidence: Evidence;
  /** Null where the package holds none, or one of them cannot be read. */
  readonly events: readonly EvidenceEvent[] | null;
  readonly document: Bytes | null;
  readonly options: VerifyEvidenceOptions;
}

export function textOf(contents: PackageContents, name: string): string | undefined {
  const bytes = contents.files.get(name);
  if (bytes === undefined) return undefined;
  try {
    return decodeUtf8(bytes);
  } catch (error) {
    // Not text: a spelling that no statement has, so that whoever reads it finds it malformed.
    if (error instanceof BytesError) return '';
    throw error;
  }
}

/** JSON in its RFC 8785 spelling; undefined for anything else. */
export function readCanonical(bytes: Uint8Array): JsonValue | undefined {
  try {
    const text = decodeUtf8(bytes);
    const value = JSON.parse(text) as JsonValue;
    return canonicalJson(value) === text ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BytesError) return undefined;
    throw error;
  }
}

/** The events of `events.jsonl`; undefined where a line is no event in its one spelling. */
export async function readEvents(bytes: Bytes, engine?: DigestEngine): Promise<readonly EvidenceEvent[] | undefined> {
  const events: EvidenceEvent[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0) return undefined;
    const line = bytes.subarray(start, end);
    const value = readCanonical(line);
    const body = memberOf(value, 'body');
    if (!isObject(value) || !isObject(body)) return undefined;
    const type = memberOf(value, 'type');
    const digest = await digestText('SHA-256', line, engine);
    events.push({ type: typeof type === 'string' ? type : '', digest, members: value, body });
    start = end + 1;
  }
  return events;
}

const LINE_FEED = 0x0a;

function isObject(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
