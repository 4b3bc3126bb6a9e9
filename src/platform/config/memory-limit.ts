import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import type { Config } from './config.js';
import { getInstanceCount } from './instance-count.js';

const MIB = 1024 ** 2;
/** Twice what an instance with a full cache of ordinary links takes. */
const MIN_DEFAULT_MB = 1_024;

interface Memory {
  /** Of the machine, or of the container. */
  readonly totalBytes: number;
  /** The heap at which V8 ends the process. */
  readonly heapLimitBytes: number;
}

/** Returns the resident memory in MiB at which an instance is replaced, or `undefined` for no limit. */
export function getMemoryLimitMb(
  config: Pick<Config, 'instances' | 'maxMemoryMb'>,
  memory = readMemory(),
): number | undefined {
  if (config.maxMemoryMb === 0) return undefined;
  return config.maxMemoryMb ?? defaultLimitMb(getInstanceCount(config).count, memory);
}

/** All that run during a reload fit into the memory. What is not heap is a margin below the limit of the heap. */
function defaultLimitMb(count: number, { totalBytes, heapLimitBytes }: Memory): number {
  const shareBytes = totalBytes / (count + addedByReload(count));
  const limitMb = Math.floor(Math.min(shareBytes, heapLimitBytes) / MIB);
  return Math.max(limitMb, MIN_DEFAULT_MB);
}

/** PM2 replaces one instance after the other where there are one or two, and two at a time where there are more. */
function addedByReload(count: number): number {
  return count > 2 ? 2 : 1;
}

function readMemory(): Memory {
  return {
    // Without a limit of a container it is 0, or more than the machine has.
    totalBytes: Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY),
    heapLimitBytes: getHeapStatistics().heap_size_limit,
  };
}
