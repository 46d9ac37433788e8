import android.content.Context;
import android.content.ContentResolver;
import android.content.Intent;
import android.net.Uri;
import android.nfc.NfcAdapter;
import android.os.Build;
import android.os.Bundle;
import android.webkit.ServiceWorkerController;
import android.webkit.WebResourceRequest;
import android.webkit.WebResourceResponse;
import android.webkit.WebView;
import app.kopilka.wallet.Device;
import app.kopilka.wallet.MainActivity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plays the app's classes, as Android would call them, and says what came of it: a name and a value a line. */
public class Played {
    static final String OURS = "https://card.shop.example";

    public static void main(String[] arguments) throws Exception {
        MainActivity window = opened(new Intent());
        WebView web = (WebView) ((android.widget.FrameLayout) window.content).child;
        say("first", web.address);
        say("settings", web.settings.scripts, web.settings.storage, web.settings.files, web.settings.contents);
        say("bridges", web.bridges.keySet());
        links(window, web);
        files(web);
        device(window, web);
        choices(window, web);
        new PlayedOwner(window, web).play();
        back(window, web);
    }

    static void links(MainActivity window, WebView web) throws Exception {
        for (String link : new String[] {
            OURS + "/offers", "http://card.shop.example/", OURS + ":444/", "https://me@card.shop.example/",
            "https://card.shop.example.evil.example/", "javascript:alert(1)", "file:///data/data/x", OURS + "/sign-in?code=1",
        }) {
            say("started by " + link, page(opened(new Intent("VIEW", new Uri(link)))).address);
            Context.started = null;
            boolean elsewhere = web.client.shouldOverrideUrlLoading(web, asked(link, true));
            say("followed " + link, elsewhere, Context.started == null ? "-" : Context.started.getData().toString());
        }
        Context.nobody = true;
        say("nobody opens it", web.client.shouldOverrideUrlLoading(web, asked("market://x", true)));
        Context.nobody = false;
        String before = web.address;
        call(window, "onNewIntent", Intent.class, new Intent());
        say("came back without a link", web.address.equals(before));
        call(window, "onNewIntent", Intent.class, new Intent("VIEW", new Uri(OURS + "/history")));
        say("came back by a link", web.address);
    }

    static void files(WebView web) throws Exception {
        for (String path : new String[] {
            "/", "/index.html", "/service_worker.js", "/engine/main.wasm", "/v1/wallet", "/.well-known/x", "/card/till",
            "/assets/fonts/notosans/a.woff2", "/../../shared_prefs/x",
        }) {
            for (boolean whole : new boolean[] {true, false}) {
                WebResourceResponse page = web.client.shouldInterceptRequest(web, asked(OURS + path, whole));
                WebResourceResponse worker =
                    ServiceWorkerController.getInstance().client.shouldInterceptRequest(asked(OURS + path, whole));
                String told = shown(page);
                say((whole ? "page " : "file ") + path, told, told.equals(shown(worker)));
            }
        }
        say("other host", shown(web.client.shouldInterceptRequest(web, asked("https://other.example/index.html", true))));
        WebResourceResponse index = web.client.shouldInterceptRequest(web, asked(OURS + "/", true));
        say("headers", String.join(" ", new TreeSet<>(index.headers.keySet())));
        say("policy", index.headers.get("Content-Security-Policy"));
    }

    static void device(MainActivity window, WebView web) throws Exception {
        Device device = (Device) web.bridges.get("walletDevice");
        device.awake(true);
        device.brightness(1);
        say("at the till", window.window.attributes.screenBrightness, window.window.flags, window.window.decor.felt);
        device.tap();
        device.tap();
        device.awake(false);
        device.brightness(-1);
        say("afterwards", window.window.attributes.screenBrightness, window.window.flags, window.window.decor.felt);
        device.send("Слова");
        Intent sent = Context.started.inside;
        say("sent", Context.started.action, sent.action, sent.type, sent.extras);
        device.give("data.json", "application/json", "aGVs\nbG8=");
        say("given", Context.started.action, Context.started.category, Context.started.type, Context.started.extras);
        answered(window, 0, OURS + "/kept");
        say("changed their mind", ContentResolver.written.toString());
        answered(window, -1, OURS + "/full");
        answered(window, -1, OURS + "/kept");
        answered(window, -1, OURS + "/again");
        say("kept", ContentResolver.written.toString());
        device.give("x", "y", "no base 64: \u2620");
        Context.nobody = true;
        device.send("Слова");
        device.give("x", "y", "aGVsbG8=");
        say("nobody takes it", true);
        Context.nobody = false;
    }

    static void choices(MainActivity window, WebView web) throws Exception {
        Device device = (Device) web.bridges.get("walletDevice");
        NfcAdapter nfc = NfcAdapter.has;
        say("before any choice", window.window.flags, window.isOverLock, nfc.flags);
        device.hidden(true);
        device.overLock(true);
        device.quiet(true);
        device.awake(true);
        say("chosen", window.window.flags, window.isOverLock, nfc.flags, nfc.times);
        say("next start", opened(new Intent()).window.flags);
        device.hidden(false);
        device.overLock(false);
        device.quiet(false);
        device.awake(false);
        say("no more", window.window.flags, window.isOverLock, nfc.flags);
        say("start after", opened(new Intent()).window.flags);
        Build.VERSION.SDK_INT = 26;
        device.overLock(true);
        say("over the lock on Android 8.0", window.window.flags, window.isOverLock);
        device.overLock(false);
        Build.VERSION.SDK_INT = 34;
        nfc.isBroken = true;
        device.quiet(true);
        NfcAdapter.has = null;
        device.quiet(false);
        device.quiet(true);
        device.quiet(false);
        say("phone without NFC", window.window.flags);
    }

    static void back(MainActivity window, WebView web) throws Exception {
        web.hasBack = true;
        window.onBackPressed();
        say("back inside", window.left, web.hasBack);
        window.onBackPressed();
        say("back at the first page", window.left);
        call(window, "onSaveInstanceState", Bundle.class, new Bundle());
        say("saved", web.wasSaved);
    }

    static MainActivity opened(Intent intent) throws Exception {
        MainActivity window = new MainActivity();
        window.intent = intent;
        call(window, "onCreate", Bundle.class, null);
        return window;
    }

    static WebView page(MainActivity window) {
        return (WebView) ((android.widget.FrameLayout) window.content).child;
    }

    static void answered(MainActivity window, int result, String where) throws Exception {
        Method answered =
            MainActivity.class.getDeclaredMethod("onActivityResult", int.class, int.class, Intent.class);
        answered.setAccessible(true);
        answered.invoke(window, 0, result, new Intent("PICKED", new Uri(where)));
    }

    static void call(Object one, String name, Class<?> type, Object value) throws Exception {
        Method method = one.getClass().getDeclaredMethod(name, type);
        method.setAccessible(true);
        try {
            method.invoke(one, value);
        } catch (InvocationTargetException fault) {
            throw (Exception) fault.getCause();
        }
    }

    static WebResourceRequest asked(String address, boolean whole) {
        return new WebResourceRequest() {
            public Uri getUrl() { return new Uri(address); }
            public boolean isForMainFrame() { return whole; }
        };
    }

    static String shown(WebResourceResponse answer) throws Exception {
        if (answer == null) return "network";
        String name = new String(answer.content.readAllBytes());
        return name + " " + answer.status + " " + answer.media + " " + answer.encoding;
    }

    static void say(String name, Object... values) {
        String told = Arrays.stream(values).map(String::valueOf).collect(Collectors.joining(" | "));
        System.out.println(name + "\t" + told.replace("\n", " "));
    }
}
