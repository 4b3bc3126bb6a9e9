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

/** Sizes and themes in which each page is looked at. */
export const LOOKS = (['light', 'dark'] as const).flatMap((theme) =>
  [1280, 360].map((width) => ({ theme, width })),
);
export type Look = (typeof LOOKS)[number];

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

  /** What axe finds against the page as it is shown, by WCAG 2.2 A and AA and best practices. */
  async findBarriers(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    const { violations } = (await this.page.evaluate(
      'axe.run(document, { resultTypes: ["violations"] })',
    )) as axe.AxeResults;
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  /** Whether the page is wider than its window, so that it has to be moved sideways. */
  async isTooWide(): Promise<boolean> {
    return this.page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
  }
}
