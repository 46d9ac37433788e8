package android.content.res;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

public final class AssetManager {
    static final Set<String> FILES =
        Set.of("www/index.html", "www/service_worker.js", "www/engine/main.wasm", "www/font.woff2");

    public InputStream open(String name) throws IOException {
        if (!FILES.contains(name)) throw new FileNotFoundException(name);
        return new ByteArrayInputStream(name.getBytes());
    }
}
