# Answers for the site's files out of the package; the API goes to the network, other sites to the browser.
.class public final Lapp/kopilka/wallet/Pages;
.super Landroid/webkit/WebViewClient;
.field private final context:Landroid/content/Context;

.method public constructor <init>(Landroid/content/Context;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    iput-object p1, p0, Lapp/kopilka/wallet/Pages;->context:Landroid/content/Context;
    return-void
.end method

# Whether this address is the retailer's server, over https; null is not.
.method public static ours(Landroid/net/Uri;)Z
    .registers 3
    if-eqz p0, :foreign
    const-string v0, "https"
    invoke-virtual {p0}, Landroid/net/Uri;->getScheme()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    if-eqz v0, :foreign
    sget-object v0, Lapp/kopilka/wallet/Site;->HOST:Ljava/lang/String;
    invoke-virtual {p0}, Landroid/net/Uri;->getAuthority()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
    :foreign
    const/4 v0, 0x0
    return v0
.end method

# Any other address opens in the app that Android has for it, or nowhere.
.method public shouldOverrideUrlLoading(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;)Z
    .registers 7
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v0
    invoke-static {v0}, Lapp/kopilka/wallet/Pages;->ours(Landroid/net/Uri;)Z
    move-result v1
    if-nez v1, :here
    new-instance v1, Landroid/content/Intent;
    const-string v2, "android.intent.action.VIEW"
    invoke-direct {v1, v2, v0}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
    :asking
    iget-object v2, p0, Lapp/kopilka/wallet/Pages;->context:Landroid/content/Context;
    invoke-virtual {v2, v1}, Landroid/content/Context;->startActivity(Landroid/content/Intent;)V
    :asked
    .catch Ljava/lang/RuntimeException; {:asking .. :asked} :nobody
    :elsewhere
    const/4 v0, 0x1
    return v0
    :nobody
    move-exception v1
    goto :elsewhere
    :here
    const/4 v0, 0x0
    return v0
.end method

# What the page asks for.
.method public shouldInterceptRequest(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    .registers 4
    invoke-virtual {p0, p2}, Lapp/kopilka/wallet/Pages;->packed(Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    move-result-object v0
    return-object v0
.end method

# A file of the site; the page itself for a place inside the wallet; null leaves it to the network.
.method public packed(Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    .registers 6
    const/4 v0, 0x0
    invoke-interface {p1}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v1
    invoke-static {v1}, Lapp/kopilka/wallet/Pages;->ours(Landroid/net/Uri;)Z
    move-result v2
    if-eqz v2, :network
    invoke-virtual {v1}, Landroid/net/Uri;->getPath()Ljava/lang/String;
    move-result-object v1
    if-eqz v1, :network
    const-string v2, "/v1/"
    invoke-virtual {v1, v2}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v2
    if-nez v2, :network
    const-string v2, "/assets/fonts/noto"
    invoke-virtual {v1, v2}, Ljava/lang/String;->contains(Ljava/lang/CharSequence;)Z
    move-result v2
    if-eqz v2, :file
    sget-object v1, Lapp/kopilka/wallet/Site;->FONT:Ljava/lang/String;
    :file
    invoke-direct {p0, v1}, Lapp/kopilka/wallet/Pages;->file(Ljava/lang/String;)Landroid/webkit/WebResourceResponse;
    move-result-object v0
    if-nez v0, :network
    invoke-interface {p1}, Landroid/webkit/WebResourceRequest;->isForMainFrame()Z
    move-result v2
    if-eqz v2, :network
    const-string v1, "/index.html"
    invoke-direct {p0, v1}, Lapp/kopilka/wallet/Pages;->file(Ljava/lang/String;)Landroid/webkit/WebResourceResponse;
    move-result-object v0
    :network
    return-object v0
.end method

# The file at this path of the site, or null.
.method private file(Ljava/lang/String;)Landroid/webkit/WebResourceResponse;
    .registers 10
    const-string v0, "www"
    invoke-virtual {v0, p1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Lapp/kopilka/wallet/Pages;->context:Landroid/content/Context;
    invoke-virtual {v1}, Landroid/content/Context;->getAssets()Landroid/content/res/AssetManager;
    move-result-object v1
    :opening
    invoke-virtual {v1, v0}, Landroid/content/res/AssetManager;->open(Ljava/lang/String;)Ljava/io/InputStream;
    move-result-object v6
    :opened
    .catch Ljava/io/IOException; {:opening .. :opened} :missing
    invoke-static {p1}, Lapp/kopilka/wallet/Pages;->type(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    const/4 v2, 0x0
    const-string v3, "text/"
    invoke-virtual {v1, v3}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v3
    if-eqz v3, :answer
    const-string v2, "utf-8"
    :answer
    const/16 v3, 0xc8
    const-string v4, "OK"
    invoke-static {}, Lapp/kopilka/wallet/Pages;->headers()Ljava/util/Map;
    move-result-object v5
    new-instance v0, Landroid/webkit/WebResourceResponse;
    invoke-direct/range {v0 .. v6}, Landroid/webkit/WebResourceResponse;-><init>(Ljava/lang/String;Ljava/lang/String;ILjava/lang/String;Ljava/util/Map;Ljava/io/InputStream;)V
    return-object v0
    :missing
    move-exception v0
    const/4 v0, 0x0
    return-object v0
.end method

# The headers that the server gives with the site; what is in the package is asked for each time.
.method private static headers()Ljava/util/Map;
    .registers 3
    new-instance v0, Ljava/util/HashMap;
    invoke-direct {v0}, Ljava/util/HashMap;-><init>()V
    const-string v1, "Content-Security-Policy"
    sget-object v2, Lapp/kopilka/wallet/Site;->POLICY:Ljava/lang/String;
    invoke-virtual {v0, v1, v2}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    const-string v1, "Cache-Control"
    const-string v2, "no-cache"
    invoke-virtual {v0, v1, v2}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    const-string v1, "Referrer-Policy"
    const-string v2, "no-referrer"
    invoke-virtual {v0, v1, v2}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    const-string v1, "X-Content-Type-Options"
    const-string v2, "nosniff"
    invoke-virtual {v0, v1, v2}, Ljava/util/HashMap;->put(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;
    return-object v0
.end method

# The media type by the name's ending; Android's own table does not know all that a browser is strict about.
.method private static type(Ljava/lang/String;)Ljava/lang/String;
    .registers 3
    const/16 v0, 0x2e
    invoke-virtual {p0, v0}, Ljava/lang/String;->lastIndexOf(I)I
    move-result v0
    add-int/lit8 v0, v0, 0x1
    invoke-virtual {p0, v0}, Ljava/lang/String;->substring(I)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Lapp/kopilka/wallet/Site;->type(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
