package android.app;

import android.content.Intent;

public class KeyguardManager {
    public static boolean isSecure = true;

    public boolean isDeviceSecure() { return isSecure; }
    public Intent createConfirmDeviceCredentialIntent(CharSequence title, CharSequence about) {
        return isSecure ? new Intent("CONFIRM " + title) : null;
    }
}
