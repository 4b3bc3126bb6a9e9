import { beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';
import { TEST_API_KEY } from '../../support/environment.js';
import { eventually } from '../../support/eventually.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

describeInBrowser('the pages for those who run the service', () => {
  const running = runningPage();
  const page = () => running.admin.page;
  const create = (alias: string, ...tags: readonly string[]) =>
    running.api.create({ url: `https://example.com/${alias}`, alias, tags });
  const tagsOf = async (key: string): Promise<string[]> =>
    (await running.api.call('get', `/api/v1/links/${key}`)).body.tags;
  const row = (name: string) =>
    page()
      .getByRole('row')
      .filter({ has: page().getByRole('rowheader', { name, exact: true }) });
  const figure = (label: string) => page().locator('.figure', { hasText: label }).first();

  beforeAll(async () => {
    await running.admin.signIn();
    await running.admin.takeViolations([401]);
  });

  it('gives an overview of all links', async () => {
    await create('popular');
    await create('quiet');
    for (let click = 0; click < 3; click++) {
      await fetch(`${running.instance.url}/popular`, {
        redirect: 'manual',
        headers: { 'User-Agent': FIREFOX },
      });
    }
    await eventually(async () => {
      const { body } = await running.api.call('get', '/api/v1/links/popular');
      return body.clicks.humans === 3;
    });
    await running.admin.open('#/');
    await figure('Clicks').getByText('3', { exact: true }).waitFor();
    await page()
      .getByRole('img', { name: /^Clicks per day.*3 in all/ })
      .waitFor();
    const most = page().locator('.overview-list', { hasText: 'Most clicked' });
    expect(
      (await most.getByRole('listitem').allInnerTexts()).map((text) =>
        text.split(/\n(?!\/)/).map((line) => line.replace('\n', '')),
      ),
    ).toEqual([['popular', 'example.com/popular', '3']]);
    const newest = page().locator('.overview-list', { hasText: 'Newest links' });
    await newest.getByRole('link', { name: 'quiet' }).waitFor();
    await page().getByRole('link', { name: '1 live' }).waitFor();
    expect(await page().getByText('Lost clicks').count()).toBe(0);

    await page().getByLabel('Destination').fill('https://example.com/quick');
    await page().getByRole('button', { name: 'Create' }).click();
    await page().getByText('Your link').waitFor();
    await eventually(async () => (await newest.getByRole('listitem').count()) === 3);
    await page().getByLabel('Destination').fill('javascript:alert(1)');
    await page().getByRole('button', { name: 'Create' }).click();
    await page().locator('.field-error').waitFor();
    expect(await running.admin.takeViolations([400])).toEqual([]);
  });

  it('says in red how many clicks were lost', async () => {
    await page().route('**/api/v1/admin/instances', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { items: { clicks: { lost: number } }[] };
      for (const { clicks } of body.items) clicks.lost = 7;
      await route.fulfill({ response, json: body });
    });
    await running.admin.open('#/');
    expect(await page().locator('.instances-strip .is-bad').innerText()).toMatch(/Lost clicks\s+7/);
    await running.admin.open('#/instances');
    await figure('Lost clicks').getByText('7', { exact: true }).waitFor();
    await page().unrouteAll();
    await running.admin.open('#/instances');
    await figure('Lost clicks').getByText('0', { exact: true }).waitFor();
    expect(await page().getByRole('table').getByRole('row').count()).toBe(2);
  });

  it('lists tags, renames one, and merges two after a question', async () => {
    await create('one', 'sumer', 'print');
    await create('two', 'sumer');
    await create('three', 'summer');
    await running.admin.open('#/tags');
    await row('sumer').getByText('0', { exact: true }).waitFor();
    expect((await row('sumer').getByRole('cell').allInnerTexts()).slice(0, 2)).toEqual(['2', '0']);

    await page().getByRole('button', { name: 'Rename print' }).click();
    await page().getByLabel('New name').fill('paper');
    await page().getByRole('button', { name: 'Rename tag' }).click();
    await page().getByText('print is now paper (1 link)').waitFor();
    await row('paper').waitFor();
    expect(await tagsOf('one')).toEqual(['sumer', 'paper']);

    await page().getByRole('button', { name: 'Rename sumer' }).click();
    await page().getByLabel('New name').fill('summer');
    await page().getByRole('button', { name: 'Rename tag' }).click();
    await page().getByText('summer exists: the two tags become one').waitFor();
    expect(await tagsOf('two')).toEqual(['sumer']);
    await page().getByRole('button', { name: 'Merge tags' }).click();
    await page().getByText('sumer is now summer (2 links)').waitFor();
    await eventually(async () => (await row('sumer').count()) === 0);
    expect(await row('summer').getByRole('cell').first().innerText()).toBe('3');
    expect(await tagsOf('two')).toEqual(['summer']);
    expect(await running.admin.takeViolations([400])).toEqual([]);
  });

  it('deletes a tag, calling until all links are changed', async () => {
    const links = Array.from({ length: 2_300 }, (_, index) => ({
      url: `https://example.com/?${index}`,
      tags: ['many'],
    }));
    for (let at = 0; at < links.length; at += 1_000) {
      await running.api.post({ links: links.slice(at, at + 1_000) }, '/api/v1/links/bulk');
    }
    await running.admin.open('#/tags');
    await page().getByRole('button', { name: 'Delete many' }).click();
    const shown: string[] = [];
    await page().exposeFunction('noteStatus', (status: string) => shown.push(status));
    await page().evaluate(
      `new MutationObserver(() => noteStatus(document.querySelector('dialog [role=status]')?.innerText ?? ''))
        .observe(document.body, { subtree: true, childList: true, characterData: true })`,
    );
    await page().getByRole('button', { name: 'Delete tag' }).click();
    await page().getByText('many is deleted (2,300 links)').waitFor();
    expect(shown).toEqual(expect.arrayContaining(['1,000 links changed…', '2,000 links changed…']));
    expect(await row('many').count()).toBe(0);
  });

  it('asks for the clicks of a tag when its row comes into view', async () => {
    const tags = Array.from({ length: 45 }, (_, index) => `row-${String(index).padStart(2, '0')}`);
    await create('tagged', ...tags);
    const asked: string[] = [];
    page().on('request', (request) => {
      const [, tag] = /tags\/([^/]+)\/stats/.exec(request.url()) ?? [];
      if (tag !== undefined) asked.push(tag);
    });
    await running.admin.open('#/tags');
    await eventually(async () => Promise.resolve(asked.includes('row-00')));
    expect(asked).not.toContain('row-44');
    await row('row-44').scrollIntoViewIfNeeded();
    await eventually(async () => Promise.resolve(asked.includes('row-44')));
    page().removeAllListeners('request');
  });

  it('says that a tag has too many links to sum', async () => {
    const problem = {
      type: 'urn:shortcore:problem:too-much-to-sum',
      title: 'Too much to sum',
      status: 422,
      detail: 'The links of the tag have clicks on 12000 days together.',
      instance: 'request-1',
    };
    await page().route(/tags\/summer\/stats/, (route) =>
      route.fulfill({ status: 422, json: problem, contentType: 'application/problem+json' }),
    );
    await running.admin.open('#/tags');
    await row('summer').scrollIntoViewIfNeeded();
    await row('summer').getByText('Too many links to sum').waitFor();
    await page().getByRole('link', { name: 'Statistics of summer' }).click();
    await page().getByText('12000 days together').waitFor();
    await page().unrouteAll();
    await page().getByRole('button', { name: 'Try again' }).click();
    await page().getByText('No clicks in these 30 days').waitFor();
    expect(await running.admin.takeViolations([422])).toEqual([]);
  });

  it('finds tags by their beginning', async () => {
    await running.admin.open('#/tags');
    await page().getByLabel('Filter by beginning').fill('summ');
    await eventually(
      async () => (await page().getByRole('rowheader').allInnerTexts()).join() === 'summer',
    );
    await page().getByLabel('Filter by beginning').fill('nothing-like-it');
    await page().getByRole('heading', { name: 'No tag begins with “nothing-like-it”' }).waitFor();
  });

  it('creates an API key, which is shown once, and revokes it', async () => {
    await running.admin.open('#/keys');
    await page().getByRole('button', { name: 'New API key' }).click();
    await page().getByLabel('Name').fill('Robot');
    await page().getByRole('checkbox', { name: 'links:write' }).uncheck();
    await page().getByRole('button', { name: 'Create key' }).click();
    const secret = await page().getByLabel('API key', { exact: true }).inputValue();
    expect(await statusWith(secret)).toBe(200);
    await page().getByRole('button', { name: 'Done' }).click();
    expect(await page().content()).not.toContain(secret);
    expect(await row('Robot').getByRole('listitem').allInnerTexts()).toEqual(['links:read']);

    await page().getByRole('button', { name: 'Revoke Robot' }).click();
    await page().getByRole('dialog').getByRole('button', { name: 'Revoke key' }).click();
    await page()
      .getByText(/Robot is revoked everywhere in \d/)
      .waitFor();
    expect(await statusWith(secret)).toBe(401);
    expect(await row('Robot').count()).toBe(0);
    expect(await running.admin.takeViolations()).toEqual([]);
  });

  const statusWith = async (key: string): Promise<number> => {
    const headers = { Authorization: `Bearer ${key}` };
    return (await fetch(`${running.instance.url}/api/v1/links`, { headers })).status;
  };

  it('keeps what was entered if a key is refused', async () => {
    await running.admin.open('#/keys');
    await page().getByRole('button', { name: 'New API key' }).click();
    await page().getByLabel('Expires').fill('2020-01-01T00:00');
    await page().getByRole('button', { name: 'Create key' }).click();
    const dialog = page().getByRole('dialog');
    await eventually(async () => (await dialog.locator('.field-error').count()) === 2);
    expect(await page().getByLabel('Expires').inputValue()).toBe('2020-01-01T00:00');
    expect(await running.admin.takeViolations([400])).toEqual([]);
  });

  it('signs out who revokes a session of their own', async () => {
    await running.admin.open('#/keys');
    await page()
      .getByRole('button', { name: /^End Revoke the session/ })
      .first()
      .waitFor();
    await page().getByRole('button', { name: /^End/ }).last().click();
    await page().getByRole('dialog').getByRole('button', { name: 'End session' }).click();
    await page().getByRole('heading', { name: 'Sign in' }).waitFor();
    await page().context().clearCookies();
    expect(await running.admin.takeViolations([401])).toEqual([]);
    await running.admin.signIn();
    await running.admin.takeViolations([401]);
  });

  it('lays the sign-in over the page of a tab whose session another tab has ended', async () => {
    await running.admin.open('#/new');
    await page().getByLabel('Destination').fill('https://example.com/kept');
    const { body } = await running.api.call('get', '/api/v1/admin/api-keys');
    const items = body.items as { id: string; parentId: string | null }[];
    const other = await page().context().newPage();
    await other.goto(`${running.instance.url}/admin/#/keys`);
    await other.getByRole('table').waitFor();
    for (const { id, parentId } of items) {
      if (parentId !== null) await running.api.call('delete', `/api/v1/admin/api-keys/${id}`);
    }
    await other.close();
    await page().getByRole('button', { name: 'Create' }).click();
    const dialog = page().getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('API key').fill(TEST_API_KEY);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await page().getByText('Your link is ready').waitFor();
    expect(await running.admin.takeViolations([401])).toEqual([]);
  });

  it('shows only what the scopes of a key allow', async () => {
    const reader = await running.api.post(
      { name: 'Reader', scopes: ['links:read'] },
      '/api/v1/admin/api-keys',
    );
    await page().context().clearCookies();
    await running.admin.signIn('#/', reader.body.key);
    await page().getByRole('heading', { name: 'Links' }).waitFor();
    expect(new URL(page().url()).hash).toBe('#/links');
    const navigation = page().getByRole('navigation', { name: 'Main' });
    expect(await navigation.getByRole('link').allInnerTexts()).toEqual([
      'Links',
      'Tags',
      'Settings',
    ]);
    await running.admin.open('#/links/popular');
    await page().getByRole('heading', { name: 'Details' }).waitFor();
    expect(await page().getByRole('heading', { name: 'Clicks' }).count()).toBe(0);
    expect(await page().getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await running.admin.open('#/tags');
    await row('summer').waitFor();
    expect(
      await page()
        .getByRole('button', { name: /^Rename/ })
        .count(),
    ).toBe(0);
    await running.admin.open('#/keys');
    await page().getByText('needs an API key with the scope “admin”').waitFor();
    expect(await running.admin.takeViolations([401])).toEqual([]);
  });
});
