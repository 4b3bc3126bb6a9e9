import { beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';
import { eventually } from '../../support/eventually.js';
import { TEST_API_KEY } from '../../support/environment.js';

const KEYS = '/api/v1/admin/api-keys';

describeInBrowser('signing in', () => {
  // Attempts without a valid key are limited with the others.
  const running = runningPage({ RATE_LIMIT_PER_MINUTE: '6000' });

  beforeEach(async () => {
    await running.admin.page.context().clearCookies();
    await running.admin.takeViolations([401]);
  });

  const makeKey = async (scopes: readonly string[]): Promise<{ id: string; key: string }> => {
    const { body } = await running.api.post({ name: 'Newsroom', scopes }, KEYS);
    return body as { id: string; key: string };
  };

  it('exchanges a key for a session that scripts cannot read, and keeps nothing of the key', async () => {
    const { admin } = running;
    await admin.signIn();
    expect(await admin.page.evaluate('document.cookie')).toBe('');
    const stored = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
    expect(await admin.page.evaluate(stored)).not.toContain(TEST_API_KEY);
    await admin.open('#/links');
    await admin.page.getByRole('heading', { name: 'Links' }).waitFor();
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('says one sentence about a wrong key, and goes on with the right one', async () => {
    const { admin } = running;
    await admin.open();
    await admin.page.getByLabel('API key').fill('not-a-key-at-all');
    await admin.page.getByRole('button', { name: 'Sign in' }).click();
    await admin.page.getByText('That API key is not valid.').waitFor();
    expect(await admin.page.getByRole('alert').count()).toBe(0);
    expect(await admin.page.getByLabel('API key').getAttribute('aria-invalid')).toBe('true');
    await admin.page.getByLabel('API key').fill(TEST_API_KEY);
    await admin.page.keyboard.press('Enter');
    await admin.page.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('signs out, after which the session is void', async () => {
    const { admin } = running;
    await admin.signIn();
    const [cookie] = await admin.page.context().cookies();
    await admin.page.getByRole('button', { name: 'Sign out' }).click();
    await admin.page.getByLabel('API key').waitFor();
    const { status } = await fetch(`${running.instance.url}/api/v1/session`, {
      headers: { Cookie: `${cookie?.name}=${cookie?.value}` },
    });
    expect(status).toBe(401);
    await admin.open('#/links');
    await admin.page.getByLabel('API key').waitFor();
  });

  it('shows what the scopes of the key allow, and no more', async () => {
    const { admin } = running;
    const { key } = await makeKey(['links:read']);
    await admin.signIn('', key);
    await admin.page.getByRole('heading', { name: 'Links' }).waitFor();
    expect(new URL(admin.page.url()).hash).toBe('#/links');
    expect(await admin.page.getByText('New link').count()).toBe(0);
    await admin.open('#/new');
    await admin.page.getByText('with the scope “links:write”').waitFor();
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('asks again over the page if the key is revoked elsewhere, and then goes on with the work', async () => {
    const { admin } = running;
    const { id, key } = await makeKey(['links:read', 'links:write']);
    await admin.signIn('#/new', key);
    await admin.page.getByLabel('Destination').fill('https://example.com/kept');
    await admin.page.getByLabel('Title').fill('Kept');
    await running.api.call('delete', `${KEYS}/${id}`);

    await admin.page.getByRole('button', { name: 'Create' }).click();
    const dialog = admin.page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await admin.page.keyboard.press('Escape');
    expect(await dialog.isVisible()).toBe(true);
    expect(await admin.page.getByLabel('Title').inputValue()).toBe('Kept');
    expect(await admin.findBarriers()).toEqual([]);

    await dialog.getByLabel('API key').fill(TEST_API_KEY);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await admin.page.getByText('Your link is ready').waitFor();
    const { body } = await running.api.call('get', '/api/v1/links?search=kept');
    expect(body.items).toHaveLength(1);
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('counts down after too many wrong keys', async () => {
    const { admin } = running;
    const attempt = () =>
      fetch(`${running.instance.url}/api/v1/links`, { headers: { 'X-Api-Key': 'wrong-key' } });
    await Promise.all(Array.from({ length: 25 }, attempt));
    await admin.open();
    await admin.page.getByLabel('API key').fill('not-a-key-at-all');
    await admin.page.getByRole('button', { name: 'Sign in' }).click();
    const message = admin.page.getByText(/Too many attempts. You can try again in \d+ second/);
    await message.waitFor();
    expect(await admin.page.getByRole('button', { name: 'Sign in' }).isDisabled()).toBe(true);
    const first = await message.innerText();
    await eventually(async () => (await message.innerText()) !== first);
    expect(await admin.takeViolations([401, 429])).toEqual([]);
  });
});
