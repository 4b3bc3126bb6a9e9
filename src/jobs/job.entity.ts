import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('job')
export class Job {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  /** By the clock of the instance that claimed it last. */
  @Column({ type: 'bigint' })
  nextRunAtMs: number;
}
