// Every component on one page, without a server: `?theme=dark&locale=ar` sets the mode.
import './gallery.css';
import { Search, ShoppingBag } from 'lucide-react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import {
  Avatar,
  applyTheme,
  Badge,
  Button,
  ChatDataProvider,
  Composer,
  EmptyState,
  I18nProvider,
  IconButton,
  type Locale,
  loadTranslator,
  Menu,
  type MessageActions,
  MessageList,
  markDocument,
  OrderCard,
  PaymentCard,
  Pill,
  ProductCard,
  Segmented,
  Skeleton,
  Tabs,
  Tag,
  TextField,
  type Theme,
  ToastRegion,
} from '../index.ts';
import { makeOrder, makePayment, members, messages, offers } from './fixtures.ts';

const query = new URLSearchParams(location.search);
const locale = (query.get('locale') ?? 'en') as Locale;
applyTheme((query.get('theme') ?? 'light') as Theme);
markDocument(locale);

const data = {
  mediaUrls: async () => ({ url: '', thumbnail_url: '', expires_at: Date.now() + 60_000 }),
  offers: async (_: unknown, skus: string[]) => offers.filter((offer) => skus.includes(offer.variant.sku)),
};

function Gallery() {
  return (
    <main className="grid gap-6 p-4 two:grid-cols-[24rem_1fr]">
      <h1 className="sr-only">Components</h1>
      <Conversation />
      <section className="flex flex-wrap content-start gap-4">
        <Controls />
        <Tickets />
      </section>
      <ToastRegion />
    </main>
  );
}

function Conversation() {
  const [text, setText] = useState('');
  return (
    <section className="flex h-[860px] min-w-0 flex-col overflow-hidden rounded-xl border border-line bg-paper">
      <MessageList
        cacheKey="gallery"
        label="Messages"
        messages={messages}
        me={1}
        members={members}
        unread={{ afterSeq: 9, count: 4 }}
        typingName="Atelier Lune"
        hasOlder={false}
        onLoadOlder={() => {}}
        onSeen={() => {}}
        actions={actions}
      />
      <Composer
        placeholder="Message Atelier Lune"
        value={text}
        onChange={setText}
        onSend={() => setText('')}
        replyingTo={{ name: 'Atelier Lune', text: 'When shall we deliver?' }}
      />
    </section>
  );
}

const actions: MessageActions = {
  reply() {},
  react() {},
  answer() {},
  retry() {},
  openProduct() {},
  ticketActions: () => <Button wide>Pay 193.90 €</Button>,
};

function Controls() {
  const [tab, setTab] = useState<'all' | 'unread'>('all');
  const menu = [
    { label: 'One', onSelect() {} },
    { label: 'Two', onSelect() {}, danger: true },
  ];
  return (
    <>
      <div className="flex w-full flex-wrap items-center gap-3">
        <Button>Primary</Button>
        <Button variant="secondary">Secondary</Button>
        <Button variant="quiet">Quiet</Button>
        <Button variant="danger" size="s">
          Danger
        </Button>
        <Button busy>Busy</Button>
        <IconButton label="Search">
          <Search size={20} />
        </IconButton>
        <Menu label="Menu" icon={<ShoppingBag size={20} />} items={menu} />
        <Badge count={3} label="3" />
        <Pill tone="good">Paid</Pill>
        <Pill tone="attention">To pay</Pill>
        <Pill tone="bad">Refused</Pill>
        <Pill>Canceled</Pill>
        <Tag>Regular</Tag>
        <Avatar name="Ana Souza" />
        <Avatar name="Atelier Lune" shape="square" />
        <Avatar name="Koffi Mensah" size="l" />
        <Skeleton className="h-8 w-32" />
      </div>
      <Tabs label="Filter" value={tab} onChange={setTab} items={views} />
      <Segmented label="Theme" value={tab} onChange={setTab} items={views} />
      <TextField label="Phone" hint="With or without the country code" />
      <TextField label="Code" error="This code is not right." defaultValue="123" />
    </>
  );
}

const views = [
  { key: 'all', label: 'All' },
  { key: 'unread', label: 'Unread' },
] as const;

function Tickets() {
  return (
    <div className="flex w-full flex-wrap items-start gap-4">
      <OrderCard order={makeOrder('placed', 1)} />
      <OrderCard order={makeOrder('shipped', 4)} payment={makePayment('captured', 2)} />
      <OrderCard order={makeOrder('canceled', 2)} />
      <PaymentCard payment={makePayment('refused', 2)} actions={<Button wide>Try again</Button>} />
      {offers.map((offer) => (
        <ProductCard
          key={offer.variant.sku}
          title={offer.title}
          price={offer.variant.price}
          regularPrice={offer.variant.regular_price}
          soldOut={offer.variant.available === 0}
          picture={offer.variant.picture}
          className="w-40"
          onOpen={() => {}}
        />
      ))}
      <EmptyState
        icon={<ShoppingBag size={28} />}
        title="The basket is empty"
        text="What you add in the shop waits here."
        action={<Button>Look around</Button>}
      />
    </div>
  );
}

const translator = await loadTranslator(locale);
createRoot(document.getElementById('root')!).render(
  <I18nProvider initial={translator}>
    <ChatDataProvider data={data}>
      <Gallery />
    </ChatDataProvider>
  </I18nProvider>,
);
