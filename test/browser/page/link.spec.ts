import { beforeAll, expect, it } from '@jest/globals';
import { ClickDay } from '../../../src/click/rollup/click-day.entity.js';
import { LinkClicks } from '../../../src/click/link-clicks.entity.js';
import { Link } from '../../../src/link/link.entity.js';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';
import { openDataSource } from '../../support/data-source.js';
import { eventually } from '../../support/eventually.js';
import { seedClicks, type ClicksAt } from '../../support/statistics.js';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** Around the night of 2025-10-26, in which Berlin has the hour from 2 to 3 twice. */
const CLICKS: readonly ClicksAt[] = [
  ['2025-10-25T21:45:00Z', 1],
  ['2025-10-25T22:15:00Z', 2, 40],
  ['2025-10-26T00:30:00Z', 3],
  ['2025-10-26T01:30:00Z', 5],
  ['2025-10-26T22:59:00Z', 7],
  ['2025-10-26T23:00:00Z', 11],
  // The two days before.
  ['2025-10-23T12:00:00Z', 13],
];

describeInBrowser('the page of a link', () => {
  const running = runningPage();
  const page = () => running.admin.page;

  const setZone = async (zone: string): Promise<void> => {
    const stored = JSON.stringify({ zone });
    await page().evaluate(`localStorage.setItem('shortcore-settings', ${JSON.stringify(stored)})`);
  };
  /** The rows of the table that stands for the chart, without empty steps. */
  const openTable = async (place: string): Promise<string[][]> => {
    await running.admin.open(place);
    await page().getByRole('button', { name: 'As table' }).click();
    const rows = page()
      .getByRole('region', { name: /^Clicks per/ })
      .getByRole('row');
    const texts = await rows.allInnerTexts();
    return texts.slice(1).map((text) => text.replaceAll('\u202f', ' ').split(/\t/));
  };
  const counted = async (key: string, total: number): Promise<void> => {
    await eventually(async () => {
      const { body } = await running.api.call('get', `/api/v1/links/${key}`);
      return body.clicks.total === total;
    });
  };

  beforeAll(async () => {
    await running.admin.signIn();
    await running.api.create({ url: 'https://example.com/', alias: 'night' });
    const dataSource = await openDataSource(running.database, [ClickDay, Link, LinkClicks]);
    await seedClicks(dataSource, 'night', CLICKS);
    await dataSource.destroy();
    await running.admin.takeViolations([401]);
  });

  it('counts the clicks of a night with a change of the clock in the days of each zone', async () => {
    const place = '#/links/night?from=2025-10-25&to=2025-10-26&unit=day';
    await setZone('Europe/Berlin');
    expect(await openTable(place)).toEqual([
      ['Sat, Oct 25, 2025', '1', '13'],
      ['Sun, Oct 26, 2025', '17', '0'],
    ]);
    await setZone('UTC');
    expect(await openTable(place)).toEqual([
      ['Sat, Oct 25, 2025', '3', '13'],
      ['Sun, Oct 26, 2025', '26', '0'],
    ]);
    await setZone('America/New_York');
    expect(await openTable(place)).toEqual([
      ['Sat, Oct 25, 2025', '11', '13'],
      ['Sun, Oct 26, 2025', '18', '0'],
    ]);
    expect(await running.admin.takeViolations()).toEqual([]);
  });

  it('shows the hour that occurs twice as two, each with its offset', async () => {
    await setZone('Europe/Berlin');
    const rows = await openTable('#/links/night?from=2025-10-26&to=2025-10-26&unit=hour');
    expect(rows).toHaveLength(25);
    expect(
      rows.filter(([, clicks]) => clicks !== '0').map(([time, clicks]) => [time, clicks]),
    ).toEqual([
      ['Oct 26, 2025, 12:00 AM', '2'],
      ['Oct 26, 2025, 2:00 AM (+02:00)', '3'],
      ['Oct 26, 2025, 2:00 AM (+01:00)', '5'],
      ['Oct 26, 2025, 11:00 PM', '7'],
    ]);
  });

  it('says the figures of a chart to people who do not see it', async () => {
    await setZone('Europe/Berlin');
    await running.admin.open('#/links/night?from=2025-10-25&to=2025-10-26&unit=day');
    const chart = page().getByRole('img', { name: /^Clicks per day/ });
    const sentence =
      'Clicks per day, from Sat, Oct 25, 2025 to Sun, Oct 26, 2025: 18 in all. ' +
      'Most: 17, Sun, Oct 26, 2025. In the period before: 13.';
    await eventually(async () => (await chart.getAttribute('aria-label')) === sentence);
    await page().getByText('Time zone: Europe/Berlin').waitFor();
    await eventually(async () => isDrawn());
  });

  /** Whether the canvas has more than one colour. */
  const isDrawn = (): Promise<boolean> =>
    page().evaluate<boolean>(
      `(() => { const c = document.querySelector('canvas');
        const d = new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer);
        return new Set(d).size > 3; })()`,
    );

  it('counts humans, or bots too', async () => {
    await running.admin.open('#/links/night?from=2025-10-25&to=2025-10-26&unit=day');
    const figure = page().locator('.figure', { hasText: 'Clicks' }).first();
    await figure.getByText('18', { exact: true }).waitFor();
    await figure.getByText('40 by bots, not counted').waitFor();
    await page().getByRole('radio', { name: 'With bots' }).check();
    await figure.getByText('58', { exact: true }).waitFor();
    expect(await page().getByRole('switch', { name: 'Count bots' }).isChecked()).toBe(true);
    await page().getByRole('radio', { name: 'Humans' }).check();
    await figure.getByText('18', { exact: true }).waitFor();
  });

  it('changes period and step, each with an address of its own, and at most 200 bars', async () => {
    await setZone('UTC');
    await running.admin.open('#/links/night?from=2025-10-20&to=2025-10-26');
    const step = page().getByRole('combobox', { name: 'Step' });
    expect(await step.inputValue()).toBe('hour');
    await step.selectOption('Days');
    await page()
      .getByRole('img', { name: /^Clicks per day/ })
      .waitFor();
    expect(new URL(page().url()).hash).toContain('unit=day');
    await page().getByRole('textbox', { name: 'From' }).fill('2023-01-01');
    await page()
      .getByRole('img', { name: /^Clicks per week/ })
      .waitFor();
    expect(await step.locator('option').allInnerTexts()).toEqual(['Weeks', 'Months']);
    await page().getByRole('radio', { name: '12 months' }).check();
    await page().reload();
    expect(await page().getByRole('radio', { name: '12 months' }).isChecked()).toBe(true);
  });

  it('does not make an empty period look like a failure', async () => {
    await running.api.create({ url: 'https://example.com/', alias: 'once' });
    await running.admin.open('#/links/once');
    await page().getByRole('heading', { name: 'No clicks yet' }).waitFor();
    await fetch(`${running.instance.url}/once`, {
      redirect: 'manual',
      headers: { 'User-Agent': FIREFOX },
    });
    await counted('once', 1);
    await running.admin.open('#/links/once?from=2025-10-20&to=2025-10-26');
    await page().getByRole('heading', { name: 'No clicks in these days; 1 before' }).waitFor();
    await page().getByRole('button', { name: 'Show all time' }).click();
    await page()
      .getByRole('img', { name: /: 1 in all/ })
      .waitFor();
    for (const heading of [
      'Clicks',
      'Referrers',
      'Countries',
      'Browsers',
      'Operating systems',
      'Devices',
    ]) {
      await page().getByRole('heading', { name: heading, exact: true }).waitFor();
    }
    const browsers = page().locator('.breakdown', { hasText: 'Browsers' });
    expect((await browsers.getByRole('listitem').innerText()).split(/\s+/)).toEqual([
      'Firefox',
      '100%',
      '1',
    ]);
  });

  it('asks again while it is visible, and not for what it knows', async () => {
    await page().clock.install();
    await running.admin.open('#/links/once?period=today');
    const figure = page().locator('.figure', { hasText: 'Clicks' }).first();
    await figure.getByText('1', { exact: true }).waitFor();
    const unchanged = page().waitForResponse(/once\/stats\?.*top=100/);
    await page().clock.runFor(15_100);
    expect((await unchanged).status()).toBe(304);
    await fetch(`${running.instance.url}/once`, {
      redirect: 'manual',
      headers: { 'User-Agent': FIREFOX },
    });
    await counted('once', 2);
    await page().clock.runFor(15_100);
    await figure.getByText('2', { exact: true }).waitFor();
    await page().clock.resume();
    expect(await running.admin.takeViolations()).toEqual([]);
  });

  it('opens the destination, never the short link', async () => {
    const { body } = await running.api.call('get', '/api/v1/links/night');
    const { shortUrl } = body;
    await running.admin.open('#/links/night');
    const main = page().getByRole('main');
    await main.getByRole('link', { name: 'example.com' }).waitFor();
    const addresses = await page().evaluate<string[]>(
      "[...document.querySelectorAll('main a')].map(({ href }) => href)",
    );
    expect(addresses).toContain('https://example.com/');
    expect(addresses).not.toContain(shortUrl);
    const destination = main.getByRole('link', { name: 'example.com' });
    expect(await destination.getAttribute('rel')).toBe('noreferrer noopener');
  });

  it('disables, enables, and deletes, which a link in use has to be named for', async () => {
    await running.admin.open('#/links/once');
    await page().getByRole('button', { name: 'Disable' }).click();
    await page()
      .getByText(/once is disabled, everywhere in \d/)
      .waitFor();
    expect((await fetch(`${running.instance.url}/once`, { redirect: 'manual' })).status).toBe(410);
    await page().getByRole('button', { name: 'Enable' }).click();
    await page()
      .getByText(/once works again/)
      .waitFor();
    await page().getByRole('button', { name: 'Delete' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByText('answers 410 for ever').waitFor();
    const confirm = dialog.getByRole('button', { name: 'Delete link' });
    expect(await confirm.isDisabled()).toBe(true);
    await dialog.getByLabel('Type once to confirm').fill('once');
    await confirm.click();
    await page()
      .getByText(/once is deleted, gone everywhere/)
      .waitFor();
    expect(new URL(page().url()).hash).toBe('#/links');
    await running.admin.open('#/links/once');
    await page().getByRole('heading', { name: 'This link is deleted' }).waitFor();
    await running.admin.open('#/links/never-made');
    await page().getByRole('heading', { name: 'No such link' }).waitFor();
    expect(await running.admin.takeViolations([404, 410])).toEqual([]);
  });

  it('deletes a link without recent clicks after a question alone', async () => {
    await running.api.create({ url: 'https://example.com/', alias: 'unused' });
    await running.admin.open('#/links/unused');
    await page().getByRole('button', { name: 'Delete' }).click();
    const dialog = page().getByRole('dialog');
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    await dialog.getByRole('button', { name: 'Delete link' }).click();
    await page()
      .getByText(/unused is deleted/)
      .waitFor();
  });

  it('downloads the series and each list', async () => {
    await running.admin.open('#/links/night?from=2025-10-25&to=2025-10-26&unit=day');
    const [series] = await Promise.all([
      page().waitForEvent('download'),
      page().getByRole('link', { name: 'CSV' }).click(),
    ]);
    expect(series.suggestedFilename()).toMatch(/\.csv$/);
    const [list] = await Promise.all([
      page().waitForEvent('download'),
      page().getByRole('button', { name: 'Referrers as CSV' }).click(),
    ]);
    expect(list.suggestedFilename()).toBe('Referrers.csv');
    expect(await running.admin.takeViolations()).toEqual([]);
  });
});
