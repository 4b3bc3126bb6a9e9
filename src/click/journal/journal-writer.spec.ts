import {
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
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Clock } from '../../cluster/clock.js';
import { JournalDirectory } from './journal-directory.js';
import { JOURNAL_HEADER } from './journal-format.js';
import { JournalWriter } from './journal-writer.js';

const MAX_LINES = 10_000;
const MIB = 2 ** 20;

class FakeClock extends Clock {
  now = 0;
  override nowMs = () => this.now;
  override sleep = async () => {};
}

let dataDir: string;
let directory: JournalDirectory;
let clock: FakeClock;
let writer: JournalWriter;

beforeEach(() => {
  Logger.overrideLogger(false);
  dataDir = mkdtempSync(join(tmpdir(), 'shortcore-writer-'));
  directory = new JournalDirectory(dataDir, 'a secret');
  clock = new FakeClock();
  writer = new JournalWriter(directory, clock);
  writer.beat();
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const folder = (): string => dirname(directory.path('any', 'open'));

/** What journals there are, by name. */
function journals(): Record<string, string> {
  const names = readdirSync(folder()).filter((name) => !name.endsWith('.alive'));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder(), name), 'utf8')]),
  );
}

const states = (): string[] => Object.keys(journals()).map((name) => name.split('.')[1] ?? '');

/** No file can be made or renamed in the directory meanwhile, not even by root. */
function withoutDirectory(work: () => void): void {
  const aside = join(dataDir, 'aside');
  renameSync(folder(), aside);
  writeFileSync(folder(), 'in the way');
  work();
  rmSync(folder());
  renameSync(aside, folder());
}

describe(JournalWriter.name, () => {
  it('makes no file before there is something to write', () => {
    writer.rotate();
    expect(journals()).toEqual({});
  });

  it('writes behind a header what it is given, at once', () => {
    writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
    expect(journals()).toEqual({ [`${writer.id}-1.open`]: `${JOURNAL_HEADER}a\n` });
    writer.append({ text: 'b\nc\n', lineCount: 2, clickCount: 5 });
    expect(journals()).toEqual({ [`${writer.id}-1.open`]: `${JOURNAL_HEADER}a\nb\nc\n` });
  });

  it('leaves a journal to be counted and begins the next when it is told to', () => {
    writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
    writer.rotate();
    writer.rotate();
    writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
    expect(journals()).toEqual({
      [`${writer.id}-1.closed`]: `${JOURNAL_HEADER}a\n`,
      [`${writer.id}-2.open`]: `${JOURNAL_HEADER}b\n`,
    });
  });

  it('begins the next journal by itself after 10 000 lines', () => {
    writer.append({ text: 'a\n', lineCount: MAX_LINES - 1, clickCount: 1 });
    expect(states()).toEqual(['open']);
    writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
    expect(states()).toEqual(['closed']);
    writer.append({ text: 'c\n', lineCount: MAX_LINES - 1, clickCount: 1 });
    expect(states()).toEqual(['closed', 'open']);
  });

  describe('that beats each second', () => {
    it('keeps its name', () => {
      const { id } = writer;
      for (let second = 0; second < 10; second++) {
        clock.now += 1_000;
        writer.beat();
        writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
      }
      expect(writer.id).toBe(id);
      expect(Object.keys(journals())).toEqual([`${id}-1.open`]);
    });

    it('shows others that it lives', async () => {
      expect([...(await directory.writers()).keys()]).toEqual([writer.id]);
    });
  });

  describe('that is late', () => {
    it('begins under another name, and leaves what it wrote to be counted', () => {
      const { id } = writer;
      writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
      clock.now = 2_500;
      writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      expect(writer.id).toBe(id);
      clock.now = 2_501;
      writer.append({ text: 'c\n', lineCount: 1, clickCount: 1 });
      expect(writer.id).not.toBe(id);
      expect(journals()[`${id}-1.closed`]).toBe(`${JOURNAL_HEADER}a\nb\n`);
      expect(Object.entries(journals()).find(([name]) => name.startsWith(writer.id))).toEqual([
        expect.stringMatching(/\.open$/),
        `${JOURNAL_HEADER}c\n`,
      ]);
    });

    it('begins under another name when it beats again, too', () => {
      const { id } = writer;
      clock.now = 2_501;
      writer.beat();
      expect(writer.id).not.toBe(id);
      expect(existsSync(join(folder(), `${writer.id}.alive`))).toBe(true);
    });

    it.each(['closed', 'counted'])('leaves alone what others have %s meanwhile', (what) => {
      const { id } = writer;
      writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
      const path = directory.path(`${id}-1`, 'open');
      if (what === 'counted') rmSync(path);
      else renameSync(path, directory.path(`${id}-1`, 'closed'));
      clock.now = 4_000;
      writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      expect(journals()[`${id}-1.closed`]).toBe(
        what === 'counted' ? undefined : `${JOURNAL_HEADER}a\n`,
      );
      expect(Object.values(journals())).toContain(`${JOURNAL_HEADER}b\n`);
    });
  });

  describe('that cannot write', () => {
    it('holds what it is given, and writes it in order when it can', () => {
      withoutDirectory(() => {
        writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
        writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      });
      expect(journals()).toEqual({});
      writer.append({ text: 'c\n', lineCount: 1, clickCount: 1 });
      expect([journals(), writer.pendingCount]).toEqual([{}, 3]);
      writer.flush();
      expect(Object.values(journals())).toEqual([`${JOURNAL_HEADER}a\nb\nc\n`]);
      writer.append({ text: 'd\n', lineCount: 1, clickCount: 1 });
      expect(Object.values(journals())).toEqual([`${JOURNAL_HEADER}a\nb\nc\nd\n`]);
      expect(writer.lostCount).toBe(0);
    });

    it('holds what it is given while it cannot even show that it lives', () => {
      clock.now = 10_000;
      withoutDirectory(() => writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 }));
      writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      writer.flush();
      expect(Object.values(journals())).toEqual([`${JOURNAL_HEADER}a\nb\n`]);
    });

    it('counts as lost the clicks that it cannot hold, too', () => {
      const first = `${'a'.repeat(60 * MIB)}\n`;
      withoutDirectory(() => {
        writer.append({ text: first, lineCount: 1, clickCount: 1 });
        writer.append({ text: 'b'.repeat(5 * MIB), lineCount: 3, clickCount: 7 });
        writer.append({ text: 'c\n', lineCount: 1, clickCount: 1 });
      });
      expect(writer.lostCount).toBe(7);
      writer.append({ text: 'd\n', lineCount: 1, clickCount: 1 });
      writer.flush();
      const [text = ''] = Object.values(journals());
      expect(text === `${JOURNAL_HEADER}${first}c\nd\n`).toBe(true);
      expect(writer.lostCount).toBe(7);
    });

    it('does not make up for it with a journal that is too much to be counted in one go', () => {
      withoutDirectory(() =>
        writer.append({ text: 'a\n', lineCount: MAX_LINES, clickCount: MAX_LINES }),
      );
      writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      writer.append({ text: 'c\n', lineCount: 1, clickCount: 1 });
      writer.flush();
      expect(Object.values(journals())).toEqual([
        `${JOURNAL_HEADER}a\n`,
        `${JOURNAL_HEADER}b\nc\n`,
      ]);
    });
  });

  describe('whose journal cannot be closed', () => {
    /** A file cannot take the place of a directory. */
    beforeEach(() => mkdirSync(directory.path(`${writer.id}-1`, 'closed')));

    afterEach(() => rmSync(directory.path(`${writer.id}-1`, 'closed'), { recursive: true }));

    const textOf = (journal: string): string =>
      readFileSync(directory.path(`${writer.id}-${journal}`, 'open'), 'utf8');

    it('writes the next one, and never again to what it has let go of', () => {
      writer.append({ text: 'a\n', lineCount: 1, clickCount: 1 });
      try {
        writer.rotate();
      } catch {
        // Whether it tells is up to it.
      }
      writer.append({ text: 'b\n', lineCount: 1, clickCount: 1 });
      expect([textOf('1'), textOf('2')]).toEqual([`${JOURNAL_HEADER}a\n`, `${JOURNAL_HEADER}b\n`]);
    });

    it('takes note of clicks without failing', () => {
      expect(() =>
        writer.append({ text: 'a\n', lineCount: MAX_LINES, clickCount: MAX_LINES }),
      ).not.toThrow();
    });
  });
});
