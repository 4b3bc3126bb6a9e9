import type { Clicks } from '../click.js';
import { CLICK_CLASSES, type ClickClass, type Visit } from '../visit/visit.js';
import { DEVICES, type Device } from '../visit/user-agent.js';

/** The first line. A journal of another version is for another version of the program to read. */
export const JOURNAL_HEADER = 'shortcore clicks 1\n';

const FIELD_COUNT = 11;
const WHOLE_NUMBER = /^\d{1,15}$/;
/** Or nothing, for what is not known. Blocks that a file system lost are zeros. */
const NAME = /^[^\p{Cc}]*$/u;

/**
 * One line, its end included.
 * @param visit as `encodeVisit` writes it.
 */
export function encodeClicks(
  { linkId, quarter, count, isLimited }: Omit<Clicks, 'visit'>,
  visit: string,
): string {
  return `${linkId}\t${quarter}\t${count}\t${isLimited ? 1 : 0}\t${visit}\n`;
}

/** The last fields of a line. What is not known is an empty one. */
export function encodeVisit(visit: Visit): string {
  const { visitor, referrer, country, browser, operatingSystem, device } = visit;
  const fields = [visit.class, visitor, referrer, country, browser, operatingSystem, device];
  return fields.map((field) => field ?? '').join('\t');
}

/** Reads lines. Visits that are written alike become one object. */
export class ClicksDecoder {
  readonly #visits = new Map<string, Visit>();

  /** @returns `undefined` for what `encodeClicks` did not write, such as half a line. */
  decode(line: string): Clicks | undefined {
    const [linkId = '', quarter = '', count = '', isLimited = ''] = line.split('\t', 4);
    if (![linkId, quarter, count].every((field) => WHOLE_NUMBER.test(field))) return undefined;
    const start = linkId.length + quarter.length + count.length + isLimited.length + 4;
    const visit = this.#visit(line.slice(start));
    if (visit === undefined || (isLimited !== '0' && isLimited !== '1')) return undefined;
    return {
      linkId: Number(linkId),
      quarter: Number(quarter),
      count: Number(count),
      isLimited: isLimited === '1',
      visit,
    };
  }

  #visit(text: string): Visit | undefined {
    const known = this.#visits.get(text);
    if (known !== undefined) return known;
    const visit = parseVisit(text.split('\t'));
    if (visit !== undefined) this.#visits.set(text, visit);
    return visit;
  }
}

function parseVisit(fields: readonly string[]): Visit | undefined {
  const [clickClass = '', visitor = '', ...rest] = fields;
  if (fields.length !== FIELD_COUNT - 4 || !isClickClass(clickClass)) return undefined;
  if (visitor !== '' && !WHOLE_NUMBER.test(visitor)) return undefined;
  if (!rest.every((field) => NAME.test(field))) return undefined;
  const [referrer = null, country = null, browser = null, operatingSystem = null, device = null] =
    rest.map((field) => (field === '' ? null : field));
  if (!isDevice(device)) return undefined;
  return {
    class: clickClass,
    visitor: visitor === '' ? null : Number(visitor),
    referrer,
    country,
    browser,
    operatingSystem,
    device,
  };
}

function isDevice(text: string | null): text is Device | null {
  return text === null || (DEVICES as readonly string[]).includes(text);
}

function isClickClass(text: string): text is ClickClass {
  return (CLICK_CLASSES as readonly string[]).includes(text);
}
