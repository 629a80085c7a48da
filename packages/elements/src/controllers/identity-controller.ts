import { encodeHex } from '@sealkit/core/bytes';
import { redactPersonalNumbers } from '@sealkit/core/identity';
import type { IdentityClaims, IdentityDocument } from '@sealkit/core/ports';
import type { IdentityProviderList, IdentitySubject, IdentityVerificationView, IssuedCertificateView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { waitFor } from '../client/transport.ts';
import type { IdentityChoice } from '../identity-check/identity-choice.ts';
import { failureCodeOf, type FailureCode } from './failure-code.ts';

/** A document with the digest under which it is handed in. */
export interface HandedInDocument {
  readonly file: File;
  readonly digest: string;
}

export interface IdentityTerms {
  readonly client: SealClient;
  readonly subject: IdentitySubject;
}

export interface IdentityOrder {
  readonly choice: IdentityChoice;
  readonly claims: IdentityClaims;
  readonly files: readonly File[];
  readonly returnUrl: string | undefined;
  /** Keeps the octets of the documents where the deciding person finds them; the server gets digests alone. */
  readonly keepDocuments: ((documents: readonly HandedInDocument[]) => Promise<void>) | undefined;
}

export interface IdentityState {
  readonly work: 'loading' | 'sending' | 'certificate' | null;
  /** Null until it is read. */
  readonly offered: IdentityProviderList | null;
  /** The newest one of the subject. */
  readonly verification: IdentityVerificationView | null;
  readonly certificate: IssuedCertificateView | null;
  readonly failure: FailureCode | null;
}

const IDLE: IdentityState = { work: 'loading', offered: null, verification: null, certificate: null, failure: null };
/** How often a pending one is asked after: providers answer within minutes, people within hours. */
const POLL_MS = { provider: 4000, people: 15_000 } as const;
const CERTIFICATE_POLL_MS = 3000;

/**
 * Has a person or an organisation verified: reads what is offered and what the newest verification is, sends what was claimed, and asks
 * until a pending one has ended. After a reload the server still knows where it stands; the page keeps nothing of it.
 */
export class IdentityController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #tell: (verification: IdentityVerificationView) => void;
  #terms: IdentityTerms | null = null;
  #work: AbortController | undefined;
  #key = crypto.randomUUID();

  state: IdentityState = IDLE;

  constructor(host: ReactiveControllerHost, tell: (verification: IdentityVerificationView) => void) {
    this.#host = host;
    this.#tell = tell;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  close(): void {
    this.#work?.abort();
    this.#terms = null;
    this.state = IDLE;
  }

  /** Reads what is offered and where the subject stands; a pending verification goes on. */
  async open(terms: IdentityTerms): Promise<void> {
    this.#terms = terms;
    this.#set(IDLE);
    await this.#run('loading', async (signal) => {
      const { kind, id } = terms.subject;
      const [offered, list] = await Promise.all([
        terms.client.identityProviders({ signal }),
        terms.client.identityVerifications({ subjectKind: kind, subjectId: id }, { signal }),
      ]);
      const [newest = null] = list.verifications;
      this.#set({ offered, verification: newest, work: null });
      if (newest?.state === 'pending') await this.#untilEnded(newest, signal);
    });
  }

  /** Sends what was claimed. True once the server has taken it; a repeat after no answer came is the same request. */
  async send({ choice, claims, files, returnUrl, keepDocuments }: IdentityOrder): Promise<boolean> {
    const terms = this.#terms;
    if (!terms || this.state.work !== null) return false;
    let taken = false;
    await this.#run('sending', async (signal) => {
      const documents = await Promise.all(files.map(handedIn));
      if (documents.length > 0) await keepDocuments?.(documents);
      const { provider, method } = choice;
      const more = returnUrl === undefined ? {} : { returnUrl };
      const request = { subject: terms.subject, provider, method, claims, documents: documents.map(documentOf), ...more };
      const verification = await terms.client.verifyIdentity(request, { signal, idempotencyKey: this.#key });
      taken = true;
      this.#key = crypto.randomUUID();
      this.#became(verification);
      this.#set({ work: null });
      if (verification.state === 'pending') await this.#untilEnded(verification, signal);
    });
    if (!taken && this.state.failure?.retryable === false) this.#key = crypto.randomUUID();
    return taken;
  }

  /** Something else is going to be sent: it is another request, and what failed before is over. */
  change(): void {
    this.#key = crypto.randomUUID();
    if (this.state.failure !== null) this.#set({ failure: null });
  }

  /** Asks at once; with what the provider's page gave the person to bring back, where it gave something. */
  async checkNow(answer?: string): Promise<void> {
    const { verification } = this.state;
    if (verification?.state !== 'pending') return;
    await this.#run(null, async (signal) => {
      const now = await this.#askOrSay(verification, signal, answer);
      if (now.state === 'pending') await this.#untilEnded(now, signal);
    });
  }

  /** A certificate for the verified person; waits while the authority decides. */
  async issueCertificate(): Promise<boolean> {
    const { client } = this.#terms ?? {};
    const { verification } = this.state;
    if (!client || verification?.state !== 'passed') return false;
    await this.#run('certificate', async (signal) => {
      let certificate = await client.issueCertificate(verification.id, { signal });
      this.#set({ certificate });
      while (certificate.status === 'pending') {
        await waitFor(Math.max(certificate.pollAfterMs ?? CERTIFICATE_POLL_MS, 250), signal);
        certificate = await client.issueCertificate(verification.id, { signal });
        this.#set({ certificate });
      }
    });
    return this.state.certificate?.status === 'issued';
  }

  async #untilEnded(first: IdentityVerificationView, signal: AbortSignal): Promise<void> {
    let verification = first;
    while (verification.state === 'pending') {
      await waitFor(this.#byPeople(verification) ? POLL_MS.people : POLL_MS.provider, signal);
      try {
        verification = await this.#ask(verification, signal);
      } catch (error) {
        // That no answer comes for a while does not end the wait.
        if (!failureCodeOf(error).retryable) throw error;
        signal.throwIfAborted();
        continue;
      }
      this.#became(verification);
    }
  }

  /** An answer that may come later is asked for again; meanwhile it is said that there is none. */
  async #askOrSay(before: IdentityVerificationView, signal: AbortSignal, answer?: string): Promise<IdentityVerificationView> {
    try {
      const now = await this.#ask(before, signal, answer);
      this.#became(now);
      return now;
    } catch (error) {
      const failure = failureCodeOf(error);
      if (!failure.retryable) throw error;
      signal.throwIfAborted();
      this.#set({ failure });
      return before;
    }
  }

  /** A person's decision is only read; a provider is asked. */
  #ask(verification: IdentityVerificationView, signal: AbortSignal, answer?: string): Promise<IdentityVerificationView> {
    const { client } = this.#terms ?? {};
    if (!client) throw new TypeError('client: expected a check that is open');
    if (this.#byPeople(verification)) return client.identityVerification(verification.id, { signal });
    return client.continueIdentity(verification.id, answer === undefined ? {} : { answer }, { signal });
  }

  #byPeople({ provider }: IdentityVerificationView): boolean {
    return this.state.offered?.providers.find(({ name }) => name === provider)?.decidedByPeople === true;
  }

  #became(verification: IdentityVerificationView): void {
    const before = this.state.verification;
    this.#set({ verification, failure: null });
    if (before?.id !== verification.id || before.state !== verification.state) this.#tell(verification);
  }

  async #run(work: IdentityState['work'], task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#work?.abort();
    const running = new AbortController();
    this.#work = running;
    this.#set({ work, failure: null });
    try {
      await task(running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      this.#set({ failure: failureCodeOf(error) });
    }
    if (!running.signal.aborted) this.#set({ work: null });
  }

  #set(change: Partial<IdentityState>): void {
    this.state = { ...this.state, ...change };
    this.#host.requestUpdate();
  }
}

async function handedIn(file: File): Promise<HandedInDocument> {
  const octets = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return { file, digest: `sha256:${encodeHex(octets)}` };
}

/** A name of a file may hold a personal number, which has no place in a list. */
function documentOf({ file, digest }: HandedInDocument): IdentityDocument {
  const name = redactPersonalNumbers(file.name).slice(0, 200);
  return { name, mediaType: file.type === '' ? 'application/octet-stream' : file.type, digest };
}
