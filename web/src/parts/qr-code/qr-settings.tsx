import { Field, Select, TextField } from '../field/field.js';
import { settings, updateSettings, type Settings } from '../../settings.js';
import { text } from '../../text/en.js';
import { contrastOf } from './contrast.js';

/** Codes with less contrast are refused, because cameras do not read them. */
const MIN_CONTRAST = 3;

type NumberSetting = 'qrSize' | 'qrMargin';
type ColorSetting = 'qrColor' | 'qrBackground';

const RANGES: Readonly<Record<NumberSetting, readonly [min: number, max: number]>> = {
  qrSize: [64, 2048],
  qrMargin: [0, 16],
};

/** What codes look like. Changes are kept in this browser. */
export function QrSettings() {
  const words = text.settings;
  const { qrCorrection, qrColor, qrBackground } = settings.value;
  const isTooAlike = contrastOf(qrColor, qrBackground) < MIN_CONTRAST;
  return (
    <>
      <div class="field-row">
        <NumberField name="qrSize" />
        <NumberField name="qrMargin" />
        <Select
          label={words.qrCorrection}
          value={qrCorrection}
          options={(['L', 'M', 'Q', 'H'] as const).map((level) => [
            level,
            words.qrCorrections[level],
          ])}
          onChange={(qrCorrection) => updateSettings({ qrCorrection })}
        />
      </div>
      <div class="field-row">
        <ColorField name="qrColor" />
        <ColorField name="qrBackground" error={isTooAlike ? words.qrContrast : undefined} />
      </div>
    </>
  );
}

function NumberField({ name }: { readonly name: NumberSetting }) {
  const [min, max] = RANGES[name];
  return (
    <TextField
      label={text.settings[name]}
      type="number"
      min={min}
      max={max}
      value={String(settings.value[name])}
      onInput={(text) => {
        const value = Number(text);
        const isValid = Number.isInteger(value) && text !== '' && value >= min && value <= max;
        if (isValid) updateSettings({ [name]: value } satisfies Partial<Settings>);
      }}
    />
  );
}

function ColorField({ name, error }: { readonly name: ColorSetting; readonly error?: string }) {
  return (
    <Field label={text.settings[name]} error={error}>
      {(control) => (
        <input
          {...control}
          class="color"
          type="color"
          value={settings.value[name]}
          onInput={(event) =>
            updateSettings({ [name]: event.currentTarget.value } satisfies Partial<Settings>)
          }
        />
      )}
    </Field>
  );
}
