import { useEffect, useRef } from 'react';
import type { Answer, Assessment } from '../api/types';
import { formatProbability, formatRatio, strengthKey } from '../format';
import { useI18n } from '../i18n/i18n';
import { derivedSentence, innocentCauses, isContestable } from './reading';

function Probability({ probability }: { probability: number }) {
  const { t } = useI18n();
  const label = t('verdict.probability');
  return (
    <div className="measure">
      <div className="measure-head">
        <span>{label}</span>
        <strong data-testid="probability">{formatProbability(probability)}</strong>
      </div>
      <meter min={0} max={1} value={probability} aria-label={label} />
      <p className="muted">{t('verdict.probability.note')}</p>
    </div>
  );
}

function Ratio({ log10 }: { log10: number }) {
  const { t, language } = useI18n();
  const strength = strengthKey(log10);
  const ratio = formatRatio(log10, language);
  const sentence =
    strength === 'strength.none'
      ? t('verdict.ratio.none')
      : t(log10 > 0 ? 'verdict.ratio.against' : 'verdict.ratio.for', { ratio });
  return (
    <div className="measure">
      <div className="measure-head">
        <span>{t('verdict.ratio')}</span>
        <strong>{t(strength)}</strong>
      </div>
      <p className="measure-text">{sentence}</p>
      <p className="muted">{t('verdict.ratio.log', { value: log10.toFixed(2) })}</p>
    </div>
  );
}

interface Row {
  name: string;
  value: string;
  note?: string;
}

function Questions({ assessment }: { assessment: Assessment }) {
  const { t } = useI18n();
  const { derived_from_reference: derived, ai } = assessment;
  const answer = ({ probability, abstained }: Answer) =>
    abstained || probability === undefined ? t('question.abstained') : formatProbability(probability);

  const rows: Row[] = [];
  if (derived) {
    const notes = [t('question.of_reference', { number: derived.reference + 1 })];
    if (derived.edited !== undefined) notes.push(t(derived.edited ? 'question.edited' : 'question.unedited'));
    const isDerived = (derived.probability ?? 0) >= 0.5;
    rows.push({ name: t('question.derived'), value: answer(derived), ...(isDerived && { note: notes.join(' · ') }) });
  }
  if (assessment.locally_altered) {
    rows.push({ name: t('question.altered'), value: answer(assessment.locally_altered) });
  }
  if (assessment.synthesised) {
    rows.push({ name: t('question.synthesised'), value: answer(assessment.synthesised) });
  }
  if (ai?.declared) {
    const note = [ai.by?.join(', '), ai.article6 && t(`ai.article6.${ai.article6}`)].filter(Boolean).join(' · ');
    rows.push({ name: t('question.ai'), value: t(`ai.${ai.declared}`), note });
  }
  if (rows.length === 0) return null;
  return (
    <dl className="questions">
      {rows.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note ? <small>{note}</small> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function WhoDecides({ assessment }: { assessment: Assessment }) {
  const { t, language } = useI18n();
  const causes = innocentCauses(assessment.findings, language);
  return (
    <aside className="notice" data-testid="notice" aria-label={t('notice.title')}>
      <strong>{t('notice.title')}</strong>
      <p>{t('notice.text')}</p>
      {causes.length > 0 ? (
        <>
          <p>{t('notice.innocent')}</p>
          <ul>
            {causes.map((cause) => (
              <li key={cause}>{cause}</li>
            ))}
          </ul>
        </>
      ) : null}
    </aside>
  );
}

// The result in plain words. It speaks about the picture, never about a person.
export function Verdict({ assessment }: { assessment: Assessment }) {
  const { t } = useI18n();
  const heading = useRef<HTMLHeadingElement>(null);
  const { band, probability, log10_likelihood_ratio: log10 } = assessment;
  const derived = derivedSentence(assessment);

  useEffect(() => heading.current?.focus({ preventScroll: true }), [assessment]);

  return (
    <section className={`verdict card band-${band}`} aria-label={t('verdict.title')} data-testid="verdict">
      <h2 ref={heading} tabIndex={-1} className="verdict-band">
        {t(`band.${band}`)}
      </h2>
      {derived ? (
        <p className="verdict-lead" data-testid="derived">
          {t(derived.key, { number: derived.number })}
        </p>
      ) : null}
      <p className="verdict-text">{t(`band.${band}.text`)}</p>
      {band === 'not_assessed' || probability === undefined ? null : <Probability probability={probability} />}
      {band === 'not_assessed' || log10 === undefined ? null : <Ratio log10={log10} />}
      <Questions assessment={assessment} />
      {isContestable(assessment) ? <WhoDecides assessment={assessment} /> : null}
    </section>
  );
}
