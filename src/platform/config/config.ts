import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { databaseUrl } from './database-url.js';
import { StartError } from './start-error.js';
import {
  apiKey,
  balancing,
  boolean,
  host,
  instances,
  logLevel,
  origins,
  publicUrl,
  robots,
  schemes,
  trustProxy,
  wholeNumber,
} from './values.js';

interface Variable {
  readonly name: string;
  /** A secret can also be in a file that `NAME_FILE` names. */
  readonly isSecret: boolean;
}

const VARIABLES = z.registry<Variable>();

const MAX_SECONDS = 86_400 * 365;

const SETTINGS = z.object({
  port: variable('PORT', z._default(wholeNumber(1, 65_535), 3000)),
  host: variable('HOST', z._default(host, '0.0.0.0')),
  publicUrl: variable('PUBLIC_URL', z.optional(publicUrl)),
  database: secret('DATABASE_URL', z.optional(databaseUrl)),
  databasePoolSize: variable('DATABASE_POOL_SIZE', z._default(wholeNumber(3, 1_000), 12)),
  databaseWaitSeconds: variable('DATABASE_WAIT_SECONDS', z._default(wholeNumber(0, 86_400), 30)),
  instances: variable('INSTANCES', z._default(instances, 'max')),
  /** Who accepts connections: PM2, which hands them over in turn, or any instance. */
  balancing: variable('BALANCING', z._default(balancing, 'round-robin')),
  /** Of one instance, before it is replaced; 0 means no limit. By default `getMemoryLimitMb` decides. */
  maxMemoryMb: variable('MAX_MEMORY_MB', z.optional(wholeNumber(0, 1_000_000))),
  dataDir: variable('DATA_DIR', z._default(z.string(), 'data')),
  /** By default below `dataDir`. */
  pm2Home: variable('SHORTCORE_PM2_HOME', z.optional(z.string())),
  adminApiKey: secret('ADMIN_API_KEY', z.optional(apiKey)),
  keyLength: variable('KEY_LENGTH', z._default(wholeNumber(1, 20), 7)),
  cacheMaxLinksCount: variable('CACHE_MAX_LINKS', z._default(wholeNumber(1, 100_000_000), 100_000)),
  cacheTtlSeconds: variable('CACHE_TTL_SECONDS', z._default(wholeNumber(1, MAX_SECONDS), 60)),
  cacheMaxStaleSeconds: variable(
    'CACHE_MAX_STALE_SECONDS',
    z._default(wholeNumber(1, MAX_SECONDS), 3600),
  ),
  trustProxy: variable('TRUST_PROXY', z._default(trustProxy, false)),
  /** Lower case, without the colon. */
  allowedSchemes: variable('ALLOWED_SCHEMES', z._default(schemes, ['http', 'https'])),
  allowPrivateTargets: variable('ALLOW_PRIVATE_TARGETS', z._default(boolean, false)),
  corsOrigins: variable('CORS_ORIGINS', z._default(origins, [])),
  /** An `.mmdb` file that replaces the bundled one. */
  geoipDatabase: variable('GEOIP_DATABASE', z.optional(z.string())),
  /** 0 keeps statistics for ever. */
  clickRetentionDays: variable('CLICK_RETENTION_DAYS', z._default(wholeNumber(0, 36_500), 0)),
  /** Per API key, over all instances; 0 means no limit. */
  rateLimitPerMinute: variable(
    'RATE_LIMIT_PER_MINUTE',
    z._default(wholeNumber(0, 1_000_000_000), 600),
  ),
  /** Whether the page at `/admin/` is served. */
  adminPage: variable('ADMIN_PAGE', z._default(boolean, true)),
  /** Whether `/:key+` shows where a link leads. */
  linkPreview: variable('LINK_PREVIEW', z._default(boolean, true)),
  homeUrl: variable('HOME_URL', z.optional(z.string())),
  notFoundUrl: variable('NOT_FOUND_URL', z.optional(z.string())),
  /** What `robots.txt` lets crawlers do: follow short links, or nothing. */
  robots: variable('ROBOTS', z._default(robots, 'links')),
  logLevel: variable('LOG_LEVEL', z._default(logLevel, 'info')),
});

const CONFIG = z.pipe(
  SETTINGS,
  z.transform((settings) => {
    const publicUrl = settings.publicUrl ?? `http://localhost:${settings.port}`;
    return {
      ...settings,
      publicUrl,
      /** The path of `publicUrl`, such as `/s`, or empty. Links to this service begin with it. */
      publicPath: new URL(publicUrl).pathname.replace(/\/$/, ''),
      database:
        settings.database ??
        ({ kind: 'sqlite', path: join(settings.dataDir, 'shortcore.db') } as const),
    };
  }),
);

type Settings = Readonly<z.output<typeof CONFIG>>;

class Fields {
  constructor(settings: object) {
    Object.assign(this, settings);
    Object.freeze(this);
  }
}

/** The settings of one instance, immutable. A class, because Nest injects by class. */
export class Config extends (Fields as new (settings: Settings) => Settings) {}

/** @throws StartError that names every invalid variable, but no value, which can be a secret. */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const errors: string[] = [];
  const texts: Record<string, string | undefined> = {};
  for (const [field, schema] of Object.entries(SETTINGS.shape)) {
    texts[field] = read(variableOf(schema), environment, errors);
  }
  const { data, error } = CONFIG.safeParse(texts);
  for (const { path, message } of error?.issues ?? []) {
    const schema = SETTINGS.shape[path[0] as keyof typeof SETTINGS.shape];
    errors.push(`${variableOf(schema).name} ${message}`);
  }
  if (data === undefined || errors.length > 0) throw new StartError(errors.join('; '));
  return new Config(data);
}

function read(
  { name, isSecret }: Variable,
  environment: NodeJS.ProcessEnv,
  errors: string[],
): string | undefined {
  const path = isSecret ? nonEmpty(environment[`${name}_FILE`]) : undefined;
  if (path === undefined) return nonEmpty(environment[name]);
  try {
    return nonEmpty(readFileSync(path, 'utf8'));
  } catch {
    errors.push(`${name}_FILE names a file that cannot be read`);
    return undefined;
  }
}

/** An empty variable counts as unset, as in a shell's `${NAME:-default}`. */
function nonEmpty(text: string | undefined): string | undefined {
  return text?.trim() || undefined;
}

function variable<S extends z.ZodMiniType>(name: string, schema: S): S {
  VARIABLES.add(schema, { name, isSecret: false });
  return schema;
}

function secret<S extends z.ZodMiniType>(name: string, schema: S): S {
  VARIABLES.add(schema, { name, isSecret: true });
  return schema;
}

function variableOf(schema: z.ZodMiniType): Variable {
  const found = VARIABLES.get(schema);
  if (found === undefined) throw new Error('a setting has no variable');
  return found;
}
