/* A Meta CSV of any number of products: the same for the same number, with words that people would search for. */

const adjectives =
  'Quiet,Bright,Slim,Sturdy,Vintage,Modern,Folding,Soft,Light,Heavy,Classic,Fine,Rough,Warm'.split(',');
const materials =
  'Oak,Walnut,Linen,Cotton,Wool,Leather,Steel,Brass,Glass,Ceramic,Bamboo,Silk,Copper,Marble'.split(',');
const nouns =
  'Watch,Clock,Lamp,Chair,Table,Blanket,Scarf,Shirt,Jacket,Bracelet,Ring,Vase,Bowl,Kettle,Knife,Backpack,Notebook,Pillow,Rug,Mirror,Basket,Candle,Teapot,Sandal'.split(
    ',',
  );
const colours = 'black,white,red,blue,green,brass,ochre,grey,crème,bordeaux,petrol,rose'.split(',');
const sentences = [
  'Made by hand in a small workshop near the river.',
  'Comes in a box that can be kept.',
  'The surface is oiled and ages with dignity.',
  'Suits every day and the one special evening.',
  'Easy to clean with a damp cloth.',
  'Repaired by us for ten years after you bought it.',
  'Élégante et discrète, elle accompagne chaque journée.',
  'Weighs little, holds long, and never shouts.',
  'Tested by people who use it at work.',
  'Ships within two days in paper, never in plastic.',
];
const brands = Array.from({ length: 200 }, (_, index) => `Maison ${word(index * 7 + 3)}`);

export const queries = [
  'watch',
  'walnut clock',
  'oak lam',
  'brass kettle',
  'lin',
  'leather backpack black',
  'elegante',
  'crème bowl',
  'maison',
  'chairs',
  'silk scarf red',
  'sku-00777',
  'table',
  'bamboo basket',
  'handmade workshop',
  'copper teapot pet',
  'vintage mirror',
  'xylophone',
  'wool blanket bordeaux',
  'knife steel',
];

/** The rows of a feed of `count` products, a few thousand a piece. */
export function* writeFeed(count: number): Generator<string> {
  yield 'id,title,description,availability,inventory,condition,price,sale_price,link,image_link,brand,color,product_type\n';
  let piece = '';
  for (let index = 0; index < count; index++) {
    piece += writeRow(index);
    if (index % 2_000 !== 1_999 && index !== count - 1) continue;
    yield piece;
    piece = '';
  }
}

function writeRow(index: number): string {
  const pick = makePick(index);
  const noun = pick(nouns);
  const colour = pick(colours);
  const title = `${pick(adjectives)} ${pick(materials)} ${noun} ${word(index)}`;
  const description = Array.from({ length: 5 }, () => pick(sentences)).join(' ');
  const cents = 500 + ((index * 7_919) % 90_000);
  const price = `${(cents / 100).toFixed(2)} EUR`;
  const sale = index % 5 === 0 ? `${((cents * 0.8) / 100).toFixed(2)} EUR` : '';
  const sku = `SKU-${String(index).padStart(6, '0')}`;
  const type = `Home > ${pick(materials)} > ${noun}s`;
  return `${[
    sku,
    title,
    `"${description}"`,
    index % 11 === 0 ? 'out of stock' : 'in stock',
    index % 3 === 0 ? String(index % 40) : '',
    'new',
    price,
    sale,
    `https://shop.example/p/${sku}`,
    `https://pictures.invalid/${sku}.jpg`,
    pick(brands),
    colour,
    type,
  ].join(',')}\n`;
}

/** Choices that depend on the product's number alone. */
function makePick(seed: number): <T>(from: readonly T[]) => T {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (from) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return from[(state >>> 8) % from.length]!;
  };
}

/** A made-up name of three syllables. */
function word(index: number): string {
  const syllables =
    'ba,be,bi,bo,da,de,di,do,ka,ke,ki,ko,la,le,li,lo,ma,me,mi,mo,ra,re,ri,ro,sa,se,si,so'.split(',');
  const at = (divisor: number) => syllables[Math.floor(index / divisor) % syllables.length]!;
  const name = at(1) + at(28) + at(784);
  return name.charAt(0).toUpperCase() + name.slice(1);
}
