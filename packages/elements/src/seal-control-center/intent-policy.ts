import type { IntentMethod, IntentPolicy, SealIntentPolicyView } from '@sealkit/core/protocol';
import type { LitElement } from 'lit';
import type { SealClient } from '../client/seal-client.ts';
import { AskController } from '../controllers/ask-controller.ts';

/** What the person has written of a policy so far. */
export interface PolicyDraft {
  readonly minimumAssurance: IntentPolicy['minimumAssurance'];
  /** Of those that are offered; what does not reach the least assurance counts for nothing. */
  readonly methods: ReadonlySet<IntentMethod>;
  /** Seconds, as typed; nothing for no limit. */
  readonly maximumAge: string;
  readonly commitment: boolean;
  readonly batch: boolean;
  readonly verifiedPerson: boolean;
  readonly reason: string;
  readonly tried: boolean;
}

export type PolicyFault = 'policyNoMethod' | 'policyAgeWrong' | 'reasonMissing';

type Offered = SealIntentPolicyView['offered'];

export function policyDraftOf({ policy, demanded, offered }: SealIntentPolicyView): PolicyDraft {
  const methods = policy?.methods ?? offered.map(({ method }) => method);
  return {
    minimumAssurance: policy?.minimumAssurance ?? 0,
    methods: new Set(methods),
    maximumAge: policy?.maximumAge === null || policy === null ? '' : String(policy.maximumAge),
    commitment: policy?.commitment ?? false,
    // Without a policy of its own a seal takes what the deployment takes: setting one must not end that unsaid.
    batch: (policy ?? demanded).batch === true,
    verifiedPerson: policy?.verifiedPerson ?? false,
    reason: '',
    tried: false,
  };
}

/** The first thing that is missing or wrong, in the order of the form. */
export function policyFault(draft: PolicyDraft, offered: Offered): PolicyFault | null {
  if (takenMethods(draft, offered).length === 0) return 'policyNoMethod';
  if (draft.maximumAge.trim() !== '' && ageOf(draft) === null) return 'policyAgeWrong';
  return draft.reason.trim() === '' ? 'reasonMissing' : null;
}

/** The policy that is written; all methods that are offered are those of later, too. */
export function policyOf(draft: PolicyDraft, offered: Offered): IntentPolicy {
  const { minimumAssurance, commitment, batch, verifiedPerson } = draft;
  const taken = takenMethods(draft, offered);
  const isEvery = taken.length === offered.filter((each) => each.assurance >= minimumAssurance).length;
  return { minimumAssurance, methods: isEvery ? null : taken, maximumAge: ageOf(draft), commitment, batch, verifiedPerson };
}

function takenMethods({ minimumAssurance, methods }: PolicyDraft, offered: Offered): readonly IntentMethod[] {
  return offered.filter(({ method, assurance }) => assurance >= minimumAssurance && methods.has(method)).map(({ method }) => method);
}

/** Ten seconds to a day, as the server takes it. */
function ageOf({ maximumAge }: PolicyDraft): number | null {
  const text = maximumAge.trim();
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return seconds >= 10 && seconds <= 86_400 ? seconds : null;
}

export interface SealPolicyParts {
  readonly client: () => SealClient | null;
  readonly saved: () => void;
}

/** What each use of the open seal asks of whoever confirms it: read when it is looked at, and written anew by whoever may. */
export class SealPolicy {
  readonly #host: LitElement;
  readonly #parts: SealPolicyParts;
  readonly asking: AskController;
  #number: string | null = null;

  view: SealIntentPolicyView | null = null;
  error: unknown = null;
  draft: PolicyDraft | null = null;

  constructor(host: LitElement, parts: SealPolicyParts) {
    this.#host = host;
    this.#parts = parts;
    this.asking = new AskController(host);
  }

  /** Reads the policy of a seal unless it is known or on its way. */
  need(number: string): void {
    if (number !== this.#number) void this.read(number);
  }

  async read(number: string): Promise<void> {
    const client = this.#parts.client();
    if (!client) return;
    this.#number = number;
    this.view = null;
    this.error = null;
    this.draft = null;
    let view: SealIntentPolicyView | null = null;
    let failure: unknown = null;
    try {
      view = await client.sealIntentPolicy(number);
    } catch (error) {
      failure = error;
    }
    if (number !== this.#number) return;
    this.view = view;
    this.error = failure;
    this.#host.requestUpdate();
  }

  /** Another seal, or another person: what was read is read again when it is looked at. */
  forget(): void {
    this.#number = null;
    this.draft = null;
  }

  open(): void {
    this.asking.forget();
    this.#set(this.view && policyDraftOf(this.view));
    this.#focus('.policy-form select');
  }

  close(): void {
    this.asking.forget();
    this.#set(null);
    this.#focus('.change-policy');
  }

  change(part: Partial<PolicyDraft>): void {
    if (this.draft) this.#set({ ...this.draft, ...part });
  }

  /** Asks the server, once nothing is missing. */
  async send(number: string): Promise<void> {
    const client = this.#parts.client();
    const { draft, view } = this;
    if (!client || !draft || !view || this.asking.busy) return;
    this.change({ tried: true });
    if (policyFault(draft, view.offered) !== null) {
      this.#focus('.policy-form [aria-invalid="true"]');
      return;
    }
    const request = { policy: policyOf(draft, view.offered), reason: draft.reason.trim() };
    const saved = await this.asking.ask((options) => client.setSealIntentPolicy(number, request, options));
    if (saved === null || number !== this.#number) return;
    this.view = saved;
    this.#set(null);
    this.#parts.saved();
    this.#focus('.change-policy');
  }

  #set(draft: PolicyDraft | null): void {
    this.draft = draft;
    this.#host.requestUpdate();
  }

  #focus(selector: string): void {
    void this.#host.updateComplete.then(() => this.#host.shadowRoot?.querySelector<HTMLElement>(selector)?.focus());
  }
}
