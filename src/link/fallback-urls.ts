import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { StartError } from '../platform/config/start-error.js';
import { DestinationPolicy } from './destination-policy.js';

/** Where visitors are sent who ask for no link, or for an unknown one. The rules for destinations of links hold. */
@Injectable()
export class FallbackUrls {
  readonly home: string | undefined;
  readonly notFound: string | undefined;

  /** @throws StartError for a URL that no link may have. */
  constructor(config: Config) {
    const policy = new DestinationPolicy(config);
    this.home = checkUrl(policy, 'HOME_URL', config.homeUrl);
    this.notFound = checkUrl(policy, 'NOT_FOUND_URL', config.notFoundUrl);
  }
}

function checkUrl(
  policy: DestinationPolicy,
  name: string,
  text: string | undefined,
): string | undefined {
  if (text === undefined) return undefined;
  const check = policy.check(text);
  if ('error' in check) throw new StartError(`${name} ${check.error}`);
  return check.url;
}
