import type { EditableLinkFields } from '../link/editable-link-fields.js';
import type { CreateLinkDto } from './create-link.dto.js';
import type { LinkSettingsDto } from './link-settings.dto.js';
import type { PatchLinkDto } from './patch-link.dto.js';

/** What a link has that nothing was said of; what `null` brings back. */
export const DEFAULT_SETTINGS = {
  title: null,
  tags: [] as string[],
  externalId: null,
  redirectStatus: 302,
  cacheSeconds: 0,
  forwardQuery: false,
  validFromMs: null,
  expiresAtMs: null,
  disabled: false,
  maxClicks: null,
} as const satisfies Omit<EditableLinkFields, 'url'>;

const NAMES = Object.keys(DEFAULT_SETTINGS) as (keyof typeof DEFAULT_SETTINGS)[];

type Settings = Partial<Omit<EditableLinkFields, 'url'>>;

/** The columns that a request speaks of, and only those. */
export function toSettings(input: LinkSettingsDto & Pick<PatchLinkDto, 'disabled'>): Settings {
  const given = {
    title: input.title,
    tags: input.tags && [...new Set(input.tags)],
    externalId: input.externalId,
    redirectStatus: input.redirectStatus,
    cacheSeconds: input.cacheSeconds,
    forwardQuery: input.forwardQuery,
    validFromMs: input.validFrom && Date.parse(input.validFrom),
    expiresAtMs: input.expiresAt && Date.parse(input.expiresAt),
    disabled: input.disabled,
    maxClicks: input.maxClicks,
  };
  const settings: Record<string, unknown> = {};
  for (const name of NAMES) {
    if (given[name] !== undefined) settings[name] = given[name] ?? DEFAULT_SETTINGS[name];
  }
  return settings;
}

/** Whether the request is for a link without any settings, for which another such link may do. */
export function isPlain(input: CreateLinkDto): boolean {
  const hasAlias = input.alias !== undefined && input.alias !== null;
  return !hasAlias && Object.keys(toSettings(input)).length === 0;
}
