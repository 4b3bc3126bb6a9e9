import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { CounterStore } from '../../counter/counter.store.js';
import type { Config } from '../../platform/config/config.js';
import { Clock } from '../../platform/background/clock.js';
import { anonymousVisit } from '../visit/visit.js';
import { JournalDirectory } from './journal-directory.js';
import {
  EncodedVisit,
  JOURNAL_HEADER,
  JOURNAL_SEAL,
  readJournal,
  type ClickBatch,
} from './journal-format.js';
import { JournalWriter } from './journal-writer.js';

const MAX_CLICKS_PER_JOURNAL = 10_000;
const MAX_BACKLOG_CLICKS = 500_000;

class FakeClock extends Clock {
  now = 0;
  override nowMs = (): number => this.now;
  override sleep = async () => {};
}

let dataDir: string;
let directory: JournalDirectory;
let clock: FakeClock;
let writer: JournalWriter;

const counter = { read: async () => ({ secret: 'a secret' }) } as unknown as CounterStore;

beforeEach(async () => {
  Logger.overrideLogger(false);
  dataDir = mkdtempSync(join(tmpdir(), 'shortcore-writer-'));
  directory = new JournalDirectory({ dataDir } as Config);
  clock = new FakeClock();
  writer = new JournalWriter(directory, clock, counter);
  await writer.onModuleInit();
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const visit = new EncodedVisit(anonymousVisit('human'));
const PREFIX = `${JOURNAL_HEADER}1=${visit.text}\n`;

/** One click on each link. */
function batchOn(...linkIds: number[]): ClickBatch {
  return { quarter: 5, clicks: linkIds.map((linkId) => ({ linkId, isLimited: false, visit })) };
}

function manyClicks(count: number): ClickBatch {
  const click = { linkId: 9, isLimited: false, visit };
  return { quarter: 5, clicks: Array.from({ length: count }, () => click) };
}

/** A journal with a batch for each link. */
function journalWith(...linkIds: number[]): string {
  return PREFIX + linkIds.map((linkId) => `5 ${linkId}:1\n`).join('');
}

const folder = (): string => dirname(directory.path('any', 'open'));

/** The texts of the journals by file name. */
function readJournals(): Record<string, string> {
  const names = readdirSync(folder()).filter((name) => !name.endsWith('.alive'));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder(), name), 'utf8')]),
  );
}

const dist = new URL('../../../dist/src/', import.meta.url).href;

/** In another process, appends a batch beyond the file size limit, then one without the limit. */
function appendBeyondFileSizeLimit(): void {
  const program = `
    import { execFileSync } from 'node:child_process';
    import { JournalDirectory } from '${dist}click/journal/journal-directory.js';
    import { JournalWriter } from '${dist}click/journal/journal-writer.js';
    import { EncodedVisit } from '${dist}click/journal/journal-format.js';
    import { anonymousVisit } from '${dist}click/visit/visit.js';
    const visit = new EncodedVisit(anonymousVisit('human'));
    const batchOn = (linkId) => ({ quarter: 5, clicks: [{ linkId, isLimited: false, visit }] });
    const limitFiles = (length) =>
      execFileSync('prlimit', ['--pid', process.pid, '--fsize=' + length + ':unlimited']);
    const directory = new JournalDirectory({ dataDir: process.argv[1] });
    const counter = { read: async () => ({ secret: 'a secret' }) };
    const writer = new JournalWriter(directory, { nowMs: () => 0 }, counter);
    await writer.onModuleInit();
    limitFiles(30);
    writer.append(batchOn(1));
    limitFiles('unlimited');
    writer.append(batchOn(2));
    writer.flush();`;
  const node = ['--input-type=module', '-e', program, '--', dataDir];
  execFileSync(process.execPath, node, { stdio: 'pipe' });
}

const onLinux = process.platform === 'linux' ? it : it.skip;

const states = (): string[] => Object.keys(readJournals()).map((name) => name.split('.')[1] ?? '');

/** During `work` no file can be created or renamed in the directory, not even by root. */
function withoutDirectory(work: () => void): void {
  const aside = join(dataDir, 'aside');
  renameSync(folder(), aside);
  writeFileSync(folder(), 'in the way');
  work();
  rmSync(folder());
  renameSync(aside, folder());
}

describe(JournalWriter.name, () => {
  it('creates no file without clicks', () => {
    writer.rotate();
    expect(readJournals()).toEqual({});
  });

  it('writes a header, then each batch before append returns', () => {
    writer.append(batchOn(1));
    expect(readJournals()).toEqual({ [`${writer.id}-1.open`]: journalWith(1) });
    writer.append(batchOn(2, 3));
    expect(readJournals()).toEqual({ [`${writer.id}-1.open`]: `${journalWith(1)}5 2:1 3:1\n` });
  });

  it('closes the journal and opens the next on rotate', () => {
    writer.append(batchOn(1));
    writer.rotate();
    writer.rotate();
    writer.append(batchOn(2));
    expect(readJournals()).toEqual({
      [`${writer.id}-1.closed`]: journalWith(1),
      [`${writer.id}-2.open`]: journalWith(2),
    });
  });

  it('closes a journal after 10 000 clicks', () => {
    writer.append(manyClicks(MAX_CLICKS_PER_JOURNAL - 1));
    expect(states()).toEqual(['open']);
    writer.append(batchOn(2));
    expect(states()).toEqual(['closed']);
    writer.append(manyClicks(MAX_CLICKS_PER_JOURNAL - 1));
    expect(states()).toEqual(['closed', 'open']);
  });

  describe('with a heartbeat each second', () => {
    it('keeps its id', () => {
      const { id } = writer;
      for (let second = 0; second < 10; second++) {
        clock.now += 1_000;
        writer.heartbeat();
        writer.append(batchOn(1));
      }
      expect(writer.id).toBe(id);
      expect(Object.keys(readJournals())).toEqual([`${id}-1.open`]);
    });

    it('writes a heartbeat file', async () => {
      expect([...(await directory.readHeartbeats()).keys()]).toEqual([writer.id]);
    });
  });

  describe('with a late heartbeat', () => {
    it('continues under another id, and closes the journal of the old one', () => {
      const { id } = writer;
      writer.append(batchOn(1));
      clock.now = 2_500;
      writer.append(batchOn(2));
      expect(writer.id).toBe(id);
      clock.now = 2_501;
      writer.append(batchOn(3));
      expect(writer.id).not.toBe(id);
      expect(readJournals()[`${id}-1.closed`]).toBe(journalWith(1, 2));
      expect(Object.entries(readJournals()).find(([name]) => name.startsWith(writer.id))).toEqual([
        expect.stringMatching(/\.open$/),
        journalWith(3),
      ]);
    });

    it('continues under another id after a heartbeat, too', () => {
      const { id } = writer;
      clock.now = 2_501;
      writer.heartbeat();
      expect(writer.id).not.toBe(id);
      expect(existsSync(join(folder(), `${writer.id}.alive`))).toBe(true);
    });

    it.each(['closed', 'removed'])('accepts that another writer has %s its journal', (state) => {
      const { id } = writer;
      writer.append(batchOn(1));
      const path = directory.path(`${id}-1`, 'open');
      if (state === 'removed') rmSync(path);
      else renameSync(path, directory.path(`${id}-1`, 'closed'));
      clock.now = 4_000;
      writer.append(batchOn(2));
      expect(readJournals()[`${id}-1.closed`]).toBe(
        state === 'removed' ? undefined : journalWith(1),
      );
      expect(Object.values(readJournals())).toContain(journalWith(2));
    });
  });

  describe('without access to the directory', () => {
    it('keeps batches in memory, and writes them in order later', () => {
      withoutDirectory(() => {
        writer.append(batchOn(1));
        writer.append(batchOn(2));
      });
      expect(readJournals()).toEqual({});
      writer.append(batchOn(3));
      expect([readJournals(), writer.pendingCount]).toEqual([{}, 3]);
      writer.flush();
      expect(Object.values(readJournals())).toEqual([journalWith(1, 2, 3)]);
      writer.append(batchOn(4));
      expect(Object.values(readJournals())).toEqual([journalWith(1, 2, 3, 4)]);
      expect(writer.lostCount).toBe(0);
    });

    it('keeps batches in memory while it cannot write a heartbeat', () => {
      clock.now = 10_000;
      withoutDirectory(() => writer.append(batchOn(1)));
      writer.append(batchOn(2));
      writer.flush();
      expect(Object.values(readJournals())).toEqual([journalWith(1, 2)]);
    });

    it('makes a journal of unwritten clicks, the same until it is processed', () => {
      withoutDirectory(() => {
        writer.append(batchOn(1));
        writer.append(batchOn(2));
      });
      const journal = writer.takeMemoryJournal();
      expect(journal).toEqual({ id: `${writer.id}-2`, text: journalWith(1, 2), clickCount: 2 });
      writer.append(batchOn(3));
      expect(writer.takeMemoryJournal()).toBe(journal);
      expect([writer.unwrittenCount, writer.pendingCount]).toEqual([3, 3]);
      writer.markProcessed(journal?.id ?? '');
      expect(writer.takeMemoryJournal()?.text).toBe(journalWith(3));
      expect([writer.unwrittenCount, writer.pendingCount]).toEqual([1, 1]);
    });

    it('reports a full disk once, although all clicks are counted meanwhile', () => {
      const log = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };
      Logger.overrideLogger(log);
      withoutDirectory(() => {
        for (let count = 0; count < 3; count++) {
          writer.append(batchOn(1));
          writer.markProcessed(writer.takeMemoryJournal()?.id ?? '');
          writer.flush();
        }
      });
      expect([log.error.mock.calls.length, log.warn.mock.calls.length]).toEqual([1, 0]);
      writer.append(batchOn(1));
      writer.flush();
      expect([log.error.mock.calls.length, log.warn.mock.calls.length]).toEqual([1, 1]);
    });

    it('has no such journal when all is written', () => {
      writer.append(batchOn(1));
      expect([writer.takeMemoryJournal(), writer.unwrittenCount]).toEqual([undefined, 0]);
    });

    it('writes the journal under its id when it can, and later clicks to another', async () => {
      withoutDirectory(() => writer.append(batchOn(1)));
      const { id = '' } = writer.takeMemoryJournal() ?? {};
      writer.append(batchOn(2));
      withoutDirectory(() => writer.flush());
      expect([readJournals(), writer.unwrittenCount]).toEqual([{}, 2]);
      writer.flush();
      const [first, second] = Object.entries(readJournals());
      expect(first).toEqual([`${id}.closed`, journalWith(1)]);
      expect([second?.[0], second?.[1]]).toEqual([
        expect.stringMatching(/\.open$/),
        journalWith(2),
      ]);
      expect([writer.unwrittenCount, writer.pendingCount]).toEqual([0, 2]);
      expect(await writer.listClosed()).toEqual([id]);
      writer.markProcessed(id);
      expect(writer.pendingCount).toBe(1);
    });

    it('splits unwritten clicks into journals of some 10 000', () => {
      withoutDirectory(() => {
        for (let count = 0; count < 3; count++) writer.append(manyClicks(6_000));
      });
      const journal = writer.takeMemoryJournal();
      expect(journal?.clickCount).toBe(12_000);
      writer.markProcessed(journal?.id ?? '');
      expect(writer.takeMemoryJournal()?.clickCount).toBe(6_000);
    });

    it('reports once that it loses clicks', () => {
      const error = jest.fn();
      Logger.overrideLogger({ log: jest.fn(), warn: jest.fn(), error });
      withoutDirectory(() => {
        writer.append(manyClicks(MAX_BACKLOG_CLICKS));
        for (let count = 0; count < 3; count++) writer.append(batchOn(1));
      });
      const texts = error.mock.calls.flat().filter((text) => String(text).includes('losing'));
      expect(texts).toEqual(['backlog of unwritten clicks is full: losing clicks']);
    });

    it('counts clicks beyond the backlog limit as lost', () => {
      withoutDirectory(() => {
        writer.append(manyClicks(MAX_BACKLOG_CLICKS - 2));
        writer.append(batchOn(1, 2, 3));
        writer.append(batchOn(4));
      });
      expect([writer.lostCount, writer.pendingCount]).toEqual([3, MAX_BACKLOG_CLICKS - 1]);
      writer.append(batchOn(4));
      writer.flush();
      const [first = '', second] = Object.values(readJournals());
      expect(first.startsWith(`${PREFIX}5 9:1,1,`)).toBe(true);
      expect(second).toBe(journalWith(4, 4));
      expect(writer.lostCount).toBe(3);
    });

    it('splits the backlog into journals of at most 10 000 clicks', () => {
      withoutDirectory(() => writer.append(manyClicks(MAX_CLICKS_PER_JOURNAL)));
      writer.append(batchOn(2));
      writer.append(batchOn(3));
      writer.flush();
      const [first = '', second] = Object.values(readJournals());
      expect(first.startsWith(`${PREFIX}5 9:1,1,`)).toBe(true);
      expect(second).toBe(journalWith(2, 3));
    });

    onLinux('defines visits again after a failed write', () => {
      appendBeyondFileSizeLimit();
      expect(Object.values(readJournals())).toEqual([
        `${JOURNAL_HEADER}2=${visit.text}\n5 1:2\n5 2:2\n`,
      ]);
    });
  });

  describe('at the start', () => {
    const startWith = (code: string): Promise<void> => {
      jest.spyOn(directory, 'heartbeat').mockImplementationOnce(() => {
        throw Object.assign(new Error(code), { code });
      });
      writer = new JournalWriter(directory, clock, counter);
      return writer.onModuleInit();
    };

    it.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('keeps clicks in memory: %s', async (code) => {
      await startWith(code);
      withoutDirectory(() => writer.append(batchOn(1)));
      expect(writer.takeMemoryJournal()?.id).toMatch(/^[0-9a-f]{16}-\d+$/);
      writer.flush();
      expect(Object.values(readJournals())).toEqual([journalWith(1)]);
    });

    it.each(['EACCES', 'EROFS'])('refuses a directory that it may not write: %s', (code) =>
      expect(startWith(code)).rejects.toThrow('DATA_DIR cannot be written'),
    );
  });

  describe('with a journal that cannot be closed', () => {
    /** A file cannot replace a directory. */
    beforeEach(() => mkdirSync(directory.path(`${writer.id}-1`, 'closed')));

    afterEach(() => {
      rmSync(directory.path(`${writer.id}-1`, 'closed'), { recursive: true, force: true });
    });

    const readText = (journal: string): string =>
      readFileSync(directory.path(`${writer.id}-${journal}`, 'open'), 'utf8');

    it('closes it later', async () => {
      const { id } = writer;
      writer.append(batchOn(1));
      writer.rotate();
      await expect(writer.listClosed()).rejects.toThrow();
      rmSync(directory.path(`${id}-1`, 'closed'), { recursive: true });
      expect(await writer.listClosed()).toEqual([`${id}-1`]);
      expect(readJournals()).toEqual({ [`${id}-1.closed`]: journalWith(1) });
    });

    it('writes the next journal, and never to the old one', () => {
      writer.append(batchOn(1));
      writer.rotate();
      writer.append(batchOn(2));
      expect([readText('1'), readText('2')]).toEqual([journalWith(1), journalWith(2)]);
    });

    it('appends without an error', () => {
      expect(() => writer.append(manyClicks(MAX_CLICKS_PER_JOURNAL))).not.toThrow();
    });
  });

  /** `claim` runs at the given look of the next append at the clock, after which the process goes on 5 s later. */
  function stopWithinAppend(atLook: number, claim: () => void): void {
    let lookCount = 0;
    clock.nowMs = () => {
      if (++lookCount === atLook) {
        claim();
        clock.nowMs = () => 5_000;
        return atLook === 1 ? 0 : 5_000;
      }
      return 0;
    };
  }

  describe('that was stopped within an append while another one claimed its journal', () => {
    /** Ends, moves and counts the journal, as another instance does; it may also remove it already. */
    function claim(isRemoved: boolean): void {
      const name = readdirSync(folder()).find((file) => file.endsWith('.open'));
      const path = join(folder(), String(name));
      appendFileSync(path, JOURNAL_SEAL);
      counted = readFileSync(path);
      renameSync(path, path.replace('.open', '.closed'));
      if (isRemoved) rmSync(path.replace('.open', '.closed'));
    }

    let counted: Buffer;

    async function linksIn(bytes: Buffer): Promise<number[]> {
      const { clicks, unreadableLineCount } = await readJournal(bytes);
      expect(unreadableLineCount).toBe(0);
      return Array.from(clicks, ({ linkId }) => linkId);
    }

    it.each([true, false])(
      'before the write appends to another journal (removed: %s)',
      async (isRemoved) => {
        writer.append(batchOn(1));
        stopWithinAppend(1, () => claim(isRemoved));
        writer.append(batchOn(2));
        expect(await linksIn(counted)).toEqual([1]);
        const open = Object.entries(readJournals()).find(([name]) => name.endsWith('.open'));
        expect(await linksIn(Buffer.from(open?.[1] ?? ''))).toEqual([2]);
      },
    );

    it('after the write appends nothing twice', async () => {
      writer.append(batchOn(1));
      stopWithinAppend(2, () => claim(true));
      writer.append(batchOn(2));
      expect(await linksIn(counted)).toEqual([1, 2]);
      expect(readJournals()).toEqual({});
    });
  });
});
