import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import { Editor } from './editor.js';
import { Reader } from './reader.js';
import { Visitor } from './visitor.js';

const VISITORS_PER_MACHINE = 12;
const EDITORS_PER_MACHINE = 2;
/** Connections to each machine by which an editor asks all instances, more than there are instances. */
const PROBES_PER_MACHINE = 3;
const READERS_PER_MACHINE = 1;
/** About the longest pause between two requests of an actor. */
const PAUSE_MS = { visitor: 150, editor: 300, reader: 200 };

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./random.js').Random} Random
 */

/**
 * Resolves when all actors have ended.
 * @param {Context} context
 * @param {() => Random} nextRandom
 * @param {() => boolean} hasEnded
 */
export async function startActors(context, nextRandom, hasEnded) {
  /** @type {Promise<void>[]} */
  const running = [];
  /** @param {{ act: () => Promise<void> }} actor @param {Random} random @param {number} pauseMs */
  const start = (actor, random, pauseMs) => {
    running.push(loop(actor, random, { pauseMs, hasEnded }));
  };
  for (const machine of context.machines) {
    for (let count = 0; count < EDITORS_PER_MACHINE; count++) {
      const random = nextRandom();
      const name = `editor-${machine.number}-${count}`;
      const parts = { name, random, client: new Client(machine), probes: openProbes(context) };
      start(new Editor(context, parts), random, PAUSE_MS.editor);
    }
    for (let count = 0; count < VISITORS_PER_MACHINE; count++) {
      const random = nextRandom();
      const name = `${machine.number}-${count}`;
      start(
        new Visitor(context, { name, random, client: new Client(machine) }),
        random,
        PAUSE_MS.visitor,
      );
    }
    for (let count = 0; count < READERS_PER_MACHINE; count++) {
      const random = nextRandom();
      start(new Reader(context, { random, client: new Client(machine) }), random, PAUSE_MS.reader);
    }
  }
  await Promise.all(running);
}

/** @param {Context} context */
function openProbes({ machines }) {
  return machines.flatMap((machine) =>
    Array.from({ length: PROBES_PER_MACHINE }, () => new Client(machine)),
  );
}

/**
 * @param {{ act: () => Promise<void> }} actor
 * @param {Random} random
 * @param {{ pauseMs: number, hasEnded: () => boolean }} pace
 */
async function loop(actor, random, { pauseMs, hasEnded }) {
  while (!hasEnded()) {
    await sleep(random.between(0, pauseMs));
    await actor.act();
  }
}
