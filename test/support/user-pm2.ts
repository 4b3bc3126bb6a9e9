import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PM2 = join(ROOT, 'node_modules', '.bin', 'pm2');

interface ListedApp {
  readonly name: string;
  readonly pid: number;
  readonly pm2_env: { readonly status: string };
}

/** A PM2 that the user of the machine runs for other applications, with one of them. */
export class UserPm2 {
  readonly home = mkdtempSync(join(tmpdir(), 'user-pm2-'));

  static async start(): Promise<UserPm2> {
    const pm2 = new UserPm2();
    const script = join(pm2.home, 'other.js');
    writeFileSync(script, 'setInterval(() => {}, 60_000);');
    await pm2.run(['start', script, '--name', 'other']);
    return pm2;
  }

  async run(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Promise<string> {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, ...variables, PM2_HOME: this.home };
    return (await promisify(execFile)(PM2, args, { cwd: ROOT, env })).stdout;
  }

  /** Each application with its state, and its process if it runs. */
  async list(): Promise<Record<string, string>> {
    const output = await this.run(['jlist']);
    const apps = JSON.parse(output.slice(output.indexOf('['))) as ListedApp[];
    return Object.fromEntries(
      apps.map(({ name, pid, pm2_env: { status } }) => [name, `${status} ${pid}`]),
    );
  }

  readLog(name: string): string {
    return readFileSync(join(this.home, 'logs', `${name}-out.log`), 'utf8');
  }

  async kill(): Promise<void> {
    await this.run(['kill']);
    rmSync(this.home, { recursive: true });
  }
}
