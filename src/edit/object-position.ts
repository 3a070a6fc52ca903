/** A point of a picture, in 0–1 of its width and height. */
export interface FocusPoint {
  x: number;
  y: number;
}

/** What `objectPositionOf` takes. */
export interface ObjectPositionOptions {
  /** Of picture and place, in any one unit. */
  picture: { width: number; height: number };
  place: { width: number; height: number };
  focus: FocusPoint;
}

/**
 * The CSS `object-position` at which `object-fit: cover` shows a point of the picture in the middle of its place, or as near
 * to it as the picture's edges allow. CSS counts in shares of what is cut off.
 */
export function objectPositionOf({ picture, place, focus }: ObjectPositionOptions): string {
  const scale = Math.max(place.width / picture.width, place.height / picture.height);
  const share = (size: number, room: number, at: number): number => {
    const hidden = size * scale - room;
    // nothing is cut off in this direction
    if (hidden < 1e-6) return 0.5;
    return Math.min(1, Math.max(0, (size * scale * at - room / 2) / hidden));
  };
  const percent = (value: number): string => `${Number((value * 100).toFixed(3))}%`;
  return `${percent(share(picture.width, place.width, focus.x))} ${percent(share(picture.height, place.height, focus.y))}`;
}
