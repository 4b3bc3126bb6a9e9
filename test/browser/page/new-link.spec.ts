import { readFileSync } from 'node:fs';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Route } from 'playwright-core';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';

describeInBrowser('the form for a new link', () => {
  const running = runningPage();
  beforeAll(async () => running.admin.signIn());
  beforeEach(async () => running.admin.open('#/new'));

  const linksTo = async (url: string): Promise<{ key: string; [field: string]: unknown }[]> => {
    const query = new URLSearchParams({ url });
    const { body } = await running.api.call('get', `/api/v1/links?${query.toString()}`);
    return body.items;
  };
  const create = () => running.admin.page.getByRole('button', { name: 'Create', exact: true });
  const isReady = () => running.admin.page.getByText('Your link is ready').waitFor();

  it('makes a link with every setting', async () => {
    const { admin } = running;
    const { page } = admin;
    await page.getByLabel('Destination').fill('https://example.com/all');
    await page.getByLabel('Alias').fill('all-settings');
    await page.getByText('This alias is free.').waitFor();
    await page.getByLabel('Title').fill('Everything');
    await page.getByLabel('Tags').fill('one,two');
    await page.keyboard.press('Enter');
    await page.getByLabel('Note').fill('A note');
    await page.getByText('More settings').click();
    await page.getByLabel('Works from').fill('2026-01-01T00:00');
    await page.getByLabel('Expires').fill('2099-07-01T12:00');
    await page.getByLabel('Limit of clicks').fill('100');
    await page.getByLabel('External id').fill('order-1');
    await page.getByLabel('Afterwards to').fill('https://example.com/over');
    await page.getByLabel('Redirect').selectOption('307');
    await page.getByLabel('Pass on').check();
    await create().click();
    await isReady();
    const zone = await page.evaluate<string>('Intl.DateTimeFormat().resolvedOptions().timeZone');
    expect(zone).toBe('UTC');
    expect(await linksTo('https://example.com/all')).toMatchObject([
      {
        key: 'all-settings',
        title: 'Everything',
        tags: ['one', 'two'],
        note: 'A note',
        validFrom: '2026-01-01T00:00:00.000Z',
        expiresAt: '2099-07-01T12:00:00.000Z',
        maxClicks: 100,
        expiredUrl: 'https://example.com/over',
        externalId: 'order-1',
        redirectStatus: 307,
        forwardQuery: true,
      },
    ]);
    expect(await admin.takeViolations([401, 404])).toEqual([]);
  });

  it('says beside each field what is wrong with it', async () => {
    const { admin } = running;
    const { page } = admin;
    await page.getByLabel('Destination').fill('javascript:alert(1)');
    await page.getByLabel('Alias').fill('not an alias');
    await create().click();
    await page.getByText('url must have one of the schemes http, https').waitFor();
    expect(await page.getByLabel('Destination').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Alias').getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Destination').fill('https://example.com/corrected');
    await page.getByLabel('Alias').fill('corrected');
    await create().click();
    await isReady();
    expect(await admin.takeViolations([400, 404])).toEqual([]);
  });

  it('says of an alias whether it is taken, or for ever', async () => {
    const { page } = running.admin;
    await running.api.create({ url: 'https://example.com/', alias: 'in-use' });
    await running.api.create({ url: 'https://example.com/', alias: 'was-deleted' });
    await running.api.call('delete', '/api/v1/links/was-deleted');
    await page.getByLabel('Alias').fill('in-use');
    await page.getByText('This alias is in use.').waitFor();
    await page.getByLabel('Alias').fill('was-deleted');
    await page.getByText('taken for ever').waitFor();
    await page.getByLabel('Alias').fill('grüße-👍');
    await page.getByText('This alias is free.').waitFor();
  });

  it('makes one link of a double click', async () => {
    const { page } = running.admin;
    await page.getByLabel('Destination').fill('https://example.com/double');
    await create().dblclick();
    await isReady();
    expect(await linksTo('https://example.com/double')).toHaveLength(1);
  });

  it('makes one link if the answer is lost and the person tries again', async () => {
    const { page } = running.admin;
    await page.getByLabel('Destination').fill('https://example.com/lost');
    const loseAnswer = async (route: Route): Promise<void> => {
      await route.fetch();
      await route.abort('connectionreset');
    };
    await page.route('**/api/v1/links', loseAnswer, { times: 1 });
    await create().click();
    await page.getByRole('alert').getByText('The service did not answer').waitFor();
    await create().click();
    await isReady();
    expect(await linksTo('https://example.com/lost')).toHaveLength(1);
    // The aborted request is the test's.
    await running.admin.takeViolations();
  });

  it('writes campaign parameters into the destination', async () => {
    const { page } = running.admin;
    await page.getByLabel('Destination').fill('https://example.com/c?a=%2F#top');
    await page.getByText('Campaign parameters (UTM)').click();
    await page.getByLabel('Source').fill('news & more');
    expect(await page.getByLabel('Destination').inputValue()).toBe(
      'https://example.com/c?a=%2F&utm_source=news%20%26%20more#top',
    );
  });

  it('is filled by a bookmarklet and by what other apps share', async () => {
    const { admin } = running;
    const url = 'https://example.com/shared?a=b&c=%2F#d';
    await admin.open(`#/new?url=${encodeURIComponent(url)}&title=Shared`);
    expect(await admin.page.getByLabel('Destination').inputValue()).toBe(url);
    await admin.open(`?title=Shared&text=${encodeURIComponent(`See ${url}`)}`);
    expect(await admin.page.getByLabel('Destination').inputValue()).toBe(url);
    expect(await admin.page.getByLabel('Title').inputValue()).toBe('Shared');
    expect(new URL(admin.page.url()).search).toBe('');
  });

  it('sends with Ctrl+Enter, shows the QR code, and makes another', async () => {
    const { admin } = running;
    const { page } = admin;
    await page.getByLabel('Destination').fill('https://example.com/keyboard');
    await page.keyboard.press('Control+Enter');
    await isReady();
    const image = page.getByRole('img', { name: /^QR code of/ });
    await image.waitFor();
    expect(
      await image.evaluate((element) => (element as { naturalWidth?: number }).naturalWidth),
    ).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Create another' }).click();
    expect(await page.getByLabel('Destination').inputValue()).toBe('');
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('makes the good ones of a thousand pasted lines, and keeps the bad ones with their reasons', async () => {
    const { admin } = running;
    const { page } = admin;
    const bad = [
      'javascript:alert(1)',
      '=HYPERLINK("http://x.example")',
      'in-use\thttps://example.com/',
    ];
    const good = Array.from({ length: 997 }, (_, index) => `https://example.com/many/${index}`);
    const lines = [...good.slice(0, 500), ...bad, '', ...good.slice(500)];
    await page.getByLabel('Many at once').check();
    await page.getByLabel('URLs').fill(lines.join('\n'));
    await page.getByLabel('Tags for all').fill('pasted');
    await page.getByRole('button', { name: 'Create 1000 links' }).click();
    await page.getByText('997 links created').waitFor();
    expect(await page.getByLabel('URLs').inputValue()).toBe(bad.join('\n'));
    const refused = await page.getByRole('table', { name: 'Refused lines' }).innerText();
    expect(refused).toMatch(/javascript:alert\(1\)\s+url must have one of the schemes/);
    expect(refused).toMatch(/in-use.*\s+That alias is already in use/);
    const { body } = await running.api.call('get', '/api/v1/links?tag=pasted&limit=200');
    expect(body.items).toHaveLength(200);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download results (CSV)' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8').split('\r\n');
    expect(csv).toHaveLength(1 + 1000 + 1);
    expect(csv[1]).toMatch(
      /^https:\/\/example\.com\/many\/0,http:\/\/.*,https:\/\/example\.com\/many\/0,$/,
    );
    expect(csv.find((line) => line.includes('HYPERLINK'))).toMatch(/^"'=HYPERLINK/);

    // The rest can be corrected and sent again.
    await page.getByLabel('URLs').fill('corrected-line\thttps://example.com/corrected-line');
    await create().click();
    await page.getByText('998 links created').waitFor();
    expect(await page.getByLabel('URLs').inputValue()).toBe('');
    expect(await admin.takeViolations()).toEqual([]);
  });
});
