import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createPrivateDirectory, ensurePrivateDatabase, isOpenToOthers } from './private-files.js';

describe('private files', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shortcore-private-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const modeOf = (path: string): number => statSync(path).mode & 0o777;

  it('are made for their user only, and closed if they exist', () => {
    const path = join(directory, 'a.db');
    ensurePrivateDatabase(path);
    expect(modeOf(path)).toBe(0o600);
    writeFileSync(`${path}-wal`, 'kept');
    for (const file of [path, `${path}-wal`]) chmodSync(file, 0o644);
    ensurePrivateDatabase(path);
    expect([modeOf(path), modeOf(`${path}-wal`)]).toEqual([0o600, 0o600]);
    expect(statSync(`${path}-wal`).size).toBe(4);
  });

  it('keep a mode that is closed already', () => {
    const path = join(directory, 'a.db');
    writeFileSync(path, '', { mode: 0o400 });
    ensurePrivateDatabase(path);
    expect(modeOf(path)).toBe(0o400);
  });

  it('are in directories for their user only, unless these exist', async () => {
    const path = join(directory, 'new', 'data');
    await createPrivateDirectory(path);
    expect([modeOf(path), isOpenToOthers(path)]).toEqual([0o700, false]);
    chmodSync(path, 0o750);
    await createPrivateDirectory(path);
    expect([modeOf(path), isOpenToOthers(path)]).toEqual([0o750, true]);
  });

  it('that do not exist are not open', () => {
    expect(isOpenToOthers(join(directory, 'nothing'))).toBe(false);
  });

  it('are not made where there is no directory', () => {
    expect(() => ensurePrivateDatabase(join(directory, 'none', 'a.db'))).toThrow('ENOENT');
  });
});
