import { setImmediate as nextTurn } from 'node:timers/promises';
import { DEVICES, type Device } from '../visit/user-agent.js';
import { CLICK_CLASSES, type ClickClass, type Clicks, type Visit } from '../visit/visit.js';

/**
 * The header with the version. `3=human⇥…` defines visit 3. `1900000 7:1,2,2 9!:3` is a batch: the
 * quarter hour, then links with their visits in the order of the clicks. `!` marks clicks that were
 * already counted against `maxClicks`.
 */
export const JOURNAL_HEADER = 'shortcore clicks 2\n';

/**
 * Ends a journal whose writer seems to be dead: what the writer appends afterwards does not count. It stands between
 * newlines, so that a line that was cut off before it stays without one.
 */
export const JOURNAL_SEAL = '\n.\n';

const FIELD_COUNT = 7;
const VISITOR = /^\d{1,15}$/;
/** No control characters: a file system may replace lost blocks by zeros. */
const FIELD = /^[^\p{Cc}]*$/u;
const DEFINITION = /^(\d{1,15})=/;
const BATCH = /^\d{1,15}(?: \d{1,15}!?:\d{1,15}(?:,\d{1,15})*)+$/;

/** One line holds the clicks of one turn of the event loop. */
const LINES_PER_TURN = 32;

export interface ServedClick {
  readonly linkId: number;
  /** Whether the click was counted against `maxClicks` before it was served. */
  readonly isLimited: boolean;
  readonly visit: EncodedVisit;
}

/** The clicks of one turn of the event loop, in the order of the requests. */
export interface ClickBatch {
  /** Quarter hours since 1970-01-01 UTC. */
  readonly quarter: number;
  readonly clicks: readonly ServedClick[];
}

export interface JournalContent {
  readonly clicks: Iterable<Clicks>;
  readonly unreadableLineCount: number;
}

export class UnsupportedJournalVersion extends Error {}

/** The text of a visit, and its number in the journal that defined it last. */
export class EncodedVisit {
  readonly text: string;
  definedIn: JournalEncoder | undefined;
  number = '';

  constructor(visit: Visit) {
    this.text = encodeVisit(visit);
  }
}

export class JournalEncoder {
  #definitions = '';

  /** @param visitCount how many numbers the journal has used. */
  constructor(private visitCount = 0) {}

  encode({ quarter, clicks }: ClickBatch): string {
    let line = String(quarter);
    let lastLinkId = -1;
    let wasLimited = false;
    for (const { linkId, isLimited, visit } of clicks) {
      const isSameLink = linkId === lastLinkId && isLimited === wasLimited;
      line += isSameLink ? ',' : ` ${linkId}${isLimited ? '!' : ''}:`;
      line += this.#getNumber(visit);
      lastLinkId = linkId;
      wasLimited = isLimited;
    }
    const lines = `${this.#definitions}${line}\n`;
    this.#definitions = '';
    return lines;
  }

  /** An encoder that defines all visits again. For use after a failed write, which loses definitions. */
  reset(): JournalEncoder {
    return new JournalEncoder(this.visitCount);
  }

  /** Defines the visit if the journal does not know it. */
  #getNumber(visit: EncodedVisit): string {
    if (visit.definedIn === this) return visit.number;
    this.visitCount++;
    visit.definedIn = this;
    visit.number = String(this.visitCount);
    this.#definitions += `${visit.number}=${visit.text}\n`;
    return visit.number;
  }
}

/** The text of a whole journal. */
export function encodeJournal(batches: readonly ClickBatch[]): string {
  const encoder = new JournalEncoder();
  return JOURNAL_HEADER + batches.map((batch) => encoder.encode(batch)).join('');
}

interface LinkCounts {
  readonly linkId: number;
  readonly quarter: number;
  readonly isLimited: boolean;
  readonly counts: Map<Visit, number>;
}

/** Reads the lines of one journal, and sums equal clicks. */
export class JournalDecoder {
  readonly #visits = new Map<string, Visit>();
  readonly #links = new Map<string, LinkCounts>();

  /** Returns whether the line is valid. A line that is invalid in part is ignored as a whole. */
  add(line: string): boolean {
    return BATCH.test(line) ? this.#addBatch(line) : this.#addVisit(line);
  }

  *clicks(): Generator<Clicks> {
    for (const { linkId, quarter, isLimited, counts } of this.#links.values()) {
      for (const [visit, count] of counts) yield { linkId, quarter, isLimited, count, visit };
    }
  }

  #addVisit(line: string): boolean {
    const [prefix, number = ''] = DEFINITION.exec(line) ?? [];
    const visit = prefix === undefined ? undefined : decodeVisit(line.slice(prefix.length));
    if (visit !== undefined) this.#visits.set(number, visit);
    return visit !== undefined;
  }

  #addBatch(line: string): boolean {
    const [quarter = '', ...groups] = line.split(' ');
    const decoded = groups.map((group) => {
      const [link = '', numbers = ''] = group.split(':');
      return { link, visits: numbers.split(',').map((number) => this.#visits.get(number)) };
    });
    if (decoded.some(({ visits }) => visits.includes(undefined))) return false;
    for (const { link, visits } of decoded) {
      const { counts } = this.#getOrAdd(quarter, link);
      for (const visit of visits) {
        if (visit !== undefined) counts.set(visit, (counts.get(visit) ?? 0) + 1);
      }
    }
    return true;
  }

  #getOrAdd(quarter: string, link: string): LinkCounts {
    const key = `${quarter} ${link}`;
    let linkCounts = this.#links.get(key);
    if (linkCounts === undefined) {
      const isLimited = link.endsWith('!');
      const linkId = Number(isLimited ? link.slice(0, -1) : link);
      linkCounts = { linkId, quarter: Number(quarter), isLimited, counts: new Map() };
      this.#links.set(key, linkCounts);
    }
    return linkCounts;
  }
}

/**
 * Yields to the event loop. An unterminated last line is unreadable, because its write was cut off.
 * @throws UnsupportedJournalVersion.
 */
export async function readJournal(bytes: Buffer): Promise<JournalContent> {
  const lines = splitLines(bytes.toString('utf8'));
  const isCutOff = lines.pop() !== '';
  let unreadableLineCount = isCutOff ? 1 : 0;
  const decoder = new JournalDecoder();
  for (const [index, line] of lines.entries()) {
    if (!decoder.add(line)) unreadableLineCount++;
    if (index % LINES_PER_TURN === 0) await nextTurn();
  }
  return { clicks: decoder.clicks(), unreadableLineCount };
}

function splitLines(file: string): string[] {
  const [text = ''] = file.split(JOURNAL_SEAL, 1);
  const isSupported = text.startsWith(JOURNAL_HEADER) || JOURNAL_HEADER.startsWith(text);
  if (!isSupported) throw new UnsupportedJournalVersion('unsupported journal version');
  return text.slice(JOURNAL_HEADER.length).split('\n');
}

/** Fields separated by tabs. An unknown value is an empty field. */
function encodeVisit(visit: Visit): string {
  const { visitor, referrer, country, browser, operatingSystem, device } = visit;
  const fields = [visit.class, visitor, referrer, country, browser, operatingSystem, device];
  return fields.map((field) => field ?? '').join('\t');
}

export function decodeVisit(text: string): Visit | undefined {
  const fields = text.split('\t');
  const [clickClass = '', visitor = '', ...rest] = fields;
  if (fields.length !== FIELD_COUNT || !isClickClass(clickClass)) return undefined;
  if (visitor !== '' && !VISITOR.test(visitor)) return undefined;
  if (!rest.every((field) => FIELD.test(field))) return undefined;
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
