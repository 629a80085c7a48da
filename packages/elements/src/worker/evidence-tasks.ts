import type { EvidenceFindings, EvidenceInput } from './evidence-findings.ts';

/** Verifies an evidence package without asking anybody. What that takes is loaded when a package is there. */
export async function checkEvidence(input: EvidenceInput, signal: AbortSignal): Promise<EvidenceFindings> {
  const { findEvidence } = await import('./evidence-findings.ts');
  return findEvidence(input, signal);
}
