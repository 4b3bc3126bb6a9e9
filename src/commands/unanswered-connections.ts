import cluster, { type Worker } from 'node:cluster';
import type { EventEmitter } from 'node:events';

/** What node:cluster sends with each connection, and what the instance answers when it has taken it. */
interface ClusterMessage {
  readonly act?: string;
  readonly seq?: number;
  readonly ack?: number;
}

type Send = (message: ClusterMessage, ...rest: unknown[]) => boolean;

/** All that a killed instance has sent is read by then, but for moments. */
const POLL_MS = 5;

/**
 * Hands connections that an instance has not taken when it is killed to another one. node:cluster forgets them: they
 * would stay open and never be answered. It understands "not accepted", which instances say while they end.
 */
export function rescueUnansweredConnections(): void {
  const sentTo = new WeakMap<Worker, Set<number>>();
  cluster.on('fork', (instance: Worker) => sentTo.set(instance, recordConnections(instance)));
  cluster.on('exit', (instance: Worker) => refuseUnanswered(instance, sentTo.get(instance)));
}

function refuseUnanswered(instance: Worker, unanswered = new Set<number>()): void {
  if (instance.isConnected()) {
    setTimeout(() => refuseUnanswered(instance, unanswered), POLL_MS);
    return;
  }
  if (unanswered.size === 0) return;
  // Node.js waits for the answer before it emits this, so node:cluster would still count on the instance.
  instance.process.emit('disconnect');
  // With no other instance there is nobody to hand them to. node:cluster then closes them as if they were taken.
  const accepted = Object.keys(cluster.workers ?? {}).length === 0;
  for (const seq of unanswered) {
    const refusal = { cmd: 'NODE_CLUSTER', ack: seq, accepted };
    instance.process.emit('internalMessage', refusal);
  }
}

/** Returns the numbers of the connections that an instance has been sent and has not answered. */
function recordConnections({ process: child }: Worker): Set<number> {
  const unanswered = new Set<number>();
  const send = child.send.bind(child) as unknown as Send;
  const sendRecorded: Send = (message, ...rest) => {
    if (message.act === 'newconn' && message.seq !== undefined) unanswered.add(message.seq);
    return send(message, ...rest);
  };
  Object.assign(child, { send: sendRecorded });
  (child as EventEmitter).on('internalMessage', ({ ack }: ClusterMessage) => {
    if (ack !== undefined) unanswered.delete(ack);
  });
  return unanswered;
}
