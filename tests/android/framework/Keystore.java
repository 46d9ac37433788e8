import android.security.keystore.KeyGenParameterSpec;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.Mac;
import javax.crypto.MacSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Android's keystore, played: its keys have no bytes to give away, and work for an owner who has just unlocked. */
public class Keystore extends Provider {
    static final Map<String, Guarded> keys = new HashMap<>();
    /** Which fingers the phone knows; whether the sensor has just seen one, whether the PIN was typed a moment ago. */
    static boolean knowsFinger = true, sawFinger, typedPin;

    public Keystore() {
        super("AndroidKeyStore", "1", "played");
        put("KeyGenerator.HmacSHA256", Generator.class.getName());
        put("KeyStore.AndroidKeyStore", Store.class.getName());
        put("Mac.HmacSHA256", Counter.class.getName());
    }

    static final class Guarded implements SecretKey {
        final KeyGenParameterSpec of;
        private final byte[] bytes = new byte[32];

        Guarded(KeyGenParameterSpec of) {
            this.of = of;
            new SecureRandom().nextBytes(bytes);
        }
        public String getAlgorithm() { return "HmacSHA256"; }
        public String getFormat() { return null; }
        public byte[] getEncoded() { return null; }
        boolean isForEachUse() { return of.seconds < 0; }
    }

    public static final class Generator extends KeyGeneratorSpi {
        private KeyGenParameterSpec wanted;

        protected void engineInit(SecureRandom random) {}
        protected void engineInit(int size, SecureRandom random) {}
        protected void engineInit(AlgorithmParameterSpec given, SecureRandom random) {
            wanted = (KeyGenParameterSpec) given;
            boolean wantsFinger = wanted.seconds < 0 && wanted.kinds == 2;
            if (wantsFinger && !knowsFinger) throw new IllegalStateException("At least one biometric must be enrolled");
        }
        protected SecretKey engineGenerateKey() {
            Guarded made = new Guarded(wanted);
            keys.put(wanted.name, made);
            return made;
        }
    }

    public static final class Counter extends MacSpi {
        private Guarded key;
        private Mac real;

        protected int engineGetMacLength() { return 32; }
        protected void engineInit(Key given, AlgorithmParameterSpec parameters) throws InvalidKeyException {
            if (!(given instanceof Guarded)) throw new InvalidKeyException("no key");
            key = (Guarded) given;
            if (key.of.isGuarded && !key.isForEachUse() && !typedPin) throw new InvalidKeyException("User not authenticated");
            try {
                real = Mac.getInstance("HmacSHA256", "SunJCE");
                real.init(new SecretKeySpec(key.bytes, "HmacSHA256"));
            } catch (java.security.GeneralSecurityException never) {
                throw new InvalidKeyException(never);
            }
        }
        protected void engineUpdate(byte one) { real.update(one); }
        protected void engineUpdate(byte[] more, int from, int count) { real.update(more, from, count); }
        protected byte[] engineDoFinal() {
            if (key.of.isGuarded && key.isForEachUse() && !sawFinger) throw new IllegalStateException("User not authenticated");
            sawFinger = false;
            return real.doFinal();
        }
        protected void engineReset() {}
    }

    public static final class Store extends KeyStoreSpi {
        public Key engineGetKey(String name, char[] password) { return keys.get(name); }
        public void engineLoad(KeyStore.LoadStoreParameter nothing) {}
        public void engineLoad(InputStream from, char[] password) {}
        public void engineStore(OutputStream to, char[] password) {}
        public Certificate[] engineGetCertificateChain(String name) { return null; }
        public Certificate engineGetCertificate(String name) { return null; }
        public Date engineGetCreationDate(String name) { return null; }
        public void engineSetKeyEntry(String name, Key key, char[] password, Certificate[] chain) {}
        public void engineSetKeyEntry(String name, byte[] key, Certificate[] chain) {}
        public void engineSetCertificateEntry(String name, Certificate certificate) {}
        public void engineDeleteEntry(String name) { keys.remove(name); }
        public Enumeration<String> engineAliases() { return Collections.enumeration(new ArrayList<>(keys.keySet())); }
        public boolean engineContainsAlias(String name) { return keys.containsKey(name); }
        public int engineSize() { return keys.size(); }
        public boolean engineIsKeyEntry(String name) { return keys.containsKey(name); }
        public boolean engineIsCertificateEntry(String name) { return false; }
        public String engineGetCertificateAlias(Certificate certificate) { return null; }
    }
}
