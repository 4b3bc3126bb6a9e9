import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Checkbox, Choices, Select } from '../../parts/field/field.js';
import { QrSettings } from '../../parts/qr-code/qr-settings.js';
import { browserZone, PERIODS, settings, updateSettings } from '../../settings.js';
import { text } from '../../text/en.js';
import { Bookmarklet } from './bookmarklet.js';
import './settings.css';

export default function SettingsPage() {
  const words = text.settings;
  return (
    <div class="page-narrow">
      <div class="page-head">
        <div>
          <h1>{words.title}</h1>
          <p class="page-lead">{words.lead}</p>
        </div>
      </div>
      <div class="stack">
        <Display />
        <Statistics />
        <Section title={words.keyboard}>
          <Checkbox
            isSwitch
            label={words.shortcuts}
            hint={words.shortcutsHint}
            isChecked={settings.value.shortcuts}
            onChange={(shortcuts) => updateSettings({ shortcuts })}
          />
        </Section>
        <Section title={words.qr}>
          <QrSettings />
        </Section>
        <Section title={words.bookmarklet}>
          <Bookmarklet />
        </Section>
      </div>
    </div>
  );
}

function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section class="card">
      <h2>{title}</h2>
      <div class="stack">{children}</div>
    </section>
  );
}

function Display() {
  const words = text.settings;
  const { theme, density, language } = settings.value;
  return (
    <Section title={words.display}>
      <div class="settings-row">
        <Choices
          label={words.theme}
          value={theme}
          options={[
            ['system', words.themes.system],
            ['light', words.themes.light],
            ['dark', words.themes.dark],
          ]}
          onChange={(theme) => updateSettings({ theme })}
        />
        <Choices
          label={words.density}
          value={density}
          options={[
            ['comfortable', words.densities.comfortable],
            ['compact', words.densities.compact],
          ]}
          onChange={(density) => updateSettings({ density })}
        />
      </div>
      <Select
        label={words.language}
        value={language}
        options={[['en', words.languages.en]]}
        onChange={(language) => updateSettings({ language })}
      />
    </Section>
  );
}

function Statistics() {
  const words = text.settings;
  const { zone, period, withBots } = settings.value;
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone'), []);
  const names = zones.includes('UTC') ? zones : ['UTC', ...zones];
  return (
    <Section title={words.statistics}>
      <div class="field-row">
        <Select
          label={words.zone}
          value={zone}
          options={[
            ['', words.browserZone(browserZone())],
            ...names.map((name) => [name, name.replaceAll('_', ' ')] as const),
          ]}
          onChange={(zone) => updateSettings({ zone })}
        />
        <Select
          label={words.period}
          value={period}
          options={PERIODS.map((name) => [name, text.parts.period[name]] as const)}
          onChange={(period) => updateSettings({ period })}
        />
      </div>
      <Checkbox
        isSwitch
        label={words.withBots}
        hint={words.withBotsHint}
        isChecked={withBots}
        onChange={(withBots) => updateSettings({ withBots })}
      />
    </Section>
  );
}
