import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSqlite, type TestDatabase } from '../support/databases.js';
import { TEST_API_KEY } from '../support/environment.js';
import { startInstance, type Instance } from '../support/instance.js';
import { stepsIn, typed, type Step } from '../support/doc-examples.js';

const ADDRESS = 'http://localhost:3000';
const STEPS = stepsIn(readFileSync('docs/api.md', 'utf8'));
/** What differs each time. */
const VARIABLE: readonly (readonly [RegExp, string])[] = [
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>'],
  [/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<request id>'],
  [/"[0-9a-f]{32}"/g, '"<id>"'],
  [/shortcore_[\w-]{43}/g, '<API key>'],
  [/"key":"[0-9A-Za-z]{7}"/g, '"key":"<key>"'],
  [/3000\/[0-9A-Za-z]{7}"/g, '3000/<key>"'],
  [/"clicks":\{[^}]*\}/g, '"clicks":<some>'],
];

function comparable(output: string, { language }: Step): unknown {
  if (language === 'json') {
    return VARIABLE.reduce(
      (json, [pattern, name]) => json.replaceAll(pattern, name),
      JSON.stringify(JSON.parse(output)),
    );
  }
  return output.trim().split(/\r?\n/);
}

/** Documents leave out the headers that are of no interest. */
function expectShown(output: string, step: Step): void {
  const [actual, expected] = [comparable(output, step), comparable(step.shown ?? '', step)];
  if (step.language === 'http')
    expect(actual).toEqual(expect.arrayContaining(expected as string[]));
  else expect(actual).toEqual(expected);
}

describe('the tour of the API', () => {
  let database: TestDatabase;
  let instance: Instance;
  let outputs: readonly string[];

  beforeAll(async () => {
    database = await makeSqlite();
    const variables = { PUBLIC_URL: ADDRESS, RATE_LIMIT_PER_MINUTE: '600' };
    instance = await startInstance(database, variables);
    mkdirSync(join(database.directory, 'data'), { recursive: true });
    writeFileSync(join(database.directory, 'data', 'admin-api-key'), `${TEST_API_KEY}\n`);
    const commands = STEPS.map(({ command }) => command.replaceAll(ADDRESS, instance.url));
    outputs = await typed(commands, database.directory);
  });
  afterAll(async () => {
    await instance.stop();
    await database.drop();
  });

  it('has a command for each of its ten parts', () => {
    expect(STEPS.length).toBeGreaterThanOrEqual(10);
    expect(STEPS.filter(({ shown }) => shown !== undefined).length).toBeGreaterThanOrEqual(10);
  });

  it.each(STEPS.map((step, index) => [step.command.trim().split('\n')[0], index]))(
    'shows what the document says: %s',
    (_line, index) => {
      const step = STEPS[Number(index)] as Step;
      const output = outputs[Number(index)] as string;
      if (step.shown === undefined) expect(output.trim()).toBe('');
      else expectShown(output, step);
    },
  );
});
