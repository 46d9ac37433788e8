// What the build puts into the scripts, and what browsers have that TypeScript's own lists have not.

declare const FILES: Record<string, { url: string; revision: string | null }[]>;
declare const KEPT_WHEN_ASKED_FOR: string[];
declare const SERVER_PATHS: string[];
declare const JOIN_WORDS: Record<string, import("../../assets/web/scripts/shapes").Words>;
declare const PYODIDE_LOCK: object;
declare const MINOR_DIGITS: Record<string, number>;

declare module "*.css" {
  const text: string;
  export default text;
}
declare module "pyodide" {
  export const loadPyodide: import("../../assets/web/scripts/shapes").LoadPyodide;
}

interface BarcodeDetector {
  detect(source: ImageBitmapSource): Promise<{ rawValue: string }[]>;
}
declare const BarcodeDetector: {
  new (settings?: { formats: string[] }): BarcodeDetector;
  getSupportedFormats(): Promise<string[]>;
};

interface Navigator {
  userAgentData?: { platform: string };
}

// What Flet's client calls and Flutter's loader is told, and the Android app's window.
declare var jsSend: (app: number, message: Uint8Array) => Promise<void>;
declare var jsDisconnect: (app: number) => Promise<void>;
declare var jsConnect: (app: number, settings: object, receiver: (message: Uint8Array) => void) => Promise<void>;
declare var flet: object;
declare var _flutter: { buildConfig: object; loader?: { load(settings: object): Promise<void> } };
declare var walletDevice: Record<string, (...values: unknown[]) => void>;
declare var walletOwner: { isThere(): boolean; guard(): void; key(name: string): void };
declare var walletOwnerSaid: (said: string) => void;
