import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { HasContrastTo } from './color.js';

const CORRECTION_LEVELS = ['L', 'M', 'Q', 'H'] as const;
export type CorrectionLevel = (typeof CORRECTION_LEVELS)[number];

export class QrQueryDto {
  /** Width and height in pixels. A PNG has whole pixels per module, at least one, so it may be a little smaller */
  @ApiProperty({ type: 'integer', required: false })
  @Type(() => Number)
  @IsInt()
  @Min(64)
  @Max(2048)
  size: number = 400;

  /** Width of the quiet zone in modules; scanners expect 4 */
  @ApiProperty({ type: 'integer', required: false })
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(16)
  margin: number = 4;

  /** Error correction, at least: L 7 %, M 15 %, Q 25 %, H 30 % of the code may be damaged */
  @ApiProperty({ enum: CORRECTION_LEVELS, required: false })
  @IsIn(CORRECTION_LEVELS)
  ecc: CorrectionLevel = 'M';

  /** Colour of the modules: six hexadecimal digits */
  @ApiProperty({ required: false })
  @Matches(/^[0-9a-f]{6}$/i, { message: 'color must be six hexadecimal digits' })
  color: string = '000000';

  /** Colour of the background: six hexadecimal digits, or `transparent` */
  @ApiProperty({ required: false })
  @Matches(/^(?:[0-9a-f]{6}|transparent)$/i, {
    message: 'background must be six hexadecimal digits or transparent',
  })
  @HasContrastTo('color')
  background: string = 'ffffff';

  /** Whether browsers save the image instead of showing it */
  @ApiProperty({ enum: ['true', 'false'], required: false })
  @IsIn(['true', 'false'])
  download: 'true' | 'false' = 'false';
}
