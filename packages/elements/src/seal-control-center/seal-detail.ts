import type { SealView } from '@sealkit/core/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../foundation/icons.ts';
import { refusalNotice } from '../foundation/refusal-notice.ts';
import { sealStateBadge } from '../foundation/seal-state.ts';
import { tabList } from '../foundation/tab-list.ts';
import { lifecycleBar } from '../seal-lifecycle/lifecycle-bar.ts';
import type { CenterScene, CenterTab } from './center-scene.ts';
import { faceTab } from './face-tab.ts';
import { historyTab } from './history-tab.ts';
import { policyTab } from './policy-tab.ts';

/** Everything of one seal: where it stands, and by tab what belongs to it. */
export function sealDetail(scene: CenterScene): TemplateResult {
  const { words, vocabulary, open } = scene;
  const seal = open.seal.value;
  return html`<aside class="detail" part="detail" aria-labelledby="detail-title">
    <header class="line">
      <h2 id="detail-title" class="grow" tabindex="-1"><bdi>${seal?.name ?? open.number}</bdi></h2>
      ${seal?.testMaterial ? html`<span class="badge">${vocabulary.text('testMaterial')}</span>` : nothing}
      ${seal ? sealStateBadge(seal.state, vocabulary) : nothing}
      <button
        type="button"
        class="icon-button"
        aria-label=${vocabulary.text('close')}
        title=${vocabulary.text('close')}
        @click=${() => scene.show(null)}
      >
        ${icon('close')}
      </button>
    </header>
    ${
      seal
        ? openSeal(seal, scene)
        : open.seal.error === null
          ? html`<div class="stack" role="status" aria-label=${vocabulary.text('loading')}>
              <i class="skeleton bar-line"></i><i class="skeleton face-block"></i>
            </div>`
          : nothing
    }
    ${refusalNotice(
      open.seal.error,
      {
        title: words.text('sealNotRead'),
        action: { label: vocabulary.text('retry'), icon: 'refresh', run: () => void open.refresh() },
      },
      scene,
    )}
  </aside>`;
}

function openSeal(seal: SealView, scene: CenterScene): TemplateResult {
  const { words, tab, lifecycleWords, vocabulary, timeZone } = scene;
  const tabs = (['face', 'policy', 'grants', 'uses', 'approvals', 'history'] as const).filter((name) => scene.embedded[name] !== null);
  return html`<div part="cycle">${lifecycleBar(seal, { words: lifecycleWords, vocabulary, timeZone })}</div>
    ${scene.steps.renderPending(seal)}
    ${tabList<CenterTab>(
      tabs.map((name) => ({ name, label: words.text(`tab-${name}`) })),
      tab,
      { label: seal.name, choose: scene.choose },
    )}
    <div id="panel" class="panel" role="tabpanel" aria-labelledby="tab-${tab}" tabindex="-1">${panel(seal, scene)}</div>`;
}

function panel(seal: SealView, scene: CenterScene): unknown {
  if (scene.tab === 'face') return faceTab(seal, scene);
  if (scene.tab === 'policy') return policyTab(seal, scene);
  if (scene.tab === 'history') return historyTab(seal, scene);
  return scene.embedded[scene.tab] ?? nothing;
}
