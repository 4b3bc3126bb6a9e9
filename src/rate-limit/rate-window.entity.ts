import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('rate_window')
export class RateWindow {
  /** The caller, a dot, and the number of the minute since 1970. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'bigint' })
  allocated: number;

  @Column({ type: 'bigint' })
  @Index('rate_window_by_end')
  endsAtMs: number;
}
