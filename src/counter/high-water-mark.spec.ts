import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HighWaterMark } from './high-water-mark.js';

const SECRET = 'of a database';

describe(HighWaterMark.name, () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const openMark = (secret = SECRET) => new HighWaterMark(dataDir, secret);
  const listFiles = () =>
    readdirSync(join(dataDir, 'counter'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('is 0 before anything is reserved', async () => {
    expect(await openMark().read()).toBe(0);
  });

  it('is what any instance of the machine has stored, and never falls', async () => {
    const [one, other] = [openMark(), openMark()];
    await one.raise(3_000);
    await other.raise(2_000);
    expect(await Promise.all([one, other, openMark()].map((mark) => mark.read()))).toEqual([
      3_000, 3_000, 3_000,
    ]);
    await other.raise(5_000);
    await one.raise(4_000);
    expect(await Promise.all([one, other, openMark()].map((mark) => mark.read()))).toEqual([
      5_000, 5_000, 5_000,
    ]);
  });

  it('survives concurrent instances, and keeps few files', async () => {
    const marks = Array.from({ length: 8 }, () => openMark());
    for (let round = 0; round < 20; round++) {
      await Promise.all(marks.map((mark, index) => mark.raise(1_000 * (round * 8 + index + 1))));
    }
    expect(await openMark().read()).toBe(160_000);
    expect(listFiles().length).toBeLessThanOrEqual(marks.length);
    expect(listFiles()).toContain('reserved-below-160000');
  });

  it('is of one database', async () => {
    await openMark().raise(3_000);
    expect(await openMark('of another').read()).toBe(0);
  });

  it('ignores other files', async () => {
    await openMark().raise(3_000);
    const [directory = ''] = readdirSync(join(dataDir, 'counter'));
    for (const name of ['reserved-below-', 'reserved-below-9x', '.DS_Store', 'reserved-below--9']) {
      writeFileSync(join(dataDir, 'counter', directory, name), '');
    }
    expect(await openMark().read()).toBe(3_000);
  });

  it('is for the user of the service only', async () => {
    await openMark().raise(3_000);
    const [directory = ''] = readdirSync(join(dataDir, 'counter'));
    const path = join(dataDir, 'counter', directory);
    const modes = [path, join(path, 'reserved-below-3000')].map((each) => statSync(each).mode);
    expect(modes.map((mode) => mode & 0o777)).toEqual([0o700, 0o600]);
  });

  it('holds for the process if it cannot be written', async () => {
    writeFileSync(join(dataDir, 'counter'), 'not a directory');
    const mark = openMark();
    await expect(mark.raise(3_000)).rejects.toThrow();
    rmSync(join(dataDir, 'counter'));
    expect(await mark.read()).toBe(3_000);
  });
});
