import type { ComponentProps, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Internals } from 'remotion';

/** What `renderForFrame` takes. */
export interface RenderForFrameOptions {
  frame: number;
  fps?: number;
  durationInFrames?: number;
  children: ReactNode;
}

/** The HTML that components give on one frame of a composition, without a browser; effects do not run. */
export function renderForFrame({
  frame,
  fps = 30,
  durationInFrames = 300,
  children,
}: RenderForFrameOptions): string {
  const composition = {
    id: 'test',
    width: 640,
    height: 360,
    fps,
    durationInFrames,
    defaultProps: {},
    props: {},
  };
  // only the members that Remotion's hooks read on the server
  const manager = {
    compositions: [
      { ...composition, component: () => null, nonce: [[0, 0]], folderName: null, schema: null },
    ],
    folders: [],
    currentCompositionMetadata: composition,
    currentAssetMetadata: null,
    canvasContent: { type: 'composition', compositionId: 'test' },
  } as unknown as ComponentProps<typeof Internals.CompositionManager.Provider>['value'];
  const timeline = {
    frame: { test: frame },
    isPlaying: () => false,
    isInsideFreeze: false,
    audioAndVideoTags: { current: [] },
  } as unknown as ComponentProps<typeof Internals.TimelineContext.Provider>['value'];
  return renderToStaticMarkup(
    <Internals.RemotionEnvironmentContext.Provider
      value={{
        isStudio: false,
        isRendering: true,
        isPlayer: false,
        isReadOnlyStudio: false,
        isClientSideRendering: false,
      }}
    >
      <Internals.CanUseRemotionHooksProvider>
        <Internals.CompositionManager.Provider value={manager}>
          <Internals.ResolveCompositionContext.Provider
            value={{ test: { type: 'success', result: composition } } as never}
          >
            <Internals.TimelineContext.Provider value={timeline}>
              {children}
            </Internals.TimelineContext.Provider>
          </Internals.ResolveCompositionContext.Provider>
        </Internals.CompositionManager.Provider>
      </Internals.CanUseRemotionHooksProvider>
    </Internals.RemotionEnvironmentContext.Provider>,
  );
}
