import { ApiProperty } from '@nestjs/swagger';

/** Counted within seconds. Prefetching browsers are not among them: see the statistics. */
export class ClicksDto {
  /** Humans and bots together */
  @ApiProperty({ type: 'integer' })
  total: number;

  @ApiProperty({ type: 'integer' })
  humans: number;

  @ApiProperty({ type: 'integer' })
  bots: number;
}

export function toClicksDto({ humans, bots }: Pick<ClicksDto, 'humans' | 'bots'>): ClicksDto {
  return { total: humans + bots, humans, bots };
}
