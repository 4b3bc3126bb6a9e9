import { formatCountry } from '../../format.js';
import { text } from '../../text/en.js';
import { Breakdown } from './breakdown.js';
import type { Stats } from './use-statistics.js';

const OTHER = 'other';

/** The five lists of a period. */
export function Breakdowns({ stats }: { readonly stats: Stats }) {
  const words = text.statistics;
  const lists = [
    [words.referrers, stats.referrers, named(words.direct)],
    [words.countries, stats.countries, named(words.unknown, formatCountry)],
    [words.browsers, stats.browsers, named(words.unknown)],
    [words.operatingSystems, stats.operatingSystems, named(words.unknown)],
    [words.devices, stats.devices, named(words.unknown, (name) => words.deviceNames[name] ?? name)],
  ] as const;
  // Each click has a device, or none; there are so few that the list is always whole.
  const total = stats.devices.reduce((sum, { clicks }) => sum + clicks, 0);
  return (
    <>
      {lists.map(([title, values, nameOf]) => (
        <Breakdown key={title} title={title} values={values} total={total} nameOf={nameOf} />
      ))}
    </>
  );
}

function named(unknown: string, nameOf = (value: string) => value) {
  return (value: string | null): string => {
    if (value === null) return unknown;
    return value === OTHER ? text.statistics.other : nameOf(value);
  };
}
