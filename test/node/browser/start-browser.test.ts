import { expect, it } from 'vitest';
import { findBrowser } from '../../../src/node/browser/find-browser.ts';
import { startBrowser } from '../../../src/node/browser/start-browser.ts';

const [WIDTH, HEIGHT] = [160, 90];
/** A picture that is nested in another one, as in a zoom: its edges lie between pixels, and it is masked. */
const PAGE = `
<body style="margin: 0; overflow: hidden">
  <div style="position: absolute; inset: 0; background: #48a"></div>
  <div style="position: absolute; inset: 0; transform: scale(0.355); mask-image:
    linear-gradient(to right, transparent, #000 12%, #000 88%, transparent), linear-gradient(#000, #000); mask-composite: intersect">
    <canvas width="320" height="180" style="position: absolute; width: 100%; height: 100%"></canvas>
    <div style="position: absolute; inset: 0; border: 6px solid #fff"></div>
  </div>
  <script>
    const context = document.querySelector('canvas').getContext('2d');
    context.fillStyle = '#e40';
    context.fillRect(0, 0, 320, 180);
  </script>
</body>`;
const PICTURES = 60;

it('takes the same picture of the same page each time', async () => {
  const browser = await startBrowser(await findBrowser(), null);
  try {
    const page = await browser.newPage({
      context: () => null,
      logLevel: 'error',
      indent: false,
      pageIndex: 0,
      onBrowserLog: null,
      onLog: () => undefined,
    });
    await page.setViewport({ width: WIDTH, height: HEIGHT, deviceScaleFactor: 1 });
    await page.goto({ url: `data:text/html,${encodeURIComponent(PAGE)}`, timeout: 30_000 });
    const pictures = new Set<string>();
    for (let picture = 0; picture < PICTURES; picture++) {
      // as Remotion asks for it
      // oxlint-disable-next-line no-underscore-dangle -- Remotion names it so
      const { value } = await page._client().send('Page.captureScreenshot', {
        format: 'png',
        clip: { x: 0, y: 0, width: WIDTH, height: HEIGHT, scale: 1 },
        captureBeyondViewport: true,
        optimizeForSpeed: true,
        fromSurface: true,
      });
      pictures.add(value.data);
    }
    expect(pictures.size).toBe(1);
  } finally {
    await browser.close({ silent: true });
  }
}, 60_000);
