import { formatNumber } from '../../format.js';

const PERIOD_NAMES = {
  today: 'today',
  '7d': 'in these 7 days',
  '30d': 'in these 30 days',
  '90d': 'in these 90 days',
  '12m': 'in these 12 months',
  all: 'in all this time',
  custom: 'in these days',
};

export const statistics = {
  clicks: 'Clicks',
  visitors: 'Unique visitors',
  visitorsHint: 'Humans, each once per UTC day',
  counted: 'Counted',
  humans: 'Humans',
  withBots: 'With bots',
  bots: 'Bots',
  botsExcluded: (value: number) => `${formatNumber(value)} by bots, not counted`,
  botsIncluded: (value: number) => `${formatNumber(value)} of them by bots`,
  before: 'Period before',
  change: (share: string) => `${share} against the period before`,
  noChange: 'As many as in the period before',
  noBefore: 'None in the period before',
  step: 'Step',
  steps: { hour: 'Hours', day: 'Days', week: 'Weeks', month: 'Months' },
  perStep: {
    hour: 'Clicks per hour',
    day: 'Clicks per day',
    week: 'Clicks per week',
    month: 'Clicks per month',
  },
  weekOf: (day: string) => `Week of ${day}`,
  zone: (zone: string) => `Time zone: ${zone}`,
  csv: 'CSV',
  csvOf: (list: string) => `${list} as CSV`,
  asTable: 'As table',
  asChart: 'As chart',
  tableTime: 'Time',
  sentence: (what: string, from: string, to: string, total: string) =>
    `${what}, from ${from} to ${to}: ${total} in all.`,
  sentenceMost: (value: string, when: string) => `Most: ${value}, ${when}.`,
  sentenceBefore: (total: string) => `In the period before: ${total}.`,
  referrers: 'Referrers',
  countries: 'Countries',
  browsers: 'Browsers',
  operatingSystems: 'Operating systems',
  devices: 'Devices',
  direct: 'Direct or unknown',
  unknown: 'Unknown',
  other: 'Other',
  deviceNames: { desktop: 'Desktop', mobile: 'Mobile', tablet: 'Tablet', tv: 'TV' } as Readonly<
    Record<string, string>
  >,
  value: 'Value',
  share: 'Share',
  showAll: (count: number) => `Show all ${count}`,
  nothing: 'Nothing yet',
  breakdownDays: (from: string, to: string) =>
    `Lists and visitors count humans on whole UTC days: ${from} to ${to}.`,
  empty: (period: keyof typeof PERIOD_NAMES, others: number) =>
    others > 0
      ? `No clicks ${PERIOD_NAMES[period]}; ${formatNumber(others)} before`
      : `No clicks ${PERIOD_NAMES[period]}`,
  never: 'No clicks yet',
  neverBody: 'A click shows here within 5 seconds.',
  showAllTime: 'Show all time',
};
