import { ApiProperty } from '@nestjs/swagger';
import { PROBLEM_CODES, PROBLEM_TYPE_PREFIX } from '../errors/problems.js';

/** One invalid field. */
export class FieldErrorDto {
  /**
   * A JSON Pointer into the body, `?name` for a query parameter, `:name` for a path parameter, or a header name
   * @example /url
   */
  pointer: string;

  /**
   * The reason
   * @example must not lead to a private address
   */
  detail: string;
}

/** A failure (RFC 9457). */
export class ProblemDto {
  @ApiProperty({
    description: 'The kind of failure, from a closed list',
    enum: PROBLEM_CODES.map((code) => `${PROBLEM_TYPE_PREFIX}${code}`),
    example: `${PROBLEM_TYPE_PREFIX}link-not-found`,
  })
  type: string;

  /**
   * A summary of the kind of failure
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
   * A description of this failure
   * @example No such link.
   */
  detail: string;

  /**
   * The request id, as in `X-Request-Id` and in the logs
   * @example 6ccb3a2e-94f5-4e6d-9fd5-2c9a53b2f2a1
   */
  instance: string;

  /** The invalid fields; the first 100 at most, and `detail` says if there are more */
  errors?: FieldErrorDto[];
}
