import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes journals fail to be written, also for root, and without the right to mount a small disk. */
export interface FullDisk {
  makeFull(pids: readonly number[]): void;
  makeFree(pids: readonly number[]): void;
}

/** The first byte of a file is written, the second one is not. Only for databases in another process. */
export const LIMITED_FILES: FullDisk = {
  makeFull: (pids) => pids.forEach((pid) => limitFiles(pid, '1')),
  makeFree: (pids) => pids.forEach((pid) => limitFiles(pid, 'unlimited')),
};

/** @param bytes the limit of the kernel on the size of the files that a process writes. */
function limitFiles(pid: number, bytes: string): void {
  execFileSync('prlimit', [`--pid=${pid}`, `--fsize=${bytes}:unlimited`]);
}

/** No journal can be created: a file stands in the place of the directory. */
export function blockedJournals(dataDir: string): FullDisk {
  const journals = join(dataDir, 'clicks');
  const aside = join(dataDir, 'aside');
  return {
    makeFull: () => {
      renameSync(journals, aside);
      writeFileSync(journals, '');
    },
    makeFree: () => {
      rmSync(journals);
      renameSync(aside, journals);
    },
  };
}
