package android.webkit;

import android.content.Context;
import android.os.Bundle;
import android.view.View;

public class WebView extends View {
    public final WebSettings settings = new WebSettings();
    public WebViewClient client;
    public Object device;
    public String name, address;
    public boolean hasBack, isKept, wasSaved;

    public WebView(Context context) {}
    public WebSettings getSettings() { return settings; }
    public void setWebViewClient(WebViewClient given) { client = given; }
    public void addJavascriptInterface(Object given, String called) { device = given; name = called; }
    public void loadUrl(String url) { address = url; }
    public WebBackForwardList restoreState(Bundle kept) { return isKept ? new WebBackForwardList() : null; }
    public WebBackForwardList saveState(Bundle kept) { wasSaved = true; return new WebBackForwardList(); }
    public boolean canGoBack() { return hasBack; }
    public void goBack() { hasBack = false; }
}
