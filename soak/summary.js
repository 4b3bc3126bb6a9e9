import { print } from './report.js';

/** What this run has done. */
export class Summary {
  /** @type {Map<string, number>} */
  #requests = new Map();
  /** @type {Map<string, number[]>} */
  #delays = new Map();
  /** @type {Map<string, number>} */
  #disruptions = new Map();
  #createdCount = 0;
  clicks = { total: 0, min: 0, max: 0 };

  /** @param {import('./client.js').Exchange} exchange */
  noteExchange({ name, begunMs, endedMs, answer }) {
    const [method = '', path = ''] = name.split(' ');
    const kind = `${method} ${path.startsWith('/api/') ? 'API' : 'redirect'}`;
    increment(this.#requests, `${kind} ${answer?.status ?? 'broken'}`);
    const delays = this.#delays.get(kind) ?? [];
    this.#delays.set(kind, delays);
    delays.push(endedMs - begunMs);
  }

  /** @param {string} kind */
  noteDisruption(kind) {
    increment(this.#disruptions, kind);
  }

  /** @param {number} count */
  noteCreated(count) {
    this.#createdCount += count;
  }

  print() {
    print(`requests: ${list(this.#requests)}`);
    print(`disruptions: ${list(this.#disruptions)}`);
    print(`links created: ${this.#createdCount}`);
    const { total, min, max } = this.clicks;
    print(`clicks: ${total} counted, ${min} to ${max} expected`);
    for (const [kind, delays] of this.#delays) {
      const sorted = Float64Array.from(delays).sort();
      const [p50, p99] = [0.5, 0.99].map(
        (share) => sorted[Math.floor(share * (sorted.length - 1))],
      );
      print(
        `${kind}: p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, longest ${sorted.at(-1)?.toFixed(0)} ms`,
      );
    }
  }
}

/** @param {Map<string, number>} counts @param {string} name */
function increment(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** @param {Map<string, number>} counts */
function list(counts) {
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${count} × ${name}`)
    .join(', ');
}
