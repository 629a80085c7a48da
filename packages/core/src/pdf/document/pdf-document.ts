import type { ByteSource, Bytes, CallOptions } from '../../bytes/index.ts';
import type { Encryptor } from '../encryption/encryptor.ts';
import type { PdfIndirectObject } from '../file/indirect-object.ts';
import type { DecodedStream } from '../filters/stream-filters.ts';
import type { PdfLimits } from '../limits.ts';
import type { PdfDict, PdfObject, PdfRef, PdfStream } from '../objects.ts';
import type { XrefEntry } from '../xref/xref-section.ts';
import type { ObjectStream } from './object-stream.ts';
import type { PdfRevision } from './revision.ts';

/** What is known of the protection of an encrypted document. */
export interface PdfEncryption {
  /** `none` means that /Encrypt is not understood; with it, and while a password is missing, strings and streams cannot be read. */
  readonly access: 'user' | 'owner' | 'password-needed' | 'password-wrong' | 'none';
  readonly dict: PdfDict;
  /** The security handler: `Standard`, or of other ones such as `Adobe.PubSec`. */
  readonly handler: string;
  /** Named as people know it, such as `RC4-128` or `AES-256`. */
  readonly algorithm: string;
  /** The /P flags, as a signed integer of 32 bits; once the document is open only what its key confirms. */
  readonly permissions: number;
}

/** A PDF document, read object by object. All positions count octets of the file from 0. */
export interface PdfDocument {
  readonly source: ByteSource;
  /** Octets of the file, also in a view of an earlier revision. */
  readonly size: number;
  readonly limits: PdfLimits;
  readonly headerOffset: number;
  /** Where the offsets that the file states count from: its first octet, or its header. */
  readonly offsetBase: number;
  /** As the header says; the catalog may say a later one. */
  readonly version: string;
  /** True when the cross-reference was rebuilt by a scan of the file, or followed only with its faults read around. */
  readonly repaired: boolean;
  readonly linearized: boolean;
  /** Deviations that were read around, by name. */
  readonly notices: readonly string[];
  /** Trailer of the last revision of this view. */
  readonly trailer: PdfDict;
  readonly encrypted: boolean;
  readonly encryption: PdfEncryption | undefined;
  /** Encrypts what a new revision writes; undefined where the document is not encrypted, or not open. */
  readonly encryptor: Encryptor | undefined;
  /** Oldest first, up to the one that this view shows. */
  readonly revisions: readonly PdfRevision[];

  xrefEntry(number: number): XrefEntry | undefined;
  /** Object numbers in use, rising. */
  objectNumbers(): readonly number[];
  /** The document as a reader of revision `index` (from 1) sees it. */
  atRevision(index: number): PdfDocument;
  /** The object with this number and where it lies; undefined when it is free or absent. */
  readObject(number: number, options?: CallOptions): Promise<PdfIndirectObject | undefined>;
  /** The object that an entry of any revision points at, whatever a later revision says of its number. */
  readEntry(entry: XrefEntry, options?: CallOptions): Promise<PdfIndirectObject | undefined>;
  /** The object itself, or what a reference leads to; null for a reference to nothing. */
  resolve(object: PdfObject, options?: CallOptions): Promise<PdfObject>;
  /** The resolved value of a key; undefined when it is absent or null. */
  lookup(dict: PdfDict, key: string, options?: CallOptions): Promise<PdfObject | undefined>;
  /** The octets of a stream as the file has them, decrypted where the document is encrypted. */
  rawStreamBytes(stream: PdfStream, options?: CallOptions): Promise<Bytes>;
  /** Decoded octets, up to the first image filter; of a damaged stream what can be decoded. */
  streamBytes(stream: PdfStream, options?: CallOptions): Promise<Bytes>;
  decodeStream(stream: PdfStream, options?: CallOptions): Promise<DecodedStream>;
  /** A decoded object stream. */
  objectStream(container: PdfRef, options?: CallOptions): Promise<ObjectStream>;
}
