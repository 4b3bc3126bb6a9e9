import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentOf, readDockerfile, type Instruction, type Stage } from './dockerfile.js';

const isRoot = process.getuid?.() === 0;
/** Of the user `node` of the image. Without root's rights, the user of the tests. */
export const IMAGE_USER = isRoot ? { uid: 1000, gid: 1000 } : {};

/** What the stages of `docker/Dockerfile` make, each in a directory that stands for the root of its file system. */
export class Image {
  readonly #directory = mkdtempSync(join(tmpdir(), 'shortcore-image-'));
  readonly #stages = readDockerfile();

  static build(): Image {
    const image = new Image();
    // Other users run what is in it.
    chmodSync(image.#directory, 0o755);
    image.#copyContext();
    for (const stage of image.#stages) image.#run(stage);
    // What root has made, the user of the image cannot write to in any case.
    if (!isRoot) execFileSync('chmod', ['-R', 'a-w', join(image.root, 'app')]);
    return image;
  }

  /** The last stage, which is the image. */
  get stage(): Stage {
    const stage = this.#stages.at(-1);
    if (stage === undefined) throw new Error('no stage');
    return stage;
  }

  get root(): string {
    return join(this.#directory, this.stage.name);
  }

  environment(): Record<string, string> {
    const settings = Object.entries(environmentOf(this.stage));
    return Object.fromEntries(settings.map(([name, value]) => [name, this.#inRoot(value)]));
  }

  remove(): void {
    if (!isRoot) execFileSync('chmod', ['-R', 'u+w', this.#directory]);
    rmSync(this.#directory, { recursive: true });
  }

  /** What `.dockerignore` lets through. */
  #copyContext(): void {
    const patterns = readFileSync('.dockerignore', 'utf8').trim().split('\n');
    const isIgnored = (name: string): boolean =>
      patterns.some((pattern) =>
        pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern,
      );
    mkdirSync(join(this.#directory, 'context'));
    for (const name of readdirSync('.').filter((each) => !isIgnored(each))) {
      cpSync(name, join(this.#directory, 'context', name), { recursive: true });
    }
  }

  #run(stage: Stage): void {
    const root = join(this.#directory, stage.name);
    mkdirSync(join(root, 'app'), { recursive: true });
    for (const instruction of stage.instructions) this.#execute(instruction, root);
  }

  #execute({ name, text }: Instruction, root: string): void {
    if (name === 'COPY') this.#copy(text.split(' '), root);
    if (name === 'RUN') runShell(text, root);
  }

  #copy(args: readonly string[], root: string): void {
    const from = args.find((arg) => arg.startsWith('--from='))?.slice('--from='.length);
    const base = join(this.#directory, from ?? 'context');
    const paths = args.filter((arg) => !arg.startsWith('--'));
    const target = join(root, 'app', paths.at(-1) ?? '');
    for (const path of paths.slice(0, -1)) {
      const isIntoDirectory = paths.at(-1)?.endsWith('/') === true;
      const name = isIntoDirectory && path !== '.' ? (path.split('/').at(-1) ?? '') : '';
      copy(join(base, path), join(target, name));
    }
  }

  #inRoot(value: string): string {
    return value.startsWith('/') ? join(this.root, value) : value;
  }
}

/** The contents of a directory, as COPY does. By hard links, because there are many files. */
function copy(source: string, target: string): void {
  const isDirectory = statSync(source).isDirectory();
  mkdirSync(isDirectory ? target : dirname(target), { recursive: true });
  execFileSync('cp', ['-al', isDirectory ? `${source}/.` : source, target]);
}

/** In the working directory of the image. Paths and the user are those of the image. */
function runShell(text: string, root: string): void {
  const { uid = process.getuid?.() } = IMAGE_USER as { uid?: number };
  const command = text.replaceAll(/(?<= )\/(?=\w)/g, `${root}/`).replaceAll('node:node', `${uid}`);
  execFileSync('sh', ['-ec', command], {
    cwd: join(root, 'app'),
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      npm_config_prefer_offline: 'true',
      npm_config_loglevel: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
