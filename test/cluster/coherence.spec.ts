import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Cluster } from '../support/cluster.js';
import {
  describeOnEachDatabase,
  describeOnFirstServer,
  isForVolume,
} from '../support/databases.js';
import { Editor } from '../support/editor.js';
import { volume } from '../support/volume.js';

const INSTANCE_COUNT = 4;
const CHANGE_COUNT = volume(500);
/** Where the full number would prove no more. */
const FEWER_CHANGES = volume(100);
const MIN_KILL_COUNT = 4;
const SECOND_MS = 1_000;

/** All work at the same time, each on a link of its own, in at least so many changes together and until `mayEnd`. */
async function edit(
  cluster: Cluster,
  editorCount: number,
  changeCount: number,
  mayEnd = () => true,
): Promise<string[]> {
  const editors = Array.from({ length: editorCount }, (_, index) => new Editor(cluster, index));
  for (const editor of editors) await editor.begin();
  const loadAll = (): Promise<unknown> => cluster.load(editors.map(({ key }) => key));
  await loadAll();
  await Promise.all(
    editors.map(async (editor) => {
      while (editor.changeCount < changeCount / editorCount || !mayEnd()) {
        await editor.change();
        await loadAll();
      }
    }),
  );
  const total = editors.reduce((sum, editor) => sum + editor.changeCount, 0);
  expect(total).toBeGreaterThanOrEqual(changeCount);
  return editors.flatMap(({ stale }) => stale);
}

describeOnEachDatabase('changes to links under load', (make) => {
  const changeCount = isForVolume(make) ? CHANGE_COUNT : FEWER_CHANGES;
  let cluster: Cluster;
  beforeEach(async () => {
    cluster = await Cluster.start(make, INSTANCE_COUNT);
  });
  afterEach(() => cluster.stop());

  it(`${changeCount} are seen by every instance when they are answered`, async () => {
    const beganMs = performance.now();
    expect(await edit(cluster, 2, changeCount)).toEqual([]);
    const seconds = (performance.now() - beganMs) / SECOND_MS;
    const { total, failed } = await cluster.load([]);
    process.stdout.write(`${Math.round(total / seconds / 2)} visits a second to each link\n`);
    expect(failed).toBe(0);
    expect(total).toBeGreaterThan(changeCount);
  }, 480_000);
});

describeOnFirstServer('changes while an instance is killed all the time', (make) => {
  it(`${CHANGE_COUNT} are seen by every instance when they are answered`, async () => {
    const cluster = await Cluster.start(make, INSTANCE_COUNT);
    const killer = { isDone: false, killCount: 0 };
    const killing = (async () => {
      while (!killer.isDone) {
        await sleep(SECOND_MS);
        const youngest = Math.max(...cluster.pids());
        if (cluster.pids().length < INSTANCE_COUNT) continue;
        cluster.kill(youngest);
        killer.killCount++;
      }
    })();
    try {
      const hasKilled = () => killer.killCount >= MIN_KILL_COUNT;
      expect(await edit(cluster, 50, CHANGE_COUNT, hasKilled)).toEqual([]);
      expect((await cluster.load([])).total).toBeGreaterThan(CHANGE_COUNT);
    } finally {
      killer.isDone = true;
      await killing;
      await cluster.stop();
    }
    process.stdout.write(`${killer.killCount} kills\n`);
  }, 800_000);
});
