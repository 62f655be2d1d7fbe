import { registerHooks } from 'node:module';

// The sources import each other as ./x.js, as their build does; here they are read unbuilt, so that nothing can be stale.
registerHooks({
  resolve(specifier, context, next) {
    const ours = specifier.startsWith('.') && context.parentURL?.includes('/packages/core/src/');
    return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
