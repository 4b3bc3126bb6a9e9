// An instance, or a part of one, with a bare server inside it on BARE_PORT, to see what a redirect costs without the
// part that PROBE names.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { importBuilt } from '../built.js';
import { serveBare } from './serve-bare.js';

const LOOPS_FOR_MS = 5_000;
const { PROBE, BARE_PORT = '', BARE_KEY = '', DESTINATION = '' } = process.env;

async function removeRecording() {
  /** @type {typeof import('../../src/click/click-recorder.js')} */
  const { ClickRecorder } = await importBuilt('click/click-recorder.js');
  ClickRecorder.prototype.record = () => undefined;
}

async function removeConnections() {
  /** @type {typeof import('../../src/platform/http/connections.js')} */
  const { Connections } = await importBuilt('platform/http/connections.js');
  Connections.prototype.watch = () => undefined;
  Connections.prototype.accept = () => true;
}

/** Has the loops in the background end in a wait without end, a while after the start. */
function removeLoops() {
  const sleep = timers.setTimeout;
  const stopAtMs = performance.now() + LOOPS_FOR_MS;
  /** @type {typeof timers.setTimeout} */
  const sleepUntilStopped = (ms, value, options) =>
    performance.now() < stopAtMs ? sleep(ms, value, options) : new Promise(() => {});
  Object.assign(timers, { setTimeout: sleepUntilStopped });
  syncBuiltinESMExports();
}

if (PROBE === 'without-loops') removeLoops();
if (PROBE === 'without-recording') await removeRecording();
if (PROBE === 'without-connections') await removeConnections();
if (PROBE === 'modules') await importBuilt('app.setup.js');
else if (PROBE !== 'bare') await import('./modules.js');
serveBare(BARE_PORT, BARE_KEY, DESTINATION);
