/** What a person does on the example's page, in the words of the page. */
import { readFile } from 'node:fs/promises';

export const tray = (page) => page.locator('seal-placement [part~="tray-item"]');
export const items = (page) => page.locator('seal-placement [part~="item"]');
export const dialog = (page) => page.locator('signing-dialog');
const dialogButton = (page, name) => dialog(page).getByRole('button', { name, exact: true });

/** The sample contract is on the desk and the seals are in the tray. */
export async function waitForDesk(page, { pages = 3 } = {}) {
  await tray(page).nth(2).waitFor();
  await page.getByText(`/ ${pages}`, { exact: false }).first().waitFor();
  await page.locator('seal-placement canvas').first().waitFor();
}

/** Each choice signs in anew, and the desk gets the seals of whom it is then: waits for those before the next choice. */
export async function actAs(page, person, company) {
  for (const [select, choice] of [
    ['#company', company],
    ['#person', person],
  ]) {
    const answers = ['active', 'suspended'].map((state) =>
      page.waitForResponse((response) => response.url().includes(`/api/seals?state=${state}&`)),
    );
    await page.selectOption(select, choice);
    for (const answer of answers) await (await answer).finished();
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

export async function openFile(page, name, bytes) {
  await page.locator('.document-bar input[type=file]').setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) });
}

/** Takes a seal from the tray and clicks on the page that shows. */
export async function placeByClick(page, seal, { x = 0.5, y = 0.3 } = {}) {
  const before = await items(page).count();
  await tray(page).nth(seal).click();
  const box = await page.locator('seal-placement [part~="page"]').first().boundingBox();
  await page.mouse.click(box.x + box.width * x, box.y + Math.min(box.height * y, 420));
  await items(page).nth(before).waitFor();
}

/** Copies the selected seal to every page of the document. */
export async function copyToAllPages(page, pages) {
  await page.locator('seal-placement').getByRole('button', { name: 'Copy to pages' }).click();
  const copies = page.locator('seal-placement').getByRole('dialog');
  await copies.getByRole('button', { name: /^Copy/ }).click();
  await page.locator('seal-placement [part~="footer"]').getByText(`${pages} seals`).waitFor();
}

/** From the desk to the last question before the seal is placed. */
export async function askToSign(page) {
  await page.locator('seal-placement [part~="submit"]').click();
  const next = dialogButton(page, 'Next');
  await next.click();
}

/** Reads, confirms and waits for the receipt; answers the signed file. */
export async function signAndDownload(page, { confirm = 'Place seal' } = {}) {
  await askToSign(page);
  await dialogButton(page, confirm).click();
  const save = dialog(page).getByRole('button', { name: 'Download signed file' });
  await save.waitFor({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  const file = { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  await dialogButton(page, 'Done').click();
  return file;
}

/** Rows of the use log as a signed-in page gets them. */
export function useLog(page, sealNumber) {
  return page.evaluate(async (number) => (await fetch(number ? `/api/seals/${number}/uses` : '/api/uses')).json(), sealNumber);
}
