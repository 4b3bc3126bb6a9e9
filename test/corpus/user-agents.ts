import type { Device } from '../../src/click/visit/user-agent.js';

/** Omitted fields are not checked; `null` means that the User-Agent does not tell. */
interface Expected {
  readonly browser?: string | null;
  readonly operatingSystem?: string | null;
  readonly device?: Device | null;
}

interface KnownUserAgent extends Expected {
  readonly text: string;
  readonly class: 'human' | 'bot';
}

const PEOPLE: readonly (Expected & { readonly texts: readonly string[] })[] = [
  // Desktops. Brave and current versions of Vivaldi identify as Chrome.
  {
    browser: 'Chrome',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
      'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36',
      'Mozilla/5.0 (Windows NT 6.1; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Safari/537.36',
      'Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.112 Safari/537.36',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/80.0.182 Chrome/74.0.3729.182 Safari/537.36',
      'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0.3497.100 Safari/537.36 2345Explorer/10.3.0.19506',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_5) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/67.0.3396.99 Safari/537.36',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36',
      'Mozilla/5.0 (X11; Linux i686) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/48.0.2564.116 Safari/537.36',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Chrome OS',
    texts: [
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
      'Mozilla/5.0 (X11; CrOS armv7l 13597.84.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.186 Safari/537.36',
      'Mozilla/5.0 (X11; CrOS aarch64 15236.80.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.5414.125 Safari/537.36',
    ],
  },
  {
    browser: 'Chromium',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/80.0.3987.163 Chrome/80.0.3987.163 Safari/537.36',
      'Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Raspbian Chromium/78.0.3904.108 Chrome/78.0.3904.108 Safari/537.36',
    ],
  },
  {
    browser: 'Chromium',
    operatingSystem: 'Linux',
    texts: [
      'Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/79.0.3945.130 Chrome/79.0.3945.130 Safari/537.36 Tesla/2020.16.2.1-e99c70fff409',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0',
      'Mozilla/5.0 (Windows NT 6.1; WOW64; rv:52.0) Gecko/20100101 Firefox/52.0',
      'Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.2.3) Gecko/20100401 Firefox/3.6.3',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:56.0) Gecko/20100101 Firefox/56.0 Waterfox/56.2.14',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:138.0) Gecko/20100101 Firefox/138.0',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.6; rv:2.0.1) Gecko/20100101 Firefox/4.0.1',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0',
      'Mozilla/5.0 (X11; Fedora; Linux x86_64; rv:94.0) Gecko/20100101 Firefox/94.0',
      'Mozilla/5.0 (Wayland; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0',
      'Mozilla/5.0 (X11; Linux i686; rv:10.0.7) Gecko/20100101 Iceweasel/10.0.7',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: null,
    device: null,
    texts: [
      'Mozilla/5.0 (X11; FreeBSD amd64; rv:108.0) Gecko/20100101 Firefox/108.0',
      'Mozilla/5.0 (X11; OpenBSD amd64; rv:102.0) Gecko/20100101 Firefox/102.0',
    ],
  },
  // An iPad in desktop mode sends the same User-Agent as a Mac.
  {
    browser: 'Safari',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.2 Safari/605.1.15',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_6) AppleWebKit/601.7.7 (KHTML, like Gecko) Version/9.1.2 Safari/601.7.7',
      'Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_6_8; de-at) AppleWebKit/533.21.1 (KHTML, like Gecko) Version/5.0.5 Safari/533.21.1',
    ],
  },
  {
    browser: 'Safari',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/534.57.2 (KHTML, like Gecko) Version/5.1.7 Safari/534.57.2',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36 Edg/137.0.0.0',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763',
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.10136',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 Edg/136.0.3240.76',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36 Edg/134.0.0.0',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 OPR/117.0.0.0',
      'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36 OPR/65.0.3467.78 (Edition Campaign 34)',
      'Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18',
      'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; en) Opera 8.50',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 OPR/116.0.0.0',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 OPR/115.0.0.0',
      'Opera/9.80 (X11; Linux i686; U; en) Presto/2.2.15 Version/10.10',
    ],
  },
  {
    browser: 'Vivaldi',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.163 Safari/537.36 Vivaldi/2.11.1811.52',
    ],
  },
  {
    browser: 'Vivaldi',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/102.0.5005.72 Safari/537.36 Vivaldi/5.3.2679.55',
    ],
  },
  {
    browser: 'Yandex Browser',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 YaBrowser/25.4.0.0 Safari/537.36',
      'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 YaBrowser/20.11.3.179 Yowser/2.5 Safari/537.36',
    ],
  },
  {
    browser: 'Yandex Browser',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 YaBrowser/24.12.0.0 Safari/537.36',
    ],
  },
  {
    browser: 'Internet Explorer',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
      'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; SLCC2; .NET CLR 2.0.50727; .NET CLR 3.5.30729; .NET CLR 3.0.30729; Media Center PC 6.0; .NET4.0C; .NET4.0E; rv:11.0) like Gecko',
      'Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Win64; x64; Trident/6.0)',
      'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; Win64; x64; Trident/5.0; Tablet PC 2.0)',
      'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0; .NET CLR 1.1.4322; .NET CLR 2.0.50727)',
      'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.0; SLCC1; .NET CLR 2.0.50727)',
      'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1; SV1)',
      'Mozilla/4.0 (compatible; MSIE 5.5; Windows 98; Win 9x 4.90)',
    ],
  },
  {
    browser: 'SeaMonkey',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:91.0) Gecko/20100101 Firefox/91.0 SeaMonkey/2.53.18',
    ],
  },
  {
    browser: 'Pale Moon',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: ['Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Goanna/6.7 Firefox/102.0 PaleMoon/33.3.1'],
  },
  {
    browser: 'LibreWolf',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: ['Mozilla/5.0 (X11; Linux x86_64; rv:110.0) Gecko/20100101 LibreWolf/110.0'],
  },
  {
    browser: 'NAVER Whale Browser',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Whale/4.29.282.14 Safari/537.36',
    ],
  },
  {
    browser: 'QQ Browser',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.71 Safari/537.36 Core/1.94.225.400 QQBrowser/12.2.5544.400',
    ],
  },
  {
    browser: 'Sogou Browser',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.87 Safari/537.36 SE 2.X MetaSr 1.0',
    ],
  },
  {
    browser: 'Maxthon',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Maxthon/4.4.8.1000 Chrome/30.0.1599.101 Safari/537.36',
    ],
  },
  {
    browser: 'Epiphany',
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/604.1 (KHTML, like Gecko) Version/11.0 Safari/604.1 Ubuntu/17.04 (3.24.1-0ubuntu1) Epiphany/3.24.1',
    ],
  },
  {
    browser: 'DuckDuckGo',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15 Ddg/17.5',
    ],
  },
  {
    browser: 'Electron',
    operatingSystem: 'macOS',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Slack/4.39.95 Chrome/126.0.6478.127 Electron/31.2.1 Safari/537.36',
    ],
  },
  // Unknown programs: WebKit on Linux is not Safari.
  {
    browser: null,
    operatingSystem: 'Linux',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/605.1.15',
      'Mozilla/5.0 (compatible; Konqueror/4.5; Linux 2.6.35) KHTML/4.5.4 (like Gecko)',
      'Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Thunderbird/102.7.1',
      'Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.8.1.3) Gecko/20070309 Galeon/2.0.3',
    ],
  },
  // Text browsers and browsers without scripts count as human.
  {
    browser: null,
    texts: [
      'Lynx/2.8.9rel.1 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.6.5',
      'Lynx/2.9.0dev.10 libwww-FM/2.14 SSL-MM/1.4.1 OpenSSL/3.0.2',
      'w3m/0.5.3+git20210102',
      'w3m/0.5.3',
      'Links (2.28; Linux 6.1.0-13-amd64 x86_64; GNU C 12.2; text)',
      'ELinks/0.13.1 (textmode; Linux 5.4.0 x86_64; 80x24-2)',
      'ELinks (0.12pre6; Linux; 178x50)',
      'NetSurf/3.10 (Linux)',
      'Dillo/3.0.5',
    ],
  },
  // Phones.
  {
    browser: 'Chrome',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.144 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 12; Google Pixel 6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.101 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 6.0; CUBOT_NOTE_S Build/MRA58K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/62.0.3202.84 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 7.0; CUBOT Build/CUBOT) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/72.0.3626.121 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 11; CUBOT P40) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/95.0.4638.74 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 4.4.4; Nexus 5 Build/KTU84P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/36.0.1985.135 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 9; HUAWEI P20 Lite) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 6.0; TECNO PHANTOM6 Build/MRA58K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0.3282.137 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 10; Nokia 7.2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 11; Redmi Note 8 Pro; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.33 Mobile/15E148 Safari/604.1',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 10_3 like Mac OS X) AppleWebKit/602.1.50 (KHTML, like Gecko) CriOS/56.0.2924.75 Mobile/14E5239e Safari/602.1',
    ],
  },
  {
    browser: 'Safari',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 12_1_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.0 Mobile/15E148 Safari/604.1',
      'Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_3_2 like Mac OS X; en-us) AppleWebKit/533.17.9 (KHTML, like Gecko) Version/5.0.2 Mobile/8H7 Safari/6533.18.5',
      'Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Android 14; Mobile; rv:139.0) Gecko/139.0 Firefox/139.0',
      'Mozilla/5.0 (Android 4.4; Mobile; rv:41.0) Gecko/41.0 Firefox/41.0',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/139.0 Mobile/15E148 Safari/605.1.15',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: null,
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Mobile; Nokia_8110_4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5',
      'Mozilla/5.0 (Mobile; LYF/F90M/LYF-F90M-000-02-21-131117; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.0',
      'Mozilla/5.0 (Mobile; rv:26.0) Gecko/26.0 Firefox/26.0',
    ],
  },
  {
    browser: 'Focus',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Focus/1.0 Chrome/59.0.3029.83 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Mobile Safari/537.36 EdgA/137.0.0.0',
      'Mozilla/5.0 (Linux; Android 8.1.0; Pixel Build/OPM4.171019.021.D1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/109.0.0.0 Mobile Safari/537.36 EdgA/42.0.0.2057',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_7_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 EdgiOS/136.0.3240.91 Mobile/15E148 Safari/605.1.15',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'Windows Phone',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063',
    ],
  },
  {
    browser: 'Internet Explorer',
    operatingSystem: 'Windows Phone',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Mobile; Windows Phone 8.1; Android 4.0; ARM; Trident/7.0; Touch; rv:11.0; IEMobile/11.0; NOKIA; Lumia 520) like iPhone OS 7_0_3 Mac OS X AppleWebKit/537 (KHTML, like Gecko) Mobile Safari/537',
      'Mozilla/5.0 (compatible; MSIE 9.0; Windows Phone OS 7.5; Trident/5.0; IEMobile/9.0; NOKIA; Lumia 710)',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 OPR/87.0.0.0',
      'Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 9_3_2 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) OPiOS/14.0.0.104835 Mobile/13F69 Safari/9537.53',
    ],
  },
  {
    browser: 'Opera Touch',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 13_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Mobile/15E148 Safari/604.1 OPT/2.4.4',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: null,
    texts: ['Opera/9.80 (J2ME/MIDP; Opera Mini/4.2/28.3590; U; en) Presto/2.8.119 Version/11.10'],
  },
  {
    browser: 'Samsung Internet for Android',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-G960F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/10.1 Chrome/71.0.3578.99 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 7.0; SAMSUNG SM-A520F Build/NRD90M) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/5.4 Chrome/51.0.2704.106 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'UC Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; U; Android 6.0.1; zh-CN; F5121 Build/34.0.A.1.247) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/40.0.2214.89 UCBrowser/11.5.1.944 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; U; Android 10; en-US; RMX1911 Build/QKQ1.200209.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.58 UCBrowser/13.8.2.1324 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'UC Browser',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 12_1 like Mac OS X; en-US) AppleWebKit/537.51.1 (KHTML, like Gecko) Mobile/16B92 UCBrowser/10.7.5.650 Mobile',
    ],
  },
  {
    browser: 'Yandex Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; arm_64; Android 12; SM-A515F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.6834.192 YaBrowser/25.2.4.192.00 SA/3 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; arm_64; Android 11; RMX3085) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.102 YaBrowser/22.3.1.71.00 SA/3 Mobile Safari/537.36 YaApp_Android/22.31.1 YaSearchBrowser/9.20',
    ],
  },
  {
    browser: 'Yandex Browser',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3 YaBrowser/23.3.1.201.10 SA/3 Mobile/15E148 Safari/604.1',
    ],
  },
  {
    browser: 'Miui',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; U; Android 12; en-in; M2101K6P Build/SKQ1.210908.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.6.0-gn',
    ],
  },
  {
    browser: 'HeyTap Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; U; Android 11; zh-cn; PEGM00 Build/RKQ1.200903.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/77.0.3865.120 Mobile Safari/537.36 HeyTapBrowser/40.7.24.9',
    ],
  },
  {
    browser: 'Vivo Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; V1962A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/62.0.3202.84 Mobile Safari/537.36 VivoBrowser/8.9.0.0',
    ],
  },
  {
    browser: 'QQ Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; U; Android 9; zh-cn; MI 8 Build/PKQ1.180729.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.126 MQQBrowser/10.1 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'Sogou Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 8.1.0; PBEM00 Build/OPM1.171019.026; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/64.0.3282.137 Mobile Safari/537.36 SogouMSE,SogouMobileBrowser/5.22.8',
    ],
  },
  {
    browser: 'Puffin',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (X11; U; Linux x86_64; Android 10; en-us) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Mobile Safari/537.36 Puffin/9.0.0.50278AP',
    ],
  },
  {
    browser: 'DuckDuckGo',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.3 Mobile/15E148 DuckDuckGo/7 Safari/605.1.15',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5.1 Mobile/15E148 Safari/604.1 Ddg/17.5.1',
    ],
  },
  {
    browser: 'DuckDuckGo',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/113.0.5672.131 Mobile DuckDuckGo/5 Safari/537.36',
    ],
  },
  {
    browser: 'Google Search',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/284.0.564099828 Mobile/15E148 Safari/604.1',
    ],
  },
  {
    browser: 'Android Browser',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; U; Android 4.0.3; ko-kr; LG-L160L Build/IML74K) AppleWebkit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
      'Mozilla/5.0 (Linux; U; Android 2.2; en-us; Nexus One Build/FRF91) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1',
    ],
  },
  // Huawei: Android with HarmonyOS, and HarmonyOS alone.
  {
    browser: 'Chrome',
    operatingSystem: 'HarmonyOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; HarmonyOS; NOH-AN01; HMSCore 6.3.0.321) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/92.0.4515.105 HuaweiBrowser/12.0.4.301 Mobile Safari/537.36',
      'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'HarmonyOS',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (Tablet; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 HuaweiBrowser/5.0.4.300',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'HarmonyOS',
    device: null,
    texts: [
      'Mozilla/5.0 (PC; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36 ArkWeb/5.0.1.100 HuaweiBrowser/5.1.0.300',
    ],
  },
  {
    browser: 'BlackBerry',
    operatingSystem: 'BlackBerry',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (BB10; Touch) AppleWebKit/537.10+ (KHTML, like Gecko) Version/10.0.9.2372 Mobile Safari/537.10+',
      'Mozilla/5.0 (BlackBerry; U; BlackBerry 9900; en) AppleWebKit/534.11+ (KHTML, like Gecko) Version/7.1.0.346 Mobile Safari/534.11+',
    ],
  },
  {
    browser: null,
    operatingSystem: null,
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (SymbianOS/9.4; Series60/5.0 NokiaN97-1/20.0.019; Profile/MIDP-2.1 Configuration/CLDC-1.1) AppleWebKit/525 (KHTML, like Gecko) BrowserNG/7.1.18124',
    ],
  },
  // Tablets.
  {
    browser: 'Safari',
    operatingSystem: 'iOS',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 Mobile/15E148 Safari/604.1',
      'Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13G36 Safari/601.1',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'iOS',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/137.0.7151.51 Mobile/15E148 Safari/604.1',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'iOS',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (iPad; CPU OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/139.0 Mobile/15E148 Safari/605.1.15',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Android',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 12; SM-X906C Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/80.0.3987.119 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 11; Lenovo TB-X606F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/104.0.0.0 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 7.0; HUAWEI BG2-W09) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.116 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 7.1.1; Nexus 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/83.0.4103.106 Safari/537.36',
    ],
  },
  {
    browser: 'Firefox',
    operatingSystem: 'Android',
    device: 'tablet',
    texts: ['Mozilla/5.0 (Android 12; Tablet; rv:120.0) Gecko/120.0 Firefox/120.0'],
  },
  {
    browser: 'Samsung Internet for Android',
    operatingSystem: 'Android',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (Linux; Android 11; SAMSUNG SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/16.0 Chrome/92.0.4515.166 Safari/537.36',
    ],
  },
  {
    browser: 'Amazon Silk',
    operatingSystem: 'Android',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (Linux; Android 11; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/128.5.3 like Chrome/128.0.6613.127 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/86.3.20 like Chrome/86.0.4240.198 Safari/537.36',
    ],
  },
  {
    browser: 'BlackBerry',
    operatingSystem: 'BlackBerry',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (PlayBook; U; RIM Tablet OS 2.1.0; en-US) AppleWebKit/536.2+ (KHTML, like Gecko) Version/7.2.1.0 Safari/536.2+',
    ],
  },
  // Televisions, streaming devices and consoles.
  {
    browser: 'WebOS Browser',
    operatingSystem: 'WebOS',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 WebAppManager',
      'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/38.0.2125.122 Safari/537.36 WebAppManager',
    ],
  },
  {
    operatingSystem: 'Tizen',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (SMART-TV; LINUX; Tizen 5.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/2.2 Chrome/63.0.3239.84 TV Safari/537.36',
      'Mozilla/5.0 (SMART-TV; Linux; Tizen 2.4.0) AppleWebkit/538.1 (KHTML, like Gecko) SamsungBrowser/1.1 TV Safari/538.1',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Android',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (Linux; Android 9; BRAVIA 4K UR2 Build/PTT1.190515.001.S52; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/90.0.4430.210 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 11; SHIELD Android TV Build/RQ1A.210105.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/99.0.4844.88 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 9; MIBOX4 Build/PI) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.117 Safari/537.36',
      'Mozilla/5.0 (Linux; Android 7.1.2; AFTMM Build/NS6265; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/70.0.3538.110 Mobile Safari/537.36',
      'Mozilla/5.0 (Linux; Android 12; Chromecast Build/STTE.230615.004; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/115.0.5790.166 Mobile Safari/537.36',
    ],
  },
  {
    browser: 'Amazon Silk',
    operatingSystem: 'Android',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (Linux; Android 9; AFTKA) AppleWebKit/537.36 (KHTML, like Gecko) Silk/98.6.10 like Chrome/98.0.4758.136 Safari/537.36',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Linux',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (X11; Linux armv7l) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/76.0.3809.81 Safari/537.36 CrKey/1.42.172094',
    ],
  },
  {
    browser: null,
    operatingSystem: 'Linux',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (Unknown; Linux armv7l) AppleWebKit/537.1+ (KHTML, like Gecko) Safari/537.1+ LG Browser/6.00.00(+mouse+3D+SCREEN+TUNER; LGE; 42LA660S-ZA; 04.25.05; 0x00000001;); LG NetCast.TV-2013/04.25.05 (LG, 42LA660S-ZA, wired)',
    ],
  },
  {
    browser: 'Opera',
    operatingSystem: 'Linux',
    device: 'tv',
    texts: [
      'Opera/9.80 (Linux armv7l; HbbTV/1.2.1 (; Philips; 40HFL5010T12; ; PHILIPSTV; CE-HTML/1.0 NETTV/4.4.1 BIN; ) en) Presto/2.12.362 Version/12.11',
    ],
  },
  {
    browser: null,
    operatingSystem: 'PlayStation 4',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (PlayStation 4 3.11) AppleWebKit/537.73 (KHTML, like Gecko)',
      'Mozilla/5.0 (PlayStation; PlayStation 4/11.00) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15',
    ],
  },
  {
    browser: null,
    operatingSystem: null,
    device: 'tv',
    texts: [
      'Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 Safari/605.1.15',
      'Mozilla/5.0 (PLAYSTATION 3 4.90) AppleWebKit/531.22.8 (KHTML, like Gecko)',
      'Mozilla/5.0 (Nintendo WiiU) AppleWebKit/536.30 (KHTML, like Gecko) NX/3.0.4.2.12 NintendoBrowser/4.3.1.11264.US',
    ],
  },
  {
    browser: null,
    operatingSystem: null,
    device: null,
    texts: [
      'Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/606.4 (KHTML, like Gecko) NF/6.0.1.15.4 NintendoBrowser/5.1.0.20393',
    ],
  },
  {
    browser: 'Microsoft Edge',
    operatingSystem: 'Windows',
    device: 'tv',
    texts: [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/58.0.3029.110 Safari/537.36 Edge/16.16299',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103.0.5060.66 Safari/537.36 Edge/44.18363.8131',
    ],
  },
  // In-app browsers: only the engine is known.
  {
    browser: 'Safari',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20D67 [FBAN/FBIOS;FBAV/407.0.0.35.81;FBBV/454688174;FBDV/iPhone13,2;FBMD/iPhone;FBSN/iOS;FBSV/16.3.1;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBRV/456395912]',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21E236 Instagram 324.0.3.27.86 (iPhone15,2; iOS 17_4_1; en_US; en; scale=3.00; 1179x2556; 585713569)',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_27.3.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/en Region/US ByteFullLocale/en isDarkMode/0 WKWebView/1 BytedanceWebview/d8a21c6',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/12.13.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.5 Mobile/15E148 Snapchat/12.40.0.44 (like Safari/8615.2.9.10.4, panda)',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/9.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]/9.26.4567',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 KAKAOTALK 10.0.2',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 SmartNews/23.2.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 NewsArticle/8.1.5.31 JsSdk/2.0 NetType/WIFI (News 8.1.5 14.400000)',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/18D52 ChannelId(1) Ariver/1.1.0 AliApp(AP/10.2.23.6000) Nebula WK RVKType(0) AlipayDefined(nt:WIFI,ws:414|832|2.0) AlipayClient/10.2.23.6000 Language/zh-Hans Region/CN NebulaX/1.0.0',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Weibo (iPhone13,2__weibo__13.1.0__iphone__os16.1)',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 YJApp-IOS jp.co.yahoo.ipn.appli/4.34.5',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.0 Mobile/15E148 Safari/604.1 NAVER(inapp; search; 1030; 11.12.3; 13PRO)',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/MessengerForiOS;FBAV/396.0.0.31.109;FBBV/440543285;FBDV/iPhone12,1;FBMD/iPhone;FBSN/iOS;FBSV/16.3;FBSS/2;FBCR/;FBID/phone;FBLC/de_DE;FBOP/0]',
    ],
  },
  {
    browser: 'Safari',
    operatingSystem: 'iOS',
    device: 'tablet',
    texts: [
      'Mozilla/5.0 (iPad; CPU OS 16_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/20D67 [FBAN/FBIOS;FBDV/iPad11,6;FBMD/iPad;FBSN/iPadOS;FBSV/16.3.1;FBSS/2;FBID/tablet;FBLC/en_US;FBOP/5]',
    ],
  },
  {
    browser: 'Chrome',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 13; SM-A536B Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/111.0.5563.116 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/407.0.0.30.97;]',
      'Mozilla/5.0 (Linux; Android 12; SM-G991U Build/SP1A.210812.016; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/103.0.5060.71 Mobile Safari/537.36 Instagram 243.0.0.16.111 Android (31/12; 420dpi; 1080x2176; samsung; SM-G991U; o1q; qcom; en_US; 382290498)',
      'Mozilla/5.0 (Linux; Android 11; SM-A207F Build/RP1A.200720.012; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/102.0.5005.125 Mobile Safari/537.36 trill_2022405030 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/24.5.3 ByteLocale/id ByteFullLocale/id Region/ID BytedanceWebview/d8a21c6',
      'Mozilla/5.0 (Linux; Android 12; SO-51B Build/61.1.F.0.2; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/104.0.5112.97 Mobile Safari/537.36 Line/12.13.1/IAB',
      'Mozilla/5.0 (Linux; Android 10; SM-G960F Build/QP1A.190711.020; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/84.0.4147.125 Mobile Safari/537.36 [Pinterest/Android]',
      'Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ1A.230205.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/110.0.5481.65 Mobile Safari/537.36 TwitterAndroid',
      'Mozilla/5.0 (Linux; Android 8.0.0; FIG-AL10 Build/HUAWEIFIG-AL10; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/62.0.3202.84 Mobile Safari/537.36 JsSdk/2 NewsArticle/7.2.7 NetType/wifi',
      'Mozilla/5.0 (Linux; Android 10; MI 9 Build/QKQ1.190825.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/76.0.3809.89 Mobile Safari/537.36 T7/12.5 SP-engine/2.26.0 baiduboxapp/12.5.0.11 (Baidu; P1 10) NABar/1.0',
      'Mozilla/5.0 (Linux; Android 12; SM-G998B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.48 Mobile Safari/537.36 GSA/14.15.27.28.arm64',
      'Mozilla/5.0 (Linux; Android 11; Pixel 4a; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.117 Mobile Safari/537.36 Viber/18.9.1.0',
      'Mozilla/5.0 (Linux; Android 13; SM-S911B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 Telegram-Android/10.0.5 (Samsung SM-S911B; Android 13; SDK 33; HIGH)',
    ],
  },
  {
    browser: 'WeChat',
    operatingSystem: 'iOS',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.33(0x18002129) NetType/WIFI Language/zh_CN',
    ],
  },
  {
    browser: 'WeChat',
    operatingSystem: 'Android',
    device: 'mobile',
    texts: [
      'Mozilla/5.0 (Linux; Android 10; VOG-AL00 Build/HUAWEIVOG-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.62 XWEB/2797 MMWEBSDK/201201 Mobile Safari/537.36 MMWEBID/8253 MicroMessenger/7.0.22.1820(0x27001638) Process/tools WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64',
    ],
  },
  {
    browser: 'WeChat',
    operatingSystem: 'Windows',
    device: 'desktop',
    texts: [
      'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x6305002e)',
    ],
  },
];

const BOTS: Readonly<Record<string, readonly string[]>> = {
  'search engines': [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.7151.68 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Googlebot-Image/1.0',
    'AdsBot-Google (+http://www.google.com/adsbot.html)',
    'Mediapartners-Google',
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Mobile Safari/537.36 (compatible; GoogleOther)',
    'Mozilla/5.0 (compatible; Google-InspectionTool/1.0;)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) Chrome/116.0.1938.76 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/103.0.5060.134 Safari/537.36 BingPreview/1.0b',
    'Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)',
    'DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)',
    'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
    'Mozilla/5.0 (Linux;u;Android 4.2.2;zh-cn;) AppleWebKit/534.46 (KHTML,like Gecko) Version/5.1 Mobile Safari/10600.6.3 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
    'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
    'Mozilla/5.0 (compatible; YandexImages/3.0; +http://yandex.com/bots)',
    'Sogou web spider/4.0(+http://www.sogou.com/docs/help/webmasters.htm#07)',
    'Mozilla/5.0 (compatible; SeznamBot/4.0; +http://napoveda.seznam.cz/seznambot-intro/)',
    'Mozilla/5.0 (compatible; Qwantify/2.4w; +https://www.qwant.com/)/2.4w',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1.1 Safari/605.1.15 (Applebot/0.1; +http://www.apple.com/go/applebot)',
    'Mozilla/5.0 (compatible; Yeti/1.1; +https://naver.me/spd)',
    'Mozilla/5.0 (compatible; Daum/4.1; +http://cs.daum.net/faq/15/4118.html?faqId=28966)',
    'Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)',
    'Mozilla/5.0 (compatible; MojeekBot/0.11; +https://www.mojeek.com/bot.html)',
    'Mozilla/5.0 (Linux; Android 7.0;) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; PetalBot;+https://webmaster.petalsearch.com/site/petalbot)',
    'ia_archiver (+http://www.alexa.com/site/help/webmasters; crawler@alexa.com)',
    'Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)',
    'Mozilla/5.0 (Windows; U; Windows NT 5.1; zh-CN; ) AppleWebKit/534.46 (KHTML, like Gecko) Chrome/31.0.1650.63 Safari/537.36 YisouSpider',
  ],
  'AI crawlers': [
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-User/1.0; +Claude-User@anthropic.com)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Claude-SearchBot/1.0; +Claude-SearchBot@anthropic.com)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)',
    'Mozilla/5.0 (Linux; Android 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Mobile Safari/537.36 (compatible; Bytespider; spider-feedback@bytedance.com)',
    'CCBot/2.0 (https://commoncrawl.org/faq/)',
    'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
    'meta-externalfetcher/1.1',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_10_1) AppleWebKit/600.2.5 (KHTML, like Gecko) Version/8.0.2 Safari/600.2.5 (Amazonbot/0.1; +https://developer.amazon.com/support/amazonbot)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MistralAI-User/1.0; +https://docs.mistral.ai/robots)',
    'Mozilla/5.0 (compatible; YouBot/1.0; +https://about.you.com/youbot/)',
    'DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)',
    'cohere-ai',
    'anthropic-ai',
    'Mozilla/5.0 (compatible; ImagesiftBot; +imagesift.com)',
    'Mozilla/5.0 (compatible; AI2Bot/1.0; +https://www.allenai.org/crawler)',
    'Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US; rv:1.9.0.1) Gecko/2008070208 Firefox/3.0.1 (compatible; Diffbot/0.1; +http://www.diffbot.com)',
  ],
  'SEO tools': [
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    'Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)',
    'Mozilla/5.0 (compatible; MJ12bot/v1.4.8; http://mj12bot.com/)',
    'Mozilla/5.0 (compatible; DotBot/1.2; +https://opensiteexplorer.org/dotbot; help@moz.com)',
    'rogerbot/1.2 (https://moz.com/help/guides/moz-procedures/what-is-rogerbot, rogerbot-crawler+shiny@moz.com)',
    'Mozilla/5.0 (compatible; BLEXBot/1.0; +http://webmeup-crawler.com/)',
    'Mozilla/5.0 (compatible; DataForSeoBot/1.0; +https://dataforseo.com/dataforseo-bot)',
    'Screaming Frog SEO Spider/19.2',
    'serpstatbot/2.1 (advanced backlink tracking bot; https://serpstatbot.com/; abuse@serpstatbot.com)',
    'Mozilla/5.0 (compatible; Barkrowler/0.9; +https://babbar.tech/crawler)',
    'Xenu Link Sleuth/1.3.8',
    'W3C_Validator/1.3 http://validator.w3.org/services',
  ],
  'link previews': [
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'WhatsApp/2.23.20.0',
    'WhatsApp/2.2587.9 W',
    'TelegramBot (like TwitterBot)',
    'Twitterbot/1.0',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'facebookexternalhit/1.1;line-poker/1.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    'facebookcatalog/1.0',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (compatible; Pinterestbot/1.0; +https://www.pinterest.com/bot.html)',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    'Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)',
    'Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)',
    'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/t/scrap/33984',
    'Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots',
    'Iframely/1.3.1 (+https://iframely.com/docs/about)',
    'Mozilla/5.0 (compatible; Embedly/0.2; +http://support.embed.ly/)',
    'http.rb/5.1.1 (Mastodon/4.2.1; +https://mastodon.social/) Bot',
    'Synapse (bot; +https://github.com/matrix-org/synapse)',
    'Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; mailto:support@bsky.app)',
    'Mozilla/5.0 (compatible; Mattermost-Bot/1.1)',
    'Viber/20.3.0.1',
    // Microsoft Office requests a link before it opens the browser.
    'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.4266; Pro)',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; Microsoft Outlook 16.0.4266; ms-office; MSOffice 16)',
    'Microsoft Office Word 2014',
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  ],
  monitors: [
    'Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
    'Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.102 Safari/537.36 StatusCake',
    'Better Uptime Bot Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/101.0.4951.54 Safari/537.36',
    'Site24x7',
    'NewRelicPinger/1.0 (1234567)',
    'Datadog/Synthetics',
    'Zabbix 6.0.14',
    'check_http/v2.3.3 (nagios-plugins 2.3.3)',
    'GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)',
    'Amazon-Route53-Health-Check-Service (ref 8a8a8a8a; report http://amzn.to/1vsZADi)',
    'ELB-HealthChecker/2.0',
    'kube-probe/1.27',
    'Uptime-Kuma/1.23.2',
    'updown.io daemon 2.8',
    'HetrixTools Uptime Monitoring Bot. https://hetrix.tools/uptime-monitoring-bot.html',
    'Mozilla/5.0 (compatible; PRTG Network Monitor (www.paessler.com); Windows)',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/115.0.0.0 Safari/537.36 RuxitSynthetic/1.0 v1234567890 t1234567890',
    'Prometheus/2.45.0',
    'Consul Health Check',
  ],
  'feed readers': [
    'Feedly/1.0 (+http://www.feedly.com/fetcher.html; like FeedFetcher-Google)',
    'Mozilla/5.0 (compatible; inoreader.com; 12 subscribers)',
    'NewsBlur Feed Fetcher - 31 subscribers - http://www.newsblur.com/site/1 (Mozilla/5.0)',
    'Feedbin feed-id:12345 - 4 subscribers',
    'Mozilla/5.0 (compatible; Miniflux/2.0.46; +https://miniflux.app)',
    'FreshRSS/1.21.0 (Linux; https://freshrss.org)',
    'Tiny Tiny RSS/23.04-6a4b3c5d (https://tt-rss.org/)',
    'NetNewsWire (RSS Reader; https://netnewswire.com/)',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:49.0) Gecko/20100101 Firefox/49.0 (FlipboardProxy/1.2; +http://flipboard.com/browserproxy)',
    'Liferea/1.12.9 (Linux; https://lzone.de/liferea/) AppleWebKit (KHTML, like Gecko)',
    'Podcasts/1675.1 CFNetwork/1410.0.3 Darwin/22.6.0',
    'theoldreader.com',
    'Akregator/5.23.3; syndication',
  ],
  scanners: [
    'Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)',
    'sqlmap/1.7.2#stable (https://sqlmap.org)',
    'Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:Port Check)',
    'WPScan v3.8.22 (https://wpscan.com/wordpress-security-scanner)',
    'masscan/1.3 (https://github.com/robertdavidgraham/masscan)',
    'Mozilla/5.0 zgrab/0.x',
    'Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/89.0 Safari/537.36 (Nuclei - Open-source project (github.com/projectdiscovery/nuclei))',
    'Fuzz Faster U Fool v2.0.0-dev',
    'gobuster/3.6',
    'DirBuster-1.0-RC1 (http://www.owasp.org/index.php/Category:OWASP_DirBuster_Project)',
    'Expanse, a Palo Alto Networks company, searches across the global IPv4 space multiple times per day to identify customers&#39; presences on the Internet.',
    'Mozilla/5.0 (compatible; InternetMeasurement/1.0; +https://internet-measurement.com/)',
    'Mozilla/5.0 (l9scan/2.0.1323e27363e2334363e25323; +https://leakix.net)',
    'Mozilla/5.0 (compatible; NetcraftSurveyAgent/1.0; +info@netcraft.com)',
    'Mozilla/4.0 (Hydra)',
    'libredtail-http',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.169 Safari/537.36 BarracudaSentinel (EE)',
    'Hello, World',
    'Mozilla/5.0',
    'Mozilla/5.0 (compatible)',
    '-',
    '',
  ],
  'HTTP libraries and command-line tools': [
    'curl/8.5.0',
    'libcurl-agent/1.0',
    'Wget/1.21.3',
    'Wget/1.20.3 (linux-gnu)',
    'HTTPie/3.2.2',
    'aria2/1.36.0',
    'lftp/4.9.2',
    'python-requests/2.31.0',
    'Python-urllib/3.11',
    'Python/3.11 aiohttp/3.8.5',
    'python-httpx/0.24.1',
    'Scrapy/2.11.0 (+https://scrapy.org)',
    'Go-http-client/1.1',
    'Go-http-client/2.0',
    'colly - https://github.com/gocolly/colly/v2',
    'fasthttp',
    'req/v3 (https://github.com/imroc/req)',
    'okhttp/4.12.0',
    'Java/17.0.8',
    'Java-http-client/17.0.8',
    'Apache-HttpClient/4.5.14 (Java/17.0.8)',
    'Jakarta Commons-HttpClient/3.1',
    'Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B Build/TP1A.220624.014)',
    'Ktor client',
    'axios/1.6.2',
    'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
    'node',
    'undici',
    'got (https://github.com/sindresorhus/got)',
    'node-superagent/8.0.9',
    'Deno/1.38.0',
    'Bun/1.0.15',
    'libwww-perl/6.68',
    'WWW-Mechanize/2.17',
    'PHP/8.2.12',
    'GuzzleHttp/7',
    'Symfony HttpClient (Curl)',
    'Ruby',
    'Faraday v2.7.11',
    'rest-client/2.1.0 (linux x86_64) ruby/3.2.2p53',
    'reqwest/0.11.22',
    'Dart/3.1 (dart:io)',
    'RestSharp/110.2.0.0',
    'PostmanRuntime/7.35.0',
    'insomnia/8.4.5',
    'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.3570',
    'Mozilla/5.0 (Macintosh; Darwin 22.6.0 Darwin Kernel Version 22.6.0; en-US) PowerShell/7.3.8',
    'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.0',
    'Microsoft-CryptoAPI/10.0',
    'Microsoft BITS/7.8',
    'Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)',
    'MyApp/1.0 CFNetwork/1410.0.3 Darwin/22.6.0',
    'Shortcuts/1190.19 CFNetwork/1490.0.4 Darwin/23.2.0',
    'MobileSafari/8615.3.12.11.2 CFNetwork/1410.0.3 Darwin/22.6.0',
    'ApacheBench/2.3',
    'k6/0.47.0 (https://k6.io/)',
    'hey/0.0.1',
    'Mozilla/5.0 (pc-x86_64-linux-gnu) Siege/4.1.6',
    'Lavf/60.3.100',
    'Axel/2.17.11 (Linux)',
    'iOS Example/1.0 (org.alamofire.iOS-Example; build:1; iOS 17.0.0) Alamofire/5.8.0',
  ],
  'automated browsers': [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/137.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.6099.109 Safari/537.36',
    'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/538.1 (KHTML, like Gecko) PhantomJS/2.1.1 Safari/538.1',
    'Mozilla/5.0 (X11; Linux x86_64; rv:52.0) Gecko/20100101 Firefox/52.0 SlimerJS/1.0.0',
    'Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/61.0.3163.100 Safari/537.36 Google (+https://developers.google.com/+/web/snippet/)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36 PTST/231019.221522',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/113.0.0.0 Safari/537.36 GTmetrix',
    'Playwright/1.40.0 (x64; ubuntu 22.04) node/18.18',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Cypress/13.3.0 Chrome/114.0.5735.289 Electron/25.8.4 Safari/537.36',
    'Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/22.1.0',
    'Mozilla/5.0 (darwin) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/20.0.3',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 Prerender (+https://github.com/prerender/prerender)',
    'Mozilla/5.0 (Unknown; Linux x86_64) AppleWebKit/602.1 (KHTML, like Gecko) splash Version/10.0 Safari/602.1',
  ],
};

const NOTHING = { browser: null, operatingSystem: null, device: null } as const;

export const USER_AGENTS: readonly KnownUserAgent[] = [
  ...PEOPLE.flatMap(({ texts, ...expected }) =>
    texts.map((text) => ({ text, class: 'human' as const, ...expected })),
  ),
  ...Object.values(BOTS)
    .flat()
    .map((text) => ({ text, class: 'bot' as const, ...NOTHING })),
];
