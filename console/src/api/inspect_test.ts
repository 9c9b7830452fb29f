import { expect, it } from 'vitest';
import { InspectFailure, claimForm, readReply } from './inspect';

const failureOf = (status: number, body: string): InspectFailure => {
  try {
    readReply(status, body);
  } catch (failure) {
    if (failure instanceof InspectFailure) return failure;
  }
  throw new Error('expected a failure');
};

it('reads an assessment', () => {
  const body = JSON.stringify({ schema: 'pixiu.assessment/1', band: 'clear', findings: [] });
  expect(readReply(200, body).band).toBe('clear');
});

it('refuses a reply that is no assessment of a known schema', () => {
  expect(failureOf(200, '<html>').kind).toBe('unexpected_reply');
  expect(failureOf(200, '{}').kind).toBe('unexpected_reply');
  const next = JSON.stringify({ schema: 'pixiu.assessment/2', band: 'clear', findings: [] });
  expect(failureOf(200, next).kind).toBe('unexpected_reply');
});

it('keeps what a problem document says and trusts the status of the response', () => {
  const body = JSON.stringify({ title: 'No', detail: 'text/plain', status: 200, code: 'unsupported', extra: 1 });
  const { kind, problem } = failureOf(415, body);
  expect(kind).toBe('problem');
  expect(problem).toEqual({ status: 415, title: 'No', detail: 'text/plain', code: 'unsupported' });
  expect(failureOf(502, 'gateway').problem).toEqual({ status: 502 });
});

it('sends every file under the name of its part and the context as JSON', async () => {
  const file = (name: string) => new File(['x'], name);
  const form = claimForm({
    photo: file('p.jpg'),
    references: [file('r1.jpg'), file('r2.jpg')],
    others: [file('o.jpg')],
    context: { declared_ai: true },
  });
  const names = [...form.entries()].map(([name]) => name);
  expect(names).toEqual(['photo', 'reference', 'reference', 'other', 'context']);
  const context = form.get('context') as File;
  expect(context.type).toBe('application/json');
  expect(JSON.parse(await context.text())).toEqual({ declared_ai: true });
});
