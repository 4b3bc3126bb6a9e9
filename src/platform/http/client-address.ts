import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import { Injectable, Logger } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import proxyaddr from 'proxy-addr';
import { Config } from '../config/config.js';
import type { TrustProxy } from '../config/values.js';

type Trust = (address: string, hop: number) => boolean;

/** Some proxies append the client's port (Azure, IIS), which IPv6 addresses need brackets for. */
const IPV4_WITH_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const IPV6_IN_BRACKETS = /^\[([^[\]]*)\](?::\d{1,5})?$/;

/** Determines the address of a request's client, behind trusted proxies if there are any. */
@Injectable()
export class ClientAddress {
  readonly #trust: Trust | undefined;
  readonly #logger = new Logger(ClientAddress.name);
  #hasWarned = false;

  constructor({ trustProxy }: Config) {
    this.#trust = trustProxy === false ? undefined : compileTrust(trustProxy);
  }

  /** Returns the address in canonical form, or `undefined` if it is not a valid address. */
  resolve(remoteAddress: string, forwardedFor: string): string | undefined {
    if (forwardedFor === '') return canonicalize(remoteAddress);
    if (this.#trust === undefined) {
      this.#warnOnce();
      return canonicalize(remoteAddress);
    }
    return canonicalize(proxyaddr(toRequest(remoteAddress, forwardedFor), this.#trust));
  }

  #warnOnce(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#logger.warn(
      'A request had X-Forwarded-For, but TRUST_PROXY is off. Behind a proxy, all clients count as one: set TRUST_PROXY',
    );
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
  const addresses = forwardedFor.split(',').map((hop) => withoutPort(hop.trim()));
  const headers = { 'x-forwarded-for': addresses.join(',') };
  return { socket, connection: socket, headers } as unknown as IncomingMessage;
}

function withoutPort(hop: string): string {
  const [, address = hop] = IPV4_WITH_PORT.exec(hop) ?? IPV6_IN_BRACKETS.exec(hop) ?? [];
  return address;
}

function canonicalize(address: string): string | undefined {
  // Node accepts IPv4 addresses in canonical form only.
  if (isIPv4(address)) return address;
  // A zone is an interface name of any form, and no part of the address.
  const withoutZone = address.replace(/%.*$/s, '');
  const isAddress = isIP(withoutZone) !== 0 && ipaddr.isValid(withoutZone);
  return isAddress ? ipaddr.process(withoutZone).toString() : undefined;
}
