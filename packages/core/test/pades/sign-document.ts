import { type Bytes, concatBytes, decodeBase64, memorySource } from '../../src/bytes/index.ts';
import { digest } from '../../src/crypto/index.ts';
import type { PrepareSignatureOptions } from '../../src/pades/signature/prepare-signature.ts';
import { completeSignature } from '../../src/pades/signature/complete-signature.ts';
import { prepareSignature } from '../../src/pades/signature/prepare-signature.ts';
import type { Signer } from '../../src/ports/index.ts';

export type SigningRequest = Pick<PrepareSignatureOptions, 'act'> & Partial<PrepareSignatureOptions>;

/** Prepare, sign, complete: the whole signed document. */
export async function signDocument(original: Uint8Array, signer: Signer, request: SigningRequest): Promise<Bytes> {
  const source = memorySource(original);
  const prepared = await prepareSignature(source, {
    signerCertificates: signer.certificates,
    signatureAlgorithm: signer.algorithm,
    digestAlgorithm: signer.algorithm.digest,
    time: new Date('2026-11-23T10:00:00Z'),
    ...request,
  });
  const dtbs = decodeBase64(prepared.dataToBeSigned);
  const value = await signer.sign({ dtbs, digest: await digest(signer.algorithm.digest, dtbs) });
  const signed = await completeSignature(prepared, value, { source });
  return concatBytes(original, signed.appended);
}
