package android.webkit;

import android.content.Context;
import android.os.Bundle;
import android.view.View;
import java.util.Map;
import java.util.TreeMap;

public class WebView extends View {
    public final WebSettings settings = new WebSettings();
    public WebViewClient client;
    public final Map<String, Object> bridges = new TreeMap<>();
    public String address, said;
    public boolean hasBack, isKept, wasSaved;

    public WebView(Context context) {}
    public WebSettings getSettings() { return settings; }
    public void setWebViewClient(WebViewClient given) { client = given; }
    public void addJavascriptInterface(Object given, String called) { bridges.put(called, given); }
    public void loadUrl(String url) { address = url; }
    public void evaluateJavascript(String script, ValueCallback<String> answer) { said = script; }
    public WebBackForwardList restoreState(Bundle kept) { return isKept ? new WebBackForwardList() : null; }
    public WebBackForwardList saveState(Bundle kept) { wasSaved = true; return new WebBackForwardList(); }
    public boolean canGoBack() { return hasBack; }
    public void goBack() { hasBack = false; }
}
