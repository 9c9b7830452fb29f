import { CloseOutlined, FileImageOutlined, InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useId, useRef, useState } from 'react';
import { formatBytes } from '../format';
import { useI18n } from '../i18n/i18n';
import { type Notice, acceptFiles } from './claim_draft';

interface DropZoneProps {
  title: string;
  hint: string;
  badge: string;
  isRequired?: boolean;
  files: readonly File[];
  countMax: number;
  isLarge?: boolean;
  isDisabled: boolean;
  testId: string;
  onAdd: (files: File[]) => void;
  onRemove: (index: number) => void;
}

function FileRow({ file, isDisabled, onRemove }: { file: File; isDisabled: boolean; onRemove: () => void }) {
  const { t } = useI18n();
  return (
    <li className="file-row">
      <FileImageOutlined aria-hidden />
      <span className="file-name" title={file.name}>
        {file.name}
      </span>
      <span className="file-size">{formatBytes(file.size)}</span>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        aria-label={t('file.remove', { name: file.name })}
        disabled={isDisabled}
        onClick={onRemove}
      />
    </li>
  );
}

// A place for one file or several. Shows names and sizes only: uploads are never rendered here.
export function DropZone(props: DropZoneProps) {
  const { t } = useI18n();
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const [refused, setRefused] = useState<Notice[]>([]);
  const { files, countMax, isDisabled } = props;
  const isSingle = countMax === 1;

  const take = (list: FileList | null) => {
    if (!list || isDisabled) return;
    const room = isSingle ? 1 : countMax - files.length;
    const result = acceptFiles([...list], room, formatBytes);
    setRefused(result.refused);
    if (result.accepted.length > 0) props.onAdd(result.accepted);
  };
  const onDragOver = (event: DragEvent) => {
    event.preventDefault();
    if (!isDisabled) setIsOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files);
  };
  const classes = ['drop-zone', isOver && 'drop-zone-over', props.isLarge && 'drop-zone-large'];

  return (
    <section
      className={classes.filter(Boolean).join(' ')}
      aria-labelledby={`${id}-title`}
      data-testid={props.testId}
      onDragEnter={onDragOver}
      onDragOver={onDragOver}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
    >
      <div className="drop-head">
        <h3 id={`${id}-title`}>{props.title}</h3>
        <span className={props.isRequired ? 'badge badge-required' : 'badge'}>{props.badge}</span>
        <p id={`${id}-hint`}>{props.hint}</p>
      </div>
      {files.length > 0 ? (
        <ul className="file-list">
          {files.map((file, index) => (
            <FileRow
              key={`${index}-${file.name}`}
              file={file}
              isDisabled={isDisabled}
              onRemove={() => props.onRemove(index)}
            />
          ))}
        </ul>
      ) : null}
      <div className="drop-action">
        {files.length === 0 ? <InboxOutlined className="drop-icon" aria-hidden /> : null}
        <Button
          size="small"
          disabled={isDisabled || (!isSingle && files.length >= countMax)}
          aria-describedby={`${id}-hint`}
          aria-label={`${props.title}: ${t(isSingle && files.length > 0 ? 'drop.replace' : 'drop.choose')}`}
          onClick={() => input.current?.click()}
        >
          {t(isSingle && files.length > 0 ? 'drop.replace' : 'drop.choose')}
        </Button>
        <span className="drop-or">{t('drop.or')}</span>
      </div>
      <input
        ref={input}
        type="file"
        hidden
        tabIndex={-1}
        aria-hidden="true"
        accept={isSingle ? 'image/*,.heic,.heif,video/mp4,video/quicktime' : 'image/*,.heic,.heif'}
        multiple={!isSingle}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = ''; // the same file may be chosen again after its removal
        }}
      />
      {refused.map((notice) => (
        <p key={JSON.stringify(notice)} className="drop-refused" role="alert">
          {t(notice.key, notice.parameters)}
        </p>
      ))}
    </section>
  );
}
