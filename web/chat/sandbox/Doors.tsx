import { ExternalLink } from 'lucide-react';
import { useI18n } from '../../ui/index.ts';
import { useInstance } from '../app/instance.ts';

/** The addresses of this server, each opened in a page of its own. */
export function Doors() {
  const { t } = useI18n();
  const { data } = useInstance();
  const shop = data?.shops[0];
  const doors = [
    { path: '/', name: t('sandbox.door.chat'), text: t('sandbox.door.chat_text') },
    ...(shop ? [{ path: `/b/${shop.handle}`, name: shop.name, text: t('sandbox.door.shop_text') }] : []),
    { path: '/console/', name: t('sandbox.door.console'), text: t('sandbox.door.console_text') },
  ];
  return (
    <ul className="mt-2 flex flex-col">
      {doors.map(({ path, name, text }) => (
        <li key={path} className="border-line not-first:border-t">
          <a
            href={path}
            target="_blank"
            rel="noopener"
            className="-mx-2 flex min-h-14 items-center gap-3 rounded-s px-2 py-2 hover:bg-sunken"
          >
            <span className="min-w-0 flex-1">
              <span dir="auto" className="block font-semibold">
                {name}
              </span>
              <span className="block text-soft text-s">{text}</span>
            </span>
            <code dir="ltr" className="hidden font-mono text-s text-soft two:block">
              {location.host + path}
            </code>
            <ExternalLink aria-hidden size={17} className="flex-none text-soft" />
          </a>
        </li>
      ))}
    </ul>
  );
}
