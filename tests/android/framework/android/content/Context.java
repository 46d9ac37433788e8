package android.content;

import android.content.res.AssetManager;

public class Context {
    public static Intent started;
    public static boolean nobody;

    public AssetManager getAssets() { return new AssetManager(); }
    public ContentResolver getContentResolver() { return new ContentResolver(); }
    public void startActivity(Intent intent) {
        if (nobody) throw new ActivityNotFoundException();
        started = intent;
    }
}
