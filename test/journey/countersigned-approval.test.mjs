import { readFile } from 'node:fs/promises';
import { memorySource } from '@sealkit/core/bytes';
import { validateDocument, VALIDATION_POLICIES } from '@sealkit/core/validation';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { actAs, dialog, placeByClick, waitForDesk } from '../support/contract-page.mjs';
import { startExample } from '../support/example.mjs';
import { become, sealNumberOf } from '../support/seal-centre-page.mjs';

const CONTRACT = 1;
const ASKER = 'lu-wenzhou';
const APPROVER = 'fang-zhixia';

describe('an approval that is countersigned by a passkey, in a real browser against the real server', () => {
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

  const approvals = (page) => page.locator('seal-approval');

  /** The keeper of the seals asks for a passkey from now on: the old grant goes, another one comes. */
  const grantAnew = (page, number) =>
    page.evaluate(
      async ([seal, personId]) => {
        const post = async (path, body) => {
          const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
          const response = await fetch(`/api${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
          return response.status;
        };
        const { grants } = await (await fetch(`/api/seals/${seal}/grants`)).json();
        const old = grants.find(({ holder, state }) => holder.id === personId && state === 'in-force');
        const approval = { ...old.terms.approval, approverCountersigns: 'passkey' };
        const terms = { ...old.terms, approval };
        return [
          await post(`/grants/${old.id}/changes`, { change: 'withdraw', reason: 'A passkey from now on' }),
          await post(`/seals/${seal}/grants`, { holder: { type: 'person', id: personId }, terms, reason: 'A passkey from now on' }),
        ];
      },
      [number, `${ASKER}-at-qinglan`],
    );

  async function openRequest(page) {
    await page.click('a[href="#approvals"]');
    await approvals(page)
      .getByRole('button', { name: /data-equipment-contract/ })
      .click();
    await approvals(page).getByText('This is the file of the request').waitFor();
  }

  async function validate(page, path) {
    const trusted = await page.evaluate(async () => (await fetch('/api/trust')).json());
    const anchors = (list) => list.map((base64) => Uint8Array.from(Buffer.from(base64, 'base64')));
    return validateDocument(memorySource(new Uint8Array(await readFile(path))), {
      policy: VALIDATION_POLICIES.basic,
      trust: { signers: anchors(trusted.signers), sealMakers: anchors(trusted.sealMakers), registers: anchors(trusted.registers) },
      validationTime: new Date(),
    });
  }

  it('waits for the passkey of the approver, and the signed file shows it to whoever validates it', async () => {
    // Passkeys are for a name, not for an address.
    const { page, context, complaints } = await openPage(browser, example.url.replace('127.0.0.1', 'localhost'), {
      viewport: { width: 1440, height: 1000 },
    });
    const device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
    });
    await waitForDesk(page);
    await actAs(page, 'zhou-cen', 'qinglan');
    const number = await sealNumberOf(page, 'contract');
    expect(await grantAnew(page, number)).to.deep.equal([200, 201]);

    await actAs(page, ASKER, 'qinglan');
    await placeByClick(page, CONTRACT);
    await page.locator('seal-placement [part~="submit"]').click();
    await dialog(page).getByRole('textbox', { name: 'Why the seal is used' }).fill('Third quarter order');
    await dialog(page).getByRole('button', { name: 'Ask for approval' }).click();
    await dialog(page).getByText('It goes on by itself once it is approved.').waitFor();
    await dialog(page).getByRole('button', { name: 'Later' }).click();

    // Without a passkey nothing is approved, and the page says where to add one.
    await page.selectOption('#person', APPROVER);
    await page
      .getByRole('dialog', { name: 'Change to another person?' })
      .getByRole('button', { name: /^Change/ })
      .click();
    await openRequest(page);
    const approve = approvals(page).getByRole('button', { name: 'Approve with passkey' });
    await approve.click();
    await approvals(page).getByText('Add a passkey under “How you confirm what you sign”').waitFor();

    await page.click('a[href="#confirming"]');
    const panel = page.locator('intent-authenticators');
    await panel.getByRole('button', { name: 'Add: Passkey' }).click();
    await panel.getByRole('button', { name: 'Set up', exact: true }).click();
    await panel.getByText('This device').first().waitFor();

    // A device that does not know the person answers nothing; then it does.
    await page.click('a[href="#approvals"]');
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
    await approve.click();
    await approvals(page).getByText('The request is not approved yet').waitFor({ timeout: 60_000 });
    await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
    const decided = page.waitForResponse((response) => response.url().endsWith('/decisions'));
    await approve.click();
    const { approval } = await (await decided).json();
    expect([approval?.status, approval?.decisions[0]?.countersigned]).to.deep.equal(['approved', true]);
    await approvals(page).getByText('Countersigned with their own passkey').waitFor();

    await become(page, ASKER);
    await page.click('a[href="#sign"]');
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).click();
    const save = dialog(page).getByRole('button', { name: 'Download signed file' });
    await save.waitFor({ timeout: 30_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
    const report = await validate(page, await download.path());
    const [signature] = report.signatures;
    expect(signature?.seal?.permit?.indication).to.equal('PASSED');
    const check = signature.checks.find(({ id }) => id === 'use.approvals-countersigned');
    expect([check?.status, check?.values.approvals?.map(({ person, rpId }) => [person, rpId])]).to.deep.equal([
      'passed',
      [[`${APPROVER}-at-qinglan`, 'localhost']],
    ]);
    // The page that verifies names who approved, with the site and the key of the passkey.
    await dialog(page).getByRole('button', { name: 'Done', exact: true }).click();
    await page.click('a[href="#verify"]');
    await page
      .locator('verification-report input[type=file]')
      .first()
      .setInputFiles(await download.path());
    const approver = page.locator('verification-report dd', { hasText: 'with a passkey of localhost' });
    await approver.waitFor();
    expect(await approver.innerText()).to.include(signature.seal.permit.approvals[0].passkey.key);
    // That nothing is set up yet is a refusal of the server, which the browser notes on its console.
    expect(complaints.filter((complaint) => !complaint.includes('the server responded with a status of 4'))).to.deep.equal([]);
    await context.close();
  });
});
