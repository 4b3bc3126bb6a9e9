import { BROWSER_MAP, parse } from 'bowser';
import { isbot } from 'isbot';

/** What a User-Agent says of who uses it. What it does not say, or says in words of its own, is `null`. */
export interface UserAgent {
  readonly isBot: boolean;
  readonly browser: string | null;
  readonly operatingSystem: string | null;
  readonly device: Device | null;
}

export const DEVICES = ['desktop', 'mobile', 'tablet', 'tv'] as const;
export type Device = (typeof DEVICES)[number];

const BOT: UserAgent = { isBot: true, browser: null, operatingSystem: null, device: null };

/** Longer than what nearly everyone sends, and short enough for patterns whose time grows with the square of it. */
const MAX_LENGTH = 512;

/** Bots that isbot does not know. */
const MORE_BOTS = [
  // Office asks for a link before it lets the browser do so; Outlook looks for pictures.
  /\bms-office\b|^microsoft (?:office|outlook)\b/i,
  /^akregator\/|\bbarracudasentinel\b/i,
  /\b(?:alamofire|axel|cfnetwork|dalvik|dart|(?:windows)?powershell|siege)\//i,
  /\b(?:gtmetrix\b|jsdom\/|slimerjs\/)/i,
];

/** What isbot takes for signs of bots, though people have them: small browsers, a maker of phones, and apps. */
const BOT_FALSE_POSITIVES = [
  /^(?:dillo|netsurf|w3m)\/.*/is,
  /\bcubot/gi,
  /\bsogoum(?:se|obilebrowser)\b/gi,
  /\b(?:smartnews|newsarticle)\/|\(news (?=\d)/gi,
  /\bprocess\/tools\b/gi, // WeChat
  /\balipaydefined\([^)]*/gi,
];

/** Words that mislead bowser: it takes all of Huawei's for phones, all of Yahoo's for bots, and a phone for PhantomJS. */
const MISLEADING = /huawei|yahoo|phantom/gi;

/** What bowser gets wrong, by what a User-Agent contains. */
const CORRECTIONS: readonly (readonly [RegExp, Partial<UserAgent>])[] = [
  [/\bduckduckgo\/\d/i, { browser: 'DuckDuckGo' }],
  [/\bharmonyos\b/i, { operatingSystem: 'HarmonyOS' }],
  [/(?:\b|hbb)tv\b(?!\.)|\b(?:bravia|chromecast|crkey|mibox)|; aft[a-z]/i, { device: 'tv' }],
  [/\b(?:playstation [345]|wiiu|xbox)\b/i, { device: 'tv' }],
];

/** Bowser names what it does not know after the first word of it, so that anyone could name a browser. */
const BROWSERS = new Set([...Object.values(BROWSER_MAP), 'Miui', 'Opera Touch']);

/** Where there is Safari. Bowser says so of everything that is built on WebKit. */
const SAFARI_PLATFORMS = new Set(['iOS', 'macOS', 'Windows']);

/** Takes bounded time and never throws, whatever the text. */
export function parseUserAgent(text: string): UserAgent {
  const start = text.slice(0, MAX_LENGTH);
  if (isBot(start)) return BOT;
  const { browser, os, platform } = parse(start.replace(MISLEADING, ' '));
  if (platform.type === 'bot') return BOT;
  const parsed: UserAgent = {
    isBot: false,
    browser: knownBrowser(browser.name, os.name),
    operatingSystem: os.name ?? null,
    device: DEVICES.find((device) => device === platform.type) ?? null,
  };
  return Object.assign(parsed, ...correct(start));
}

/** No browser leaves its User-Agent out. */
function isBot(text: string): boolean {
  if (text === '' || MORE_BOTS.some((pattern) => pattern.test(text))) return true;
  return isbot(BOT_FALSE_POSITIVES.reduce((rest, sign) => rest.replace(sign, ''), text));
}

function knownBrowser(name = '', operatingSystem = ''): string | null {
  if (name === 'Safari' && !SAFARI_PLATFORMS.has(operatingSystem)) return null;
  return BROWSERS.has(name) ? name : null;
}

function correct(text: string): Partial<UserAgent>[] {
  return CORRECTIONS.filter(([sign]) => sign.test(text)).map(([, correction]) => correction);
}
