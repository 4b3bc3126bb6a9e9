import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Work that one instance does for all, again and again. */
@Entity('job')
export class Job {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  /** By the clock of whoever did it last. */
  @Column({ type: 'bigint' })
  nextRunAtMs: number;
}
