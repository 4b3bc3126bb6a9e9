import { Breakdown } from './program.js';
import { Random, Weighted, zipf } from './random.js';

/** @typedef {import('../../src/click/visit/visit.js').Visit} Visit */

const PROFILE_COUNT = 16_384;
const REFERRER_COUNT = 300;
const DIRECT_SHARE = 0.35;
const COUNTRIES = (
  'US IN DE BR GB FR JP ID MX CA IT ES KR TR PL NL AU AR PH VN TH CO UA MY ZA EG RO SE BE CH AT PT CZ GR HU ' +
  'IL DK FI NO IE SG HK TW NZ CL PE EC VE BD PK LK NP SA AE QA KW JO LB IQ IR MA DZ TN KE NG GH ET TZ UG RS ' +
  'HR SI SK BG LT LV EE LU MT CY IS BY KZ UZ GE AM AZ MD AL MK BA ME DO CR PA GT SV HN NI BO PY UY JM TT CU ' +
  'KH LA MM MN'
).split(' ');
/** @type {[weight: number, browser: string, operatingSystem: string, device: 'desktop' | 'mobile' | 'tablet' | 'tv'][]} */
const PROGRAMS = [
  [26, 'Chrome', 'Android', 'mobile'],
  [22, 'Chrome', 'Windows', 'desktop'],
  [17, 'Safari', 'iOS', 'mobile'],
  [6, 'Chrome', 'macOS', 'desktop'],
  [5, 'Safari', 'macOS', 'desktop'],
  [5, 'Microsoft Edge', 'Windows', 'desktop'],
  [3, 'Samsung Internet for Android', 'Android', 'mobile'],
  [3, 'Firefox', 'Windows', 'desktop'],
  [3, 'Safari', 'iOS', 'tablet'],
  [2, 'Chrome', 'iOS', 'mobile'],
  [2, 'Opera', 'Windows', 'desktop'],
  [2, 'Chrome', 'Android', 'tablet'],
  [1, 'Firefox', 'Linux', 'desktop'],
  [1, 'Chrome', 'Linux', 'desktop'],
  [1, 'Chrome', 'Chrome OS', 'desktop'],
  [1, 'Firefox', 'Android', 'mobile'],
  [0.5, 'Vivaldi', 'Linux', 'desktop'],
  [0.5, 'Chromium', 'Tizen', 'tv'],
];

/** The most frequent referrers. */
const KNOWN_HOSTS = [
  'www.google.com',
  'www.instagram.com',
  'www.linkedin.com',
  'mail.google.com',
  't.co',
  'www.facebook.com',
  'news.ycombinator.com',
  'www.bing.com',
  'www.reddit.com',
  'duckduckgo.com',
  'www.youtube.com',
];

/** Visits in realistic proportions. */
export const AUDIENCE = createAudience();

/** For each visit of the audience, the breakdown of a day with this click only. */
export const BREAKDOWN_TEXTS = AUDIENCE.map((visit) => {
  const breakdown = new Breakdown();
  breakdown.count(visit, 1);
  return breakdown.toString();
});

/** @returns {Visit[]} */
function createAudience() {
  const random = new Random(1);
  const referrers = new Weighted(zipf(REFERRER_COUNT));
  const countries = new Weighted(zipf(COUNTRIES.length));
  const programs = new Weighted(PROGRAMS.map(([weight]) => weight));
  return Array.from({ length: PROFILE_COUNT }, () => {
    const [, browser = null, operatingSystem = null, device = null] =
      PROGRAMS[programs.pick(random)] ?? [];
    const isDirect = random.next() < DIRECT_SHARE;
    return {
      class: 'human',
      visitor: null,
      referrer: isDirect ? null : toHost(referrers.pick(random)),
      country: COUNTRIES[countries.pick(random)] ?? null,
      browser,
      operatingSystem,
      device,
    };
  });
}

/** @param {number} index */
function toHost(index) {
  const known = KNOWN_HOSTS[index];
  if (known !== undefined) return known;
  const name = ['www', 'news', 'm', 'blog', 'forum'][index % 5];
  return `${name}.site-${index}.example`;
}
