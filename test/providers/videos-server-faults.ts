import type { ArrangeFaults } from '../../src/testing/provider-contract.ts';
import type { VideosServer } from '../../src/testing/videos-server.ts';

/** Every fault of the contract, arranged at a videos server. Answers of refusal repeat the secret, as careless servers do. */
export const faultsAt = ({ faults }: VideosServer, secret: string): ArrangeFaults => ({
  turnAway: () => faults.push({ on: 'start', kind: 'status', status: 400, message: `No. ${secret}` }),
  busy: () => faults.push({ on: 'start', kind: 'status', status: 429, headers: { 'retry-after': '7' } }),
  loseAnswer: () => faults.push({ on: 'start', kind: 'accept-then-status', status: 503 }),
  failPoll: () => faults.push({ on: 'poll', kind: 'status', status: 502 }),
  resetPoll: () => faults.push({ on: 'poll', kind: 'reset' }),
  failDownload: () => faults.push({ on: 'download', kind: 'wrong-body' }),
  redirectDownload: () => faults.push({ on: 'download', kind: 'redirect' }),
  mistypeDownload: () =>
    faults.push({ on: 'download', kind: 'wrong-content-type', contentType: 'application/octet-stream' }),
  cutDownload: () => faults.push({ on: 'download', kind: 'cut-off', withLength: true }),
  expireLink: () => faults.push({ on: 'download', kind: 'expired' }),
  expireClip: () => faults.push({ on: 'download', kind: 'expired' }),
  refuseJob: () => faults.push({ on: 'job', kind: 'refused' }),
  failJob: () => faults.push({ on: 'job', kind: 'fails' }),
  loseJob: () => faults.push({ on: 'job', kind: 'lost' }),
});
