import type { VisitHeaders } from './visit-headers.js';

/** Of those that look alike at first sight, the latest. */
const MAX_ALIKE = 8;
/** How far from the end of a `User-Agent` the digits stand in which versions of browsers differ. */
const VERSION_DIGITS = [3, 7, 17, 21, 28] as const;
/** How many characters at the end of an address are seen at first sight. */
const SEEN_OF_ADDRESS = 8;
const SMALL_INTEGER = 0x3fff_ffff;

interface Entry<Value> extends VisitHeaders {
  readonly remoteAddress: string;
  readonly value: Value;
  /** The one before it that looks like it. */
  before: Entry<Value> | undefined;
}

/**
 * Remembers something for each visitor, told by request and connection: for the latest `maxCount` of them,
 * and up to as many before. A map by their texts would take six times as long to find it, since it makes
 * one text of all and reads that to its end for a hash; here some characters choose a few entries, which
 * are compared.
 */
export class VisitCache<Value> {
  /** The latest of each sight. */
  #young = new Map<number, Entry<Value>>();
  #youngCount = 0;
  #old = new Map<number, Entry<Value>>();

  constructor(private readonly maxCount: number) {}

  get(facts: VisitHeaders, remoteAddress: string): Value | undefined {
    const sight = sightOf(facts, remoteAddress);
    const young = entryOf(facts, remoteAddress, this.#young.get(sight));
    if (young !== undefined) return young.value;
    const old = entryOf(facts, remoteAddress, this.#old.get(sight));
    if (old !== undefined) this.#keep(sight, facts, remoteAddress, old.value);
    return old?.value;
  }

  /** To be called for what was not found. */
  set(facts: VisitHeaders, remoteAddress: string, value: Value): void {
    this.#keep(sightOf(facts, remoteAddress), facts, remoteAddress, value);
  }

  clear(): void {
    this.#young.clear();
    this.#youngCount = 0;
    this.#old.clear();
  }

  #keep(sight: number, facts: VisitHeaders, remoteAddress: string, value: Value): void {
    if (this.#youngCount === this.maxCount) this.#age();
    const before = this.#young.get(sight);
    const { userAgent, referer, forwardedFor, optsOutOfTracking, isPrefetch } = facts;
    const entry = {
      userAgent,
      referer,
      forwardedFor,
      optsOutOfTracking,
      isPrefetch,
      remoteAddress,
      value,
      before,
    };
    this.#young.set(sight, entry);
    if (!isCut(entry)) this.#youngCount++;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngCount = 0;
  }
}

function entryOf<Value>(
  facts: VisitHeaders,
  remoteAddress: string,
  latest: Entry<Value> | undefined,
): Entry<Value> | undefined {
  let entry = latest;
  while (entry !== undefined && !isOf(facts, remoteAddress, entry)) entry = entry.before;
  return entry;
}

function isOf(facts: VisitHeaders, remoteAddress: string, entry: Entry<unknown>): boolean {
  return (
    entry.userAgent === facts.userAgent &&
    entry.forwardedFor === facts.forwardedFor &&
    entry.remoteAddress === remoteAddress &&
    entry.referer === facts.referer &&
    entry.optsOutOfTracking === facts.optsOutOfTracking &&
    entry.isPrefetch === facts.isPrefetch
  );
}

/** Whether one that is too many was dropped. */
function isCut<Value>(latest: Entry<Value>): boolean {
  let last = latest;
  for (let count = 1; count < MAX_ALIKE; count++) {
    if (last.before === undefined) return false;
    last = last.before;
  }
  const isOver = last.before !== undefined;
  last.before = undefined;
  return isOver;
}

function sightOf(
  { userAgent, referer, forwardedFor }: VisitHeaders,
  remoteAddress: string,
): number {
  let sight = userAgent.length * 1_024 + referer.length;
  for (const distance of VERSION_DIGITS)
    sight = mixed(sight, userAgent, userAgent.length - distance);
  sight = mixedWithEnd(sight, forwardedFor);
  sight = mixedWithEnd(sight, remoteAddress);
  return sight & SMALL_INTEGER;
}

function mixedWithEnd(sight: number, address: string): number {
  let sum = sight;
  const start = Math.max(0, address.length - SEEN_OF_ADDRESS);
  for (let index = start; index < address.length; index++) sum = mixed(sum, address, index);
  return sum;
}

/** Where the text has no such character, nothing but the order is mixed in. */
function mixed(sight: number, text: string, index: number): number {
  return (Math.imul(sight, 31) + (text.charCodeAt(index) | 0)) | 0;
}
