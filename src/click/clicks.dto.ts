import { ApiProperty } from '@nestjs/swagger';

/** Clicks are counted within seconds. Prefetches are not included: see the statistics. */
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
