import { effect, signal } from '@preact/signals';

export const PERIODS = ['today', '7d', '30d', '90d', '12m', 'all'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** How people see this page in this browser. */
export interface Settings {
  /** An IANA time zone, or empty for that of the browser. */
  readonly zone: string;
  readonly theme: 'system' | 'light' | 'dark';
  readonly language: 'en';
  readonly density: 'comfortable' | 'compact';
  readonly period: PeriodName;
  readonly withBots: boolean;
  readonly shortcuts: boolean;
  readonly qrSize: number;
  readonly qrMargin: number;
  readonly qrCorrection: 'L' | 'M' | 'Q' | 'H';
  /** Six hexadecimal digits after `#`, as colour fields have them. */
  readonly qrColor: string;
  readonly qrBackground: string;
}

export const DEFAULT_SETTINGS: Settings = {
  zone: '',
  theme: 'system',
  language: 'en',
  density: 'comfortable',
  period: '30d',
  withBots: false,
  shortcuts: true,
  qrSize: 400,
  qrMargin: 4,
  qrCorrection: 'M',
  qrColor: '#000000',
  qrBackground: '#ffffff',
};

const STORAGE_KEY = 'shortcore-settings';

export const settings = signal<Settings>(DEFAULT_SETTINGS);

export function updateSettings(changes: Partial<Settings>): void {
  settings.value = { ...settings.value, ...changes };
  store(JSON.stringify(settings.value));
}

/** Reads the stored settings, follows changes of other tabs, and applies theme and density to the document. */
export function startSettings(): void {
  settings.value = parseSettings(stored());
  addEventListener('storage', ({ key, newValue }) => {
    if (key === STORAGE_KEY) settings.value = parseSettings(newValue);
  });
  effect(() => {
    const { dataset } = document.documentElement;
    dataset['theme'] = settings.value.theme;
    dataset['density'] = settings.value.density;
  });
}

/** Ignores values of another type, which an older or a newer version may have stored. */
export function parseSettings(text: string | null): Settings {
  const values = parse(text);
  const known = Object.entries(DEFAULT_SETTINGS).map(([name, value]) => {
    const given = values[name];
    return [name, typeof given === typeof value ? given : value];
  });
  return Object.fromEntries(known) as Settings;
}

function parse(text: string | null): Record<string, unknown> {
  try {
    return (JSON.parse(text ?? '{}') ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** A browser can forbid storage. */
function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function store(text: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, text);
  } catch {
    // The settings then last as long as the page.
  }
}

export function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The time zone in which this page shows and reads times. */
export function currentZone(): string {
  return settings.value.zone === '' ? browserZone() : settings.value.zone;
}
