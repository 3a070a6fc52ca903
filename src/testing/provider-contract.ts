import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  ProviderError,
  StartError,
  type GenerationPlan,
  type Job,
  type JobState,
  type TakeOrder,
  type VideoProvider,
} from '../providers/video-provider.ts';
import { clipKeyOf } from '../clips/clip-request.ts';

/** Makes the provider's service go wrong at its next request. Checks whose fault can't be arranged are left out. */
export interface ArrangeFaults {
  /** The next order is turned away for good, as for a wrong key. */
  turnAway?: () => void;
  /** The next order is turned away because the service is busy. */
  busy?: () => void;
  /** The next order is taken, and its answer lost. */
  loseAnswer?: () => void;
  /** The next question after a job, and the next fetch, meet a passing trouble. */
  failPoll?: () => void;
  failDownload?: () => void;
  /** The connection of the next question after a job breaks. */
  resetPoll?: () => void;
  /** The next fetch is sent to another address first. */
  redirectDownload?: () => void;
  /** The next fetch gives the right bytes as `application/octet-stream`. */
  mistypeDownload?: () => void;
  /** The next fetch breaks off half way. */
  cutDownload?: () => void;
  /** The address of the clip that the next fetch is sent to has expired; the one after is a new one. */
  expireLink?: () => void;
  /** The next fetch finds the clip gone. */
  expireClip?: () => void;
  /** The next job to end is refused, fails, or is lost. */
  refuseJob?: () => void;
  failJob?: () => void;
  loseJob?: () => void;
}

/** What `videoProviderChecks` takes. */
export interface VideoProviderChecksOptions {
  /** Makes the provider anew, as another process would. */
  createProvider: () => VideoProvider | Promise<VideoProvider>;
  /** What to order; one second of a lake by default. */
  order?: Partial<TakeOrder>;
  /** The key that the provider was given; must be seen nowhere. */
  secret?: string;
  /** How many orders the service has taken so far. */
  billedOrders?: () => number;
  arrange?: ArrangeFaults;
  /** Waits between two polls; not at all by default. */
  delay?: (durationInMs: number) => Promise<void>;
}

/** One thing that every provider must do; `run` rejects when it doesn't. */
export interface VideoProviderCheck {
  /** A sentence. */
  name: string;
  run: () => Promise<void>;
}

const MAX_POLLS = 200;
const POLL_EVERY_MS = 100;

/**
 * The contract of `VideoProvider` as checks for any test runner:
 * `for (const { name, run } of videoProviderChecks({ … })) test(name, run);`
 */
export function videoProviderChecks({
  createProvider,
  order: orderParts,
  secret,
  billedOrders,
  arrange = {},
  delay = async () => {},
}: VideoProviderChecksOptions): VideoProviderCheck[] {
  const request = orderParts?.request ?? { prompt: 'a lake at dawn', aspectRatio: '16:9' };
  let orders = 0;
  const knownJobs: Job[] = [];
  const checks: VideoProviderCheck[] = [];

  /** Adds a check, or leaves it out when what it needs can't be arranged. */
  function check(name: string, run: (provider: VideoProvider) => Promise<void>, ...needs: unknown[]): void {
    if (!needs.includes(undefined)) checks.push({ name, run: async () => run(await createProvider()) });
  }

  function planOf(provider: VideoProvider): GenerationPlan {
    orders += 1;
    return provider.plan({
      clipKey: clipKeyOf(request),
      minDurationInSeconds: 1,
      fps: 24,
      width: 640,
      height: 360,
      seed: orders,
      ...orderParts,
      request,
    });
  }

  async function start(provider: VideoProvider, plan: GenerationPlan = planOf(provider)): Promise<Job> {
    const job = await provider.start(plan, { idempotencyKey: `check-${orders}` });
    knownJobs.push(job);
    return job;
  }

  async function finish(provider: VideoProvider, job: Job): Promise<JobState> {
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      const state = await provider.poll(job, {});
      if (state.status !== 'pending') return state;
      const { progress = 0 } = state;
      assert.ok(progress >= 0 && progress <= 1, `progress must be from 0 to 1, is ${progress}`);
      await delay(POLL_EVERY_MS);
    }
    throw new assert.AssertionError({ message: `The job did not end within ${MAX_POLLS} polls.` });
  }

  const errorOf = async (promise: Promise<unknown>): Promise<unknown> => {
    try {
      await promise;
    } catch (error) {
      if (secret !== undefined) {
        assert.ok(
          !inspect(error, { depth: 20, showHidden: true }).includes(secret),
          'an error holds the key',
        );
      }
      return error;
    }
    throw new assert.AssertionError({ message: 'An error was expected.' });
  };

  const trouble = async (promise: Promise<unknown>): Promise<string> => {
    const error = await errorOf(promise);
    return error instanceof ProviderError ? error.trouble : 'passing'; // which is what any other error counts as
  };

  check('plans offline, the same for the same order, and as plain JSON', async (provider) => {
    const plan = planOf(provider);
    orders -= 1;
    assert.deepEqual(planOf(provider), plan);
    assert.deepEqual(JSON.parse(JSON.stringify(plan)), plan);
    assert.ok(plan.durationInSeconds > 0 && plan.width > 0 && plan.height > 0 && plan.fps > 0);
    assert.ok(plan.estimatedCostUsd === null || plan.estimatedCostUsd >= 0);
  });

  check('says in the plan when the clip will be shorter than the slot', async (provider) => {
    const plan = planOf(provider);
    const long = provider.plan({ ...plan.order, minDurationInSeconds: 3600 });
    assert.ok(long.durationInSeconds >= 3600 || long.warnings.length > 0);
  });

  check(
    'makes a clip, with the job handed from process to process as JSON at each step',
    async (provider) => {
      const before = billedOrders?.() ?? 0;
      const job = await start(provider);
      const text = JSON.stringify(job);
      assert.equal(job.provider, provider.id);
      assert.ok(Number.isFinite(Date.parse(job.startedAt)));
      if (secret !== undefined) assert.ok(!text.includes(secret), 'the job holds the key');
      const state = await finish(await createProvider(), JSON.parse(text) as Job);
      assert.equal(state.status, 'succeeded');
      const other = await createProvider();
      const first = await bytesOf(await other.download(JSON.parse(text) as Job, {}));
      const second = await bytesOf(await other.download(JSON.parse(text) as Job, {}));
      assert.deepEqual(second, first, 'a clip fetched again must be the same');
      assert.ok(isVideo(first), 'what was fetched is no MP4, MOV or WebM');
      if (billedOrders !== undefined) assert.equal(billedOrders() - before, 1);
    },
  );

  check(
    'says that an order was surely not taken when it was turned away',
    async (provider) => {
      arrange.turnAway?.();
      const error = await errorOf(start(provider));
      assert.ok(error instanceof StartError);
      assert.equal(error.submitted, 'no');
      assert.equal(error.retryAfterInSeconds, undefined);
    },
    arrange.turnAway,
  );

  check(
    'says when a busy service may be asked again',
    async (provider) => {
      arrange.busy?.();
      const error = await errorOf(start(provider));
      assert.ok(error instanceof StartError);
      assert.equal(error.submitted, 'no');
      assert.ok(error.retryAfterInSeconds !== undefined && error.retryAfterInSeconds >= 0);
    },
    arrange.busy,
  );

  check(
    'sends an order once when its answer is lost, says so, and never finds a job that is accounted for',
    async (provider) => {
      const since = new Date();
      const known = await start(provider);
      const before = billedOrders?.() ?? 0;
      arrange.loseAnswer?.();
      const plan = planOf(provider);
      const error = await errorOf(start(provider, plan));
      assert.ok(error instanceof StartError);
      assert.equal(error.submitted, 'maybe');
      if (billedOrders !== undefined) assert.equal(billedOrders() - before, 1);
      const options = { idempotencyKey: `check-${orders}`, since, knownJobs };
      const other = await createProvider();
      const found = await other.recover?.(plan, options);
      if (found?.status !== 'found') return assert.notEqual(found?.status, 'absent', 'it was taken');
      assert.notDeepEqual(found.job.operation, known.operation);
      assert.equal((await finish(other, found.job)).status, 'succeeded');
      knownJobs.push(found.job);
      const again = await other.recover?.(plan, options);
      assert.notEqual(again?.status, 'found', 'every job is accounted for');
    },
    arrange.loseAnswer,
  );

  check(
    'takes trouble with polling for trouble, not for the end of the job',
    async (provider) => {
      const job = await start(provider);
      arrange.failPoll?.();
      assert.equal(await trouble(provider.poll(job, {})), 'passing');
      assert.equal((await finish(provider, job)).status, 'succeeded');
    },
    arrange.failPoll,
  );

  check(
    'can fetch again after a fetch that failed',
    async (provider) => {
      const job = await start(provider);
      await finish(provider, job);
      arrange.failDownload?.();
      assert.equal(await trouble(provider.download(job, {}).then(bytesOf)), 'passing');
      assert.ok(isVideo(await bytesOf(await provider.download(job, {}))));
    },
    arrange.failDownload,
  );

  check(
    'takes a connection that breaks for trouble, not for the end of the job',
    async (provider) => {
      const job = await start(provider);
      arrange.resetPoll?.();
      assert.equal(await trouble(provider.poll(job, {})), 'passing');
      assert.equal((await finish(provider, job)).status, 'succeeded');
    },
    arrange.resetPoll,
  );

  for (const [fault, what] of [
    ['redirectDownload', 'follows a redirect to the clip'],
    ['mistypeDownload', 'takes a clip whose media type says nothing'],
  ] as const) {
    check(
      what,
      async (provider) => {
        const job = await start(provider);
        await finish(provider, job);
        arrange[fault]?.();
        const bytes = await bytesOf(await provider.download(job, {}));
        assert.ok(isVideo(bytes));
        assert.deepEqual(bytes, await bytesOf(await provider.download(job, {})));
      },
      arrange[fault],
    );
  }

  check(
    'never hands on a clip that broke off as a whole one, and can fetch it again',
    async (provider) => {
      const job = await start(provider);
      await finish(provider, job);
      arrange.cutDownload?.();
      const { sizeInBytes, body } = await provider.download(job, {});
      const received = await bytesOf({ body }).catch(() => undefined);
      if (received !== undefined) assert.notEqual(received.byteLength, sizeInBytes, 'it broke off');
      const whole = await bytesOf(await provider.download(job, {}));
      assert.ok(isVideo(whole) && whole.byteLength > (received?.byteLength ?? 0));
    },
    arrange.cutDownload,
  );

  check(
    'finds the clip again when its address has expired',
    async (provider) => {
      const job = await start(provider);
      await finish(provider, job);
      arrange.expireLink?.();
      await errorOf(provider.download(job, {}).then(bytesOf));
      assert.equal((await provider.poll(job, {})).status, 'succeeded');
      assert.ok(isVideo(await bytesOf(await provider.download(job, {}))));
    },
    arrange.expireLink,
  );

  check('keeps two jobs for the same order apart', async (provider) => {
    const plan = planOf(provider);
    const before = billedOrders?.() ?? 0;
    const first = await start(provider, plan);
    orders += 1;
    const second = await start(provider, { ...plan, order: { ...plan.order, seed: plan.order.seed + 1000 } });
    assert.notDeepEqual(second.operation, first.operation);
    if (billedOrders !== undefined) assert.equal(billedOrders() - before, 2);
    for (const job of [second, first]) assert.equal((await finish(provider, job)).status, 'succeeded');
  });

  check(
    'stops a job where it says that it can, and leaves one alone whose clip is ready',
    async (provider) => {
      if (provider.cancel === undefined) return;
      const ready = await start(provider);
      await finish(provider, ready);
      await provider.cancel(ready, {});
      assert.ok(isVideo(await bytesOf(await provider.download(ready, {}))));
      const running = await start(provider);
      await provider.cancel(running, {});
      const state = await finish(provider, running);
      assert.ok(state.status === 'failed' || state.status === 'lost', `it is ${state.status}`);
    },
  );

  check(
    'says when a clip is gone',
    async (provider) => {
      const job = await start(provider);
      await finish(provider, job);
      arrange.expireClip?.();
      assert.equal(await trouble(provider.download(job, {}).then(bytesOf)), 'gone');
    },
    arrange.expireClip,
  );

  const endings = { refuseJob: 'refused', failJob: 'failed', loseJob: 'lost' } as const;
  for (const [fault, ending] of Object.entries(endings) as [keyof typeof endings, string][]) {
    check(
      `tells that a job was ${ending === 'failed' ? 'ended without a clip' : ending}`,
      async (provider) => {
        const job = await start(provider);
        arrange[fault]?.();
        const state = await finish(provider, job);
        assert.equal(state.status === 'failed' ? state.reason : state.status, ending);
        assert.ok('message' in state && state.message.length > 0);
      },
      arrange[fault],
    );
  }

  return checks;
}

async function bytesOf({ body }: { body: ReadableStream<Uint8Array> }): Promise<Uint8Array> {
  return new Uint8Array(await new Response(body).arrayBuffer());
}

const isVideo = (bytes: Uint8Array): boolean =>
  String.fromCharCode(...bytes.subarray(4, 8)) === 'ftyp' ||
  [0x1a, 0x45, 0xdf, 0xa3].every((byte, index) => bytes[index] === byte);
