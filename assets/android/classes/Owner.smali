# The owner's unlock, as `walletOwner`: a key of Android's keystore that gives bytes for a finger, a face or a PIN alone.
# A key named `each …` is opened by the sensor's own answer, for one use. One named `soon …`, for phones before Android 11
# without a known finger, works for ten seconds after the phone's PIN was typed. Neither key can be read by anybody.
.class public final Lapp/kopilka/wallet/Owner;
.super Ljava/lang/Object;
.implements Ljava/lang/Runnable;
.implements Landroid/content/DialogInterface$OnClickListener;
.field private final activity:Landroid/app/Activity;
.field private final web:Landroid/webkit/WebView;
.field private volatile name:Ljava/lang/String;

.method public constructor <init>(Landroid/app/Activity;Landroid/webkit/WebView;)V
    .registers 4
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lapp/kopilka/wallet/Owner;->activity:Landroid/app/Activity;
    iput-object p2, p0, Lapp/kopilka/wallet/Owner;->web:Landroid/webkit/WebView;
    const-string v0, ""
    iput-object v0, p0, Lapp/kopilka/wallet/Owner;->name:Ljava/lang/String;
    return-void
.end method

# Whether this phone has a lock of its own to ask for.
.method public isThere()Z
    .registers 2
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->guardian()Landroid/app/KeyguardManager;
    move-result-object v0
    invoke-virtual {v0}, Landroid/app/KeyguardManager;->isDeviceSecure()Z
    move-result v0
    return v0
.end method

# Makes a new key and asks its owner for its bytes; the strictest kind that this phone has.
.method public guard()V
    .registers 4
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    invoke-static {}, Ljava/util/UUID;->randomUUID()Ljava/util/UUID;
    move-result-object v0
    invoke-virtual {v0}, Ljava/util/UUID;->toString()Ljava/lang/String;
    move-result-object v0
    sget v1, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v2, 0x1c
    if-lt v1, v2, :soon
    const-string v1, "each "
    invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-static {v1}, Lapp/kopilka/wallet/Owner;->made(Ljava/lang/String;)Z
    move-result v2
    if-nez v2, :ask
    :soon
    const-string v1, "soon "
    invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v1
    invoke-static {v1}, Lapp/kopilka/wallet/Owner;->made(Ljava/lang/String;)Z
    move-result v2
    if-nez v2, :ask
    const-string v1, ""
    :ask
    invoke-virtual {p0, v1}, Lapp/kopilka/wallet/Owner;->key(Ljava/lang/String;)V
    return-void
.end method

# Asks the owner for the bytes of the key of this name; the page hears them as `walletOwnerSaid`.
.method public key(Ljava/lang/String;)V
    .registers 3
    .annotation runtime Landroid/webkit/JavascriptInterface;
    .end annotation
    iput-object p1, p0, Lapp/kopilka/wallet/Owner;->name:Ljava/lang/String;
    iget-object v0, p0, Lapp/kopilka/wallet/Owner;->activity:Landroid/app/Activity;
    invoke-virtual {v0, p0}, Landroid/app/Activity;->runOnUiThread(Ljava/lang/Runnable;)V
    return-void
.end method

# On the window's own thread: the prompt for one use, or the phone's PIN.
.method public run()V
    .registers 3
    :asking
    iget-object v0, p0, Lapp/kopilka/wallet/Owner;->name:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->isEmpty()Z
    move-result v1
    if-nez v1, :unable
    invoke-static {v0}, Lapp/kopilka/wallet/Owner;->isSoon(Ljava/lang/String;)Z
    move-result v1
    if-nez v1, :pin
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->prompt()V
    return-void
    :pin
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->confirm()V
    :asked
    .catch Ljava/lang/Exception; {:asking .. :asked} :gone
    return-void
    :unable
    const-string v0, "unable"
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/Owner;->say(Ljava/lang/String;)V
    return-void
    :gone
    move-exception v0
    invoke-virtual {p0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method

# The sensor's answer unlocks this very use of the key. From Android 11 (30) a PIN may stand in for the finger.
.method private prompt()V
    .registers 7
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->opened()Ljavax/crypto/Mac;
    move-result-object v1
    iget-object v0, p0, Lapp/kopilka/wallet/Owner;->activity:Landroid/app/Activity;
    new-instance v2, Landroid/hardware/biometrics/BiometricPrompt$Builder;
    invoke-direct {v2, v0}, Landroid/hardware/biometrics/BiometricPrompt$Builder;-><init>(Landroid/content/Context;)V
    invoke-virtual {v0}, Landroid/app/Activity;->getTitle()Ljava/lang/CharSequence;
    move-result-object v3
    invoke-virtual {v2, v3}, Landroid/hardware/biometrics/BiometricPrompt$Builder;->setTitle(Ljava/lang/CharSequence;)Landroid/hardware/biometrics/BiometricPrompt$Builder;
    invoke-virtual {v0}, Landroid/app/Activity;->getMainExecutor()Ljava/util/concurrent/Executor;
    move-result-object v4
    sget v3, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v5, 0x1e
    if-lt v3, v5, :finger
    const v3, 0x800f
    invoke-virtual {v2, v3}, Landroid/hardware/biometrics/BiometricPrompt$Builder;->setAllowedAuthenticators(I)Landroid/hardware/biometrics/BiometricPrompt$Builder;
    goto :show
    :finger
    const v3, 0x1040000
    invoke-virtual {v0, v3}, Landroid/app/Activity;->getText(I)Ljava/lang/CharSequence;
    move-result-object v3
    invoke-virtual {v2, v3, v4, p0}, Landroid/hardware/biometrics/BiometricPrompt$Builder;->setNegativeButton(Ljava/lang/CharSequence;Ljava/util/concurrent/Executor;Landroid/content/DialogInterface$OnClickListener;)Landroid/hardware/biometrics/BiometricPrompt$Builder;
    :show
    invoke-virtual {v2}, Landroid/hardware/biometrics/BiometricPrompt$Builder;->build()Landroid/hardware/biometrics/BiometricPrompt;
    move-result-object v0
    new-instance v2, Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;
    invoke-direct {v2, v1}, Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;-><init>(Ljavax/crypto/Mac;)V
    new-instance v3, Landroid/os/CancellationSignal;
    invoke-direct {v3}, Landroid/os/CancellationSignal;-><init>()V
    new-instance v5, Lapp/kopilka/wallet/Unlocked;
    invoke-direct {v5, p0}, Lapp/kopilka/wallet/Unlocked;-><init>(Lapp/kopilka/wallet/Owner;)V
    move-object v1, v2
    move-object v2, v3
    move-object v3, v4
    move-object v4, v5
    invoke-virtual {v0, v1, v2, v3, v4}, Landroid/hardware/biometrics/BiometricPrompt;->authenticate(Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;Landroid/os/CancellationSignal;Ljava/util/concurrent/Executor;Landroid/hardware/biometrics/BiometricPrompt$AuthenticationCallback;)V
    return-void
.end method

# The phone's own page for its PIN; the answer comes back to the window as that of request 1.
.method private confirm()V
    .registers 5
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->guardian()Landroid/app/KeyguardManager;
    move-result-object v0
    iget-object v1, p0, Lapp/kopilka/wallet/Owner;->activity:Landroid/app/Activity;
    invoke-virtual {v1}, Landroid/app/Activity;->getTitle()Ljava/lang/CharSequence;
    move-result-object v2
    const/4 v3, 0x0
    invoke-virtual {v0, v2, v3}, Landroid/app/KeyguardManager;->createConfirmDeviceCredentialIntent(Ljava/lang/CharSequence;Ljava/lang/CharSequence;)Landroid/content/Intent;
    move-result-object v0
    if-eqz v0, :open
    const/4 v3, 0x1
    invoke-virtual {v1, v0, v3}, Landroid/app/Activity;->startActivityForResult(Landroid/content/Intent;I)V
    return-void
    :open
    invoke-virtual {p0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method

# The PIN was right, or the owner went back.
.method public confirmed(Z)V
    .registers 3
    if-eqz p1, :no
    :opening
    invoke-direct {p0}, Lapp/kopilka/wallet/Owner;->opened()Ljavax/crypto/Mac;
    move-result-object v0
    :opened
    .catch Ljava/lang/Exception; {:opening .. :opened} :gone
    invoke-virtual {p0, v0}, Lapp/kopilka/wallet/Owner;->unlocked(Ljavax/crypto/Mac;)V
    return-void
    :gone
    move-exception v0
    :no
    invoke-virtual {p0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method

# What the unlocked key makes of its own name: the same 32 bytes each time.
.method public unlocked(Ljavax/crypto/Mac;)V
    .registers 5
    :making
    iget-object v0, p0, Lapp/kopilka/wallet/Owner;->name:Ljava/lang/String;
    invoke-virtual {v0}, Ljava/lang/String;->getBytes()[B
    move-result-object v1
    invoke-virtual {p1, v1}, Ljavax/crypto/Mac;->doFinal([B)[B
    move-result-object v1
    const/4 v2, 0x2
    invoke-static {v1, v2}, Landroid/util/Base64;->encodeToString([BI)Ljava/lang/String;
    move-result-object v1
    const-string v2, " "
    invoke-virtual {v0, v2}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    :made
    .catch Ljava/lang/Exception; {:making .. :made} :gone
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/Owner;->say(Ljava/lang/String;)V
    return-void
    :gone
    move-exception v0
    invoke-virtual {p0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method

# The owner said no, or was somebody else.
.method public refused()V
    .registers 2
    const-string v0, ""
    invoke-direct {p0, v0}, Lapp/kopilka/wallet/Owner;->say(Ljava/lang/String;)V
    return-void
.end method

# The prompt's own button for no, before Android 11.
.method public onClick(Landroid/content/DialogInterface;I)V
    .registers 3
    invoke-virtual {p0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method

# Tells the page; what is told has letters, digits, spaces and the signs of base64 alone.
.method private say(Ljava/lang/String;)V
    .registers 5
    const-string v0, "walletOwnerSaid('"
    invoke-virtual {v0, p1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const-string v1, "')"
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    const/4 v1, 0x0
    iget-object v2, p0, Lapp/kopilka/wallet/Owner;->web:Landroid/webkit/WebView;
    invoke-virtual {v2, v0, v1}, Landroid/webkit/WebView;->evaluateJavascript(Ljava/lang/String;Landroid/webkit/ValueCallback;)V
    return-void
.end method

# The key of this name, begun to be used; without its owner it gives nothing. One that is gone is an exception.
.method private opened()Ljavax/crypto/Mac;
    .registers 4
    const-string v0, "AndroidKeyStore"
    invoke-static {v0}, Ljava/security/KeyStore;->getInstance(Ljava/lang/String;)Ljava/security/KeyStore;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Ljava/security/KeyStore;->load(Ljava/security/KeyStore$LoadStoreParameter;)V
    iget-object v2, p0, Lapp/kopilka/wallet/Owner;->name:Ljava/lang/String;
    invoke-virtual {v0, v2, v1}, Ljava/security/KeyStore;->getKey(Ljava/lang/String;[C)Ljava/security/Key;
    move-result-object v0
    const-string v1, "HmacSHA256"
    invoke-static {v1}, Ljavax/crypto/Mac;->getInstance(Ljava/lang/String;)Ljavax/crypto/Mac;
    move-result-object v1
    invoke-virtual {v1, v0}, Ljavax/crypto/Mac;->init(Ljava/security/Key;)V
    return-object v1
.end method

# Whether a key of this name could be made: one for each use wants a finger that the phone knows, or Android 11.
.method private static made(Ljava/lang/String;)Z
    .registers 5
    :making
    new-instance v0, Landroid/security/keystore/KeyGenParameterSpec$Builder;
    const/4 v1, 0x4
    invoke-direct {v0, p0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;-><init>(Ljava/lang/String;I)V
    const/4 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationRequired(Z)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    invoke-static {p0}, Lapp/kopilka/wallet/Owner;->isSoon(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :each
    const/16 v1, 0xa
    invoke-virtual {v0, v1}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationValidityDurationSeconds(I)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    goto :generate
    :each
    sget v1, Landroid/os/Build$VERSION;->SDK_INT:I
    const/16 v2, 0x1e
    if-lt v1, v2, :generate
    const/4 v1, 0x0
    const/4 v2, 0x3
    invoke-virtual {v0, v1, v2}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->setUserAuthenticationParameters(II)Landroid/security/keystore/KeyGenParameterSpec$Builder;
    :generate
    invoke-virtual {v0}, Landroid/security/keystore/KeyGenParameterSpec$Builder;->build()Landroid/security/keystore/KeyGenParameterSpec;
    move-result-object v0
    const-string v1, "HmacSHA256"
    const-string v2, "AndroidKeyStore"
    invoke-static {v1, v2}, Ljavax/crypto/KeyGenerator;->getInstance(Ljava/lang/String;Ljava/lang/String;)Ljavax/crypto/KeyGenerator;
    move-result-object v1
    invoke-virtual {v1, v0}, Ljavax/crypto/KeyGenerator;->init(Ljava/security/spec/AlgorithmParameterSpec;)V
    invoke-virtual {v1}, Ljavax/crypto/KeyGenerator;->generateKey()Ljavax/crypto/SecretKey;
    :made
    .catch Ljava/lang/Exception; {:making .. :made} :not
    const/4 v0, 0x1
    return v0
    :not
    move-exception v0
    const/4 v0, 0x0
    return v0
.end method

.method private static isSoon(Ljava/lang/String;)Z
    .registers 2
    const-string v0, "soon "
    invoke-virtual {p0, v0}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v0
    return v0
.end method

.method private guardian()Landroid/app/KeyguardManager;
    .registers 3
    iget-object v0, p0, Lapp/kopilka/wallet/Owner;->activity:Landroid/app/Activity;
    const-string v1, "keyguard"
    invoke-virtual {v0, v1}, Landroid/app/Activity;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/app/KeyguardManager;
    return-object v0
.end method
