/** Texts of `--help`, one for the command and one for each subcommand. */
export const HELP = {
  sealkit: `Usage: sealkit COMMAND [OPTIONS] [FILE…]

  sign      sign PDF files (PAdES B-B, B-T, B-LT, B-LTA)
  complete  put a signature value that was made elsewhere into a prepared signature
  augment   raise the level of the signatures in a PDF file
  timestamp add a document time-stamp to a PDF file
  cms       sign any file (CAdES B-B, B-T, B-LT, B-LTA, detached or attached)
  verify    verify signed PDF files, CMS signatures and time-stamp tokens
  evidence  fetch, verify, build or renew the evidence package of an envelope
  doctor    look at the store of a server from end to end
  erase     erase what a person wrote from the store of a server

sealkit COMMAND --help says more. sealkit --version prints the version.
Exit codes: 0 done or TOTAL-PASSED, 1 TOTAL-FAILED, 2 INDETERMINATE, 3 no signature, 4 a file cannot be processed,
64 wrong usage, 69 a service could not be reached, 74 the output could not be written.`,
  sign: `Usage: sealkit sign IN -o OUT KEY [OPTIONS]
       sealkit sign IN… --out-dir D KEY [OPTIONS]

Key
  --p12 F                        PKCS #12 file
  --key F --cert F [--chain F]   PEM or DER key and certificates (--chain may be repeated)
  --password-file F              file with the password in its first line, or - for standard input
  --pkcs11 LIB                   library of a token or HSM (with the optional package pkcs11js)
  --pkcs11-key LABEL  --pkcs11-key-id HEX
                                 the key on it
  --pkcs11-token LABEL  --pkcs11-serial S  --pkcs11-slot N
                                 the token, where there is more than one
  --pin-file F                   file with the PIN in its first line, or -; otherwise it is asked for
                                 --cert F and --chain F for certificates that the token does not have
  --digest D                     sha256, sha384, sha512, sha3-256, sha3-384 or sha3-512; otherwise what fits the key
  --pss                          RSASSA-PSS with an RSA key
  Keys may be RSA, EC (P-256, P-384, P-521, brainpoolP256r1, brainpoolP384r1, brainpoolP512r1), Ed25519 and Ed448

Signature
  --field NAME                   an existing empty field is used, otherwise one is made (Signature1, Signature2, …)
  --reason T  --location T  --contact T  --name T
  --image F --page N --rect x,y,w,h [--unit mm|pt|percent] [--rotate DEG]
                                 PNG, JPEG or SVG of the closed profile; from the top left of the page as displayed
  --certify 1|2|3                certification signature
  --lock all|include:A,B|exclude:A,B
  --at ISO                       claimed signing time (default now)
  --pdf-password-file F          user or owner password of an encrypted document

Level
  --level B-B|B-T|B-LT|B-LTA     default B-B; from B-T on with --tsa, from B-LT on with --trust
  --tsa URL                      RFC 3161 authority; several are tried in order
  --trust F  --trust-tsa F       anchors at which chains end
  --extra-cert F  --crl F  --ocsp F
                                 material at hand; the rest is fetched from the URLs in the certificates
  --offline                      fetch nothing but time-stamps
  --allow-private-network        URLs in certificates may lead to private addresses

Output
  -o OUT  --out-dir D            with --out-dir each file becomes NAME-signed.pdf
  --force                        replace an existing output
  --prepare-only                 write the prepared signature for sealkit complete
  --json                         one line of JSON for each file

- as IN reads standard input. The input is never touched.`,
  complete: `Usage: sealkit complete IN --state STATE.json --signature F -o OUT [--force] [--json]
                        [--pdf-password-file F] [level options of sealkit sign]

  --state F      what sealkit sign --prepare-only wrote
  --signature F  the value over prepared.dataToBeSigned (digest: digestToSign), as raw octets or base64:
                 RSA raw, ECDSA as DER SEQUENCE of r and s, Ed25519 and Ed448 raw`,
  augment: `Usage: sealkit augment IN -o OUT --level B-T|B-LT|B-LTA --tsa URL [OPTIONS]

  --level L      B-LTA by default; on a file that has it already another time-stamp is added over fresh material
  --vri          list each signature's material by name too
  --pdf-password-file F  --force  --json
  Level options as of sealkit sign: --tsa, --trust, --trust-tsa, --extra-cert, --crl, --ocsp, --offline, --allow-private-network`,
  timestamp: `Usage: sealkit timestamp IN -o OUT --tsa URL [OPTIONS]

  --trust F  --trust-tsa F       anchors of the authority; without any its chain is not judged
  --extra-cert F                 certificates that may stand between
  --digest sha256|sha384|sha512  default sha256
  --field NAME                   name of the new field
  --pdf-password-file F  --force  --json`,
  cms: `Usage: sealkit cms FILE -o OUT.p7s KEY [--attached] [--level L] [--at ISO] [--force] [--json]

  KEY options as of sealkit sign: --p12, --key, --cert, --chain, --password-file, --pkcs11…, --pin-file, --digest, --pss
  --attached     the content lies inside the signature
  --level B-B|B-T|B-LT|B-LTA     default B-B; from B-T on with --tsa, from B-LT on with --trust
  Level options as of sealkit sign: --tsa, --trust, --trust-tsa, --extra-cert, --crl, --ocsp, --offline, --allow-private-network`,
  verify: `Usage: sealkit verify FILE… [OPTIONS]

Trust (PEM or DER; options may be repeated, one file each; without --trust nobody is trusted)
  --trust F  --trust-tsa F  --trust-seal-maker F  --trust-register F
  --cert F                       more certificates for building paths
  --crl F  --ocsp F              revocation answers that are at hand
  --intent F                     proofs of intent of the uses, JSON, as an evidence package has them in uses/ID/intent.json

Judging
  --at ISO                       validation time (default now)
  --revocation require|if-present|ignore
  --permit none|validation-material|form-filling|annotations
  --policy basic|strict|long-term|F
  --online                       fetch issuers, CRLs and OCSP responses from the URLs in the certificates
  --allow-private-network        also from private addresses
  --offline                      no network (the default, said explicitly)
  --content F                    what a detached signature or a time-stamp is over
  --pdf-password-file F          password of an encrypted document

Output
  --json                         one JSON object for each file
  --detailed                     all checks in their groups, certificates and time-stamps
  --simple                       verdict and first reason alone
  --etsi-xml F                   also the report of ETSI TS 119 102-2, of one file; --force replaces F
  --save-facts F                 also what was observed of one file, as JSON
  --from-facts                   FILE is what --save-facts wrote: it is judged again, by --policy and --at; it is believed

- as FILE reads standard input. The exit code is the worst of all files (0, 3, 2, 1, 4).`,
  evidence: `Usage: sealkit evidence ENVELOPE --server URL --token-file F -o OUT.asice [--force] [--json]
       sealkit evidence verify FILE [OPTIONS]
       sealkit evidence build ENVELOPE --store STORE -o OUT.asice KEY [OPTIONS]
       sealkit evidence renew FILE -o OUT.asice --tsa URL --trust F [OPTIONS]

Without a verb: the package as a running server makes it; URL with its base path, for the person whose bearer token F holds

verify: one package, offline; without anchors nobody is trusted
  --trust F  --trust-tsa F  --trust-seal-maker F  --trust-register F
  --log-key VKEY                 key of a transparency log; may be repeated
  --document F                   the document, where the package has only its digests
  --at ISO  --policy P  --revocation R  --permit C  --json
                                 as of sealkit verify
Exit codes: 0 PASSED, 1 FAILED, 2 INDETERMINATE.

build: from a store as sealkit doctor opens it (--tenant, --schema); KEY options as of sealkit sign, an ES256 key of the register
  --objects WHERE  --s3-endpoint URL
                                 where documents are kept, as of sealkit doctor
  --document F                   the document of an envelope whose document does not come to the server
  --log-key VKEY                 proves the last event out of the store's log
  --by PERSON  --issuer NAME     what the package says of its making
  --check-page URL               where the code on the report leads
  --force  --json

renew: one more archive time-stamp over the signature, before the last one ages; nothing else changes
  --tsa URL  --trust F  --trust-tsa F  --extra-cert F  --crl F  --ocsp F  --offline  --allow-private-network
                                 as of sealkit augment
  --force  --json`,
  doctor: `Usage: sealkit doctor STORE [OPTIONS]

STORE is a file of SQLite, or a URL such as postgresql://sealkit_owner@db.example/seals without a password
(PGPASSFILE or PGPASSWORD). It is read as it is at one moment, while servers go on, and never written.

  --tenant T       whom to look at; may be repeated. PostgreSQL needs it for a role that sees one tenant at a time;
                   a file and the owner of the tables show all
  --schema S       PostgreSQL: default sealkit
  --objects WHERE  where documents are kept: a directory, or s3://BUCKET/PREFIX with AWS_REGION, AWS_ACCESS_KEY_ID and
                   AWS_SECRET_ACCESS_KEY in the environment. Every version is read and compared with its envelope
  --s3-endpoint URL  of a service that is not Amazon's
  --trust-register F  anchor of the register: permits are verified as signed by it; may be repeated
  --log-key VKEY   key of a transparency log: its checkpoints are verified as signed by it; may be repeated
  --trust-tsa F    anchor of the authority whose time-stamps are over checkpoints; may be repeated
  --json           one JSON object

Every chain, row of the use log, use, permit, proof of intent, authenticator, verification, version of a seal, leaf, tile and
checkpoint is looked at.
Exit codes: 0 sound, 1 something is not as the server wrote it, 4 the store cannot be opened, 69 no connection.`,
  erase: `Usage: sealkit erase STORE --tenant T (--person P | --event E) --reason TEXT --by ID [--schema S] [--json]

STORE as of sealkit doctor; for PostgreSQL as the role of the application. Servers may go on meanwhile.

  --person P       everything that this person wrote: reasons, comments, notes
  --event E        what one event holds of it
  --reason TEXT    why; kept like any other reason
  --by ID          who erases, as the log shall name them

Chains, proofs and checkpoints stay valid; the erasure is an event.`,
} as const;
