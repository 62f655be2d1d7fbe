import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../../packages', import.meta.url));

/** Which packages of the workspace each may import. */
const ALLOWED: Record<string, string[]> = {
  core: [],
  'chart-gen': ['@expose-plus/core'],
  'kubectl-expose': ['@expose-plus/core', '@expose-plus/chart-gen'],
};

interface Import {
  file: string;
  specifier: string;
}

function importsOf(file: string, text: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => ({ file, specifier: match[1] ?? match[2] ?? match[3] ?? '' }));
}

function sources(name: string): Import[] {
  const folder = join(packages, name, 'src');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .flatMap((path) => importsOf(relative(packages, join(folder, path)), readFileSync(join(folder, path), 'utf8')));
}

const ours = (specifier: string): boolean => specifier.startsWith('@expose-plus/') || specifier === 'kubectl-expose-plus';
const base = (specifier: string): string => specifier.split('/').slice(0, 2).join('/');
const builtin = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier);

describe('import direction', () => {
  it.each(Object.keys(ALLOWED))('%s imports only what it may of the workspace', (name) => {
    const wrong = sources(name).filter(({ specifier }) => ours(specifier) && !ALLOWED[name]?.includes(base(specifier)));
    expect(wrong).toEqual([]);
  });

  it('core imports no Node built-in', () => {
    expect(sources('core').filter(({ specifier }) => builtin(specifier))).toEqual([]);
  });

  it('relative imports stay inside their package', () => {
    const depth = (path: string): number => path.split('/').length - 2;
    const ups = (specifier: string): number => specifier.split('/').filter((part) => part === '..').length;
    const wrong = Object.keys(ALLOWED)
      .flatMap(sources)
      .filter(({ file, specifier }) => specifier.startsWith('.') && ups(specifier) >= depth(file));
    expect(wrong).toEqual([]);
  });

  it('sees an import that is not allowed', () => {
    const text =
      "import { readFile } from 'node:fs/promises';\nimport 'node:tls';\nimport {\n  a,\n  b,\n} from 'node:net';\nexport function f(): Row['tls'] {}\nexport { x } from '@expose-plus/chart-gen';\nawait import('kubectl-expose-plus');\n";
    const found = importsOf('core/src/x.ts', text).map(({ specifier }) => specifier);
    expect(found).toEqual(['node:fs/promises', 'node:tls', 'node:net', '@expose-plus/chart-gen', 'kubectl-expose-plus']);
  });
});
