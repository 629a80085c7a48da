import { testNoteSigner } from '@sealkit/testkit';
import { concatBytes, decodeBase64, encodeBase64, encodeUtf8 } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { addNoteSignatures, cosignNote, signNote, verifyNote } from './note-signature.ts';
import { composeSignedNote, parseSignedNote } from './signed-note.ts';
import { createVerifierKey, formatVerifierKey, parseVerifierKey } from './verifier-key.ts';

/** Key, text and signature of golang.org/x/mod/sumdb/note (BSD-3-Clause), its examples. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SEED = decodeBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').slice(1);
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE = 'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=';
const LINE = `— PeterNeumann ${SIGNATURE}\n`;
const NOTE = `${TEXT}\n${LINE}`;

async function codeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    return error instanceof EvidenceError ? error.code : String(error);
  }
}

describe('signed notes (C2SP signed-note)', () => {
  it('are signed and verified as published', async () => {
    const signer = await testNoteSigner('PeterNeumann', PETER_SEED);
    expect(formatVerifierKey(signer.key)).to.equal(PETER);
    expect(await signNote(TEXT, signer)).to.equal(NOTE);
    expect(await verifyNote(parseSignedNote(NOTE), await parseVerifierKey(PETER))).to.deep.equal({ result: 'valid', time: null });
  });

  it('come apart at the last empty line, so that a text may have empty lines', () => {
    const { text, signatures } = parseSignedNote(`a\n\nb\n\n${LINE}`);
    expect(text).to.equal('a\n\nb\n');
    expect(signatures.map(({ name, keyId, value }) => [name, keyId.toString(16), value.length])).to.deep.equal([
      ['PeterNeumann', 'c74f20a3', 64],
    ]);
    expect(composeSignedNote({ text, signatures })).to.equal(`a\n\nb\n\n${LINE}`);
  });

  it('are read with 100 signatures, and refused with 101', async () => {
    expect(parseSignedNote(`${TEXT}\n${LINE.repeat(100)}`).signatures.length).to.equal(100);
    expect(await codeOf(() => parseSignedNote(`${TEXT}\n${LINE.repeat(101)}`))).to.equal('EVIDENCE_NOTE_MALFORMED');
    expect(await codeOf(() => parseSignedNote(`${'a'.repeat(1_000_000)}\n\n${LINE}`))).to.equal('EVIDENCE_NOTE_MALFORMED');
  });

  const hostile: Readonly<Record<string, string>> = {
    nothing: '',
    'a text alone': TEXT,
    'no signature': `${TEXT}\n`,
    'two newlines alone': '\n\n',
    'no newline at the end': NOTE.slice(0, -1),
    'carriage returns': NOTE.replaceAll('\n', '\r\n'),
    'a carriage return in the text': NOTE.replace(',', '\r'),
    'a control character': `\u0001${NOTE}`,
    'a tab': NOTE.replace('problem', 'pro\tblem'),
    'half a character': `\ud800${NOTE}`,
    'a line behind the signatures': `${NOTE}Unexpected line.\n`,
    'an empty line behind the signatures': `${NOTE}\n`,
    'a hyphen for the dash': NOTE.replace('—', '-'),
    'two spaces': NOTE.replace('— ', '—  '),
    'a space at the end': `${NOTE.slice(0, -1)} \n`,
    'a key name of two words': NOTE.replace('PeterNeumann', 'Peter Neumann'),
    'a key name with plus': NOTE.replace('PeterNeumann', 'Peter+Neumann'),
    'a key name with a no-break space': NOTE.replace('PeterNeumann', 'Peter\u00a0Neumann'),
    'no key name': NOTE.replace('PeterNeumann ', ''),
    'base64 without padding': NOTE.replace('nAM=', 'nAM'),
    'base64 with other bits at the end': NOTE.replace('nAM=', 'nAN='),
    '64 MiB of base64': `${TEXT}\n— a ${'A'.repeat(2 ** 26)}\n`,
    base64url: NOTE.replace('x08go/', 'x08go_'),
    'a key id alone': `${TEXT}\n— PeterNeumann x08gow==\n`,
  };
  for (const [title, note] of Object.entries(hostile))
    it(`with ${title} are refused`, async () => {
      expect(await codeOf(() => parseSignedNote(note))).to.equal('EVIDENCE_NOTE_MALFORMED');
    });

  it('that do not end in a newline, or have no signature, are not composed', async () => {
    const { signatures } = parseSignedNote(NOTE);
    for (const note of [
      { text: 'a', signatures },
      { text: '', signatures },
      { text: 'a\r\n', signatures },
      { text: TEXT, signatures: [] },
      { text: TEXT, signatures: [{ name: 'a b', keyId: 1, value: new Uint8Array(1) }] },
      { text: TEXT, signatures: [{ name: 'a', keyId: 1, value: new Uint8Array() }] },
    ])
      expect(await codeOf(() => composeSignedNote(note)), JSON.stringify(note)).to.equal('EVIDENCE_NOTE_MALFORMED');
    const signer = await testNoteSigner('a');
    expect(await codeOf(() => signNote('a', signer))).to.equal('EVIDENCE_NOTE_MALFORMED');
    expect(await codeOf(() => signNote('a\n', { ...signer, sign: async () => new Uint8Array(63) }))).to.equal('EVIDENCE_KEY_UNSUITABLE');
  });
});

describe('signatures of a note', () => {
  it('of other keys are passed over, even under the same name or the same id', async () => {
    const peter = await parseVerifierKey(PETER);
    const note = parseSignedNote(NOTE);
    expect(await verifyNote(note, { ...peter, name: 'EnochRoot' })).to.deep.equal({ result: 'absent' });
    expect(await verifyNote(note, { ...peter, keyId: peter.keyId + 1 })).to.deep.equal({ result: 'absent' });
  });

  it('are invalid with one bit turned, in text or value, and with one octet more', async () => {
    const peter = await parseVerifierKey(PETER);
    const note = parseSignedNote(NOTE);
    const [signature = { name: '', keyId: 0, value: new Uint8Array() }] = note.signatures;
    expect((await verifyNote({ ...note, text: note.text.replace('If', 'Ig') }, peter)).result).to.equal('invalid');
    for (const value of [
      concatBytes(Uint8Array.of((signature.value[0] ?? 0) ^ 1), signature.value.slice(1)),
      concatBytes(signature.value, Uint8Array.of(0)),
      signature.value.slice(1),
    ]) {
      expect((await verifyNote({ ...note, signatures: [{ ...signature, value }] }, peter)).result).to.equal('invalid');
      // One that is good does not save a note with one that is not.
      expect((await verifyNote({ ...note, signatures: [signature, { ...signature, value }] }, peter)).result).to.equal('invalid');
    }
    const other = await testNoteSigner('PeterNeumann', 9);
    expect((await verifyNote(note, { ...other.key, keyId: peter.keyId })).result).to.equal('invalid');
  });
});

describe('cosignatures (C2SP tlog-cosignature)', () => {
  const seen = new Date('2026-11-27T10:00:00.900Z');

  it('sign the time in whole seconds before the text', async () => {
    const log = await testNoteSigner('log.example');
    const witness = await testNoteSigner('witness.example', 2, 'cosignature/v1');
    let message = '';
    const spy = {
      ...witness,
      sign: async (octets: Uint8Array<ArrayBuffer>) => ((message = new TextDecoder().decode(octets)), witness.sign(octets)),
    };
    const note = await signNote('log.example\n1\nroot\n', log);
    const cosignature = await cosignNote(parseSignedNote(note), spy, seen);
    expect(message).to.equal('cosignature/v1\ntime 1795773600\nlog.example\n1\nroot\n');
    expect(encodeBase64(cosignature.value.slice(0, 8))).to.equal(encodeBase64(Uint8Array.of(0, 0, 0, 0, 0x6b, 0x09, 0x54, 0xa0)));
    const cosigned = parseSignedNote(addNoteSignatures(note, [cosignature]));
    expect(await verifyNote(cosigned, witness.key)).to.deep.equal({ result: 'valid', time: new Date('2026-11-27T10:00:00.000Z') });
    expect((await verifyNote(cosigned, log.key)).result).to.equal('valid');
  });

  it('are invalid under another time, and where they are no cosignature', async () => {
    const witness = await testNoteSigner('witness.example', 2, 'cosignature/v1');
    const plain = await testNoteSigner('witness.example', 2);
    const text = 'log.example\n1\nroot\n';
    const cosignature = await cosignNote({ text, signatures: [] }, witness, seen);
    const later = concatBytes(cosignature.value);
    later[7] = (later[7] ?? 0) + 1;
    const farAway = concatBytes(new Uint8Array(8).fill(0xff), cosignature.value.slice(8));
    for (const value of [later, farAway, cosignature.value.slice(8), await plain.sign(encodeUtf8(text))].map((octets) =>
      concatBytes(octets),
    ))
      expect((await verifyNote({ text, signatures: [{ ...cosignature, value }] }, witness.key)).result).to.equal('invalid');
  });

  it('are made by witnesses only, and notes by logs only', async () => {
    const witness = await testNoteSigner('witness.example', 2, 'cosignature/v1');
    const log = await testNoteSigner('log.example');
    expect(witness.key.keyId).not.to.equal((await testNoteSigner('witness.example', 2)).key.keyId);
    expect(await codeOf(() => signNote(TEXT, witness))).to.equal('EVIDENCE_KEY_UNSUITABLE');
    expect(await codeOf(() => cosignNote(parseSignedNote(NOTE), log, seen))).to.equal('EVIDENCE_KEY_UNSUITABLE');
    for (const time of [new Date(-1), new Date(Number.NaN)])
      expect((await cosignNote(parseSignedNote(NOTE), witness, time).catch((error: unknown) => error)) instanceof RangeError).to.equal(
        true,
      );
  });
});

describe('verifier keys (C2SP signed-note)', () => {
  it('come back as they were', async () => {
    expect(formatVerifierKey(await parseVerifierKey(PETER))).to.equal(PETER);
    const witness = await testNoteSigner('witness.example/w1', 3, 'cosignature/v1');
    expect(await parseVerifierKey(formatVerifierKey(witness.key))).to.deep.equal(witness.key);
  });

  for (const text of [
    '',
    PETER.slice(1),
    PETER.slice(0, -4),
    PETER.replace('+ARpc', `+${'A'.repeat(2 ** 26)}`),
    `${PETER}\n`,
    ` ${PETER}`,
    PETER.replace('c74f20a3', 'c74f20a4'),
    PETER.replace('c74f20a3', 'C74F20A3'),
    PETER.replace('c74f20a3', '0c74f20a3'),
    PETER.replace('PeterNeumann', 'Peter Neumann'),
    PETER.replace('PeterNeumann', ''),
    // Of golang.org/x/mod/sumdb/note: a key of the wrong length and an unknown type, both under the key id that they have.
    'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==',
    'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  ])
    it(`are refused as ${JSON.stringify(text.slice(0, 100))}`, async () => {
      expect(await codeOf(() => parseVerifierKey(text))).to.equal('EVIDENCE_VERIFIER_KEY_MALFORMED');
    });

  it('are not made of names and keys that cannot be', async () => {
    const publicKey = new Uint8Array(32);
    for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u2003b', '\ud800'])
      expect(await codeOf(() => createVerifierKey({ name, type: 'ed25519', publicKey })), name).to.equal('EVIDENCE_VERIFIER_KEY_MALFORMED');
    expect(await codeOf(() => createVerifierKey({ name: 'a', type: 'ed25519', publicKey: new Uint8Array(31) }))).to.equal(
      'EVIDENCE_VERIFIER_KEY_MALFORMED',
    );
  });
});
