import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { LocalSignals } from './local-signals.js';

describe(LocalSignals.name, () => {
  let dataDir: string;
  let opened: LocalSignals[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'shortcore-test-'));
    opened = [];
  });
  afterEach(() => {
    for (const signals of opened) signals.close();
    rmSync(dataDir, { recursive: true });
  });

  function open(id: string, onSignal = (): void => undefined, directory = dataDir): LocalSignals {
    const signals = new LocalSignals(directory);
    signals.setListener(onSignal);
    signals.open(id);
    opened.push(signals);
    return signals;
  }

  it('reach the instance that they are sent to, each time', async () => {
    let count = 0;
    open('recipient', () => count++);
    const publisher = open('publisher');
    for (const _time of [1, 2]) {
      const before = count;
      publisher.send(['publisher', 'recipient', 'elsewhere']);
      await eventually(() => count > before);
      await sleep(20);
    }
  });

  it('do not reach the sender', async () => {
    let count = 0;
    const signals = open('self', () => count++);
    await sleep(50);
    const before = count;
    signals.send(['self']);
    await sleep(50);
    expect(count).toBe(before);
  });

  it('are sufficient only while every instance has its file in the same directory', () => {
    const signals = open('one');
    expect(signals.areSufficient).toBe(false);
    signals.update(['one', 'other']);
    expect(signals.areSufficient).toBe(false);
    const other = open('other');
    signals.update(['one', 'other']);
    expect(signals.areSufficient).toBe(true);
    signals.update(['one', 'other', 'on-another-machine']);
    expect(signals.areSufficient).toBe(false);
    other.close();
    signals.update(['one', 'other']);
    expect(signals.areSufficient).toBe(false);
  });

  it('are not sufficient where no file can be written, and sending goes on', () => {
    const blocked = join(dataDir, 'file');
    writeFileSync(blocked, '');
    const signals = open('one', undefined, blocked);
    signals.update(['one']);
    expect(signals.areSufficient).toBe(false);
    signals.send(['one', 'other']);
  });

  it('of an instance that is gone leave no file', () => {
    const path = join(dataDir, 'signals', 'killed');
    open('killed');
    const signals = open('one');
    signals.update(['one', 'killed']);
    expect(existsSync(path)).toBe(true);
    signals.update(['one']);
    expect(existsSync(path)).toBe(false);
  });
});
