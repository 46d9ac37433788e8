package android.security.keystore;

import java.security.spec.AlgorithmParameterSpec;

public final class KeyGenParameterSpec implements AlgorithmParameterSpec {
    public final String name;
    public final boolean isGuarded;
    public final int seconds, kinds;

    private KeyGenParameterSpec(Builder from) {
        name = from.name;
        isGuarded = from.isGuarded;
        seconds = from.seconds;
        kinds = from.kinds;
    }

    public static final class Builder {
        private final String name;
        private boolean isGuarded;
        private int seconds = -1, kinds = 2;

        public Builder(String name, int purposes) {
            if (purposes != 4) throw new IllegalArgumentException("PURPOSE_SIGN is needed");
            this.name = name;
        }
        public Builder setUserAuthenticationRequired(boolean required) { isGuarded = required; return this; }
        public Builder setUserAuthenticationValidityDurationSeconds(int given) { seconds = given; return this; }
        public Builder setUserAuthenticationParameters(int timeout, int given) {
            seconds = timeout == 0 ? -1 : timeout;
            kinds = given;
            return this;
        }
        public KeyGenParameterSpec build() { return new KeyGenParameterSpec(this); }
    }
}
