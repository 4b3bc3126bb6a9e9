import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { getInstanceCount, getProcessorLimit } from './instance-count.js';

const QUOTA = 'one per processor of the CPU quota';

describe(getProcessorLimit.name, () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'shortcore-cgroup-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${text}\n`);
    }
  }

  it.each([
    [
      'v2, in a container',
      { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '100000 100000' },
    ],
    [
      'v2, of an ancestor',
      {
        'proc/self/cgroup': '0::/system.slice/shortcore.service',
        'sys/fs/cgroup/system.slice/cpu.max': '50000 50000',
        'sys/fs/cgroup/system.slice/shortcore.service/cpu.max': 'max 100000',
      },
    ],
    [
      'v1',
      {
        'proc/self/cgroup': '4:memory:/a\n3:cpu,cpuacct:/a\n0::/',
        'sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us': '150000',
        'sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us': '100000',
      },
    ],
    [
      'v1, in a container that sees the path of the host',
      {
        'proc/self/cgroup': '1:cpu:/docker/0123',
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '100000',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
      },
    ],
    ['less than one', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '20000 100000' }],
  ])('is the CPU quota of control groups: %s', (_name, files: Record<string, string>) => {
    write(files);
    const { count, reason } = getProcessorLimit(root);
    expect(count).toBe(1);
    // On a machine with one processor the quota limits nothing.
    if (availableParallelism() > 1) expect(reason).toBe(QUOTA);
  });

  it.each([
    ['no files', {}],
    ['no quota in v2', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': 'max 100000' }],
    [
      'no quota in v1',
      {
        'proc/self/cgroup': '1:cpu:/',
        'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1',
        'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000',
      },
    ],
    ['a larger quota', { 'proc/self/cgroup': '0::/', 'sys/fs/cgroup/cpu.max': '99900000 100000' }],
    ['an unknown form', { 'proc/self/cgroup': 'x', 'sys/fs/cgroup/cpu.max': 'x' }],
  ])('is what the process may use otherwise: %s', (_name, files: Record<string, string>) => {
    write(files);
    const { count, reason } = getProcessorLimit(root);
    expect(count).toBe(availableParallelism());
    expect(reason).toMatch(/^one per processor/);
    expect(reason).not.toBe(QUOTA);
  });
});

describe(getInstanceCount.name, () => {
  it('is the number of INSTANCES, or what the process may use', () => {
    expect(getInstanceCount({ instances: 7 })).toEqual({ count: 7, reason: 'as INSTANCES says' });
    expect(getInstanceCount({ instances: 'max' })).toEqual(getProcessorLimit());
  });
});
