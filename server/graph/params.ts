// Parameters checked against a schema, and a refusal worded as Graph words it: `(#100) Param text['body'] must be …`.
import * as v from 'valibot';
import { GraphFault } from './fault.ts';

/**
 * The validated parameters. Faults: 100 for a wrong type or value, 131008 for something missing inside, 131009 for a
 * value out of bounds inside `interactive`.
 */
export function readParams<S extends v.GenericSchema>(schema: S, params: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, params, { abortEarly: true });
  if (result.success) return result.output;
  throw faultOf(result.issues[0]);
}

function faultOf(issue: v.BaseIssue<unknown>): GraphFault {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const name = toParamName(keys);
  if (issue.received === 'undefined') {
    if (keys.length <= 1) return new GraphFault(100, { message: `The parameter ${name} is required.` });
    return new GraphFault(131008, { details: `Parameter ${name} is required.` });
  }
  const sentence = `Param ${name} ${toDemand(issue)}`;
  const isBound = issue.kind === 'validation' && keys[0] === 'interactive';
  return isBound ? new GraphFault(131009, { details: sentence }) : new GraphFault(100, { message: sentence });
}

/** `['a', 'b', 0, 'c']` as `a['b'][0]['c']`. */
export function toParamName(keys: readonly (string | number)[]): string {
  if (keys.length === 0) return 'body';
  const [first, ...rest] = keys;
  return String(first) + rest.map((key) => (typeof key === 'number' ? `[${key}]` : `['${key}']`)).join('');
}

const articles: Record<string, string> = { object: 'an object', array: 'an array', boolean: 'a boolean' };

function toDemand(issue: v.BaseIssue<unknown>): string {
  const requirement = issue.requirement as number;
  const unit = Array.isArray(issue.input) ? 'items' : 'characters long';
  switch (issue.type) {
    case 'max_length':
      return `must be at most ${requirement} ${unit}.`;
    case 'min_length':
      return `must be at least ${requirement} ${unit}.`;
    case 'max_value':
      return `must be at most ${requirement}.`;
    case 'min_value':
      return `must be at least ${requirement}.`;
    case 'integer':
      return 'must be an integer.';
    case 'literal':
    case 'picklist':
    case 'variant':
      return `must be one of {${String(issue.expected).replace(/[()"]/g, '').replaceAll(' | ', ', ')}}.`;
    case 'regex':
    case 'email':
      return 'is not valid.';
    default:
      return `must be ${articles[issue.type] ?? `a ${issue.type}`}.`;
  }
}
