package android.webkit;

public class WebSettings {
    public boolean scripts, storage, files = true, contents = true;

    public void setJavaScriptEnabled(boolean on) { scripts = on; }
    public void setDomStorageEnabled(boolean on) { storage = on; }
    public void setAllowFileAccess(boolean on) { files = on; }
    public void setAllowContentAccess(boolean on) { contents = on; }
}
