import { ContextProvider } from '@lit/context';
import { decodeBase64 } from '@sealkit/core/bytes';
import type { Clock } from '@sealkit/core/ports';
import type { SessionView, TrustView } from '@sealkit/core/protocol';
import { css, html, LitElement, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { ClientError } from '../client/client-error.ts';
import { createHttpClient } from '../client/http-client.ts';
import type { SealClient } from '../client/seal-client.ts';
import type { Transport } from '../client/transport.ts';
import { sealContext, type AssetUrls, type Mode, type SealContext, type Theme, type TrustAnchors } from '../foundation/context.ts';
import { canonicalTag } from '../foundation/locale.ts';
import type { MessageOverrides } from '../foundation/messages.ts';
import { SealErrorEvent, SealReceiptEvent, SealSessionExpiredEvent } from './seal-provider.events.ts';

const SYSTEM_CLOCK: Clock = { now: () => new Date() };

/**
 * Gives the elements below it a client, a language, a zone, trust anchors and the places of files. It shows nothing itself.
 *
 * @slot - The page's own content with the elements in it.
 * @fires seal-receipt - Every receipt that passes through.
 * @fires seal-error - Every refusal and failure of the server.
 * @fires seal-session-expired - The session is no longer accepted; set `session` anew and call `refresh()`.
 */
export class SealProvider extends LitElement {
  static override styles: CSSResult = css`
    :host {
      display: contents;
    }
    :host([theme='light']) {
      color-scheme: light;
    }
    :host([theme='dark']) {
      color-scheme: dark;
    }
  `;

  /** Base address of the adapter's routes. */
  @property() endpoint: string | undefined = undefined;
  /** Short-lived token of the person's session; never an API key. It is not reflected. */
  @property() session: string | undefined = undefined;
  /** Language tag; without it the nearest `lang` counts. */
  @property() locale: string | undefined = undefined;
  /** IANA name of the zone in which times are shown. */
  @property({ attribute: 'time-zone' }) timeZone: string | undefined = undefined;
  @property({ reflect: true }) theme: Theme = 'auto';
  /** `sandbox` marks everything as test material. */
  @property() mode: Mode = 'live';
  /** Address of the worker that hashes and validates; beside the bundle by default. */
  @property({ attribute: 'worker-src' }) workerSrc: string | undefined = undefined;
  /** Addresses of pdf.js and its worker; beside the bundle by default. */
  @property({ attribute: 'pdf-src' }) pdfSrc: string | undefined = undefined;
  @property({ attribute: 'pdf-worker-src' }) pdfWorkerSrc: string | undefined = undefined;
  @property({ attribute: 'pdf-cmaps-src' }) pdfCMapsSrc: string | undefined = undefined;
  @property({ attribute: 'pdf-fonts-src' }) pdfFontsSrc: string | undefined = undefined;

  /** Carries requests; `fetch` by default. */
  @property({ attribute: false }) transport: Transport | undefined = undefined;
  /** A client of the host's own in place of the one over HTTP. */
  @property({ attribute: false }) client: SealClient | undefined = undefined;
  /** Messages in place of shipped ones, by locale and id. */
  @property({ attribute: false }) messages: MessageOverrides = {};
  /** Trust anchors of the page; without them, those that the server names. */
  @property({ attribute: false }) trust: TrustAnchors | undefined = undefined;
  /** Keys of the transparency log that the page trusts; those that the server names where absent. */
  @property({ attribute: false }) logKeys: readonly string[] | undefined = undefined;
  @property({ attribute: false }) clock: Clock = SYSTEM_CLOCK;
  /** Gets another token of the same person from the host's server: elements offer it as more time before a session ends. */
  @property({ attribute: false }) renewSession: (() => Promise<string>) | undefined = undefined;

  readonly #provider = new ContextProvider(this, { context: sealContext, initialValue: null });
  #client: SealClient | null = null;
  #session: SessionView | null = null;
  #serverTrust: TrustAnchors | null = null;
  #serverLogKeys: readonly string[] = [];
  #reading: AbortController | undefined;
  #refreshed: Promise<void> = Promise.resolve();
  /** The next token is of the same person: what is known of the session holds until it is read anew. */
  #renewing = false;

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('endpoint') || changed.has('session') || changed.has('transport') || changed.has('client')) this.#connect();
    this.#publish();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#reading?.abort();
  }

  /** What the elements below receive. */
  get context(): SealContext | null {
    return this.#provider.value;
  }

  /** Reads session and trust anew. Failures are told by `seal-error`. */
  async refresh(): Promise<void> {
    this.#reading?.abort();
    const client = this.#client;
    if (!client) return;
    const reading = new AbortController();
    this.#reading = reading;
    const options = { signal: reading.signal };
    const [session, trust] = await Promise.allSettled([client.session(options), client.trust(options)]);
    if (reading.signal.aborted) return;
    this.#session = session.status === 'fulfilled' ? session.value : null;
    this.#serverTrust = trust.status === 'fulfilled' ? trustAnchorsFrom(trust.value) : null;
    this.#serverLogKeys = trust.status === 'fulfilled' ? trust.value.logs : [];
    for (const result of [session, trust]) if (result.status === 'rejected' && !(result.reason instanceof ClientError)) throw result.reason;
    this.#publish();
  }

  #connect(): void {
    if (!this.#renewing) {
      this.#session = null;
      this.#serverTrust = null;
    }
    this.#renewing = false;
    this.#client = this.client ?? this.#httpClient();
    this.#refreshed = this.refresh();
  }

  async #renew(next: () => Promise<string>): Promise<void> {
    const token = await next();
    this.#renewing = token !== this.session;
    this.session = token;
    await this.updateComplete;
    await this.#refreshed;
  }

  #httpClient(): SealClient | null {
    if (this.endpoint === undefined && this.transport === undefined) return null;
    return createHttpClient({
      endpoint: this.endpoint ?? '.',
      session: this.session,
      transport: this.transport,
      onReceipt: (receipt) => this.dispatchEvent(new SealReceiptEvent(receipt)),
      onError: (error) => this.#tell(error),
    });
  }

  #tell(error: ClientError): void {
    if (error.status === 401) this.dispatchEvent(new SealSessionExpiredEvent());
    this.dispatchEvent(new SealErrorEvent(error));
  }

  readonly #renewSession = async (): Promise<void> => {
    if (this.renewSession) await this.#renew(this.renewSession);
  };

  #publish(): void {
    const assets: AssetUrls = {
      ...(this.workerSrc === undefined ? {} : { worker: this.workerSrc }),
      ...(this.pdfSrc === undefined ? {} : { pdfModule: this.pdfSrc }),
      ...(this.pdfWorkerSrc === undefined ? {} : { pdfWorker: this.pdfWorkerSrc }),
      ...(this.pdfCMapsSrc === undefined ? {} : { pdfCMaps: this.pdfCMapsSrc }),
      ...(this.pdfFontsSrc === undefined ? {} : { pdfStandardFonts: this.pdfFontsSrc }),
    };
    this.#provider.setValue({
      element: this,
      client: this.#client,
      session: this.#session,
      renewSession: this.renewSession ? this.#renewSession : null,
      locale: this.locale === undefined ? null : canonicalTag(this.locale),
      timeZone: this.timeZone ?? null,
      theme: this.theme,
      mode: this.mode,
      messages: this.messages,
      trust: this.trust ?? this.#serverTrust,
      logKeys: this.logKeys ?? this.#serverLogKeys,
      clock: this.clock,
      assets,
    });
  }
}

/** The anchors that a server names, as octets. */
export function trustAnchorsFrom(view: TrustView): TrustAnchors {
  const decode = (list: readonly string[]): readonly Uint8Array[] => list.map((text) => decodeBase64(text));
  return {
    signers: decode(view.signers),
    sealMakers: decode(view.sealMakers),
    registers: decode(view.registers),
    timestampAuthorities: decode(view.timestampAuthorities),
  };
}
