/** Who asks for something, and by which request. */
export interface Caller {
  readonly apiKeyId: string;
  readonly requestId: string;
}
