package android.webkit;

public class ServiceWorkerClient {
    public WebResourceResponse shouldInterceptRequest(WebResourceRequest asked) { return null; }
}
