/** Stands in for `debug`: oclif's tracing is off. CommonJS consumers take the default export. */
function debug(): (...words: unknown[]) => void {
  return Object.assign(() => undefined, { enabled: false, extend: debug });
}
export { debug as default };
