import { z } from 'zod';

// The objects of OpenTimelineIO as its core specification describes them, for what beatcut writes. Unknown members are
// refused: a reader would drop them without a word.
const metadata = z.record(z.string(), z.unknown());
const rationalTime = z.strictObject({
  OTIO_SCHEMA: z.literal('RationalTime.1'),
  rate: z.number().positive(),
  value: z.number(),
});
const timeRange = z.strictObject({
  OTIO_SCHEMA: z.literal('TimeRange.1'),
  start_time: rationalTime,
  duration: rationalTime.refine(({ value }) => value >= 0),
});
const named = { name: z.string().nullable(), metadata };
const effect = z.discriminatedUnion('OTIO_SCHEMA', [
  z.strictObject({
    ...named,
    OTIO_SCHEMA: z.literal('LinearTimeWarp.1'),
    effect_name: z.string(),
    time_scalar: z.number().refine((scalar) => scalar !== 0),
  }),
  z.strictObject({
    ...named,
    OTIO_SCHEMA: z.literal('FreezeFrame.1'),
    effect_name: z.string(),
    time_scalar: z.literal(0),
  }),
]);
const marker = z.strictObject({
  ...named,
  OTIO_SCHEMA: z.literal('Marker.2'),
  color: z.string().regex(/^(PINK|RED|ORANGE|YELLOW|GREEN|CYAN|BLUE|PURPLE|MAGENTA|BLACK|WHITE)$/),
  marked_range: timeRange,
  comment: z.string(),
});
const item = {
  ...named,
  source_range: timeRange.nullable(),
  effects: z.array(effect),
  markers: z.array(marker),
  enabled: z.boolean(),
};
const reference = z.strictObject({
  ...named,
  OTIO_SCHEMA: z.literal('ExternalReference.1'),
  available_range: timeRange,
  available_image_bounds: z.null(),
  // a relative or absolute URL, percent-encoded
  target_url: z.string().regex(/^[\w%.:/~-]+$/),
});
const clip = z
  .strictObject({
    ...item,
    OTIO_SCHEMA: z.literal('Clip.2'),
    media_references: z.record(z.string(), reference),
    active_media_reference_key: z.string(),
  })
  .refine((value) => value.active_media_reference_key in value.media_references);
const child = z.discriminatedUnion('OTIO_SCHEMA', [
  clip,
  z.strictObject({ ...item, OTIO_SCHEMA: z.literal('Gap.1') }),
  z.strictObject({
    ...named,
    OTIO_SCHEMA: z.literal('Transition.1'),
    in_offset: rationalTime,
    out_offset: rationalTime,
    transition_type: z.string(),
  }),
]);
const track = z
  .strictObject({
    ...item,
    OTIO_SCHEMA: z.literal('Track.1'),
    kind: z.enum(['Video', 'Audio']),
    children: z.array(child),
  })
  // two transitions never meet, and none stands alone
  .refine(({ children }) =>
    children.every(
      ({ OTIO_SCHEMA }, index) =>
        OTIO_SCHEMA !== 'Transition.1' ||
        [children[index - 1], children[index + 1]].some((other) => other?.OTIO_SCHEMA === 'Clip.2'),
    ),
  );

/** What a reader of OpenTimelineIO accepts of a timeline. */
export const otioSchema: z.ZodType = z.strictObject({
  ...named,
  OTIO_SCHEMA: z.literal('Timeline.1'),
  global_start_time: rationalTime.nullable(),
  tracks: z.strictObject({ ...item, OTIO_SCHEMA: z.literal('Stack.1'), children: z.array(track) }),
});
