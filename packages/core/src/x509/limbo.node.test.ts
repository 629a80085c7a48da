import { judgePublishedPath } from '@sealkit/testkit/node';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parsePem } from './pem.ts';

const FILE = resolve(process.env['SEALKIT_SHARED'] ?? '../shared', 'corpus/pkix-limbo/limbo.json');

interface LimboCase {
  readonly id: string;
  readonly expected_result: 'SUCCESS' | 'FAILURE';
  readonly peer_certificate: string;
  readonly untrusted_intermediates: readonly string[];
  readonly trusted_certs: readonly string[];
  readonly crls: readonly string[];
  readonly validation_time: string | null;
}

const CASES: readonly LimboCase[] = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as { readonly testcases: readonly LimboCase[] }).testcases
  : [];

const ISSUER = 'a rule of RFC 5280 §4 and §5 for whoever issues, which path validation (§6) does not ask for';
const ANCHOR = 'the anchor is the caller’s word; its own certificate is not checked';
const SERVER = 'whether the certificate names the server, or may serve one';
const WEB = 'a rule of the CA/Browser Forum';

/** Refused by the suite and not here: each by name, with the reason. */
const NOT_REFUSED: ReadonlyMap<string, string> = new Map([
  ['crl::crlnumber-missing', ISSUER],
  ['pathlen::max-chain-depth-1-exhausted', 'a bound of the caller’s, which checkPath does not take'],
  ['pathological::nc-dos-3', 'valid by the standard, as the suite says itself; answered without a wait'],
  ['rfc5280::aki::leaf-missing-aki', ISSUER],
  ['rfc5280::aki::intermediate-missing-aki', ISSUER],
  ['rfc5280::aki::cross-signed-root-missing-aki', ISSUER],
  ['rfc5280::eku::ee-wrong-eku', SERVER],
  ['rfc5280::nc::permitted-dns-match-noncritical', ISSUER],
  ['rfc5280::pc::ica-noncritical-pc', ISSUER],
  ['rfc5280::san::noncritical-with-empty-subject', ISSUER],
  ['rfc5280::san::underscore-dns', SERVER],
  ['rfc5280::san::ip-in-dns', SERVER],
  ['rfc5280::serial::too-long', ISSUER],
  ['rfc5280::serial::zero', ISSUER],
  ['rfc5280::serial::negative', ISSUER],
  ['rfc5280::ski::root-missing-ski', ANCHOR],
  ['rfc5280::root-missing-basic-constraints', ANCHOR],
  ['rfc5280::root-non-critical-basic-constraints', ANCHOR],
  ['rfc5280::root-inconsistent-ca-extensions', ANCHOR],
  ['rfc5280::leaf-ku-keycertsign', ISSUER],
  ['rfc5280::ee-critical-aia-invalid', ISSUER],
  ['rfc5280::ca-as-leaf-wrong-san', SERVER],
  ['webpki::aki::root-with-aki-missing-keyidentifier', WEB],
  ['webpki::aki::root-with-aki-authoritycertissuer', WEB],
  ['webpki::aki::root-with-aki-authoritycertserialnumber', WEB],
  ['webpki::aki::root-with-aki-ski-mismatch', WEB],
  ['webpki::cn::ipv6-uppercase-mismatch', SERVER],
  ['webpki::cn::ipv6-uncompressed-mismatch', SERVER],
  ['webpki::cn::ipv6-non-rfc5952-mismatch', SERVER],
  ['webpki::cn::punycode-not-in-san', SERVER],
  ['webpki::cn::utf8-vs-punycode-mismatch', SERVER],
  ['webpki::cn::not-in-san', SERVER],
  ['webpki::eku::ee-critical-eku', WEB],
  ['webpki::eku::ee-without-eku', WEB],
  ['webpki::eku::root-has-eku', WEB],
  ['webpki::san::mismatch-domain-san', SERVER],
  ['webpki::san::mismatch-subdomain-san', SERVER],
  ['webpki::san::public-suffix-wildcard-san', SERVER],
  ['webpki::san::public-suffix-private-namespace-wildcard-san', SERVER],
  ['webpki::san::wildcard-embedded-leftmost-san', SERVER],
  ['webpki::san::wildcard-match-across-labels-san', SERVER],
  ['webpki::san::wildcard-embedded-ulabel-san', SERVER],
  ['webpki::san::unicode-emoji-san', SERVER],
  ['webpki::san::no-san', SERVER],
  ['webpki::san::san-critical-with-nonempty-subject', WEB],
  ['webpki::san::san-wildcard-only', SERVER],
  ['webpki::forbidden-p192-leaf', WEB],
  ['webpki::forbidden-dsa-leaf', WEB],
  ['webpki::forbidden-weak-rsa-key-in-root', WEB],
  ['webpki::forbidden-weak-rsa-in-leaf', WEB],
  ['webpki::forbidden-rsa-not-divisible-by-8-in-root', WEB],
  ['webpki::forbidden-rsa-key-not-divisible-by-8-in-leaf', WEB],
  ['webpki::v1-cert', WEB],
  ['webpki::ca-as-leaf', WEB],
]);

/** Purposes of documents, which the certificates of servers do not have. */
const OTHER_PURPOSES: ReadonlySet<string> = new Set(['EXTENDED_KEY_USAGE_UNSUITABLE', 'KEY_USAGE_UNSUITABLE']);
/** Where a case names no time. */
const SOME_TIME = '2024-06-01T00:00:00Z';

const der = (pem: string): Uint8Array => {
  const [block] = parsePem(pem);
  if (block === undefined) throw new TypeError('pem: expected a block');
  return block.der;
};

async function judge(entry: LimboCase): Promise<readonly string[]> {
  return judgePublishedPath({
    leaf: der(entry.peer_certificate),
    candidates: entry.untrusted_intermediates.map(der),
    anchors: entry.trusted_certs.map(der),
    crls: entry.crls.map(der),
    at: new Date(entry.validation_time ?? SOME_TIME),
    isRevocationNeeded: entry.crls.length > 0,
    besides: OTHER_PURPOSES,
  });
}

describe.skipIf(CASES.length === 0)('x509-limbo (skipped where the shared corpus is absent)', () => {
  it('is here as a whole, and every exception names a case', () => {
    expect(CASES.length).to.equal(149);
    const ids = new Set(CASES.map(({ id }) => id));
    expect([...NOT_REFUSED.keys()].filter((id) => !ids.has(id))).to.deep.equal([]);
  });

  for (const entry of CASES) {
    const exception = NOT_REFUSED.get(entry.id);
    if (exception === undefined)
      it(`${entry.id} is a ${entry.expected_result}`, async () => {
        const words = await judge(entry);
        expect(words.length === 0 ? 'SUCCESS' : 'FAILURE', words.join()).to.equal(entry.expected_result);
      });
    else
      it(`${entry.id} is not refused: ${exception}`, async () => {
        expect(entry.expected_result).to.equal('FAILURE');
        const start = performance.now();
        expect(await judge(entry)).to.deep.equal([]);
        expect(performance.now() - start).to.be.below(2000);
      });
  }
});
