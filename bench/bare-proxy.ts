/** The least a proxy in Node can be: node:http in, node:http out, piped. Argument: the upstream's port. */
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const upstreamPort = Number(process.argv[2]);

const server = createServer((inbound, reply) => {
  const { method, headers, url: path } = inbound;
  const target = { host: '127.0.0.1', port: upstreamPort, agent, method, path, headers };
  const outbound = request(target, (answer) => {
    reply.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(reply);
  });
  outbound.on('error', () => reply.destroy());
  reply.on('close', () => {
    if (!reply.writableFinished) outbound.destroy();
  });
  inbound.pipe(outbound);
});

server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('disconnect', () => process.exit());
