import type { components } from '../api/api-types.js';
import type { Link } from '../api/link.js';
import { toInstant, toLocalTime } from '../zoned-time.js';

/** What a form holds of a link: text as it stands in the fields. */
export interface LinkValues {
  readonly url: string;
  readonly title: string;
  readonly note: string;
  readonly tags: readonly string[];
  readonly externalId: string;
  readonly redirectStatus: '301' | '302' | '307' | '308';
  readonly cacheSeconds: string;
  readonly forwardQuery: boolean;
  readonly validFrom: string;
  readonly expiresAt: string;
  readonly maxClicks: string;
  readonly expiredUrl: string;
  readonly disabled: boolean;
}

export type LinkField = keyof LinkValues;

export const EMPTY_LINK: LinkValues = {
  url: '',
  title: '',
  note: '',
  tags: [],
  externalId: '',
  redirectStatus: '302',
  cacheSeconds: '0',
  forwardQuery: false,
  validFrom: '',
  expiresAt: '',
  maxClicks: '',
  expiredUrl: '',
  disabled: false,
};

export const LINK_FIELDS = Object.keys(EMPTY_LINK) as readonly LinkField[];

export function toLinkValues(link: Link, zone: string): LinkValues {
  const time = (instant: string | null): string =>
    instant === null ? '' : toLocalTime(instant, zone);
  return {
    url: link.url,
    title: link.title ?? '',
    note: link.note ?? '',
    tags: link.tags,
    externalId: link.externalId ?? '',
    redirectStatus: `${link.redirectStatus}`,
    cacheSeconds: String(link.cacheSeconds),
    forwardQuery: link.forwardQuery,
    validFrom: time(link.validFrom),
    expiresAt: time(link.expiresAt),
    maxClicks: link.maxClicks === null ? '' : String(link.maxClicks),
    expiredUrl: link.expiredUrl ?? '',
    disabled: link.disabled,
  };
}

export function isSameValue(field: LinkField, one: LinkValues, other: LinkValues): boolean {
  return JSON.stringify(one[field]) === JSON.stringify(other[field]);
}

export function changedFields(from: LinkValues, to: LinkValues): LinkField[] {
  return LINK_FIELDS.filter((field) => !isSameValue(field, from, to));
}

type Patch = components['schemas']['PatchLinkDto'];

/** The fields as the API takes them; empty ones become `null`, which clears. */
export function toPatch(values: LinkValues, fields: readonly LinkField[], zone: string): Patch {
  const time = (local: string): string | null => (local === '' ? null : toInstant(local, zone));
  const text = (value: string): string | null => (value === '' ? null : value);
  const whole: Required<Patch> = {
    url: values.url.trim(),
    title: text(values.title),
    note: text(values.note),
    tags: [...values.tags],
    externalId: text(values.externalId),
    redirectStatus: Number(values.redirectStatus) as Link['redirectStatus'],
    cacheSeconds: values.cacheSeconds === '' ? null : Number(values.cacheSeconds),
    forwardQuery: values.forwardQuery,
    validFrom: time(values.validFrom),
    expiresAt: time(values.expiresAt),
    maxClicks: values.maxClicks === '' ? null : Number(values.maxClicks),
    expiredUrl: text(values.expiredUrl.trim()),
    disabled: values.disabled,
  };
  return Object.fromEntries(fields.map((field) => [field, whole[field]]));
}
