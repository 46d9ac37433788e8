package android.webkit;

public class WebViewClient {
    public boolean shouldOverrideUrlLoading(WebView view, WebResourceRequest asked) { return false; }
    public WebResourceResponse shouldInterceptRequest(WebView view, WebResourceRequest asked) { return null; }
}
