// An instance that takes note of clicks in every other slice of SLICE_MS only. At its end it writes to the
// file SLICES how many redirects a second it answered in each: [recorded, rate], …
import { writeFileSync } from 'node:fs';
import { built } from '../built.js';

/** @type {typeof import('../../src/click/click-recorder.js')} */
const { ClickRecorder } = await built('click/click-recorder.js');
const { record } = ClickRecorder.prototype;

/** @type {[boolean, number][]} */
const slices = [];
let isRecorded = true;
let count = 0;
let beganMs = performance.now();

/** @type {typeof record} */
ClickRecorder.prototype.record = function (link, request) {
  count++;
  if (isRecorded) record.call(this, link, request);
};

setInterval(() => {
  const nowMs = performance.now();
  slices.push([isRecorded, (count * 1000) / (nowMs - beganMs)]);
  isRecorded = !isRecorded;
  count = 0;
  beganMs = nowMs;
}, Number(process.env['SLICE_MS'])).unref();

process.on('exit', () => writeFileSync(String(process.env['SLICES']), JSON.stringify(slices)));

await import('./modules.js');
