import { decodeLatin1, memorySource } from '../bytes/index.ts';
import { PdfError } from '../pdf/index.ts';
import { contract, sign, trusting } from '../../test/validation/sealed-document.ts';
import type { ValidationReport } from './report/report.ts';
import { validateDocument } from './validate-document.ts';

interface Hole {
  readonly start: number;
  readonly end: number;
  /** Position after the last digit of the DER. */
  readonly derEnd: number;
}

function holeOf(bytes: Uint8Array): Hole {
  const text = decodeLatin1(bytes);
  const [, first, second] = /\/ByteRange \[ ?0 (\d+) (\d+) /.exec(text) ?? [];
  const start = Number(first);
  const end = Number(second);
  const length = Number.parseInt(text.slice(start + 5, start + 9), 16) + 4;
  return { start, end, derEnd: start + 1 + length * 2 };
}

/** The report, or the code of a typed refusal. */
async function outcomeOf(bytes: Uint8Array): Promise<ValidationReport | string> {
  try {
    return await validateDocument(memorySource(bytes), await trusting());
  } catch (error) {
    if (error instanceof PdfError) return error.code;
    throw error;
  }
}

function isAccepted(outcome: ValidationReport | string): boolean {
  if (typeof outcome === 'string') return false;
  const { document, signatures } = outcome;
  return document.indication === 'TOTAL-PASSED' && document.integrity === 'intact' && signatures.length > 0;
}

/** A refusal that says what is wrong: a typed error, no signature at all, or a row that did not pass. */
function hasName(outcome: ValidationReport | string): boolean {
  if (typeof outcome === 'string' || outcome.signatures.length === 0) return true;
  return outcome.signatures.some(({ checks }) => checks.some(({ status, reason }) => status !== 'passed' && reason !== undefined));
}

function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}

describe('flipped octets (ISO 32000-2 §12.8.1)', () => {
  it('accepts the file as it was signed', async () => {
    expect(isAccepted(await outcomeOf(await sign(contract())))).to.equal(true);
  });

  it('refuses by name every flip inside the byte range', async () => {
    const bytes = await sign(contract());
    const hole = holeOf(bytes);
    for (let at = 0; at < bytes.length; at += at % 7 === 0 ? 3 : 5) {
      if (at >= hole.start && at < hole.end) continue;
      const outcome = await outcomeOf(flipped(bytes, at, 1 << (at % 8)));
      expect(isAccepted(outcome), `octet ${at}`).to.equal(false);
      expect(hasName(outcome), `octet ${at}`).to.equal(true);
    }
  });

  it('refuses every flip of the hole that changes decoded octets, or notes what is not signed', async () => {
    const bytes = await sign(contract());
    const hole = holeOf(bytes);
    const text = decodeLatin1(bytes);
    const silent: number[] = [];
    for (let at = hole.start + 1; at < hole.derEnd; at += at - hole.start < 240 ? 1 : 6) {
      const copy = new Uint8Array(bytes);
      const digit = Number.parseInt(text.charAt(at), 16) ^ (1 << (at % 4));
      copy[at] = digit.toString(16).toUpperCase().charCodeAt(0);
      const outcome = await outcomeOf(copy);
      if (isAccepted(outcome) && typeof outcome !== 'string' && outcome.notices.length === 0) silent.push(at - hole.start - 1);
    }
    expect(silent).to.deep.equal([]);
  }, 60_000);

  it('calls a signature dictionary that cannot be parsed malformed, not absent', async () => {
    const bytes = await sign(contract());
    const copy = new Uint8Array(bytes);
    copy[holeOf(bytes).start + 40] = '@'.charCodeAt(0);
    const outcome = await outcomeOf(copy);
    expect(typeof outcome === 'string' ? outcome : outcome.document.integrity).to.equal('malformed');
    expect(typeof outcome === 'string' ? [] : outcome.notices.map(({ code }) => code)).to.include('FORM_OBJECT_UNREADABLE');
  });

  it('refuses octets other than zero behind the signature', async () => {
    // An ECDSA value is up to two octets shorter than the hole is made for; now and then it fills it.
    let bytes = await sign(contract());
    for (let round = 0; holeOf(bytes).end - 2 < holeOf(bytes).derEnd && round < 40; round += 1) bytes = await sign(contract());
    const hole = holeOf(bytes);
    const copy = new Uint8Array(bytes);
    const at = hole.end - 2;
    expect(at >= hole.derEnd, 'the hole has padding').to.equal(true);
    copy[at] = '1'.charCodeAt(0);
    const outcome = await outcomeOf(copy);
    expect(typeof outcome === 'string' ? outcome : outcome.signatures[0]?.integrity).to.equal('malformed');
  });
});
