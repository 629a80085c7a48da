/** What a person does in the seal control centre of the example's page, in the words of the page. */
export const centre = (page) => page.locator('seal-control-center');
export const detail = (page) => centre(page).getByRole('complementary');

/** Changes to another person of the demo, and waits until the page shows what the register tells that person. */
export async function become(page, person) {
  const told = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/session' && response.ok());
  await page.selectOption('#person', person);
  await told;
}

/** Opens a seal by its number. */
export async function openSeal(page, number) {
  await page.click('a[href="#seals"]');
  // The strip of anomalies has a link to the seal as well.
  const entry = centre(page).locator(`[data-seal="${number}"]:not(.anomaly-seal)`);
  await entry.waitFor();
  // A seal that was just asked for is open already.
  if ((await entry.getAttribute('aria-pressed')) !== 'true') await entry.click();
  await detail(page).getByText(number, { exact: true }).first().waitFor();
}

/** Takes a step or another act on the open seal, with its reason; answers what the server said. */
export async function actOnSeal(page, act, reason, { confirm } = {}) {
  await detail(page).locator(`[data-act="${act}"], [data-to="${act}"]`).click();
  const form = detail(page).locator('form');
  await form.getByRole('textbox', { name: /Reason/ }).fill(reason);
  if (confirm !== undefined) await form.getByRole('textbox', { name: /number/i }).fill(confirm);
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await form.locator('button[type=submit]').click();
  return answered;
}

/** Number of the seal of a kind that is in use, or suspended. */
export function sealNumberOf(page, kind) {
  return page.evaluate(async (of) => {
    const { seals } = await (await fetch(`/api/seals?kind=${of}`)).json();
    return seals.find(({ state }) => state === 'active' || state === 'suspended').number;
  }, kind);
}
