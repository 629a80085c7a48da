import { PDFDocument, degrees } from 'pdf-lib';
import {
  actAs,
  askToSign,
  dialog,
  items,
  openFile,
  placeByClick,
  signAndDownload,
  tray,
  useLog,
  waitForDesk,
} from '../support/contract-page.mjs';
import { actOnSeal, openSeal, sealNumberOf } from '../support/seal-centre-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';

const CONTRACT = 1;

describe('what is refused, and how the page says it', () => {
  let example;
  let browser;

  beforeAll(async () => {
    example = await startExample();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await example?.stop();
    example?.remove();
  });

  const newPage = async (options) => {
    const opened = await openPage(browser, example.url, options);
    await waitForDesk(opened.page);
    return opened;
  };

  /** The administrator takes a step of a seal's life in the page. */
  const changeState = async (page, step, reason) => {
    await actAs(page, 'zhou-cen', 'qinglan');
    await openSeal(page, await sealNumberOf(page, 'contract'));
    expect((await actOnSeal(page, step, reason)).status()).to.equal(200);
    await page.click('a[href="#sign"]');
  };

  it('refuses a seal that was suspended meanwhile, says so, logs the attempt, and signs again once it is resumed', async () => {
    const user = await newPage();
    await placeByClick(user.page, CONTRACT);
    const administrator = await newPage();
    await changeState(administrator.page, 'suspended', 'Lost key card');
    await user.page.locator('seal-placement [part~="submit"]').click();
    await dialog(user.page).getByRole('button', { name: 'Next', exact: true }).click();
    // The reading step already names the obstacle; the refusal is what the server answered.
    const refusal = dialog(user.page).locator('.failure');
    await refusal.getByText('The seal is suspended.').waitFor();
    const { uses } = await useLog(user.page);
    expect(uses[0].result).to.equal('refused');
    expect(uses[0].refusal).to.equal('SEAL_SUSPENDED');
    await user.context.close();

    const later = await newPage();
    expect(await tray(later.page).nth(CONTRACT).getAttribute('aria-disabled')).to.equal('true');
    expect(await tray(later.page).nth(CONTRACT).innerText()).to.match(/suspended/i);
    await changeState(administrator.page, 'active', 'Card found');
    await later.page.reload();
    await waitForDesk(later.page);
    await placeByClick(later.page, CONTRACT);
    await askToSign(later.page);
    await dialog(later.page).getByRole('button', { name: 'Place seal', exact: true }).waitFor();
    await later.context.close();
    await administrator.context.close();
  });

  it('shows a person without a grant the seals, and why they cannot be used', async () => {
    const { page, context } = await newPage();
    await actAs(page, 'xu-nanxing', 'qinglan');
    await page.waitForFunction(
      () =>
        document.querySelector('seal-placement')?.shadowRoot?.querySelector('[part~="tray-item"]')?.getAttribute('aria-disabled') ===
        'true',
    );
    expect(await tray(page).nth(CONTRACT).innerText()).to.match(/grant/i);
    await context.close();
  });

  it('refuses a request for a permit without a grant, and logs it', async () => {
    const { page, context } = await newPage();
    await actAs(page, 'xu-nanxing', 'qinglan');
    const answer = await page.evaluate(async () => {
      const post = async (path, body) => {
        const response = await fetch(`/api${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
          body: JSON.stringify(body),
        });
        return { status: response.status, body: await response.json() };
      };
      const digest = `sha256:${'ab'.repeat(32)}`;
      const envelope = await post('/envelopes', { name: 'x.pdf', document: { digest, length: 1000, pages: 1 } });
      const { seals } = await (await fetch('/api/seals')).json();
      const seal = seals.find(({ kind }) => kind === 'contract');
      return post('/permits', {
        envelopeId: envelope.body.id,
        sealNumber: seal.number,
        sealVersion: seal.current.version,
        document: { digest, length: 1000 },
        frame: digest,
        placements: [{ page: 1, x: 0, y: 0, width: seal.widthUm, height: seal.heightUm, rotation: 0 }],
      });
    });
    expect(answer.status).to.equal(403);
    expect(answer.body.code).to.equal('NO_GRANT');
    const { uses } = await useLog(page);
    expect(uses.some(({ result, refusal }) => result === 'refused' && refusal === 'NO_GRANT')).to.equal(true);
    await context.close();
  });

  it('names what is wrong with a broken file and keeps what was on the desk', async () => {
    const { page, context } = await newPage();
    const name = await page.locator('#document-name').innerText();
    await placeByClick(page, CONTRACT);
    await openFile(page, 'broken.pdf', Buffer.from('%PDF-1.7\nthis is not a document'));
    await page.getByRole('dialog').getByRole('button', { name: 'Open it, take them off' }).click();
    const refusal = page.locator('seal-placement .refused-document');
    await refusal.getByText('broken.pdf').waitFor();
    await refusal.getByText('The document before it is still open.').waitFor();
    expect(await items(page).count()).to.equal(1);
    expect(await page.locator('#document-name').innerText()).to.equal(name);
    await askToSign(page);
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).waitFor();
    await context.close();
  });

  it('asks before placed seals are lost: to another file, another person, or a page that is left', async () => {
    const { page, context } = await newPage();
    await placeByClick(page, CONTRACT);
    const question = page.getByRole('dialog', { name: /another/ });
    await page.click('#use-sample');
    await question.getByRole('button', { name: 'Stay here' }).click();
    await page.selectOption('#person', 'zhou-cen');
    await page.getByRole('dialog', { name: 'Change to another person?' }).waitFor();
    await page.keyboard.press('Escape');
    // The question closes, and only then the choice goes back.
    await page.waitForFunction(() => document.querySelector('#person').value === 'shen-zhiyao');
    expect(await items(page).count()).to.equal(1);
    const leave = () => page.evaluate(() => dispatchEvent(new Event('beforeunload', { cancelable: true })));
    expect(await leave()).to.equal(false);
    await page.click('#use-sample');
    await question.getByRole('button', { name: 'Open it, take them off' }).click();
    await page.waitForFunction(() => document.querySelector('#placement').placements.length === 0);
    expect(await leave()).to.equal(true);
    await context.close();
  });

  it('names an earlier signature that does not hold before anything is placed beside it, and in the result', async () => {
    const { page, context } = await newPage();
    await placeByClick(page, CONTRACT);
    const signed = await signAndDownload(page);
    const pdf = await PDFDocument.load(signed.bytes);
    pdf.getPage(0).drawText('and one more clause');
    await openFile(page, 'changed.pdf', await pdf.save());
    await page.locator('#document-name', { hasText: 'changed.pdf' }).waitFor();
    await placeByClick(page, CONTRACT, { x: 0.7, y: 0.6 });
    await page.locator('seal-placement [part~="submit"]').click();
    await dialog(page).getByText('An earlier signature does not hold').waitFor();
    const next = dialog(page).getByRole('button', { name: 'Next', exact: true });
    expect(await next.getAttribute('aria-disabled')).to.equal('true');
    await dialog(page).getByRole('checkbox').check();
    await next.click();
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).click();
    await dialog(page).getByText('Checked on this computer: Fail.').waitFor();
    await dialog(page)
      .getByText(/^Earlier, /)
      .waitFor();
    await context.close();
  });

  it('signs a page that is rotated, cropped and of another size', async () => {
    const pdf = await PDFDocument.create();
    const odd = pdf.addPage([842, 595]);
    odd.setRotation(degrees(90));
    odd.setCropBox(50, 40, 700, 500);
    pdf.addPage([300, 420]);
    const { page, context, complaints } = await newPage();
    await openFile(page, 'odd.pdf', await pdf.save());
    await page.getByText('odd.pdf').first().waitFor();
    await waitForDesk(page, { pages: 2 });
    await placeByClick(page, CONTRACT, { x: 0.5, y: 0.5 });
    await askToSign(page);
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor();
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
