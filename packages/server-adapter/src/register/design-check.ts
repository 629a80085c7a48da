import { decodeBase64 } from '@sealkit/core/bytes';
import { SealkitError } from '@sealkit/core/errors';
import { PortError } from '@sealkit/core/ports';
import { findFaceIssues, likenessOfFace } from '@sealkit/core/seal';
import type { AdapterContext } from '../adapter-context.ts';
import { AdapterError } from '../adapter-error.ts';
import type { OrganisationRecord, SealRecord } from '../storage/records.ts';
import { type DesignFault, SealDesignError, type SealOrder } from './seal-maker.ts';

/**
 * Why the face of an order cannot be made; null where nothing is known against it, or nobody makes seals here. A maker that does
 * not answer this itself is taken for one that draws what core draws.
 *
 * @throws {@link AdapterError} `SEAL_MAKER_FAILED` where the maker could not say.
 */
export async function findDesignRefusal({ sealMaker }: AdapterContext, order: SealOrder): Promise<AdapterError | null> {
  if (sealMaker === null) return null;
  let faults: readonly DesignFault[];
  try {
    faults = await (sealMaker.check === undefined ? coreFaults(order) : sealMaker.check(order));
  } catch (cause) {
    const error = makerError(cause);
    if (error.code !== 'SEAL_DESIGN_REFUSED') throw error;
    return error;
  }
  return faults.length === 0 ? null : designRefused(faults);
}

/** What a maker threw, as the caller is told it: a refusal of the design, or a failure, which may pass where the maker says so. */
export function makerError(cause: unknown): AdapterError {
  if (cause instanceof SealDesignError) return designRefused(cause.faults, cause);
  if (cause instanceof SealkitError && cause.code === 'FACE_GLYPH_MISSING') {
    return designRefused([{ code: 'GLYPH_MISSING', character: String(cause.facts['character'] ?? '') }], cause);
  }
  return new AdapterError('SEAL_MAKER_FAILED', { cause, retryable: cause instanceof PortError && cause.retryable });
}

/** The first version of a seal, as it would be ordered from its draft. */
export function orderOfDraft(seal: SealRecord, organisation: OrganisationRecord): SealOrder {
  const { tenant, number, kind, ordinal, name, testMaterial, design } = seal;
  return { tenant, number, version: 1, kind, ordinal, name, organisation, testMaterial, design, previous: null };
}

function designRefused(faults: readonly DesignFault[], cause?: unknown): AdapterError {
  const [first] = faults;
  return new AdapterError('SEAL_DESIGN_REFUSED', {
    ...(cause === undefined ? {} : { cause }),
    values: {
      fault: first?.code ?? 'OTHER',
      ...(first?.actual === undefined ? {} : { actual: first.actual }),
      ...(first?.limit === undefined ? {} : { limit: first.limit }),
      ...(first?.character === undefined ? {} : { character: first.character }),
    },
  });
}

/** What core itself would not draw. Which characters there are outlines for, the maker alone knows. */
async function coreFaults({ kind, design, testMaterial }: SealOrder): Promise<readonly DesignFault[]> {
  if (design === null) return [];
  if (design.type === 'picture') {
    try {
      await likenessOfFace({ type: 'PNG', bytes: decodeBase64(design.base64) });
      return [];
    } catch (cause) {
      if (!(cause instanceof SealkitError)) throw cause;
      return [{ code: 'PICTURE_UNREADABLE' }];
    }
  }
  const { ringText, line, code, diameterUm } = design;
  return findFaceIssues({
    kind,
    ringText,
    testMaterial,
    ...(line === undefined ? {} : { line }),
    ...(code === undefined ? {} : { code }),
    ...(diameterUm === undefined ? {} : { diameterMm: diameterUm / 1000 }),
  });
}
