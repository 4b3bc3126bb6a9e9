import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Reader, type Response } from 'maxmind';
import { Config } from '../../platform/config/config.js';
import { StartError } from '../../platform/config/start-error.js';
import { isPublicAddress } from '../../platform/ip-address.js';

const BUNDLED = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** The bundled database has `country_code`, those of MaxMind and DB-IP have `country.iso_code`. */
interface CountryRecord {
  readonly country_code?: unknown;
  readonly country?: { readonly iso_code?: unknown };
}

export class GeoIp {
  readonly #reader: Reader<Response>;

  private constructor(database: Buffer) {
    // The cache needs no limit: the database has one record per country.
    this.#reader = new Reader(database, { cache: new Map() });
  }

  /** @throws StartError if the database cannot be read. */
  static open({ geoipDatabase }: Pick<Config, 'geoipDatabase'>): GeoIp {
    const path = geoipDatabase ?? createRequire(import.meta.url).resolve(BUNDLED);
    try {
      return new GeoIp(readFileSync(path));
    } catch (error) {
      throw StartError.because('GEOIP_DATABASE cannot be read', error);
    }
  }

  /** Returns an ISO 3166-1 alpha-2 code, or `null` for unknown and private addresses. */
  countryOf(address: string): string | null {
    // The bundled database has the country of the registry for some reserved addresses.
    if (!isPublicAddress(address)) return null;
    const record = this.#findRecord(address);
    const code = record?.country_code ?? record?.country?.iso_code;
    return typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? code : null;
  }

  #findRecord(address: string): CountryRecord | null {
    try {
      return this.#reader.get(address) as CountryRecord | null;
    } catch {
      // The file is damaged.
      return null;
    }
  }
}
