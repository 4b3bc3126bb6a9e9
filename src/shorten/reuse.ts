import { Injectable } from '@nestjs/common';
import { LinkStore } from '../link/link.store.js';
import type { CreateLinkDto } from './create-link.dto.js';
import type { LinkDraft } from './link-drafts.js';
import { DEFAULT_SETTINGS, isPlain } from './link-input.js';
import { ReadService, type CountedLink } from './read.service.js';

/** Finds a link that will do in place of a new one. */
@Injectable()
export class Reuse {
  constructor(
    private readonly store: LinkStore,
    private readonly reading: ReadService,
  ) {}

  /** If the request allows it. */
  async find(input: CreateLinkDto, draft: LinkDraft): Promise<CountedLink | undefined> {
    if (!input.reuseExisting || !isPlain(input)) return undefined;
    const { url, apiKeyId } = draft;
    const link = await this.store.findSame({ url, ...DEFAULT_SETTINGS }, apiKeyId);
    return link === null ? undefined : this.reading.counted(link);
  }
}
