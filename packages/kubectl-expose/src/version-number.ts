/** Set at build from package.json. */
declare const EXPOSE_PLUS_VERSION: string | undefined;

/** Version of the plugin; `source` when it runs without a build, as in tests. */
export const VERSION: string = typeof EXPOSE_PLUS_VERSION === 'string' ? EXPOSE_PLUS_VERSION : 'source';
