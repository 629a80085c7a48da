import type { SessionView } from '@sealkit/core/protocol';
import { html } from 'lit';
import { mount, until } from '../../test/mount.ts';
import '../define/seal-provider.ts';
import { SealElement } from '../foundation/seal-element.ts';
import type { SealProvider } from './seal-provider.ts';
import type { SealErrorEvent } from './seal-provider.events.ts';

class ContextReader extends SealElement {
  override render(): unknown {
    return html`<p lang=${this.locale}>${this.vocabulary.text('close')}</p>`;
  }
}
customElements.define('context-reader', ContextReader);

const SESSION: SessionView = {
  tenant: 't',
  person: { id: 'p-1', name: '沈知遥', roles: ['user'] },
  organisation: { id: 'o-1', name: '青岚数据科技有限公司', verifiedName: '青岚数据科技有限公司' },
  certificates: null,
  expiresAt: null,
  mode: 'sandbox',
};
const answers = async (request: Request): Promise<Response> =>
  Promise.resolve(
    request.url.endsWith('/session')
      ? Response.json(SESSION)
      : Response.json({ signers: ['AQI='], sealMakers: [], registers: [], timestampAuthorities: [], logs: [] }),
  );

describe('<seal-provider>', () => {
  it('gives client, session and trust of the server to elements below', async () => {
    const provider = await mount<SealProvider>(
      html`<seal-provider endpoint="/api" .transport=${answers} locale="zh-CN"><context-reader></context-reader></seal-provider>`,
    );
    const reader = provider.querySelector('context-reader') as ContextReader;
    await until(() => reader.context?.session, 'the session');
    expect(reader.context?.session?.person.id).to.equal('p-1');
    expect([...(reader.context?.trust?.signers[0] ?? [])]).to.deep.equal([1, 2]);
    expect(reader.shadowRoot?.textContent?.trim()).to.equal('关闭');
  });

  it('switches language live, and a nearer lang wins', async () => {
    const provider = await mount<SealProvider>(
      html`<seal-provider locale="zh-CN" .transport=${answers}
        ><context-reader></context-reader>
        <p lang="en"><context-reader></context-reader></p
      ></seal-provider>`,
    );
    const [first, second] = provider.querySelectorAll<ContextReader>('context-reader');
    const words = (): string[] => [first, second].map((element) => element?.shadowRoot?.textContent?.trim() ?? '');
    await until(() => words().join() === '关闭,Close', 'Chinese outside, English inside');
    provider.locale = 'en';
    await until(() => words().join() === 'Close,Close', 'English everywhere');
  });

  it('keeps the page’s own trust anchors before those of the server', async () => {
    const own = { signers: [], sealMakers: [], registers: [], timestampAuthorities: [] };
    const provider = await mount<SealProvider>(html`<seal-provider .transport=${answers} .trust=${own}></seal-provider>`);
    await until(() => provider.context?.session, 'the session');
    expect(provider.context?.trust).to.equal(own);
  });

  it('tells of an expired session and of every refusal', async () => {
    const heard: string[] = [];
    const provider = await mount<SealProvider>(html`<seal-provider></seal-provider>`);
    provider.addEventListener('seal-session-expired', () => heard.push('expired'));
    provider.addEventListener('seal-error', (event) => heard.push((event as SealErrorEvent).code));
    provider.transport = () => Promise.resolve(new Response(null, { status: 401 }));
    await until(() => heard.length === 4, 'both refusals');
    expect(heard).to.deep.equal(['expired', 'SESSION_EXPIRED', 'expired', 'SESSION_EXPIRED']);
    expect(provider.context?.session).to.equal(null);
  });
});
