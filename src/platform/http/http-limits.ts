/** How long a client may take. What is over its time is destroyed at most 5 s later. */
export interface HttpLimits {
  /** For the request line and the headers. */
  readonly headMs: number;
  /** For a whole request, and for reading `MIN_READ_BYTES` of the responses that wait for the client. */
  readonly requestMs: number;
  /** Between a response and the next request. */
  readonly idleMs: number;
  /** For a client to read the last response and to close the connection. */
  readonly lingerMs: number;
  readonly checkEveryMs: number;
}

export const HTTP_LIMITS: HttpLimits = {
  headMs: 10_000,
  requestMs: 30_000,
  // Longer than the usual 60 s of load balancers, so that they close idle connections first.
  idleMs: 65_000,
  lingerMs: 2_000,
  checkEveryMs: 1_000,
};
