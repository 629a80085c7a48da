import { actAs, dialog, placeByClick, tray, waitForDesk } from '../support/contract-page.mjs';
import { detail, openSeal, sealNumberOf } from '../support/seal-centre-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';

const CONTRACT = 1;

describe('the journey by keyboard, on a narrow screen, in both languages, and after a closed tab', () => {
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

  it('places and signs with the keyboard alone', async () => {
    const { page, context } = await newPage();
    await tray(page).nth(0).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('seal-placement [part~="item"]').first().waitFor();
    const submit = page.locator('seal-placement [part~="submit"]');
    await submit.focus();
    await page.keyboard.press('Enter');
    const next = dialog(page).getByRole('button', { name: 'Next', exact: true, disabled: false });
    await next.focus();
    await page.keyboard.press('Enter');
    const confirm = dialog(page).getByRole('button', { name: 'Place seal', exact: true });
    await confirm.waitFor();
    await confirm.focus();
    await page.keyboard.press('Enter');
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor();
    await context.close();
  });

  it('keeps the focus on the seal whose state was changed by keyboard', async () => {
    const { page, context } = await newPage();
    await actAs(page, 'zhou-cen', 'qinglan');
    const number = await sealNumberOf(page, 'contract');
    await openSeal(page, number);
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.shadowRoot?.activeElement?.closest('.detail') !== null && document.activeElement?.tagName,
      );
    for (const [step, next] of [
      ['suspended', 'active'],
      ['active', 'suspended'],
    ]) {
      await detail(page).locator(`[data-to="${step}"]`).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type('Key card checked');
      const answered = page.waitForResponse((response) => response.url().endsWith('/transitions'));
      await page.keyboard.press('Enter');
      await (await answered).finished();
      await detail(page).locator(`[data-to="${next}"]`).waitFor();
      expect(await focused()).to.equal('SEAL-CONTROL-CENTER');
    }
    await context.close();
  });

  it('asks its question in the look of the elements, light and dark, also on a narrow screen', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const { page, context } = await newPage({ viewport: { width: 320, height: 640 }, colorScheme });
      await placeByClick(page, CONTRACT, { x: 0.5, y: 0.4 });
      await page.click('#use-sample');
      const question = page.getByRole('dialog', { name: 'Open another file?' });
      const look = await question.evaluate((element) => {
        const { backgroundColor, borderTopWidth } = getComputedStyle(element);
        const { left, right } = element.getBoundingClientRect();
        const ground = document.createElement('i');
        ground.style.color = 'light-dark(#fff, #1e252c)';
        document.body.append(ground);
        return { ground: getComputedStyle(ground).color, backgroundColor, borderTopWidth, fits: left >= 0 && right <= innerWidth };
      });
      expect(look).to.deep.equal({ ground: look.ground, backgroundColor: look.ground, borderTopWidth: '0px', fits: true });
      await context.close();
    }
  });

  for (const [locale, submit, next, confirm, save] of [
    ['zh-CN', /./, '下一步', '盖章', '下载已签文件'],
    ['en-US', /./, 'Next', 'Place seal', 'Download signed file'],
  ]) {
    it(`fits a screen of 320 px in ${locale}`, async () => {
      const { page, context } = await newPage({ viewport: { width: 320, height: 640 }, locale, hasTouch: true });
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await overflow()).to.equal(0);
      await placeByClick(page, CONTRACT, { x: 0.5, y: 0.4 });
      await page.locator('seal-placement [part~="submit"]', { hasText: submit }).click();
      await dialog(page).getByRole('button', { name: next, exact: true }).click();
      await dialog(page).getByRole('button', { name: confirm, exact: true }).click();
      await dialog(page).getByRole('button', { name: save }).waitFor();
      expect(await overflow()).to.equal(0);
      await context.close();
    });
  }

  it('keeps the current section of a row that is wider than the screen in sight', async () => {
    const { page, context } = await newPage({ viewport: { width: 320, height: 640 }, locale: 'zh-CN' });
    const cutOff = () =>
      page.evaluate(() => {
        const row = document.querySelector('nav').getBoundingClientRect();
        const current = document.querySelector('nav [aria-current="page"]').getBoundingClientRect();
        return Math.max(0, row.left - current.left) + Math.max(0, current.right - row.right);
      });
    for (const section of ['confirming', 'sign', 'confirming']) {
      await page.evaluate((hash) => (location.hash = hash), section);
      await page.locator(`nav a[href="#${section}"][aria-current="page"]`).waitFor();
      expect(await cutOff()).to.be.lessThan(1);
    }
    await page.selectOption('#language', 'en');
    expect(await cutOff()).to.be.lessThan(1);
    await context.close();
  });

  it('switches the language live, everywhere', async () => {
    const { page, context } = await newPage();
    await page.getByText('Seals you may use').waitFor();
    await page.selectOption('#language', 'zh-CN');
    await page.getByText('可用印章').waitFor();
    expect(await page.getByText('Seals you may use').count()).to.equal(0);
    await context.close();
  });

  it('keeps a sealed file whose tab was closed before it was downloaded, and gives it', async () => {
    const { page, context } = await newPage();
    await placeByClick(page, CONTRACT);
    await page.locator('seal-placement [part~="submit"]').click();
    await dialog(page).getByRole('button', { name: 'Next', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor();
    await page.close();
    const again = await context.newPage();
    await again.goto(example.url);
    await dialog(again).getByText('is sealed, not downloaded yet').waitFor();
    await dialog(again).getByRole('button', { name: 'Later', exact: true }).click();
    await again.reload();
    await dialog(again).getByRole('button', { name: 'Show receipt', exact: true }).click();
    await dialog(again).getByRole('button', { name: 'Download signed file' }).waitFor();
    await dialog(again).getByRole('button', { name: 'Done', exact: true }).click();
    const save = dialog(again).getByRole('button', { name: 'Download', exact: true });
    const [download] = await Promise.all([again.waitForEvent('download'), save.click()]);
    expect(download.suggestedFilename()).to.equal('data-equipment-contract-signed.pdf');
    await context.close();
  });
});
