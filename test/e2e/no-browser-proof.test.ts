import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SweptPicture } from '../../src/edit/page-protocol.ts';
import { discoverClips } from '../../src/node/film/discover-clips.ts';
import { openFilm } from '../../src/node/film/open-film.ts';
import { createTestProject } from '../project.ts';

/** In the film itself each of these was seen to differ from what clips alone would give (Chromium 153). */
const SEEN = {
  'a transparent border at which a box cuts off':
    '<Box style={{ overflow: "hidden", border: "20px solid transparent", boxSizing: "border-box" }}><Box style={{ left: -20, top: -20, width: 320, height: 180 }}><One /></Box></Box>',
  'padding at which a box cuts off':
    '<Box style={{ overflow: "clip", padding: 30, boxSizing: "border-box", overflowClipMargin: "content-box" }}><One /></Box>',
  'a shape of the border': '<Box style={{ overflow: "hidden", borderShape: "circle(50px)" }}><One /></Box>',
  'a part of a picture': '<style>{"canvas { object-view-box: inset(20%) }"}</style><One />',
  'the opacity of what has no box': '<div style={{ display: "contents", opacity: 0.3 }}><One /></div>',
  'what is in something without a box':
    '<One /><div style={{ display: "contents", opacity: 0 }}><Two /></div>',
  'the z-index of what has no box':
    '<div style={{ display: "contents", position: "absolute", zIndex: 3 }}><Two /></div><One />',
  'another order than the document’s':
    '<Box style={{ display: "grid" }}><div style={{ gridArea: "1/1", order: 2, position: "relative" }}><Two /></div><div style={{ gridArea: "1/1", position: "relative" }}><One /></div></Box>',
  'a lifted box of a clip that is not seen':
    '<Box style={{ zIndex: 5, width: "50%", backgroundColor: "red" }}><One style={{ display: "none" }} /></Box><Two />',
  'a box that is painted over a later clip in the flow':
    '<Box style={{ width: "50%", backgroundColor: "red" }}><One style={{ opacity: 0 }} /></Box><Two style={{ position: "static" }} />',
  'the ground of a moved box at its soft edges':
    '<One /><Box style={{ transform: "rotate(25deg) scale(0.5)", backgroundColor: "white" }}><Two /></Box>',
  'a border picture around a moved box':
    '<One /><Box style={{ scale: "0.5", border: "0 solid", borderImage: "linear-gradient(red, red) 1 / 10px / 20px" }}><Two /></Box>',
  'the blurred surround of a moved clip':
    '<Two /><Box style={{ scale: "0.5" }}><One objectFit="blur" /></Box>',
  'clips that are scaled together':
    '<Box style={{ scale: "1.1" }}><One /><Two style={{ opacity: 0.5 }} /></Box>',
  'a clip that is scaled with one that has not faded in yet':
    '<Box style={{ scale: "1.1" }}><One /><Two style={{ opacity: 0 }} /></Box>',
  'a clip that is scaled with the ground that it hides':
    '<Box style={{ scale: "1.1", backgroundColor: "#123" }}><One /></Box>',
  'a clip that is scaled with a title': `<Box style={{ scale: "1.1" }}><One /><div style={small}>title</div></Box>`,
  'a border of the document': '<style>{"html { border: 20px solid red }"}</style><Half />',
  'a shadow of the document': '<style>{"html { box-shadow: inset 0 0 0 40px red }"}</style><Half />',
};
/** Each paints something over the clips. */
const PAINTED = {
  'a border picture without a border': '<Box style={{ borderImage: "fill 0 linear-gradient(red, red)" }} />',
  'a picture in place of an element': '<div style={{ ...small, content: "linear-gradient(red, red)" }} />',
  'a flood':
    '<svg width="0" height="0" style={{ display: "none" }}><filter id="f"><feFlood floodColor="red" /></filter></svg><div style={{ ...small, filter: "url(#f)" }} />',
  'a line below spaces': '<div style={{ ...small, textDecoration: "underline" }}>{"\\u00a0\\u00a0"}</div>',
  'a line below pictures':
    '<div style={{ ...small, textDecoration: "underline" }}><span style={inline} /> <span style={inline} /></div>',
  'a space that is a line': '<div style={small}>{"\\u1680"}</div>',
  'dots where a line is cut off':
    '<div style={{ ...small, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}><span style={inline} /><span style={{ ...inline, width: 400 }} /></div>',
  'dots after the last line':
    '<div style={{ ...small, overflow: "hidden", display: "-webkit-box", WebkitBoxOrient: "vertical", WebkitLineClamp: 1 }}><span style={inline} /><span style={inline} /><span style={inline} /></div>',
  'the sign of a list': '<div style={small}><div style={{ display: "flow-root list-item" }} /></div>',
  'rules between rows':
    '<Box style={{ display: "grid", gap: 20, gridTemplate: "1fr 1fr / 1fr", rowRule: "10px solid red" }}><i /><i /></Box>',
  'the buttons of a player': '<audio controls style={small} />',
  'a style sheet that shows itself':
    '<style style={{ ...small, display: "block" }}>{".z { color: red }"}</style>',
  'an outline that the browser chooses': '<div style={{ ...small, outline: "auto", outlineWidth: 0 }} />',
  'what is before something that is not visible':
    '<style>{".h { visibility: hidden } .h::before { visibility: visible; content: \\"X\\" }"}</style><div className="h" />',
  'a corner to pull at': '<div style={{ ...small, overflow: "hidden", resize: "both" }} />',
  'a button to scroll with':
    '<style>{".s::scroll-button(right) { content: \\"X\\"; position: absolute }"}</style><div className="s" style={{ ...small, overflow: "hidden" }}><div style={{ width: 400, height: 9 }} /></div>',
};
const TITLE = '<Box style={{ color: "white", fontSize: 60 }}>title</Box>';
const CAPTION = '<Box style={{ color: "white", fontSize: 30, top: 120 }}>caption</Box>';
/** Two frames of which what is laid over the clips looks different, though only holders of clips have other styles. */
const OVERLAYS: Record<string, [first: string, second: string]> = {
  'a title below a clip that has not faded in yet': [
    `<One />${TITLE}<Two style={{ opacity: 0 }} />${CAPTION}`,
    `<One />${TITLE}<Two style={{ opacity: 1 }} />${CAPTION}`,
  ],
  'a title in a box that has not faded in yet': [
    `<One /><Box style={{ opacity: 0 }}><Two />${TITLE}</Box>${CAPTION}`,
    `<One /><Box style={{ opacity: 1 }}><Two />${TITLE}</Box>${CAPTION}`,
  ],
  'a fixed title in a box that becomes its place': [
    '<Box style={{ left: 100 }}><Box style={{ left: -100, width: 320 }}><One /></Box><div style={{ position: "fixed", left: 0 }}>title</div></Box>',
    '<Box style={{ left: 100, scale: "1" }}><Box style={{ left: -100, width: 320 }}><One /></Box><div style={{ position: "fixed", left: 0 }}>title</div></Box>',
  ],
  'titles whose order a box decides': [
    `<Box style={{ transform: "none" }}><One /><Box style={{ zIndex: 5 }}>title</Box></Box><Box style={{ zIndex: 1 }}>caption</Box>`,
    `<Box style={{ transform: "scale(1)" }}><One /><Box style={{ zIndex: 5 }}>title</Box></Box><Box style={{ zIndex: 1 }}>caption</Box>`,
  ],
  'a title over or under a clip as a box decides': [
    `<Box style={{ scale: "none" }}><One style={{ zIndex: 5 }} /></Box><Box style={{ zIndex: 1 }}>title</Box>`,
    `<Box style={{ scale: "1.2" }}><One style={{ zIndex: 5 }} /></Box><Box style={{ zIndex: 1 }}>title</Box>`,
  ],
  'a style that is written out': [
    '<style>{".a::after { content: attr(style) }"}</style><div className="a" style={{ position: "absolute", inset: 0, scale: "none" }}><One /></div>',
    '<style>{".a::after { content: attr(style) }"}</style><div className="a" style={{ position: "absolute", inset: 0, scale: "1" }}><One /></div>',
  ],
};

const sweep = async (cases: readonly string[]): Promise<SweptPicture[]> => {
  const project = await createTestProject({
    'public/empty.txt': '',
    'remotion/index.tsx': `
import { GeneratedClip } from 'beatcut';
import { AbsoluteFill as Box, Composition, registerRoot, useCurrentFrame } from 'remotion';

const One = (props) => <GeneratedClip prompt="one" {...props} />;
const Two = (props) => <GeneratedClip prompt="two" {...props} />;
const Half = () => <One style={{ opacity: 0.5 }} />;
const small = { position: 'absolute', top: 20, left: 60, width: 60, height: 60, fontSize: 40, color: 'red' };
const inline = { display: 'inline-block', width: 50, height: 9 };
const cases = [${cases.map((jsx) => `() => <>${jsx}</>`).join(',\n')}];
const Film = () => {
  const frame = useCurrentFrame();
  const Case = cases[frame];
  return <Case key={frame} />;
};
registerRoot(() => <Composition id="Film" component={Film} width={320} height={180} fps={30} durationInFrames={${cases.length}} />);
`,
  });
  try {
    const storeDir = join(project.dir, '.beatcut');
    const publicDir = join(project.dir, 'public');
    await mkdir(storeDir);
    const film = await openFilm({
      project: {
        ...{ rootDir: project.dir, storeDir, publicDir },
        entryPoint: join(project.dir, 'remotion', 'index.tsx'),
      },
      compositionId: 'Film',
      hearSong: () => Promise.resolve({ changed: false }),
    });
    try {
      const hearSong = () => Promise.resolve({ changed: false });
      const { pictures } = await discoverClips({ film, publicDir, storeDir, hearSong, useCache: false });
      return pictures!.frames.map(({ picture }) => picture);
    } finally {
      await film.close();
    }
  } finally {
    await project.remove();
  }
};

describe('the proof that a frame needs no browser', () => {
  const clips = '<One /><Two style={{ opacity: 0.5 }} />';
  /** With one clip in sight what is painted besides is laid over it; between two it makes the proof fail. */
  const over = Object.values(PAINTED).map((jsx) => `<One />${jsx}<Two style={{ opacity: 0.5 }} />`);
  const all = [clips, ...Object.values(SEEN), ...over, ...Object.values(OVERLAYS).flat()];
  const pictures = new Map<string, SweptPicture>();
  beforeAll(async () => {
    for (const [index, picture] of (await sweep(all)).entries()) pictures.set(all[index]!, picture);
  });

  it('succeeds with clips alone', () => {
    expect(pictures.get(clips)!.layers).toHaveLength(2);
  });

  it.each(Object.entries(SEEN))('sees %s', (_, jsx) => {
    const { unknowns, layers, overlay } = pictures.get(jsx)!;
    expect(unknowns).toEqual([]);
    // what else is seen over one clip may be laid over it
    expect(layers !== undefined && overlay === undefined).toBe(false);
  });

  it.each(Object.keys(PAINTED))('sees %s', (name) => {
    const { unknowns, layers } = pictures.get(over[Object.keys(PAINTED).indexOf(name)]!)!;
    expect(unknowns).toEqual([]);
    expect(layers).toBeUndefined();
  });

  it.each(Object.entries(OVERLAYS))('tells apart %s', (_, [first, second]) => {
    const [a, b] = [first, second].map((jsx) => pictures.get(jsx)!);
    expect(a!.unknowns).toEqual([]);
    expect(a!.overlay ?? a!.digest).not.toBe(b!.overlay ?? b!.digest);
  });
});
