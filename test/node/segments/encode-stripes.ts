import path from 'node:path';
import { startSegmentEncoder } from '../../../src/node/segments/segment-encoder.ts';

const [WIDTH, HEIGHT] = [192, 108];

/** A segment as `joinSegments` takes it. */
export interface StripedSegment {
  file: string;
  frameCount: number;
}

/** Encodes a stretch of moving stripes; every seed another one. */
export async function encodeStripes({
  folder,
  seed,
  frameCount,
  fps,
}: {
  folder: string;
  seed: number;
  frameCount: number;
  fps: number;
}): Promise<StripedSegment> {
  const file = path.join(folder, `${seed}.ts`);
  const encoder = startSegmentEncoder({
    outputFile: file,
    input: { kind: 'yuv420p', widthInPixels: WIDTH, heightInPixels: HEIGHT },
    fps,
    encoding: { crf: 18, preset: 'veryfast' },
  });
  for (let frame = 0; frame < frameCount; frame++) {
    const picture = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++)
      picture[pixel] = 30 + (((pixel % WIDTH) * seed + frame * 7 + Math.floor(pixel / WIDTH)) % 190);
    await encoder.write(picture);
  }
  await encoder.finish();
  return { file, frameCount };
}
