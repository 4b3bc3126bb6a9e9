import { describe, expect, it } from '@jest/globals';
import { anonymousVisit } from '../visit/visit.js';
import { JournalEncoder } from './journal-encoder.js';
import { EncodedVisit } from './encoded-visit.js';

const HUMAN = 'human\t\t\t\t\t\t';
const BOT = 'bot\t\t\t\t\t\t';

/** A human and a bot, of whom no journal knows. */
function strangers() {
  return {
    human: new EncodedVisit(anonymousVisit('human')),
    bot: new EncodedVisit(anonymousVisit('bot')),
  };
}

const clickOn = (linkId: number, visit: EncodedVisit, isLimited = false) => ({
  linkId,
  isLimited,
  visit,
});

describe(JournalEncoder.name, () => {
  it('writes a line for a turn, behind what tells of its visits', () => {
    const { human, bot } = strangers();
    const clicks = [clickOn(7, human), clickOn(7, bot), clickOn(7, human), clickOn(9, bot)];
    expect(new JournalEncoder().encode({ quarter: 5, clicks })).toBe(
      `1=${HUMAN}\n2=${BOT}\n5 7:1,2,1 9:2\n`,
    );
  });

  it('tells of a visit once', () => {
    const { human, bot } = strangers();
    const encoder = new JournalEncoder();
    encoder.encode({ quarter: 5, clicks: [clickOn(7, human)] });
    expect(encoder.encode({ quarter: 6, clicks: [clickOn(8, human)] })).toBe('6 8:1\n');
    expect(encoder.encode({ quarter: 6, clicks: [clickOn(8, bot)] })).toBe(`2=${BOT}\n6 8:2\n`);
  });

  it('tells of it again in another journal', () => {
    const { human, bot } = strangers();
    new JournalEncoder().encode({ quarter: 5, clicks: [clickOn(7, bot), clickOn(7, human)] });
    expect(new JournalEncoder().encode({ quarter: 5, clicks: [clickOn(7, human)] })).toBe(
      `1=${HUMAN}\n5 7:1\n`,
    );
  });

  it('marks what was counted against a limit, click by click', () => {
    const { human } = strangers();
    const isLimited = [false, true, true, false];
    const clicks = isLimited.map((itIs) => clickOn(7, human, itIs));
    expect(new JournalEncoder().encode({ quarter: 5, clicks })).toBe(
      `1=${HUMAN}\n5 7:1 7!:1,1 7:1\n`,
    );
  });

  it('tells afresh of visits, under numbers that it has not given before', () => {
    const { human, bot } = strangers();
    const encoder = new JournalEncoder();
    encoder.encode({ quarter: 5, clicks: [clickOn(7, human), clickOn(7, bot)] });
    expect(encoder.reset().encode({ quarter: 5, clicks: [clickOn(7, bot)] })).toBe(
      `3=${BOT}\n5 7:3\n`,
    );
  });
});
