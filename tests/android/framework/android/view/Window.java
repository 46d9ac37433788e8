package android.view;

public class Window {
    public final View decor = new View();
    public WindowManager.LayoutParams attributes = new WindowManager.LayoutParams();
    public int flags;

    public final WindowManager.LayoutParams getAttributes() { return attributes; }
    public void setAttributes(WindowManager.LayoutParams given) { attributes = given; }
    public void addFlags(int given) { flags |= given; }
    public void clearFlags(int given) { flags &= ~given; }
    public View getDecorView() { return decor; }
}
