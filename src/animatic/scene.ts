import type { Rgb } from './color.ts';

/** Where a shot takes place. */
export type Setting =
  | 'street'
  | 'skyline'
  | 'rooftop'
  | 'corridor'
  | 'school'
  | 'hospital'
  | 'aisle'
  | 'church'
  | 'station'
  | 'tunnel'
  | 'library'
  | 'room'
  | 'bedroom'
  | 'kitchen'
  | 'living-room'
  | 'classroom'
  | 'nursery'
  | 'ward'
  | 'cafe'
  | 'train'
  | 'bus'
  | 'car'
  | 'road'
  | 'forest'
  | 'park'
  | 'garden'
  | 'field'
  | 'mountains'
  | 'desert'
  | 'snow'
  | 'beach'
  | 'sea'
  | 'lake'
  | 'underwater'
  | 'stage'
  | 'club'
  | 'sky'
  | 'space'
  | 'insert'
  | 'abstract';

/** What kind of light the hour gives. */
export type TimeOfDay = 'dawn' | 'morning' | 'day' | 'golden' | 'sunset' | 'dusk' | 'night';

/** What falls or hangs in the air. */
export type Weather = 'clear' | 'cloudy' | 'rain' | 'storm' | 'snow' | 'fog' | 'wind';

export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

/** How the camera moves during the shot. */
export type CameraMove =
  | 'push-in'
  | 'pull-out'
  | 'pan-left'
  | 'pan-right'
  | 'crane-up'
  | 'crane-down'
  | 'orbit'
  | 'handheld'
  | 'aerial'
  | 'static';

export type ShotSize = 'wide' | 'medium' | 'close-up';

/** What the camera may go through into the next shot. */
export type PortalKind =
  | 'window'
  | 'door'
  | 'mirror'
  | 'eye'
  | 'screen'
  | 'frame'
  | 'tunnel'
  | 'moon'
  | 'sun'
  | 'keyhole'
  | 'ring'
  | 'puddle'
  | 'cup'
  | 'clock'
  | 'lamp';

export type Age = 'baby' | 'child' | 'teen' | 'adult' | 'old';

/** What a figure does. */
export type Action =
  | 'stand'
  | 'walk'
  | 'run'
  | 'sit'
  | 'dance'
  | 'embrace'
  | 'kiss'
  | 'hold-hands'
  | 'hold-child'
  | 'cycle'
  | 'lie'
  | 'kneel'
  | 'reach'
  | 'wave'
  | 'jump'
  | 'float'
  | 'crawl'
  | 'sing'
  | 'play'
  | 'read'
  | 'spin'
  | 'look';

export type Hair = 'short' | 'long' | 'curly' | 'bun' | 'ponytail' | 'bald';
export type Garment = 'trousers' | 'dress' | 'coat';
export type Accessory =
  | 'scarf'
  | 'hat'
  | 'umbrella'
  | 'backpack'
  | 'cane'
  | 'balloon'
  | 'suitcase'
  | 'flowers'
  | 'guitar'
  | 'glasses'
  | 'veil'
  | 'lantern'
  | 'box';

/** A person in the shot. */
export interface Subject {
  /** The words that describe the person; the same words give the same face, hair and clothes in every shot. */
  identity: string;
  age: Age;
  action: Action;
  hair: Hair;
  garment: Garment;
  /** What the person wears or carries, with the colour that the prompt gives it. */
  accessories: { kind: Accessory; color?: Rgb }[];
  /** The garment's colour if the prompt names one. */
  color?: Rgb;
  /** The hair's colour if the prompt names one. */
  hairColor?: Rgb;
}

/** A thing, an animal or a vehicle in the shot. */
export type PropKind =
  | 'dog'
  | 'cat'
  | 'birds'
  | 'horse'
  | 'deer'
  | 'fish'
  | 'whale'
  | 'butterflies'
  | 'car'
  | 'bus'
  | 'train'
  | 'bicycle'
  | 'boat'
  | 'plane'
  | 'rocket'
  | 'hot-air-balloon'
  | 'street-lamp'
  | 'bench'
  | 'piano'
  | 'bed'
  | 'table'
  | 'sofa'
  | 'shelf'
  | 'tv'
  | 'candles'
  | 'cake'
  | 'flowers'
  | 'crib'
  | 'boxes'
  | 'tree'
  | 'swing'
  | 'ferris-wheel'
  | 'lighthouse'
  | 'house'
  | 'tent'
  | 'campfire'
  | 'lanterns'
  | 'fireworks'
  | 'kite'
  | 'string-lights'
  | 'petals'
  | 'confetti';

export interface Prop {
  kind: PropKind;
  color?: Rgb;
}

/** The colours of a picture. */
export interface Palette {
  /** The sky at the top, in the middle and at the horizon. */
  skyTop: Rgb;
  skyMiddle: Rgb;
  skyLow: Rgb;
  /** Sun, moon, lamps and lit windows. */
  light: Rgb;
  /** What lies far away, in the haze. */
  far: Rgb;
  /** What lies near, in the shade. */
  near: Rgb;
  /** What shall catch the eye. */
  accent: Rgb;
}

/** What the film stock does to the picture. */
export interface Finish {
  /** 0 none, 1 strong. */
  grain: number;
  vignette: number;
  /** Glow around what is bright. */
  bloom: number;
  /** 0 black and white, 1 as it is. */
  saturation: number;
}

/** Where the camera goes through, in heights of the frame from its middle, before the camera moves. */
export interface Portal {
  kind: PortalKind;
}

/**
 * What a prompt shows, as plain data: all that the drawing needs. It survives JSON, so it can be saved and sent.
 */
export interface Scene {
  /** The words that it was read from, for the slate. */
  prompt: string;
  /** Tells takes of the same prompt apart. */
  seed: number;
  /** Derived from prompt, look and seed: all that is left to chance comes from it. */
  variation: string;
  setting: Setting;
  /** What else of a place the prompt names, for details. */
  timeOfDay: TimeOfDay;
  weather: Weather;
  season: Season;
  shotSize: ShotSize;
  camera: CameraMove;
  /** 0 calm, 1 wild: how much moves and how fast. */
  energy: number;
  subjects: Subject[];
  /** How many people stand further back. */
  crowd: number;
  props: Prop[];
  portal?: Portal;
  palette: Palette;
  finish: Finish;
  /** Whether left and right are exchanged; the camera's move is not. */
  mirrored: boolean;
}
