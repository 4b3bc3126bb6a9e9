/** A link on a day on which it was among those with most clicks. */
export interface DayEntry {
  readonly day: number;
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

/**
 * Which links may be those with most clicks over some days, given the first `perDay` of each day: often
 * few, though there are many links. A link that is not in a day's list has at most as many clicks on that
 * day as the last in it. After Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware"
 * (2003), section 8.
 * @returns `undefined` if these lists do not tell.
 */
export function candidatesIn(
  entries: readonly Omit<DayEntry, 'bots'>[],
  perDay: number,
  limit: number,
): number[] | undefined {
  const floors = floorsOf(entries, perDay);
  const unlisted = [...floors.values()].reduce((sum, floor) => sum + floor, 0);
  const bounds = new Map<number, { atLeast: number; atMost: number }>();
  for (const { day, linkId, clicks } of entries) {
    const { atLeast, atMost } = bounds.get(linkId) ?? { atLeast: 0, atMost: unlisted };
    const floor = floors.get(day) ?? 0;
    bounds.set(linkId, { atLeast: atLeast + clicks, atMost: atMost + clicks - floor });
  }
  const atLeast = [...bounds.values()].map((bound) => bound.atLeast);
  const needed = atLeast.sort((one, other) => other - one)[limit - 1] ?? 0;
  if (unlisted > needed) return undefined;
  return [...bounds].filter(([, { atMost }]) => atMost >= needed).map(([linkId]) => linkId);
}

/** The days of these links that the lists say nothing of. */
export function daysMissing(
  linkIds: readonly number[],
  entries: readonly DayEntry[],
  perDay: number,
): Pick<DayEntry, 'linkId' | 'day'>[] {
  const wanted = new Set(linkIds);
  const listed = new Set(
    entries.filter(({ linkId }) => wanted.has(linkId)).map(({ day, linkId }) => `${day}.${linkId}`),
  );
  return [...floorsOf(entries, perDay).keys()].flatMap((day) =>
    linkIds.filter((linkId) => !listed.has(`${day}.${linkId}`)).map((linkId) => ({ linkId, day })),
  );
}

/** What a link that is not listed may have had on each day. A list that is not full has all that there are. */
function floorsOf(entries: readonly Omit<DayEntry, 'bots'>[], perDay: number): Map<number, number> {
  const counts = new Map<number, number>();
  const floors = new Map<number, number>();
  for (const { day, clicks } of entries) {
    const count = (counts.get(day) ?? 0) + 1;
    counts.set(day, count);
    floors.set(day, Math.min(floors.get(day) ?? clicks, clicks));
  }
  return new Map([...floors].filter(([day]) => counts.get(day) === perDay));
}
