import { encodeBase64 } from '../../bytes/index.ts';
import { EvidenceError } from '../evidence-error.ts';
import { findDecimal } from './decimal.ts';
import { parseVerifierKey, type VerifierKey } from './verifier-key.ts';
import type { WitnessQuorum } from './witness-quorum.ts';

/** Whose logs are accepted, and which witnesses must have seen a checkpoint. */
export interface TlogPolicy {
  readonly logs: readonly VerifierKey[];
  /** Null where no witness is asked for: `quorum none`. */
  readonly quorum: WitnessQuorum | null;
}

const MAX_LENGTH = 100_000;

/**
 * Reads a policy file. URLs are passed over: they serve to reach logs and witnesses, not to verify.
 *
 * @throws {@link EvidenceError} `EVIDENCE_POLICY_MALFORMED` with the number of the line; also for keys of other types than Ed25519 of
 * logs and cosignature/v1 of witnesses.
 * @see C2SP tlog-policy, Policy file syntax and structure
 */
export async function parseTlogPolicy(text: string): Promise<TlogPolicy> {
  if (text.length > MAX_LENGTH) throw malformed(0, `expected at most ${MAX_LENGTH} characters`);
  if (text !== '' && !text.endsWith('\n')) throw malformed(text.split('\n').length, 'expected a newline at the end');
  const reader = new PolicyReader();
  for (const [at, line] of text.split('\n').slice(0, -1).entries()) await reader.read(at + 1, line);
  return reader.end();
}

/** What the lines so far define. */
class PolicyReader {
  readonly #logs: VerifierKey[] = [];
  /** Witnesses and groups share their names. */
  readonly #named = new Map<string, VerifierKey | WitnessQuorum>();
  readonly #members = new Set<string>();
  readonly #keys = { ed25519: new Set<string>(), 'cosignature/v1': new Set<string>() };
  #quorum: WitnessQuorum | null | undefined;
  #line = 0;

  async read(number: number, line: string): Promise<void> {
    this.#line = number;
    if (!hasTextAlone(line)) throw this.#fault('expected no control characters but tabs');
    const words = line.split(/[ \t]+/).filter((word) => word !== '');
    const [keyword, ...rest] = words;
    if (keyword === undefined || keyword.startsWith('#')) return;
    if (keyword === 'log') await this.#readLog(rest);
    else if (keyword === 'witness') await this.#readWitness(rest);
    else if (keyword === 'group') this.#readGroup(rest);
    else if (keyword === 'quorum') this.#readQuorum(rest);
    else throw this.#fault('expected log, witness, group or quorum');
  }

  end(): TlogPolicy {
    if (this.#quorum === undefined) throw this.#fault('expected a quorum');
    return { logs: this.#logs, quorum: this.#quorum };
  }

  async #readLog(words: readonly string[]): Promise<void> {
    const [key = ''] = this.#wordsOf(words, 1, 2);
    this.#logs.push(await this.#readKey(key, 'ed25519'));
  }

  async #readWitness(words: readonly string[]): Promise<void> {
    const [name = '', key = ''] = this.#wordsOf(words, 2, 3);
    this.#define(name, await this.#readKey(key, 'cosignature/v1'));
  }

  #readGroup(words: readonly string[]): void {
    const [name = '', threshold = '', ...names] = this.#wordsOf(words, 3, Number.POSITIVE_INFINITY);
    const members = names.map((member) => this.#takeMember(member));
    const count = threshold === 'any' ? 1 : threshold === 'all' ? members.length : findDecimal(threshold);
    if (count === undefined || count < 1 || count > members.length) throw this.#fault(`expected a threshold from 1 to ${members.length}`);
    this.#define(name, { threshold: count, members });
  }

  #readQuorum(words: readonly string[]): void {
    const [name = ''] = this.#wordsOf(words, 1, 1);
    if (this.#quorum !== undefined) throw this.#fault('expected one quorum');
    if (name === 'none') this.#quorum = null;
    else {
      const of = this.#find(name);
      this.#quorum = 'members' in of ? of : { threshold: 1, members: [of] };
    }
  }

  async #readKey(text: string, type: VerifierKey['type']): Promise<VerifierKey> {
    const key = await parseVerifierKey(text).catch((cause: unknown) => {
      if (cause instanceof EvidenceError) throw malformed(this.#line, 'expected a verifier key', cause);
      throw cause;
    });
    if (key.type !== type) throw this.#fault(`expected a key of type ${type}, got ${key.type}`);
    const encoded = encodeBase64(key.publicKey);
    if (this.#keys[type].has(encoded)) throw this.#fault('expected a key that no line before has');
    this.#keys[type].add(encoded);
    return key;
  }

  #define(name: string, value: VerifierKey | WitnessQuorum): void {
    if (name === 'none' || this.#named.has(name)) throw this.#fault('expected a name that is not taken');
    this.#named.set(name, value);
  }

  /** Each name is a member once, so that a witness counts once. */
  #takeMember(name: string): VerifierKey | WitnessQuorum {
    const member = this.#find(name);
    if (this.#members.has(name)) throw this.#fault('expected a name that is in no other group');
    this.#members.add(name);
    return member;
  }

  #find(name: string): VerifierKey | WitnessQuorum {
    const found = this.#named.get(name);
    if (found === undefined) throw this.#fault('expected a name that a line before defines');
    return found;
  }

  #wordsOf(words: readonly string[], least: number, most: number): readonly string[] {
    if (words.length < least || words.length > most) throw this.#fault('expected another number of words');
    return words;
  }

  #fault(message: string): EvidenceError {
    return malformed(this.#line, message);
  }
}

function hasTextAlone(line: string): boolean {
  for (let at = 0; at < line.length; at += 1) {
    const unit = line.charCodeAt(at);
    if ((unit < 0x20 && unit !== 0x09) || unit === 0x7f) return false;
  }
  return true;
}

function malformed(line: number, message: string, cause?: EvidenceError): EvidenceError {
  return new EvidenceError('EVIDENCE_POLICY_MALFORMED', `line ${line}: ${message}`, { facts: { line }, cause });
}
