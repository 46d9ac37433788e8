// What the build puts into the scripts, and what browsers have that TypeScript's own lists have not.

declare const FILES: Record<string, { url: string; revision: string | null }[]>;
declare const KEPT_WHEN_ASKED_FOR: string[];
declare const SERVER_PATHS: string[];
declare const JOIN_WORDS: Record<string, Record<string, any>>;
declare const PYODIDE_LOCK: object;
declare const MINOR_DIGITS: Record<string, number>;

declare module "*.css" {
  const text: string;
  export default text;
}
declare module "pyodide" {
  export function loadPyodide(settings: object): Promise<any>;
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
