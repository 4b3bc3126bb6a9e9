import { describe, expect, it } from '@jest/globals';
import { getMemoryLimitMb } from './memory-limit.js';

const MIB = 1024 ** 2;
const memory = (totalMb: number, heapLimitMb: number) => ({
  totalBytes: totalMb * MIB,
  heapLimitBytes: heapLimitMb * MIB,
});

describe(getMemoryLimitMb.name, () => {
  it.each([
    ['leaves room for the instance that a reload adds', 2, memory(6_144, 4_144), 2_048],
    [
      'leaves room for the two that a reload of more than two adds',
      3,
      memory(10_240, 4_144),
      2_048,
    ],
    ['is the limit of the heap where there is much memory', 2, memory(24_576, 4_144), 4_144],
    ['is never what a healthy instance takes', 8, memory(1_024, 256), 1_024],
  ])('%s', (_name, instances, given, limit) => {
    expect(getMemoryLimitMb({ instances, maxMemoryMb: undefined }, given)).toBe(limit);
  });

  it('is what MAX_MEMORY_MB says', () => {
    expect(getMemoryLimitMb({ instances: 2, maxMemoryMb: 300 })).toBe(300);
  });

  it('is none with MAX_MEMORY_MB=0', () => {
    expect(getMemoryLimitMb({ instances: 2, maxMemoryMb: 0 })).toBeUndefined();
  });

  it('is a GiB or more on any machine', () => {
    expect(getMemoryLimitMb({ instances: 'max', maxMemoryMb: undefined })).toBeGreaterThanOrEqual(
      1_024,
    );
  });
});
