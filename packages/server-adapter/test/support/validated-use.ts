import { concatBytes, decodeBase64, memorySource } from '@sealkit/core/bytes';
import { VALIDATION_POLICIES, validateDocument, type ValidationReport } from '@sealkit/core/validation';
import type { UseResult } from '@sealkit/core/protocol';
import type { TestDocument, World } from './world.ts';

/** What our validator says of a document with the revision of a use, at the world's time and under its root. */
export function validateUse(
  world: World,
  { bytes }: Pick<TestDocument, 'bytes'>,
  { revision }: Pick<UseResult, 'revision'>,
): Promise<ValidationReport> {
  const root = world.pki.root.certificate;
  return validateDocument(memorySource(concatBytes(bytes, decodeBase64(revision))), {
    policy: VALIDATION_POLICIES.basic,
    trust: { signers: [root], sealMakers: [root], registers: [root] },
    validationTime: world.now(),
  });
}

/** Integrity, signature and permit hold, and the places on pages 1 and 2 show the picture of the seal. */
export async function expectExplained(world: World, document: TestDocument, result: UseResult): Promise<void> {
  const report = await validateUse(world, document, result);
  const [signature] = report.signatures;
  expect([report.document.integrity, signature?.indication, signature?.seal?.permit?.indication]).to.deep.equal([
    'intact',
    'TOTAL-PASSED',
    'PASSED',
  ]);
  expect(signature?.seal?.places.map(({ page, picture }) => [page, picture])).to.deep.equal([
    [1, 'equal'],
    [2, 'equal'],
  ]);
}
