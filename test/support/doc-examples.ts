import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** A piece of a document that is typed into a shell, and what is then to be seen. */
export interface Step {
  readonly command: string;
  /** `undefined` if nothing is shown. */
  readonly shown: string | undefined;
  /** Of what is shown: `json`, `http`, or empty for plain text. */
  readonly language: string;
}

const BLOCK = /^```(\w*)\n([\s\S]*?)^```$/gm;

/** Each block of `sh`, with the block behind it if that is none. */
export function stepsIn(markdown: string): Step[] {
  const blocks = [...markdown.matchAll(BLOCK)].map(([, language = '', content = '']) => ({
    language,
    content,
  }));
  return blocks.flatMap(({ language, content }, index) => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    const isShown = next !== undefined && next.language !== 'sh';
    return {
      command: content,
      shown: isShown ? next.content : undefined,
      language: isShown ? next.language : '',
    };
  });
}

const END_OF_STEP = '---- end of step ----';

/** Types all of them into one shell, and returns what each has put out. */
export async function typed(commands: readonly string[], directory: string): Promise<string[]> {
  const shell = spawn('bash', ['-u'], { cwd: directory, stdio: ['pipe', 'pipe', 'inherit'] });
  shell.stdin.end(commands.map((command) => `${command}\necho; echo '${END_OF_STEP}'\n`).join(''));
  const output = await text(shell.stdout);
  return output.split(`\n${END_OF_STEP}\n`).slice(0, commands.length);
}
