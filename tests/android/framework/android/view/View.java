package android.view;

public class View {
    public int felt;

    public boolean performHapticFeedback(int kind) { felt += kind; return true; }
    public void setBackgroundColor(int colour) {}
    public void setFitsSystemWindows(boolean fits) {}
}
