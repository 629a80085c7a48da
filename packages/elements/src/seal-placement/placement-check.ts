import type { SealView } from '@sealkit/core/protocol';
import type { ReactiveController, ReactiveElement } from 'lit';
import type { PageSize } from '../pdf-rendering/page-size.ts';
import type { PlacementItem } from './placement-item.ts';
import { placementIssues, type PlacementIssue, type PlacementRules } from './placement-rules.ts';
import { SealValidityChangeEvent } from './seal-placement.events.ts';

export interface CheckParts {
  readonly items: () => readonly PlacementItem[];
  readonly seals: () => readonly SealView[];
  readonly sizes: () => readonly PageSize[];
  readonly rules: () => PlacementRules;
}

/** What stands in the way of going on, kept up to date with every drawing; the host hears of it when it changes. */
export class PlacementCheck implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #parts: CheckParts;
  #issues: readonly PlacementIssue[] = [];
  #said = '';

  constructor(host: ReactiveElement, parts: CheckParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  /** As of the last drawing. */
  get issues(): readonly PlacementIssue[] {
    return this.#issues;
  }

  /** As of now. */
  run(): readonly PlacementIssue[] {
    const { items, seals, sizes, rules } = this.#parts;
    return placementIssues(items(), { seals: seals(), sizes: sizes(), rules: rules() });
  }

  hostUpdate(): void {
    this.#issues = this.run();
  }

  hostUpdated(): void {
    const said = JSON.stringify(this.#issues);
    if (said === this.#said) return;
    this.#said = said;
    this.#host.dispatchEvent(new SealValidityChangeEvent(this.#issues));
  }
}
