import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';
import type { TrustProxy } from '../../platform/config/values.js';

type Trust = (address: string, hop: number) => boolean;

/** Tells who a request comes from: who connected, or on behalf of whom a trusted proxy did. */
export class ClientAddress {
  readonly #trust: Trust | undefined;

  constructor(trustProxy: TrustProxy) {
    this.#trust = trustProxy === false ? undefined : trustIn(trustProxy);
  }

  /** In one spelling for each address; `undefined` if what is said is not one. */
  resolve(remoteAddress: string, forwardedFor: string): string | undefined {
    const address =
      this.#trust === undefined || forwardedFor === ''
        ? remoteAddress
        : proxyaddr(requestOf(remoteAddress, forwardedFor), this.#trust);
    // Of version 4 Node knows one spelling only.
    if (isIPv4(address)) return address;
    // Without its zone: that is the name of an interface, which may have any form.
    const bare = address.replace(/%.*$/s, '');
    const isAddress = isIP(bare) !== 0 && ipaddr.isValid(bare);
    return isAddress ? ipaddr.process(bare).toString() : undefined;
  }
}

/** As Express reads its `trust proxy` setting. */
function trustIn(trustProxy: Exclude<TrustProxy, false>): Trust {
  if (trustProxy === true) return () => true;
  if (typeof trustProxy === 'number') return (_address, hop) => hop < trustProxy;
  return proxyaddr.compile(trustProxy);
}

/** As much of a request as the library looks at. */
function requestOf(remoteAddress: string, forwardedFor: string): IncomingMessage {
  const socket = { remoteAddress };
  const headers = { 'x-forwarded-for': forwardedFor };
  return { socket, connection: socket, headers } as unknown as IncomingMessage;
}
