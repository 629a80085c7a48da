import { html, nothing, type TemplateResult } from 'lit';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly count?: number | undefined;
}

/** Tabs with one stop of the Tab key: arrows, Home and End choose. The panel has the id `panel` and is named by its tab. */
export function tabList<Name extends string>(
  tabs: readonly Tab<Name>[],
  chosen: Name,
  options: { readonly label: string; readonly choose: (name: Name) => void },
): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const step = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = step === undefined ? undefined : tabs[(step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    options.choose(next.name);
    (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`#tab-${next.name}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${options.label} @keydown=${onKey}>
    ${tabs.map(
      ({ name, label, count }) =>
        html`<button
          type="button"
          role="tab"
          id="tab-${name}"
          class="tab"
          aria-selected=${name === chosen ? 'true' : 'false'}
          aria-controls=${name === chosen ? 'panel' : nothing}
          tabindex=${name === chosen ? 0 : -1}
          @click=${() => options.choose(name)}
        >
          ${label}${count === undefined ? nothing : html`<span class="count num">${count}</span>`}
        </button>`,
    )}
  </div>`;
}
