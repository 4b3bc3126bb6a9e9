import { expect } from '@jest/globals';
import type { Instances } from './instances.js';

/** The key of a new link that all instances have in memory. */
export async function knownLink(instances: Instances, url: string): Promise<string> {
  const { key } = await instances.api(0).create({ url });
  for (const _readThenCached of [1, 2]) {
    expect(await instances.follow(key)).toEqual(Array(instances.count).fill(url));
  }
  return key;
}
