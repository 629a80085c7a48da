import { readFile } from 'node:fs/promises';
import { decodeBase64 } from '@sealkit/core/bytes';
import { parseCertificate } from '@sealkit/core/x509';
import { actAs, placeByClick, signAndDownload, useLog, waitForDesk } from '../support/contract-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';

const NUMBER = '11010519491231002X';
const CONTRACT_SEAL = 1;
const CARD = { name: 'card.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a-not-a-real-card') };
const LICENCE = { name: 'licence.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 not a real licence') };

describe('who somebody is, in a real browser against the real server', () => {
  let example;
  let browser;
  let opened;

  beforeAll(async () => {
    example = await startExample();
    browser = await launchBrowser();
    opened = await openPage(browser, `${example.url}#identity`);
    await actAs(opened.page, 'ji-mingzhou', 'qinglan');
  });

  afterAll(async () => {
    await browser?.close();
    await example?.stop();
    example?.remove();
  });

  const reviews = () => opened.page.locator('#reviews article');

  /** The waiting verification is decided by somebody of the same company. */
  async function decide(person, answer, reason) {
    const { page } = opened;
    await actAs(page, person, 'qinglan');
    // The list of whoever was here before goes when that of this person is there.
    await page.locator(`#reviews[data-person="${person}"]`).waitFor();
    await reviews().first().getByLabel('Your grounds').fill(reason);
    await reviews().first().getByRole('button', { name: answer, exact: true }).click();
  }

  it('is proven by a person over documents that another one looks at, and gives them a certificate', async () => {
    const { page } = opened;
    const check = page.locator('#identity-person');
    await check.getByRole('button', { name: /^By documents/ }).click();
    await check.getByLabel('Name as in the document').fill('季明舟');
    await check.getByLabel('Number of the document').fill(NUMBER);
    await check.locator('input[type=file]').setInputFiles(CARD);
    await check.getByRole('button', { name: 'Confirm identity' }).click();
    await check.getByText('A person looks at the documents.').waitFor();
    expect(await page.locator('#reviews').isVisible()).to.equal(false);

    await actAs(page, 'fang-zhixia', 'qinglan');
    await reviews().getByText('季明舟').waitFor();
    await reviews().getByText('1****************X').waitFor();
    expect(await page.locator('#reviews').innerText()).not.to.contain(NUMBER);
    const [download] = await Promise.all([page.waitForEvent('download'), reviews().getByRole('link', { name: 'card.png' }).click()]);
    expect(await readFile(await download.path())).to.deep.equal(CARD.buffer);
    await decide('fang-zhixia', 'Accept', 'Card and face agree');
    await page.locator('#reviews').waitFor({ state: 'hidden' });

    await actAs(page, 'ji-mingzhou', 'qinglan');
    await check.getByText('季明舟 is confirmed.').waitFor();
    await check.getByRole('button', { name: 'Get a certificate' }).click();
    await check.getByText('Issued to 季明舟').waitFor();
    const { certificates } = await page.evaluate(async () => (await fetch('/api/session')).json());
    const { subject } = parseCertificate(decodeBase64(certificates[0]));
    expect(subject.commonName).to.equal('季明舟');
    expect(subject.text).to.match(/SK-[0-9a-f]{32}/);
  });

  it('is proven for a company, not by whoever asked, and its seals sign with certificates that name just that company', async () => {
    const { page } = opened;
    await actAs(page, 'zhou-cen', 'qinglan');
    const check = page.locator('#identity-company');
    await check.getByRole('button', { name: /^By documents/ }).click();
    await check.getByLabel('Name as registered').fill('青岚数据科技有限公司');
    await check.getByLabel('Registration number').fill('91330106MADEM0001D');
    await check.locator('input[type=file]').setInputFiles(LICENCE);
    await check.getByRole('button', { name: 'Confirm identity' }).click();
    await check.getByText('A person looks at the documents.').waitFor();
    await decide('zhou-cen', 'Accept', 'My own');
    await reviews().getByText('Somebody else has to decide').waitFor();
    await decide('fang-zhixia', 'Accept', 'As in the register of companies');
    await check.getByText('青岚数据科技有限公司 is confirmed as a company.').waitFor();

    await actAs(page, 'shen-zhiyao', 'qinglan');
    await page.goto(`${example.url}#sign`);
    await waitForDesk(page);
    await placeByClick(page, CONTRACT_SEAL);
    await signAndDownload(page);
    const { uses } = await useLog(page);
    const outcomes = uses.map(({ result, refusal }) => `${result} ${refusal}`).sort();
    expect(outcomes).to.deep.equal(['completed null', 'refused SECOND_PERSON_REQUIRED']);
  });

  it('is not decided, and no document is read, by whoever has no right to it', async () => {
    const { page } = opened;
    await actAs(page, 'xu-nanxing', 'qinglan');
    const statuses = await page.evaluate(async () => {
      const digest = `sha256:${'ab'.repeat(32)}`;
      const put = (body, address = digest) => fetch(`/demo/identity-documents/${address}`, { method: 'PUT', body });
      return [(await fetch(`/demo/identity-documents/${digest}`)).status, (await put('something else')).status];
    });
    expect(statuses).to.deep.equal([403, 422]);
    await actAs(page, 'fang-zhixia', 'qinglan');
    const missing = await page.evaluate(async () => (await fetch(`/demo/identity-documents/sha256:${'ab'.repeat(32)}`)).status);
    expect(missing).to.equal(404);
  });
});
