import { builtinModules } from 'node:module';
import { rolldown } from 'rolldown';

/** What became of an entry: the code of a bundle for browsers, and what it would still have to import. */
export interface Bundled {
  code: string;
  imports: string[];
}

const BUILT_INS = new Set(builtinModules.flatMap((name) => [name, `node:${name}`]));

/** Bundles a module for the browser as one script that leaves its exports in the global `library`. */
export async function bundleForBrowser(entry: string): Promise<Bundled> {
  const imports: string[] = [];
  const bundle = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
    logLevel: 'silent',
    // A built-in has no meaning in a browser: it stays an import and is reported.
    external: (specifier) => {
      const builtIn = BUILT_INS.has(specifier) || specifier.startsWith('node:');
      if (builtIn) imports.push(specifier);
      return builtIn;
    },
  });
  try {
    const { output } = await bundle.generate({ format: 'iife', name: 'library', codeSplitting: false });
    const [chunk] = output;
    return { code: chunk.code, imports: [...new Set([...imports, ...chunk.imports])].toSorted() };
  } finally {
    await bundle.close();
  }
}
