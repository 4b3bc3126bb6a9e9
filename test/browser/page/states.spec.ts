import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';

const AWAY = {
  type: 'urn:shortcore:problem:database-unavailable',
  title: 'The database cannot be reached',
  status: 503,
  detail: 'The database cannot be reached.',
  instance: 'request-1',
};
const JSON_PROBLEM = { contentType: 'application/problem+json' };

describeInBrowser('the page in trouble', () => {
  const running = runningPage();
  beforeAll(async () => {
    await running.admin.signIn();
    await running.api.create({ url: 'https://example.com/', alias: 'there' });
  });
  beforeEach(async () => {
    await running.admin.page.unrouteAll();
    await running.admin.takeViolations([401]);
  });

  it('says that redirects go on while the database is away, keeps what it has, and recovers by itself', async () => {
    const { admin } = running;
    const { page } = admin;
    await admin.open('#/links');
    await page.getByRole('link', { name: '/there' }).waitFor();
    const fail = { status: 503, json: AWAY, ...JSON_PROBLEM };
    await page.route(/\/api\/|\/health\//, (route) => route.fulfill(fail));
    await page.getByLabel('Order').selectOption('Oldest first');
    await page.getByText('Redirects go on').waitFor();
    await page.getByText('Request id: request-1').waitFor();
    expect(await page.getByRole('link', { name: '/there' }).isVisible()).toBe(true);
    expect(await admin.findBarriers()).toEqual([]);
    await page.unrouteAll();
    await page.getByText('Redirects go on').waitFor({ state: 'detached' });
    await page.getByText('Request id: request-1').waitFor({ state: 'detached' });
    expect(await admin.takeViolations([503])).toEqual([]);
  });

  it('begins as soon as the database is there', async () => {
    const { admin } = running;
    await admin.page.route(/\/api\/|\/health\//, (route) =>
      route.fulfill({ status: 503, json: AWAY, ...JSON_PROBLEM }),
    );
    await admin.open('#/links');
    await admin.page.getByText('The database cannot be reached').first().waitFor();
    await admin.page.unrouteAll();
    await admin.page.getByRole('heading', { name: 'Links' }).waitFor();
    expect(await admin.takeViolations([503])).toEqual([]);
  });

  it('says that the device is offline, and what is entered stays', async () => {
    const { admin } = running;
    const { page } = admin;
    await admin.open('#/new');
    await page.getByLabel('Destination').fill('https://example.com/offline');
    await page.context().setOffline(true);
    await page.getByText('This device is offline').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').waitFor();
    await page.context().setOffline(false);
    await page.getByText('This device is offline').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Your link is ready').waitFor();
    // Requests failed, as they should.
    await admin.takeViolations();
  });

  it('counts down beyond the rate limit, then repeats what it was reading', async () => {
    const { admin } = running;
    const { page } = admin;
    const problem = { ...AWAY, type: 'urn:shortcore:problem:rate-limited', status: 429 };
    await page.route(
      /\/api\/v1\/links/,
      (route) =>
        route.fulfill({
          status: 429,
          json: problem,
          headers: { 'Retry-After': '3' },
          ...JSON_PROBLEM,
        }),
      { times: 1 },
    );
    await admin.open('#/links');
    await page.getByText(/Too many requests. Going on in [123] seconds?/).waitFor();
    await page.getByRole('link', { name: '/there' }).waitFor();
    expect(await page.getByText('Too many requests').count()).toBe(0);
    expect(await admin.takeViolations([429])).toEqual([]);
  });

  it('shows a change only when the call has answered', async () => {
    const { page } = running.admin;
    await running.admin.open('#/links/there/edit');
    await page.getByLabel('Title').fill('Changed');
    let answer = (): void => {};
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/links/there', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Save' }).and(page.locator('[aria-busy]')).waitFor();
    expect(await page.getByText('Saved').count()).toBe(0);
    answer();
    await page.getByText('Saved, visible everywhere').waitFor();
  });

  it('shows what a proxy answers in place of the service', async () => {
    const { admin } = running;
    await admin.page.route(/\/api\/v1\/links/, (route) =>
      route.fulfill({ status: 502, body: '<h1>Bad Gateway</h1>', contentType: 'text/html' }),
    );
    await admin.open('#/links');
    await admin.page.getByRole('alert').getByText('502').waitFor();
    await admin.page.unrouteAll();
    await admin.page.getByRole('button', { name: 'Try again' }).click();
    await admin.page.getByRole('link', { name: '/there' }).waitFor();
    expect(await admin.takeViolations([502])).toEqual([]);
  });

  it('says that there is no such page', async () => {
    const { admin } = running;
    await admin.open('#/nothing/here');
    await admin.page.getByRole('heading', { name: 'No such page' }).waitFor();
    await admin.open('#/links/%E0%A4%A/edit');
    await admin.page.getByRole('heading', { name: 'No such page' }).waitFor();
    expect(await admin.takeViolations()).toEqual([]);
  });
});
