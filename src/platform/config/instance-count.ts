import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config } from './config.js';

export interface InstanceCount {
  readonly count: number;
  readonly reason: string;
}

export function getInstanceCount({ instances }: Pick<Config, 'instances'>): InstanceCount {
  return instances === 'max'
    ? getProcessorLimit()
    : { count: instances, reason: 'as INSTANCES says' };
}

/** Returns how many processors this process may use: the smallest of what the system allows, at least 1. */
export function getProcessorLimit(root = '/'): InstanceCount {
  const limits = [
    { count: cpus().length, reason: 'one per processor' },
    { count: availableParallelism(), reason: 'one per processor of the CPU affinity' },
    { count: Math.floor(readCpuQuota(root)), reason: 'one per processor of the CPU quota' },
  ];
  const [smallest] = limits.toSorted((one, other) => one.count - other.count);
  return { count: Math.max(smallest?.count ?? 1, 1), reason: smallest?.reason ?? '' };
}

/** Returns the smallest quota of this process's control groups (cgroups v1 and v2), in processors. */
function readCpuQuota(root: string): number {
  const quotas = readLines(join(root, 'proc/self/cgroup')).flatMap((line) => {
    const [, controllers = '', path = ''] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === '') return quotasUpwards(join(root, 'sys/fs/cgroup'), path, readQuotaV2);
    if (!controllers.split(',').includes('cpu')) return [];
    return [controllers, 'cpu'].flatMap((mount) =>
      quotasUpwards(join(root, 'sys/fs/cgroup', mount), path, readQuotaV1),
    );
  });
  return Math.min(...quotas, Number.POSITIVE_INFINITY);
}

/** A group is limited by its ancestors too. In a container the path may be that of the host, which does not exist. */
function quotasUpwards(
  mount: string,
  path: string,
  readQuota: (directory: string) => number,
): number[] {
  const parent = dirname(path);
  const quota = readQuota(join(mount, path));
  return parent === path ? [quota] : [quota, ...quotasUpwards(mount, parent, readQuota)];
}

function readQuotaV2(directory: string): number {
  const [quota, period] = readLines(join(directory, 'cpu.max'))[0]?.split(' ') ?? [];
  return toProcessors(quota, period);
}

function readQuotaV1(directory: string): number {
  const [quota] = readLines(join(directory, 'cpu.cfs_quota_us'));
  const [period] = readLines(join(directory, 'cpu.cfs_period_us'));
  return toProcessors(quota, period);
}

/** No quota is `max` in v2 and -1 in v1. */
function toProcessors(quota: string | undefined, period: string | undefined): number {
  const processors = Number(quota) / Number(period);
  return processors > 0 ? processors : Number.POSITIVE_INFINITY;
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}
