import { Breakdown } from './breakdown.js';
import type { ClickDay } from './click-day.entity.js';
import { QuarterHours } from './quarter-hours.js';
import type { DailyAggregate } from './click-aggregate.js';
import { VisitorSketch } from './visitor-sketch.js';

/** The columns that the others follow from. A driver may hand over bytes in a form of its own. */
export type ClickDayDetail = Pick<ClickDay, 'linkId' | 'day' | 'quarterHours' | 'breakdown'> & {
  readonly sketch: Uint8Array | ArrayBuffer;
};

/** The row as it is with these clicks in it. */
export function mergeIntoRow(row: ClickDayDetail, aggregate: DailyAggregate): ClickDay {
  const quarters = QuarterHours.parse(row.quarterHours);
  quarters.merge(aggregate.quarters);
  const breakdown = Breakdown.parse(row.breakdown);
  breakdown.merge(aggregate.breakdown);
  breakdown.bound();
  const sketch = VisitorSketch.parse(bytesOf(row.sketch));
  for (const visitor of aggregate.visitors) sketch.add(visitor);
  const { humans, bots, prefetches } = quarters.total();
  return {
    linkId: row.linkId,
    day: row.day,
    clicks: humans + bots,
    bots,
    prefetches,
    visitors: sketch.count,
    quarterHours: quarters.toString(),
    breakdown: breakdown.toString(),
    sketch: sketch.toBytes(),
  };
}

export function bytesOf(value: Uint8Array | ArrayBuffer): Uint8Array {
  return value instanceof Uint8Array ? value : new Uint8Array(value);
}
