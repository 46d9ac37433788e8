# What the service worker asks for comes from the package too.
.class public final Lapp/kopilka/wallet/WorkerPages;
.super Landroid/webkit/ServiceWorkerClient;
.field private final pages:Lapp/kopilka/wallet/Pages;

.method public constructor <init>(Lapp/kopilka/wallet/Pages;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/ServiceWorkerClient;-><init>()V
    iput-object p1, p0, Lapp/kopilka/wallet/WorkerPages;->pages:Lapp/kopilka/wallet/Pages;
    return-void
.end method

# The same answer as the page gets.
.method public shouldInterceptRequest(Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    .registers 3
    iget-object v0, p0, Lapp/kopilka/wallet/WorkerPages;->pages:Lapp/kopilka/wallet/Pages;
    invoke-virtual {v0, p1}, Lapp/kopilka/wallet/Pages;->packed(Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    move-result-object v0
    return-object v0
.end method
