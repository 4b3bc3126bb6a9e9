import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AdminPage } from '../../support/admin-page.js';
import { describeInBrowser } from '../../support/admin-page-fixture.js';
import { openBrowser, type Browser } from '../../support/browser.js';
import { makeSqlite } from '../../support/databases.js';
import { eventually } from '../../support/eventually.js';
import { Instances } from '../../support/instances.js';
import { findChromium } from '../../support/programs.js';

describeInBrowser('two tabs on two instances', () => {
  let instances: Instances;
  let browser: Browser;
  let first: AdminPage;
  let second: AdminPage;

  beforeAll(async () => {
    instances = await Instances.start(await makeSqlite(), 2);
    browser = await openBrowser(findChromium() ?? '');
    const page = await browser.page.context().newPage();
    first = new AdminPage(browser, instances.url(0));
    second = new AdminPage({ page, violations: [] }, instances.url(1));
    await instances.api(0).create({ url: 'https://example.com/old', alias: 'shared' });
    await first.signIn();
  });
  afterAll(async () => {
    await browser?.close();
    await instances?.stop();
  });

  it('have one session, and what one saves is what the other loads and visitors get', async () => {
    await second.open('#/links/shared/edit');
    await second.page.getByLabel('Destination').waitFor();
    await first.open('#/links/shared/edit');
    for (const url of ['https://example.com/1', 'https://example.com/2', 'https://example.com/3']) {
      await first.page.getByLabel('Destination').fill(url);
      await first.page.getByRole('button', { name: 'Save' }).click();
      await first.page.getByText('Saved, visible everywhere').last().waitFor();
      await eventually(async () => (await first.page.locator('[aria-busy]').count()) === 0);
      expect(await instances.follow('shared')).toEqual([url, url]);
      await second.page.reload();
      await eventually(
        async () => (await second.page.getByLabel('Destination').inputValue()) === url,
      );
    }
  });

  it('are both signed out at once', async () => {
    await second.open('#/links');
    await second.page.getByRole('table', { name: 'Links' }).waitFor();
    await first.page.getByRole('button', { name: 'Sign out' }).click();
    await first.page.getByLabel('API key').waitFor();
    await second.page.getByLabel('Order').selectOption('Oldest first');
    await second.page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
  });
});
