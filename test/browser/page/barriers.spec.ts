import { beforeAll, expect, it, describe } from '@jest/globals';
import { ClickDay } from '../../../src/click/rollup/click-day.entity.js';
import { LinkClicks } from '../../../src/click/link-clicks.entity.js';
import { Link } from '../../../src/link/link.entity.js';
import { PLANTED, WIDTHS } from '../../support/admin-page.js';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';
import { eventually } from '../../support/eventually.js';
import { openDataSource } from '../../support/data-source.js';
import { seedClicks, type ClicksAt } from '../../support/statistics.js';

const DAY_MS = 86_400_000;
const LINK = '#/links/planted';

describeInBrowser('the pages of statistics and of those who run the service', () => {
  const running = runningPage();
  const page = () => running.admin.page;
  const planted = Object.values(PLANTED);

  /** Clicks of the last days, with values that no visitor should be able to send, but a fault might let in. */
  const plantClicks = async (): Promise<void> => {
    const dataSource = await openDataSource(running.database, [ClickDay, Link, LinkClicks]);
    const now = Date.now();
    const clicks = Array.from({ length: 40 }, (_, day): ClicksAt => [
      new Date(now - (day + 1) * DAY_MS).toISOString(),
      day + 3,
      day,
    ]);
    await seedClicks(dataSource, 'planted', clicks);
    const values = Object.fromEntries(
      [...planted, ...Array.from({ length: 12 }, (_, index) => `host-${index}.example`)].map(
        (value, index) => [value, index + 1],
      ),
    );
    const breakdown = JSON.stringify({
      referrer: values,
      country: { DE: 9, US: 4, '<b>': 2 },
      browser: values,
      operatingSystem: values,
      device: { ...values, mobile: 5 },
    });
    const { id: linkId } = await dataSource.manager.findOneByOrFail(Link, { key: 'planted' });
    await dataSource.manager.update(ClickDay, { linkId }, { breakdown });
    await dataSource.destroy();
  };

  beforeAll(async () => {
    await running.api.create({
      url: `https://example.com/${encodeURIComponent(PLANTED.attribute)}?${'q='.repeat(400)}`,
      alias: 'planted',
      title: PLANTED.image,
      note: `${PLANTED.script}\n${'A long note. '.repeat(40)}`,
      tags: [...planted, 'a-tag-that-is-as-long-as-it-may-be-so-that-it-has-to-be-cut-at', 'عربي'],
      externalId: PLANTED.template,
      maxClicks: 100_000,
      expiresAt: '2099-01-01T00:00:00.000Z',
    });
    await running.api.create({
      url: 'https://example.com/',
      alias: '🍂🍁',
      title: 'مرحبا بالعالم',
    });
    for (const name of planted) {
      await running.api.post({ name, scopes: ['links:read'] }, '/api/v1/admin/api-keys');
    }
    await plantClicks();
    await running.admin.signIn();
  });

  const openChart = async (place: string): Promise<void> => {
    await running.admin.open(place);
    await page()
      .getByRole('img', { name: /^Clicks per/ })
      .waitFor();
  };
  const places: Readonly<Record<string, () => Promise<void>>> = {
    'the overview': () => openChart('#/'),
    'a link': () => openChart(LINK),
    'a link with bots': async () => {
      await openChart(LINK);
      await page().getByRole('radio', { name: 'With bots' }).check();
      await page().getByText('of them by bots').waitFor();
    },
    'a chart as a table': async () => {
      await running.admin.open(LINK);
      await page().getByRole('button', { name: 'As table' }).click();
      await page()
        .getByRole('region', { name: /^Clicks per/ })
        .waitFor();
    },
    'days of choice': () => openChart(`${LINK}?from=2026-01-01&to=2026-12-31`),
    'a whole list': () => running.admin.openDialog(LINK, /^Show all/),
    'a QR code': async () => {
      await running.admin.openDialog(LINK, 'QR code');
      await page().getByText('Options').click();
    },
    'a deletion': () => running.admin.openDialog(LINK, 'Delete'),
    'a link without clicks': async () => {
      await running.admin.open(`#/links/${encodeURIComponent('🍂🍁')}`);
      await page().getByRole('heading', { name: 'No clicks yet' }).waitFor();
    },
    'no such link': async () => {
      await running.admin.open(`#/links/${encodeURIComponent(PLANTED.script)}`);
      await page().getByRole('alert').or(page().getByText('No such link')).first().waitFor();
    },
    'the tags': async () => {
      await running.admin.open('#/tags');
      await page().getByRole('table', { name: 'Tags' }).waitFor();
    },
    'a rename': () => running.admin.openDialog('#/tags', /^Rename/),
    'the deletion of a tag': () => running.admin.openDialog('#/tags', /^Delete/),
    'the statistics of a tag': () => openChart(`#/tags/${encodeURIComponent(PLANTED.script)}`),
    'the API keys': async () => {
      await running.admin.open('#/keys');
      await page().getByRole('table').waitFor();
    },
    'a new API key': () => running.admin.openDialog('#/keys', 'New API key'),
    'a revocation': () => running.admin.openDialog('#/keys', /^Revoke/),
    'the instances': async () => {
      await running.admin.open('#/instances');
      await page().getByRole('table').waitFor();
    },
  };

  describe.each(WIDTHS)('at %i px', (width) => {
    beforeAll(async () => {
      await running.admin.setLook({ theme: 'light', width });
      await page().context().clearCookies();
      await running.admin.signIn();
      await running.admin.takeViolations([401]);
    });

    it.each(Object.keys(places))(
      '%s has no barriers, light or dark, fits, and runs nothing that was planted',
      async (name) => {
        const { admin } = running;
        await places[name]?.();
        expect(await admin.findFaults(width)).toEqual([]);
        expect(await admin.takeViolations([400, 404])).toEqual([]);
      },
    );
  });

  it('shows what was planted as text', async () => {
    await running.admin.setLook({ theme: 'light', width: 1280 });
    await openChart(LINK);
    const main = await page().getByRole('main').innerText();
    for (const text of [PLANTED.script, PLANTED.image, PLANTED.template])
      expect(main).toContain(text);
    expect(await page().locator('main script, main img[src=x], main b').count()).toBe(0);
  });

  it('can be reached by Tab alone', async () => {
    await openChart(LINK);
    await page().getByRole('radio', { name: 'Humans' }).check();
    await page().getByRole('button', { name: 'As table' }).click();
    await page().getByRole('heading', { level: 1 }).click();
    const onLink = await running.admin.pressTab(45);
    expect(onLink).toEqual(
      expect.arrayContaining(['Copy short URL', 'QR code', 'Edit', 'Disable', 'Delete']),
    );
    expect(onLink).toEqual(
      expect.arrayContaining(['30 days', 'Humans', 'Clicks per day', 'Step', 'As table', 'CSV']),
    );
    expect(onLink).toEqual(expect.arrayContaining(['Referrers as CSV', 'Show all 16']));
    await running.admin.open('#/tags');
    await page().getByRole('table').waitFor();
    expect(await running.admin.pressTab(40)).toEqual(
      expect.arrayContaining(['Filter by beginning', 'عربي', 'Rename عربي', 'Delete عربي']),
    );
    await running.admin.open('#/keys');
    await page().getByRole('table').waitFor();
    expect((await running.admin.pressTab(30)).join('\n')).toContain(`Revoke ${PLANTED.script}`);
    await openChart('#/');
    expect(await running.admin.pressTab(40)).toEqual(
      expect.arrayContaining(['1 live', 'Destination', 'More settings', 'As table', 'All links']),
    );
  });

  it('draws in the colours of the theme, also after it has changed, and within its frame', async () => {
    const colors = (): Promise<string[]> =>
      page().evaluate<string[]>(
        `(() => {
          const canvas = document.querySelector('canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const seen = new Set();
          for (let at = 0; at < data.length; at += 4) {
            if (data[at + 3] === 255) seen.add(data.slice(at, at + 3).join());
          }
          return [...seen];
        })()`,
      );
    await running.admin.setLook({ theme: 'light', width: 1280 });
    await openChart('#/');
    await eventually(async () => (await colors()).includes('20,147,138'));
    await page().emulateMedia({ colorScheme: 'dark' });
    await eventually(async () => (await colors()).includes('47,179,164'));
    await page().setViewportSize({ width: 800, height: 800 });
    await eventually(() =>
      page().evaluate<boolean>(
        "document.querySelector('canvas').clientWidth <= document.querySelector('.chart').clientWidth",
      ),
    );
    expect(await running.admin.findFaults(800)).toEqual([]);
  });
});
