import type Handlebars from 'handlebars';
import runtimeOnly from 'handlebars/runtime.js';
import { TEMPLATES } from '../generated/templates.js';
import { goString, printYaml } from './go-text.js';

// The package's own types leave the runtime without exports.
const runtime = (runtimeOnly as unknown as typeof Handlebars).create();

function defined(value: unknown, helper: string): unknown {
  if (value === undefined) throw new Error(`a template gives ${helper} nothing`);
  return value;
}

runtime.registerHelper('go', (text: unknown) => goString(String(defined(text, 'go'))));
runtime.registerHelper('yaml', (data: unknown) => printYaml(defined(data, 'yaml')).trimEnd());

const compiled = new Map<string, Handlebars.TemplateDelegate>();

function templateOf(name: string): Handlebars.TemplateDelegate {
  const known = compiled.get(name);
  if (known) return known;
  const spec = TEMPLATES[name];
  if (!spec) throw new Error(`there is no template ${name}`);
  const template = runtime.template(spec);
  compiled.set(name, template);
  return template;
}

/** Fills a file of templates/ in. A value that is missing is an error. */
export function fillTemplate(name: string, data: Readonly<Record<string, unknown>>): string {
  return templateOf(name)({ ...data });
}
