import type { EditableLinkFields, NewLink } from '../link/link-fields.js';
import type { CreateLinkDto, LinkSettingsDto } from './create-link.dto.js';
import type { PatchLinkDto } from './patch-link.dto.js';
import type { PutLinkDto } from './put-link.dto.js';

/** A link that is about to be inserted and has no key yet. */
export interface LinkDraft {
  readonly fields: Omit<NewLink, 'id' | 'key' | 'isAlias'>;
  /** The key that the client chose. */
  readonly alias?: string | null | undefined;
}

/** The settings of a new link, and those that `null` brings back. */
export const DEFAULT_SETTINGS = {
  title: null,
  note: null,
  tags: [] as string[],
  externalId: null,
  redirectStatus: 302,
  cacheSeconds: 0,
  forwardQuery: false,
  validFromMs: null,
  expiresAtMs: null,
  disabled: false,
  maxClicks: null,
  expiredUrl: null,
} as const satisfies Omit<EditableLinkFields, 'url'>;

const NAMES = Object.keys(DEFAULT_SETTINGS) as (keyof typeof DEFAULT_SETTINGS)[];

type Settings = Partial<Omit<EditableLinkFields, 'url'>>;

/** @param input that was validated. */
export function toLinkDraft(input: CreateLinkDto, apiKeyId: string): LinkDraft {
  return { fields: withOwner(toLinkFields(input), apiKeyId), alias: input.alias };
}

/** Whether the insert is one statement, which needs no transaction. */
export function isSingleInsert({ fields, alias }: LinkDraft): boolean {
  return !alias && fields.tags.length === 0 && fields.externalId === null;
}

/** Fills in the defaults. */
export function toLinkFields(input: CreateLinkDto | PutLinkDto): EditableLinkFields {
  return Object.assign({ url: input.url, ...DEFAULT_SETTINGS }, toSettings(input));
}

export function withOwner(fields: EditableLinkFields, apiKeyId: string): LinkDraft['fields'] {
  const nowMs = Date.now();
  return { apiKeyId, createdAtMs: nowMs, updatedAtMs: nowMs, ...fields };
}

/** Returns only the columns that the request names. */
export function toSettings(input: LinkSettingsDto & Pick<PatchLinkDto, 'disabled'>): Settings {
  const given = {
    title: input.title,
    note: input.note,
    tags: input.tags && [...new Set(input.tags)],
    externalId: input.externalId,
    redirectStatus: input.redirectStatus,
    cacheSeconds: input.cacheSeconds,
    forwardQuery: input.forwardQuery,
    validFromMs: input.validFrom && Date.parse(input.validFrom),
    expiresAtMs: input.expiresAt && Date.parse(input.expiresAt),
    disabled: input.disabled,
    maxClicks: input.maxClicks,
    expiredUrl: input.expiredUrl,
  };
  const settings: Record<string, unknown> = {};
  for (const name of NAMES) {
    if (given[name] !== undefined) settings[name] = given[name] ?? DEFAULT_SETTINGS[name];
  }
  return settings;
}

/** Whether the request has neither an alias nor settings, so that an equal link can take its place. */
export function isPlain(input: CreateLinkDto): boolean {
  const hasAlias = input.alias !== undefined && input.alias !== null;
  return !hasAlias && Object.keys(toSettings(input)).length === 0;
}
