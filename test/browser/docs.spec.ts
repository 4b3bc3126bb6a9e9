import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openBrowser, openDocs, tryCreateLink, type Browser } from '../support/browser.js';
import { findChromium } from '../support/programs.js';
import { makeSqlite } from '../support/databases.js';
import { eventually } from '../support/eventually.js';
import { runningInstance } from '../support/instance-fixture.js';

const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

/** On a machine that has other things to do. */
const DRAWING_TIMEOUT_MS = 900_000;
/** Each click takes longer the more is open. */
const OPEN_AT_ONCE = 10;
const OPENED_WITHIN_MS = 180_000;

describeInBrowser('in a browser', () => {
  const running = runningInstance(makeSqlite, { ALLOW_PRIVATE_TARGETS: 'true' });
  let destination: Server;
  let browser: Browser;
  let page: Page;
  let violations: string[];

  beforeAll(async () => {
    destination = createServer((_request, response) => response.end('<title>Arrived</title>'));
    await once(destination.listen(0, '127.0.0.1'), 'listening');
    browser = await openBrowser(executablePath ?? '');
    ({ page, violations } = browser);
  });
  afterAll(async () => {
    await browser?.close();
    destination.close();
  });

  const open = (path = '/docs') => openDocs(page, running.instance.url + path);

  it('shows Swagger UI from this service alone, under its own content security policy', async () => {
    await open();
    expect(await page.title()).toBe('Shortcore API');
    expect(violations).toEqual([]);
  });

  it('shows it with a slash at its end too', async () => {
    await open('/docs/');
    expect(violations).toEqual([]);
  });

  it(
    'draws every part of it under that policy',
    async () => {
      await open();
      const operationCount = await page.locator('.opblock-summary-control').count();
      expect(operationCount).toBeGreaterThan(10);
      for (let first = 0; first < operationCount; first += OPEN_AT_ONCE) {
        await open();
        const operations = await page.locator('.opblock-summary-control').all();
        const drawn = operations.slice(first, first + OPEN_AT_ONCE);
        for (const operation of drawn) await operation.click();
        await eventually(
          async () => (await page.locator('.opblock-body').count()) === drawn.length,
          OPENED_WITHIN_MS,
        );
      }
      await open();
      const schemas = await page.locator('.json-schema-2020-12-accordion').all();
      for (const schema of schemas.slice(0, 3)) await schema.click();
      expect(violations).toEqual([]);
    },
    DRAWING_TIMEOUT_MS,
  );

  it('authorises, creates a link by "Try it out", and follows it', async () => {
    const { port } = destination.address() as { port: number };
    const url = `http://127.0.0.1:${port}/a%2Fb?c+d`;

    await open();
    const operation = await tryCreateLink(page);
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
    await open();
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
