import { describe, expect, it } from '@jest/globals';
import { DEFAULT_SETTINGS, parseSettings } from './settings.js';

describe(parseSettings.name, () => {
  it.each([null, '', 'nonsense', 'null', '[]', '{"zone":1,"theme":null}'])(
    'is the defaults for %j',
    (text) => {
      expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
    },
  );

  it('keeps what it knows, and nothing else', () => {
    expect(parseSettings('{"zone":"Asia/Tokyo","withBots":true,"other":1}')).toEqual({
      ...DEFAULT_SETTINGS,
      zone: 'Asia/Tokyo',
      withBots: true,
    });
  });
});
