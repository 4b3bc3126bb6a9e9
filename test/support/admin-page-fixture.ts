import { afterAll, beforeAll, describe } from '@jest/globals';
import { AdminPage } from './admin-page.js';
import { openBrowser, type Browser } from './browser.js';
import { makeSqlite } from './databases.js';
import { runningInstance, type Running } from './instance-fixture.js';
import { findChromium } from './programs.js';

const chromium = findChromium();

/** Declares tests of the admin page; skipped ones where there is no browser. */
export const describeInBrowser = chromium === undefined ? describe.skip : describe;

export interface RunningPage extends Running {
  readonly admin: AdminPage;
}

/** An instance of its own and a browser for the tests of a suite. */
export function runningPage(variables: Readonly<Record<string, string>> = {}): RunningPage {
  const running = runningInstance(makeSqlite, variables) as Running & { admin: AdminPage };
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '');
    running.admin = new AdminPage(browser, running.instance.url);
  });
  afterAll(async () => browser?.close());
  return running;
}
