# What the page may ask of the phone, as `walletDevice`. Its calls come on a thread of the WebView's own.
.class public final Lapp/kopilka/wallet/Device;
.super Ljava/lang/Object;
.implements Ljava/lang/Runnable;
.implements Landroid/nfc/NfcAdapter$ReaderCallback;
.field private final activity:Landroid/app/Activity;
.field private volatile level:F
.field private volatile awake:Z
.field private volatile tapped:Z
.field private volatile content:[B
.field private volatile hidden:Z
.field private volatile overLock:Z
.field private volatile quiet:Z
.field private isQuiet:Z

.method public constructor <init>(Landroid/app/Activity;)V
    .registers 5
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    const/high16 v0, -0x40800000
    iput v0, p0, Lapp/kopilka/wallet/Device;->level:F
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->kept()Landroid/content/SharedPreferences;
    move-result-object v0
    const-string v1, "hidden"
    const/4 v2, 0x0
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences;->getBoolean(Ljava/lang/String;Z)Z
    move-result v0
    iput-boolean v0, p0, Lapp/kopilka/wallet/Device;->hidden:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# What outlives the window: whether it is to be kept out of pictures, which must hold before the page has begun.
.method private kept()Landroid/content/SharedPreferences;
    .registers 4
    iget-object v0, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    const-string v1, "window"
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Landroid/app/Activity;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    return-object v0
.end method

# The brightness of this window, 0 to 1; -1 gives it back to the member's own setting.
.method public brightness(F)V
    .registers 3
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput p1, p0, Lapp/kopilka/wallet/Device;->level:F
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# Whether the screen stays on while this window shows.
.method public awake(Z)V
    .registers 3
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput-boolean p1, p0, Lapp/kopilka/wallet/Device;->awake:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# A light tap to the hand, unless the member has switched such taps off.
.method public tap()V
    .registers 2
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    const/4 v0, 0x1
    iput-boolean v0, p0, Lapp/kopilka/wallet/Device;->tapped:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# Whether screenshots, recordings and the list of recent apps leave this window out.
.method public hidden(Z)V
    .registers 5
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput-boolean p1, p0, Lapp/kopilka/wallet/Device;->hidden:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->kept()Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    const-string v1, "hidden"
    invoke-interface {v0, v1, p1}, Landroid/content/SharedPreferences$Editor;->putBoolean(Ljava/lang/String;Z)Landroid/content/SharedPreferences$Editor;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences$Editor;->apply()V
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# Whether this window stays in front of the phone's lock.
.method public overLock(Z)V
    .registers 3
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput-boolean p1, p0, Lapp/kopilka/wallet/Device;->overLock:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# Whether a terminal near by finds no card in this phone, and no tag wakes another app, while this window is in front.
.method public quiet(Z)V
    .registers 3
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput-boolean p1, p0, Lapp/kopilka/wallet/Device;->quiet:Z
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->apply()V
    return-void
.end method

# Asks the member where a file is to be kept: its name, its media type, its content in base64.
.method public give(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)V
    .registers 8
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    const/4 v1, 0x0
    :asking
    invoke-static {p3, v1}, Landroid/util/Base64;->decode(Ljava/lang/String;I)[B
    move-result-object v0
    iput-object v0, p0, Lapp/kopilka/wallet/Device;->content:[B
    new-instance v0, Landroid/content/Intent;
    const-string v2, "android.intent.action.CREATE_DOCUMENT"
    invoke-direct {v0, v2}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v2, "android.intent.category.OPENABLE"
    invoke-virtual {v0, v2}, Landroid/content/Intent;->addCategory(Ljava/lang/String;)Landroid/content/Intent;
    invoke-virtual {v0, p2}, Landroid/content/Intent;->setType(Ljava/lang/String;)Landroid/content/Intent;
    const-string v2, "android.intent.extra.TITLE"
    invoke-virtual {v0, v2, p1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    iget-object v2, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v2, v0, v1}, Landroid/app/Activity;->startActivityForResult(Landroid/content/Intent;I)V
    :asked
    .catch Ljava/lang/RuntimeException; {:asking .. :asked} :nobody
    return-void
    :nobody
    move-exception v0
    return-void
.end method

# Hands words to another app, which the member chooses.
.method public send(Ljava/lang/String;)V
    .registers 5
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    :asking
    new-instance v0, Landroid/content/Intent;
    const-string v1, "android.intent.action.SEND"
    invoke-direct {v0, v1}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v1, "text/plain"
    invoke-virtual {v0, v1}, Landroid/content/Intent;->setType(Ljava/lang/String;)Landroid/content/Intent;
    const-string v1, "android.intent.extra.TEXT"
    invoke-virtual {v0, v1, p1}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;
    const/4 v1, 0x0
    invoke-static {v0, v1}, Landroid/content/Intent;->createChooser(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;
    move-result-object v0
    iget-object v1, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v1, v0}, Landroid/app/Activity;->startActivity(Landroid/content/Intent;)V
    :asked
    .catch Ljava/lang/RuntimeException; {:asking .. :asked} :nobody
    return-void
    :nobody
    move-exception v0
    return-void
.end method

# Writes the file that was given to where the member chose.
.method public write(Landroid/net/Uri;)V
    .registers 5
    iget-object v0, p0, Lapp/kopilka/wallet/Device;->content:[B
    if-eqz v0, :nothing
    :writing
    iget-object v1, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v1}, Landroid/app/Activity;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object v1
    invoke-virtual {v1, p1}, Landroid/content/ContentResolver;->openOutputStream(Landroid/net/Uri;)Ljava/io/OutputStream;
    move-result-object v1
    invoke-virtual {v1, v0}, Ljava/io/OutputStream;->write([B)V
    invoke-virtual {v1}, Ljava/io/OutputStream;->close()V
    const/4 v0, 0x0
    iput-object v0, p0, Lapp/kopilka/wallet/Device;->content:[B
    :written
    .catch Ljava/io/IOException; {:writing .. :written} :refused
    :nothing
    return-void
    :refused
    move-exception v0
    return-void
.end method

# The window is changed on its own thread.
.method private apply()V
    .registers 2
    iget-object v0, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v0, p0}, Landroid/app/Activity;->runOnUiThread(Ljava/lang/Runnable;)V
    return-void
.end method

# Brings the window to what was asked last: brightness, FLAG_KEEP_SCREEN_ON (0x80), FLAG_SECURE (0x2000), a tap (VIRTUAL_KEY, 1).
.method public run()V
    .registers 4
    iget-object v0, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v0}, Landroid/app/Activity;->getWindow()Landroid/view/Window;
    move-result-object v0
    invoke-virtual {v0}, Landroid/view/Window;->getAttributes()Landroid/view/WindowManager$LayoutParams;
    move-result-object v1
    iget v2, p0, Lapp/kopilka/wallet/Device;->level:F
    iput v2, v1, Landroid/view/WindowManager$LayoutParams;->screenBrightness:F
    invoke-virtual {v0, v1}, Landroid/view/Window;->setAttributes(Landroid/view/WindowManager$LayoutParams;)V
    const/16 v1, 0x80
    iget-boolean v2, p0, Lapp/kopilka/wallet/Device;->awake:Z
    invoke-static {v0, v1, v2}, Lapp/kopilka/wallet/Device;->flag(Landroid/view/Window;IZ)V
    const/16 v1, 0x2000
    iget-boolean v2, p0, Lapp/kopilka/wallet/Device;->hidden:Z
    invoke-static {v0, v1, v2}, Lapp/kopilka/wallet/Device;->flag(Landroid/view/Window;IZ)V
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/Device;->cover(Landroid/view/Window;)V
    invoke-direct {p0}, Lapp/kopilka/wallet/Device;->hush()V
    iget-boolean v1, p0, Lapp/kopilka/wallet/Device;->tapped:Z
    if-eqz v1, :done
    const/4 v1, 0x0
    iput-boolean v1, p0, Lapp/kopilka/wallet/Device;->tapped:Z
    invoke-virtual {v0}, Landroid/view/Window;->getDecorView()Landroid/view/View;
    move-result-object v0
    const/4 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/view/View;->performHapticFeedback(I)Z
    :done
    return-void
.end method

.method private static flag(Landroid/view/Window;IZ)V
    .registers 3
    if-eqz p2, :clear
    invoke-virtual {p0, p1}, Landroid/view/Window;->addFlags(I)V
    return-void
    :clear
    invoke-virtual {p0, p1}, Landroid/view/Window;->clearFlags(I)V
    return-void
.end method

# In front of the lock, or behind it: a flag of the window (0x80000) on Android 8.0, a property of the activity later.
.method private cover(Landroid/view/Window;)V
    .registers 5
    iget-boolean v2, p0, Lapp/kopilka/wallet/Device;->overLock:Z
    sget v0, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v1, 0x1b
    if-ge v0, v1, :property
    const/high16 v0, 0x80000
    invoke-static {p1, v0, v2}, Lapp/kopilka/wallet/Device;->flag(Landroid/view/Window;IZ)V
    return-void
    :property
    iget-object v0, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-virtual {v0, v2}, Landroid/app/Activity;->setShowWhenLocked(Z)V
    return-void
.end method

# Reader mode: the phone plays no card and no other app hears a tag (every technology 0x1f, no NDEF 0x80, no sounds 0x100).
.method private hush()V
    .registers 6
    iget-boolean v0, p0, Lapp/kopilka/wallet/Device;->quiet:Z
    iget-boolean v1, p0, Lapp/kopilka/wallet/Device;->isQuiet:Z
    if-eq v0, v1, :done
    iput-boolean v0, p0, Lapp/kopilka/wallet/Device;->isQuiet:Z
    iget-object v1, p0, Lapp/kopilka/wallet/Device;->activity:Landroid/app/Activity;
    invoke-static {v1}, Landroid/nfc/NfcAdapter;->getDefaultAdapter(Landroid/content/Context;)Landroid/nfc/NfcAdapter;
    move-result-object v2
    if-eqz v2, :done
    :hushing
    if-eqz v0, :loud
    const/16 v3, 0x19f
    const/4 v4, 0x0
    move-object v0, v2
    move-object v2, p0
    invoke-virtual {v0, v1, v2, v3, v4}, Landroid/nfc/NfcAdapter;->enableReaderMode(Landroid/app/Activity;Landroid/nfc/NfcAdapter$ReaderCallback;ILandroid/os/Bundle;)V
    return-void
    :loud
    invoke-virtual {v2, v1}, Landroid/nfc/NfcAdapter;->disableReaderMode(Landroid/app/Activity;)V
    :hushed
    .catch Ljava/lang/RuntimeException; {:hushing .. :hushed} :gone
    :done
    return-void
    :gone
    move-exception v0
    return-void
.end method

# A tag is near, and is left alone.
.method public onTagDiscovered(Landroid/nfc/Tag;)V
    .registers 2
    return-void
.end method
