import { useEffect, useRef } from 'react';
import { useI18n } from '../i18n/i18n';

interface ReferencePickerProps {
  references: readonly (string | undefined)[];
  names: readonly string[];
  chosen: number;
  onChoose: (index: number) => void;
}

export function ReferencePicker({ references, names, chosen, onChoose }: ReferencePickerProps) {
  const { t } = useI18n();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    if (list.current && item) list.current.scrollLeft = item.offsetLeft - list.current.offsetLeft;
  }, []);
  if (references.length < 2) return null;
  return (
    <div ref={list} className="picker" role="group" aria-label={t('viewer.references')}>
      {references.map((source, index) => (
        <button
          key={index}
          type="button"
          className="picker-item"
          aria-pressed={index === chosen}
          aria-label={t('viewer.pick_reference', { number: index + 1 })}
          title={names[index]}
          onClick={() => onChoose(index)}
        >
          {source ? <img src={source} alt="" /> : null}
          <span>{t('viewer.reference', { number: index + 1 })}</span>
        </button>
      ))}
    </div>
  );
}
