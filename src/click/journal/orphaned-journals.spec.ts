import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../../platform/background/clock.js';
import { JournalDirectory, type JournalState } from './journal-directory.js';
import { OrphanedJournals } from './orphaned-journals.js';

const DEAD_AFTER_MS = 4_000;
const [FIRST, SECOND, THIRD] = ['aaaa', 'bbbb', 'cccc'] as const;

class FakeClock extends Clock {
  now = 0;
  override nowMs = () => this.now;
  override sleep = async () => {};
}

let dataDir: string;
let directory: JournalDirectory;
let clock: FakeClock;
let leftBehind: OrphanedJournals;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'shortcore-left-'));
  directory = new JournalDirectory(dataDir, 'a secret');
  clock = new FakeClock();
  leftBehind = new OrphanedJournals(directory, clock);
});

afterEach(() => rmSync(dataDir, { recursive: true }));

const folder = (): string => dirname(directory.path('any', 'open'));
const names = (): string[] => readdirSync(folder()).sort();

function leave(id: string, ...states: JournalState[]): void {
  for (const state of states) writeFileSync(directory.path(id, state), '');
}

/** Beats at another time than before, as the clock of files may be too coarse to tell. */
function beat(writerId: string): void {
  directory.heartbeat(writerId);
  utimesSync(join(folder(), `${writerId}.alive`), clock.now / 1000, 1 + clock.now / 1000);
}

/** What is taken when so much time has passed, in which these have beaten. */
async function takeAfter(ms: number, selfId: string, living: string[] = []): Promise<string[]> {
  clock.now += ms;
  for (const id of [selfId, ...living]) beat(id);
  return leftBehind.claim(selfId);
}

describe(OrphanedJournals.name, () => {
  it('takes the journals of a writer that was silent for four seconds, open ones and closed ones', async () => {
    beat(SECOND);
    leave(`${SECOND}-1`, 'closed');
    leave(`${SECOND}-2`, 'open');
    expect(await takeAfter(0, FIRST)).toEqual([]);
    expect(await takeAfter(DEAD_AFTER_MS - 1, FIRST)).toEqual([]);
    expect(names()).toContain(`${SECOND}-2.open`);
    expect(await takeAfter(1, FIRST)).toEqual([`${SECOND}-1`, `${SECOND}-2`]);
    expect(names()).toContain(`${SECOND}-2.closed`);
    expect(names()).not.toContain(`${SECOND}-2.open`);
  });

  it('takes them in the order in which they were written', async () => {
    for (const number of [10, 9, 1, 100]) leave(`${SECOND}-${number}`, 'closed');
    await takeAfter(0, FIRST);
    expect(await takeAfter(DEAD_AFTER_MS, FIRST)).toEqual(
      [1, 9, 10, 100].map((number) => `${SECOND}-${number}`),
    );
  });

  it('takes none of a writer that beats, however seldom it was looked at', async () => {
    leave(`${SECOND}-1`, 'closed');
    leave(`${SECOND}-2`, 'open');
    for (const ms of [0, 1_000, DEAD_AFTER_MS, 60_000]) {
      expect(await takeAfter(ms, FIRST, [SECOND])).toEqual([]);
    }
    expect(names()).toContain(`${SECOND}-2.open`);
  });

  it('counts the silence of a writer from its last sign of life', async () => {
    leave(`${SECOND}-1`, 'closed');
    await takeAfter(0, FIRST, [SECOND]);
    await takeAfter(DEAD_AFTER_MS - 1, FIRST);
    await takeAfter(0, FIRST, [SECOND]);
    expect(await takeAfter(DEAD_AFTER_MS - 1, FIRST)).toEqual([]);
    expect(await takeAfter(1, FIRST)).toEqual([`${SECOND}-1`]);
  });

  it('leaves the journals of who asks alone', async () => {
    leave(`${FIRST}-1`, 'closed', 'open');
    await takeAfter(0, FIRST);
    expect(await takeAfter(DEAD_AFTER_MS, FIRST)).toEqual([]);
    expect(names()).toContain(`${FIRST}-1.open`);
  });

  it('leaves it to the living writer with the smallest id', async () => {
    leave(`${FIRST}-1`, 'open');
    await takeAfter(0, THIRD, [SECOND]);
    expect(await takeAfter(DEAD_AFTER_MS, THIRD, [SECOND])).toEqual([]);
    expect(names()).toContain(`${FIRST}-1.open`);
    expect(await takeAfter(0, SECOND, [THIRD])).toEqual([`${FIRST}-1`]);
  });

  it('takes over when the writer with the smallest id is dead as well', async () => {
    leave(`${THIRD}-1`, 'open');
    leave(`${FIRST}-1`, 'open');
    await takeAfter(0, SECOND, [FIRST]);
    expect(await takeAfter(DEAD_AFTER_MS, SECOND)).toEqual([`${FIRST}-1`, `${THIRD}-1`]);
  });

  it('takes what a writer left that has no sign of life', async () => {
    leave(`${SECOND}-1`, 'closed');
    leave(`${THIRD}-1`, 'open');
    expect(await takeAfter(0, FIRST)).toEqual([]);
    expect(await takeAfter(DEAD_AFTER_MS, FIRST)).toEqual([`${SECOND}-1`, `${THIRD}-1`]);
  });

  it('forgets a writer when all of its journals are counted, and not before', async () => {
    beat(SECOND);
    leave(`${SECOND}-1`, 'closed');
    await takeAfter(0, FIRST);
    await takeAfter(DEAD_AFTER_MS, FIRST);
    expect(names()).toContain(`${SECOND}.alive`);
    expect(await takeAfter(1_000, FIRST)).toEqual([`${SECOND}-1`]);
    await directory.remove(`${SECOND}-1`);
    expect(await takeAfter(1_000, FIRST)).toEqual([]);
    expect(names()).toEqual([`${FIRST}.alive`]);
  });

  it('leaves alone what was put aside, and what is none of its business', async () => {
    leave(`${SECOND}-1`, 'refused');
    writeFileSync(join(folder(), 'README.closed'), '');
    await takeAfter(0, FIRST);
    expect(await takeAfter(DEAD_AFTER_MS, FIRST)).toEqual([]);
    expect(names()).toEqual(['README.closed', `${FIRST}.alive`, `${SECOND}-1.refused`]);
  });

  it('knows nothing of other databases', async () => {
    const other = new JournalDirectory(dataDir, 'another secret');
    writeFileSync(other.path(`${SECOND}-1`, 'closed'), '');
    await takeAfter(0, FIRST);
    expect(await takeAfter(DEAD_AFTER_MS, FIRST)).toEqual([]);
    expect(existsSync(other.path(`${SECOND}-1`, 'closed'))).toBe(true);
  });

  it('sees each beat, as fast as they come once a second', async () => {
    directory.heartbeat(SECOND);
    const before = (await directory.writers()).get(SECOND);
    utimesSync(join(folder(), `${SECOND}.alive`), 1, 1);
    directory.heartbeat(SECOND);
    const after = (await directory.writers()).get(SECOND) ?? 0;
    expect(after).toBeGreaterThanOrEqual(before ?? Infinity);
  });
});
