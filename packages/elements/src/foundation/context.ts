import { createContext } from '@lit/context';
import type { Clock } from '@sealkit/core/ports';
import type { SessionView } from '@sealkit/core/protocol';
import type { SealClient } from '../client/seal-client.ts';
import type { MessageOverrides } from './messages.ts';

export type Theme = 'light' | 'dark' | 'auto';
export type Mode = 'live' | 'sandbox';

/** Anchors that a page trusts, DER. An empty list trusts nobody. */
export interface TrustAnchors {
  readonly signers: readonly Uint8Array[];
  readonly sealMakers: readonly Uint8Array[];
  readonly registers: readonly Uint8Array[];
  readonly timestampAuthorities: readonly Uint8Array[];
}

/** Where files beside the bundle lie. What is absent resolves against the bundle. */
export interface AssetUrls {
  /** Module worker that hashes and validates. */
  readonly worker?: string;
  /** pdf.js as an ES module, its worker, and its folders of character maps and standard fonts. */
  readonly pdfModule?: string;
  readonly pdfWorker?: string;
  readonly pdfCMaps?: string;
  readonly pdfStandardFonts?: string;
}

/** What a provider gives to the elements below it. */
export interface SealContext {
  readonly element: Element;
  /** Null until an endpoint or a transport is known. */
  readonly client: SealClient | null;
  readonly session: SessionView | null;
  /** Lets the session go on under another token; null where the host gives no way to. Rejects when the host gives none now. */
  readonly renewSession: (() => Promise<void>) | null;
  /** Null leaves the language to the nearest `lang`. */
  readonly locale: string | null;
  /** IANA name; null shows times in the zone of the browser. */
  readonly timeZone: string | null;
  readonly theme: Theme;
  readonly mode: Mode;
  readonly messages: MessageOverrides;
  /** Null until known: nothing is trusted then. */
  readonly trust: TrustAnchors | null;
  /** Keys of the tenant's transparency log, C2SP verifier keys, by which rows of the use log are proven. */
  readonly logKeys: readonly string[];
  readonly clock: Clock;
  readonly assets: AssetUrls;
}

export const sealContext = createContext<SealContext | null>(Symbol.for('sealkit.context'));
