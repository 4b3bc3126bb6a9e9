import { findChromium } from './programs.js';
import { prepareDatabases, reportMissing } from './test-run.js';

export default async function setUpBrowser() {
  await prepareDatabases();
  if (findChromium() === undefined) reportMissing('Chromium');
}
