import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What all instances must agree on to make keys. One row. */
@Entity('counter')
export class Counter {
  @PrimaryColumn({ type: 'varchar', length: 32 })
  name: string;

  /** The first id that no block holds yet. */
  @Column({ type: 'bigint' })
  next: number;

  /** The length of the first keys. Fixed with the first migration: ids mean other keys under another length. */
  @Column({ type: 'int' })
  keyLength: number;

  /** 32 bytes in hex: which of the many permutations turns ids into keys. */
  @Column({ type: 'varchar', length: 64 })
  secret: string;
}
