import 'reflect-metadata';
import { DataSource, type EntityManager } from 'typeorm';
import { ClickDay } from '../click/rollup/click-day.entity.js';
import { StatsVerifier, type Inconsistency } from '../click/verification/stats-verifier.js';
import { loadConfig } from '../platform/config/config.js';
import { exitWithStartFailure } from '../platform/config/start-error.js';
import { connectionOptions } from '../platform/database/connection-options.js';
import { ALL_LINKS, LinkClicks } from '../click/link-clicks.entity.js';
import { Link } from '../link/link.entity.js';
import { DAY_MS } from '../click/day.js';

const INCONSISTENCY_EXIT_CODE = 1;

/** Counts clicks anew from the smallest sums, says where the others disagree, and ends with 1 if they do. */
async function verify(): Promise<void> {
  const options = await connectionOptions(loadConfig().database);
  const dataSource = new DataSource({ ...options, entities: [ClickDay, Link, LinkClicks] });
  await dataSource.initialize();
  try {
    await readConsistently(dataSource, async (manager) => {
      if (!(await report(manager))) process.exitCode = INCONSISTENCY_EXIT_CODE;
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Writes a line for each disagreement, and returns whether there is none. */
async function report(manager: EntityManager): Promise<boolean> {
  const verification = new StatsVerifier(manager);
  let disagreementCount = 0;
  for await (const disagreement of verification.run()) {
    disagreementCount++;
    const link = await manager.findOneBy(Link, { id: disagreement.linkId });
    process.stdout.write(`${describe(disagreement, link?.key)}\n`);
  }
  const { dayCount, linkCount } = verification;
  const outcome = disagreementCount === 0 ? 'they agree' : `${disagreementCount} disagreements`;
  process.stdout.write(`${dayCount} days and ${linkCount} totals: ${outcome}\n`);
  return disagreementCount === 0;
}

/** What is read in one transaction is of one moment; on SQLite always, elsewhere if it is asked for. */
function readConsistently(
  dataSource: DataSource,
  read: (manager: EntityManager) => Promise<void>,
): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3') return dataSource.transaction(read);
  return dataSource.transaction('REPEATABLE READ', read);
}

function describe({ linkId, day, detail }: Inconsistency, key: string | undefined): string {
  const target = linkId === ALL_LINKS ? 'all links' : `link ${key ?? '(none)'} (id ${linkId})`;
  const date = day === undefined ? '' : ` on ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
  return `${target}${date}: ${detail}`;
}

await verify().catch(exitWithStartFailure);
