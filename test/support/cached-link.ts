import { expect } from '@jest/globals';
import type { Instances } from './instances.js';

/** Creates a link, caches it on all instances and returns its key. */
export async function createCachedLink(instances: Instances, url: string): Promise<string> {
  const { key } = await instances.api(0).create({ url });
  for (const _readThenCached of [1, 2]) {
    expect(await instances.follow(key)).toEqual(Array(instances.count).fill(url));
  }
  return key;
}
