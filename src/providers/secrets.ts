/** Keeps keys out of whatever is written or said. */
export interface Secrets {
  /** The text without any secret, and without what stands behind a `?` in addresses, where signatures are. */
  hide(text: string): string;
  /** The text with each secret replaced by the name of its variable. */
  seal(text: string): string;
  /** What `seal` was given. */
  unseal(text: string): string;
}

/** Shorter values are no keys, and would be found in innocent words. */
const MIN_SECRET_LENGTH = 8;

/**
 * Takes every variable of the environment for a secret whose name says so (`FAL_KEY`, `GOOGLE_API_KEY`,
 * `REPLICATE_API_TOKEN`), besides those given by name.
 */
export function createSecrets(
  env: Readonly<Record<string, string | undefined>>,
  given: Readonly<Record<string, string | undefined>> = {},
): Secrets {
  const named = Object.entries(env).filter(([name]) => /(^|_)(KEY|TOKEN|SECRET|PASSWORD)$/i.test(name));
  const secrets = [...named, ...Object.entries(given)]
    .flatMap(([name, value]) =>
      value !== undefined && value.length >= MIN_SECRET_LENGTH ? [{ name, value }] : [],
    )
    .sort((a, b) => b.value.length - a.value.length);
  return {
    hide: (text) =>
      secrets
        .reduce((hidden, { value }) => hidden.replaceAll(value, '[key]'), text)
        .replaceAll(/(https?:\/\/[^\s"'?]+)\?[^\s"']*/g, '$1'),
    seal: (text) =>
      secrets.reduce((sealed, { name, value }) => sealed.replaceAll(value, `{{${name}}}`), text),
    unseal: (text) => secrets.reduce((open, { name, value }) => open.replaceAll(`{{${name}}}`, value), text),
  };
}
