// An instance that records clicks only in every second slice of SLICE_MS. At exit it writes the redirects per
// second of each slice to the file SLICES: [isRecorded, rate], …
import { writeFileSync } from 'node:fs';
import { importBuilt } from '../built.js';

/** @type {typeof import('../../src/click/click-recorder.js')} */
const { ClickRecorder } = await importBuilt('click/click-recorder.js');
const { record } = ClickRecorder.prototype;

/** @type {[boolean, number][]} */
const slices = [];
let isRecorded = true;
let redirectCount = 0;
let startedAtMs = performance.now();

/** @type {typeof record} */
ClickRecorder.prototype.record = function (link, request) {
  redirectCount++;
  if (isRecorded) record.call(this, link, request);
};

setInterval(() => {
  const nowMs = performance.now();
  slices.push([isRecorded, (redirectCount * 1000) / (nowMs - startedAtMs)]);
  isRecorded = !isRecorded;
  redirectCount = 0;
  startedAtMs = nowMs;
}, Number(process.env['SLICE_MS'])).unref();

process.on('exit', () => writeFileSync(String(process.env['SLICES']), JSON.stringify(slices)));

await import('./modules.js');
