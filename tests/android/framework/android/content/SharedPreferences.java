package android.content;

public interface SharedPreferences {
    boolean getBoolean(String name, boolean otherwise);
    Editor edit();

    interface Editor {
        Editor putBoolean(String name, boolean value);
        void apply();
    }
}
