import { execFileSync } from 'node:child_process';
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
import { Clock } from '../../platform/background/clock.js';
import { anonymousVisit } from '../visit/visit.js';
import { JournalDirectory } from './journal-directory.js';
import { JOURNAL_HEADER } from './journal-format.js';
import { JournalWriter } from './journal-writer.js';
import type { ClickBatch } from './click-batch.js';
import { EncodedVisit } from './encoded-visit.js';

const MAX_CLICKS = 10_000;
const MAX_UNWRITTEN_CLICKS = 500_000;

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
  writer.heartbeat();
});

afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const visit = new EncodedVisit(anonymousVisit('human'));
const INTRODUCTION = `${JOURNAL_HEADER}1=${visit.text}\n`;

/** Clicks of the same visitor, on links of these ids. */
function turnOn(...linkIds: number[]): ClickBatch {
  return { quarter: 5, clicks: linkIds.map((linkId) => ({ linkId, isLimited: false, visit })) };
}

function manyClicks(count: number): ClickBatch {
  const click = { linkId: 9, isLimited: false, visit };
  return { quarter: 5, clicks: Array.from({ length: count }, () => click) };
}

/** Of turns on one link each. */
function journalOf(...linkIds: number[]): string {
  return INTRODUCTION + linkIds.map((linkId) => `5 ${linkId}:1\n`).join('');
}

const folder = (): string => dirname(directory.path('any', 'open'));

/** What journals there are, by name. */
function journals(): Record<string, string> {
  const names = readdirSync(folder()).filter((name) => !name.endsWith('.alive'));
  return Object.fromEntries(
    names.sort().map((name) => [name, readFileSync(join(folder(), name), 'utf8')]),
  );
}

const dist = new URL('../../../dist/src/', import.meta.url).href;

/** Another process does: it writes a turn that does not fit into a file, and then another one, into files that may grow. */
function writeWithLittleSpaceFirst(): void {
  const program = `
    import { execFileSync } from 'node:child_process';
    import { JournalDirectory } from '${dist}click/journal/journal-directory.js';
    import { JournalWriter } from '${dist}click/journal/journal-writer.js';
    import { EncodedVisit } from '${dist}click/journal/encoded-visit.js';
    import { anonymousVisit } from '${dist}click/visit/visit.js';
    const visit = new EncodedVisit(anonymousVisit('human'));
    const turnOn = (linkId) => ({ quarter: 5, clicks: [{ linkId, isLimited: false, visit }] });
    const limitFiles = (length) =>
      execFileSync('prlimit', ['--pid', process.pid, '--fsize=' + length + ':unlimited']);
    const directory = new JournalDirectory(process.argv[1], 'a secret');
    const writer = new JournalWriter(directory, { nowMs: () => 0 });
    writer.heartbeat();
    limitFiles(30);
    writer.append(turnOn(1));
    limitFiles('unlimited');
    writer.append(turnOn(2));
    writer.flush();`;
  const node = ['--input-type=module', '-e', program, '--', dataDir];
  execFileSync(process.execPath, node, { stdio: 'pipe' });
}

const onLinux = process.platform === 'linux' ? it : it.skip;

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
    writer.append(turnOn(1));
    expect(journals()).toEqual({ [`${writer.id}-1.open`]: journalOf(1) });
    writer.append(turnOn(2, 3));
    expect(journals()).toEqual({ [`${writer.id}-1.open`]: `${journalOf(1)}5 2:1 3:1\n` });
  });

  it('leaves a journal to be counted and begins the next when it is told to', () => {
    writer.append(turnOn(1));
    writer.rotate();
    writer.rotate();
    writer.append(turnOn(2));
    expect(journals()).toEqual({
      [`${writer.id}-1.closed`]: journalOf(1),
      [`${writer.id}-2.open`]: journalOf(2),
    });
  });

  it('begins the next journal by itself after 10 000 clicks', () => {
    writer.append(manyClicks(MAX_CLICKS - 1));
    expect(states()).toEqual(['open']);
    writer.append(turnOn(2));
    expect(states()).toEqual(['closed']);
    writer.append(manyClicks(MAX_CLICKS - 1));
    expect(states()).toEqual(['closed', 'open']);
  });

  describe('that beats each second', () => {
    it('keeps its name', () => {
      const { id } = writer;
      for (let second = 0; second < 10; second++) {
        clock.now += 1_000;
        writer.heartbeat();
        writer.append(turnOn(1));
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
      writer.append(turnOn(1));
      clock.now = 2_500;
      writer.append(turnOn(2));
      expect(writer.id).toBe(id);
      clock.now = 2_501;
      writer.append(turnOn(3));
      expect(writer.id).not.toBe(id);
      expect(journals()[`${id}-1.closed`]).toBe(journalOf(1, 2));
      expect(Object.entries(journals()).find(([name]) => name.startsWith(writer.id))).toEqual([
        expect.stringMatching(/\.open$/),
        journalOf(3),
      ]);
    });

    it('begins under another name when it beats again, too', () => {
      const { id } = writer;
      clock.now = 2_501;
      writer.heartbeat();
      expect(writer.id).not.toBe(id);
      expect(existsSync(join(folder(), `${writer.id}.alive`))).toBe(true);
    });

    it.each(['closed', 'counted'])('leaves alone what others have %s meanwhile', (what) => {
      const { id } = writer;
      writer.append(turnOn(1));
      const path = directory.path(`${id}-1`, 'open');
      if (what === 'counted') rmSync(path);
      else renameSync(path, directory.path(`${id}-1`, 'closed'));
      clock.now = 4_000;
      writer.append(turnOn(2));
      expect(journals()[`${id}-1.closed`]).toBe(what === 'counted' ? undefined : journalOf(1));
      expect(Object.values(journals())).toContain(journalOf(2));
    });
  });

  describe('that cannot write', () => {
    it('holds what it is given, and writes it in order when it can', () => {
      withoutDirectory(() => {
        writer.append(turnOn(1));
        writer.append(turnOn(2));
      });
      expect(journals()).toEqual({});
      writer.append(turnOn(3));
      expect([journals(), writer.pendingCount]).toEqual([{}, 3]);
      writer.flush();
      expect(Object.values(journals())).toEqual([journalOf(1, 2, 3)]);
      writer.append(turnOn(4));
      expect(Object.values(journals())).toEqual([journalOf(1, 2, 3, 4)]);
      expect(writer.lostCount).toBe(0);
    });

    it('holds what it is given while it cannot even show that it lives', () => {
      clock.now = 10_000;
      withoutDirectory(() => writer.append(turnOn(1)));
      writer.append(turnOn(2));
      writer.flush();
      expect(Object.values(journals())).toEqual([journalOf(1, 2)]);
    });

    it('counts as lost the clicks that it cannot hold, too', () => {
      withoutDirectory(() => {
        writer.append(manyClicks(MAX_UNWRITTEN_CLICKS - 2));
        writer.append(turnOn(1, 2, 3));
        writer.append(turnOn(4));
      });
      expect([writer.lostCount, writer.pendingCount]).toEqual([3, MAX_UNWRITTEN_CLICKS - 1]);
      writer.append(turnOn(4));
      writer.flush();
      const [first = '', second] = Object.values(journals());
      expect(first.startsWith(`${INTRODUCTION}5 9:1,1,`)).toBe(true);
      expect(second).toBe(journalOf(4, 4));
      expect(writer.lostCount).toBe(3);
    });

    it('does not make up for it with a journal that is too much to be counted in one go', () => {
      withoutDirectory(() => writer.append(manyClicks(MAX_CLICKS)));
      writer.append(turnOn(2));
      writer.append(turnOn(3));
      writer.flush();
      const [first = '', second] = Object.values(journals());
      expect(first.startsWith(`${INTRODUCTION}5 9:1,1,`)).toBe(true);
      expect(second).toBe(journalOf(2, 3));
    });

    onLinux('tells again of visits of which it could not tell', () => {
      writeWithLittleSpaceFirst();
      expect(Object.values(journals())).toEqual([
        `${JOURNAL_HEADER}2=${visit.text}\n5 1:2\n5 2:2\n`,
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
      writer.append(turnOn(1));
      try {
        writer.rotate();
      } catch {
        // Whether it tells is up to it.
      }
      writer.append(turnOn(2));
      expect([textOf('1'), textOf('2')]).toEqual([journalOf(1), journalOf(2)]);
    });

    it('takes note of clicks without failing', () => {
      expect(() => writer.append(manyClicks(MAX_CLICKS))).not.toThrow();
    });
  });
});
