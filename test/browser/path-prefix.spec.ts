import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminPage } from '../support/admin-page.js';
import { openBrowser, openDocs, tryCreateLink, type Browser } from '../support/browser.js';
import { startBelowPrefix, type PrefixedService } from '../support/nginx-prefix.js';
import { findChromium, findNginx } from '../support/programs.js';

const chromium = findChromium();
const nginx = findNginx();
const describeInBrowser = chromium === undefined || nginx === undefined ? describe.skip : describe;

describeInBrowser('in a browser, below a path prefix', () => {
  let service: PrefixedService;
  let browser: Browser;

  beforeAll(async () => {
    service = await startBelowPrefix(nginx ?? '');
    browser = await openBrowser(chromium ?? '');
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it.each(['/docs', '/docs/'])('creates a link by "Try it out" on %s', async (path) => {
    const { page, violations } = browser;
    await openDocs(page, service.nginx.url + path);
    const operation = await tryCreateLink(page);
    await operation.getByRole('button', { name: 'Execute' }).click();
    const answer = operation.locator('.live-responses-table');
    await answer.getByText('201', { exact: true }).waitFor();
    expect(await answer.innerText()).toContain(`"shortUrl": "${service.nginx.url}/`);
    expect(violations).toEqual([]);
  });

  it.each(['/admin', '/admin/'])('signs in and creates a link on %s', async (path) => {
    const { page } = browser;
    const admin = new AdminPage(browser, service.nginx.url);
    await page.goto(service.nginx.url + path);
    await admin.signIn('#/new?url=https%3A%2F%2Fexample.com%2F');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Your link is ready').waitFor();
    expect(await page.getByRole('main').innerText()).toContain(
      `${new URL(service.nginx.url).host}/s/`,
    );
    await page.context().clearCookies();
    expect(await admin.takeViolations([401])).toEqual([]);
  });
});
