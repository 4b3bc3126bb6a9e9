import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { openBrowser, type Browser } from '../support/browser.js';
import { makeSqlite } from '../support/databases.js';
import { runningInstance } from '../support/instance-fixture.js';
import { findChromium } from '../support/programs.js';

const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Evaluated as text, because the policy of the pages allows no script element. */
const RUN_AXE = `${AXE}; axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`;

const PAGES = {
  'the start page': '/',
  'a preview': '/shown+',
  'a preview of a name in Unicode': '/%E2%9D%A4+',
  'a preview of a long address': '/long+',
  'a preview of a key from right to left': '/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7+',
  'a preview of a limited link': '/limited+',
  'an unknown link': '/unknown',
  'a link that is gone': '/gone',
  'an unknown path': '/a/b',
} as const;
const LOOKS = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [1280, 360].map((width) => ({ colorScheme, width })),
);

describeInBrowser('the pages for visitors', () => {
  const running = runningInstance(makeSqlite, { ALLOW_PRIVATE_TARGETS: 'true' });
  let browser: Browser;
  let destination: Server | undefined;

  beforeAll(async () => {
    const links = [
      { url: 'https://example.com/a?b=c', alias: 'shown' },
      { url: 'http://münchen.de/', alias: '❤️' },
      { url: `https://example.com/${'long-segment/'.repeat(90)}`, alias: 'long' },
      { url: 'https://مثال.إختبار/صفحة', alias: 'مرحبا' },
      { url: 'https://example.com/', alias: 'limited', maxClicks: 5 },
      { url: 'https://example.com/', alias: 'gone' },
      {
        url: `https://example.com/"><script>window.isHit=1</script><img src=x onerror='window.isHit=1'>#'`,
        alias: 'planted',
      },
    ];
    for (const link of links) await running.api.create(link);
    await running.api.call('delete', '/api/v1/links/gone');
    browser = await openBrowser(executablePath ?? '');
  });
  afterAll(async () => {
    await browser?.close();
    destination?.close();
  });
  afterEach(async () => {
    browser.violations.length = 0;
    await browser.page.setViewportSize({ width: 1280, height: 800 });
  });

  const open = (path: string) => browser.page.goto(running.instance.url + path);
  /** Chromium reports the status of a page as an error. */
  const pageErrors = () => browser.violations.filter((text) => !/status of 4(?:04|10)/.test(text));

  describe.each(Object.entries(PAGES))('%s', (_what, path) => {
    it.each(LOOKS)('has no fault in $colorScheme at $width px', async ({ colorScheme, width }) => {
      const { page } = browser;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 740 });
      await open(path);
      expect(await page.evaluate<string[]>(RUN_AXE)).toEqual([]);
      expect(pageErrors()).toEqual([]);
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.locator('script').count()).toBe(0);
      const scrolls = 'document.documentElement.scrollWidth > innerWidth';
      expect(await page.evaluate(scrolls)).toBe(false);
    });
  });

  it('run nothing that a stranger has planted', async () => {
    const { page } = browser;
    for (const path of ['/planted+', '/"><script>window.isHit=1</script>', '/<img src=x>+']) {
      await open(path);
      expect(await page.evaluate('window.isHit')).toBeUndefined();
      expect(await page.locator('script, img').count()).toBe(0);
    }
    expect(pageErrors()).toEqual([]);
  });

  it('lead on to the destination without a referrer, by the keyboard too', async () => {
    const { page } = browser;
    const received: IncomingMessage[] = [];
    destination = createServer((request, response) => {
      received.push(request);
      response.end('<title>Arrived</title>');
    });
    await once(destination.listen(0, '127.0.0.1'), 'listening');
    const { port } = destination.address() as { port: number };
    await running.api.create({ url: `http://127.0.0.1:${port}/`, alias: 'onward' });
    await open('/onward+');
    // Past the name of the host and the address.
    for (let stop = 0; stop < 3; stop++) await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Go on to');
    await page.keyboard.press('Enter');
    await page.waitForURL(`http://127.0.0.1:${port}/`);
    expect(await page.title()).toBe('Arrived');
    expect(received[0]?.headers.referer).toBeUndefined();
  });

  it('show the icon of the service', async () => {
    const { page } = browser;
    await open('/favicon.svg');
    await open('/shown+');
    const size = await page.evaluate<number[]>(`new Promise((resolve) => {
      const image = new Image();
      image.onload = () => resolve([image.naturalWidth, image.naturalHeight]);
      image.onerror = () => resolve([]);
      image.src = '/favicon.ico';
    })`);
    expect(size).toEqual([32, 32]);
    expect(pageErrors()).toEqual([]);
  });
});
