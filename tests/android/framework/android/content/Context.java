package android.content;

import android.app.KeyguardManager;
import android.content.res.AssetManager;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

public class Context {
    public static Intent started;
    public static boolean nobody;
    public static final Map<String, Boolean> kept = new HashMap<>();

    public AssetManager getAssets() { return new AssetManager(); }
    public ContentResolver getContentResolver() { return new ContentResolver(); }
    public void startActivity(Intent intent) {
        if (nobody) throw new ActivityNotFoundException();
        started = intent;
    }
    public Object getSystemService(String name) { return name.equals("keyguard") ? new KeyguardManager() : null; }
    public Executor getMainExecutor() { return Runnable::run; }
    public final CharSequence getText(int id) { return id == 0x1040000 ? "Cancel" : "?"; }
    public SharedPreferences getSharedPreferences(String name, int mode) { return new Kept(); }

    private static class Kept implements SharedPreferences, SharedPreferences.Editor {
        public boolean getBoolean(String name, boolean otherwise) { return kept.getOrDefault(name, otherwise); }
        public Editor edit() { return this; }
        public Editor putBoolean(String name, boolean value) { kept.put(name, value); return this; }
        public void apply() {}
    }
}
