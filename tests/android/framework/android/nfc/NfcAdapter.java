package android.nfc;

import android.app.Activity;
import android.content.Context;
import android.os.Bundle;

public final class NfcAdapter {
    public static NfcAdapter has = new NfcAdapter();
    public int flags, times;
    public boolean isBroken;

    public interface ReaderCallback {
        void onTagDiscovered(Tag tag);
    }

    public static NfcAdapter getDefaultAdapter(Context context) { return has; }
    public void enableReaderMode(Activity activity, ReaderCallback callback, int given, Bundle extras) {
        if (isBroken) throw new IllegalStateException();
        times++;
        flags = given;
        callback.onTagDiscovered(new Tag());
    }
    public void disableReaderMode(Activity activity) { flags = 0; }
}
