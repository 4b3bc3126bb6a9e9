import { Logger, type INestApplication } from '@nestjs/common';
import type { Config } from '../platform/config/config.js';
import { findPageDirectory } from './page-directory.js';
import { readPageFiles } from './page-files.js';
import { createPageHandler, PAGE_PATH } from './page-handler.js';

/** Serves the admin page, if it is built and not switched off. One layer of Express, whatever the page consists of. */
export function setupPage(app: INestApplication, { adminPage }: Config): void {
  if (!adminPage) return;
  const directory = findPageDirectory();
  if (directory === undefined) {
    new Logger('AdminPage').warn('The admin page is off: dist/web is not built');
    return;
  }
  app.use(PAGE_PATH, createPageHandler(readPageFiles(directory)));
}
