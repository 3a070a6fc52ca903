import type { Setting } from '../scene.ts';
import type { Builder } from '../world.ts';
import { buildAbstract } from './abstract.ts';
import { buildSkyline, buildStreet } from './city.ts';
import { buildHall } from './hall.ts';
import { buildInsert } from './insert.ts';
import { buildLandscape } from './landscape.ts';
import { buildCarInterior } from './car-interior.ts';
import { buildCoach } from './coach.ts';
import { buildRoom } from './room.ts';
import { buildShow } from './show.ts';
import { buildSpace } from './space.ts';
import { buildUnderwater, buildWater } from './water.ts';

/** Who draws each setting. */
export const builders: Record<Setting, Builder> = {
  street: buildStreet,
  skyline: buildSkyline,
  rooftop: buildSkyline,
  corridor: buildHall,
  school: buildHall,
  hospital: buildHall,
  aisle: buildHall,
  church: buildHall,
  station: buildHall,
  tunnel: buildHall,
  library: buildHall,
  room: buildRoom,
  bedroom: buildRoom,
  kitchen: buildRoom,
  'living-room': buildRoom,
  classroom: buildRoom,
  nursery: buildRoom,
  ward: buildRoom,
  cafe: buildRoom,
  train: buildCoach,
  bus: buildCoach,
  car: buildCarInterior,
  road: buildLandscape,
  forest: buildLandscape,
  park: buildLandscape,
  garden: buildLandscape,
  field: buildLandscape,
  mountains: buildLandscape,
  desert: buildLandscape,
  snow: buildLandscape,
  beach: buildWater,
  sea: buildWater,
  lake: buildWater,
  underwater: buildUnderwater,
  stage: buildShow,
  club: buildShow,
  sky: buildLandscape,
  space: buildSpace,
  insert: buildInsert,
  abstract: buildAbstract,
};
