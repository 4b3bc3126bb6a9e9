import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Counter } from '../../src/counter/counter.entity.js';
import { describeOnEachDatabase, type TestDatabase } from '../support/databases.js';
import { openDataSource } from '../support/data-source.js';
import { environmentFor } from '../support/environment.js';

const PROCESS_COUNT = 4;
const IDS_PER_PROCESS = 5000;
const BLOCK_SIZE = 1000;
const WORKER = fileURLToPath(new URL('../workers/counter.js', import.meta.url));

interface WorkerReport {
  readonly ids: number[];
  readonly keys: string[];
  readonly statements: string[];
}

describeOnEachDatabase('the counter', (make) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await make();
  });
  afterEach(() => database.drop());

  it('hands 20 000 ids to four processes at once, each once, for a statement a block', async () => {
    const reports = await Promise.all(
      Array.from({ length: PROCESS_COUNT }, async (): Promise<WorkerReport> => {
        const { stdout } = await promisify(execFile)(
          process.execPath,
          [WORKER, String(IDS_PER_PROCESS)],
          {
            env: environmentFor(database),
            maxBuffer: 64 * 1024 * 1024,
          },
        );
        return JSON.parse(stdout);
      }),
    );
    const ids = reports.flatMap((report) => report.ids);
    expect(ids).toHaveLength(PROCESS_COUNT * IDS_PER_PROCESS);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(reports.flatMap((report) => report.keys)).size).toBe(ids.length);
    const dataSource = await openDataSource(database, [Counter]);
    const { next } = await dataSource.manager.findOneByOrFail(Counter, { name: 'link' });
    await dataSource.destroy();
    const statementCount = reports.flatMap((report) => report.statements).length;
    // Who uses up blocks sooner than the next arrive gets larger ones.
    expect(statementCount).toBeGreaterThanOrEqual(PROCESS_COUNT);
    expect(statementCount).toBeLessThanOrEqual(next / BLOCK_SIZE);
    expect(new Set(reports.flatMap((report) => report.statements)).size).toBe(1);
    expect(next).toBeGreaterThan(Math.max(...ids));
  });
});
