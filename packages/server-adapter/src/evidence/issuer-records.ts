import { type Bytes, memorySource } from '@sealkit/core/bytes';
import type { EvidenceSignature } from '@sealkit/core/evidence';
import { SealkitError } from '@sealkit/core/errors';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import type { AdapterContext } from '../adapter-context.ts';
import { nodeDigestEngine } from '../bytes/index.ts';
import type { IssuerRecords } from './gather-evidence.ts';

/** What the server says of its own in a package: what it found in the document, and how its host describes it. */
export async function issuerRecords(
  context: AdapterContext,
  document: Bytes | null,
): Promise<Pick<IssuerRecords, 'signatures' | 'environment' | 'report'>> {
  const { glyphs, checkPage = null, environment = null } = context.evidence;
  return {
    signatures: document === null ? null : await validatedSignatures(context, document),
    environment,
    report: glyphs === undefined ? null : { glyphs: glyphs.name, checkPage },
  };
}

/** Null for a document that cannot be judged; the verifier's own rows tell why. */
async function validatedSignatures(context: AdapterContext, document: Bytes): Promise<readonly EvidenceSignature[] | null> {
  const { trust, revocationSource, clock } = context;
  try {
    const report = await validateDocument(memorySource(document), {
      trust,
      policy: VALIDATION_POLICIES.basic,
      validationTime: clock.now(),
      engine: nodeDigestEngine,
      ...(revocationSource === null ? {} : { revocationSource }),
    });
    return report.signatures.map((found, index) => ({
      field: found.field ?? String(index + 1),
      indication: found.indication,
      subIndication: found.subIndication ?? null,
      level: found.baselineLevel,
      signer: found.signer?.subject ?? null,
      issuer: found.signer?.issuer ?? null,
      claimedSigningTime: found.claimedSigningTime,
      bestSignatureTime: found.bestSignatureTime,
      bestSignatureTimeSource: found.bestSignatureTimeSource,
    }));
  } catch (error) {
    if (error instanceof SealkitError) return null;
    throw error;
  }
}
