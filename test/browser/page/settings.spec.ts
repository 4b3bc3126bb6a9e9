import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';

describeInBrowser('the settings', () => {
  const running = runningPage();
  beforeAll(async () => {
    await running.admin.signIn();
    await running.api.create({
      url: 'https://example.com/',
      alias: 'timed',
      expiresAt: '2099-07-01T10:00:00.000Z',
    });
  });
  beforeEach(async () => running.admin.open('#/settings'));

  it('change the look of the page at once, and for the next visit', async () => {
    const { admin } = running;
    const { page } = admin;
    const background = () =>
      page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
    const light = await background();
    await page.getByRole('main').getByLabel('Dark').check();
    expect(await background()).not.toBe(light);
    await page.getByLabel('Compact').check();
    await page.reload();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    expect(await background()).not.toBe(light);
    expect(await page.getByLabel('Compact').isChecked()).toBe(true);
    await page.getByRole('main').getByLabel('System').check();
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  it('decide in which time zone times are shown and read', async () => {
    const { admin } = running;
    const { page } = admin;
    await page.getByLabel('Time zone').selectOption('Australia/Eucla');
    await admin.open('#/links/timed/edit');
    expect(await page.getByLabel('Expires').inputValue()).toBe('2099-07-01T18:45');
    await page.getByLabel('Expires').fill('2099-07-02T00:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved, visible').waitFor();
    const { body } = await running.api.call('get', '/api/v1/links/timed');
    expect(body.expiresAt).toBe('2099-07-01T15:15:00.000Z');
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('decide how QR codes look, and warn of colours that cannot be scanned', async () => {
    const { admin } = running;
    const { page } = admin;
    await page.getByLabel('Size').fill('128');
    await page.getByLabel('Colour').fill('#0a5f59');
    await page.getByLabel('Background').fill('#0a5f58');
    await page.getByText('too alike to be scanned').waitFor();
    await page.getByLabel('Background').fill('#ffeedd');
    await admin.open('#/links');
    await page.getByRole('button', { name: 'QR code of timed' }).click();
    const address = await page.getByRole('dialog').getByRole('img').getAttribute('src');
    expect(new URL(address ?? '').search).toBe(
      '?size=128&margin=4&ecc=M&color=0a5f59&background=ffeedd',
    );
    expect(await admin.takeViolations()).toEqual([]);
  });

  it('have a bookmarklet that opens the form with the page that one is on', async () => {
    const { admin } = running;
    const { page } = admin;
    const link = page.getByRole('main').getByRole('link', { name: 'Shorten' });
    const address = (await link.getAttribute('href')) ?? '';
    // Clicked here it only says what it is for.
    await link.click();
    await page.getByText('Drag it there').waitFor();
    expect(await admin.takeViolations()).toEqual([]);

    await page.goto(`${running.instance.url}/health/live`);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate(decodeURIComponent(address.replace('javascript:', ''))),
    ]);
    await opened.getByLabel('Destination').waitFor();
    expect(await opened.getByLabel('Destination').inputValue()).toBe(page.url());
    await opened.close();
  });
});
