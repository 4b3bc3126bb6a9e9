// What of the program the fill writes its rows with, so that they are as the program's own.
import { built } from '../built.js';

/** @type {typeof import('../../src/click/day.js')} */
export const { DAY_MS, QUARTERS_PER_DAY, dayOf, quarterOf } = await built('click/day.js');

/** @type {typeof import('../../src/click/visit/visit.js')} */
export const { CLICK_CLASSES } = await built('click/visit/visit.js');

/** @type {typeof import('../../src/click/roll-up/breakdown.js')} */
export const { Breakdown } = await built('click/roll-up/breakdown.js');

/** @type {typeof import('../../src/click/roll-up/quarters.js')} */
export const { Quarters } = await built('click/roll-up/quarters.js');

/** @type {typeof import('../../src/click/roll-up/visitor-sketch.js')} */
export const { VisitorSketch } = await built('click/roll-up/visitor-sketch.js');

/** @type {typeof import('../../src/click/roll-up/tally.js')} */
export const { DayTally } = await built('click/roll-up/tally.js');

/** @type {typeof import('../../src/click/roll-up/click-day-row.js')} */
export const { withClicks } = await built('click/roll-up/click-day-row.js');

/** @type {typeof import('../../src/link/link-clicks.entity.js')} */
export const { ALL_LINKS } = await built('link/link-clicks.entity.js');

/** @type {typeof import('../../src/link/link-columns.js')} */
export const { derivedColumns } = await built('link/link-columns.js');
