import { describe, expect, it } from '@jest/globals';
import type { UnitOfWork } from '../cluster/unit-of-work.js';
import type { TagStore } from '../link/tag.store.js';
import { TagsService } from './tags.service.js';

/** Tags `t00`, `t01` and so on, with this many links each. */
function serviceOver(tagCount: number, links: number): TagsService {
  const all = Array.from({ length: tagCount }, (_, at) => `t${String(at).padStart(2, '0')}`);
  const store = {
    findNext: async (after: string, from: string) => all.find((tag) => tag > after && tag >= from),
    count: async (tag: string) => ({ tag, links, isMore: false }),
  };
  return new TagsService(store as unknown as TagStore, undefined as unknown as UnitOfWork);
}

async function readPages(service: TagsService, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null | undefined;
  do {
    const page = await service.list({ limit, ...(cursor && { cursor }) });
    pages.push(page.items.map(({ tag }) => tag));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

describe(TagsService.name, () => {
  it('lists each tag once, on pages that are as full as the limit', async () => {
    const pages = await readPages(serviceOver(25, 1), 10);
    expect(pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect(new Set(pages.flat()).size).toBe(25);
  });

  it('ends a page when a hundred thousand links are counted', async () => {
    const pages = await readPages(serviceOver(25, 10_000), 200);
    expect(pages.map(({ length }) => length)).toEqual([11, 11, 3]);
    expect(new Set(pages.flat()).size).toBe(25);
  });
});
