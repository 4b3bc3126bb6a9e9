import { HyperLogLog } from './hyper-log-log.js';

/** Up to here the exact form is also the smaller one. */
const EXACT_MAX = 1000;
const VISITOR_BYTES = 6;

/**
 * How many different visitors there were: exact up to 1000, beyond that with a standard error of 1.15 %.
 * Never goes down, and does not depend on the order of the visitors or on how often they came.
 */
export class VisitorSketch {
  #seen: Set<number> | HyperLogLog;

  private constructor(seen: Set<number> | HyperLogLog) {
    this.#seen = seen;
  }

  static empty(): VisitorSketch {
    return new VisitorSketch(new Set());
  }

  /** @param bytes what `toBytes` made; empty for no visitors. Throws when their length is no such thing's. */
  static parse(bytes: Uint8Array): VisitorSketch {
    const { byteLength } = bytes;
    if (byteLength === HyperLogLog.BYTES) return new VisitorSketch(new HyperLogLog(bytes));
    if (byteLength % VISITOR_BYTES !== 0 || byteLength > EXACT_MAX * VISITOR_BYTES) {
      throw new Error(`No sketch of visitors has ${byteLength} bytes`);
    }
    return new VisitorSketch(readVisitors(bytes));
  }

  /** @param visitor a uniformly random integer of 48 bits, such as a keyed hash. Any other skews the estimate. */
  add(visitor: number): void {
    this.#seen.add(visitor);
    if (this.#seen instanceof HyperLogLog || this.#seen.size <= EXACT_MAX) return;
    this.#seen = estimating(this.#seen);
  }

  /** An integer. */
  get count(): number {
    if (!(this.#seen instanceof HyperLogLog)) return this.#seen.size;
    return Math.max(EXACT_MAX + 1, Math.round(this.#seen.estimate));
  }

  toBytes(): Buffer {
    return this.#seen instanceof HyperLogLog ? this.#seen.toBytes() : bytesOf(this.#seen);
  }
}

function estimating(visitors: Set<number>): HyperLogLog {
  const estimating = new HyperLogLog();
  for (const visitor of visitors) estimating.add(visitor);
  return estimating;
}

function readVisitors(bytes: Uint8Array): Set<number> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const visitors = new Set<number>();
  for (let offset = 0; offset < buffer.length; offset += VISITOR_BYTES) {
    visitors.add(buffer.readUIntBE(offset, VISITOR_BYTES));
  }
  return visitors;
}

function bytesOf(visitors: Set<number>): Buffer {
  const bytes = Buffer.allocUnsafe(visitors.size * VISITOR_BYTES);
  let offset = 0;
  for (const visitor of visitors) offset = bytes.writeUIntBE(visitor, offset, VISITOR_BYTES);
  return bytes;
}
