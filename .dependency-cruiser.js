/** The arrows of the architecture: requests → domain → cluster → foundation, never up, never sideways without need. */
const FOUNDATION = '^src/(config|errors|logging|database|http|openapi)/';
const CLUSTER = '^src/cluster/';
const DOMAIN = '^src/(counter|link|cache|click|auth|idempotency|rate-limit)/';
const REQUESTS = '^src/(shorten|redirect|stats|admin|health)/';
/** Parts of the cache that know nothing of links. */
const FOR_ALL_MEMORIES = '^src/cache/(single-flight|unknown-keys)[.]ts$';
const SPEC = '\\.spec\\.ts$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'foundation-knows-no-domain',
      severity: 'error',
      from: { path: FOUNDATION, pathNot: SPEC },
      to: { path: `${CLUSTER}|${DOMAIN}|${REQUESTS}|^src/[^/]+$` },
    },
    {
      name: 'config-is-at-the-bottom',
      severity: 'error',
      from: { path: '^src/config/', pathNot: SPEC },
      to: { path: '^src/(?!config/)' },
    },
    {
      name: 'cluster-knows-no-domain',
      severity: 'error',
      from: { path: CLUSTER, pathNot: SPEC },
      to: { path: `${DOMAIN}|${REQUESTS}|^src/[^/]+$` },
    },
    {
      name: 'domain-knows-no-requests',
      severity: 'error',
      from: { path: DOMAIN, pathNot: SPEC },
      to: { path: `${REQUESTS}|^src/[^/]+$` },
    },
    {
      name: 'domain-neighbours-do-not-know-each-other',
      severity: 'error',
      // The cache holds what the link's store reads, and asks the counter which keys are about to be links.
      // Clicks add to the totals of links, whose ids mean something under one counter only.
      // Who is let in, and how often, is one question to those who ask.
      from: {
        path: '^src/(counter|link|auth|cache|click|idempotency|rate-limit)/',
        pathNot: `${SPEC}|^src/(cache|click)/`,
      },
      to: { path: DOMAIN, pathNot: `^src/$1/|${FOR_ALL_MEMORIES}|^src/rate-limit/` },
    },
    {
      name: 'requests-do-not-know-each-other',
      severity: 'error',
      from: { path: '^src/(shorten|redirect|stats|admin|health)/', pathNot: SPEC },
      to: { path: REQUESTS, pathNot: '^src/$1/' },
    },
    {
      name: 'nothing-knows-the-top',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: SPEC },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'production-does-not-know-tests',
      severity: 'error',
      from: { path: '^(src|ormconfig)', pathNot: SPEC },
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
