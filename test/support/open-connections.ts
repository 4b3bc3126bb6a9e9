import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

const ESTABLISHED = '01';

/** Returns the unread bytes of each connection of clients to a port that a process has. On Linux only. */
export function unreadBytesOf(pid: number, port: number): number[] {
  const inodes = socketsOf(pid);
  const rows = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').trim().split('\n').slice(1);
  return rows.flatMap((row) => {
    const [, local = '', , state, queues = '', , , , , inode = ''] = row.trim().split(/\s+/);
    const isOfPort = Number.parseInt(local.split(':')[1] ?? '', 16) === port;
    if (!isOfPort || state !== ESTABLISHED || !inodes.has(inode)) return [];
    return [Number.parseInt(queues.split(':')[1] ?? '', 16)];
  });
}

function socketsOf(pid: number): Set<string> {
  const directory = `/proc/${pid}/fd`;
  const targets = readdirSync(directory).map((name) => {
    try {
      return readlinkSync(`${directory}/${name}`);
    } catch {
      return '';
    }
  });
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}
