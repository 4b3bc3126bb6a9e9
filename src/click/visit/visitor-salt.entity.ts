import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The secret in the visitor hashes of a day. It is deleted after the day. */
@Entity('visitor_salt')
export class VisitorSalt {
  /** UTC days since 1970-01-01. */
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** 32 random bytes in hex. */
  @Column({ type: 'varchar', length: 64 })
  salt: string;
}
