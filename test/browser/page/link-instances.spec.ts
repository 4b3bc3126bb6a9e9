import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AdminPage } from '../../support/admin-page.js';
import { describeInBrowser } from '../../support/admin-page-fixture.js';
import { openBrowser, type Browser } from '../../support/browser.js';
import { makeSqlite, type TestDatabase } from '../../support/databases.js';
import { startInstance, type Instance } from '../../support/instance.js';
import { findChromium } from '../../support/programs.js';

describeInBrowser('the page of a link on two instances', () => {
  let database: TestDatabase;
  let instances: readonly Instance[] = [];
  let browsers: readonly Browser[] = [];
  let tabs: readonly AdminPage[] = [];

  beforeAll(async () => {
    database = await makeSqlite('migrated');
    instances = [await startInstance(database), await startInstance(database)];
    const path = findChromium() ?? '';
    browsers = [await openBrowser(path), await openBrowser(path)];
    tabs = browsers.map((browser, index) => new AdminPage(browser, instances[index]?.url ?? ''));
    for (const tab of tabs) await tab.signIn('#/links');
  });
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    for (const instance of instances) await instance.stop();
    await database?.drop();
  });

  it('shows what the other has changed as soon as it says so', async () => {
    const [one, other] = tabs as [AdminPage, AdminPage];
    await one.open('#/new');
    await one.page.getByLabel('Destination').fill('https://example.com/before');
    await one.page.getByLabel('Alias').fill('shared');
    await one.page.getByRole('button', { name: 'Create' }).click();
    await one.page.getByText('Your link is ready').waitFor();
    await other.open('#/links/shared');
    await other.page.getByRole('link', { name: /^example.com ?\/before$/ }).waitFor();

    await one.open('#/links/shared/edit');
    await one.page.getByLabel('Destination').fill('https://example.com/after');
    await one.page.getByRole('button', { name: 'Save' }).click();
    await one.page.getByText('visible everywhere').waitFor();
    await other.page.reload();
    await other.page.getByRole('link', { name: /^example.com ?\/after$/ }).waitFor();
    const redirect = await fetch(`${instances[1]?.url}/shared`, { redirect: 'manual' });
    expect(redirect.headers.get('Location')).toBe('https://example.com/after');

    await other.page.getByRole('button', { name: 'Disable' }).click();
    await other.page.getByText('shared is disabled, everywhere').waitFor();
    expect((await fetch(`${instances[0]?.url}/shared`, { redirect: 'manual' })).status).toBe(410);
    await one.open('#/instances');
    await one.page.getByRole('table').waitFor();
    expect(await one.page.getByRole('table').getByRole('row').count()).toBe(3);
    for (const tab of tabs) expect(await tab.takeViolations([401, 404])).toEqual([]);
  });
});
