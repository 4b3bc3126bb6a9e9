import { correction, generate, type Bitmap2D } from 'lean-qr';
import { toPngBuffer } from 'lean-qr/extras/node_export';
import { toSvgSource } from 'lean-qr/extras/svg';
import { parseColor } from './color.js';
import type { QrQueryDto } from './qr-query.dto.js';

/** Part of entity tags. To be raised whenever the same options give another image. */
export const RENDERER_VERSION = 1;

type ImageOptions = Pick<QrQueryDto, 'size' | 'margin' | 'ecc' | 'color' | 'background'>;

export function renderSvg(text: string, options: ImageOptions): Buffer {
  const { size, margin, color, background } = options;
  const isTransparent = background.toLowerCase() === 'transparent';
  const svg = toSvgSource(encode(text, options), {
    on: `#${color}`,
    off: isTransparent ? 'transparent' : `#${background}`,
    pad: margin,
    width: size,
    height: size,
    xmlDeclaration: true,
  });
  return Buffer.from(svg);
}

export function renderPng(text: string, options: ImageOptions): Buffer {
  const { size, margin, color, background } = options;
  const code = encode(text, options);
  const isTransparent = background.toLowerCase() === 'transparent';
  const png = toPngBuffer(code, {
    on: [...parseColor(color), 255],
    off: isTransparent ? [255, 255, 255, 0] : [...parseColor(background), 255],
    pad: margin,
    scale: Math.max(1, Math.floor(size / (code.size + 2 * margin))),
  });
  return Buffer.from(png);
}

function encode(text: string, { ecc }: ImageOptions): Bitmap2D {
  return generate(text, { minCorrectionLevel: correction[ecc] });
}
