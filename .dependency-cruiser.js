/**
 * The arrows of the architecture: request modules → domain modules → cluster, jobs → platform. Never up,
 * never sideways without need.
 */
const PLATFORM = '^src/platform/';
const CLUSTER = '^src/cluster/';
const JOBS = '^src/jobs/';
const COMMANDS = '^src/commands/';
const DOMAIN = '^src/(counter|link|cache|click|auth|idempotency|rate-limit)/';
const REQUESTS = '^src/(shorten|redirect|stats|qr|tags|admin|session|health|metrics|page)/';
const TOP = '^src/[^/]+[.]ts$';
/** Parts of the cache that know nothing of links, and the words that are never keys. */
const SHARED = '^src/(cache/(single-flight|negative-cache)|link/reserved-words)[.]ts$';
const SPEC = '\\.spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'platform-knows-no-domain',
      severity: 'error',
      from: { path: PLATFORM, pathNot: SPEC },
      to: { path: `${CLUSTER}|${JOBS}|${DOMAIN}|${REQUESTS}|${COMMANDS}|${TOP}` },
    },
    {
      name: 'config-is-at-the-bottom',
      severity: 'error',
      from: { path: '^src/platform/config/', pathNot: SPEC },
      to: { path: '^src/(?!platform/config/)' },
    },
    {
      name: 'cluster-knows-no-domain',
      severity: 'error',
      from: { path: CLUSTER, pathNot: SPEC },
      to: { path: `${JOBS}|${DOMAIN}|${REQUESTS}|${COMMANDS}|${TOP}` },
    },
    {
      name: 'jobs-know-no-domain',
      severity: 'error',
      from: { path: JOBS, pathNot: SPEC },
      to: { path: `${CLUSTER}|${DOMAIN}|${REQUESTS}|${COMMANDS}|${TOP}` },
    },
    {
      name: 'domain-knows-no-requests',
      severity: 'error',
      from: { path: DOMAIN, pathNot: SPEC },
      to: { path: `${REQUESTS}|${COMMANDS}|${TOP}` },
    },
    {
      name: 'domain-modules-do-not-know-each-other',
      severity: 'error',
      // The cache holds the redirects that the link store reads, and asks the counter which keys are reserved.
      // Clicks add to the totals of links, whose ids are unique within one counter.
      // Every domain module may ask the rate limiter.
      from: {
        path: '^src/(counter|link|auth|cache|click|idempotency|rate-limit)/',
        pathNot: `${SPEC}|^src/(cache|click)/`,
      },
      to: { path: DOMAIN, pathNot: `^src/$1/|${SHARED}|^src/rate-limit/` },
    },
    {
      name: 'request-modules-do-not-know-each-other',
      severity: 'error',
      from: {
        path: '^src/(shorten|redirect|stats|qr|tags|admin|session|health|metrics|page)/',
        pathNot: SPEC,
      },
      to: { path: REQUESTS, pathNot: '^src/$1/' },
    },
    {
      name: 'only-commands-and-the-application-know-commands',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `${SPEC}|${COMMANDS}` },
      to: { path: `${COMMANDS}|${TOP}` },
    },
    {
      name: 'page-knows-no-server',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|scripts|bench)/' },
    },
    {
      name: 'server-knows-no-page',
      severity: 'error',
      from: { path: '^(src|ormconfig)' },
      to: { path: '^web/' },
    },
    {
      name: 'pages-do-not-know-each-other',
      severity: 'error',
      from: { path: '^web/src/pages/([^/]+)/' },
      to: { path: '^web/src/pages/', pathNot: '^web/src/pages/$1/' },
    },
    {
      name: 'parts-know-no-pages',
      severity: 'error',
      from: { path: '^web/src/(api|parts|text)/' },
      to: { path: '^web/src/(pages|frame)/' },
    },
    {
      name: 'production-does-not-know-tests',
      severity: 'error',
      from: { path: '^(src|web|ormconfig)', pathNot: SPEC },
      to: { path: '^test/|^bench/|\\.spec\\.ts$' },
    },
    {
      name: 'production-runs-on-its-dependencies',
      severity: 'error',
      from: { path: '^(src|ormconfig)', pathNot: SPEC },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
