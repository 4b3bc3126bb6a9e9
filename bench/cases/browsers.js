const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const DESKTOPS = [
  ['Windows NT 10.0; Win64; x64', 'Windows'],
  ['Macintosh; Intel Mac OS X 10_15_7', 'macOS'],
  ['X11; Linux x86_64', 'Linux'],
];
const LANGUAGES = [
  'en-US,en;q=0.9',
  'de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7',
  'fr-FR,fr;q=0.9,en;q=0.8',
  'pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7',
  'ja,en-US;q=0.9,en;q=0.8',
];
const REFERRERS = [
  'https://www.google.com/',
  'https://t.co/aZ3kP9x',
  'https://news.ycombinator.com/item?id=41234567',
];
const CHROMIUM_ACCEPT =
  'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8,' +
  'application/signed-exchange;v=b3;q=0.7';
const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** The request headers of 50 browsers that follow a link; a third of them send a referrer. */
export const BROWSERS = [...createChromiums(), ...createFirefoxes(), ...createSafaris()].map(
  addCommonHeaders,
);

function createChromiums() {
  const desktop = DESKTOPS.flatMap(([system, platform]) =>
    [134, 136, 137, 138, 139].flatMap((version) => [
      createChromium(`Mozilla/5.0 (${system}) ${WEBKIT} Chrome/${version}.0.0.0 Safari/537.36`, {
        version,
        platform,
      }),
      createChromium(
        `Mozilla/5.0 (${system}) ${WEBKIT} Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`,
        { version, platform },
      ),
    ]),
  );
  const mobile = [136, 137, 138, 139].map((version) =>
    createChromium(
      `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/${version}.0.0.0 Mobile Safari/537.36`,
      { version, platform: 'Android' },
    ),
  );
  return [...desktop, ...mobile];
}

/**
 * @param {string} userAgent
 * @param {{ version: number, platform: string | undefined }} hints
 * @returns {Record<string, string>}
 */
function createChromium(userAgent, { version, platform }) {
  return {
    'sec-ch-ua': `"Chromium";v="${version}", "Not/A)Brand";v="24"`,
    'sec-ch-ua-mobile': platform === 'Android' ? '?1' : '?0',
    'sec-ch-ua-platform': `"${platform}"`,
    'Upgrade-Insecure-Requests': '1',
    'User-Agent': userAgent,
    Accept: CHROMIUM_ACCEPT,
  };
}

function createFirefoxes() {
  return DESKTOPS.flatMap(([system]) =>
    [128, 139, 140].map((version) => ({
      'User-Agent': `Mozilla/5.0 (${system}; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
      Accept: ACCEPT,
      'Upgrade-Insecure-Requests': '1',
      Priority: 'u=0, i',
    })),
  );
}

function createSafaris() {
  return ['17_6', '18_1', '18_3', '18_4', '18_5', '18_6', '26_0'].map((version) => ({
    'User-Agent':
      `Mozilla/5.0 (iPhone; CPU iPhone OS ${version} like Mac OS X) AppleWebKit/605.1.15 ` +
      `(KHTML, like Gecko) Version/${version.replace('_', '.')} Mobile/15E148 Safari/604.1`,
    Accept: ACCEPT,
  }));
}

/**
 * @param {Record<string, string>} headers
 * @param {number} index
 * @returns {Record<string, string>}
 */
function addCommonHeaders(headers, index) {
  const isFromSite = index % 3 === 0;
  return {
    ...headers,
    'Sec-Fetch-Site': isFromSite ? 'cross-site' : 'none',
    'Sec-Fetch-Mode': 'navigate',
    'Sec-Fetch-User': '?1',
    'Sec-Fetch-Dest': 'document',
    ...(isFromSite && { Referer: REFERRERS[(index / 3) % REFERRERS.length] ?? '' }),
    'Accept-Encoding': 'gzip, deflate, br, zstd',
    'Accept-Language': LANGUAGES[index % LANGUAGES.length] ?? '',
  };
}
