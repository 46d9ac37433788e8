// The world of a service worker, where TypeScript's list of workers knows any kind.

interface WorkerGlobalScope {
  readonly clients: Clients;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  /** What the server says before the till's own worker. */
  readonly KEPT: { version: string; files: string[] };
}
interface PromiseConstructor {
  withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (why: unknown) => void };
}
