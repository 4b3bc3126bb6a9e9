import type { Period } from '../../period.js';
import { toDayRange } from '../../period.js';
import { currentZone, PERIODS } from '../../settings.js';
import { text } from '../../text/en.js';
import { Choices, TextField } from '../field/field.js';

interface PeriodControlProps {
  readonly period: Period;
  readonly onChange: (period: Period) => void;
  /** The instant at which there can be clicks, for all time. */
  readonly first: string;
}

/** Chooses a period of statistics, in calendar days of the zone of the settings. */
export function PeriodControl({ period, onChange, first }: PeriodControlProps) {
  const words = text.parts.period;
  const isCustom = typeof period !== 'string';
  const range = toDayRange(period, currentZone(), first);
  const options = [...PERIODS, 'custom' as const].map((name) => [name, words[name]] as const);
  const changeDay = (change: Partial<typeof range>): void => {
    const { from, to } = { ...range, ...change };
    // A date field is empty while it is being typed into.
    if (from !== '' && to !== '' && from <= to) onChange({ from, to });
  };
  return (
    <div class="period">
      <Choices
        label={words.label}
        isLabelHidden
        value={isCustom ? 'custom' : period}
        options={options}
        onChange={(name) => onChange(name === 'custom' ? range : name)}
      />
      {isCustom && (
        <div class="period-days">
          <TextField
            label={words.from}
            type="date"
            value={range.from}
            onInput={(from) => changeDay({ from })}
          />
          <TextField
            label={words.to}
            type="date"
            value={range.to}
            onInput={(to) => changeDay({ to })}
          />
        </div>
      )}
      <span class="period-zone">{currentZone()}</span>
    </div>
  );
}
