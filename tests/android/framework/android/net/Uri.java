package android.net;

import java.net.URI;

public class Uri {
    private final URI uri;

    public Uri(String text) { uri = URI.create(text); }
    public String getScheme() { return uri.getScheme(); }
    public String getAuthority() { return uri.getRawAuthority(); }
    public String getPath() { return uri.getPath(); }
    public String toString() { return uri.toString(); }
}
