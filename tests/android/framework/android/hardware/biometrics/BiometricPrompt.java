package android.hardware.biometrics;

import android.content.Context;
import android.content.DialogInterface;
import android.os.CancellationSignal;
import java.util.concurrent.Executor;
import javax.crypto.Mac;

public class BiometricPrompt {
    public static String shown = "";
    public static CryptoObject asked;
    public static AuthenticationCallback answer;
    public static DialogInterface.OnClickListener no;
    private final String words;

    private BiometricPrompt(String words) { this.words = words; }

    public static class Builder {
        private String words = "";

        public Builder(Context context) {}
        public Builder setTitle(CharSequence title) { words += title; return this; }
        public Builder setAllowedAuthenticators(int kinds) { words += " " + Integer.toHexString(kinds); return this; }
        public Builder setNegativeButton(CharSequence text, Executor executor, DialogInterface.OnClickListener listener) {
            words += " [" + text + "]";
            no = listener;
            return this;
        }
        public BiometricPrompt build() { return new BiometricPrompt(words); }
    }

    public static final class CryptoObject {
        private final Mac mac;

        public CryptoObject(Mac mac) { this.mac = mac; }
        public Mac getMac() { return mac; }
    }

    public static class AuthenticationResult {
        private final CryptoObject object;

        public AuthenticationResult(CryptoObject object) { this.object = object; }
        public CryptoObject getCryptoObject() { return object; }
    }

    public abstract static class AuthenticationCallback {
        public void onAuthenticationError(int code, CharSequence words) {}
        public void onAuthenticationSucceeded(AuthenticationResult result) {}
    }

    public void authenticate(CryptoObject object, CancellationSignal signal, Executor executor, AuthenticationCallback callback) {
        shown = words;
        asked = object;
        answer = callback;
    }
}
