import type { Preview } from './preview.service.js';

export class PreviewDto {
  /** @example https://sho.rt/aZ3kP9x */
  shortUrl: string;

  /**
   * All URLs to which the link may lead; empty if only those who open it may see them
   * @example ["https://example.com/a?b=c"]
   */
  destinations: string[];

  /** Whether the link asks for a password */
  needsPassword: boolean;

  /** Whether the link can be opened a limited number of times */
  isLimited: boolean;
}

export function toPreviewDto({ shortUrl, destinations, isLimited }: Preview): PreviewDto {
  return { shortUrl, destinations: [...destinations], needsPassword: false, isLimited };
}
