import { encodeVideoToBytes } from '../src/node/media/encode-video.ts';

/** A take in which soft colours and hard edges move. */
export async function movingTake({
  seed,
  width,
  height,
  fps,
  frameCount = 75,
}: {
  seed: number;
  width: number;
  height: number;
  fps: number;
  frameCount?: number;
}): Promise<Uint8Array> {
  const frames = Array.from({ length: frameCount }, (_, frame) => {
    const picture = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const edge = (x + frame * 3 + seed * 17) % 90 < 20 ? 30 : 0;
        picture.set(
          [
            110 + 50 * Math.sin((x + frame * 2) / (20 + seed)) + edge,
            110 + 50 * Math.cos((y + frame) / (15 + seed)) + edge,
            30 + 30 * seed + edge,
            255,
          ],
          (y * width + x) * 4,
        );
      }
    }
    return picture;
  });
  return encodeVideoToBytes({ frames, widthInPixels: width, heightInPixels: height, fps, crf: 8 });
}
