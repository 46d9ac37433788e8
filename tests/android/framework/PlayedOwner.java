import android.app.KeyguardManager;
import android.content.Context;
import android.content.Intent;
import android.hardware.biometrics.BiometricPrompt;
import android.os.Build;
import android.webkit.WebView;
import app.kopilka.wallet.MainActivity;
import app.kopilka.wallet.Owner;
import java.lang.reflect.Method;
import java.security.Security;

/** Plays the owner's unlock on phones of each kind; what came of it is told as in `Played`. */
class PlayedOwner {
    private final MainActivity window;
    private final WebView web;
    private final Owner owner;

    PlayedOwner(MainActivity window, WebView web) {
        this.window = window;
        this.web = web;
        owner = (Owner) web.bridges.get("walletOwner");
        Security.insertProviderAt(new Keystore(), 1);
    }

    void play() throws Exception {
        KeyguardManager.isSecure = false;
        Played.say("phone without a lock", owner.isThere());
        KeyguardManager.isSecure = true;
        Played.say("phone with a lock", owner.isThere());
        sensor("Android 14", 34);
        sensor("Android 9", 28);
        pin("Android 8", 26);
        Keystore.knowsFinger = false;
        pin("Android 9 that knows no finger", 28);
        sensor("Android 14 that knows no finger", 34);
        Build.VERSION.SDK_INT = 34;
    }

    /** The prompt that unlocks one use. */
    private void sensor(String phone, int version) throws Exception {
        Build.VERSION.SDK_INT = version;
        BiometricPrompt.no = null;
        owner.guard();
        String first = seen();
        Played.say(phone + ": prompt", BiometricPrompt.shown);
        owner.key(name(first));
        Played.say(phone + ": same again", seen().equals(first), kind(first), first.length() - name(first).length() - 1);
        owner.key(name(first));
        BiometricPrompt.answer.onAuthenticationSucceeded(new BiometricPrompt.AuthenticationResult(BiometricPrompt.asked));
        Played.say(phone + ": without the owner", web.said);
        owner.key(name(first));
        web.said = null;
        BiometricPrompt.answer.onAuthenticationError(10, "no");
        Played.say(phone + ": said no", web.said);
        if (BiometricPrompt.no != null) {
            web.said = null;
            BiometricPrompt.no.onClick(null, -2);
            Played.say(phone + ": pressed no", web.said);
        }
        owner.key("each other");
        Played.say(phone + ": key that is gone", web.said);
        Keystore.keys.clear();
        owner.key(name(first));
        Played.say(phone + ": after the fingers changed", web.said);
    }

    /** What the page hears when the sensor has seen its owner. */
    private String seen() {
        Keystore.sawFinger = true;
        BiometricPrompt.answer.onAuthenticationSucceeded(new BiometricPrompt.AuthenticationResult(BiometricPrompt.asked));
        return said();
    }

    /** The phone's own page for its PIN. */
    private void pin(String phone, int version) throws Exception {
        Build.VERSION.SDK_INT = version;
        owner.guard();
        Played.say(phone + ": page", Context.started.action, window.request);
        String first = typed(true);
        owner.key(name(first));
        Played.say(phone + ": same again", typed(true).equals(first), kind(first));
        owner.key(name(first));
        answered(0);
        Played.say(phone + ": went back", web.said);
        owner.key(name(first));
        answered(-1);
        Played.say(phone + ": long after the PIN", web.said);
        KeyguardManager.isSecure = false;
        owner.key(name(first));
        Played.say(phone + ": lock was taken off", web.said);
        KeyguardManager.isSecure = true;
    }

    private String typed(boolean right) throws Exception {
        Keystore.typedPin = right;
        answered(-1);
        Keystore.typedPin = false;
        return said();
    }

    private void answered(int result) throws Exception {
        web.said = null;
        Method answered =
            MainActivity.class.getDeclaredMethod("onActivityResult", int.class, int.class, Intent.class);
        answered.setAccessible(true);
        answered.invoke(window, 1, result, null);
    }

    private String said() {
        return web.said.substring("walletOwnerSaid('".length(), web.said.length() - 2);
    }

    private static String name(String said) { return said.substring(0, said.lastIndexOf(' ')); }
    private static String kind(String said) { return said.substring(0, said.indexOf(' ')); }
}
