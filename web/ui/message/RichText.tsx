import { memo } from 'react';
import { cx } from '../class-names.ts';
import { isEmojiOnly, parseRichText, type RichNode } from './rich-text.ts';

/** What a person wrote, with its own direction. */
export const RichText = memo(function RichText({ text, className }: { text: string; className?: string }) {
  const large = isEmojiOnly(text);
  return (
    <span dir="auto" className={cx('whitespace-pre-wrap', large && 'text-3xl', className)}>
      {parseRichText(text).map(renderNode)}
    </span>
  );
});

function renderNode(node: RichNode, index: number) {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'link':
      return (
        <a
          key={index}
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-petrol underline underline-offset-2"
        >
          {node.text}
        </a>
      );
    case 'code':
      return (
        <code key={index} dir="ltr" className="rounded-[4px] bg-sunken px-1 font-mono text-s">
          {node.text}
        </code>
      );
    case 'bold':
      return <strong key={index}>{node.children.map(renderNode)}</strong>;
    case 'italic':
      return <em key={index}>{node.children.map(renderNode)}</em>;
    case 'struck':
      return <s key={index}>{node.children.map(renderNode)}</s>;
  }
}
