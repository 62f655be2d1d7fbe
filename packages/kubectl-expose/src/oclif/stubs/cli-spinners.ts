const dots = { interval: 80, frames: ['.'] };
/** Stands in for `cli-spinners`: the plugin has its own progress lines. */
const spinners: Record<string, typeof dots> = new Proxy({}, { get: () => dots });
export { spinners as default };
