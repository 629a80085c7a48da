import type { SealDraftView, SealTransitionResult, SealView } from '@sealkit/core/protocol';
import type { RecordedSealAct } from '@sealkit/core/seal';
import type { LitElement } from 'lit';
import type { ClientCallOptions, SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';
import { designDraftOf, designFault, designOf, newDesign, type DesignDraft, type DesignFault } from './design-draft.ts';
import { SealActEvent, SealBeforeActEvent } from './seal-control-center.events.ts';

/** What may be done with an open seal besides the steps of its life. */
export type OpenSealAct = 'revise' | 'produce' | 'new-face' | 'activate' | 'discard' | 'accept-likeness' | RecordedSealAct;

/** What the person has written so far for one act. */
export interface ActDraft {
  readonly act: OpenSealAct;
  readonly reason: string;
  /** Of a draft that is revised. */
  readonly name: string;
  /** Of a recorded act. */
  readonly reference: string;
  readonly day: string;
  readonly note: string;
  readonly design: DesignDraft;
  readonly tried: boolean;
}

export type ActFault = DesignFault | 'nameMissing' | 'reasonMissing' | 'referenceMissing' | 'dayMissing';

const RECORDED: ReadonlySet<OpenSealAct> = new Set(['filing', 'collection', 'destruction']);

export function isRecorded(act: OpenSealAct): act is RecordedSealAct {
  return RECORDED.has(act);
}

/** The first thing that is missing, in the order of the form. */
export function actFault(draft: ActDraft): ActFault | null {
  if (isRecorded(draft.act)) {
    if (draft.reference.trim() === '') return 'referenceMissing';
    return draft.day === '' ? 'dayMissing' : null;
  }
  if (draft.act === 'revise' && draft.name.trim() === '') return 'nameMissing';
  if (draft.act === 'new-face' || draft.act === 'revise') {
    const fault = designFault(draft.design);
    if (fault !== null) return fault;
  }
  return draft.reason.trim() === '' ? 'reasonMissing' : null;
}

export interface SealActsParts {
  readonly client: () => SealClient | null;
  /** What the draft of the open seal asks for now. */
  readonly asked: () => SealDraftView | null;
  readonly done: (act: OpenSealAct, seal: SealView) => void;
}

/** Acts on the open seal: one at a time is written for in place, asked of the server, and told with its receipt. */
export class SealActs {
  readonly #host: LitElement;
  readonly #parts: SealActsParts;
  readonly asking: AskController;
  draft: ActDraft | null = null;

  constructor(host: LitElement, parts: SealActsParts) {
    this.#host = host;
    this.#parts = parts;
    this.asking = new AskController(host);
  }

  open(act: OpenSealAct, seal: SealView): void {
    this.asking.forget();
    const same = this.draft?.act === act;
    const asked = act === 'revise' ? this.#parts.asked()?.design : null;
    const design = asked ? designDraftOf(asked, seal.kind, seal.organisation.verifiedName) : newDesign(seal.kind);
    this.#set(same ? null : { act, reason: '', name: seal.name, reference: '', day: '', note: '', design, tried: false });
    if (!same) this.#focus('.act-form :is(input, textarea, select)');
  }

  close(): void {
    const act = this.draft?.act;
    this.asking.forget();
    this.#set(null);
    if (act !== undefined) this.#focus(`[data-act="${act}"]`);
  }

  change(part: Partial<ActDraft>): void {
    if (this.draft) this.#set({ ...this.draft, ...part });
  }

  /** Asks the server, once nothing is missing. */
  async send(seal: SealView): Promise<void> {
    const client = this.#parts.client();
    const { draft } = this;
    if (!client || !draft || this.asking.busy) return;
    this.change({ tried: true });
    if (actFault(draft) !== null) {
      this.#focus('.act-form [aria-invalid="true"]');
      return;
    }
    if (!this.#host.dispatchEvent(new SealBeforeActEvent(draft.act, seal.number, draft.reason.trim()))) return;
    const result = await this.asking.ask((options) => ask(client, draft, seal, options));
    if (!result) return;
    this.draft = null;
    this.#parts.done(draft.act, result.seal);
    this.#host.dispatchEvent(new SealActEvent(draft.act, seal.number, result.receipt));
  }

  #set(draft: ActDraft | null): void {
    this.draft = draft;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}

function ask(client: SealClient, draft: ActDraft, seal: SealView, options: ClientCallOptions): Promise<SealTransitionResult> {
  const reason = draft.reason.trim();
  const { act } = draft;
  const design = () => designOf(draft.design, seal.kind, seal.organisation.verifiedName);
  switch (act) {
    case 'revise':
      return client.reviseSeal(seal.number, { reason, name: draft.name.trim(), design: design() }, options);
    case 'produce':
      return client.produceSeal(seal.number, { reason }, options);
    case 'new-face':
      return client.produceSeal(seal.number, { reason, design: design() }, options);
    case 'activate':
    case 'discard':
    case 'accept-likeness':
      return client.decideVersion(seal.number, seal.prepared?.version ?? 0, { decision: act, reason }, options);
    case 'filing':
    case 'collection':
    case 'destruction':
      return client.recordAct(seal.number, { act, reference: draft.reference.trim(), at: draft.day, note: draft.note.trim() }, options);
  }
}
