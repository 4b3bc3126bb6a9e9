import { beforeAll, describe, expect, it } from '@jest/globals';
import { PLANTED, WIDTHS } from '../../support/admin-page.js';
import { describeInBrowser, runningPage } from '../../support/admin-page-fixture.js';

describeInBrowser('every page', () => {
  const running = runningPage();
  const page = () => running.admin.page;

  beforeAll(async () => {
    const links = Object.values(PLANTED).map((planted, index) => ({
      url: `https://example.com/${encodeURIComponent(planted)}`,
      alias: `planted-${index}`,
      title: planted,
      note: planted,
      tags: [planted, '<b>'],
      externalId: planted,
    }));
    await running.api.post({ links }, '/api/v1/links/bulk');
    await running.api.create({
      url: `https://${'long-'.repeat(12)}.example.com/${'path/'.repeat(100)}?q=${'x'.repeat(300)}`,
      alias: 'a-rather-long-alias-that-somebody-chose-for-a-printed-brochure-1',
      title: 'A title that is so long that it has to be cut somewhere '.repeat(5),
      tags: ['a-tag-that-is-as-long-as-it-may-be-so-that-it-has-to-be-cut-at', 'عربي', '🍂'],
    });
    await running.api.create({
      url: 'https://example.com/',
      alias: '🍂🍁',
      title: 'مرحبا بالعالم',
    });
  });

  const places: Readonly<Record<string, () => Promise<void>>> = {
    'the list': async () => {
      await running.admin.open('#/links');
      await page().getByRole('table', { name: 'Links' }).waitFor();
    },
    'a selection': async () => {
      await running.admin.open('#/links');
      await page()
        .getByRole('checkbox', { name: /^Select planted/ })
        .first()
        .check();
      await page().getByRole('region', { name: 'Selected links' }).waitFor();
    },
    'the tags of a selection': async () => {
      await places['a selection']?.();
      await page().getByRole('region').getByRole('button', { name: 'Tags' }).click();
      await page().getByRole('dialog').waitFor();
    },
    'the dates of a selection': async () => {
      await places['a selection']?.();
      await page().getByRole('region').getByRole('button', { name: 'Dates' }).click();
      await page().getByRole('dialog').waitFor();
    },
    'a deletion': async () => {
      await places['a selection']?.();
      await page().getByRole('region').getByRole('button', { name: 'Delete' }).click();
      await page().getByRole('dialog').waitFor();
    },
    'a search without result': async () => {
      await running.admin.open('#/links?search=nowhere&tag=%3Cb%3E');
      await page().getByRole('heading', { name: 'No link matches' }).waitFor();
    },
    'a QR code': () => running.admin.openDialog('#/links', /^QR code/),
    'a new link': async () => {
      await running.admin.open('#/new');
      for (const fold of ['Campaign parameters', 'More settings']) {
        await page().getByText(fold).click();
      }
    },
    'a refused link': async () => {
      await running.admin.open(`#/new?url=${encodeURIComponent(PLANTED.script)}`);
      await page().getByRole('button', { name: 'Create' }).click();
      await page().getByRole('alert').waitFor();
    },
    'a link that was made': async () => {
      await running.admin.open('#/new?url=https%3A%2F%2Fexample.com%2F');
      await page().getByRole('button', { name: 'Create' }).click();
      await page().getByText('Your link is ready').waitFor();
    },
    'many new links': async () => {
      await running.admin.open('#/new?many');
      await page().getByLabel('URLs').fill(`https://example.com/\n${PLANTED.image}`);
      await page().getByRole('button', { name: 'Create 2 links' }).click();
      await page().getByText('1 link created').waitFor();
    },
    'a link that is edited': async () => {
      await running.admin.open('#/links/planted-0/edit');
      await page().getByLabel('Title').waitFor();
    },
    'an edit conflict': async () => {
      await places['a link that is edited']?.();
      await page().getByLabel('Title').fill('Mine');
      await running.api.call('patch', '/api/v1/links/planted-0', (test) =>
        test.send({ title: `${PLANTED.image} ${Math.random()}` }),
      );
      await page().getByRole('button', { name: 'Save' }).click();
      await page().getByRole('dialog').waitFor();
    },
    'the settings': async () => {
      await running.admin.open('#/settings');
      await page().getByRole('heading', { name: 'Settings' }).waitFor();
    },
    'no such page': async () => {
      await running.admin.open('#/nowhere');
      await page().getByRole('heading', { name: 'No such page' }).waitFor();
    },
  };

  it.each(WIDTHS)('sign-in has no barriers, light or dark, at %i px', async (width) => {
    const { admin } = running;
    await page().context().clearCookies();
    await admin.setLook({ theme: 'dark', width });
    await admin.open();
    await page().getByLabel('API key').fill('wrong-key');
    await page().getByRole('button', { name: 'Sign in' }).click();
    await page().getByText('That API key is not valid.').waitFor();
    expect(await admin.findFaults(width)).toEqual([]);
    expect(await admin.takeViolations([401])).toEqual([]);
  });

  describe.each(WIDTHS)('at %i px', (width) => {
    beforeAll(async () => {
      await running.admin.setLook({ theme: 'light', width });
      await page().context().clearCookies();
      await running.admin.signIn();
    });

    it.each(Object.keys(places))(
      '%s has no barriers, light or dark, fits, and runs nothing that was planted',
      async (name) => {
        const { admin } = running;
        await places[name]?.();
        expect(await admin.findFaults(width)).toEqual([]);
        expect(await admin.takeViolations([400, 404, 412])).toEqual([]);
      },
    );
  });

  it('is reached by Tab alone, in the order in which it is shown', async () => {
    const { admin } = running;
    await admin.setLook({ theme: 'light', width: 1280 });
    await admin.open('#/links');
    await page().getByRole('table', { name: 'Links' }).waitFor();
    const reached = await admin.pressTab(120);
    const expected = [
      'Skip to content',
      'Links',
      'Settings',
      'Count bots',
      'Sign out',
      'Search links',
    ].concat([
      'New link',
      'Filter by tag',
      'State',
      'Order',
      'Select all shown links',
      'Select planted-0',
      'QR code of planted-0',
      'Edit',
    ]);
    expect(reached).toEqual(expect.arrayContaining(expected));
  });

  it('has no transition where motion is reduced, so that the theme changes as a whole', async () => {
    const { admin } = running;
    await admin.setLook({ theme: 'light', width: 1280 });
    await admin.open('#/settings');
    await page().getByRole('heading', { name: 'Settings' }).waitFor();
    const durations = await page().evaluate<string[]>(
      '[...document.querySelectorAll("*")].flatMap((element) => getComputedStyle(element).transitionDuration.split(", "))',
    );
    expect(durations.length).toBeGreaterThan(50);
    expect([...new Set(durations)]).toEqual(['0s']);
  });

  it('is heard: the heading has the focus and the document a title when the page changes', async () => {
    const { admin } = running;
    await admin.open('#/links');
    await page().getByRole('link', { name: 'Settings' }).click();
    await page().getByRole('heading', { name: 'Settings' }).waitFor();
    await page().waitForFunction('document.activeElement?.innerText === "Settings"');
    expect(await page().title()).toBe('Settings · Shortcore');
  });

  it('finds barriers, violations and planted scripts where there are some', async () => {
    const { admin } = running;
    await admin.open('#/settings');
    await page().getByRole('heading', { name: 'Settings' }).waitFor();
    await page().evaluate('document.querySelector("main").append(document.createElement("input"))');
    expect((await admin.findBarriers()).length).toBeGreaterThan(0);
    await page().evaluate('window.planted = 1; fetch("https://example.com/").catch(() => {})');
    await page().evaluate('try { document.body.innerHTML = "x" } catch {}');
    const violations = await admin.takeViolations();
    expect(violations).toContain('a planted script ran');
    expect(violations.join()).toMatch(/connect-src/);
    expect(violations.join()).toMatch(/TrustedHTML/);
  });
});
