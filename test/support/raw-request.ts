import { connect } from 'node:net';

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends the very bytes of a request line, which no client library would, and reads the whole answer. */
export async function rawRequest(
  baseUrl: string,
  requestLine: string,
  headers: readonly string[] = [],
): Promise<RawResponse> {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  socket.write(
    [requestLine, `Host: ${hostname}`, 'Connection: close', ...headers, '', ''].join('\r\n'),
  );
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  const end = answer.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = answer.slice(0, end).split('\r\n');
  return {
    status: Number(statusLine.split(' ')[1]),
    headers: Object.fromEntries(
      lines.map((line) => [
        line.split(':', 1)[0]?.toLowerCase(),
        line.slice(line.indexOf(':') + 2),
      ]),
    ) as Record<string, string>,
    body: answer.slice(end + 4),
  };
}
