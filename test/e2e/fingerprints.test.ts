import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { selectComposition } from '@remotion/renderer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SweptPicture } from '../../src/edit/page-protocol.ts';
import { discoverClips, type FilmPictures } from '../../src/node/film/discover-clips.ts';
import { openFilm, pageEnvironment, type Film } from '../../src/node/film/open-film.ts';
import { createTestProject, type TestProject } from '../project.ts';

const FONT = '../../node_modules/@fontsource/special-elite/files/special-elite-latin-400-normal.woff2';

/** Each frame shows one case; the sweep says what it depends on. */
const COMPOSITION = `
import { GeneratedClip } from 'beatcut';
import { useLayoutEffect, useRef, useState } from 'react';
import { AbsoluteFill, Composition, continueRender, delayRender, registerRoot, staticFile, useCurrentFrame } from 'remotion';

/** Does something in the page while a frame is shown, and undoes it. */
const During = ({ work, children = null }) => {
  const [handle] = useState(() => delayRender('case'));
  useLayoutEffect(() => {
    let undo;
    Promise.resolve(work()).then((given) => {
      undo = given;
      continueRender(handle);
    });
    return () => undo?.();
  }, []);
  return children;
};
const append = (parent, tag, properties) => {
  const element = Object.assign(document.createElement(tag), properties);
  const loaded = tag === 'link' ? new Promise((resolve) => (element.onload = resolve)) : undefined;
  parent.append(element);
  return Promise.resolve(loaded).then(() => () => element.remove());
};
const useFont = async (source) => {
  const face = await new FontFace('Case', source).load();
  document.fonts.add(face);
  return () => document.fonts.delete(face);
};
const clip = () => <GeneratedClip prompt="below" />;
const half = () => <GeneratedClip prompt="above" style={{ opacity: 0.5 }} />;
const Popover = () => {
  const element = useRef(null);
  return <During work={() => element.current.showPopover()}><div ref={element} popover="manual">over</div></During>;
};
const cases = {
  clip,
  sheet: () => <During work={() => append(document.head, 'link', { rel: 'stylesheet', href: staticFile('look/look.css') })}><p className="a">a</p></During>,
  bytes: () => <During work={async () => useFont(await (await fetch(staticFile('bytes.woff2'))).arrayBuffer())}><p>letters</p></During>,
  font: () => <During work={() => useFont('url(' + staticFile('font.woff2') + ')')}><p>letters</p></During>,
  list: () => <During work={() => useFont('url(' + staticFile('font.woff2') + ')')}><ol><li /></ol></During>,
  layers: () => <>{clip()}<AbsoluteFill>{half()}</AbsoluteFill></>,
  between: () => <>{clip()}<AbsoluteFill style={{ backgroundColor: 'red' }}>{half()}</AbsoluteFill></>,
  ground: () => <AbsoluteFill style={{ backgroundColor: 'red' }}>{clip()}</AbsoluteFill>,
  stray: () => <During work={() => append(document.documentElement, 'div', { textContent: 'stray' })}>{clip()}</During>,
  meta: () => <During work={() => append(document.head, 'meta', { name: 'color-scheme', content: 'dark' })}>{clip()}</During>,
  set: () => <div dangerouslySetInnerHTML={{ __html: "<i style=\\"background-image: image-set('/public/a.svg' 1x, &quot;/public/b.svg&quot; 2x)\\"></i>" }} />,
  canvas: () => <canvas />,
  drawing: () => <canvas data-beatcut-drawing="all that it shows" />,
  popover: () => <Popover />,
  selection: () => <During work={() => getSelection().selectAllChildren(document.body)}><p>chosen</p></During>,
  elsewhere: () => <img src="http://127.0.0.1:9/far.svg" />,
};
const Cases = ({ names }) => {
  const name = names[useCurrentFrame()];
  const Case = cases[name];
  return <><GeneratedClip prompt="never seen" style={{ display: 'none' }} /><Case key={name} /></>;
};
registerRoot(() => (
  <Composition id="Cases" component={Cases} width={320} height={180} fps={30} durationInFrames={1} defaultProps={{ names: ['clip'] }}
    calculateMetadata={({ props }) => ({ durationInFrames: props.names.length })} />
));
`;

let project: TestProject;
let film: Film;
beforeAll(async () => {
  const font = await readFile(resolve(import.meta.dirname, FONT));
  const picture = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>';
  project = await createTestProject({
    'remotion/index.tsx': COMPOSITION,
    'public/look/look.css':
      '@import "more.css"; .a { background: url("ground.svg"); --tile: url(tile.svg); }',
    'public/look/more.css':
      '.b { background: url(../far.svg) } @font-face { font-family: S; src: url(face.woff2) }',
    'public/font.woff2': font,
    'public/bytes.woff2': font,
    ...Object.fromEntries(
      ['a.svg', 'b.svg', 'far.svg', 'look/ground.svg', 'look/tile.svg'].map((name) => [
        `public/${name}`,
        picture,
      ]),
    ),
  });
  await mkdir(join(project.dir, '.beatcut'), { recursive: true });
  film = await openFilm({
    project: {
      rootDir: project.dir,
      entryPoint: join(project.dir, 'remotion', 'index.tsx'),
      publicDir: join(project.dir, 'public'),
      storeDir: join(project.dir, '.beatcut'),
    },
    compositionId: 'Cases',
    hearSong: () => Promise.resolve({ changed: false }),
  });
});
afterAll(async () => {
  await film.close();
  await project.remove();
});

/** What the sweep says of each case, one a frame. */
async function sweep(
  ...names: string[]
): Promise<{ pictures: FilmPictures; of: (name: string) => SweptPicture }> {
  const renderer = { ...film.renderer, inputProps: { names } };
  const composition = await selectComposition({
    ...renderer,
    id: 'Cases',
    envVariables: pageEnvironment({}),
  });
  const { pictures } = await discoverClips({
    film: { ...film, renderer, composition },
    publicDir: join(project.dir, 'public'),
    storeDir: join(project.dir, '.beatcut'),
    hearSong: () => Promise.resolve({ changed: false }),
    useCache: false,
  });
  return { pictures: pictures!, of: (name) => pictures!.frames[names.indexOf(name)]!.picture };
}

describe('what a page depends on', () => {
  let of: (name: string) => SweptPicture;
  let all: FilmPictures;
  beforeAll(async () => {
    const names = ['clip', 'sheet', 'bytes', 'font', 'list', 'layers', 'between', 'ground'];
    ({ of, pictures: all } = await sweep(...names, 'stray', 'meta', 'set', 'canvas', 'drawing'));
  });

  it('is the files that style sheets name, counted from where these lie, imported ones too', () => {
    const { files, unknowns } = of('sheet');
    expect(files).toEqual(
      expect.arrayContaining([
        '/public/look/ground.svg',
        '/public/look/tile.svg',
        '/public/far.svg',
        '/public/look/face.woff2',
      ]),
    );
    expect(files).not.toContain('/public/ground.svg');
    expect(unknowns).toEqual([]);
    expect(of('set').files).toEqual(expect.arrayContaining(['/public/a.svg', '/public/b.svg']));
  });

  it('is the fonts that scripts load, which can’t be known when they come from bytes', () => {
    expect(of('font').files).toContain('/public/font.woff2');
    expect(of('font').unknowns).toEqual([]);
    expect(of('bytes').unknowns).toEqual(['a font from bytes']);
    // the number of a list is written in it
    expect(of('list').files).toContain('/public/font.woff2');
  });

  it('is what lies beside the body, and the colour scheme', () => {
    expect(of('stray').digest).not.toBe(of('clip').digest);
    expect(of('stray').layers).toBeUndefined();
    expect(of('meta').digest).not.toBe(of('clip').digest);
  });

  it('is not known of a canvas that does not say what it shows', () => {
    expect(of('canvas').unknowns).toEqual(['a canvas']);
    expect(of('drawing').unknowns).toEqual([]);
  });

  it('is clips alone where nothing else is painted over or between them', () => {
    expect(of('clip').layers).toHaveLength(1);
    expect(of('layers').layers).toMatchObject([{ opacity: 1 }, { opacity: 0.5 }]);
    expect(of('between').layers).toBeUndefined();
    expect(of('ground').layers).toHaveLength(1);
    expect(all.usesOtherHosts).toBe(false);
  });
});

describe('what can’t be known of a page', () => {
  it('are popovers, selected text and files of other hosts, which are never taken for unchanged', async () => {
    const { of, pictures } = await sweep('clip', 'popover', 'selection', 'elsewhere');
    expect(of('clip').unknowns).toEqual([]);
    expect(of('popover').unknowns).toContain('a popover');
    expect(of('selection').unknowns).toContain('selected text');
    expect(of('elsewhere').unknowns).toContain('a file from 127.0.0.1:9');
    expect(pictures.usesOtherHosts).toBe(true);
  });
});
