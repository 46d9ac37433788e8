"""What only exists in a browser under Pyodide: fetch, IndexedDB, WebCrypto. Imported by main alone."""
