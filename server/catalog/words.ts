// Words as search knows them: folded (no case, no accents), cut at what is no letter or digit, and reduced to their
// stems by the dictionaries that every PostgreSQL has. Vectors and queries are put together here, so that no
// extension is needed and both sides are sure to agree.
import type { Reader } from '../kit/index.ts';

/** The words of one part of a document, the part that counts most first; `A` counts most. */
export interface SearchWords {
  weight: 'A' | 'B' | 'C' | 'D';
  words: readonly string[];
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

export interface Stems {
  /** The stem; null for a word that says nothing ("the"), the word itself where there is no dictionary. */
  of(language: string, word: string): string | null;
  /** The word and its stems in these languages. */
  forms(languages: readonly string[], word: string): readonly string[];
  /** Its stems alone. */
  stems(languages: readonly string[], word: string): readonly string[];
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
      return makeStems(caches);
    },
  };
}

function makeStems(caches: ReadonlyMap<string, ReadonlyMap<string, string | null>>): Stems {
  const known = new Map<string, { forms: readonly string[]; stems: readonly string[] }>();
  function stemOf(language: string, word: string): string | null {
    const dictionary = dictionaries[language.slice(0, 2)];
    const stem = dictionary === undefined ? undefined : caches.get(dictionary)?.get(word);
    return stem === undefined ? word : stem;
  }
  function lookUp(languages: readonly string[], word: string) {
    const before = known.get(word);
    if (before) return before;
    const found = languages.map((language) => stemOf(language, word)).filter((stem) => stem !== null);
    const stems = [...new Set(found)];
    const entry = { stems, forms: [...new Set([word, ...stems])] };
    known.set(word, entry);
    return entry;
  }
  return {
    of: stemOf,
    forms: (languages, word) => lookUp(languages, word).forms,
    stems: (languages, word) => lookUp(languages, word).stems,
  };
}

/** A document as the text of a tsvector: each word with its stems in `languages`; `tags` are exact marks. */
export function writeVector(
  texts: readonly SearchWords[],
  tags: readonly string[],
  { stems, languages }: { stems: Stems; languages: readonly string[] },
): string {
  const places = new Map<string, string>();
  let position = 0;
  for (const { weight, words } of texts) {
    for (const word of words) {
      if (++position > wordsMax) break;
      // Long texts are found by whole words, the others by beginnings too: a third fewer entries to keep.
      for (const lexeme of weight === 'D' ? stems.stems(languages, word) : stems.forms(languages, word)) {
        // Where a word stands first is where it counts most.
        if (!places.has(lexeme)) places.set(lexeme, weight === 'D' ? `${position}` : `${position}${weight}`);
      }
    }
  }
  let vector = tags.map(quote).join(' ');
  // Words are letters and digits: they need no escaping.
  for (const [lexeme, place] of places) vector += ` '${lexeme}':${place}`;
  return vector;
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
    const forms = stems.forms(languages, word).map(quote);
    const begun = index === telling.length - 1 && word.length > 1 ? [`${quote(word)}:*`] : [];
    return `(${[...new Set([...forms, ...begun])].join(' | ')})`;
  });
  return [...tags.map(quote), ...terms].join(' & ');
}

function quote(lexeme: string): string {
  return `'${lexeme.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;
}
