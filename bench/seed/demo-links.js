import { Random } from './random.js';

/**
 * A link as the API takes it, how popular it is, and how many days ago it was created.
 * @typedef {{ body: Record<string, unknown>, weight: number, ageDays: number }} DemoLink
 */

const SITES = [
  'https://www.example.com/blog',
  'https://docs.example.com/guides',
  'https://shop.example.org/products',
  'https://events.example.net/2026',
  'https://careers.example.com/openings',
  'https://help.example.com/articles',
];
const TOPICS = [
  'Spring sale',
  'Release notes',
  'Summer campaign',
  'Getting started',
  'Annual report',
  'Webinar recording',
  'Price list',
  'Customer stories',
  'Open positions',
  'Product tour',
  'Security whitepaper',
  'Community meetup',
];
const AUDIENCES = ['newsletter', 'social', 'print', 'partners', 'internal', 'ads'];
const REGIONS = ['emea', 'apac', 'americas', 'dach', 'nordics'];
const MAX_AGE_DAYS = 730;

/** Links that show what a page has to cope with. @type {readonly Record<string, unknown>[]} */
const SPECIAL = [
  {
    alias: 'spring-sale',
    url: 'https://shop.example.org/collections/spring?utm_source=newsletter&utm_medium=email&utm_campaign=spring-2026',
    title: 'Spring sale: up to 40 % off everything for the garden',
    tags: ['campaign', 'newsletter', 'emea'],
    externalId: 'crm-20418',
  },
  {
    alias: 'عرض-الصيف',
    url: 'https://shop.example.org/ar/summer',
    title: 'عرض الصيف: خصومات على كل شيء للحديقة والمنزل',
    tags: ['campaign', 'حملة'],
  },
  {
    alias: 'long-read',
    url: `https://www.example.com/archive/2026/research/${'a-study-of-very-long-addresses-and-what-they-do-to-tables/'.repeat(9)}final?session=${'0123456789abcdef'.repeat(12)}#conclusions`,
    title:
      'Everything that we have learned about addresses that are far too long for any table, with an appendix on what readers do when a title does not end where they expect it to end',
    tags: [
      'research',
      'print',
      'dach',
      'internal',
      'a-rather-long-tag-that-somebody-made-by-mistake',
    ],
  },
  {
    alias: 'brand-new',
    url: 'https://www.example.com/coming-soon',
    title: 'Nobody has clicked this',
  },
  {
    alias: 'meetup',
    url: 'https://events.example.net/2026/meetup',
    title: 'Community meetup',
    tags: ['events'],
    maxClicks: 100_000,
  },
  {
    alias: '🚀launch',
    url: 'https://www.example.com/launch',
    title: 'Launch page 🚀',
    tags: ['campaign', 'social'],
  },
];

/** @returns {DemoLink[]} 400 links, the most popular first */
export function createDemoLinks(count = 400) {
  const random = new Random(7);
  const special = SPECIAL.map((body, index) => ({
    body,
    weight: body['alias'] === 'brand-new' ? 0 : 3 / (index + 2),
    ageDays: body['alias'] === 'brand-new' ? 0 : 420 - 60 * index,
  }));
  const others = Array.from({ length: count - SPECIAL.length }, (_, index) => ({
    body: createBody(index, random),
    weight: 1 / (index + 4),
    ageDays: 1 + Math.floor(MAX_AGE_DAYS * random.next() ** 1.4),
  }));
  return [...special, ...others];
}

/**
 * @param {number} index
 * @param {Random} random
 */
function createBody(index, random) {
  /** @template T @param {readonly T[]} values @returns {T} */
  const pick = (values) => /** @type {T} */ (values[random.below(values.length)]);
  const topic = pick(TOPICS);
  const slug = topic.toLowerCase().replaceAll(' ', '-');
  const audience = pick(AUDIENCES);
  const query = random.next() < 0.4 ? `?utm_source=${audience}&utm_campaign=${slug}` : '';
  const tags = [audience, ...(random.next() < 0.6 ? [pick(REGIONS)] : [])];
  const isAlias = random.next() < 0.35;
  return {
    url: `${pick(SITES)}/${slug}-${index}${query}`,
    ...(isAlias && { alias: `${slug}-${index}` }),
    ...(random.next() < 0.7 && { title: `${topic} ${2025 + (index % 2)}` }),
    tags: random.next() < 0.85 ? tags : [],
    ...(index % 29 === 5 && { expiresAt: '2099-12-31T23:00:00.000Z' }),
    ...(index % 37 === 9 && { validFrom: '2099-01-01T00:00:00.000Z' }),
  };
}
