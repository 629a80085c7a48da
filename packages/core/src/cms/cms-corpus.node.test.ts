import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { decodeHex, decodeLatin1 } from '../bytes/index.ts';
import { digest } from '../crypto/index.ts';
import { parsePem } from '../x509/index.ts';
import { CmsError } from './cms-error.ts';
import { parseSignedData, type SignedData } from './signed-data.ts';
import { findSignerCertificate } from './signer-certificate.ts';
import { verifySignerInfo } from './signer-info-verification.ts';

const CORPUS = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus');
const PRESENT = existsSync(CORPUS);
const CONTENTS = /\/Contents\s*<([0-9A-Fa-f\s]{64,})>/g;

describe.skipIf(!PRESENT)('CMS of other makers (skipped where the shared corpus is absent)', () => {
  it('ends every CMS file parsed or with a typed error, and verifies what is encapsulated', async () => {
    const tally = { parsed: 0, refused: 0, valid: 0 };
    for (const file of filesBelow('cades-')) {
      const bytes = derOf(readFileSync(file));
      const signedData = parseOrRefuse(bytes, file);
      if (signedData === undefined) tally.refused += 1;
      else {
        tally.parsed += 1;
        tally.valid += await countValid(signedData);
      }
    }
    expect(tally.parsed > 100, JSON.stringify(tally)).to.equal(true);
    expect(tally.valid > 50, JSON.stringify(tally)).to.equal(true);
  }, 120_000);

  it('ends every CMS inside the PDF files parsed or with a typed error', () => {
    const tally = { parsed: 0, refused: 0 };
    for (const file of filesBelow('pades-').filter((name) => name.endsWith('.pdf'))) {
      for (const [, hex = ''] of decodeLatin1(readFileSync(file)).matchAll(CONTENTS)) {
        const digits = hex.replaceAll(/\s/g, '');
        const parsed = parseOrRefuse(decodeHex(digits.slice(0, digits.length & ~1)), file, true);
        tally[parsed === undefined ? 'refused' : 'parsed'] += 1;
      }
    }
    expect(tally.parsed > 200, JSON.stringify(tally)).to.equal(true);
  }, 120_000);
});

function filesBelow(prefix: string): readonly string[] {
  return readdirSync(CORPUS)
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => readdirSync(join(CORPUS, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md') && !entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function derOf(bytes: Buffer): Uint8Array {
  if (bytes.subarray(0, 11).toString('latin1') !== '-----BEGIN ') return bytes;
  return parsePem(bytes.toString('latin1'))[0]?.der ?? bytes;
}

function parseOrRefuse(bytes: Uint8Array, file: string, allowTrailing = false): SignedData | undefined {
  try {
    return parseSignedData(bytes, { allowTrailing });
  } catch (error) {
    expect(error, file).to.be.instanceOf(CmsError);
    return undefined;
  }
}

async function countValid(signedData: SignedData): Promise<number> {
  let valid = 0;
  for (const signerInfo of signedData.signerInfos) {
    const certificate = findSignerCertificate(signerInfo, signedData.certificates);
    const algorithm = signerInfo.digestAlgorithm.name;
    if (certificate === undefined || algorithm === undefined || signedData.content === undefined) continue;
    const facts = await verifySignerInfo({
      signerInfo,
      certificate,
      contentType: signedData.contentType,
      contentDigest: await digest(algorithm, signedData.content),
      content: signedData.content,
    });
    if (facts.signatureValue === 'valid' && facts.messageDigestMatches !== false) valid += 1;
  }
  return valid;
}
