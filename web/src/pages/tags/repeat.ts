interface PartialChange {
  readonly changed: number;
  readonly isDone: boolean;
}

/**
 * Repeats a call that changes some links at a time until all are changed.
 * @param report gets the number of links that are changed so far.
 * @returns how many links were changed.
 */
export async function repeatUntilDone(
  call: () => Promise<PartialChange>,
  report: (count: number) => void,
): Promise<number> {
  let count = 0;
  for (;;) {
    const { changed, isDone } = await call();
    count += changed;
    report(count);
    if (isDone) return count;
  }
}
