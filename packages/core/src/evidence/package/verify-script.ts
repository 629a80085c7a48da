import { ENTRY } from './entry-names.ts';
import type { EvidenceRecords, EvidenceUseFacts } from './evidence-records.ts';

/**
 * `VERIFY.md`: how to check the package without our programs, with a script of `sh` that needs `unzip`, `openssl` (3.0 or newer) and
 * `sha256sum`. docs/evidence-format.md §7
 */
export function verifyText({ document, uses, events, envelope }: EvidenceRecords): string {
  const script = [
    ...CONTAINER,
    ...(events === null ? [] : CHAIN),
    ...(document === null ? [] : uses.flatMap(({ facts }) => signatureOf(facts))),
    'echo "done: every step above holds"',
  ];
  return [
    `# How to verify the evidence of envelope ${envelope.id}`,
    '',
    'This folder is an ASiC-E container (ETSI EN 319 162-1). `evidence.json` says what happened, the other files prove it. Whom to trust is',
    'yours to say: `register.pem` holds the certificate of the register that issued the package, or a root that issues nothing else, since',
    'whoever has a certificate below it can issue packages; `signers.pem` holds the roots of the signers. Get them from elsewhere, never from',
    'this package. The script below is part of it as well: read it before you run it, or take that of a package that you trust. Save the script as `verify.sh` and run `sh verify.sh case.asice register.pem signers.pem`.',
    '',
    '```sh',
    ...script,
    '```',
    '',
    'What the script does not look at: what comes in a PDF file behind the octets that a signature is over (a viewer that validates PAdES does),',
    'octets before, between and behind the files of the container and its signature, permits, use records and receipts (JSON Web Signatures),',
    ' the proof that the last event is in the transparency log (C2SP tlog-proof), time-stamps, revocation data, and whether',
    '`report.pdf` says what `evidence.json` says.',
    '`sealkit evidence verify` and a second program in Python do; `docs/evidence-format.md` says how.',
    '',
  ].join('\n');
}

const CONTAINER: readonly string[] = [
  'set -eu',
  'package=$(realpath "$1"); register=$(realpath "$2"); signers=$(realpath "$3")',
  'folder=$(mktemp -d); trap \'rm -rf "$folder"\' EXIT',
  'unzip -q "$package" -d "$folder/case"; cd "$folder/case"',
  '',
  '# The register signed the manifest.',
  `openssl cms -verify -cades -binary -inform DER -in ${ENTRY.signature} -content ${ENTRY.manifest} -CAfile "$register" -partial_chain -purpose any -out /dev/null`,
  '# The manifest names the digest of every file.',
  `sed -n 's/.*Reference URI="\\([^"]*\\)" MimeType.*<ds:DigestValue>\\(.*\\)<\\/ds:DigestValue>.*/\\2 \\1/p' ${ENTRY.manifest} > ../manifest`,
  'while read -r value name; do',
  '  test "$(openssl dgst -sha256 -binary "$name" | openssl base64 -A)" = "$value" || { echo "$name: digest differs"; exit 1; }',
  'done < ../manifest',
  '# Nothing else lies beside them.',
  "find . -type f | sed 's|^\\./||' | while IFS= read -r name; do",
  `  case "$name" in mimetype|${ENTRY.manifest}|${ENTRY.signature}) continue ;; esac`,
  '  cut -d " " -f 2 ../manifest | grep -qxF -e "$name" || { echo "$name: nobody signed it" >&2; exit 1; }',
  'done',
  `sha256sum --quiet -c ${ENTRY.sha256}`,
  'while read -r value name; do',
  '  test "$(openssl dgst -sm3 "$name" | sed \'s/.* //\')" = "$value" || { echo "$name: SM3 differs"; exit 1; }',
  `done < ${ENTRY.sm3}`,
  'echo "container: signed by the register, every file is as it was"',
];

/** Each line of the events is what its digest is over; the next one names it. */
const CHAIN: readonly string[] = [
  '',
  '# Every event names the digest of the one before it.',
  'before=null',
  'while IFS= read -r event; do',
  '  named=$(printf %s "$event" | sed \'s/.*"prev":"\\{0,1\\}\\([a-z0-9:]*\\)"\\{0,1\\},"seal.*/\\1/\')',
  '  test "$named" = "$before" || { echo "events: the chain is broken at $event"; exit 1; }',
  '  before="sha256:$(printf %s "$event" | sha256sum | cut -d " " -f 1)"',
  `done < ${ENTRY.events}`,
  `grep -q "\\"head\\":\\"$before\\"" ${ENTRY.evidence} || { echo "events: the last one is not the head"; exit 1; }`,
  'echo "events: one unbroken chain"',
];

/** The signature of one use over its byte range, as any PDF reader finds it; OpenSSL turns the hexadecimal into octets. */
function signatureOf({ id, byteRange: [, before = 0, after = 0, rest = 0] }: EvidenceUseFacts): readonly string[] {
  const digits = after - before - 2;
  return [
    '',
    `# Use ${id}: the signature in the document.`,
    `{ head -c ${before} ${ENTRY.document}; tail -c +${after + 1} ${ENTRY.document} | head -c ${rest}; } > ../signed`,
    `{ printf "asn1=FORMAT:HEX,OCT:"; tail -c +${before + 2} ${ENTRY.document} | head -c ${digits}; echo; } > ../octets.cnf`,
    'openssl asn1parse -genconf ../octets.cnf -noout -out ../octets.der',
    `tail -c +${headerLength(digits / 2) + 1} ../octets.der > ../signature.der`,
    'openssl cms -verify -binary -inform DER -in ../signature.der -content ../signed -CAfile "$signers" -partial_chain -purpose any -out /dev/null',
    `echo "use ${id}: the signature in the document holds"`,
  ];
}

/** Octets of tag and length before an OCTET STRING of this length (X.690 §8.1.3). */
function headerLength(length: number): number {
  if (length < 0x80) return 2;
  return 2 + Math.ceil(Math.log2(length + 1) / 8);
}
