import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actAs, copyToAllPages, openFile, placeByClick, signAndDownload, useLog, waitForDesk } from '../support/contract-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';
import { judge, refusals } from '../support/judges.mjs';
import { JUDGES } from '../support/shared.mjs';

const OFFICIAL = 0;
const CONTRACT = 1;
const PERSONAL = 2;

describe('the journey of a contract, in a real browser against the real server', () => {
  let example;
  let browser;
  let folder;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sealkit-journey-'));
    example = await startExample();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await example?.stop();
    example?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const newPage = async (options) => {
    const opened = await openPage(browser, example.url, options);
    await waitForDesk(opened.page);
    return opened;
  };

  /** Saves a file for the judges, with the demo's root beside it; they are asked where they are present. */
  const judged = async (page, name, bytes) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    const trust = await page.evaluate(async () => (await fetch('/api/trust')).json());
    const root = join(folder, 'root.der');
    writeFileSync(root, Buffer.from(trust.signers[0], 'base64'));
    return JUDGES ? refusals(judge([file], { trust: [root] })) : [];
  };

  it('is served under a policy that allows nothing unsafe, and breaks none of it', async () => {
    const response = await fetch(example.url);
    expect(response.headers.get('content-security-policy')).to.match(/^default-src 'self'(;|$)/);
    expect(response.headers.get('content-security-policy')).not.to.include('unsafe');
    const { page, context, complaints } = await newPage();
    expect(await page.locator('iframe').count()).to.equal(0);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('seals every page, keeps the document in the browser, and gives a file that every judge accepts', async () => {
    const { page, context, complaints, requests } = await newPage();
    const original = Buffer.from(await (await fetch(`${example.url}sample-contract.pdf`)).arrayBuffer());
    await placeByClick(page, CONTRACT);
    await copyToAllPages(page, 3);
    const { name, bytes } = await signAndDownload(page);
    expect(name).to.equal('data-equipment-contract-signed.pdf');
    expect(bytes.subarray(0, original.length).equals(original)).to.equal(true);
    // The signed file took the place of what was signed, and nothing on the desk asks to be signed again.
    await page.locator('#document-name', { hasText: name }).waitFor();
    expect(await page.evaluate(() => document.querySelector('#placement').placements.length)).to.equal(0);
    expect(await page.locator('seal-placement [part~="submit"]').getAttribute('aria-disabled')).to.equal('true');
    for (const request of requests) {
      const body = request.postDataBuffer();
      expect(
        body === null || (body.length < 64 * 1024 && !body.includes('%PDF')),
        `${request.method()} ${request.url()} sent ${body?.length} octets`,
      ).to.equal(true);
    }
    expect(await judged(page, 'every-page.pdf', bytes)).to.deep.equal([]);
    const { uses } = await useLog(page);
    expect(uses[0].result).to.equal('completed');
    expect(uses[0].person.name).to.equal('沈知遥 Shen Zhiyao');
    expect(uses[0].seal.version).to.equal(1);
    expect(uses[0].fileDigest).to.equal(`sha256:${await sha256(bytes)}`);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('lets the second company seal the file that the first one sealed, on every page', async () => {
    const { page, context, complaints } = await newPage();
    await placeByClick(page, OFFICIAL);
    const first = await signAndDownload(page);
    await actAs(page, 'shen-zhiyao', 'yunfan');
    await openFile(page, first.name, first.bytes);
    await page.getByText(first.name).first().waitFor();
    await waitForDesk(page);
    await placeByClick(page, CONTRACT, { x: 0.7, y: 0.5 });
    await copyToAllPages(page, 3);
    const second = await signAndDownload(page);
    expect(second.bytes.subarray(0, first.bytes.length).equals(first.bytes)).to.equal(true);
    expect(await judged(page, 'two-companies.pdf', second.bytes)).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('gives the evidence of what was sealed in one click, and verifies it in the page', async () => {
    const { page, context, complaints } = await newPage();
    await placeByClick(page, CONTRACT);
    await signAndDownload(page);
    await page.click('a[href="#verify"]');
    const evidence = page.locator('evidence-certificate');
    await evidence.getByRole('button', { name: 'Make the evidence' }).click();
    await evidence.locator('.headline.pass').waitFor({ timeout: 30_000 });
    expect(await evidence.locator('.check .mark-pass').count()).to.be.above(35);
    expect(await evidence.locator('.check .mark-fail, .check .mark-unsure').count()).to.equal(0);
    expect(await evidence.locator('.check .mark-skip').count()).to.equal(1);
    // Another person is not shown what the first one was given.
    await actAs(page, 'xu-nanxing', 'qinglan');
    await evidence.waitFor({ state: 'hidden' });
    await evidence.locator('.headline').waitFor({ state: 'detached' });
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('signs without a seal, invisibly', async () => {
    const { page, context } = await newPage();
    await page.locator('seal-placement [part~="tray-item"]').nth(PERSONAL).click();
    const { bytes } = await signAndDownload(page, { confirm: 'Sign' });
    expect(await judged(page, 'personal.pdf', bytes)).to.deep.equal([]);
    await context.close();
  });
});

async function sha256(bytes) {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
