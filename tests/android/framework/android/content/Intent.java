package android.content;

import android.net.Uri;
import java.util.Map;
import java.util.TreeMap;

public class Intent {
    public String action, category, type;
    public Uri data;
    public Intent inside;
    public final Map<String, String> extras = new TreeMap<>();

    public Intent() {}
    public Intent(String action) { this.action = action; }
    public Intent(String action, Uri data) { this.action = action; this.data = data; }
    public Uri getData() { return data; }
    public Intent addCategory(String name) { category = name; return this; }
    public Intent setType(String media) { type = media; return this; }
    public Intent putExtra(String name, String value) { extras.put(name, value); return this; }
    public static Intent createChooser(Intent what, CharSequence title) {
        Intent chooser = new Intent("android.intent.action.CHOOSER");
        chooser.inside = what;
        return chooser;
    }
}
