// Bundles the plugin into CommonJS chunks (in Node an ESM import of a built-in costs more than a require: docs/performance.md),
// renders the help texts, and writes dist/meta.json, by which test/boot.test.ts knows what each chunk holds.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here('../..');
const { version } = JSON.parse(readFileSync(here('package.json'), 'utf8'));

/** Parts of oclif that a run of ours never needs, by stand-ins of a few lines. */
const trimmed = Object.fromEntries(
  ['debug', 'minimatch', 'tinyglobby', 'semver', 'wsl-utils', 'lilconfig', 'cli-spinners', 'get-package-type'].map((name) => [
    name,
    here(`src/oclif/stubs/${name}.ts`),
  ]),
);

/**
 * js-yaml makes its schemas and the expressions of its writer when it is loaded; only its reader of events is used. Marked as
 * without side effects, what is made for nobody falls away (2 ms at every start).
 */
const pureYaml = {
  name: 'pure-js-yaml',
  transform(code, id) {
    if (!id.endsWith('js-yaml.mjs')) return null;
    return code
      .replaceAll(/^(var [\w$]+ = )(new |define\w+\(|[\w$]+\.withTags\(|Object\.assign\()/gm, '$1/* @__PURE__ */ $2')
      .replaceAll(
        /^var ([\w$]+) = ((?:\/\*.*\*\/ )?(?:new Schema\(|[\w$]+\.withTags\()?[[{]\n(?:[\t\]}].*\n)*?[\]}].*);$/gm,
        'var $1 = /* @__PURE__ */ (() => ($2))();',
      );
  },
};

/**
 * The words of load balancers are tables of a few hundred rows, which a plan looks at only for type LoadBalancer: each is made when it
 * is first asked for (2 ms at every start).
 */
const lazyCodecs = {
  name: 'lazy-codecs',
  transform(code, id) {
    if (!/core\/src\/load-balancers\/[\w-]+\.ts$/.test(id)) return null;
    return code.replace(
      /^ {2}codec: (\{\n[\s\S]*?\n {2}\}),$/m,
      (_, table) => `  get codec() {\n const value = ${table};\n Object.defineProperty(this, 'codec', { value });\n return value;\n },`,
    );
  },
};

const options = (input) => ({
  input,
  platform: 'node',
  external: [...builtinModules, ...builtinModules.map((name) => `node:${name}`)],
  resolve: {
    // The sources of our own packages: no build of theirs can be stale, and unused parts fall away.
    alias: {
      '@expose-plus/core/manifests': here('../core/src/manifests/index.ts'),
      '@expose-plus/core/schema': here('../core/src/model/exposure-schema.ts'),
      '@expose-plus/core': here('../core/src/index.ts'),
      '@expose-plus/chart-gen/files': here('../chart-gen/src/cli/index.ts'),
      '@expose-plus/chart-gen': here('../chart-gen/src/index.ts'),
      ...trimmed,
    },
    conditionNames: ['node', 'import', 'require', 'default'],
  },
  transform: { target: 'node22', define: { EXPOSE_PLUS_VERSION: JSON.stringify(version) } },
  treeshake: { moduleSideEffects: (id) => !id.startsWith(`${root}packages/`) },
  onLog(level, log, next) {
    if (log.code !== 'EVAL' && log.code !== 'CIRCULAR_DEPENDENCY') next(level, log);
  },
  plugins: [pureYaml, lazyCodecs],
});

for (const file of existsSync(here('dist')) ? readdirSync(here('dist')) : []) if (file.endsWith('.cjs')) rmSync(here(`dist/${file}`));
rmSync(here('dist/help'), { recursive: true, force: true });
const bundle = await rolldown(options({ entry: here('src/entry.ts'), oclif: here('src/oclif/commands.ts') }));
const { output } = await bundle.generate({
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
  // Each file costs more to open than its lines cost to load from the compile cache: what every command needs comes in one file,
  // and what a plan from a file needs in another.
  codeSplitting: {
    groups: [
      {
        name: 'base',
        priority: 2,
        test: /kubectl-expose\/src\/(args|flags|commands)\/|kubectl-expose\/src\/(errors|registry|run|process-io|output\/format|kube\/(duration|visible))\.ts/,
      },
      { name: 'offline', priority: 1, test: /kubectl-expose\/src\/(actions\/apply|output\/(findings|objects))\.ts/ },
    ],
  },
  comments: { legal: true, annotation: false, jsdoc: false },
  minify: { compress: true, mangle: true, codegen: { removeWhitespace: false } },
});
await bundle.close();

const chunks = output.filter(({ type }) => type === 'chunk');
mkdirSync(here('dist'), { recursive: true });
for (const chunk of chunks) writeFileSync(here(`dist/${chunk.fileName}`), oneByte(chunk.code));

/** A single character beyond ASCII would make V8 hold the whole file with two bytes a character. */
function oneByte(code) {
  return code.replaceAll(/[^\u0000-\u007f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

writeFileSync(here('dist/meta.json'), `${JSON.stringify(chunks.map(describeChunk), null, 1)}\n`);

function describeChunk(chunk) {
  return {
    file: chunk.fileName,
    bytes: chunk.code.length,
    entry: chunk.isEntry,
    facade: chunk.facadeModuleId && relative(root, chunk.facadeModuleId),
    imports: chunk.imports,
    dynamicImports: chunk.dynamicImports,
    modules: Object.fromEntries(Object.entries(chunk.modules).map(([id, { renderedLength }]) => [relative(root, id), renderedLength])),
  };
}

const helpBundle = await rolldown(options({ help: here('src/help/all.ts') }));
await helpBundle.write({ dir: here('dist/build'), format: 'esm', entryFileNames: '[name].mjs' });
await helpBundle.close();
const { helpTexts } = await import(pathToFileURL(here('dist/build/help.mjs')).href);
mkdirSync(here('dist/help'), { recursive: true });
for (const [name, text] of Object.entries(helpTexts())) writeFileSync(here(`dist/help/${name}.txt`), text);
rmSync(here('dist/build'), { recursive: true });
