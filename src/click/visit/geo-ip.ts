import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'maxmind';
import { Config } from '../../platform/config/config.js';
import { StartError } from '../../platform/config/start-error.js';
import { isPublicAddress } from '../../platform/ip-address.js';

const BUNDLED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** The bundled database says it in the first way, those of MaxMind and DB-IP in the second. */
interface CountryRecord {
  readonly country_code?: unknown;
  readonly country?: { readonly iso_code?: unknown };
}

/** Which country an address is in, by a file in memory. */
export class GeoIp {
  readonly #reader: Reader<Response>;

  private constructor(database: Buffer) {
    // There are as many records as countries.
    this.#reader = new Reader(database, { cache: new Map() });
  }

  /** @throws StartError when there is no such database. */
  static open({ geoipDatabase }: Pick<Config, 'geoipDatabase'>): GeoIp {
    const path = geoipDatabase ?? createRequire(import.meta.url).resolve(BUNDLED);
    try {
      return new GeoIp(readFileSync(path));
    } catch (error) {
      throw new StartError('GEOIP_DATABASE cannot be read', { cause: error });
    }
  }

  /** Two letters of ISO 3166-1, or `null` if it is not known; private networks are in no country. */
  countryOf(address: string): string | null {
    // The bundled database says of some of them where their registry is.
    if (!isPublicAddress(address)) return null;
    const record = this.#recordOf(address);
    const code = record?.country_code ?? record?.country?.iso_code;
    return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
  }

  #recordOf(address: string): CountryRecord | null {
    try {
      return this.#reader.get(address) as CountryRecord | null;
    } catch {
      // A part of the file is damaged.
      return null;
    }
  }
}
