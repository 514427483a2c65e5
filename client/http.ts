// Typed calls to our own HTTP endpoints, for the web apps, tests and examples. Refusals arrive as `Fault`s.
import {
  type AccountId,
  type AccountView,
  type Cart,
  type CartInput,
  type CatalogId,
  type CodeRequested,
  type Collection,
  type ConversationId,
  type ConversationOpened,
  type DeviceId,
  type DeviceView,
  type ErrorBody,
  errorCatalogue,
  Fault,
  type MediaId,
  type MediaUrls,
  type MediaView,
  type Offer,
  type OrderId,
  type OrderTicket,
  type Product,
  type ProductId,
  type ProductPage,
  type ShopView,
  type SignedIn,
  type Wallet,
} from '../protocol/index.ts';

export interface HttpOptions {
  /** Origin of the server; empty in a page that it served. */
  url: string;
  /** A device token, for clients without the session cookie. */
  token?: string | undefined;
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON, unless it is a form or raw bytes. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Call = <T>(path: string, options?: CallOptions) => Promise<T>;

/** A caller of JSON endpoints. Throws a `Fault`: the server's, or `overloaded` when it was not reached. */
export function createCall(options: HttpOptions): Call {
  return async <T>(path: string, { method = 'GET', body, headers = {}, signal }: CallOptions = {}) => {
    const isRaw = body instanceof FormData || body instanceof Blob || body instanceof Uint8Array;
    const init: RequestInit = {
      method,
      headers: { accept: 'application/json', ...headers },
      credentials: 'same-origin',
    };
    const sent = init.headers as Record<string, string>;
    if (options.token) sent.authorization = `Bearer ${options.token}`;
    if (signal) init.signal = signal;
    if (body !== undefined && !isRaw) sent['content-type'] = 'application/json';
    if (body !== undefined) init.body = isRaw ? (body as BodyInit) : JSON.stringify(body);
    const response = await fetch(options.url + path, init).catch((error: Error) => {
      if (error.name === 'AbortError') throw error;
      throw new Fault('overloaded', 'not reached');
    });
    if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
    throw await readFault(response);
  };
}

/** The fault that a refused response carries; `internal` when it carries none that we know. */
export async function readFault(response: Response): Promise<Fault> {
  const body = (await response.json().catch(() => null)) as ErrorBody | null;
  const error = body?.error;
  if (!error || !(error.code in errorCatalogue)) return new Fault('internal', `HTTP ${response.status}`);
  return new Fault(error.code, error.details, error.retry_after_ms);
}

export interface ProductQuery {
  query?: string;
  collection_id?: string;
  after?: string;
  limit?: number;
  language?: string;
}

/** Everything a person's app asks over HTTP; chats go over the socket. */
export function createPersonApi(options: HttpOptions) {
  const call = createCall(options);
  return {
    call,
    requestCode: (phone: string, country?: string, language?: string) =>
      call<CodeRequested>('/api/sign-in/code', { method: 'POST', body: { phone, country, language } }),
    signIn: (input: {
      request_id: string;
      code: string;
      name?: string;
      device_name?: string;
      start_new?: boolean;
    }) => call<SignedIn>('/api/sign-in', { method: 'POST', body: input }),
    signOut: () => call<void>('/api/sign-out', { method: 'POST' }),
    me: () => call<AccountView>('/api/me'),
    updateMe: (change: { name?: string; language?: string }) =>
      call<AccountView>('/api/me', { method: 'PATCH', body: change }),
    devices: () => call<{ devices: DeviceView[] }>('/api/me/devices'),
    removeDevice: (deviceId: DeviceId) => call<void>(`/api/me/devices/${deviceId}`, { method: 'DELETE' }),
    requestDeletionCode: () => call<CodeRequested>('/api/me/delete/code', { method: 'POST' }),
    deleteMe: (input: { request_id: string; code: string }) =>
      call<void>('/api/me/delete', { method: 'POST', body: input }),
    shop: (handle: string) => call<ShopView>(`/api/shops/${encodeURIComponent(handle)}`),
    openConversation: (handle: string, source?: 'link' | 'qr' | 'search') =>
      call<ConversationOpened>(`/api/shops/${encodeURIComponent(handle)}/conversation`, {
        method: 'POST',
        body: source ? { source } : {},
      }),
    sharePhone: (conversationId: ConversationId) =>
      call<void>(`/api/conversations/${conversationId}/share-phone`, { method: 'POST' }),
    ...catalogCalls(call),
    ...mediaCalls(call),
    cart: (businessId: AccountId, language?: string) =>
      call<Cart>(`/api/carts/${businessId}${search({ language })}`),
    putCart: (businessId: AccountId, cart: CartInput, language?: string) =>
      call<Cart>(`/api/carts/${businessId}${search({ language })}`, { method: 'PUT', body: cart }),
    order: (orderId: OrderId) => call<OrderTicket>(`/api/orders/${orderId}`),
    wallet: (after?: string) => call<Wallet>(`/api/wallet${search({ after })}`),
  };
}
export type PersonApi = ReturnType<typeof createPersonApi>;

export function catalogCalls(call: Call) {
  return {
    products: (catalogId: CatalogId, query: ProductQuery = {}, signal?: AbortSignal) =>
      call<ProductPage>(
        `/api/catalogs/${catalogId}/products${search({ ...query })}`,
        signal ? { signal } : {},
      ),
    product: (catalogId: CatalogId, productId: ProductId, language?: string) =>
      call<Product>(`/api/catalogs/${catalogId}/products/${productId}${search({ language })}`),
    collections: (catalogId: CatalogId, language?: string) =>
      call<{ collections: Collection[] }>(`/api/catalogs/${catalogId}/collections${search({ language })}`),
    offers: (catalogId: CatalogId, skus: readonly string[], language?: string) =>
      call<{ offers: Offer[] }>(
        `/api/catalogs/${catalogId}/variants${search({ skus: skus.join(','), language })}`,
      ),
  };
}

export function mediaCalls(call: Call) {
  return {
    upload(file: Blob, name = 'picture') {
      const form = new FormData();
      form.set('file', file, name);
      return call<MediaView>('/api/media', { method: 'POST', body: form });
    },
    mediaUrls: (mediaId: MediaId) => call<MediaUrls>(`/api/media/${mediaId}/urls`),
  };
}

/** `?a=1&b=2` of what is there, or nothing. */
export function search(values: Record<string, string | number | undefined>): string {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return pairs.length === 0
    ? ''
    : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}
