// node scripts/screenshots.js [DIRECTORY]
// Takes pictures of the admin page with links and clicks of a demonstration. Without DIRECTORY, those of the documents.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ADMIN_API_KEY, createSettings, toSqliteUrl } from '../bench/cases/settings.js';
import { migrate, startServer } from '../bench/processes.js';
import { addClicks, createApiKeys, createLinks } from '../bench/seed/demo.js';
import { freePort } from '../test/support/ports.js';
import { CHROMIUM_FLAGS, findChromium } from '../test/support/programs.js';
import { ROOT } from './paths.js';

/** @typedef {import('playwright-core').Page} Page */

const DOCUMENTED = /** @type {const} */ ([
  ['page-overview', '#/', 1280, 'light'],
  ['page-links', '#/links', 1280, 'light'],
  ['page-link', '#/links/spring-sale', 1280, 'dark'],
  ['page-link-narrow', '#/links/spring-sale', 360, 'light'],
]);
const PLACES = /** @type {const} */ ([
  ['overview', '#/'],
  ['links', '#/links'],
  ['link', '#/links/spring-sale'],
  ['link-long', '#/links/long-read?period=12m'],
  ['link-rtl', `#/links/${encodeURIComponent('عرض-الصيف')}?period=7d`],
  ['link-unclicked', '#/links/brand-new'],
  ['tags', '#/tags'],
  ['tag', '#/tags/campaign'],
  ['keys', '#/keys'],
  ['instances', '#/instances'],
]);
const LOOKS = /** @type {const} */ ([
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [360, 'dark'],
]);
const HEIGHTS = { 1280: 800, 360: 760 };
/** Until fonts, charts and transitions have come to rest. */
const SETTLED_MS = 900;

const [, , directory, only = ''] = process.argv;
const data = mkdtempSync(join(tmpdir(), 'shortcore-screenshots-'));
const settings = {
  ...createSettings({ directory: data }, toSqliteUrl(data, 'demo'), await freePort()),
  PUBLIC_URL: 'https://sho.rt',
};
const startInstance = () => startServer(['dist/src/main.js'], Number(settings.PORT), settings);
migrate(settings);
try {
  const empty = await startInstance();
  const keys = await createLinks(empty.url);
  await createApiKeys(empty.url);
  await empty.stop();
  await addClicks(join(data, 'demo.db'), keys);
  const instance = await startInstance();
  await takeAll(instance.url);
  await instance.stop();
} finally {
  rmSync(data, { recursive: true });
}

/** @param {string} url */
async function takeAll(url) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('Chromium is not installed');
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_FLAGS });
  const context = await browser.newContext({ locale: 'en', timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  await page.goto(`${url}/admin/`);
  await page.getByLabel('API key').fill(ADMIN_API_KEY);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('API key').waitFor({ state: 'detached' });
  if (directory === undefined) {
    for (const [name, place, width, theme] of DOCUMENTED) {
      const path = join(ROOT, 'docs', 'images', `${name}.png`);
      await take(page, `${url}/admin/${place}`, { width, theme, path, isWhole: false });
    }
  } else {
    mkdirSync(directory, { recursive: true });
    for (const [name, place] of PLACES.filter(([name]) => name.startsWith(only))) {
      for (const [width, theme] of LOOKS) {
        const path = join(directory, `${name}-${width}-${theme}.png`);
        await take(page, `${url}/admin/${place}`, { width, theme, path, isWhole: true });
      }
    }
  }
  await browser.close();
}

/**
 * @param {Page} page
 * @param {string} address
 * @param {{ width: 1280 | 360, theme: 'light' | 'dark', path: string, isWhole: boolean }} look
 */
async function take(page, address, { width, theme, path, isWhole }) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: HEIGHTS[width] });
  await page.goto('about:blank');
  await page.goto(address);
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(SETTLED_MS);
  if (isWhole) {
    // A picture of the whole page is taken too early for charts, which are drawn again in the new size.
    const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(SETTLED_MS);
  }
  await page.screenshot({ path });
}
