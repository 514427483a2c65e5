import { type TextareaHTMLAttributes, useId } from 'react';
import { cx } from '../../ui/index.ts';

export interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  label: string;
  hint?: string;
}

export function TextArea({ label, hint, className, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="font-semibold text-s">
        {label}
      </label>
      <textarea
        dir="auto"
        rows={3}
        {...rest}
        id={id}
        aria-describedby={hint ? `${id}-note` : undefined}
        className="field-sizing-content max-h-80 min-h-20 rounded-m border-[1.5px] border-line-strong bg-panel px-3 py-2 outline-offset-1"
      />
      {hint && (
        <p id={`${id}-note`} className="text-s text-soft">
          {hint}
        </p>
      )}
    </div>
  );
}
