import 'reflect-metadata';
import { JournalDirectory } from '../click/journal/journal-directory.js';
import { LinkClicks } from '../click/link-clicks.entity.js';
import { Counter } from '../counter/counter.entity.js';
import { CounterStore } from '../counter/counter.store.js';
import { HighWaterMark } from '../counter/high-water-mark.js';
import { KeySpace } from '../counter/key-space.js';
import { Link } from '../link/link.entity.js';
import { loadConfig, type Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import type { Database } from '../platform/database/database.js';
import { parseArguments, reportFailure, UsageError } from './command-line.js';
import { withDatabase } from './with-database.js';

/** More than a busy cluster reserves between a backup and its loss: 100 links a second for a day. */
const DEFAULT_COUNT = 10_000_000;
/** Sums of two such numbers are exact. */
const MAX_NUMBER = 2 ** 52;

const USAGE = `usage: npm run -s counter -- advance [--by COUNT | --to ID]
COUNT: how many ids to skip beyond the highest known one, ${DEFAULT_COUNT} by default
ID: the lowest id that may be issued again
`;

interface Target {
  readonly by: number;
  readonly to: number | undefined;
}

/** The ids that were reserved, each as the lowest id above them, by where they are known. */
interface KnownIds {
  readonly counter: number;
  readonly links: number;
  readonly clicks: number;
  readonly DATA_DIR: number;
}

/** @throws UsageError before the database is opened. */
async function parseCommand([name, ...args]: readonly string[]): Promise<Target> {
  if (name === undefined) throw new UsageError('the command is missing');
  if (name !== 'advance') throw new UsageError(`unknown command: ${name}`);
  const text = { type: 'string' } as const;
  const { by, to } = parseArguments(args, { by: text, to: text }).values;
  if (by !== undefined && to !== undefined)
    throw new UsageError('--by and --to exclude each other');
  return { by: parseNumber('--by', by) ?? DEFAULT_COUNT, to: parseNumber('--to', to) };
}

function parseNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= MAX_NUMBER) return number;
  throw new UsageError(`${name} must be a whole number from 1 to ${MAX_NUMBER}`);
}

/** Ensures that no id is issued which may have been issued since the database was saved. */
async function advance(database: Database, config: Config, { by, to }: Target): Promise<void> {
  const store = new CounterStore(database);
  const { secret, keyLength, next } = await store.read();
  const mark = new HighWaterMark(config.dataDir, secret);
  const known = { ...(await findIssuedIds(database)), counter: next, DATA_DIR: await mark.read() };
  const highest = Math.max(...Object.values(known));
  if (to !== undefined && to < highest) throw new StartError(tooLow(to, known));
  const target = to ?? highest + by;
  const before = await store.advanceTo(target);
  await mark.raise(target);
  const [key = ''] = new KeySpace(Buffer.from(secret, 'hex'), keyLength).encode([target]);
  report(`ids below ${highest} are known to be reserved (${describe(known)})`);
  report(`the counter moved from ${before} to ${target}; new keys have ${key.length} characters`);
  await reportJournals(config, secret);
}

/** Links and clicks can be newer than the counter, in a backup that is not of one moment. */
async function findIssuedIds(database: Database): Promise<Pick<KnownIds, 'links' | 'clicks'>> {
  const link = await database.read((manager) => manager.maximum(Link, 'id'));
  const clicked = await database.read((manager) => manager.maximum(LinkClicks, 'linkId'));
  return { links: (link ?? -1) + 1, clicks: (clicked ?? -1) + 1 };
}

async function reportJournals(config: Config, secret: string): Promise<void> {
  const directory = new JournalDirectory(config);
  directory.open(secret);
  const count = (await directory.list('open')).length + (await directory.list('closed')).length;
  if (count === 0) return;
  report(
    `${count} click journals wait in DATA_DIR; clicks on links that were lost count for all links together only`,
  );
}

function tooLow(to: number, known: KnownIds): string {
  return `--to ${to} is too low: it must be at least the highest of ${describe(known)}`;
}

function describe(known: KnownIds): string {
  return Object.entries(known)
    .map(([where, reservedBelow]) => `${where} ${reservedBelow}`)
    .join(', ');
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function run(target: Target): Promise<void> {
  const config = loadConfig();
  await withDatabase(config, [Counter, Link, LinkClicks], (database) =>
    advance(database, config, target),
  );
}

await parseCommand(process.argv.slice(2))
  .then(run)
  .catch((error: unknown) => reportFailure(error, USAGE));
