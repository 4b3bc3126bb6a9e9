import { Injectable } from '@nestjs/common';
import { LinkStore } from '../link/link.store.js';
import type { CreateLinkDto } from './create-link.dto.js';
import type { LinkDraft } from './link-draft.js';
import { DEFAULT_SETTINGS, isPlain } from './link-input.js';
import { LinkReader, type CountedLink } from './link-reader.js';

/** Finds a link that will do in place of a new one. */
@Injectable()
export class ReusableLinks {
  constructor(
    private readonly store: LinkStore,
    private readonly reading: LinkReader,
  ) {}

  /** If the request allows it. */
  async findReusable(input: CreateLinkDto, draft: LinkDraft): Promise<CountedLink | undefined> {
    if (!input.reuseExisting || !isPlain(input)) return undefined;
    const { url, apiKeyId } = draft;
    const link = await this.store.findIdentical({ url, ...DEFAULT_SETTINGS }, apiKeyId);
    return link === null ? undefined : this.reading.withClicks(link);
  }
}
