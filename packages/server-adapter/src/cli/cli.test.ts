import { generateKeyPairSync, sign as signWithNode } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeBase64, encodeLatin1, encodeUtf8, equalBytes } from '@sealkit/core/bytes';
import { encodePem } from '@sealkit/core/x509';
import { buildAccessiblePdf, buildSamplePdf, ODD_PDFS, TEST_KEY_FILES, testPki, testZip } from '@sealkit/testkit';
import { runSealkit as run } from '../../test/support/run-cli.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(at(name), bytes);
  return at(name);
};
const jsonOf = (line: string | undefined) => JSON.parse(line ?? 'null');

/** Files that every test may use: a document, a key, its password, anchors. */
async function fixtures() {
  const pki = await testPki();
  return {
    pdf: put('contract.pdf', await buildSamplePdf({ pages: 2 })),
    p12: put('key.p12', decodeBase64(TEST_KEY_FILES.modern.base64)),
    password: put('password', `${TEST_KEY_FILES.modern.password}\n`),
    root: put('root.pem', encodePem('CERTIFICATE', pki.root.certificate)),
    pki,
  };
}

const keyWords = (files: { readonly p12: string; readonly password: string }): readonly string[] => [
  '--p12',
  files.p12,
  '--password-file',
  files.password,
];

/** The test PKI has no revocation data above its leaves. */
const trusting = (files: { readonly root: string }): readonly string[] => ['--trust', files.root, '--revocation', 'if-present'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealkit-cli-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('sealkit', () => {
  it('prints help for itself and every command, and its version', async () => {
    for (const words of [['--help'], ['sign', '--help'], ['verify', 'x.pdf', '--help'], ['cms', '--help'], ['complete', '-h']]) {
      const { exit, out } = await run(words);
      expect(exit).to.equal(0);
      expect(out.join('\n')).to.match(/Usage: sealkit/);
    }
    expect((await run(['--version'])).out[0]).to.match(/^\d+\.\d+\.\d+/);
  });

  it('answers wrong usage with one line and exit 64', async () => {
    const files = await fixtures();
    const wrong: readonly (readonly [string, readonly string[]])[] = [
      ['USAGE', []],
      ['COMMAND_UNKNOWN', ['frobnicate']],
      ['COMMAND_UNKNOWN', ['toString']],
      ['USAGE', ['evidence', files.pdf]],
      ['USAGE', ['evidence', 'verify']],
      ['USAGE', ['evidence', 'build', 'id', '-o', at('out.asice')]],
      ['USAGE', ['sign']],
      ['USAGE', ['sign', files.pdf, ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf')]],
      ['USAGE', ['sign', files.pdf, files.root, '-o', at('out.pdf'), ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--out-dir', folder, ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--key', files.p12, ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', '-', ...keyWords(files)]],
      ['OPTION_UNKNOWN', ['sign', files.pdf, '--frobnicate']],
      ['OPTION_UNKNOWN', ['verify', files.pdf, '--constructor']],
      ['OPTION_VALUE_MISSING', ['sign', files.pdf, '-o']],
      ['OPTION_VALUE_MISSING', ['sign', files.pdf, '--reason', '--json']],
      ['OPTION_REPEATED', ['sign', files.pdf, '--reason', 'a', '--reason', 'b']],
      ['OPTION_VALUE_MALFORMED', ['verify', files.pdf, '--json=yes']],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--at', 'yesterday', ...keyWords(files)]],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--at', '2026-02-30T12:00:00Z', ...keyWords(files)]],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--digest', 'sha1', ...keyWords(files)]],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--pkcs11', 'x', '--pkcs11-key', 'k', '--pin-file', '-']],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--certify', '4', ...keyWords(files)]],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--lock', 'include:', ...keyWords(files)]],
      [
        'OPTION_VALUE_MALFORMED',
        ['sign', files.pdf, '-o', at('out.pdf'), '--image', files.p12, '--page', '0', '--rect', '1,1,1,1', ...keyWords(files)],
      ],
      [
        'OPTION_VALUE_MALFORMED',
        ['sign', files.pdf, '-o', at('out.pdf'), '--image', files.p12, '--page', '1', '--rect', '1,1,0,1', ...keyWords(files)],
      ],
      [
        'OPTION_VALUE_MALFORMED',
        ['sign', files.pdf, '-o', at('out.pdf'), '--image', files.p12, '--page', '1', '--rect', '1,1,1', ...keyWords(files)],
      ],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--rect', '1,1,1,1', ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--level', 'B-T', ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--level', 'B-LT', '--tsa', 'http://x', ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--tsa', 'http://x', ...keyWords(files)]],
      ['USAGE', ['augment', files.pdf, '-o', at('out.pdf'), '--level', 'B-T']],
      ['USAGE', ['timestamp', files.pdf, '-o', at('out.pdf')]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--pkcs11', 'lib.so']],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--pkcs11', 'lib.so', '--pkcs11-key', 'k', ...keyWords(files)]],
      ['USAGE', ['sign', files.pdf, '-o', at('out.pdf'), '--pin-file', files.password, ...keyWords(files)]],
      ['OPTION_VALUE_MALFORMED', ['sign', files.pdf, '-o', at('out.pdf'), '--pkcs11', 'lib.so', '--pkcs11-key-id', 'xyz']],
      [
        'OPTION_VALUE_MALFORMED',
        ['sign', files.pdf, '-o', at('out.pdf'), '--pkcs11', 'lib.so', '--pkcs11-key', 'k', '--pkcs11-slot', 'first'],
      ],
      ['USAGE', ['verify', files.pdf, '--online', '--offline']],
      ['USAGE', ['verify', files.pdf, '--allow-private-network']],
      ['USAGE', ['verify']],
      ['OPTION_VALUE_MALFORMED', ['verify', files.pdf, '--revocation', 'maybe']],
      ['USAGE', ['complete', files.pdf]],
      ['USAGE', ['cms', files.pdf]],
    ];
    for (const [code, words] of wrong) {
      const { exit, out, err } = await run(words);
      expect(err.length, words.join(' ')).to.equal(1);
      expect(err[0], words.join(' ')).to.match(new RegExp(`^sealkit: ${code}: `));
      expect(exit, words.join(' ')).to.equal(64);
      expect(out).to.deep.equal([]);
    }
    expect(readdirSync(folder).sort()).to.deep.equal(['contract.pdf', 'key.p12', 'password', 'root.pem']);
  });
});

describe('sealkit sign', () => {
  it('appends a signature that sealkit verify passes, and leaves the input as it is', async () => {
    const files = await fixtures();
    const before = readFileSync(files.pdf);
    const signed = await run(['sign', files.pdf, '-o', at('out.pdf'), ...keyWords(files), '--json', '--at', '2026-05-05T05:05:05Z']);
    expect(signed.err).to.deep.equal([]);
    expect(signed.exit).to.equal(0);
    const line = jsonOf(signed.out[0]);
    expect(Object.keys(line)).to.deep.equal(['file', 'output', 'field', 'level', 'byteRangeDigest', 'fileDigest']);
    expect(line.field).to.equal('Signature1');
    expect(equalBytes(readFileSync(files.pdf), before)).to.equal(true);
    expect(equalBytes(readFileSync(at('out.pdf')).subarray(0, before.length), before)).to.equal(true);
    const verified = await run(['verify', at('out.pdf'), ...trusting(files), '--json']);
    const report = jsonOf(verified.out[0]);
    expect(verified.exit, JSON.stringify(report)).to.equal(0);
    expect(report.document.indication).to.equal('TOTAL-PASSED');
    expect(report.document.integrity).to.equal('intact');
    expect(report.signatures[0].coverage).to.equal('whole-file');
    expect(report.signatures[0].baselineLevel).to.equal('B-B');
    expect(report.signatures[0].claimedSigningTime).to.match(/^2026-05-05T05:05:05/);
    expect(report.signatures[0].signer.subject).to.match(/CN=Signer p256/);
  });

  it('signs a second time in the next field, and a third into a prepared one', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('one.pdf'), ...keyWords(files)]);
    await run(['sign', at('one.pdf'), '-o', at('two.pdf'), ...keyWords(files)]);
    const report = jsonOf((await run(['verify', at('two.pdf'), ...trusting(files), '--json'])).out[0]);
    expect(report.signatures.map(({ field }: { field: string }) => field)).to.deep.equal(['Signature1', 'Signature2']);
    expect(report.document.indication).to.equal('TOTAL-PASSED');
    put('prepared.pdf', ODD_PDFS.preparedField());
    const signed = await run(['sign', at('prepared.pdf'), '-o', at('three.pdf'), '--field', 'Prepared', ...keyWords(files), '--json']);
    expect(jsonOf(signed.out[0]).field).to.equal('Prepared');
  });

  it('shows an SVG face in millimetres, points and percent, and refuses a page that is not there', async () => {
    const files = await fixtures();
    const face = put(
      'face.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="42mm" height="42mm" viewBox="0 0 42 42"><path d="M 1 1 L 41 1 L 41 41 Z" fill="#c00000" fill-rule="evenodd"/></svg>',
    );
    for (const [unit, rectangle] of [
      ['mm', '20,20,42,42'],
      ['pt', '56.7,56.7,119,119'],
      ['percent', '10,10,20,14'],
    ]) {
      const words = [
        'sign',
        files.pdf,
        '-o',
        at(`${unit}.pdf`),
        '--image',
        face,
        '--page',
        '2',
        '--rect',
        rectangle!,
        '--unit',
        unit!,
        ...keyWords(files),
      ];
      const { exit, err } = await run(words);
      expect(err).to.deep.equal([]);
      expect(exit).to.equal(0);
      const report = jsonOf((await run(['verify', at(`${unit}.pdf`), ...trusting(files), '--json'])).out[0]);
      expect(report.signatures[0].places[0].page).to.equal(2);
      expect(Math.abs(report.signatures[0].places[0].x - 20_000) < 1100, JSON.stringify(report.signatures[0].places)).to.equal(true);
    }
    const missing = await run([
      'sign',
      files.pdf,
      '-o',
      at('no.pdf'),
      '--image',
      face,
      '--page',
      '3',
      '--rect',
      '1,1,9,9',
      ...keyWords(files),
    ]);
    expect(missing.exit).to.equal(4);
    expect(missing.err[0]).to.match(/PAGE_MISSING/);
    const noImage = await run([
      'sign',
      files.pdf,
      '-o',
      at('no.pdf'),
      '--image',
      files.root,
      '--page',
      '1',
      '--rect',
      '1,1,9,9',
      ...keyWords(files),
    ]);
    expect(noImage.err[0]).to.match(/^sealkit: IMAGE_MALFORMED: /);
    expect(readdirSync(folder)).not.to.include('no.pdf');
  });

  it('replaces an output only by force, never the input, and leaves nothing behind when it fails', async () => {
    const files = await fixtures();
    const existing = put('out.pdf', 'precious');
    const refused = await run(['sign', files.pdf, '-o', existing, ...keyWords(files)]);
    expect(refused.exit).to.equal(74);
    expect(refused.err[0]).to.match(/^sealkit: OUTPUT_EXISTS: /);
    expect(readFileSync(existing, 'utf8')).to.equal('precious');
    expect((await run(['sign', files.pdf, '-o', existing, '--force', ...keyWords(files)])).exit).to.equal(0);
    const itself = await run(['sign', files.pdf, '-o', files.pdf, '--force', ...keyWords(files)]);
    expect(itself.exit).to.equal(74);
    expect(itself.err[0]).to.match(/OUTPUT_IS_INPUT/);
    const nowhere = await run(['sign', files.pdf, '-o', join(folder, 'missing', 'out.pdf'), ...keyWords(files)]);
    expect(nowhere.exit).to.equal(74);
    expect(nowhere.err[0]).to.match(/OUTPUT_NOT_WRITABLE/);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).to.deep.equal([]);
  });

  it('ends interrupted without an output', async () => {
    const files = await fixtures();
    const { exit, err } = await run(['sign', files.pdf, '-o', at('out.pdf'), ...keyWords(files)], { signal: AbortSignal.abort() });
    expect(exit).to.equal(4);
    expect(err[0]).to.match(/INTERRUPTED/);
    expect(readdirSync(folder)).not.to.include('out.pdf');
  });

  it('signs several files, goes on after one that fails, and says so in JSON', async () => {
    const files = await fixtures();
    const bad = put('bad.pdf', 'no PDF');
    mkdirSync(at('signed'));
    const words = ['sign', bad, files.pdf, at('absent.pdf'), '--out-dir', at('signed'), ...keyWords(files), '--json'];
    const { exit, out, err } = await run(words);
    expect(exit).to.equal(4);
    expect(out.length).to.equal(3);
    expect(jsonOf(out[0]).error.code).to.match(/^PDF_/);
    expect(jsonOf(out[1]).output).to.equal(join(at('signed'), 'contract-signed.pdf'));
    expect(jsonOf(out[2]).error.code).to.equal('FILE_NOT_READABLE');
    expect(err.length).to.equal(2);
    expect(readdirSync(at('signed'))).to.deep.equal(['contract-signed.pdf']);
  });

  it('takes PEM keys, standard input, and a password that a person types', async () => {
    const files = await fixtures();
    const { p256 } = files.pki.signers;
    const key = put('key.pem', encodePem('PRIVATE KEY', p256.privateKey));
    const certificate = put('cert.pem', encodePem('CERTIFICATE', p256.certificate));
    const chain = put('chain.pem', encodePem('CERTIFICATE', files.pki.intermediate.certificate));
    const pem = ['--key', key, '--cert', certificate, '--chain', chain];
    expect(
      (
        await run(['sign', '-', '-o', at('a.pdf'), ...pem], {
          readStandardInput: () => Promise.resolve(new Uint8Array(readFileSync(files.pdf))),
        })
      ).exit,
    ).to.equal(0);
    expect((await run(['verify', at('a.pdf'), ...trusting(files)])).exit).to.equal(0);
    const typed = await run(['sign', files.pdf, '-o', at('b.pdf'), '--p12', files.p12], {
      askSecret: () => Promise.resolve(TEST_KEY_FILES.modern.password),
    });
    expect(typed.exit).to.equal(0);
    const unasked = await run(['sign', files.pdf, '-o', at('c.pdf'), '--p12', files.p12]);
    expect(unasked.exit).to.equal(4);
    expect(unasked.err[0]).to.match(/^sealkit: KEY_FILE_PASSWORD_NEEDED: /);
    const wrong = await run(['sign', files.pdf, '-o', at('c.pdf'), '--p12', files.p12, '--password-file', put('wrong', 'hunter2')]);
    expect(wrong.err[0]).to.match(/^sealkit: KEY_FILE_PASSWORD_WRONG: /);
    expect(wrong.err[0]?.includes('hunter2')).to.equal(false);
    const otherKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' });
    const foreign = await run(['sign', files.pdf, '-o', at('c.pdf'), '--key', put('other.pem', String(otherKey)), '--cert', certificate]);
    expect(foreign.err[0]).to.match(/^sealkit: KEY_CERTIFICATE_MISSING: /);
  });

  it('refuses documents that cannot be signed with a typed code and exit 4', async () => {
    const files = await fixtures();
    for (const [name, bytes] of [
      ['empty', new Uint8Array()],
      ['text', encodeUtf8('hello')],
      ['twice', ODD_PDFS.pageTwice()],
      ['cut', readFileSync(files.pdf).subarray(0, 300)],
    ] as const) {
      const { exit, err } = await run(['sign', put(`${name}.pdf`, bytes), '-o', at('out.pdf'), ...keyWords(files)]);
      expect(exit, name).to.equal(4);
      expect(err[0], name).to.match(/^sealkit: (?:PDF|PADES)_[A-Z_]+: /);
    }
    expect(readdirSync(folder)).not.to.include('out.pdf');
  });

  it('signs a document with octets before its header, which stay where they are', async () => {
    const files = await fixtures();
    const original = ODD_PDFS.junkBeforeHeader();
    const signed = at('junk-signed.pdf');
    expect((await run(['sign', put('junk.pdf', original), '-o', signed, ...keyWords(files)])).exit).to.equal(0);
    expect(new Uint8Array(readFileSync(signed)).subarray(0, original.length)).to.deep.equal(new Uint8Array(original));
    const verified = await run(['verify', signed, '--json', '--revocation', 'ignore']);
    expect(JSON.parse(verified.out[0] ?? '').signatures[0].integrity).to.equal('intact');
  });
});

describe('sealkit complete', () => {
  it('tells that a field of a tagged document stays out of its structure, in words and in --json', async () => {
    const files = await fixtures();
    const tagged = put('tagged.pdf', buildAccessiblePdf());
    const seal = put(
      'seal.svg',
      '<svg width="10mm" height="10mm" viewBox="0 0 10 10"><path d="M 0 0 L 10 0 L 10 10 Z" fill="#CF111B"/></svg>',
    );
    const shown = ['--image', seal, '--page', '1', '--rect', '20,20,20,20', '--json', ...keyWords(files)];
    const first = await run(['sign', tagged, '-o', at('once.pdf'), ...shown]);
    expect([first.exit, first.err, jsonOf(first.out[0]).notices]).to.deep.equal([0, [], undefined]);
    const notices = [{ code: 'FIELD_UNTAGGED', reason: 'signed' }];
    for (const more of [
      ['-o', at('twice.pdf')],
      ['-o', at('state.json'), '--prepare-only'],
    ]) {
      const second = await run(['sign', at('once.pdf'), ...more, ...shown]);
      expect(second.exit).to.equal(0);
      expect(second.err.join('\n')).to.match(/^sealkit: FIELD_UNTAGGED: .*once\.pdf: .*somebody has signed it before/);
      expect(jsonOf(second.out[0]).notices).to.deep.equal(notices);
    }
    const state = JSON.parse(readFileSync(at('state.json'), 'utf8'));
    expect(state.prepared.notices).to.deep.equal(notices);
    for (const odd of ['signed', [1], [{ code: 'FIELD_UNTAGGED', reason: 'constructor' }], [{ code: 'OTHER', reason: 'signed' }]]) {
      put('odd.json', JSON.stringify({ ...state, prepared: { ...state.prepared, notices: odd } }));
      const words = ['complete', at('once.pdf'), '--state', at('odd.json'), '--signature', seal, '-o', at('done.pdf')];
      expect((await run(words)).err.join('\n')).to.match(/^sealkit: STATE_MALFORMED/);
    }
  });

  it('finishes on another day what --prepare-only began, with a value that came from outside', async () => {
    const files = await fixtures();
    const words = ['sign', files.pdf, '--prepare-only', '-o', at('state.json'), ...keyWords(files), '--field', 'Later'];
    expect((await run(words)).exit).to.equal(0);
    const state = jsonOf(readFileSync(at('state.json'), 'utf8'));
    const dtbs = Buffer.from(state.prepared.dataToBeSigned, 'base64');
    expect(Buffer.from(state.digestToSign, 'base64').length).to.equal(32);
    const key = encodePem('PRIVATE KEY', files.pki.signers.p256.privateKey);
    const value = signWithNode('sha256', dtbs, key);
    for (const [name, signature] of [
      ['raw', value],
      ['text', `${value.toString('base64')}\n`],
    ] as const) {
      const done = await run([
        'complete',
        files.pdf,
        '--state',
        at('state.json'),
        '--signature',
        put(`${name}.sig`, signature),
        '-o',
        at(`${name}.pdf`),
        '--json',
      ]);
      expect(done.err).to.deep.equal([]);
      expect(jsonOf(done.out[0]).field).to.equal('Later');
      expect((await run(['verify', at(`${name}.pdf`), ...trusting(files)])).exit).to.equal(0);
    }
  });

  it('refuses another document, another value and another state', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '--prepare-only', '-o', at('state.json'), ...keyWords(files)]);
    const state = jsonOf(readFileSync(at('state.json'), 'utf8'));
    const value = signWithNode(
      'sha256',
      Buffer.from(state.prepared.dataToBeSigned, 'base64'),
      encodePem('PRIVATE KEY', files.pki.signers.p256.privateKey),
    );
    const signature = put('value.sig', value);
    const other = put('other.pdf', await buildSamplePdf({ pages: 3 }));
    const wrongValue = put(
      'wrong.sig',
      signWithNode('sha256', encodeLatin1('other'), encodePem('PRIVATE KEY', files.pki.signers.p256.privateKey)),
    );
    const complete = async (document: string, stateFile: string, signatureFile: string): Promise<string | undefined> => {
      const { exit, err } = await run(['complete', document, '--state', stateFile, '--signature', signatureFile, '-o', at('out.pdf')]);
      expect(exit).to.equal(4);
      return err[0];
    };
    expect(await complete(other, at('state.json'), signature)).to.match(/PADES_ORIGINAL_CHANGED/);
    expect(await complete(files.pdf, at('state.json'), wrongValue)).to.match(/PADES_SIGNATURE_VALUE_INVALID/);
    const states: readonly unknown[] = [
      {},
      null,
      [],
      { ...state, prepared: { ...state.prepared, version: 2 } },
      { ...state, prepared: { ...state.prepared, holeStart: '1' } },
      { ...state, prepared: { ...state.prepared, stateAtHole: { ...state.prepared.stateAtHole, tail: 'zz' } } },
    ];
    for (const changed of states)
      expect(await complete(files.pdf, put('bad.json', JSON.stringify(changed)), signature)).to.match(/STATE_MALFORMED/);
    const moved = { ...state, prepared: { ...state.prepared, holeEnd: state.prepared.holeEnd + 2 } };
    expect(await complete(files.pdf, put('bad.json', JSON.stringify(moved)), signature)).to.match(/^sealkit: PADES_/);
    expect(readdirSync(folder)).not.to.include('out.pdf');
  });
});

describe('sealkit verify of ASiC containers', () => {
  it('answers for the container, its signature and each file in it', async () => {
    const files = await fixtures();
    const content = encodeUtf8('what is signed');
    expect((await run(['cms', put('content.txt', content), '-o', at('a.p7s'), ...keyWords(files)])).exit).to.equal(0);
    const signature = { name: 'META-INF/signature.p7s', content: new Uint8Array(readFileSync(at('a.p7s'))) };
    const mimetype = { name: 'mimetype', content: encodeUtf8('application/vnd.etsi.asic-s+zip') };
    const object = { name: 'content.txt', content };
    const whole = put('whole.asics', testZip([mimetype, object, signature]));
    const added = put('added.asics', testZip([mimetype, object, { name: 'more.txt', content }, signature]));
    const changed = put('changed.asics', testZip([mimetype, { ...object, content: encodeUtf8('something else') }, signature]));
    const twice = put('twice.asics', testZip([mimetype, object, object, signature]));
    const good = await run(['verify', whole, ...trusting(files), '--json']);
    expect([good.exit, jsonOf(good.out[0]).document.integrity]).to.deep.equal([0, 'intact']);
    expect(jsonOf(good.out[0]).container).to.deep.equal({
      type: 'ASiC-S',
      objects: [{ name: 'content.txt', size: content.length, isSigned: true }],
      evidenceRecords: [],
    });
    const saving = await run(['verify', whole, ...trusting(files), '--json', '--save-facts', at('facts.json'), '--etsi-xml', at('a.xml')]);
    const judged = await run(['verify', '--from-facts', at('facts.json'), '--revocation', 'if-present', '--json']);
    expect(jsonOf(judged.out[0])).to.deep.equal({
      ...jsonOf(saving.out[0]),
      file: at('facts.json'),
      savedFacts: { savedAt: jsonOf(judged.out[0]).savedFacts.savedAt },
    });
    expect(readFileSync(at('a.xml'), 'utf8')).to.include('mainindication:total-passed');
    expect(jsonOf(good.out[0]).signatures[0].file).to.equal('META-INF/signature.p7s');
    const all = await run(['verify', changed, added, twice, ...trusting(files), '--json']);
    expect(all.exit).to.equal(4);
    const [first, second, third] = all.out.map(jsonOf);
    expect([first.document.indication, first.document.integrity]).to.deep.equal(['TOTAL-FAILED', 'broken']);
    expect(second.document.indication).to.equal('TOTAL-FAILED');
    expect(second.container.objects.map(({ name, isSigned }: { name: string; isSigned: boolean }) => [name, isSigned])).to.deep.equal([
      ['content.txt', false],
      ['more.txt', false],
    ]);
    expect(third.error.code).to.equal('CONTAINER_NAME_REFUSED');
    expect((await run(['verify', whole, ...trusting(files)])).out.join('\n')).to.include('signed: content.txt');
  });
});

describe('sealkit cms', () => {
  it('makes detached and attached signatures that sealkit verify passes', async () => {
    const files = await fixtures();
    const content = put('content.bin', encodeUtf8('content'));
    expect((await run(['cms', content, '-o', at('a.p7s'), ...keyWords(files)])).exit).to.equal(0);
    expect((await run(['verify', at('a.p7s'), '--content', content, ...trusting(files)])).exit).to.equal(0);
    expect((await run(['cms', content, '-o', at('a.p7m'), '--attached', ...keyWords(files)])).exit).to.equal(0);
    expect((await run(['verify', at('a.p7m'), ...trusting(files)])).exit).to.equal(0);
    const pem = put('a.pem', encodePem('PKCS7', readFileSync(at('a.p7m'))));
    expect((await run(['verify', pem, ...trusting(files)])).exit).to.equal(0);
    const other = put('other.bin', encodeUtf8('Content'));
    const tampered = await run(['verify', at('a.p7s'), '--content', other, ...trusting(files), '--json']);
    expect(tampered.exit).to.equal(1);
    expect(jsonOf(tampered.out[0]).signatures[0].integrity).to.equal('broken');
  });
});

describe('sealkit verify', () => {
  it('gives one line a file in order, goes on after one that fails, and ends with the worst exit code', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const tampered = readFileSync(at('good.pdf'));
    tampered[tampered.indexOf('stream') + 20]! ^= 0x01;
    put('tampered.pdf', tampered);
    const all = [at('good.pdf'), files.pdf, at('absent.pdf'), at('tampered.pdf')];
    const { exit, out, err } = await run(['verify', ...all, '--json', ...trusting(files)]);
    expect(exit).to.equal(4);
    expect(out.map((line) => jsonOf(line).file)).to.deep.equal(all);
    expect(jsonOf(out[1]).document.indication).to.equal(null);
    expect(jsonOf(out[2]).error.code).to.equal('FILE_NOT_READABLE');
    expect(jsonOf(out[3]).signatures[0].integrity).to.equal('broken');
    expect(err.length).to.equal(1);
    const exits = [];
    for (const words of [[at('good.pdf'), ...trusting(files)], [at('good.pdf')], [files.pdf], [at('absent.pdf')], [folder]])
      exits.push((await run(['verify', ...words])).exit);
    expect(exits).to.deep.equal([0, 2, 3, 4, 4]);
    expect((await run(['verify', files.pdf, at('good.pdf')])).exit).to.equal(2);
  });

  it('names the flip of any octet that was signed', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const good = readFileSync(at('good.pdf'));
    const [, holeStart = 0, holeEnd = 0] = JSON.parse(
      `[${/\/ByteRange\s*\[([\d\s]+)\]/.exec(good.toString('latin1'))![1]!.trim().split(/\s+/).join()}]`,
    );
    for (let index = 0; index < good.length; index += 97) {
      if (index >= holeStart && index < holeEnd) continue;
      const flipped = Buffer.from(good);
      flipped[index]! ^= 0x01;
      const { exit, err } = await run(['verify', put('flipped.pdf', flipped), ...trusting(files)]);
      // 3: the flip hid the form, and so the signature, from every reader.
      expect([1, 2, 3, 4], `octet ${index}`).to.include(exit);
      expect(
        err.every((line) => !line.includes('INTERNAL')),
        err.join(),
      ).to.equal(true);
    }
  }, 120_000);

  it('refuses files of revocation data that hold none, by name', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    for (const [option, file] of [
      ['--crl', put('some.crl', encodeUtf8('anything'))],
      ['--ocsp', put('some.ors', Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x00))],
    ] as const) {
      const { exit, err } = await run(['verify', at('good.pdf'), '--trust', files.root, option, file]);
      expect(exit).to.equal(4);
      expect(err.join('\n')).to.include('FILE_FORMAT_UNSUPPORTED').and.include(file);
    }
  });

  it('reads a policy file and refuses one with other members', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const policy = { name: 'house', revocation: 'ignore', permittedChanges: 'none', longTerm: false };
    const { out } = await run(['verify', at('good.pdf'), '--policy', put('policy.json', JSON.stringify(policy)), '--json', '--detailed']);
    expect(jsonOf(out[0]).policy).to.deep.equal(policy);
    const longer = { ...policy, revocationFreshness: 86_400, timestampStatus: 'stated-time' };
    const again = await run(['verify', at('good.pdf'), '--policy', put('policy.json', JSON.stringify(longer)), '--json', '--detailed']);
    expect(jsonOf(again.out[0]).policy).to.deep.equal(longer);
    for (const wrong of [
      {},
      { ...policy, extra: 1 },
      { ...policy, revocation: 'maybe' },
      { ...policy, revocationFreshness: -1 },
      'text',
      null,
    ])
      expect((await run(['verify', at('good.pdf'), '--policy', put('policy.json', JSON.stringify(wrong))])).exit).to.equal(64);
    expect((await run(['verify', at('good.pdf'), '--policy', put('policy.json', '{')])).exit).to.equal(64);
  });

  it('groups every check for people, and writes the report of ETSI once, whole', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const words = ['verify', at('good.pdf'), ...trusting(files), '--detailed', '--etsi-xml', at('report.xml')];
    const { out } = await run(words);
    const text = out.join('\n');
    expect(text).to.match(
      / {4}certificates as of \S+Z \(validation-time\)\n {6}signer CN=[^\n]*: not-asked\n {6}intermediate [^\n]*: missing\n/,
    );
    expect(text).to.match(/ {4}checks: certificate\n {6}passed: /);
    expect(text).to.include('      not checked: xcv.revocation-known (REVOCATION_DATA_MISSING)');
    const xml = readFileSync(at('report.xml'), 'utf8');
    expect(xml).to.include('<vr:SignatureValidationReport>').and.include('mainindication:total-passed');
    const again = await run(words);
    expect([again.exit, again.err.join('\n').includes('OUTPUT_EXISTS')]).to.deep.equal([74, true]);
    expect((await run([...words, '--force'])).exit).to.equal(0);
    expect((await run(['verify', at('good.pdf'), at('good.pdf'), '--etsi-xml', at('other.xml')])).exit).to.equal(64);
    expect((await run(['verify', at('good.pdf'), '--force'])).exit).to.equal(64);
    expect((await run(['verify', at('good.pdf'), '--etsi-xml', at('good.pdf'), '--force'])).exit).to.equal(74);
  }, 120_000);

  it('saves what it observed, and judges that again by another policy and time, believing it', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const first = await run(['verify', at('good.pdf'), ...trusting(files), '--json', '--detailed', '--save-facts', at('facts.json')]);
    const again = await run(['verify', '--from-facts', at('facts.json'), '--revocation', 'if-present', '--json', '--detailed']);
    const { savedFacts, ...rest } = jsonOf(again.out[0]);
    expect(rest).to.deep.equal({ ...jsonOf(first.out[0]), file: at('facts.json') });
    expect(savedFacts.savedAt).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
    const said = await run(['verify', '--from-facts', at('facts.json'), '--revocation', 'if-present']);
    expect(said.out.at(-1)).to.equal(`  saved facts of ${savedFacts.savedAt} were judged again; nothing was read from the document`);
    const strict = await run(['verify', '--from-facts', at('facts.json'), '--simple', '--json']);
    expect([strict.exit, jsonOf(strict.out[0]).signatures[0].because.reason]).to.deep.equal([2, 'REVOCATION_DATA_MISSING']);
    const later = await run(['verify', '--from-facts', at('facts.json'), '--at', '2060-01-01', '--simple']);
    expect([later.exit, later.out.join('\n').includes('OUT_OF_BOUNDS_NO_POE because of xcv.certificate-path-valid')]).to.deep.equal([
      2,
      true,
    ]);
    expect((await run(['verify', '--from-facts', at('facts.json'), ...trusting(files)])).exit).to.equal(64);
    expect((await run(['verify', at('good.pdf'), '--save-facts', at('facts.json')])).exit).to.equal(74);
    for (const other of ['', '{}', '[]', 'null', '{"version":1,"signatures":[]}', '{"version":1,"proofs":1}']) {
      const { exit, err } = await run(['verify', '--from-facts', put('other.json', other)]);
      expect([exit, err.join('').includes('FACTS_MALFORMED')], other).to.deep.equal([4, true]);
    }
    // A file that says so is no PDF: facts are never taken for facts unless they are called so.
    expect((await run(['verify', at('facts.json')])).exit).to.equal(4);
  });

  it('reads standard input and writes text for people', async () => {
    const files = await fixtures();
    await run(['sign', files.pdf, '-o', at('good.pdf'), ...keyWords(files)]);
    const { exit, out } = await run(['verify', '-', ...trusting(files)], {
      readStandardInput: () => Promise.resolve(new Uint8Array(readFileSync(at('good.pdf')))),
    });
    expect(exit).to.equal(0);
    expect(out[0]).to.equal('-: TOTAL-PASSED, document intact');
  });
});
