const { CI, TEST_VOLUME } = process.env;
const SHARE = CI === 'true' || TEST_VOLUME === 'full' ? 1 : 0.25;

/** How often a long test repeats its steps: all times in CI and with `TEST_VOLUME=full`, else a quarter of them. */
export function volume(full: number): number {
  return Math.ceil(full * SHARE);
}
