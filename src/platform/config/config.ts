import { join } from 'node:path';
import { Environment } from './environment.js';
import {
  parseApiKey,
  parseDatabaseUrl,
  parseInstances,
  parseLogLevel,
  parseOrigins,
  parsePublicUrl,
  parseSchemes,
  parseTrustProxy,
  type DatabaseLocation,
  type LogLevel,
  type TrustProxy,
} from './values.js';

/** The settings of one instance: read once at the start, checked, and never changed. */
export class Config {
  declare readonly port: number;
  declare readonly host: string;
  /** Without a slash at its end. */
  declare readonly publicUrl: string;
  declare readonly database: DatabaseLocation;
  declare readonly instances: number | 'max';
  declare readonly dataDir: string;
  declare readonly adminApiKey: string | undefined;
  declare readonly keyLength: number;
  declare readonly cacheMaxLinksCount: number;
  declare readonly cacheTtlSeconds: number;
  declare readonly cacheMaxStaleSeconds: number;
  declare readonly trustProxy: TrustProxy;
  /** Lower case, without the colon. */
  declare readonly allowedSchemes: readonly string[];
  declare readonly allowPrivateTargets: boolean;
  /** Of web pages that may call the API. */
  declare readonly corsOrigins: readonly string[];
  /** An `.mmdb` file in place of the bundled one. */
  declare readonly geoipDatabase: string | undefined;
  /** 0 is for ever. */
  declare readonly clickRetentionDays: number;
  /** Of each API key over all instances; 0 is without limit. */
  declare readonly rateLimitPerMinute: number;
  declare readonly logLevel: LogLevel;

  constructor(values: Config) {
    Object.assign(this, values);
    Object.freeze(this);
  }
}

const PORT_RANGE = { min: 1, max: 65_535 };
const KEY_LENGTH_RANGE = { min: 1, max: 20 };
const COUNT_RANGE = { min: 1, max: 100_000_000 };
const SECONDS_RANGE = { min: 1, max: 86_400 * 365 };
const DAYS_RANGE = { min: 0, max: 36_500 };
const ANY_COUNT = { min: 0, max: 1_000_000_000 };

/** @throws StartError naming every variable that is wrong. */
export function loadConfig(variables: NodeJS.ProcessEnv = process.env): Config {
  const env = new Environment(variables);
  const port = env.integer('PORT', 3000, PORT_RANGE);
  const dataDir = env.text('DATA_DIR', 'data');
  const config = new Config({
    port,
    dataDir,
    host: env.text('HOST', '0.0.0.0'),
    publicUrl: env.parsed('PUBLIC_URL', `http://localhost:${port}`, parsePublicUrl),
    database: env.parsedFrom(
      'DATABASE_URL',
      env.secret('DATABASE_URL'),
      { kind: 'sqlite', path: join(dataDir, 'shortcore.db') },
      parseDatabaseUrl,
    ),
    instances: env.parsed<number | 'max'>('INSTANCES', 'max', parseInstances),
    adminApiKey: env.parsedFrom<string | undefined>(
      'ADMIN_API_KEY',
      env.secret('ADMIN_API_KEY'),
      undefined,
      parseApiKey,
    ),
    keyLength: env.integer('KEY_LENGTH', 7, KEY_LENGTH_RANGE),
    ...cacheSettings(env),
    trustProxy: env.parsed<TrustProxy>('TRUST_PROXY', false, parseTrustProxy),
    allowedSchemes: env.parsed<readonly string[]>(
      'ALLOWED_SCHEMES',
      ['http', 'https'],
      parseSchemes,
    ),
    allowPrivateTargets: env.boolean('ALLOW_PRIVATE_TARGETS', false),
    corsOrigins: env.parsed<readonly string[]>('CORS_ORIGINS', [], parseOrigins),
    geoipDatabase: env.optional('GEOIP_DATABASE'),
    clickRetentionDays: env.integer('CLICK_RETENTION_DAYS', 0, DAYS_RANGE),
    rateLimitPerMinute: env.integer('RATE_LIMIT_PER_MINUTE', 600, ANY_COUNT),
    logLevel: env.parsed<LogLevel>('LOG_LEVEL', 'info', parseLogLevel),
  });
  env.assertValid();
  return config;
}

function cacheSettings(
  env: Environment,
): Pick<Config, 'cacheMaxLinksCount' | 'cacheTtlSeconds' | 'cacheMaxStaleSeconds'> {
  return {
    cacheMaxLinksCount: env.integer('CACHE_MAX_LINKS', 100_000, COUNT_RANGE),
    cacheTtlSeconds: env.integer('CACHE_TTL_SECONDS', 60, SECONDS_RANGE),
    cacheMaxStaleSeconds: env.integer('CACHE_MAX_STALE_SECONDS', 3600, SECONDS_RANGE),
  };
}
