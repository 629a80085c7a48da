/** A Chromium for the journey, with whatever its console and its policy complain of kept for the assertions. */
import { chromium } from 'playwright-core';
import { findChromium } from '../../tools/chromium.mjs';

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = () => chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });

/** A page with its complaints: console errors, uncaught errors, violations of the content security policy. */
export async function openPage(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en-US', acceptDownloads: true, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  const requests = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(url);
  return { page, context, complaints, requests };
}
