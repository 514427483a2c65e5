// The basket of a shop: changed here at once, told to the server in turn, and as the server says once it answers.
import { useEffect, useSyncExternalStore } from 'react';
import type { AccountId, Cart, CartLineInput } from '../../../protocol/index.ts';
import { useI18n } from '../../ui/index.ts';
import { api } from '../app/api.ts';

export interface CartState {
  cart: Cart | null;
  error: unknown;
  /** What was changed here and the server has not answered to yet. */
  isSaving: boolean;
}

interface Basket {
  state: CartState;
  /** The lines as wanted here; null when they are the server's. */
  wanted: CartLineInput[] | null;
  isBusy: boolean;
  language: string;
}

const baskets = new Map<AccountId, Basket>();
const listeners = new Set<() => void>();
const none: CartState = { cart: null, error: null, isSaving: false };

export interface CartHandle extends CartState {
  /** Pieces in it. */
  count: number;
  add(line: CartLineInput): void;
  /** 0 takes the line out. */
  setQuantity(sku: string, quantity: number): void;
  setLines(lines: CartLineInput[]): void;
  reload(): void;
}

export function useCart(businessId: AccountId): CartHandle {
  const { locale } = useI18n();
  const state = useSyncExternalStore(subscribe, () => baskets.get(businessId)?.state ?? none);
  useEffect(() => {
    const basket = open(businessId);
    if (basket.language !== locale || !basket.state.cart) void fetchCart(businessId, locale);
  }, [businessId, locale]);
  const lines = () => linesOf(open(businessId));
  const setLines = (next: CartLineInput[]) => want(businessId, next);
  return {
    ...state,
    count: linesOf(baskets.get(businessId)).reduce((sum, line) => sum + line.quantity, 0),
    add: (line) => setLines(addLine(lines(), line)),
    setQuantity: (sku, quantity) => setLines(changeLine(lines(), sku, quantity)),
    setLines,
    reload: () => void fetchCart(businessId, locale),
  };
}

/** `lines` with `line` added to the same product's line, or at the end. */
export function addLine(lines: readonly CartLineInput[], line: CartLineInput): CartLineInput[] {
  const present = lines.find(({ sku }) => sku === line.sku);
  if (!present) return [...lines, line];
  return changeLine(lines, line.sku, present.quantity + line.quantity);
}

export function changeLine(lines: readonly CartLineInput[], sku: string, quantity: number): CartLineInput[] {
  if (quantity <= 0) return lines.filter((line) => line.sku !== sku);
  return lines.map((line) => (line.sku === sku ? { sku, quantity: Math.min(quantity, 999) } : line));
}

function open(businessId: AccountId): Basket {
  let basket = baskets.get(businessId);
  if (!basket) {
    basket = { state: none, wanted: null, isBusy: false, language: '' };
    baskets.set(businessId, basket);
  }
  return basket;
}

function linesOf(basket: Basket | undefined): CartLineInput[] {
  if (!basket) return [];
  return basket.wanted ?? basket.state.cart?.lines.map(({ sku, quantity }) => ({ sku, quantity })) ?? [];
}

function want(businessId: AccountId, lines: CartLineInput[]): void {
  const basket = open(businessId);
  basket.wanted = lines;
  update(basket, { isSaving: true });
  if (!basket.isBusy) void save(businessId);
}

/** One request at a time; what changed meanwhile goes with the next. */
async function save(businessId: AccountId): Promise<void> {
  const basket = open(businessId);
  basket.isBusy = true;
  while (basket.wanted) {
    const lines = basket.wanted;
    try {
      const cart = await api.putCart(businessId, { lines }, basket.language || undefined);
      const isLatest = basket.wanted === lines;
      if (isLatest) basket.wanted = null;
      update(basket, { cart, error: null, isSaving: !isLatest });
    } catch (error) {
      basket.wanted = null;
      update(basket, { error, isSaving: false });
    }
  }
  basket.isBusy = false;
}

async function fetchCart(businessId: AccountId, language: string): Promise<void> {
  const basket = open(businessId);
  basket.language = language;
  try {
    const cart = await api.cart(businessId, language);
    if (!basket.wanted) update(basket, { cart, error: null });
  } catch (error) {
    update(basket, { error });
  }
}

function update(basket: Basket, change: Partial<CartState>): void {
  basket.state = { ...basket.state, ...change };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
