import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** The id of a journal that is in the roll-ups, so that it is not counted again. */
@Entity('processed_journal')
export class ProcessedJournal {
  @PrimaryColumn({ type: 'varchar', length: 40 })
  id: string;

  /** By the database's clock. */
  @Column({ type: 'bigint' })
  @Index('processed_journal_by_time')
  writtenAtMs: number;
}
