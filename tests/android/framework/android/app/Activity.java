package android.app;

import android.content.Context;
import android.content.Intent;
import android.os.Bundle;
import android.view.View;
import android.view.Window;

public class Activity extends Context {
    public final Window window = new Window();
    public Intent intent = new Intent();
    public View content;
    public boolean left, isOverLock;
    public int request;

    protected void onCreate(Bundle kept) {}
    protected void onNewIntent(Intent intent) {}
    protected void onSaveInstanceState(Bundle kept) {}
    protected void onActivityResult(int request, int result, Intent answer) {}
    public void onBackPressed() { left = true; }
    public void setContentView(View view) { content = view; }
    public Intent getIntent() { return intent; }
    public Window getWindow() { return window; }
    public final void runOnUiThread(Runnable work) { work.run(); }
    public void startActivityForResult(Intent intent, int given) { request = given; startActivity(intent); }
    public final CharSequence getTitle() { return "Kopilka"; }
    public void setShowWhenLocked(boolean over) { isOverLock = over; }
}
