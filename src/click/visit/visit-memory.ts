import type { RequestFacts } from './request-facts.js';

/** How many characters of a text tell it from others at first sight. */
const SAMPLE_COUNT = 8;
/** Of those that look alike at first sight, the latest. */
const MAX_ALIKE = 8;
const SMALL_INTEGER = 0x3fff_ffff;

interface Entry<Value> {
  readonly facts: RequestFacts;
  readonly peer: string;
  readonly value: Value;
}

/**
 * Remembers something for each visitor, told by request and connection: for the latest `maxCount` of them,
 * and up to as many before. A map by their texts would take six times as long to find it, since it makes
 * one text of all and reads that to its end for a hash; here some characters choose a few entries, which
 * are compared.
 */
export class VisitMemory<Value> {
  #young = new Map<number, Entry<Value>[]>();
  #youngCount = 0;
  #old = new Map<number, Entry<Value>[]>();

  constructor(private readonly maxCount: number) {}

  find(facts: RequestFacts, peer: string): Value | undefined {
    const sight = sightOf(facts, peer);
    const young = entryIn(this.#young.get(sight), facts, peer);
    if (young !== undefined) return young.value;
    const old = entryIn(this.#old.get(sight), facts, peer);
    if (old !== undefined) this.#keep(sight, old);
    return old?.value;
  }

  /** To be called for what was not found. */
  keep(facts: RequestFacts, peer: string, value: Value): void {
    this.#keep(sightOf(facts, peer), { facts, peer, value });
  }

  clear(): void {
    this.#young.clear();
    this.#youngCount = 0;
    this.#old.clear();
  }

  #keep(sight: number, entry: Entry<Value>): void {
    if (this.#youngCount === this.maxCount) this.#age();
    const alike = this.#young.get(sight) ?? [];
    if (alike.length === 0) this.#young.set(sight, alike);
    alike.push(entry);
    if (alike.length > MAX_ALIKE) alike.shift();
    else this.#youngCount++;
  }

  #age(): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#youngCount = 0;
  }
}

function entryIn<Value>(
  alike: readonly Entry<Value>[] | undefined,
  facts: RequestFacts,
  peer: string,
): Entry<Value> | undefined {
  if (alike === undefined) return undefined;
  for (const entry of alike) {
    if (entry.peer === peer && isSame(entry.facts, facts)) return entry;
  }
  return undefined;
}

function isSame(one: RequestFacts, other: RequestFacts): boolean {
  return (
    one.userAgent === other.userAgent &&
    one.forwardedFor === other.forwardedFor &&
    one.referer === other.referer &&
    one.wantsPrivacy === other.wantsPrivacy &&
    one.isPrefetch === other.isPrefetch
  );
}

function sightOf({ userAgent, referer, forwardedFor }: RequestFacts, peer: string): number {
  let sight = userAgent.length * 1_024 + referer.length;
  sight = sampled(sight, userAgent, Math.ceil(userAgent.length / SAMPLE_COUNT));
  sight = sampled(sight, forwardedFor, 1);
  sight = sampled(sight, peer, 1);
  return sight & SMALL_INTEGER;
}

/** From the end, where addresses and versions differ. */
function sampled(sight: number, text: string, step: number): number {
  const last = text.length - 1;
  const end = Math.max(-1, last - SAMPLE_COUNT * step);
  let sum = sight;
  for (let index = last; index > end; index -= step) {
    sum = (Math.imul(sum, 31) + text.charCodeAt(index)) | 0;
  }
  return sum;
}
