// Words as search knows them: folded (no case, no accents), cut at what is no letter or digit, and reduced to their
// stems by the dictionaries that every PostgreSQL has. Vectors and queries are put together here, so that no
// extension is needed and both sides are sure to agree.
import type { Reader } from '../kit/index.ts';

/** Weighted texts of one document; `A` counts most. */
export interface SearchText {
  weight: 'A' | 'B' | 'C' | 'D';
  text: string;
}

const wordCharsMax = 40;
const wordsMax = 1_200;
const cachedStemsMax = 200_000;

const dictionaries: Record<string, string> = {
  ar: 'arabic_stem',
  da: 'danish_stem',
  de: 'german_stem',
  en: 'english_stem',
  es: 'spanish_stem',
  fi: 'finnish_stem',
  fr: 'french_stem',
  hu: 'hungarian_stem',
  it: 'italian_stem',
  nl: 'dutch_stem',
  no: 'norwegian_stem',
  pt: 'portuguese_stem',
  ro: 'romanian_stem',
  ru: 'russian_stem',
  sv: 'swedish_stem',
  tr: 'turkish_stem',
};

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
};

/** Lower case without accents: "Élégante Straße" → "elegante strasse". */
export function fold(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII.
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g, '')
    .replace(/[ßæœøđðþłıħ]/g, (letter) => letters[letter]!)
    .normalize('NFC');
}

/** The folded words of a text, in order, repeats included. */
export function splitWords(text: string): string[] {
  const words = fold(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return words.map((word) => word.slice(0, wordCharsMax));
}

/** Stems by language: null for a word that says nothing ("the"), the word itself where there is no dictionary. */
export interface Stems {
  of(language: string, word: string): string | null;
}

export interface Stemmer {
  /** Looks up what is not known yet of `words` in each language. */
  load(reader: Reader, languages: readonly string[], words: Iterable<string>): Promise<Stems>;
}

export function createStemmer(): Stemmer {
  const caches = new Map<string, Map<string, string | null>>();

  async function loadLanguage(reader: Reader, dictionary: string, words: ReadonlySet<string>): Promise<void> {
    let cache = caches.get(dictionary) ?? new Map<string, string | null>();
    const unknown = [...words].filter((word) => !cache.has(word));
    if (cache.size + unknown.length > cachedStemsMax) cache = new Map();
    caches.set(dictionary, cache);
    const missing = cache.size === 0 ? [...words] : unknown;
    if (missing.length === 0) return;
    const rows = await reader.sql<{ word: string; stems: string[] | null }>`
      select word, ts_lexize(${dictionary}::regdictionary, word) as stems from unnest(${missing}::text[]) as word`;
    for (const { word, stems } of rows) cache.set(word, stems === null ? word : (stems[0] ?? null));
  }

  return {
    async load(reader, languages, words) {
      const distinct = new Set(words);
      const used = new Set(languages.flatMap((language) => dictionaries[language.slice(0, 2)] ?? []));
      for (const dictionary of used) await loadLanguage(reader, dictionary, distinct);
      return {
        of(language, word) {
          const dictionary = dictionaries[language.slice(0, 2)];
          const stem = dictionary && caches.get(dictionary)?.get(word);
          return stem === undefined ? word : (stem as string | null);
        },
      };
    },
  };
}

/** A document as the text of a tsvector: each word with its stems in `languages`; `tags` are exact marks. */
export function writeVector(
  texts: readonly SearchText[],
  tags: readonly string[],
  { stems, languages }: { stems: Stems; languages: readonly string[] },
): string {
  const positions = new Map<string, string[]>();
  let position = 0;
  for (const { weight, text } of texts) {
    for (const word of splitWords(text)) {
      if (++position > wordsMax) break;
      for (const lexeme of lexemesOf(word, stems, languages)) {
        const places = positions.get(lexeme) ?? [];
        if (places.length < 8) places.push(`${position}${weight === 'D' ? '' : weight}`);
        positions.set(lexeme, places);
      }
    }
  }
  const lexemes = [...positions].map(([lexeme, places]) => `${quote(lexeme)}:${places.join(',')}`);
  return [...tags.map(quote), ...lexemes].join(' ');
}

/**
 * What a person typed as the text of a tsquery: every word must be there in one of its forms, the last one perhaps
 * only begun. Null when nothing was asked for.
 */
export function writeQuery(
  typed: string,
  tags: readonly string[],
  { stems, languages }: { stems: Stems; languages: readonly string[] },
): string | null {
  const words = splitWords(typed).slice(0, 12);
  const last = words.length - 1;
  const telling = words.filter(
    (word, index) => index === last || languages.some((language) => stems.of(language, word) !== null),
  );
  if (telling.length === 0) return null;
  const terms = telling.map((word, index) => {
    const forms = [...lexemesOf(word, stems, languages)].map(quote);
    const begun = index === telling.length - 1 && word.length > 1 ? [`${quote(word)}:*`] : [];
    return `(${[...new Set([...forms, ...begun])].join(' | ')})`;
  });
  return [...tags.map(quote), ...terms].join(' & ');
}

function lexemesOf(word: string, stems: Stems, languages: readonly string[]): Set<string> {
  const lexemes = new Set([word]);
  for (const language of languages) {
    const stem = stems.of(language, word);
    if (stem !== null) lexemes.add(stem);
  }
  return lexemes;
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}
