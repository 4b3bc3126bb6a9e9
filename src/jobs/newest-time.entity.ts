import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest time that the database's clock has shown. The table has one row, after the first minute. */
@Entity('newest_time')
export class NewestTime {
  @PrimaryColumn({ type: 'int' })
  id: number;

  @Column({ type: 'bigint' })
  newestMs: number;

  /** False after a step of the clock, until it has run evenly for a while. */
  @Column({ type: 'boolean' })
  isSettled: boolean;
}
