import 'reflect-metadata';
import type { DataSource, EntityManager } from 'typeorm';
import { ClickDay } from '../click/rollup/click-day.entity.js';
import { StatsVerifier, type Inconsistency } from '../click/stats-verifier.js';
import { loadConfig } from '../platform/config/config.js';
import { exitWithStartFailure } from '../platform/config/start-error.js';
import { ALL_LINKS, LinkClicks } from '../click/link-clicks.entity.js';
import { Link } from '../link/link.entity.js';
import { DAY_MS } from '../click/day.js';
import { withDatabase } from './with-database.js';

const INCONSISTENCY_EXIT_CODE = 1;

/** Recomputes the sums of clicks, prints inconsistent ones, and exits with 1 if there are any. */
async function verify(): Promise<void> {
  const entities = [ClickDay, Link, LinkClicks];
  await withDatabase(loadConfig(), entities, (_, dataSource) =>
    readConsistently(dataSource, async (manager) => {
      if (!(await report(manager))) process.exitCode = INCONSISTENCY_EXIT_CODE;
    }),
  );
}

/** Prints a line for each inconsistency, and returns whether there is none. */
async function report(manager: EntityManager): Promise<boolean> {
  const verifier = new StatsVerifier(manager);
  let inconsistencyCount = 0;
  for await (const inconsistency of verifier.run()) {
    inconsistencyCount++;
    const link = await manager.findOneBy(Link, { id: inconsistency.linkId });
    process.stdout.write(`${describe(inconsistency, link?.key)}\n`);
  }
  const { dayCount, linkCount } = verifier;
  process.stdout.write(
    `checked ${dayCount} days and ${linkCount} totals: ${inconsistencyCount} inconsistent\n`,
  );
  return inconsistencyCount === 0;
}

/** Reads from one snapshot. SQLite transactions always do, MySQL and MariaDB with `REPEATABLE READ`. */
function readConsistently(
  dataSource: DataSource,
  read: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3') return dataSource.transaction(read);
  return dataSource.transaction('REPEATABLE READ', read);
}

function describe({ linkId, day, detail }: Inconsistency, key: string | undefined): string {
  const target = linkId === ALL_LINKS ? 'all links' : `link ${key ?? '(unknown)'} (id ${linkId})`;
  const date = day === undefined ? '' : ` on ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
  return `inconsistent: ${target}${date}: ${detail}`;
}

await verify().catch(exitWithStartFailure);
