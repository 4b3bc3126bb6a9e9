import { ValidateBy } from 'class-validator';

export type Rgb = readonly [red: number, green: number, blue: number];

/** Scanners fail below it. */
const MIN_CONTRAST = 3;
const HEX = /^[0-9a-f]{6}$/i;

/** @param hex six hexadecimal digits */
export function parseColor(hex: string): Rgb {
  const [red, green, blue] = [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Passes if either field is not a colour, because nobody knows what is behind a transparent background. */
export function HasContrastTo(other: string): PropertyDecorator {
  return ValidateBy({
    name: 'hasContrastTo',
    validator: {
      validate: (value, args) => {
        const color: unknown = args && Reflect.get(args.object, other);
        if (!isColor(value) || !isColor(color)) return true;
        return contrastOf(parseColor(value), parseColor(color)) >= MIN_CONTRAST;
      },
      defaultMessage: (args) =>
        `${args?.property} must have a contrast of at least ${MIN_CONTRAST}:1 to ${other}, or the code cannot be scanned`,
    },
  });
}

function isColor(value: unknown): value is string {
  return typeof value === 'string' && HEX.test(value);
}

/** The contrast ratio of WCAG 2.2, from 1 to 21. */
function contrastOf(one: Rgb, other: Rgb): number {
  const [lighter, darker] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => b - a);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** The relative luminance of WCAG 2.2, from 0 to 1. */
function luminanceOf(color: Rgb): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
