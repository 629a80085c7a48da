import { actAs, dialog, placeByClick, waitForDesk } from '../support/contract-page.mjs';
import { actOnSeal, become, centre, detail, openSeal } from '../support/seal-centre-page.mjs';
import { launchBrowser, openPage } from '../support/browser.mjs';
import { startExample } from '../support/example.mjs';

describe('the seal control centre in the page, from a new seal to an abolished one', () => {
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

  const stateOf = (page, number) => page.evaluate(async (of) => (await (await fetch(`/api/seals/${of}`)).json()).state, number);

  it('is walked through by administrator, approver, seal maker, user and auditor', async () => {
    const { page, context, complaints } = await openPage(browser, example.url, { viewport: { width: 1440, height: 1000 } });
    await waitForDesk(page);

    await actAs(page, 'zhou-cen', 'qinglan');
    await page.click('a[href="#seals"]');
    await centre(page).getByRole('button', { name: 'Request a seal' }).click();
    const request = centre(page).getByRole('dialog', { name: 'Request a seal' });
    await request.locator('input[value="finance"]').check();
    await request.getByRole('textbox', { name: /^Reason/ }).fill('Payments of the new branch');
    const drafted = page.waitForResponse((response) => response.url().endsWith('/api/seals') && response.request().method() === 'POST');
    await request.getByRole('button', { name: 'Send request' }).click();
    const { seal, receipt } = await (await drafted).json();
    expect([seal.state, seal.number.length, typeof receipt]).to.deep.equal(['draft', 13, 'string']);
    const { number } = seal;
    await openSeal(page, number);
    expect((await actOnSeal(page, 'pending-approval', 'Please approve')).status()).to.equal(200);

    await become(page, 'fang-zhixia');
    await openSeal(page, number);
    expect((await actOnSeal(page, 'approved', 'Needed')).status()).to.equal(200);

    await become(page, 'han-mo');
    await openSeal(page, number);
    expect((await actOnSeal(page, 'produce', 'Made to order')).status()).to.equal(201);
    expect(await stateOf(page, number)).to.equal('produced');

    await become(page, 'zhou-cen');
    await openSeal(page, number);
    await detail(page).getByText('Finance seal').first().waitFor();
    expect((await actOnSeal(page, 'active', 'In use from today')).status()).to.equal(200);
    expect(await stateOf(page, number)).to.equal('active');

    // A use that needs an approval: asked for by one person, decided by another, who sees the document and the place.
    await become(page, 'lu-wenzhou');
    await page.click('a[href="#sign"]');
    await placeByClick(page, 1);
    await page.locator('seal-placement [part~="submit"]').click();
    await dialog(page).getByRole('textbox', { name: 'Why the seal is used' }).fill('Third quarter order');
    await dialog(page).getByRole('button', { name: 'Ask for approval' }).click();
    await dialog(page).getByText('It goes on by itself once it is approved.').waitFor();
    await dialog(page).getByRole('button', { name: 'Later' }).click();

    await page.selectOption('#person', 'fang-zhixia');
    await page
      .getByRole('dialog', { name: 'Change to another person?' })
      .getByRole('button', { name: /^Change/ })
      .click();
    await page.click('a[href="#approvals"]');
    const approval = page.locator('seal-approval');
    await approval.getByRole('button', { name: /data-equipment-contract/ }).click();
    await approval.getByText('This is the file of the request').waitFor();
    await approval.getByText('Third quarter order').first().waitFor();
    const decided = page.waitForResponse((response) => response.url().endsWith('/decisions'));
    await approval.getByRole('button', { name: 'Approve use' }).click();
    const answer = await (await decided).json();
    expect([answer.approval?.status, answer.approval?.decisions[0]?.attested]).to.deep.equal(['approved', true]);

    await become(page, 'lu-wenzhou');
    await page.click('a[href="#sign"]');
    await dialog(page).getByRole('button', { name: 'Continue' }).click();
    await dialog(page).getByRole('button', { name: 'Place seal', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Download signed file' }).waitFor({ timeout: 30_000 });
    await dialog(page).getByRole('button', { name: 'Done', exact: true }).click();
    const { uses } = await page.evaluate(async () => (await fetch('/api/uses')).json());
    expect([uses[0].result, uses[0].approvers.map(({ id }) => id), uses[0].attestation]).to.deep.equal([
      'completed',
      ['fang-zhixia-at-qinglan'],
      'approver too',
    ]);

    // Two persons abolish the new seal; what was done stays in its history.
    await become(page, 'zhou-cen');
    await openSeal(page, number);
    await actOnSeal(page, 'abolished', 'Branch was closed', { confirm: number });
    expect(await stateOf(page, number)).to.equal('active');
    await become(page, 'fang-zhixia');
    await openSeal(page, number);
    await actOnSeal(page, 'abolished', 'Agreed', { confirm: number });
    expect(await stateOf(page, number)).to.equal('abolished');

    await become(page, 'gu-yining');
    await openSeal(page, number);
    await detail(page).getByRole('tab', { name: 'History' }).click();
    await detail(page).getByText('Branch was closed').first().waitFor();
    const { entries } = await page.evaluate(async (of) => (await fetch(`/api/seals/${of}/history`)).json(), number);
    expect(entries.map(({ to }) => to).filter(Boolean)).to.deep.equal([
      'pending-approval',
      'approved',
      'produced',
      'active',
      'abolished',
      'abolished',
    ]);

    // Each row of the use log is proven in the page, by the key of the transparency log.
    await page.click('a[href="#log"]');
    const log = page.locator('seal-use-log');
    await log.getByRole('button', { name: 'Prove it' }).first().click();
    await log.getByText('The checkpoint is signed').first().waitFor();
    expect(await log.locator('.proof-checks').first().innerText()).to.match(/lead from the entry to the root\s*\n?\s*Pass/);
    expect(complaints).to.deep.equal([]);
    await context.close();
  });
});
