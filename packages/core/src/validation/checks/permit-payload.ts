import type { JsonValue } from '../../bytes/index.ts';
import { assertPermitPayload, type PermitPayload, SealError } from '../../seal/index.ts';
import type { JwsFacts } from '../facts/use-facts.ts';

/** The payload of a permit that facts hold; undefined for anything else. */
export function permitOfFacts(permit: JwsFacts | null | undefined): PermitPayload | undefined {
  if (permit === null || permit === undefined || permit.fault !== null) return undefined;
  try {
    return assertPermitPayload(permit.payload);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

/** A text member of a payload. */
export function textMember(payload: JsonValue, name: string): string | null | undefined {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined;
  const value = Object.entries(payload).find(([key]) => key === name)?.[1];
  return typeof value === 'string' || value === null ? value : undefined;
}
