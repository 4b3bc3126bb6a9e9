import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Logger as PinoLogger } from 'pino';
import { NestLogger } from './nest-logger.js';

describe(NestLogger.name, () => {
  it.each([
    ['with a text', ['a journal waits'], 'a journal waits'],
    ['alone', [], undefined],
  ])('says what an error is about, %s', (_how, texts, said) => {
    const error = jest.fn();
    Logger.overrideLogger(new NestLogger({ error } as unknown as PinoLogger));
    const failure = new Error('no space');
    new Logger('JournalWorker').error(failure, ...texts);
    expect(error.mock.calls).toEqual([[{ err: failure, context: 'JournalWorker' }, said]]);
    Logger.overrideLogger(false);
  });

  it('says by which request an error came', () => {
    const error = jest.fn();
    Logger.overrideLogger(new NestLogger({ error } as unknown as PinoLogger));
    const failure = new Error('no space');
    new Logger('ProblemFilter').error(failure, { requestId: 'id-1' });
    expect(error.mock.calls).toEqual([
      [{ err: failure, context: 'ProblemFilter', requestId: 'id-1' }, undefined],
    ]);
    Logger.overrideLogger(false);
  });
});
