/** A link on a day on which it was among those with most clicks. */
export interface DayEntry {
  readonly day: number;
  readonly linkId: number;
  readonly clicks: number;
  readonly bots: number;
}

/** The links with most clicks on a day, most first. */
export type DayList<E = DayEntry> = readonly E[];

type Counted = Pick<DayEntry, 'linkId' | 'clicks'>;

/**
 * Which links may be those with most clicks over some days, given the first `perDay` of each day: often
 * few, though there are many links. A link that is not in a day's list has at most as many clicks on that
 * day as the last in it. After Fagin, Lotem and Naor, "Optimal aggregation algorithms for middleware"
 * (2003), section 8.
 * @returns `undefined` if these lists do not tell.
 */
export function topCandidates(
  lists: readonly DayList<Counted>[],
  perDay: number,
  limit: number,
): number[] | undefined {
  const unlisted = lists.reduce((sum, list) => sum + floorOf(list, perDay), 0);
  const bounds = new Map<number, { atLeast: number; atMost: number }>();
  for (const list of lists) {
    const floor = floorOf(list, perDay);
    for (const { linkId, clicks } of list) {
      let bound = bounds.get(linkId);
      if (bound === undefined) bounds.set(linkId, (bound = { atLeast: 0, atMost: unlisted }));
      bound.atLeast += clicks;
      bound.atMost += clicks - floor;
    }
  }
  const atLeast = [...bounds.values()].map((bound) => bound.atLeast);
  const needed = atLeast.sort((one, other) => other - one)[limit - 1] ?? 0;
  if (unlisted > needed) return undefined;
  return [...bounds].filter(([, { atMost }]) => atMost >= needed).map(([linkId]) => linkId);
}

/** The days of these links that the lists say nothing of. */
export function missingDays(
  linkIds: readonly number[],
  lists: readonly DayList[],
  perDay: number,
): Pick<DayEntry, 'linkId' | 'day'>[] {
  return lists.flatMap((list) => {
    const [first] = list;
    if (first === undefined || floorOf(list, perDay) === 0) return [];
    const listed = new Set(list.map(({ linkId }) => linkId));
    return linkIds
      .filter((linkId) => !listed.has(linkId))
      .map((linkId) => ({ linkId, day: first.day }));
  });
}

/** What a link that is not listed may have had on the day. A list that is not full has all that there are. */
function floorOf(list: DayList<Counted>, perDay: number): number {
  return list.length === perDay ? (list.at(-1)?.clicks ?? 0) : 0;
}
