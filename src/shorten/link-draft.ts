import { Injectable } from '@nestjs/common';
import { DestinationPolicy } from '../link/destination-policy.js';
import type { EditableLinkFields } from '../link/editable-link-fields.js';
import type { NewLink } from '../link/new-link.js';
import type { CreateLinkDto } from './create-link.dto.js';
import { DEFAULT_SETTINGS, toSettings } from './link-input.js';
import type { PutLinkDto } from './put-link.dto.js';

/** A link that has no key yet. */
export type LinkDraft = Omit<NewLink, 'id' | 'key' | 'isAlias'>;

/** Makes of a request what is to be written. */
@Injectable()
export class LinkDrafts {
  constructor(private readonly destinations: DestinationPolicy) {}

  /** @param input that the validation has let through. */
  of(input: CreateLinkDto, apiKeyId: string): LinkDraft {
    return this.owned(this.content(input), apiKeyId);
  }

  /** What is not given is as by default. */
  content(input: CreateLinkDto | PutLinkDto): EditableLinkFields {
    const url = this.destinations.canonical(input.url);
    return Object.assign({ url, ...DEFAULT_SETTINGS }, toSettings(input));
  }

  owned(content: EditableLinkFields, apiKeyId: string): LinkDraft {
    const nowMs = Date.now();
    return { apiKeyId, createdAtMs: nowMs, updatedAtMs: nowMs, ...content };
  }
}
