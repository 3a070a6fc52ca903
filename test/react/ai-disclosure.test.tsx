import { describe, expect, it } from 'vitest';
import { AiDisclosure } from '../../src/index.ts';
import { renderForFrame } from './render-for-frame.tsx';

const opacityAt = (frame: number, seconds?: number): number | null => {
  const html = renderForFrame({
    frame,
    fps: 30,
    children: <AiDisclosure {...(seconds !== undefined && { seconds })} fadeInSeconds={0.1} />,
  });
  const match = /opacity:([\d.]+)/.exec(html);
  return match === null ? null : Number(match[1]);
};

describe('<AiDisclosure>', () => {
  it('fades in, stays, fades out and is gone after its time', () => {
    expect(opacityAt(0, 2)).toBeCloseTo(1 / 3, 5);
    expect(opacityAt(2, 2)).toBe(1);
    expect(opacityAt(30, 2)).toBe(1);
    expect(opacityAt(59, 2)).toBeCloseTo(1 / 3, 5);
    expect(opacityAt(60, 2)).toBeNull();
    expect(opacityAt(299)).toBe(1);
  });

  it('stands in its corner with its text, as large as the picture asks for', () => {
    const html = renderForFrame({
      frame: 30,
      children: <AiDisclosure corner="top-right" text="Made with AI" size={0.1} />,
    });
    expect(html).toContain('Made with AI');
    expect(html).toMatch(/top:18px;right:32px/);
    expect(html).toContain('36px/1.2');
    expect(renderForFrame({ frame: 30, children: <AiDisclosure /> })).toContain('AI-generated');
  });
});
