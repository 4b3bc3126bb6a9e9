import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../support/programs.js';
import { makeSqlite } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { TEST_API_KEY } from '../support/environment.js';
import { runningInstance } from '../support/instance-fixture.js';

const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** All operations and their schemas at once, on a machine that has other things to do. */
const DRAWING_TIMEOUT_MS = 240_000;

describeInBrowser('in a browser', () => {
  const running = runningInstance(makeSqlite, { ALLOW_PRIVATE_TARGETS: 'true' });
  const profile = mkdtempSync(join(tmpdir(), 'shortcore-chromium-'));
  const violations: string[] = [];
  let destination: Server;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    destination = createServer((_request, response) => response.end('<title>Arrived</title>'));
    await once(destination.listen(0, '127.0.0.1'), 'listening');
    context = await chromium.launchPersistentContext(profile, {
      ...(executablePath !== undefined && { executablePath }),
      headless: true,
      args: FLAGS,
    });
    page = await context.newPage();
    // Chromium tells some violations of the policy to the page alone.
    await page.addInitScript(
      "document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => " +
        'console.error(violatedDirective, blockedURI))',
    );
    page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
    page.on('pageerror', (error) => violations.push(String(error)));
    page.on('requestfailed', (request) => {
      // What was still on its way when the page was left.
      if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
      violations.push(`failed: ${request.url()}`);
    });
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      if (protocol.startsWith('http') && hostname !== '127.0.0.1') violations.push(request.url());
    });
  });
  afterAll(async () => {
    await context?.close();
    destination.close();
    rmSync(profile, { recursive: true, force: true });
  });

  async function openDocs(path = '/docs'): Promise<void> {
    await page.goto(running.instance.url + path);
    await page.getByText('Shorten a URL').waitFor();
  }

  it('shows Swagger UI from this service alone, under its own content security policy', async () => {
    await openDocs();
    expect(await page.title()).toBe('Shortcore API');
    expect(violations).toEqual([]);
  });

  it('shows it with a slash at its end too', async () => {
    await openDocs('/docs/');
    expect(violations).toEqual([]);
  });

  it(
    'draws every part of it under that policy',
    async () => {
      await openDocs();
      const operations = await page.locator('.opblock-summary-control').all();
      const schemas = await page.locator('.json-schema-2020-12-accordion').all();
      expect(operations.length).toBeGreaterThan(10);
      for (const part of [...operations, ...schemas.slice(0, 3)]) await part.click();
      await page.locator('.opblock-body').last().waitFor();
      expect(violations).toEqual([]);
    },
    DRAWING_TIMEOUT_MS,
  );

  it('authorises, creates a link by "Try it out", and follows it', async () => {
    const { port } = destination.address() as { port: number };
    const url = `http://127.0.0.1:${port}/a%2Fb?c+d`;

    await openDocs();
    await page.getByRole('button', { name: 'Authorize' }).first().click();
    await page.getByLabel('auth-bearer-value').fill(TEST_API_KEY);
    await page
      .locator('.auth-btn-wrapper')
      .getByRole('button', { name: 'Apply credentials' })
      .first()
      .click();
    await page.getByRole('button', { name: 'Close' }).first().click();

    const operation = page.locator('#operations-links-createLink');
    await operation.getByText('Shorten a URL').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const answer = operation.locator('.live-responses-table');

    // The example as it stands, first.
    await operation.getByRole('button', { name: 'Execute' }).click();
    await answer.getByText('201', { exact: true }).waitFor();
    expect(await answer.innerText()).toContain('"https://example.com/a?b=c"');

    await operation.locator('textarea.body-param__text').fill(JSON.stringify({ url }));
    await operation.getByRole('button', { name: 'Execute' }).click();
    await answer.getByText(url).first().waitFor();
    const [, key] = /"key": "(\w+)"/.exec(await answer.innerText()) ?? [];
    expect(key).toMatch(/^\w{7}$/);

    await page.goto(`${running.instance.url}/${key}`);
    expect([page.url(), await page.title()]).toEqual([url, 'Arrived']);
    expect(violations).toEqual([]);
  });

  it('shows who follows a dead link a page', async () => {
    const answer = await page.goto(`${running.instance.url}/no-such-link`);
    expect(answer?.status()).toBe(404);
    expect(await page.getByRole('heading').innerText()).toBe('No such link');
    const background = await page.evaluate('getComputedStyle(document.body).display');
    expect(background).toBe('grid');
    // The one complaint is Chromium's of the status.
    expect(violations.splice(0)).toEqual([expect.stringContaining('404')]);
  });

  it('complains of what the policy forbids, so that silence means something', async () => {
    await openDocs();
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<i style=\"color:red\"><style>i{}</style></i>')",
    );
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { text: '1' }))",
    );
    for (const directive of ['style-src-attr', 'style-src-elem', 'script-src-elem']) {
      await eventually(() => violations.includes(`${directive} inline`));
    }
  });
});
