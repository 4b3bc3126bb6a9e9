import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';
import type { TrustProxy } from '../../platform/config/values.js';

type Trust = (address: string, hop: number) => boolean;

/** Determines the address of a request's client, behind trusted proxies if there are any. */
export class ClientAddress {
  readonly #trust: Trust | undefined;

  constructor(trustProxy: TrustProxy) {
    this.#trust = trustProxy === false ? undefined : compileTrust(trustProxy);
  }

  /** Returns the address in canonical form, or `undefined` if it is not a valid address. */
  resolve(remoteAddress: string, forwardedFor: string): string | undefined {
    const address =
      this.#trust === undefined || forwardedFor === ''
        ? remoteAddress
        : proxyaddr(toRequest(remoteAddress, forwardedFor), this.#trust);
    // Node accepts IPv4 addresses in canonical form only.
    if (isIPv4(address)) return address;
    // A zone is an interface name of any form, and no part of the address.
    const withoutZone = address.replace(/%.*$/s, '');
    const isAddress = isIP(withoutZone) !== 0 && ipaddr.isValid(withoutZone);
    return isAddress ? ipaddr.process(withoutZone).toString() : undefined;
  }
}

/** Interprets the setting as Express interprets its `trust proxy`. */
function compileTrust(trustProxy: Exclude<TrustProxy, false>): Trust {
  if (trustProxy === true) return () => true;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return proxyaddr.compile(trustProxy);
}

/** `proxyaddr` reads these fields only. */
function toRequest(remoteAddress: string, forwardedFor: string): IncomingMessage {
  const socket = { remoteAddress };
  const headers = { 'x-forwarded-for': forwardedFor };
  return { socket, connection: socket, headers } as unknown as IncomingMessage;
}
