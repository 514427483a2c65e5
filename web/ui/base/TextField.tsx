import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { cx } from '../class-names.ts';

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  /** Said below the field until there is an error to say. */
  hint?: ReactNode;
  error?: ReactNode;
  hideLabel?: boolean;
  /** Shown inside, before or after what is typed. */
  before?: ReactNode;
  after?: ReactNode;
  inputClassName?: string;
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, hideLabel, before, after, inputClassName, className, ...rest } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={cx('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'font-semibold text-s'}>
        {label}
      </label>
      <div
        className={cx(
          'flex min-h-11 items-center gap-2 rounded-m border-[1.5px] bg-panel px-3 focus-within:outline-2',
          'focus-within:outline-petrol focus-within:outline-offset-1',
          error ? 'border-bad' : 'border-line-strong',
        )}
      >
        {before}
        <input
          dir="auto"
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={note ? noteId : undefined}
          className={cx(
            'min-w-0 flex-1 bg-transparent py-2 outline-none placeholder:text-soft',
            inputClassName,
          )}
        />
        {after}
      </div>
      {note && (
        <p
          id={noteId}
          role={error ? 'alert' : undefined}
          className={cx('text-s', error ? 'text-bad' : 'text-soft')}
        >
          {note}
        </p>
      )}
    </div>
  );
}
