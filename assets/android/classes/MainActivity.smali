# The one window: a WebView that shows the wallet from the package, at the address of the retailer's server.
.class public final Lapp/kopilka/wallet/MainActivity;
.super Landroid/app/Activity;
.field private web:Landroid/webkit/WebView;
.field private pages:Lapp/kopilka/wallet/Pages;
.field private device:Lapp/kopilka/wallet/Device;
.field private owner:Lapp/kopilka/wallet/Owner;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

# Makes the window, then opens what it was started for, or what it showed when Android took its memory.
.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    new-instance v0, Landroid/webkit/WebView;
    invoke-direct {v0, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    iput-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-direct {p0}, Lapp/kopilka/wallet/MainActivity;->allow()V
    invoke-direct {p0}, Lapp/kopilka/wallet/MainActivity;->connect()V
    invoke-direct {p0}, Lapp/kopilka/wallet/MainActivity;->show()V
    if-eqz p1, :fresh
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->restoreState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    move-result-object v1
    if-eqz v1, :fresh
    return-void
    :fresh
    invoke-virtual {p0}, Lapp/kopilka/wallet/MainActivity;->getIntent()Landroid/content/Intent;
    move-result-object v0
    invoke-virtual {v0}, Landroid/content/Intent;->getData()Landroid/net/Uri;
    move-result-object v0
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/MainActivity;->open(Landroid/net/Uri;)V
    return-void
.end method

# Scripts and the page's own storage; no files and no other app's content.
.method private allow()V
    .registers 4
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-virtual {v0}, Landroid/webkit/WebView;->getSettings()Landroid/webkit/WebSettings;
    move-result-object v1
    const/4 v2, 0x1
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setJavaScriptEnabled(Z)V
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setDomStorageEnabled(Z)V
    const/4 v2, 0x0
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setAllowFileAccess(Z)V
    invoke-virtual {v1, v2}, Landroid/webkit/WebSettings;->setAllowContentAccess(Z)V
    return-void
.end method

# The package answers the page and its service worker; the page finds the phone as `walletDevice` and `walletOwner`.
.method private connect()V
    .registers 5
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    new-instance v1, Lapp/kopilka/wallet/Pages;
    invoke-direct {v1, p0}, Lapp/kopilka/wallet/Pages;-><init>(Landroid/content/Context;)V
    iput-object v1, p0, Lapp/kopilka/wallet/MainActivity;->pages:Lapp/kopilka/wallet/Pages;
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    invoke-static {}, Landroid/webkit/ServiceWorkerController;->getInstance()Landroid/webkit/ServiceWorkerController;
    move-result-object v2
    new-instance v3, Lapp/kopilka/wallet/WorkerPages;
    invoke-direct {v3, v1}, Lapp/kopilka/wallet/WorkerPages;-><init>(Lapp/kopilka/wallet/Pages;)V
    invoke-virtual {v2, v3}, Landroid/webkit/ServiceWorkerController;->setServiceWorkerClient(Landroid/webkit/ServiceWorkerClient;)V
    new-instance v1, Lapp/kopilka/wallet/Device;
    invoke-direct {v1, p0}, Lapp/kopilka/wallet/Device;-><init>(Landroid/app/Activity;)V
    iput-object v1, p0, Lapp/kopilka/wallet/MainActivity;->device:Lapp/kopilka/wallet/Device;
    const-string v2, "walletDevice"
    invoke-virtual {v0, v1, v2}, Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V
    new-instance v1, Lapp/kopilka/wallet/Owner;
    invoke-direct {v1, p0, v0}, Lapp/kopilka/wallet/Owner;-><init>(Landroid/app/Activity;Landroid/webkit/WebView;)V
    iput-object v1, p0, Lapp/kopilka/wallet/MainActivity;->owner:Lapp/kopilka/wallet/Owner;
    const-string v2, "walletOwner"
    invoke-virtual {v0, v1, v2}, Landroid/webkit/WebView;->addJavascriptInterface(Ljava/lang/Object;Ljava/lang/String;)V
    return-void
.end method

# Inside a frame that keeps clear of the bars and the keyboard; the splash shows through until the page has drawn.
.method private show()V
    .registers 4
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->setBackgroundColor(I)V
    new-instance v1, Landroid/widget/FrameLayout;
    invoke-direct {v1, p0}, Landroid/widget/FrameLayout;-><init>(Landroid/content/Context;)V
    const/4 v2, 0x1
    invoke-virtual {v1, v2}, Landroid/widget/FrameLayout;->setFitsSystemWindows(Z)V
    invoke-virtual {v1, v0}, Landroid/widget/FrameLayout;->addView(Landroid/view/View;)V
    invoke-virtual {p0, v1}, Lapp/kopilka/wallet/MainActivity;->setContentView(Landroid/view/View;)V
    return-void
.end method

# A place of the wallet, and its first place for anything else: any app may start this window with any address.
.method private open(Landroid/net/Uri;)V
    .registers 5
    const-string v0, "https://"
    sget-object v1, Lapp/kopilka/wallet/Site;->HOST:Ljava/lang/String;
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const-string v1, "/"
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {p1}, Lapp/kopilka/wallet/Pages;->ours(Landroid/net/Uri;)Z
    move-result v1
    if-eqz v1, :go
    invoke-virtual {p1}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v0
    :go
    iget-object v1, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-virtual {v1, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    return-void
.end method

# A link was followed while the window is there; coming back without one changes nothing.
.method protected onNewIntent(Landroid/content/Intent;)V
    .registers 4
    invoke-super {p0, p1}, Landroid/app/Activity;->onNewIntent(Landroid/content/Intent;)V
    invoke-virtual {p1}, Landroid/content/Intent;->getData()Landroid/net/Uri;
    move-result-object v0
    if-eqz v0, :nothing
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/MainActivity;->open(Landroid/net/Uri;)V
    :nothing
    return-void
.end method

# The member chose where a file goes (request 0) or typed the phone's PIN (request 1), or changed their mind; RESULT_OK is -1.
.method protected onActivityResult(IILandroid/content/Intent;)V
    .registers 7
    const/4 v0, -0x1
    if-eqz p1, :file
    const/4 v1, 0x0
    if-ne p2, v0, :told
    const/4 v1, 0x1
    :told
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->owner:Lapp/kopilka/wallet/Owner;
    invoke-virtual {v0, v1}, Lapp/kopilka/wallet/Owner;->confirmed(Z)V
    return-void
    :file
    if-ne p2, v0, :nothing
    if-eqz p3, :nothing
    invoke-virtual {p3}, Landroid/content/Intent;->getData()Landroid/net/Uri;
    move-result-object v0
    if-eqz v0, :nothing
    iget-object v1, p0, Lapp/kopilka/wallet/MainActivity;->device:Lapp/kopilka/wallet/Device;
    invoke-virtual {v1, v0}, Lapp/kopilka/wallet/Device;->write(Landroid/net/Uri;)V
    :nothing
    return-void
.end method

# Where the member was, for a window that Android closes to save memory.
.method protected onSaveInstanceState(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onSaveInstanceState(Landroid/os/Bundle;)V
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->saveState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    return-void
.end method

# Back goes to the wallet's last place, and from the first one out of the app.
.method public onBackPressed()V
    .registers 3
    iget-object v0, p0, Lapp/kopilka/wallet/MainActivity;->web:Landroid/webkit/WebView;
    invoke-virtual {v0}, Landroid/webkit/WebView;->canGoBack()Z
    move-result v1
    if-eqz v1, :leave
    invoke-virtual {v0}, Landroid/webkit/WebView;->goBack()V
    return-void
    :leave
    invoke-super {p0}, Landroid/app/Activity;->onBackPressed()V
    return-void
.end method
