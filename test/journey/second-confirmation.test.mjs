import { actAs, askToSign, dialog, placeByClick, useLog, waitForDesk } from '../support/contract-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';
import { codeAfter, codeOf, earlierCodeOf, wrongCodeOf } from '../support/totp.mjs';

const OFFICIAL = 0;

describe('a seal that asks for a second confirmation, in a real browser against the real server', () => {
  let example;
  let browser;
  /** Of the app that is set up first. */
  let secret;
  let usedCode;

  beforeAll(async () => {
    example = await startExample();
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser?.close();
    await example?.stop();
    example?.remove();
  });

  const button = (page, name) => dialog(page).getByRole('button', { name, exact: true });

  /** From the desk to the step in which the person confirms a second time. */
  async function toIntent(page) {
    await placeByClick(page, OFFICIAL);
    await askToSign(page);
    await dialog(page).getByText('Computed here as well').waitFor();
    await button(page, 'Next').click();
    await dialog(page).getByRole('heading', { name: 'Confirm that this is your decision' }).waitFor();
  }

  const secretOf = async (scope) => (await scope.locator('.secret-text').innerText()).replaceAll(/\s/g, '');

  it('sets up an authenticator app on the way, refuses a wrong code with the tries left, and signs with the right one', async () => {
    const { page, context, complaints } = await openPage(browser, example.url);
    await waitForDesk(page);
    await actAs(page, 'shen-zhiyao', 'yunfan');
    await waitForDesk(page);
    await toIntent(page);
    await button(page, 'Set up').click();
    secret = await secretOf(dialog(page));
    expect(secret).to.match(/^[A-Z2-7]{32}$/);
    await dialog(page)
      .locator('#first-code')
      .fill(await earlierCodeOf(secret));
    await button(page, 'Finish setup').click();

    const field = dialog(page).locator('#code');
    await field.waitFor();
    await field.fill(wrongCodeOf(secret));
    await button(page, 'Place seal').click();
    await dialog(page).getByText('The code is not right.').waitFor();
    await dialog(page).getByText('1 try left.').waitFor();
    expect(await dialog(page).locator('.slip').count()).to.equal(0);

    // As people paste it.
    const code = codeOf(secret);
    await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
    usedCode = code;
    await field.press('Enter');
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor({ timeout: 30_000 });
    await dialog(page).locator('.result-verdict').waitFor();

    const { uses } = await useLog(page);
    expect(uses.map(({ result, refusal }) => `${result} ${refusal}`).sort()).to.deep.equal(['completed null', 'refused INTENT_CODE_WRONG']);
    const methods = await page.evaluate(async () => (await fetch('/api/intent-methods')).json());
    expect(methods.authenticators.map(({ name }) => name)).to.deep.equal(['App on my phone']);
    expect(methods.authenticators[0].lastUsedAt).to.match(/Z$/);
    // The wrong code is a refusal of the server, which the browser notes on its console.
    expect(complaints.filter((complaint) => !complaint.includes('the server responded with a status of 4'))).to.deep.equal([]);
    await context.close();
  });

  it('signs several documents with one code, each by itself', async () => {
    const { page, context, complaints } = await openPage(browser, example.url);
    await actAs(page, 'shen-zhiyao', 'yunfan');
    await page.goto(`${example.url}hr-system/`);
    await page.evaluate(async () => {
      const { seals } = await (await fetch('/api/seals?state=active')).json();
      const { number, widthUm, heightUm } = seals.find(({ kind }) => kind === 'official');
      const placements = [{ page: 3, x: 20_000, y: 200_000, rotation: 0, width: widthUm, height: heightUm, sealNumber: number }];
      const file = await (await fetch('/sample-contract.pdf')).blob();
      const batch = document.querySelector('batch-signing');
      batch.requireView = false;
      batch.documents = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => ({ id: name, name, document: file, placements }));
      batch.hidden = false;
    });
    const batch = page.locator('batch-signing');
    await batch.getByRole('button', { name: 'Go on with 3 documents' }).click();
    const check = batch.locator('intent-check');
    await check.getByText('confirms 3 documents together').waitFor();
    await check.locator('.method', { has: page.locator('[value=totp]') }).click();
    usedCode = await codeAfter(secret, usedCode);
    await check.locator('#code').fill(usedCode);
    await check.locator('#code').press('Enter');
    await batch.getByRole('heading', { name: '3 documents signed' }).waitFor({ timeout: 60_000 });
    expect(await batch.locator('.row.signed').count()).to.equal(3);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('lists what the person has set up, and takes it away once they confirm it with just that', async () => {
    const { page, context } = await openPage(browser, `${example.url}#confirming`);
    await actAs(page, 'shen-zhiyao', 'yunfan');
    const panel = page.locator('intent-authenticators');
    await panel.getByText('App on my phone').waitFor();
    await panel.getByRole('button', { name: 'Remove App on my phone' }).click();
    await panel.getByText('It is the last one').waitFor();
    await panel.getByRole('button', { name: 'Remove it' }).click();
    await panel.getByText('Confirm this change').waitFor();
    await panel.getByText('Remove “App on my phone” (authenticator app)').waitFor();
    const field = panel.locator('#code');
    await field.fill(wrongCodeOf(secret));
    await panel.getByRole('button', { name: 'Confirm', exact: true }).click();
    await panel.getByText('The code is not right.').waitFor();
    await field.fill(await codeAfter(secret, usedCode));
    await panel.getByRole('button', { name: 'Confirm', exact: true }).click();
    await panel.getByText('You have set up nothing yet.').waitFor();
    await context.close();
  });

  it('signs with a passkey of the device over the digest of the act, and not where the device does not know the person', async () => {
    // Passkeys are for a name, not for an address.
    const { page, context, complaints } = await openPage(browser, example.url.replace('127.0.0.1', 'localhost'));
    const device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    });
    await waitForDesk(page);
    await actAs(page, 'shen-zhiyao', 'yunfan');
    await waitForDesk(page);
    await toIntent(page);
    expect(await dialog(page).locator('[name=intent-method]:checked').inputValue()).to.equal('passkey');
    await button(page, 'Set up').click();
    const confirm = button(page, 'Confirm with passkey');
    await confirm.waitFor();

    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await confirm.click();
    await dialog(page).getByText('the device did not recognise you').waitFor({ timeout: 60_000 });
    expect(await dialog(page).locator('.slip').count()).to.equal(0);

    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    await confirm.click();
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor({ timeout: 30_000 });
    const methods = await page.evaluate(async () => (await fetch('/api/intent-methods')).json());
    expect(methods.authenticators.map(({ method, name }) => [method, name])).to.deep.equal([['passkey', 'This device']]);
    expect(methods.authenticators[0].lastUsedAt).to.match(/Z$/);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });

  it('asks nothing more where no seal asks for it', async () => {
    const { page, context } = await openPage(browser, example.url);
    await waitForDesk(page);
    await placeByClick(page, OFFICIAL);
    await askToSign(page);
    await button(page, 'Place seal').waitFor();
    expect(await dialog(page).getByText('Intent check').count()).to.equal(0);
    await context.close();
  });
});
