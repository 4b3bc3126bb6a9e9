/**
 * Prints a table of comparisons in Markdown. Ratios above 1 are in our favour.
 * @param {import('./compare.js').Comparison[]} comparisons
 */
export function printComparisons(comparisons) {
  console.log(
    '\n| case | processor time, µs | baseline | ratio | middle half | requests/s | baseline | ratio | middle half | goal |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const { name, goal, rates, processor } of comparisons) {
    const cells = [...toCells(processor, 1), ...toCells(rates, 0), goal];
    console.log(`| ${[name, ...cells].join(' | ')} |`);
  }
}

/**
 * @param {import('./compare.js').Figures | undefined} figures
 * @param {number} digits of the measured values
 */
function toCells(figures, digits) {
  if (figures === undefined) return ['–', '–', '–', '–'];
  const { ours, baseline, ratio, spread } = figures;
  return [ours.toFixed(digits), baseline.toFixed(digits), ratio.toFixed(2), spread];
}
