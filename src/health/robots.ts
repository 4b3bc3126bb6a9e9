import type { Config } from '../platform/config/config.js';

/** Aliases may begin with these words, so `$` ends each path that is not a directory. */
const OWN_PATHS = ['/api/', '/docs$', '/docs/', '/admin$', '/admin/', '/health/', '/metrics$'];
const ALL_PATHS = ['/'];

/** Characters with a meaning of their own in a rule. */
const SPECIAL: Readonly<Record<string, string>> = { '*': '%2A', $: '%24' };

/**
 * Robots Exclusion Protocol (RFC 9309). By default crawlers may follow short links, because link previews
 * need that.
 */
export function robotsText({ publicPath, robots }: Pick<Config, 'publicPath' | 'robots'>): string {
  const base = publicPath.replace(/[*$]/g, (character) => SPECIAL[character] ?? character);
  const paths = robots === 'none' ? ALL_PATHS : OWN_PATHS;
  return ['User-agent: *', ...paths.map((path) => `Disallow: ${base}${path}`), ''].join('\n');
}
