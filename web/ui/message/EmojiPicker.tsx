import { useI18n } from '../i18n/I18nProvider.tsx';

export const quickReactions = ['👍', '❤️', '😂', '😮', '😢', '🙏'];
const emoji =
  '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😍 😘 😋 😎 🤩 🤔 🙄 😴 😮 😢 😭 😡 🤯 🥳 🤗 👍 👎 👌 🙏 👏 🙌 💪 🤝 👋 ✌️ 🤞 ❤️ 🧡 💛 💚 💙 💜 💔 ✨ 🎉 🎁 🔥 ⭐ ✅ ❌ ❓ 💯 ☕ 🍕 🌹 🚚 📦 ⌚ 💶'.split(
    ' ',
  );

/** A small set that covers what people send most; the system's own picker has the rest. */
export function EmojiPicker({ onPick }: { onPick(emoji: string): void }) {
  const { t } = useI18n();
  return (
    <fieldset aria-label={t('composer.emoji')} className="grid max-w-84 grid-cols-8 gap-0.5 p-2">
      {emoji.map((item) => (
        <EmojiButton key={item} emoji={item} onPick={onPick} />
      ))}
    </fieldset>
  );
}

export function EmojiButton({ emoji: item, onPick }: { emoji: string; onPick(emoji: string): void }) {
  return (
    <button
      type="button"
      onClick={() => onPick(item)}
      className="grid size-10 place-items-center rounded-s text-xl hover:bg-sunken"
    >
      {item}
    </button>
  );
}
