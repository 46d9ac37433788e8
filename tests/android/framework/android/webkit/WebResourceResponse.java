package android.webkit;

import java.io.InputStream;
import java.util.Map;

public class WebResourceResponse {
    public final String media, encoding;
    public final int status;
    public final Map<String, String> headers;
    public final InputStream content;

    public WebResourceResponse(
        String media, String encoding, int status, String reason, Map<String, String> headers, InputStream content
    ) {
        this.media = media;
        this.encoding = encoding;
        this.status = status;
        this.headers = headers;
        this.content = content;
    }
}
