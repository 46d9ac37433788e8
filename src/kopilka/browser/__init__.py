"""What only exists in a browser under Pyodide: fetch, IndexedDB, WebCrypto, waking from memory.

Imported by main alone, and by the page's worker."""
