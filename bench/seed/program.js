// Modules of the built program that compute rows, so that seeded rows equal those of the program.
import { importBuilt } from '../built.js';

/** @type {typeof import('../../src/click/day.js')} */
export const { DAY_MS, QUARTERS_PER_DAY, dayOf, quarterOf } = await importBuilt('click/day.js');

/** @type {typeof import('../../src/click/visit/visit.js')} */
export const { CLICK_CLASSES } = await importBuilt('click/visit/visit.js');

/** @type {typeof import('../../src/click/rollup/breakdown.js')} */
export const { Breakdown } = await importBuilt('click/rollup/breakdown.js');

/** @type {typeof import('../../src/click/rollup/quarter-hours.js')} */
export const { QuarterHours } = await importBuilt('click/rollup/quarter-hours.js');

/** @type {typeof import('../../src/click/rollup/visitor-sketch.js')} */
export const { VisitorSketch } = await importBuilt('click/rollup/visitor-sketch.js');

/** @type {typeof import('../../src/click/rollup/click-aggregate.js')} */
export const { DailyAggregate, mergeIntoRow } = await importBuilt(
  'click/rollup/click-aggregate.js',
);

/** @type {typeof import('../../src/click/link-clicks.entity.js')} */
export const { ALL_LINKS } = await importBuilt('click/link-clicks.entity.js');

/** @type {typeof import('../../src/link/link-columns.js')} */
export const { derivedColumns } = await importBuilt('link/link-columns.js');
