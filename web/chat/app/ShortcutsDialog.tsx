import { Dialog, type MessageId, useI18n } from '../../ui/index.ts';

const shortcuts: [string[], MessageId][] = [
  [['Alt', '↓'], 'chat.keys.next'],
  [['Alt', '↑'], 'chat.keys.previous'],
  [['/'], 'chat.keys.search'],
  [['Enter'], 'chat.keys.send'],
  [['Shift', 'Enter'], 'chat.keys.new_line'],
  [['↑', '↓'], 'chat.keys.messages'],
  [['R'], 'chat.keys.reply'],
  [['E'], 'chat.keys.react'],
  [['Ctrl', ','], 'chat.keys.settings'],
  [['Esc'], 'chat.keys.back'],
  [['?'], 'chat.keys.help'],
];

export function ShortcutsDialog({ onClose }: { onClose(): void }) {
  const { t } = useI18n();
  return (
    <Dialog title={t('chat.keys.title')} onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5">
        {shortcuts.map(([keys, id]) => (
          <div key={id} className="contents">
            <dt dir="ltr" className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="rounded-[6px] border border-line bg-sunken px-2 py-0.5 font-sans text-s"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(id)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
