package android.view;

public abstract class ViewGroup extends View {
    public View child;

    public void addView(View view) { child = view; }
}
