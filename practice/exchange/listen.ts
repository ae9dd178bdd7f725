import { once } from 'node:events';
import type { Server } from 'node:http';

async function bind(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

/** Listens on 127.0.0.1, on any free port where the wanted one is busy; gives the port. */
export async function listenOnLoopback(server: Server, wantedPort: number): Promise<number> {
  try {
    await bind(server, wantedPort);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    await bind(server, 0);
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was bound');
  return address.port;
}
