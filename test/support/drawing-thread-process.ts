import { parentPort } from 'node:worker_threads';

// A drawing thread that does what the chart's title says, for tests of what happens around it.
parentPort?.on('message', (request: { id: number; chart: { title: string } }) => {
  switch (request.chart.title) {
    case 'hang':
      for (;;);
    case 'exit':
      process.exit(3);
      break;
    case 'throw':
      throw new Error('thrown in the thread');
    case 'refuse':
      parentPort?.postMessage({ id: request.id, kind: 'failed', detail: 'refused' });
      break;
    default:
      parentPort?.postMessage({ id: request.id, kind: 'drawn', png: new Uint8Array([1]) });
  }
});
