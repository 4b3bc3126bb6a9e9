import { measure } from './load.js';

const ROUND_COUNT = 5;
const SECONDS_PER_RUN = 4;
const WARM_UP_SECONDS = 3;

/**
 * @typedef {import('./load.js').Load} Load
 * @typedef {{ name: string, ours: number, baseline: number, ratio: number, spread: string, goal: string }} Comparison
 */

/**
 * Loads ours and the baseline alternately (A B A B …), so that a slower machine slows both.
 * @param {string} name
 * @param {Load} ours
 * @param {Load} baseline
 * @param {string} goal
 * @returns {Promise<Comparison>} medians of the rates and of the ratios of each round
 */
export async function compare(name, ours, baseline, goal) {
  await measure(ours, WARM_UP_SECONDS);
  await measure(baseline, WARM_UP_SECONDS);
  const rounds = [];
  for (let round = 0; round < ROUND_COUNT; round++) {
    rounds.push([await measure(ours, SECONDS_PER_RUN), await measure(baseline, SECONDS_PER_RUN)]);
  }
  const ratios = rounds.map(([one = 0, other = 1]) => one / other);
  return {
    name,
    ours: median(rounds.map(([one = 0]) => one)),
    baseline: median(rounds.map(([, other = 0]) => other)),
    ratio: median(ratios),
    spread: `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`,
    goal,
  };
}

/** @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** @param {number[]} values @param {number} part the part of the values that is smaller, from 0 to 1 */
export function quantile(values, part) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * part)] ?? Number.NaN;
}
