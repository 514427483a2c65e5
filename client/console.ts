// Typed calls of the merchant's console. Refusals arrive as `Fault`s.
import type {
  CartLineInput,
  ConsoleCatalog,
  ConsoleOrder,
  ConsoleOrderPage,
  ConsoleProduct,
  ConsoleProductPage,
  ConversationId,
  ImportId,
  ImportList,
  ImportReport,
  MediaId,
  MediaUrls,
  MediaView,
  OrderId,
  OrderState,
  OrderTicket,
  PaymentId,
  PaymentTicket,
  ProductId,
  ProductInput,
  ShopView,
  StaffId,
  StaffRole,
  StaffSession,
  StaffView,
  TeamMemberView,
  VariantChange,
  Wallet,
  WebhookDelivery,
} from '../protocol/index.ts';
import { type Call, catalogCalls, createCall, type HttpOptions, search } from './http.ts';

export interface ShopChange {
  name?: string;
  about?: string;
  description?: string;
  address?: string;
  email?: string;
  websites?: string[];
  hours?: string;
}

/** Everything the console asks over HTTP, as staff of one business; chats go over the socket. */
export function createConsoleApi(options: HttpOptions) {
  const call = createCall(options);
  return {
    call,
    signIn: (email: string, password: string) =>
      call<StaffView>('/api/console/sign-in', { method: 'POST', body: { email, password } }),
    signOut: () => call<void>('/api/console/sign-out', { method: 'POST' }),
    session: () => call<StaffSession>('/api/console/session'),
    me: () => call<StaffView>('/api/console/me'),
    ...shopCalls(call),
    ...orderCalls(call),
    ...catalogCalls(call),
    ...merchantCatalogCalls(call),
    /** Owners alone: what apps were told about this business, newest first. */
    webhooks: (before?: number) =>
      call<{ webhooks: WebhookDelivery[] }>(`/api/console/webhooks${search({ before })}`),
    replayWebhook: (seq: number) => call<void>(`/api/console/webhooks/${seq}/replay`, { method: 'POST' }),
    wallet: (before?: string) => call<Wallet>(`/api/console/wallet${search({ before })}`),
    upload(file: Blob, name = 'picture') {
      const form = new FormData();
      form.set('file', file, name);
      return call<MediaView>('/api/media?as=staff', { method: 'POST', body: form });
    },
    mediaUrls: (mediaId: MediaId) => call<MediaUrls>(`/api/media/${mediaId}/urls?as=staff`),
  };
}
export type ConsoleApi = ReturnType<typeof createConsoleApi>;

function shopCalls(call: Call) {
  return {
    updateShop: (change: ShopChange) =>
      call<ShopView>('/api/console/shop', { method: 'PATCH', body: change }),
    team: () => call<{ staff: TeamMemberView[] }>('/api/console/staff'),
    addMember: (member: { name: string; email: string; password: string; role: StaffRole }) =>
      call<TeamMemberView>('/api/console/staff', { method: 'POST', body: member }),
    updateMember: (staffId: StaffId, change: { name?: string; role?: StaffRole; disabled?: boolean }) =>
      call<TeamMemberView>(`/api/console/staff/${staffId}`, { method: 'PATCH', body: change }),
    changePassword: (password: string, newPassword: string) =>
      call<void>('/api/console/password', {
        method: 'POST',
        body: { password, new_password: newPassword },
      }),
  };
}

export type OrderCommand = 'accept' | 'ship' | 'complete' | 'cancel';

export interface OrderEdit {
  lines: CartLineInput[];
  /** Minor units; as before when absent. */
  shipping_minor?: string;
  /** The revision that was seen; another one since is refused. */
  revision?: number;
  body?: string;
}

export interface OrderQuery {
  conversation_id?: ConversationId;
  state?: OrderState;
  after?: string;
  limit?: number;
}

function orderCalls(call: Call) {
  const path = (orderId: OrderId) => `/api/console/orders/${orderId}`;
  return {
    orders: (query: OrderQuery = {}) => call<ConsoleOrderPage>(`/api/console/orders${search({ ...query })}`),
    order: (orderId: OrderId) => call<ConsoleOrder>(path(orderId)),
    payment: (paymentId: PaymentId) => call<PaymentTicket>(`/api/payments/${paymentId}?as=staff`),
    editOrder: (orderId: OrderId, edit: OrderEdit) =>
      call<OrderTicket>(`${path(orderId)}/lines`, { method: 'POST', body: edit }),
    commandOrder: (orderId: OrderId, command: OrderCommand, body?: string) =>
      call<OrderTicket>(`${path(orderId)}/${command}`, { method: 'POST', body: body ? { body } : {} }),
    /** `idempotencyKey` is made once for each press: a lost answer is asked for again with the same one. */
    refundOrder: (orderId: OrderId, refund: { amount_minor?: string; idempotencyKey: string }) =>
      call<OrderTicket>(`${path(orderId)}/refund`, {
        method: 'POST',
        body: refund.amount_minor === undefined ? {} : { amount_minor: refund.amount_minor },
        headers: { 'idempotency-key': refund.idempotencyKey },
      }),
  };
}

export interface ConsoleProductQuery {
  query?: string;
  collection_id?: string;
  state?: 'active' | 'hidden';
  after?: string;
  limit?: number;
  language?: string;
}

function merchantCatalogCalls(call: Call) {
  const path = '/api/console/catalog';
  const productPath = (productId: ProductId) => `${path}/products/${productId}`;
  return {
    catalog: () => call<ConsoleCatalog>(path),
    consoleProducts: (query: ConsoleProductQuery = {}) =>
      call<ConsoleProductPage>(`${path}/products${search({ ...query })}`),
    consoleProduct: (productId: ProductId) => call<ConsoleProduct>(productPath(productId)),
    createProduct: (product: ProductInput) =>
      call<ConsoleProduct>(`${path}/products`, { method: 'POST', body: product }),
    saveProduct: (productId: ProductId, product: ProductInput) =>
      call<ConsoleProduct>(productPath(productId), { method: 'PUT', body: product }),
    setProductState: (productId: ProductId, state: 'active' | 'hidden') =>
      call<ConsoleProduct>(productPath(productId), { method: 'PATCH', body: { state } }),
    removeProduct: (productId: ProductId) => call<void>(productPath(productId), { method: 'DELETE' }),
    changeVariants: (changes: VariantChange[]) =>
      call<{ changed: number }>(`${path}/variants`, { method: 'POST', body: { changes } }),
    importFeed: (file: Blob) => call<ImportReport>(`${path}/imports`, { method: 'POST', body: file }),
    imports: () => call<ImportList>(`${path}/imports`),
    importReport: (importId: ImportId) => call<ImportReport>(`${path}/imports/${importId}`),
    exportUrl: `${path}/export.csv`,
  };
}
