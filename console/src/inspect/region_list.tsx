import { useI18n } from '../i18n/i18n';
import type { NumberedRegion } from '../viewer/layers';

interface RegionListProps {
  regions: readonly NumberedRegion[];
  hiddenCount: number;
  selected: number | null;
  onSelect: (region: NumberedRegion) => void;
}

export function RegionList({ regions, hiddenCount, selected, onSelect }: RegionListProps) {
  const { t } = useI18n();
  if (regions.length === 0) return null;
  return (
    <section className="card" aria-labelledby="regions-title">
      <div className="card-head">
        <h3 id="regions-title">{t('findings.regions')}</h3>
        <span className="count">{t('findings.count', { count: regions.length })}</span>
      </div>
      <ul className="region-list">
        {regions.map((region) => (
          <li key={region.number}>
            <button
              type="button"
              className="region-item"
              aria-pressed={region.number === selected}
              aria-label={t('findings.zoom_to', { number: region.number })}
              title={t('findings.region.size', {
                width: Math.round(region.width),
                height: Math.round(region.height),
                x: Math.round(region.x),
                y: Math.round(region.y),
              })}
              onClick={() => onSelect(region)}
            >
              <span className="region-number">{region.number}</span>
              {Math.round(region.width)} × {Math.round(region.height)}
            </button>
          </li>
        ))}
      </ul>
      {hiddenCount > 0 ? <p className="muted">{t('findings.region.more', { count: hiddenCount })}</p> : null}
    </section>
  );
}
