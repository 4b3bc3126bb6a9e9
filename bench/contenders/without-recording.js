// Loaded into an instance so that it takes no note of clicks.
import { built } from '../built.js';

/** @type {typeof import('../../src/click/click-recorder.js')} */
const { ClickRecorder } = await built('click/click-recorder.js');

ClickRecorder.prototype.record = () => {};
