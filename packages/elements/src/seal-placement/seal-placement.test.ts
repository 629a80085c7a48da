import { html } from 'lit';
import { mount, until } from '../../test/mount.ts';
import { PDF_ASSETS, samplePdf } from '../../test/sample-pdf.ts';
import { sampleSeal } from '../../test/samples.ts';
import '../define/seal-placement.ts';
import type { SealPlacement } from './seal-placement.ts';

describe('<seal-placement>', () => {
  it('smoke', async () => {
    const element = await mount<SealPlacement>(
      html`<seal-placement lang="en" .assets=${PDF_ASSETS} .seals=${[sampleSeal()]} .document=${samplePdf([{}, {}])}></seal-placement>`,
    );
    await until(() => element.shadowRoot?.querySelector('.page-canvas'), 'a page');
    const item = element.shadowRoot?.querySelector<HTMLElement>('.tray-item');
    item?.click();
    await until(() => element.shadowRoot?.querySelector('.carried'), 'carried');
    element.shadowRoot
      ?.querySelector<HTMLElement>('.carried')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    await until(() => element.placements.length === 1, 'placed');
  });
});
