import { ApiProperty } from '@nestjs/swagger';
import { PROBLEM_CODES, PROBLEM_TYPE_PREFIX } from '../errors/problems.js';

/** One field that is not valid. */
export class FieldErrorDto {
  /**
   * Where: a JSON Pointer into the body, or `?name` for a query parameter
   * @example /url
   */
  pointer: string;

  /**
   * What is wrong with it
   * @example must not lead to a private address
   */
  detail: string;
}

/** A failure (RFC 9457). */
export class ProblemDto {
  @ApiProperty({
    description: 'Which kind of failure; the list is closed',
    enum: PROBLEM_CODES.map((code) => `${PROBLEM_TYPE_PREFIX}${code}`),
    example: `${PROBLEM_TYPE_PREFIX}link-not-found`,
  })
  type: string;

  /**
   * The kind of failure in words; the same for each of its kind
   * @example No such link
   */
  title: string;

  /**
   * The HTTP status
   * @example 404
   */
  @ApiProperty({ type: 'integer' })
  status: number;

  /**
   * This failure in words
   * @example No such link.
   */
  detail: string;

  /**
   * The id of the request, as in `X-Request-Id` and in the logs
   * @example 6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1
   */
  instance: string;

  /** Every field that is not valid */
  errors?: FieldErrorDto[];
}
