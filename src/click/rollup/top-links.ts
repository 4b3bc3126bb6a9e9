export interface DayEntry {
  readonly day: number;
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

/** The links with most clicks on a day, sorted by descending clicks. */
export type DayList<E = DayEntry> = readonly E[];

type Counted = Pick<DayEntry, 'linkId' | 'clicks'>;

/**
 * Returns all links that can be among the top `limit`, or `undefined` if longer lists are needed. Follows
 * Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware" (2003), section 8.
 * @param lists the first `perDay` links of each day.
 */
export function topCandidates(
  lists: readonly DayList<Counted>[],
  perDay: number,
  limit: number,
): number[] | undefined {
  const maxUnlisted = lists.reduce((sum, list) => sum + maxUnlistedClicks(list, perDay), 0);
  const bounds = new Map<number, { atLeast: number; atMost: number }>();
  for (const list of lists) {
    const floor = maxUnlistedClicks(list, perDay);
    for (const { linkId, clicks } of list) {
      let bound = bounds.get(linkId);
      if (bound === undefined) bounds.set(linkId, (bound = { atLeast: 0, atMost: maxUnlisted }));
      bound.atLeast += clicks;
      bound.atMost += clicks - floor;
    }
  }
  const atLeast = [...bounds.values()].map((bound) => bound.atLeast);
  const needed = atLeast.sort((one, other) => other - one)[limit - 1] ?? 0;
  if (maxUnlisted > needed) return undefined;
  return [...bounds].filter(([, { atMost }]) => atMost >= needed).map(([linkId]) => linkId);
}

/** Returns the days of these links that the lists do not contain. */
export function missingDays(
  linkIds: readonly number[],
  lists: readonly DayList[],
  perDay: number,
): Pick<DayEntry, 'linkId' | 'day'>[] {
  return lists.flatMap((list) => {
    const [first] = list;
    if (first === undefined || maxUnlistedClicks(list, perDay) === 0) return [];
    const listed = new Set(list.map(({ linkId }) => linkId));
    return linkIds
      .filter((linkId) => !listed.has(linkId))
      .map((linkId) => ({ linkId, day: first.day }));
  });
}

/** Returns the most clicks that an unlisted link can have on the day. A shorter list has all links. */
function maxUnlistedClicks(list: DayList<Counted>, perDay: number): number {
  return list.length === perDay ? (list.at(-1)?.clicks ?? 0) : 0;
}
