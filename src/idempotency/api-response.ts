/** What a client was told, so that it can be told again. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
  /** Aliases that came with it, which instances may still remember as unknown when it is told again. */
  readonly aliases: readonly string[];
}
