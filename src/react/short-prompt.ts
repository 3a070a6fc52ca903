/** The longest part of a prompt in the name of a track. */
const MAX_LENGTH = 60;

/** The beginning of a prompt, which names a track in Studio. */
export const shortPrompt = (prompt: string): string =>
  prompt.length <= MAX_LENGTH ? prompt : `${prompt.slice(0, MAX_LENGTH - 1)}…`;
