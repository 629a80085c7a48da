/** Finds a Chromium, and installs Debian's where that is possible. */
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const ADVICE = 'Install Chromium or Chrome, or set CHROME_PATH to its program.';

/** Path of the browser, or undefined. `CHROME_PATH` goes first; a wrong one is not silently replaced. */
export function findChromium(environment = process.env) {
  const chosen = environment.CHROME_PATH;
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  return PLACES.find((path) => existsSync(path));
}

/** As {@link findChromium}, after an attempt to install Debian's package where apt-get may be used. */
export function ensureChromium(environment = process.env) {
  const found = findChromium(environment);
  if (found || environment.CHROME_PATH || !existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return found;
  console.error('Installing chromium …');
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      stdio: 'ignore',
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    });
  if (apt('install', 'chromium').status !== 0) {
    apt('update');
    apt('install', 'chromium');
  }
  return findChromium(environment);
}
