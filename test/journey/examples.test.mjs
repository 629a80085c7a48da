import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createStaticFiles } from '../../examples/contract-signing/demo/static-files.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { dialog, placeByClick } from '../support/contract-page.mjs';
import { startExample } from '../support/example.mjs';
import { ROOT } from '../support/shared.mjs';

const EXAMPLES = join(ROOT, 'examples');
const MOST_LINES = 30;

/** Signs in as the host's own sign-in would, and opens a page of an example. */
async function openAs(browser, origin, path, person, company = 'qinglan') {
  const opened = await openPage(browser, 'about:blank');
  const headers = { origin: new URL(origin).origin };
  await opened.context.request.post(`${origin}demo/sign-in`, { headers, data: { person, company } });
  await opened.page.goto(`${origin}${path}`);
  return opened;
}

async function downloadFrom(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const answer = (page, name) => dialog(page).getByRole('button', { name, exact: true }).click();

/** Reads every page to its end, as the dialog asks. */
async function readToEnd(page) {
  const missing = dialog(page).locator('.go-to-page');
  await dialog(page).locator('.reading-terms').waitFor();
  await dialog(page).locator('document-viewer canvas').first().waitFor();
  for (let screen = 0; screen < 40 && (await missing.isVisible()); screen += 1) {
    await dialog(page).locator('document-viewer [part~="pages"]').press('PageDown');
    await page.waitForTimeout(600);
  }
  await dialog(page).getByText('Read as asked').waitFor();
}

/** From the open dialog to the receipt. */
async function seal(page) {
  await readToEnd(page);
  await answer(page, 'Next');
  await dialog(page).getByRole('checkbox', { name: 'I have read this and agree.' }).check();
  await answer(page, 'Next');
  await answer(page, 'Place seal');
  const save = dialog(page).getByRole('button', { name: 'Download signed file' });
  await save.waitFor({ timeout: 30_000 });
  const file = await downloadFrom(page, save);
  await answer(page, 'Done');
  return file;
}

describe('the small examples', () => {
  let example;
  let browser;
  let folder;
  /** What the other examples leave for the page that verifies. */
  const made = {};

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-examples-'));
    example = await startExample();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await example?.stop();
    example?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('take fewer than 30 lines of host code each, on the page and on the server', () => {
    for (const file of ['verify-only/main.js', 'hr-system/main.js', 'saas-vendor/main.js', 'saas-vendor/vendor.mjs']) {
      const [, code = ''] = /#region \w+\n([\s\S]*?)\/\/ #endregion/.exec(readFileSync(join(EXAMPLES, file), 'utf8')) ?? [];
      const lines = code.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//'));
      expect(lines.length, file).to.be.within(1, MOST_LINES - 1);
    }
  });

  it('put sealing with approval into the page of an HR system', async () => {
    const { page, context, complaints } = await openAs(browser, example.url, 'hr-system/', 'lu-wenzhou');
    await page
      .getByRole('row', { name: /Lin Wanzhao/ })
      .getByRole('button')
      .click();
    await page.locator('seal-placement canvas').first().waitFor();
    await placeByClick(page, 1);
    await page.locator('seal-placement [part~="submit"]').click();
    await dialog(page).getByRole('textbox', { name: 'Why the seal is used' }).fill('New colleague');
    await answer(page, 'Ask for approval');
    await dialog(page).getByText('It goes on by itself once it is approved.').waitFor();
    await answer(page, 'Later');

    const second = await openAs(browser, example.url, 'hr-system/', 'fang-zhixia');
    const approval = second.page.locator('seal-approval');
    await approval.getByRole('button', { name: /contract-lin/ }).click();
    await approval.getByText('This is the file of the request').waitFor();
    const decided = second.page.waitForResponse((response) => response.url().endsWith('/decisions'));
    await approval.getByRole('button', { name: 'Approve use' }).click();
    expect((await decided).status()).to.equal(200);
    expect(second.complaints).to.deep.equal([]);
    await second.context.close();

    await answer(page, 'Continue');
    await answer(page, 'Place seal');
    const save = dialog(page).getByRole('button', { name: 'Download signed file' });
    await save.waitFor({ timeout: 30_000 });
    made.contract = await downloadFrom(page, save);
    await answer(page, 'Done');
    await page.getByText('is sealed.').waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('seal all contracts of an HR system with one confirmation, each with a receipt of its own', async () => {
    const { page, context, complaints } = await openAs(browser, example.url, 'hr-system/', 'shen-zhiyao');
    await page.click('#all');
    const batch = page.locator('batch-signing');
    for (const name of ['contract-lin.pdf', 'contract-zhu.pdf']) {
      await batch.getByRole('button', { name: `View ${name}` }).click();
      await batch.locator('document-viewer canvas').first().waitFor();
      await page.keyboard.press('Escape');
    }
    await batch.getByRole('button', { name: 'Go on with 2 documents' }).click();
    await batch.getByRole('button', { name: 'Confirm and sign 2 documents' }).click();
    await batch.getByRole('heading', { name: '2 documents signed' }).waitFor({ timeout: 60_000 });
    const receipts = JSON.parse((await downloadFrom(page, batch.getByRole('button', { name: 'Download receipts' }))).bytes.toString());
    expect(receipts.map(({ documentId }) => documentId)).to.deep.equal(['contract-lin.pdf', 'contract-zhu.pdf']);
    expect(new Set(receipts.map(({ receipt }) => receipt)).size).to.equal(2);
    const file = await downloadFrom(page, batch.getByRole('button', { name: 'Download contract-lin.pdf' }));
    expect(file.name).to.equal('contract-lin-signed.pdf');
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('let a vendor open an envelope for two parties, each of whom seals in turn, and give both the evidence', async () => {
    const seller = await openAs(browser, example.url, 'saas-vendor/', 'shen-zhiyao', 'qinglan');
    const buyer = await openAs(browser, example.url, 'saas-vendor/', 'shen-zhiyao', 'yunfan');
    await buyer.page.getByText('Qinglan is asked to seal.').waitFor();
    expect(await buyer.page.locator('#sign').isVisible()).to.equal(false);
    await seller.page.getByText('It is your turn.').waitFor();
    await seller.page.click('#sign');
    await seal(seller.page);
    await seller.page.getByText('Yunfan is asked to seal.').waitFor();
    await buyer.page.reload();
    await buyer.page.getByText('It is your turn.').waitFor();
    await buyer.page.click('#sign');
    await seal(buyer.page);
    await buyer.page.getByText('The contract is completed.').waitFor();
    // Something that is no version of the envelope is not taken for the contract.
    expect(await buyer.page.evaluate(async () => (await fetch('contract', { method: 'PUT', body: 'x' })).status)).to.equal(409);

    await seller.page.reload();
    for (const { page, complaints } of [seller, buyer]) {
      const evidence = page.locator('evidence-certificate');
      await evidence.getByRole('button', { name: 'Make the evidence' }).click();
      await evidence.locator('.headline').waitFor({ timeout: 30_000 });
      expect(await evidence.locator('.headline h2').textContent()).to.equal(
        'What was checked holds; not everything could be checked here.',
      );
      expect(await evidence.locator('.check .mark-fail, .check .mark-unsure').count()).to.equal(0);
      expect(await evidence.locator('.check .mark-skip').count()).to.equal(1);
      made.evidence = await downloadFrom(page, evidence.getByRole('button', { name: 'Download package' }));
      expect(complaints).to.deep.equal(
        page === buyer.page ? ['console: Failed to load resource: the server responded with a status of 409 (Conflict)'] : [],
      );
    }
    await Promise.all([seller.context.close(), buyer.context.close()]);
  });

  it('verify a contract and its evidence on a static page, without any server behind it', async () => {
    cpSync(join(EXAMPLES, 'verify-only'), folder, { recursive: true });
    // Whoever sets the page up takes over, by a way that they trust, whom to trust.
    const person = await openAs(browser, example.url, 'icon.svg', 'shen-zhiyao');
    writeFileSync(join(folder, 'trust.json'), await (await person.context.request.get(`${example.url}api/trust`)).text());
    await person.context.close();
    const files = createStaticFiles({
      '/sealkit/': new URL('../../packages/elements/dist/bundle/', import.meta.url),
      '/': pathToFileURL(`${folder}/`),
    });
    const serve = async (request) => (await files(request)) ?? new Response(null, { status: 404 });
    const listen = getRequestListener(serve, { overrideGlobalObjects: false });
    const server = createServer((incoming, outgoing) => void listen(incoming, outgoing));
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const { page, context, complaints, requests } = await openPage(browser, `http://127.0.0.1:${server.address().port}/`);
      const choose = (tag, { name, bytes }) =>
        page.locator(`${tag} input[type=file]`).setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
      await choose('verification-report', made.contract);
      await page.getByRole('heading', { name: /^Unchanged since signing/ }).waitFor({ timeout: 30_000 });
      const evidence = page.locator('evidence-certificate');
      await choose('evidence-certificate', made.evidence);
      await evidence.locator('.headline').waitFor({ timeout: 30_000 });
      expect(await evidence.locator('.check .mark-fail, .check .mark-unsure').count()).to.equal(0);
      // The network goes: the verifier is here already.
      await context.setOffline(true);
      const flipped = Buffer.from(made.evidence.bytes);
      flipped[flipped.indexOf('"prev":') + 12] ^= 1;
      await choose('evidence-certificate', { name: 'flipped.asice', bytes: flipped });
      await evidence.getByRole('heading', { name: 'The evidence does not hold.' }).waitFor({ timeout: 30_000 });
      expect(requests.filter((request) => request.method() !== 'GET').length).to.equal(0);
      expect(complaints).to.deep.equal([]);
      await context.close();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
