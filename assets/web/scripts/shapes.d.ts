// The shapes that several scripts share.
import type { Answer } from "./contract.js";
import type { Speaker } from "./words.js";

/** What the build says of the site: addresses of its parts, the shell's words by language, where the API is. */
export interface Site {
  engine: string;
  assets: string;
  python: string;
  app: string;
  worker: string;
  join: string;
  icons: string;
  memory: string;
  plain: string;
  main: string;
  api: string;
  builds: object;
  words: Record<string, Words>;
}

/** A phrase for each form of the plural; `spoken` is its language where that is not the reader's. */
export type Forms = Partial<Record<Intl.LDMLPluralRule | "spoken", string>> & { many: string };

export interface Words {
  problems?: Record<string, string>;
  [phrase: string]: string | Forms | Record<string, string> | undefined;
}

/** What Chromium's `beforeinstallprompt` brings (W3C Manifest Incubations). */
export interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
  userChoice: Promise<{ outcome: string }>;
}

export interface Money {
  amount: number;
  currency: string;
}

/** Of the contract's wallet, what the shell draws. */
export interface Wallet {
  server_time: string;
  card: { number: string; static_code: StaticCode };
  tier: { name: string | null; rate: number };
  points: { balance: number; worth: Money; as_of: string };
  program: { kind: string; points_name: Forms };
}

export interface StaticCode {
  symbology: "qr" | "ean13" | "code128";
  payload: string;
}

export interface Keys {
  qr: CryptoKey;
  manual: CryptoKey;
}

/** `offset` are seconds to add to this device's clock to get the server's. */
export interface Card {
  kid: string;
  keys: Keys;
  offset: number;
  asOf: Date | null;
  wallet: Wallet;
}

/** What the member has chosen on this device. */
export interface Settings {
  language?: string;
  theme?: string;
  text_scale?: number;
  code_scale?: number;
  code_form?: string;
}

export interface Kept {
  settings: Settings;
  card: Card | null;
  isNew: boolean;
}

/** A form of the card's code: `make` fulfils with what puts the code of a step on the page. */
export interface CodeForm {
  canvas: HTMLCanvasElement | null;
  face: HTMLElement;
  make: (step: number) => Promise<() => void>;
  remark?: HTMLElement;
}

/** A view of the shell; `phrase` is the word for how long the code lasts. */
export interface CodeView {
  page: HTMLElement;
  make: CodeForm["make"];
  ring: HTMLElement;
  countdown: HTMLElement;
  phrase: string;
}

export interface Shown {
  shell: HTMLElement;
  speaker: Speaker;
}

/** Rows of modules, "1" dark. */
export type Rows = string[];

export interface Consent {
  purpose: string;
  version: string;
  title: string;
  text: string;
  required: boolean;
}

export interface Link {
  challenge: string;
  code: string;
}

export interface Steps extends Link {
  consents?: Consent[];
  name?: string;
}

/** What the first step says. */
export interface Offer {
  title: string;
  hint: string;
}

/** What waits under a join link. */
export interface Receipt extends Offer {
  kind: string;
  currency: string;
  store: string;
  will_earn: number;
}

export type Ask = <Value>(method: string, path: string, more?: { body?: object; token?: string; seen?: string }) => Promise<Answer<Value>>;
export type SignIn = (steps: Steps) => Promise<string>;
export type Tell = (words: string) => void;

/** A field or a group of boxes of which a fault can be told. */
export interface Told {
  fault: Tell;
  control?: HTMLInputElement;
}

/** Python in its worker. */
export interface Python {
  connected: Promise<void>;
  shown: Promise<void>;
  send: (message: Uint8Array) => void;
  receive: (receiver: (message: Uint8Array) => void) => void;
  end: () => void;
}

export interface Engine {
  connected: Promise<unknown>;
  shown: Promise<void>;
}

export type Attributes = Record<string, string | number | boolean | undefined>;

/** As `kopilka/browser/indexed_db.py` keeps them. */
export interface KeptWallet {
  kid: string;
  json: string;
  as_of: string | null;
  offset: number;
}

export type KeptKeys = Keys & { kid?: string };

/** Emscripten's file system, as Pyodide gives it. */
export interface PythonFiles {
  mkdirTree(path: string): void;
  writeFile(path: string, bytes: Uint8Array, how: { canOwn: boolean }): void;
  readFile(path: string): Uint8Array;
  unlink(path: string): void;
}

/** What Flutter's loader hands over to be run. */
export interface FlutterClient {
  initializeEngine(settings: object): Promise<{ runApp(): Promise<unknown> }>;
}

/** Python's memory as it is to be put in place. */
export interface Memory {
  state: object;
  length: number;
  fill: (program: Uint32Array, memory: Uint32Array) => void;
}

/** Pyodide's module: its memory in words, and where in it is what `table.js` looks for. */
export interface PythonModule {
  HEAPU32: Uint32Array;
  wasmTable: WebAssembly.Table;
  API: { restoreSnapshot: () => object };
  __PyRuntime: number;
  __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
  _emscripten_resize_heap(bytes: number): void;
}

type Instantiated = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

export interface EmscriptenSettings {
  preRun: ((module: PythonModule) => void)[];
  instantiateWasm: (imports: WebAssembly.Imports, done: Instantiated) => unknown;
}

export interface Pyodide {
  FS: PythonFiles;
  pyimport(name: "kopilka.browser.waking"): { wake(late: () => void): void };
  registerJsModule(name: string, module: object): void;
  runPythonAsync(code: string): Promise<unknown>;
}

export type LoadPyodide = (settings: object) => Promise<Pyodide>;

/** What Python knows as the module flet_js: it brings the verbs itself. */
export interface FletModule {
  documentUrl: string;
  openedAt: number;
  send?(message: Uint8Array): void;
  start_connection?(deliver: (message: { toJs(): Uint8Array<ArrayBuffer> }) => void): Promise<void>;
}

/** Addresses of folders, with a slash at the end. */
export interface Runtime {
  runtime: string;
  memory: string;
  plain: string;
}

/** What starting Python needs of its worker; the rest are settings of Pyodide. */
export interface Means {
  read(url: string): Promise<Uint8Array<ArrayBuffer>>;
  readNow(url: string): Uint8Array;
  flet: FletModule;
  arrived(): void;
  [setting: string]: unknown;
}
