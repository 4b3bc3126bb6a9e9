import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../cluster/unit-of-work.js';
import { TagStore } from '../link/tag.store.js';
import { invalidFields } from '../platform/errors/problem.js';
import type { ListTagsDto, TagChangeDto, TagDto, TagPageDto } from './tags.dto.js';

const LINKS_PER_CALL = 1_000;
/** Links that are counted for a page. It ends with the tag that exceeds them. */
const MAX_COUNTED_LINKS = 100_000;

@Injectable()
export class TagsService {
  constructor(
    private readonly tags: TagStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws Problem `validation-failed` for an invalid cursor. */
  async list({ prefix = '', limit = 50, cursor }: ListTagsDto): Promise<TagPageDto> {
    const items: TagDto[] = [];
    let countedLinks = 0;
    let after = cursor === undefined ? '' : decodeCursor(cursor);
    for (;;) {
      const tag = await this.tags.findNext(after, prefix);
      if (tag === undefined || !tag.startsWith(prefix)) return { items, nextCursor: null };
      const isFull = items.length === limit || countedLinks > MAX_COUNTED_LINKS;
      if (isFull) return { items, nextCursor: encodeCursor(after) };
      const counted = await this.tags.count(tag);
      items.push(counted);
      countedLinks += counted.links;
      after = tag;
    }
  }

  /** Gives up to 1000 links another tag instead, or none. A call that fails has changed none. */
  async replace(from: string, to?: string): Promise<TagChangeDto> {
    const found = await this.tags.findLinks(from, undefined, LINKS_PER_CALL + 1);
    const isDone = found.length <= LINKS_PER_CALL;
    if (found.length === 0) return { changed: 0, isDone };
    const ids = found.slice(0, LINKS_PER_CALL).map(({ linkId }) => linkId);
    const changed = await this.unitOfWork.run((tx) => this.tags.replace(tx, ids, from, to));
    return { changed, isDone };
  }
}

function encodeCursor(tag: string): string {
  return Buffer.from(tag).toString('base64url');
}

/** @throws Problem `validation-failed` if `encodeCursor` did not return the text. */
function decodeCursor(cursor: string): string {
  const tag = Buffer.from(cursor, 'base64url').toString();
  if (tag !== '' && !tag.includes('\0') && encodeCursor(tag) === cursor) return tag;
  throw invalidFields([{ pointer: '?cursor', detail: 'is not a cursor of this list' }]);
}
