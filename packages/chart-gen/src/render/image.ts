/** An image as values: `repository` with its registry, and what follows it. */
export interface ImageValue {
  repository: string;
  tag: string;
  digest: string;
}

/**
 * Takes an image apart. The parts put together again are the same text.
 * Form: https://pkg.go.dev/github.com/distribution/reference#pkg-overview
 */
export function parseImage(image: string): ImageValue {
  const [rest = '', digest = ''] = splitAt(image, image.indexOf('@'));
  const colon = rest.lastIndexOf(':');
  const [repository = '', tag = ''] = splitAt(rest, colon > rest.lastIndexOf('/') ? colon : -1);
  return { repository, tag, digest };
}

function splitAt(text: string, index: number): [string, string] {
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

/** Whether an image comes apart into parts that make the same image again. */
export function isImage(image: unknown): image is string {
  if (typeof image !== 'string') return false;
  const { repository, tag, digest } = parseImage(image);
  return (
    /^[a-z0-9][\w./:-]*$/i.test(repository) && `${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}` === image
  );
}
