import { readFileSync } from 'node:fs';

export interface Instruction {
  readonly name: string;
  readonly text: string;
}

export interface Stage {
  /** The name after AS, or its index. */
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the subset of the format that `docker/Dockerfile` uses. */
export function readDockerfile(path = 'docker/Dockerfile'): Stage[] {
  const text = readFileSync(path, 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '');
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, name = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === 'FROM') {
      const [, as = String(stages.length)] = / AS (\S+)$/.exec(rest) ?? [];
      stages.push({ name: as, instructions: [] });
    } else stages.at(-1)?.instructions.push({ name, text: rest });
  }
  return stages;
}

/** @throws if the stage does not have the instruction. */
export function textOf({ instructions }: Stage, name: string): string {
  const found = instructions.findLast((instruction) => instruction.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.text;
}

export function environmentOf({ instructions }: Stage): Record<string, string> {
  const settings = instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(' '));
  return Object.fromEntries(settings.map((setting) => setting.split('=') as [string, string]));
}

/** The exec form of CMD, after the options of HEALTHCHECK. */
export function commandOf(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[];
}
