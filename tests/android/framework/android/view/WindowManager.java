package android.view;

public interface WindowManager {
    class LayoutParams {
        public float screenBrightness = -1;
    }
}
