import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/background/clock.js';
import { JournalDirectory, type JournalState } from './journal-directory.js';
import { JOURNAL_SEAL } from './journal-format.js';
import { OrphanedJournals } from './orphaned-journals.js';

const EXPIRE_AFTER_MS = 4_000;
const [FIRST, SECOND, THIRD] = ['aaaa', 'bbbb', 'cccc'] as const;

class FakeClock extends Clock {
  now = 0;
  override nowMs = () => this.now;
  override sleep = async () => {};
}

let dataDir: string;
let directory: JournalDirectory;
let clock: FakeClock;
let orphans: OrphanedJournals;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'shortcore-orphans-'));
  directory = openDirectory('a secret');
  clock = new FakeClock();
  orphans = new OrphanedJournals(directory, clock);
});

afterEach(() => rmSync(dataDir, { recursive: true }));

function openDirectory(databaseSecret: string): JournalDirectory {
  const opened = new JournalDirectory({ dataDir } as Config);
  opened.open(databaseSecret);
  return opened;
}

const folder = (): string => dirname(directory.path('any', 'open'));
const names = (): string[] => readdirSync(folder()).sort();

function createJournal(id: string, ...states: JournalState[]): void {
  for (const state of states) writeFileSync(directory.path(id, state), '');
}

/** Sets a file time that differs from the last one, as file times may be coarse. */
function heartbeat(writerId: string): void {
  directory.heartbeat(writerId);
  utimesSync(join(folder(), `${writerId}.alive`), clock.now / 1000, 1 + clock.now / 1000);
}

/** Claims after this time, in which the live writers have sent a heartbeat. */
async function claimAfter(ms: number, selfId: string, live: string[] = []): Promise<string[]> {
  clock.now += ms;
  for (const id of [selfId, ...live]) heartbeat(id);
  return orphans.claim(selfId);
}

describe(OrphanedJournals.name, () => {
  it('claims the open and closed journals of a writer without a heartbeat for 4 s', async () => {
    heartbeat(SECOND);
    createJournal(`${SECOND}-1`, 'closed');
    createJournal(`${SECOND}-2`, 'open');
    expect(await claimAfter(0, FIRST)).toEqual([]);
    expect(await claimAfter(EXPIRE_AFTER_MS - 1, FIRST)).toEqual([]);
    expect(names()).toContain(`${SECOND}-2.open`);
    expect(await claimAfter(1, FIRST)).toEqual([`${SECOND}-1`, `${SECOND}-2`]);
    expect(names()).toContain(`${SECOND}-2.closed`);
    expect(names()).not.toContain(`${SECOND}-2.open`);
  });

  it('returns the journals in the order of writing', async () => {
    for (const number of [10, 9, 1, 100]) createJournal(`${SECOND}-${number}`, 'closed');
    await claimAfter(0, FIRST);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual(
      [1, 9, 10, 100].map((number) => `${SECOND}-${number}`),
    );
  });

  it('claims no journal of a writer that sends heartbeats, however seldom it looks', async () => {
    createJournal(`${SECOND}-1`, 'closed');
    createJournal(`${SECOND}-2`, 'open');
    for (const ms of [0, 1_000, EXPIRE_AFTER_MS, 60_000]) {
      expect(await claimAfter(ms, FIRST, [SECOND])).toEqual([]);
    }
    expect(names()).toContain(`${SECOND}-2.open`);
  });

  it('measures the silence of a writer from its last heartbeat', async () => {
    createJournal(`${SECOND}-1`, 'closed');
    await claimAfter(0, FIRST, [SECOND]);
    await claimAfter(EXPIRE_AFTER_MS - 1, FIRST);
    await claimAfter(0, FIRST, [SECOND]);
    expect(await claimAfter(EXPIRE_AFTER_MS - 1, FIRST)).toEqual([]);
    expect(await claimAfter(1, FIRST)).toEqual([`${SECOND}-1`]);
  });

  it('does not claim journals of the claiming writer', async () => {
    createJournal(`${FIRST}-1`, 'closed', 'open');
    await claimAfter(0, FIRST);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual([]);
    expect(names()).toContain(`${FIRST}-1.open`);
  });

  it('claims only for the live writer with the smallest id', async () => {
    createJournal(`${FIRST}-1`, 'open');
    await claimAfter(0, THIRD, [SECOND]);
    expect(await claimAfter(EXPIRE_AFTER_MS, THIRD, [SECOND])).toEqual([]);
    expect(names()).toContain(`${FIRST}-1.open`);
    expect(await claimAfter(0, SECOND, [THIRD])).toEqual([`${FIRST}-1`]);
  });

  it('claims for the next writer when the one with the smallest id has expired', async () => {
    createJournal(`${THIRD}-1`, 'open');
    createJournal(`${FIRST}-1`, 'open');
    await claimAfter(0, SECOND, [FIRST]);
    expect(await claimAfter(EXPIRE_AFTER_MS, SECOND)).toEqual([`${FIRST}-1`, `${THIRD}-1`]);
  });

  it('claims the journals of a writer without a heartbeat file', async () => {
    createJournal(`${SECOND}-1`, 'closed');
    createJournal(`${THIRD}-1`, 'open');
    expect(await claimAfter(0, FIRST)).toEqual([]);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual([`${SECOND}-1`, `${THIRD}-1`]);
  });

  it('removes a heartbeat file once all journals of the writer are processed', async () => {
    heartbeat(SECOND);
    createJournal(`${SECOND}-1`, 'closed');
    await claimAfter(0, FIRST);
    await claimAfter(EXPIRE_AFTER_MS, FIRST);
    expect(names()).toContain(`${SECOND}.alive`);
    expect(await claimAfter(1_000, FIRST)).toEqual([`${SECOND}-1`]);
    await directory.remove(`${SECOND}-1`);
    expect(await claimAfter(1_000, FIRST)).toEqual([]);
    expect(names()).toEqual([`${FIRST}.alive`]);
  });

  it('ignores quarantined journals and unknown files', async () => {
    createJournal(`${SECOND}-1`, 'quarantined');
    // The name that an earlier version gave to a quarantined journal.
    writeFileSync(join(folder(), `${SECOND}-2.refused`), '');
    writeFileSync(join(folder(), 'README.closed'), '');
    await claimAfter(0, FIRST);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual([]);
    expect(names()).toEqual([
      'README.closed',
      `${FIRST}.alive`,
      `${SECOND}-1.quarantined`,
      `${SECOND}-2.refused`,
    ]);
  });

  it('ends an open journal before it claims it, and leaves closed ones as they are', async () => {
    createJournal(`${SECOND}-1`, 'closed');
    createJournal(`${SECOND}-2`, 'open');
    await claimAfter(0, FIRST);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual([`${SECOND}-1`, `${SECOND}-2`]);
    const texts = [1, 2].map((count) =>
      readFileSync(directory.path(`${SECOND}-${count}`, 'closed'), 'utf8'),
    );
    expect(texts).toEqual(['', JOURNAL_SEAL]);
  });

  it('makes no journal by ending one that is gone', async () => {
    await directory.seal(`${SECOND}-1`);
    expect(names()).toEqual([]);
  });

  it('ignores the journals of other databases', async () => {
    const other = openDirectory('another secret');
    writeFileSync(other.path(`${SECOND}-1`, 'closed'), '');
    await claimAfter(0, FIRST);
    expect(await claimAfter(EXPIRE_AFTER_MS, FIRST)).toEqual([]);
    expect(existsSync(other.path(`${SECOND}-1`, 'closed'))).toBe(true);
  });

  it('sees each heartbeat', async () => {
    directory.heartbeat(SECOND);
    const before = (await directory.readHeartbeats()).get(SECOND);
    utimesSync(join(folder(), `${SECOND}.alive`), 1, 1);
    directory.heartbeat(SECOND);
    const after = (await directory.readHeartbeats()).get(SECOND) ?? 0;
    expect(after).toBeGreaterThanOrEqual(before ?? Infinity);
  });
});
