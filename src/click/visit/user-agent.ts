import { BROWSER_MAP, parse } from 'bowser';
import { isbot } from 'isbot';

export interface UserAgent {
  readonly isBot: boolean;
  readonly browser: string | null;
  readonly operatingSystem: string | null;
  readonly device: Device | null;
}

export const DEVICES = ['desktop', 'mobile', 'tablet', 'tv'] as const;
export type Device = (typeof DEVICES)[number];

const BOT: UserAgent = { isBot: true, browser: null, operatingSystem: null, device: null };

/** Longer than nearly all real texts, and short enough for patterns that take quadratic time. */
const MAX_LENGTH = 512;

/** Bots that isbot does not recognise. */
const MORE_BOTS = [
  // Office requests a link before the browser does, and Outlook requests images.
  /\bms-office\b|^microsoft (?:office|outlook)\b/i,
  /^akregator\/|\bbarracudasentinel\b/i,
  /\b(?:alamofire|axel|cfnetwork|dalvik|dart|(?:windows)?powershell|siege)\//i,
  /\b(?:gtmetrix\b|jsdom\/|slimerjs\/)/i,
];

/** Small browsers, a phone brand and apps that isbot takes for bots. */
const BOT_FALSE_POSITIVES = [
  /^(?:dillo|netsurf|w3m)\/.*/is,
  /\bcubot/gi,
  /\bsogoum(?:se|obilebrowser)\b/gi,
  /\b(?:smartnews|newsarticle)\/|\(news (?=\d)/gi,
  /\bprocess\/tools\b/gi, // WeChat
  /\balipaydefined\([^)]*/gi,
];

/** Words for which bowser reports a phone (Huawei), a bot (Yahoo) or PhantomJS by mistake. */
const MISLEADING = /huawei|yahoo|phantom/gi;

/** Values that replace the ones of bowser if a `User-Agent` matches. */
const CORRECTIONS: readonly (readonly [RegExp, Partial<UserAgent>])[] = [
  [/\bduckduckgo\/\d/i, { browser: 'DuckDuckGo' }],
  [/\bharmonyos\b/i, { operatingSystem: 'HarmonyOS' }],
  [/(?:\b|hbb)tv\b(?!\.)|\b(?:bravia|chromecast|crkey|mibox)|; aft[a-z]/i, { device: 'tv' }],
  [/\b(?:playstation [345]|wiiu|xbox)\b/i, { device: 'tv' }],
];

/** Bowser reports the first word of an unknown text as the browser, so clients could store any name. */
const BROWSERS = new Set([...Object.values(BROWSER_MAP), 'Miui', 'Opera Touch']);

/** Platforms that have Safari. Bowser reports Safari for everything that is built on WebKit. */
const SAFARI_PLATFORMS = new Set(['iOS', 'macOS', 'Windows']);

/** Takes bounded time and never throws, whatever the text. */
export function parseUserAgent(text: string): UserAgent {
  const start = text.slice(0, MAX_LENGTH);
  if (isBot(start)) return BOT;
  const { browser, os, platform } = parse(start.replace(MISLEADING, ' '));
  if (platform.type === 'bot') return BOT;
  const parsed: UserAgent = {
    isBot: false,
    browser: toKnownBrowser(browser.name, os.name),
    operatingSystem: os.name ?? null,
    device: DEVICES.find((device) => device === platform.type) ?? null,
  };
  return Object.assign(parsed, ...findCorrections(start));
}

/** Every browser sends a `User-Agent`. */
function isBot(text: string): boolean {
  if (text === '' || MORE_BOTS.some((pattern) => pattern.test(text))) return true;
  return isbot(BOT_FALSE_POSITIVES.reduce((rest, pattern) => rest.replace(pattern, ''), text));
}

function toKnownBrowser(name = '', operatingSystem = ''): string | null {
  if (name === 'Safari' && !SAFARI_PLATFORMS.has(operatingSystem)) return null;
  return BROWSERS.has(name) ? name : null;
}

function findCorrections(text: string): Partial<UserAgent>[] {
  return CORRECTIONS.filter(([pattern]) => pattern.test(text)).map(([, correction]) => correction);
}
