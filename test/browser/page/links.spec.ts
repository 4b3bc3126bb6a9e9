import { beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';
import { eventually } from '../../support/eventually.js';

/** More than one call looks at. */
const MANY = 11_000;

describeInBrowser('the list of links', () => {
  const running = runningPage({ LOG_LEVEL: 'warn' });
  beforeAll(async () => running.admin.signIn());

  const makeLinks = async (links: readonly object[]): Promise<void> => {
    for (let at = 0; at < links.length; at += 1000) {
      const { status } = await running.api.post(
        { links: links.slice(at, at + 1000) },
        '/api/v1/links/bulk',
      );
      expect(status).toBe(201);
    }
  };
  const read = async (key: string) =>
    (await running.api.call('get', `/api/v1/links/${encodeURIComponent(key)}`)).body;
  const table = () => running.admin.page.getByRole('table', { name: 'Links' });
  const rows = () => table().getByRole('rowheader');
  const row = (key: string) =>
    table()
      .getByRole('row')
      .filter({ has: running.admin.page.getByRole('link', { name: key }) });
  const select = (key: string) =>
    running.admin.page.getByRole('checkbox', { name: `Select ${key}` });
  const shownKeys = async (): Promise<string[]> => {
    const texts = await rows().getByRole('link').allTextContents();
    return texts.map((text) => text.split('/').at(-1) ?? '');
  };

  it('says how to begin while there are none', async () => {
    const { admin } = running;
    await admin.open('#/links');
    await admin.page.getByRole('heading', { name: 'Nothing here yet' }).waitFor();
    expect(await admin.findBarriers()).toEqual([]);
    await admin.page.getByLabel('Long URL').fill('https://example.com/first');
    await admin.page.keyboard.press('Enter');
    await admin.page.getByRole('heading', { name: 'New link' }).waitFor();
    expect(await admin.page.getByLabel('Destination').inputValue()).toBe(
      'https://example.com/first',
    );
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('shows, searches, filters and sorts, each by an address of its own', async () => {
    const { admin } = running;
    const { page } = admin;
    await makeLinks([
      { url: 'https://example.com/a?b=c', alias: 'first', title: 'The first', tags: ['x', 'y'] },
      { url: 'https://example.com/second', alias: 'second', tags: ['x'] },
      { url: 'https://example.org/third', alias: 'grüße-👍', title: 'مرحبا', maxClicks: 1 },
    ]);
    await running.api.call('patch', '/api/v1/links/second', (test) =>
      test.send({ disabled: true }),
    );
    await admin.open('#/links');
    await table().waitFor();
    expect(await shownKeys()).toEqual(['grüße-👍', 'second', 'first']);
    expect(await row('first').innerText()).toMatch(
      /The first[^]*example.com\s*\/a\?b=c[^]*x\s+y[^]*0[^]*Never[^]*Active/,
    );
    await page.getByLabel('Order').selectOption('Oldest first');
    await eventually(async () => (await shownKeys())[0] === 'first');

    await page.getByLabel('State').selectOption('Disabled');
    await eventually(async () => (await shownKeys()).join() === 'second');
    expect(new URL(page.url()).hash).toBe('#/links?state=disabled&order=createdAt');
    await page.reload();
    await eventually(async () => (await shownKeys()).join() === 'second');
    await page.getByRole('link', { name: 'Clear filters' }).click();

    await page.getByLabel('Filter by tag').fill('x');
    await page.keyboard.press('Enter');
    await eventually(async () => (await shownKeys()).join() === 'second,first');
    await page.getByRole('button', { name: 'Remove x' }).click();
    await row('first').getByRole('link', { name: 'y', exact: true }).click();
    await eventually(async () => (await shownKeys()).join() === 'first');
    await page.goBack();
    await eventually(async () => (await shownKeys()).length === 3);

    await page.getByRole('searchbox', { name: 'Search links' }).fill('example.org');
    await eventually(async () => (await shownKeys()).join() === 'grüße-👍');
    await page.getByRole('searchbox', { name: 'Search links' }).fill('nowhere');
    await page.getByRole('heading', { name: 'No link matches' }).waitFor();
    expect(await page.getByRole('main').innerText()).toContain('“nowhere”');
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('counts humans, or bots too if the person wants', async () => {
    const { admin } = running;
    const visit = (agent: string) =>
      fetch(`${running.instance.url}/first`, {
        redirect: 'manual',
        headers: { 'User-Agent': agent },
      });
    await visit('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0');
    await visit('Twitterbot/1.0');
    await eventually(async () => (await read('first')).clicks.total === 2);
    await admin.open('#/links');
    const clicks = row('first').getByRole('cell').nth(2);
    await eventually(async () => (await clicks.innerText()) === '1');
    await admin.page.getByRole('switch', { name: 'Count bots' }).check();
    await eventually(async () => (await clicks.innerText()) === '2');
    expect(await row('first').innerText()).not.toContain('Never');
    await admin.page.reload();
    await eventually(async () => (await clicks.innerText()) === '2');
    await admin.page.getByRole('switch', { name: 'Count bots' }).uncheck();
  });

  it('copies a short URL and shows its QR code', async () => {
    const { page } = running.admin;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await row('grüße-👍').getByRole('button', { name: /^Copy/ }).click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
      (await read('grüße-👍')).shortUrl,
    );
    await row('grüße-👍')
      .getByRole('button', { name: /^QR code/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'QR code' });
    await dialog.getByRole('img').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('link', { name: 'PNG' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('grüße-👍.png');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await running.admin.takeViolations()).toEqual([]);
  });

  it('changes and deletes many at once', async () => {
    const { admin } = running;
    const { page } = admin;
    await makeLinks(
      Array.from({ length: 8 }, (_, index) => ({
        url: 'https://example.com/',
        alias: `bulk-${index}`,
        tags: ['bulk', 'old'],
      })),
    );
    await admin.open('#/links?tag=bulk');
    await select('bulk-6').click();
    await select('bulk-3').click({ modifiers: ['Shift'] });
    const bar = page.getByRole('region', { name: 'Selected links' });
    await bar.getByText('4 selected').waitFor();

    await bar.getByRole('button', { name: 'Tags' }).click();
    await page.getByLabel('Add tags').fill('new');
    await page.getByLabel('Remove tags').fill('old');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(/4 links changed, visible everywhere in \d/).waitFor();
    expect((await read('bulk-4')).tags).toEqual(['bulk', 'new']);
    expect((await read('bulk-7')).tags).toEqual(['bulk', 'old']);

    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await bar.getByText('8 selected').waitFor();
    await bar.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('8 links changed').waitFor();
    await eventually(async () => (await row('bulk-0').innerText()).includes('Disabled'));

    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await bar.getByRole('button', { name: 'Dates and limit' }).click();
    await page.getByLabel('Expires', { exact: true }).fill('2099-01-01T00:00');
    await page.getByLabel('Limit of clicks', { exact: true }).fill('9');
    await page.getByRole('button', { name: 'Apply' }).click();
    await eventually(async () => (await read('bulk-0')).maxClicks === 9);
    expect((await read('bulk-0')).expiresAt).toBe('2099-01-01T00:00:00.000Z');

    await page.getByRole('checkbox', { name: 'Select all' }).check();
    // Somebody else is faster.
    await running.api.call('delete', '/api/v1/links/bulk-5');
    await bar.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete 8 links' }).click();
    await page.getByText('7 links deleted').waitFor();
    await page.getByRole('heading', { name: 'No link matches' }).waitFor();
    expect((await read('bulk-0')).status).toBe(410);
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('has a key typed before a link in use is deleted', async () => {
    const { page } = running.admin;
    await running.admin.open('#/links');
    await select('first').click();
    await page.getByRole('region').getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    const confirm = dialog.getByRole('button', { name: 'Delete 1 link' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type first to confirm').fill('first');
    await confirm.click();
    await page.getByText('1 link deleted').waitFor();
    expect((await read('first')).status).toBe(410);
  });

  it('is driven by the keyboard', async () => {
    const { admin } = running;
    const { page } = admin;
    await admin.open('#/links');
    await table().waitFor();
    const [top = '', below = ''] = await shownKeys();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    expect(await select(below).isChecked()).toBe(true);
    await page.keyboard.press('k');
    await page.keyboard.press('q');
    await page.getByRole('dialog', { name: 'QR code' }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('e');
    await page.getByRole('heading', { name: 'Edit link' }).waitFor();
    expect(page.url()).toContain(encodeURIComponent(top));
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await table().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('nnn');
    expect(await page.getByRole('searchbox').inputValue()).toBe('nnn');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'New link' }).waitFor();

    await admin.open('#/settings');
    await page.getByRole('switch', { name: 'Shortcuts' }).uncheck();
    await page.getByRole('heading', { name: 'Settings' }).click();
    await page.keyboard.press('n');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.getByRole('switch', { name: 'Shortcuts' }).check();
    await page.getByRole('heading', { name: 'Settings' }).click();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('goes on by itself over short pages, says so, and can be stopped', async () => {
    const { admin } = running;
    const { page } = admin;
    await running.api.create({ url: 'https://example.com/needle', alias: 'needle' });
    await makeLinks(
      Array.from({ length: MANY }, (_, index) => ({ url: `https://example.com/?${index}` })),
    );
    await admin.open('#/links?search=needle');
    await eventually(async () => (await shownKeys()).join() === 'needle');
    await page.getByText('1 link', { exact: true }).waitFor();

    // The first call finds nothing, as on a slow machine; the second waits, so that it can be stopped.
    const { body: newest } = await running.api.call('get', '/api/v1/links?limit=1');
    await page.route(/search=needle(?!.*cursor=)/, (route) =>
      route.fulfill({ json: { items: [], nextCursor: newest.nextCursor } }),
    );
    let resume = (): void => {};
    const held = new Promise<void>((resolve) => (resume = resolve));
    await page.route(/cursor=/, async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    await admin.open('#/links?search=needle');
    await page.getByText(/Looked at 5,000 links…/).waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('The search was stopped').waitFor();
    resume();
    await page.getByRole('button', { name: 'Search on' }).click();
    await eventually(async () => (await shownKeys()).join() === 'needle');
    await page.unrouteAll();
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('shows more rows on demand, each once', async () => {
    const { page } = running.admin;
    await running.admin.open('#/links');
    await eventually(async () => (await rows().count()) === 50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await eventually(async () => (await rows().count()) === 100);
    expect(new Set(await shownKeys()).size).toBe(100);
  });
});
