import type { EditSequence, SequenceClip, SequenceMedia, SequenceTrack } from './edit-sequence.ts';
import { frameRateOf, framesIn, type FrameRate } from './frame-rate.ts';
import { mediaUrlOf } from './media-url.ts';
import { ownRateOf } from './otio.ts';
import { describeClipNotes, listMedia, localStartOf } from './sequence-media.ts';
import { parseTimecode } from './timecode.ts';
import { element, xmlDocument, type XmlElement } from './xml.ts';

/** What every part of a document needs to know. */
interface Context {
  sequence: EditSequence;
  rate: FrameRate;
  media: ReturnType<typeof listMedia>;
  /** Files whose description has been written; later places only name them. */
  described: Set<string>;
}

/**
 * An edit as Final Cut Pro 7 XML (xmeml 5), which Premiere Pro imports and exports: clips with in- and out-points, speeds
 * as Time Remap filters, transitions as Cross Dissolve with their own name as a note, markers on the sequence, and the other
 * takes in a bin.
 *
 * Where a clip's edge lies under a transition its `start` or `end` is −1 and its in- and out-points include the
 * transition. The in- and out-points of a clip with another speed count frames after the change of speed, of one that runs
 * backwards from the last frame of its media. A held picture has the speed 0 and names its frame in the speed graph.
 * Source: Apple, Final Cut Pro XML Interchange Format (2009–2011): clipitem, transitionitem, timeremap, timecode, rate.
 */
export function serializeXmeml(sequence: EditSequence): string {
  const rate = frameRateOf(sequence.fps);
  const context: Context = { sequence, rate, media: listMedia(sequence), described: new Set() };
  const start = parseTimecode(sequence.startTimecode, { rate, isDropFrame: sequence.isDropFrame });
  const edit = element(
    'sequence',
    [
      element('name', sequence.name),
      element('duration', sequence.durationInFrames),
      rateOf(rate),
      element('timecode', [
        rateOf(rate),
        element('string', sequence.startTimecode),
        element('frame', start),
        element('displayformat', sequence.isDropFrame ? 'DF' : 'NDF'),
      ]),
      element('media', [
        element('video', [
          element('format', [
            element('samplecharacteristics', [
              rateOf(rate),
              element('width', sequence.width),
              element('height', sequence.height),
              element('pixelaspectratio', 'square'),
              element('fielddominance', 'none'),
            ]),
          ]),
          ...sequence.videoTracks.map((track) => trackOf(track, 'video', context)),
        ]),
        element('audio', [
          element('numOutputChannels', 2),
          ...sequence.audioTracks.flatMap((track) => [
            trackOf(track, 'audio', context, 1),
            trackOf(track, 'audio', context, 2),
          ]),
        ]),
      ]),
      ...sequence.markers.map(({ name, kind, frame, durationInFrames }) =>
        element('marker', [
          element('comment', kind),
          element('name', name),
          element('in', frame),
          element('out', durationInFrames === 0 ? -1 : frame + durationInFrames),
        ]),
      ),
    ],
    { id: 'sequence-1' },
  );
  const bin = alternatesBin(context);
  return xmlDocument(
    'xmeml',
    element(
      'xmeml',
      [element('project', [element('name', sequence.name), element('children', [edit, bin])])],
      { version: 5 },
    ),
  );
}

const rateOf = ({ timebase, isNtsc }: FrameRate): XmlElement =>
  element('rate', [element('timebase', timebase), element('ntsc', isNtsc ? 'TRUE' : 'FALSE')]);

function trackOf(track: SequenceTrack, kind: 'video' | 'audio', context: Context, channel = 1): XmlElement {
  const children: XmlElement[] = [];
  for (const clip of track.clips) {
    const before = track.transitions.find(({ frame }) => frame === clip.startFrame);
    const after = track.transitions.find(({ frame }) => frame === clip.endFrame);
    if (before !== undefined) {
      children.push(
        element('transitionitem', [
          rateOf(context.rate),
          element('start', before.frame - before.beforeInFrames),
          element('end', before.frame + before.afterInFrames),
          element('alignment', 'center'),
          element('effect', [
            element('name', 'Cross Dissolve'),
            element('effectid', 'Cross Dissolve'),
            element('effecttype', 'transition'),
            element('mediatype', 'video'),
          ]),
        ]),
      );
    }
    children.push(
      clipItem({ clip, kind, context, channel, number: children.length + 1, before, after, track }),
    );
  }
  if (kind === 'audio') children.push(element('outputchannelindex', channel));
  return element('track', children);
}

function clipItem({
  clip,
  kind,
  context,
  channel,
  number,
  before,
  after,
  track,
}: {
  clip: SequenceClip;
  kind: 'video' | 'audio';
  context: Context;
  channel: number;
  number: number;
  before: SequenceTrack['transitions'][number] | undefined;
  after: SequenceTrack['transitions'][number] | undefined;
  track: SequenceTrack;
}): XmlElement {
  const { rate } = context;
  const { media, startFrame, endFrame, playbackRate } = clip;
  const source = Math.round(localStartOf(clip, rate));
  const head = before?.beforeInFrames ?? 0;
  const tail = after?.afterInFrames ?? 0;
  const note = [after === undefined ? '' : `Transition: ${after.name}`, describeClipNotes(clip)].filter(
    Boolean,
  );
  return element(
    'clipitem',
    [
      element('name', clip.name),
      element('enabled', 'TRUE'),
      element(
        'duration',
        Math.round(framesIn(media.durationInSeconds, rate) / (Math.abs(playbackRate) || 1)),
      ),
      rateOf(rate),
      element('start', before === undefined ? startFrame : -1),
      element('end', after === undefined ? endFrame : -1),
      element('in', source - head),
      element('out', source + endFrame - startFrame + tail),
      fileOf(media, context),
      kind === 'audio'
        ? element('sourcetrack', [element('mediatype', 'audio'), element('trackindex', channel)])
        : null,
      playbackRate === 1 ? null : speedOf(clip, rate),
      note.length === 0 ? null : element('comments', [element('mastercomment1', note.join('; '))]),
    ],
    { id: `clipitem-${track.name}-${channel}-${number}` },
  );
}

const parameterOf = (id: string, value: string | number): XmlElement =>
  element('parameter', [element('parameterid', id), element('name', id), element('value', value)]);

const speedOf = (
  { playbackRate, sourceInSeconds, endFrame, startFrame }: SequenceClip,
  rate: FrameRate,
): XmlElement => {
  const held = Math.round(framesIn(sourceInSeconds, rate));
  return element('filter', [
    element('effect', [
      element('name', 'Time Remap'),
      element('effectid', 'timeremap'),
      element('effectcategory', 'motion'),
      element('effecttype', 'motion'),
      element('mediatype', 'video'),
      parameterOf('variablespeed', 0),
      parameterOf('speed', Number((playbackRate * 100).toFixed(4))),
      parameterOf('reverse', playbackRate < 0 ? 'TRUE' : 'FALSE'),
      parameterOf('frameblending', 'FALSE'),
      // which frame is held: the same one from the beginning to the end
      playbackRate !== 0
        ? null
        : element('parameter', [
            element('parameterid', 'graphdict'),
            element('name', 'graphdict'),
            ...[
              [0, 'speedkfstart'],
              [held, 'speedkfin'],
              [held + endFrame - startFrame, 'speedkfout'],
              [held + endFrame - startFrame + 1, 'speedkfend'],
            ].map(([when, flag]) =>
              element('keyframe', [
                element('when', when),
                element('value', held),
                element('speedvirtualkf', 'TRUE'),
                element(String(flag), 'TRUE'),
              ]),
            ),
            element('interpolation', [element('name', 'FCPCurve')]),
          ]),
    ]),
  ]);
};

function fileOf(media: SequenceMedia, { rate, media: known, described }: Context): XmlElement {
  const id = `file-${known.get(media.path)!.index}`; // all media were listed
  if (described.has(id)) return element('file', [], { id });
  described.add(id);
  const own = media.fps === null ? rate : ownRateOf(media.fps, rate);
  return element(
    'file',
    [
      element('name', media.name),
      element('pathurl', mediaUrlOf(media.path).replace(/^file:\/\/\//, 'file://localhost/')),
      rateOf(own),
      element('duration', Math.round(framesIn(media.durationInSeconds, own))),
      element('media', [
        media.fps === null
          ? null
          : element('video', [
              element('samplecharacteristics', [
                rateOf(own),
                element('width', media.width),
                element('height', media.height),
              ]),
            ]),
        media.hasSound ? element('audio', [element('channelcount', 2)]) : null,
      ]),
    ],
    { id },
  );
}

/** The takes that the edit does not use, as clips that can be put in their place. */
function alternatesBin(context: Context): XmlElement | null {
  const clips = context.sequence.videoTracks.flatMap((track) =>
    track.clips.flatMap((clip) => clip.alternates),
  );
  const unique = [...new Map(clips.map((media) => [media.path, media])).values()];
  if (unique.length === 0) return null;
  return element('bin', [
    element('name', 'Other takes'),
    element(
      'children',
      unique.map((media, index) =>
        element(
          'clip',
          [
            element('name', media.name),
            element('duration', Math.round(framesIn(media.durationInSeconds, context.rate))),
            rateOf(context.rate),
            element('media', [
              element('video', [
                element('track', [
                  element(
                    'clipitem',
                    [element('name', media.name), rateOf(context.rate), fileOf(media, context)],
                    { id: `take-item-${index + 1}` },
                  ),
                ]),
              ]),
            ]),
          ],
          { id: `take-${index + 1}` },
        ),
      ),
    ),
  ]);
}
