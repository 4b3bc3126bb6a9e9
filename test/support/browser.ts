import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { TEST_API_KEY } from './environment.js';
import { CHROMIUM_FLAGS } from './programs.js';

export interface Browser {
  readonly page: Page;
  /** Errors of the page, and requests that failed or left the machine. */
  readonly violations: string[];
  close(): Promise<void>;
}

export async function openBrowser(executablePath: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'shortcore-chromium-'));
  const options = { executablePath, headless: true, args: CHROMIUM_FLAGS };
  const context = await chromium.launchPersistentContext(profile, options);
  const page = await context.newPage();
  const violations: string[] = [];
  // Chromium tells some violations of the policy to the page alone.
  await page.addInitScript(
    "document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => " +
      'console.error(violatedDirective, blockedURI))',
  );
  page.on('console', (message) => message.type() === 'error' && violations.push(message.text()));
  page.on('pageerror', (error) => violations.push(String(error)));
  page.on('requestfailed', (request) => {
    // What was still on its way when the page was left.
    if (request.failure()?.errorText === 'net::ERR_ABORTED') return;
    violations.push(`failed: ${request.url()}`);
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') violations.push(request.url());
  });
  return {
    page,
    violations,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

export async function openDocs(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByText('Shorten a URL').waitFor();
}

/** Authorises in Swagger UI and opens "Try it out". Returns the operation `createLink`. */
export async function tryCreateLink(page: Page) {
  await page.getByRole('button', { name: 'Authorize' }).first().click();
  await page.getByLabel('auth-bearer-value').fill(TEST_API_KEY);
  await page
    .locator('.auth-btn-wrapper')
    .getByRole('button', { name: 'Apply credentials' })
    .first()
    .click();
  await page.getByRole('button', { name: 'Close' }).first().click();
  const operation = page.locator('#operations-links-createLink');
  await operation.getByText('Shorten a URL').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  return operation;
}
