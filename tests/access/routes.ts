import type { Express } from 'express';

/** What express keeps of a route or a mount; only the outlines are looked at. */
interface Layer {
  name: string;
  rawPath?: string | RegExp;
  route?: { path: string | RegExp; stack: { method?: string }[] };
  handle?: { stack?: Layer[] };
}

function textOf(path: string | RegExp | undefined): string {
  if (path === undefined || path === '/') return '';
  return typeof path === 'string' ? path : `/${path.source}`;
}

/** Handlers for every address look on and hand over; what may answer by itself has a line of its own. */
function mountOf({ name, rawPath }: Layer, at: string): string[] {
  if (textOf(rawPath) === '' && name !== 'serveStatic') return [];
  return [`USE ${at}${textOf(rawPath)} ${name}`];
}

function below(layers: readonly Layer[], at: string): string[] {
  return layers.flatMap((layer) => {
    const { route, handle, rawPath } = layer;
    if (route !== undefined) {
      const methods = new Set(route.stack.map(({ method }) => (method ?? 'all').toUpperCase()));
      return [...methods].map((method) => `${method} ${`${at}${textOf(route.path)}` || '/'}`);
    }
    if (handle?.stack !== undefined) return below(handle.stack, `${at}${textOf(rawPath)}`);
    return mountOf(layer, at);
  });
}

/** Every route that the application answers, as `METHOD /path`, and every mount that may answer, as `USE /path name`. */
export function routesOf(app: Express): string[] {
  const { stack } = app.router as unknown as { stack: Layer[] };
  return below(stack, '');
}
