import request, { type Response, type Test } from 'supertest';
import { assertAsDocumented, loadContract, type Contract } from './contract.js';
import { TEST_API_KEY } from './environment.js';
import { type Instance } from './instance.js';

/** Calls an instance, and holds every answer against the document that the instance itself serves. */
export class Api {
  private constructor(
    private readonly instance: Pick<Instance, 'url'>,
    private readonly contract: Contract,
  ) {}

  static async of(instance: Pick<Instance, 'url'>): Promise<Api> {
    return new Api(instance, await loadContract(instance.url));
  }

  /** With the admin's key. */
  async call(method: Method, path: string, prepare: Prepare = same): Promise<Response> {
    return this.anonymously(method, path, (test) =>
      prepare(test.set('Authorization', `Bearer ${TEST_API_KEY}`)),
    );
  }

  async anonymously(method: Method, path: string, prepare: Prepare = same): Promise<Response> {
    const response = await prepare(request(this.instance.url)[method](path).redirects(0));
    assertAsDocumented(this.contract, method, path, response);
    return response;
  }

  async post(body: object, path = '/api/v1/links'): Promise<Response> {
    return this.call('post', path, (test) => test.send(body));
  }

  /** Makes a link and returns it. */
  async create(body: object): Promise<LinkBody> {
    const response = await this.post(body);
    if (response.status !== 201) throw new Error(`${response.status}: ${response.text}`);
    return response.body as LinkBody;
  }
}

export type Method = 'get' | 'head' | 'post' | 'patch' | 'put' | 'delete';
type Prepare = (test: Test) => Test;
const same: Prepare = (test) => test;

export interface LinkBody {
  readonly key: string;
  readonly shortUrl: string;
  readonly url: string;
  readonly tags: string[];
  readonly version: number;
  readonly state: string;
  readonly [field: string]: unknown;
}
