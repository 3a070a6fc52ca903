import type { ComponentPropsWithoutRef, ReactNode } from 'react';

/**
 * A box over the whole picture, as Remotion's `<AbsoluteFill>`, which would be a track of its own in Studio: tracks are for what
 * a person wrote.
 */
export function Fill({ style, ...props }: ComponentPropsWithoutRef<'div'>): ReactNode {
  return (
    <div
      {...props}
      style={{
        position: 'absolute',
        top: 0,
        left: 0,
        right: 0,
        bottom: 0,
        width: '100%',
        height: '100%',
        display: 'flex',
        flexDirection: 'column',
        ...style,
      }}
    />
  );
}
