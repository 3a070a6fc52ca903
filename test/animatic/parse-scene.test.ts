import { describe, expect, test } from 'vitest';
import { parseScene } from '../../src/animatic/index.ts';
import { stemOf } from '../../src/animatic/words.ts';

const people = (prompt: string): string[] => parseScene(prompt).subjects.map(({ age }) => age);

const isGreen = (prompt: string): boolean => {
  const { skyMiddle } = parseScene(prompt).palette;
  return skyMiddle[1] === Math.max(...skyMiddle);
};

describe('stemOf', () => {
  test.each([
    ['run', 'runs', 'running'],
    ['dance', 'dances', 'dancing', 'danced'],
    ['city', 'cities'],
    ['kiss', 'kisses', 'kissing'],
    ['church', 'churches'],
  ])('brings all forms of “%s” together', (...forms) => {
    expect(new Set(forms.map(stemOf)).size).toBe(1);
  });

  test('leaves words alone whose ending only looks like an inflection', () => {
    for (const word of ['evening', 'ring', 'bus', 'red', 'stage', 'sing']) expect(stemOf(word)).toBe(word);
    expect(stemOf('stage')).not.toBe(stemOf('stag'));
  });
});

describe('parseScene', () => {
  test('reads place, hour, weather, people and camera from a sentence', () => {
    const scene = parseScene(
      'A young woman with a red scarf runs down a school corridor in the evening, camera pushing in to the door at the end',
    );
    expect(scene).toMatchObject({
      setting: 'school',
      timeOfDay: 'dusk',
      camera: 'push-in',
      portal: { kind: 'door' },
    });
    expect(scene.subjects).toHaveLength(1);
    expect(scene.subjects[0]).toMatchObject({
      action: 'run',
      accessories: [{ kind: 'scarf', color: [226, 61, 53] }],
    });
  });

  test.each([
    ['rainy neon street at night', { setting: 'street', timeOfDay: 'night', weather: 'rain' }],
    ['snow falls on silent mountains at dusk', { setting: 'mountains', timeOfDay: 'dusk', weather: 'snow' }],
    [
      'autumn forest in the fog, tracking left',
      { setting: 'forest', season: 'autumn', weather: 'fog', camera: 'pan-left' },
    ],
    ['aerial shot over the desert at noon', { setting: 'desert', timeOfDay: 'day', camera: 'aerial' }],
    ['extreme close-up of an eye', { setting: 'insert', shotSize: 'close-up', portal: { kind: 'eye' } }],
    ['an orchestra on a stage, the camera circles around the singer', { setting: 'stage', camera: 'orbit' }],
    [
      'pull back from the bedroom window at dawn',
      { setting: 'bedroom', camera: 'pull-out', timeOfDay: 'dawn' },
    ],
    ['through the window: a supermarket aisle', { setting: 'aisle' }],
    ['a train crosses the prairie', { setting: 'field', props: [{ kind: 'train' }] }],
    ['inside a train in the rain', { setting: 'train' }],
    ['deep space, a planet', { setting: 'space' }],
  ])('understands “%s”', (prompt, expected) => {
    expect(parseScene(prompt)).toMatchObject(expected);
  });

  test('counts people and reads how old they are', () => {
    expect(people('an elderly couple on a bench')).toEqual(['old', 'old']);
    expect(people('a boy of seven and his grandmother')).toEqual(['child', 'old']);
    expect(people('a man and a woman dance')).toEqual(['adult', 'adult']);
    expect(people('a woman at sixteen')).toEqual(['teen']);
    expect(people('an empty street')).toEqual([]);
    expect(people('a singer before a roaring crowd')).toHaveLength(1);
    expect(parseScene('a singer before a roaring crowd').crowd).toBeGreaterThan(5);
  });

  test('takes “as a child” for the same person at another age', () => {
    const maya = 'Maya, a woman with long dark hair and a red scarf';
    const [young, ...rest] = parseScene(`${maya}, as a child of six, runs in a garden`).subjects;
    expect(rest).toEqual([]);
    const old = parseScene(`${maya}, as an old woman, sits by the bed`).subjects[0]!;
    expect([young!.age, old.age]).toEqual(['child', 'old']);
    expect(young!.identity).toBe(old.identity);
    expect([young!.hair, old.hair]).toEqual(['long', 'long']);
  });

  test('gives each person their own clothes and colours', () => {
    const [maya, jon] = parseScene(
      'Maya, a woman with long dark hair and a red scarf, and Jon, a man with short brown hair and a mustard yellow jacket, walk',
    ).subjects;
    expect(maya!.accessories.map(({ kind }) => kind)).toEqual(['scarf']);
    expect(jon).toMatchObject({ hair: 'short', garment: 'trousers', color: [242, 194, 48], accessories: [] });
  });

  test('lets the colours of the air tint the picture, not those of clothes', () => {
    expect(isGreen('a man on a beach in green light at dusk')).toBe(true);
    expect(isGreen('a man in a green coat on a beach at dusk')).toBe(false);
    const [red, green, blue] = parseScene('street, noir, night').palette.skyLow;
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(16);
  });

  test('takes colours and stock from the look, and the place from the prompt', () => {
    const scene = parseScene('a kitchen', { look: 'black and white, 35mm, beach light' });
    expect(scene.setting).toBe('kitchen');
    expect(scene.finish.saturation).toBe(0);
    expect(scene.finish.grain).toBeGreaterThan(parseScene('a kitchen').finish.grain);
  });

  test('is the same for the same words, and another take for another seed', () => {
    const prompt = 'a lake with mountains';
    expect(parseScene(prompt, { seed: 4 })).toEqual(parseScene(prompt, { seed: 4 }));
    const [a, b] = [parseScene(prompt, { seed: 4 }), parseScene(prompt, { seed: 5 })];
    expect(a.setting).toBe(b.setting);
    expect(a.mirrored).not.toBe(b.mirrored);
    expect(a.palette).not.toEqual(b.palette);
  });

  test.each([
    '',
    '   ',
    '夜の東京、雨の中の赤い傘',
    'ночной город',
    '🌧️🎬',
    'xyzzy',
    'a'.repeat(20_000),
    '\u0000\uD800',
  ])('makes something of any text (%#)', (prompt) => {
    const scene = parseScene(prompt, { seed: 3 });
    expect(scene.subjects).toEqual([]);
    expect(JSON.parse(JSON.stringify(scene))).toEqual(scene);
  });
});
