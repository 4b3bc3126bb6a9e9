import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { TEST_API_KEY } from './environment.js';

/** Texts that strangers could enter; if one of them ran, `window.planted` would exist. */
export const PLANTED = {
  script: '<script>window.planted=1</script>',
  image: '<img src=x onerror="window.planted=1">',
  attribute: '"><svg onload=window.planted=1>',
  template: '${window.planted=1}{{window.planted=1}}',
} as const;

const THEMES = ['light', 'dark'] as const;

/** Of the windows in which each page is looked at. */
export const WIDTHS = [1280, 360] as const;

interface Look {
  readonly theme: (typeof THEMES)[number];
  readonly width: number;
}

const DESCRIBE_FOCUS =
  '(() => { const { activeElement: e } = document; return e === document.body ? "" : ' +
  'e.getAttribute("aria-label") ?? e.labels?.[0]?.innerText ?? e.innerText; })()';

/** Chromium reports answers such as 404 as errors, also those that a page expects. */
const EXPECTED = /^Failed to load resource: the server responded with a status of (\d+)/;

function statusIn(violation: string): number | undefined {
  const [, status] = EXPECTED.exec(violation) ?? [];
  return status === undefined ? undefined : Number(status);
}

interface Target {
  readonly page: Page;
  readonly violations: string[];
}

/** Drives the admin page of an instance, and says what must never happen on it. */
export class AdminPage {
  constructor(
    private readonly browser: Target,
    private readonly baseUrl: string,
  ) {}

  get page(): Page {
    return this.browser.page;
  }

  /** Opens a place such as `#/links` as a new document. */
  async open(place = ''): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.goto(`${this.baseUrl}/admin/${place}`);
  }

  async signIn(place = '', apiKey = TEST_API_KEY): Promise<void> {
    await this.open(place);
    await this.page.getByLabel('API key').fill(apiKey);
    const submit = this.page.getByRole('button', { name: 'Sign in' });
    await submit.click();
    await submit.waitFor({ state: 'detached' });
    // Until now, the browser had no session.
    this.#forget(401);
    await this.page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
  }

  #forget(status: number): void {
    const kept = this.browser.violations.splice(0);
    const others = kept.filter((violation) => statusIn(violation) !== status);
    this.browser.violations.push(...others);
  }

  /** Opens the dialog of the first such button of a place. */
  async openDialog(place: string, button: RegExp | string): Promise<void> {
    await this.open(place);
    await this.page.getByRole('button', { name: button }).first().click();
    await this.page.getByRole('dialog').waitFor();
  }

  /** Presses Tab, and returns what has the focus after each time by its label or text. */
  async pressTab(count: number): Promise<string[]> {
    const reached: string[] = [];
    for (let press = 0; press < count; press++) {
      await this.page.keyboard.press('Tab');
      reached.push(await this.page.evaluate<string>(DESCRIBE_FOCUS));
    }
    return reached;
  }

  async setLook({ theme, width }: Look): Promise<void> {
    await this.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await this.page.setViewportSize({ width, height: 800 });
  }

  /**
   * Everything that must not happen, since the page was opened or this was called last: errors of the page, violations
   * of its policy, requests to other hosts, planted scripts that ran.
   * @param statuses of answers that the test provokes.
   */
  async takeViolations(statuses: readonly number[] = []): Promise<string[]> {
    const found = this.browser.violations.splice(0).filter((violation) => {
      const status = statusIn(violation);
      return status === undefined || !statuses.includes(status);
    });
    const hasRun = await this.page.evaluate('"planted" in window');
    return hasRun === true ? [...found, 'a planted script ran'] : found;
  }

  /** Barriers of the page as it is now, in both themes, and whether it fits into a window of this width. */
  async findFaults(width: number): Promise<string[]> {
    const faults: string[] = [];
    for (const theme of THEMES) {
      await this.setLook({ theme, width });
      faults.push(...(await this.findBarriers()).map((barrier) => `${theme}: ${barrier}`));
      if (await this.#isTooWide()) faults.push(`${theme}: wider than its window`);
    }
    return faults;
  }

  /** What axe finds against the page as it is shown, by WCAG 2.2 A and AA and best practices. */
  async findBarriers(): Promise<string[]> {
    const hasAxe = await this.page.evaluate<boolean>('"axe" in window');
    if (!hasAxe) await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] })',
    )) as axe.AxeResults;
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html} ${failureSummary}`),
    );
  }

  /** Whether the page is wider than its window, so that it has to be moved sideways. */
  async #isTooWide(): Promise<boolean> {
    return this.page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  }
}
