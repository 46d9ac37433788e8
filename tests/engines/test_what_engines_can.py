"""What the wallet would like to have of a browser, and which engine has it here: asked, not remembered."""

import pytest

from tests.engines import Engine
from tests.engines.what_engines_can import BESIDE, EVERYWHERE
from tests.running_demo import Demo

pytestmark = [pytest.mark.browser, pytest.mark.engines]

PROBE = """async () => {
  const made = (make) => { try { return !!make(); } catch { return false; } };
  const context = (name) => document.createElement("canvas").getContext(name);
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 95, 1, 120, 0]; // a module with a struct of one i8
  let typed = false;
  made(() => new Worker("data:,", { get type() { typed = true; return "module"; } }));
  return {
    "barcodes from a camera": "BarcodeDetector" in globalThis,
    "channels between pages": "BroadcastChannel" in globalThis,
    "database": made(() => indexedDB.open("probe")),
    "garbage-collected WebAssembly": WebAssembly.validate(new Uint8Array(bytes)),
    "install prompt": "BeforeInstallPromptEvent" in globalThis,
    "key signs": made(() => crypto.subtle),
    "locks": "locks" in navigator,
    "module workers": typed,
    "push": "PushManager" in globalThis,
    "service worker": "serviceWorker" in navigator,
    "share sheet": "share" in navigator,
    "storage that is not evicted": made(() => navigator.storage.persist),
    "streamed answers": made(() => new Response("x").body.getReader),
    "vibration": "vibrate" in navigator,
    "wake lock": await navigator.wakeLock.request("screen").then(() => true, () => false),
    "WebGL 2": made(() => context("webgl2")),
  };
}"""


def test_table_of_what_each_engine_has_is_true(engine: Engine, demo: Demo) -> None:
    with engine.visit() as view:
        view.open(demo.till)
        told = view.evaluate(PROBE)
    assert {name for name, there in told.items() if there} == EVERYWHERE | BESIDE[engine.name]
