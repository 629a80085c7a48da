/**
 * Name of something whose existence a time-stamp can prove: a certificate or a revocation answer by the SHA-256 of its DER, a
 * signature by its place among the signatures of the file, a time-stamp inside it by its place there.
 */
export type EvidenceId = `certificate:${string}` | `answer:${string}` | `signature:${number}` | `timestamp:${number}.${number}`;

export function certificateId(fingerprint: string): EvidenceId {
  return `certificate:${fingerprint}`;
}

export function answerId(fingerprint: string): EvidenceId {
  return `answer:${fingerprint}`;
}

export function signatureId(index: number): EvidenceId {
  return `signature:${index}`;
}

export function timestampId(signature: number, index: number): EvidenceId {
  return `timestamp:${signature}.${index}`;
}
