import type { ValidationFacts } from './validation-facts.ts';

/** What was observed of an ASiC container. Plain JSON, like the facts of the signatures in it. */
export interface ContainerFacts {
  readonly version: 1;
  readonly type: 'ASiC-S' | 'ASiC-E';
  /** What lies beside META-INF and mimetype. */
  readonly objects: readonly { readonly name: string; readonly size: number }[];
  /** Stable codes of what is wrong with the container as a whole. */
  readonly faults: readonly string[];
  /** Files in META-INF that are not judged. */
  readonly unread: readonly string[];
  readonly proofs: readonly ContainerProofFacts[];
  readonly records: readonly ContainerRecordFacts[];
  /** All signatures and time-stamps of all files, and one entry for each evidence record that holds its time-stamps. */
  readonly facts: ValidationFacts;
}

/** One file with signatures or a time-stamp. */
export interface ContainerProofFacts {
  readonly file: string;
  readonly kind: 'signature' | 'time-stamp' | 'archive-time-stamp';
  /** Names of the data objects that it is over, directly or by a manifest. */
  readonly objects: readonly string[];
  /** All that it is over: these, other files that its manifest lists, and the manifest. */
  readonly over: readonly string[];
  /** What its manifest lists; empty without one. */
  readonly references: readonly ReferenceFacts[];
  /** Whether it holds content other than the file that it is over: it is over that, and over nothing in the container. */
  readonly holdsContent: boolean;
  /** Places of its signatures among those of all. */
  readonly signatures: readonly number[];
}

export interface ReferenceFacts {
  readonly name: string;
  readonly state: 'same' | 'changed' | 'missing' | 'weak-digest';
}

export interface ContainerRecordFacts {
  readonly file: string;
  /** Stable code of why it could not be read; null when it was. */
  readonly fault: string | null;
  readonly references: readonly ReferenceFacts[];
  /** What it should be over and whether it is; null where that cannot be computed. */
  readonly objects: readonly { readonly name: string; readonly isOver: boolean | null }[];
  /** Place of the entry that holds its time-stamps among the signatures. */
  readonly signature: number;
}
