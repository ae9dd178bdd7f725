import { createCharts } from '../../src/charts/renderer.ts';
import { profilePicture } from '../../src/core/text/pictures.ts';
import { aView } from './market-view.ts';

// Draws one picture and ends without closing the renderer, for the test that this ends the process.
const charts = createCharts({
  simulated: true,
  script: new URL('./drawing-thread-process.ts', import.meta.url),
});
const drawn = await charts.render(profilePicture(aView()), AbortSignal.timeout(5_000));
process.stdout.write(drawn.ok ? 'drawn' : drawn.failure.kind);
