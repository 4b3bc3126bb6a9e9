import { ClicksDto, toClicksDto } from '../click/clicks.dto.js';
import { QUARTER_MS } from '../click/day.js';
import { LINK_STATES, getLinkState, type LinkState } from '../link/link-state.js';
import { REDIRECT_STATUSES, type RedirectStatus } from '../link/link.entity.js';
import { toTimestamp } from '../platform/timestamp.js';
import { ApiProperty } from '@nestjs/swagger';
import { toShortUrl } from '../link/short-url.js';
import type { CountedLink } from './link-details.js';

export class CreatorDto {
  /**
   * The id of the API key
   * @example 4f5e6d7c8b9a4f5e6d7c8b9a4f5e6d7c
   */
  id: string;

  /** @example website */
  name: string;
}

export class LinkDto {
  /** @example aZ3kP9x */
  key: string;

  /** @example https://sho.rt/aZ3kP9x */
  shortUrl: string;

  /**
   * As given if that is a valid ASCII URL, else as the URL Standard serialises it
   * @example https://example.com/a?b=c
   */
  url: string;

  title: string | null;
  note: string | null;
  tags: string[];
  externalId: string | null;

  @ApiProperty({ enum: REDIRECT_STATUSES, type: 'integer' })
  redirectStatus: RedirectStatus;

  @ApiProperty({ type: 'integer' })
  cacheSeconds: number;

  forwardQuery: boolean;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  validFrom: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  maxClicks: number | null;

  expiredUrl: string | null;

  disabled: boolean;

  @ApiProperty({ enum: LINK_STATES })
  state: LinkState;

  clicks: ClicksDto;

  /** Start of the quarter of an hour of the last click by a human; `null` if there was none */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastClickedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  /** The API key that created the link, also if it is revoked; `null` if its name is not known */
  @ApiProperty({ type: CreatorDto, nullable: true })
  createdBy: CreatorDto | null;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  /** Incremented by each change; in quotes, it is the `ETag` */
  @ApiProperty({ type: 'integer' })
  version: number;
}

export class LinkPageDto {
  items: LinkDto[];

  /** The `cursor` of the next page, also if this page is not full; `null` on the last page */
  nextCursor: string | null;
}

/** Copies field by field, so that a new column is never published by accident. */
export function toLinkDto(
  { link, clicks, createdBy }: CountedLink,
  publicUrl: string,
  nowMs: number,
): LinkDto {
  return {
    key: link.key,
    shortUrl: toShortUrl(publicUrl, link.key),
    url: link.url,
    title: link.title,
    note: link.note,
    tags: link.tags,
    externalId: link.externalId,
    redirectStatus: link.redirectStatus,
    cacheSeconds: link.cacheSeconds,
    forwardQuery: link.forwardQuery,
    validFrom: toTimestamp(link.validFromMs),
    expiresAt: toTimestamp(link.expiresAtMs),
    maxClicks: link.maxClicks,
    expiredUrl: link.expiredUrl,
    disabled: link.disabled,
    state: getLinkState(link, clicks.redirects, nowMs),
    clicks: toClicksDto(clicks),
    lastClickedAt: toTimestamp(clicks.lastQuarterHour && clicks.lastQuarterHour * QUARTER_MS),
    createdAt: new Date(link.createdAtMs).toISOString(),
    createdBy: createdBy && { id: createdBy.id, name: createdBy.name },
    updatedAt: new Date(link.updatedAtMs).toISOString(),
    version: link.version,
  };
}
