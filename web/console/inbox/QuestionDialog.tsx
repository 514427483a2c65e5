import { Plus, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { type Content, limits } from '../../../protocol/index.ts';
import { Button, Dialog, IconButton, TextField, useI18n } from '../../ui/index.ts';
import { TextArea } from '../base/TextArea.tsx';

export interface QuestionDialogProps {
  onSend(content: Content): void;
  onClose(): void;
}

/** A question whose answers can be tapped: up to three are buttons, more are a list. */
export function QuestionDialog({ onSend, onClose }: QuestionDialogProps) {
  const { t } = useI18n();
  const formId = useId();
  const [body, setBody] = useState('');
  const [answers, setAnswers] = useState(['', '']);
  const given = answers.map((answer) => answer.trim()).filter(Boolean);
  const isTwice = new Set(given).size < given.length;
  const isList = answers.length > limits.buttonsMax;
  const titleMax = isList ? limits.listRowTitleCharsMax : limits.buttonTitleCharsMax;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (given.length > 0 && !isTwice) onSend(toContent(body.trim(), given, t('console.question.choose')));
  };
  return (
    <Dialog
      title={t('console.composer.question')}
      kind="sheet"
      onClose={onClose}
      footer={
        <Button type="submit" form={formId} wide disabled={!body.trim() || given.length === 0 || isTwice}>
          {t('composer.send')}
        </Button>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4 pt-1">
        <TextArea
          label={t('console.question.body')}
          required
          rows={2}
          maxLength={limits.interactiveBodyCharsMax}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1.5 font-semibold text-s">{t('console.question.answers')}</legend>
          {answers.map((answer, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: answers have no name but their place.
            <div key={index} className="flex items-center gap-1">
              <TextField
                label={t('console.question.answer', { number: index + 1 })}
                hideLabel
                placeholder={t('console.question.answer', { number: index + 1 })}
                maxLength={titleMax}
                value={answer}
                onChange={(event) =>
                  setAnswers(answers.map((present, at) => (at === index ? event.target.value : present)))
                }
                className="flex-1"
              />
              {answers.length > 1 && (
                <IconButton
                  label={t('console.question.remove', { number: index + 1 })}
                  onClick={() => setAnswers(answers.filter((_, at) => at !== index))}
                >
                  <X size={18} />
                </IconButton>
              )}
            </div>
          ))}
          {answers.length < limits.listRowsMax && (
            <Button
              variant="quiet"
              size="s"
              className="self-start"
              onClick={() => setAnswers([...answers, ''])}
            >
              <Plus aria-hidden size={16} />
              {t('console.question.add')}
            </Button>
          )}
          <p className={isTwice ? 'text-bad text-s' : 'text-s text-soft'}>
            {t(
              isTwice
                ? 'console.question.twice'
                : isList
                  ? 'console.question.list_text'
                  : 'console.question.text',
            )}
          </p>
        </fieldset>
      </form>
    </Dialog>
  );
}

function toContent(body: string, answers: string[], button: string): Content {
  const titled = answers.map((title, index) => ({ id: `answer-${index + 1}`, title }));
  if (titled.length <= limits.buttonsMax) {
    const buttons = titled.map(({ id, title }) => ({
      id,
      title: title.slice(0, limits.buttonTitleCharsMax),
    }));
    return { type: 'buttons', body, buttons };
  }
  return { type: 'list', body, button, sections: [{ rows: titled }] };
}
