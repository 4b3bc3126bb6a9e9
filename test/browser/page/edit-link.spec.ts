import { beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';

describeInBrowser('the form for a link that exists', () => {
  const running = runningPage();
  beforeAll(async () => running.admin.signIn());

  const edit = async (alias: string, body: object): Promise<void> => {
    await running.api.create({ url: `https://example.com/${alias}`, alias, ...body });
    await running.admin.open(`#/links/${encodeURIComponent(alias)}/edit`);
    await running.admin.page.getByLabel('Title').waitFor();
  };
  const patch = (alias: string, body: object) =>
    running.api.call('patch', `/api/v1/links/${encodeURIComponent(alias)}`, (test) =>
      test.send(body),
    );
  const read = async (alias: string) =>
    (await running.api.call('get', `/api/v1/links/${encodeURIComponent(alias)}`)).body;

  it('changes what was changed, and nothing else', async () => {
    const { admin } = running;
    const { page } = admin;
    await edit('grüße-👍', {
      title: 'Old',
      tags: ['a'],
      externalId: 'e',
      expiresAt: '2099-01-01T00:00:30.123Z',
    });
    const before = await read('grüße-👍');
    await page.getByLabel('Title').fill('New');
    await page.getByRole('button', { name: 'Remove a', exact: true }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/Saved, visible everywhere in \d/).waitFor();
    expect(await read('grüße-👍')).toEqual({
      ...before,
      title: 'New',
      tags: [],
      version: 2,
      updatedAt: expect.any(String),
    });
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('shows the state of a disabled link, and clears a setting', async () => {
    const { page } = running.admin;
    await edit('clearing', { maxClicks: 5, title: 'Goes' });
    await page.getByLabel('Limit of clicks').fill('');
    await page.getByLabel('Title').fill('');
    await page.getByLabel('Disabled').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, visible').waitFor();
    expect(await read('clearing')).toMatchObject({ maxClicks: null, title: null, disabled: true });
  });

  it('lets two people who edit choose field by field, and loses nothing of either', async () => {
    const { admin } = running;
    const { page } = admin;
    await edit('contested', { title: 'Old', note: 'Old note' });
    await page.getByLabel('Title').fill('Mine');
    await page.getByLabel('Note').fill('My note');
    await page.getByLabel('Tags').fill('mine');
    await page.keyboard.press('Enter');
    await patch('contested', {
      title: 'Theirs',
      note: 'Their note',
      url: 'https://example.com/theirs',
    });

    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Someone else has changed this link' });
    await dialog.waitFor();
    expect(await dialog.getByRole('group').allInnerTexts()).toEqual([
      expect.stringMatching(/Title\s+Keep mine\s+Mine\s+Take theirs\s+Theirs/),
      expect.stringMatching(/Note\s+Keep mine\s+My note\s+Take theirs\s+Their note/),
    ]);
    expect(await dialog.innerText()).toContain('taken over: Destination');
    expect(await admin.findBarriers()).toEqual([]);
    await dialog.getByRole('group', { name: 'Note' }).getByLabel('Take theirs').check();
    await dialog.getByRole('button', { name: 'Save the choice' }).click();
    await page.getByText('Saved, visible').waitFor();
    expect(await read('contested')).toMatchObject({
      title: 'Mine',
      note: 'Their note',
      tags: ['mine'],
      url: 'https://example.com/theirs',
      version: 3,
    });
    expect(await page.getByLabel('Destination').inputValue()).toBe('https://example.com/theirs');
    expect(await admin.takeViolations([412])).toEqual([]);
  });

  it('asks again if the link changes while the person chooses, and keeps everything if they do not', async () => {
    const { page } = running.admin;
    await edit('again', { title: 'Old' });
    await page.getByLabel('Title').fill('Mine');
    await patch('again', { title: 'Second' });
    await page.getByRole('button', { name: 'Save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Someone else' });
    await dialog.getByText('Second').waitFor();
    await patch('again', { title: 'Third' });
    await dialog.getByRole('button', { name: 'Save the choice' }).click();
    await dialog.getByText('Third').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
    expect((await read('again')).title).toBe('Third');
  });

  it('asks nothing if both have made the same change', async () => {
    const { page } = running.admin;
    await edit('same', { title: 'Old' });
    await page.getByLabel('Title').fill('Same');
    await page.getByLabel('Note').fill('Mine');
    await patch('same', { title: 'Same' });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, visible').waitFor();
    expect(await read('same')).toMatchObject({ title: 'Same', note: 'Mine', version: 3 });
  });

  it('says that a link was deleted', async () => {
    const { admin } = running;
    await edit('goes', {});
    await admin.page.getByLabel('Title').fill('Too late');
    await running.api.call('delete', '/api/v1/links/goes');
    await admin.page.getByRole('button', { name: 'Save' }).click();
    await admin.page
      .getByRole('alert')
      .getByText('This link is no longer available')
      .first()
      .waitFor();
    expect(await admin.page.getByLabel('Title').inputValue()).toBe('Too late');
    expect(await admin.takeViolations([410, 412])).toEqual([]);
  });
});
