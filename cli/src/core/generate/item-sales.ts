import { Popularity } from "./popularity.js";
import { Random } from "./random.js";

export interface ItemSalesOptions {
  readonly seed: number;
  /** How many distinct items are sold; popular ones far more often than others. */
  readonly items: number;
  readonly stores: number;
  /** Share of events, from 0 to 1, whose `store_id` is empty; the pipeline's transform drops them. */
  readonly emptyStore: number;
  /**
   * Quantities fall from event to event: 999999, 999998, ... Cassandra keeps the larger of two values with the same
   * write time, so a sink that gives events of one timestamp the same write time keeps the older event. All have six
   * digits, so that they compare in the same way as text.
   */
  readonly falling: boolean;
}

interface ItemSale {
  /** The key: `item_id`. */
  readonly key: string;
  readonly value: string;
  readonly emptyStore: boolean;
}

/** Item sales by schemas/events/item-sales.schema.json; the same options give the same events. */
export class ItemSales {
  readonly #options: ItemSalesOptions;
  readonly #random: Random;
  readonly #popularity: Popularity;
  #made = 0;

  constructor(options: ItemSalesOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#popularity = new Popularity(options.items);
  }

  /** The next sale, at a time in milliseconds since the Unix epoch. */
  next(timestamp: number): ItemSale {
    const item = this.#popularity.draw(this.#random);
    const sold = this.#sold();
    const emptyStore = this.#random.uniform() < this.#options.emptyStore;
    const store = emptyStore ? "" : storeName(this.#random.below(this.#options.stores));
    this.#made += 1;
    const { key, name } = article(item);
    // The same text as JSON.stringify gives, but faster: this runs once for each record that is produced.
    const value = `{"item_id":"${key}","item_sold":${sold},"item_name":"${name}","timestamp_ms":"${timestamp}","store_id":"${store}"}`;
    return { key, value, emptyStore };
  }

  #sold(): number {
    const drawn = this.#random.uniform();
    if (this.#options.falling) return largestSixDigits - (this.#made % sixDigitNumbers);
    return 1 + Math.floor(500 * drawn ** 3);
  }
}

const largestSixDigits = 999_999;
const sixDigitNumbers = 900_000;

const goods = [
  ...["Plates", "Cups", "Bowls", "Glasses", "Forks", "Knives", "Spoons", "Teapots", "Jugs", "Trays"],
  ...["Candles", "Vases", "Lamps", "Clocks", "Mirrors", "Frames", "Cushions", "Blankets", "Towels", "Rugs"],
  ...[
    "Chairs",
    "Stools",
    "Shelves",
    "Baskets",
    "Boxes",
    "Notebooks",
    "Pencils",
    "Postcards",
    "Puzzles",
    "Kites",
  ],
] as const;

/** `plates-235`: the item-sales article has items with such names and numbers. */
function article(item: number): { readonly key: string; readonly name: string } {
  const name = goods[item % goods.length] ?? "Plates";
  return { key: `${name.toLowerCase()}-${Math.floor(item / goods.length) + 235}`, name };
}

const museums = [
  ...["Hermitage", "Louvre", "Prado", "Uffizi", "Albertina", "Rijksmuseum", "Tate", "Pinakothek", "Ateneum"],
  ...[
    "Kunsthaus",
    "Munch",
    "Belvedere",
    "Acropolis",
    "Topkapi",
    "Orsay",
    "Bargello",
    "Mauritshuis",
    "Zwinger",
  ],
] as const;

/** `Hermitage - 1`. */
function storeName(store: number): string {
  return `${museums[store % museums.length] ?? "Hermitage"} - ${Math.floor(store / museums.length) + 1}`;
}
