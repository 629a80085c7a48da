import { isTestMaterial } from '../facts/certificate-summary.ts';
import { type Check, failed, notApplicable, passed } from './check.ts';

/** Marks of test material agree: a test seal under a real certificate, or the reverse, is a mix-up or a trick. */
export const sealTestMaterial: Check = {
  id: 'seal.test-material-consistent',
  clause: 'formats, "Test material"',
  group: 'seal',
  run: ({ seal, paths }, { certificates }) => {
    if (seal === null || seal.statement === null) return notApplicable('NO_STATEMENT');
    const marked = (fingerprint: string | null): boolean | undefined => {
      const certificate = fingerprint === null ? undefined : certificates.get(fingerprint);
      return certificate && isTestMaterial(certificate);
    };
    const marks = { statement: seal.statement.testMaterial, signer: marked(paths.certificate), maker: marked(seal.makerPaths.certificate) };
    const known = Object.values(marks).filter((mark) => mark !== undefined);
    const values = { statement: marks.statement, signer: marks.signer ?? null, maker: marks.maker ?? null };
    return known.every((mark) => mark === marks.statement) ? passed(values) : failed('FORMAT_FAILURE', 'TEST_MATERIAL_MIXED', values);
  },
};
