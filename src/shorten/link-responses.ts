import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { etagOf } from '../platform/http/etag.js';
import type { ApiResponse } from '../idempotency/api-response.js';
import type { Outcome } from '../link/link-batch.store.js';
import { apiPathOf, toLinkDto, type LinkDto } from './link.dto.js';
import type { CountedLink } from './link-reader.js';

/** What clients are told of links. */
@Injectable()
export class LinkResponses {
  constructor(private readonly config: Config) {}

  toDto(counted: CountedLink): LinkDto {
    return toLinkDto(counted, this.config.publicUrl, Date.now());
  }

  /** With its place and its version. */
  toResponse(status: number, counted: CountedLink): ApiResponse {
    const { link } = counted;
    return {
      status,
      headers: {
        Location: apiPathOf(link),
        ETag: etagOf(link),
      },
      body: JSON.stringify(this.toDto(counted)),
      aliases: aliasesOf(link),
    };
  }
}

export function aliasesOf(outcome: Outcome): string[] {
  return typeof outcome !== 'string' && outcome.isAlias ? [outcome.key] : [];
}
