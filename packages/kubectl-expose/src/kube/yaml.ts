import { load } from 'js-yaml';

/** Reads one YAML or JSON document. A key given twice keeps its last value, as in kubectl. @throws YAMLException */
export function parseYaml(text: string): unknown {
  return load(text, { json: true });
}
