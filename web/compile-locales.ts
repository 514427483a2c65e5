import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

/**
 * A Vite plugin: turns the ICU texts of `locales/*.json` into what @lingui/core reads, and leaves out the ids that
 * another app alone uses. A message that does not parse fails the build and names its id.
 */
export function compileLocales(options: { without?: string[] } = {}) {
  return {
    name: 'comptoir-locales',
    enforce: 'pre' as const,
    transform(code: string, id: string): string | null {
      return /\/ui\/locales\/\w+\.json$/.test(id) ? compileCatalogue(code, options.without ?? []) : null;
    },
  };
}

/** `json` with every text compiled; ids that begin with one of `without` are dropped. */
export function compileCatalogue(json: string, without: string[]): string {
  const texts = Object.entries(JSON.parse(json) as Record<string, string>);
  const kept = texts.filter(([id]) => !without.some((prefix) => id.startsWith(prefix)));
  return JSON.stringify(Object.fromEntries(kept.map(([id, text]) => [id, compileText(id, text)])));
}

function compileText(id: string, text: string): unknown {
  try {
    return compileMessageOrThrow(text);
  } catch (error) {
    throw new Error(`The message "${id}" is not valid ICU text: ${String(error)}`);
  }
}
