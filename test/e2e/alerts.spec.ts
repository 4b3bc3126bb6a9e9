import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findPromtool } from '../support/programs.js';

const DIRECTORY = 'docker/prometheus';
const promtool = findPromtool();

(promtool === undefined ? describe.skip : describe)('the alerts', () => {
  const rules = readFileSync(join(DIRECTORY, 'alerts.yml'), 'utf8');
  let copy: string;

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'shortcore-alerts-'));
    copyFileSync(join(DIRECTORY, 'alerts.test.yml'), join(copy, 'alerts.test.yml'));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  /** @returns whether the tests of the rules succeed. */
  function passes(text: string): boolean {
    writeFileSync(join(copy, 'alerts.yml'), text);
    const { status } = spawnSync(promtool ?? '', ['test', 'rules', 'alerts.test.yml'], {
      cwd: copy,
    });
    return status === 0;
  }

  it('are five rules that promtool accepts', () => {
    const checked = execFileSync(promtool ?? '', ['check', 'rules', 'alerts.yml'], {
      cwd: DIRECTORY,
      encoding: 'utf8',
    });
    expect(checked).toContain('SUCCESS: 5 rules found');
  });

  it('fire when something is wrong, and only then', () => {
    expect(passes(rules)).toBe(true);
  });

  it.each([
    ['up{job="shortcore"} == 0', 'up{job="shortcore"} == 2'],
    ['shortcore_instances_silent) > 0', 'shortcore_instances_silent) > 9'],
    ['shortcore_database_up) == 0', 'shortcore_database_up) == 2'],
    ['> 0.01', '> 0.9'],
    ['> 0.01', '> 0.001'],
    ['> 0.05', '> 0.9'],
    ['> 0.05', '> 0.01'],
    ['> 300', '> 3000'],
    [' and shortcore_journals_pending > 0', ''],
    ['increase(shortcore_clicks_lost_total[15m])', 'shortcore_clicks_lost_total'],
  ])('are tested: %s is not %s', (expression, other) => {
    expect(rules).toContain(expression);
    expect(passes(rules.replace(expression, other))).toBe(false);
  });

  it('stand in docs/operations.md as they are', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    for (const [, name = '', rest = ''] of rules.matchAll(
      /- alert: (\w+)\n([\s\S]*?)(?=\n\n|$)/g,
    )) {
      expect(text).toContain(`\`${name}\``);
      expect(text).toContain(expressionIn(rest));
    }
  });
});

/** Without the indentation of the file. */
function expressionIn(rule: string): string {
  const [, block = '', inline] = /expr: (?:\|\n([\s\S]*?)\n {8}\w|(.*))/.exec(rule) ?? [];
  return inline ?? block.replace(/^ {10}/gm, '');
}
