import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How many requests of a minute were leased to instances. */
@Entity('rate_window')
export class RateWindow {
  /** Whose requests, a dot, and the number of the minute since 1970. */
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'bigint' })
  allocated: number;

  @Column({ type: 'bigint' })
  @Index('rate_window_by_end')
  endsAtMs: number;
}
