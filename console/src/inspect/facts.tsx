import type { Assessment } from '../api/types';
import { formatBytes, formatMilliseconds } from '../format';
import { useI18n } from '../i18n/i18n';
import { isMessageKey } from '../i18n/messages';

function useTimingText(): (timing: Record<string, number>) => string {
  const { t } = useI18n();
  return (timing) => {
    const { total, ...parts } = timing;
    const texts = Object.entries(parts).map(([name, value]) => {
      const key = `timing.${name}`;
      const label = isMessageKey(key) ? t(key) : name;
      return t('facts.timing.part', { name: label, value: formatMilliseconds(value) });
    });
    if (total !== undefined) texts.unshift(t('facts.timing.total', { total: formatMilliseconds(total) }));
    return texts.join(' · ');
  };
}

// What identifies this result later: the file, the engine, the time it took.
export function Facts({ assessment }: { assessment: Assessment }) {
  const { t } = useI18n();
  const timingText = useTimingText();
  const { photo, engine, timing_ms: timing } = assessment;
  const file = [photo?.format?.toUpperCase(), photo?.bytes !== undefined && formatBytes(photo.bytes)];
  const rows: [string, string | undefined][] = [
    [t('facts.file'), file.filter(Boolean).join(' · ')],
    [t('facts.size'), photo?.width && photo.height ? `${photo.width} × ${photo.height}` : undefined],
    [t('facts.timing'), timing && timingText(timing)],
    [t('facts.sha256'), photo?.sha256],
    [t('facts.engine'), engine?.version],
    [t('facts.calibration'), engine?.calibration],
    [t('facts.trust'), engine?.trust],
  ];
  return (
    <section className="card" aria-labelledby="facts-title">
      <div className="card-head">
        <h3 id="facts-title">{t('facts.title')}</h3>
      </div>
      <dl className="facts">
        {rows.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={value}>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
    </section>
  );
}
