import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The secret in the visitor hashes of a day. It is deleted after the day. */
@Entity('visitor_salt')
export class VisitorSalt {
  @PrimaryColumn({ type: 'int' })
  day: number;

  /** 32 random bytes in hex. */
  @Column({ type: 'varchar', length: 64 })
  salt: string;
}
