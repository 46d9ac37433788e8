# What the sensor's prompt answers (Android 9, 28, and later).
.class public final Lapp/kopilka/wallet/Unlocked;
.super Landroid/hardware/biometrics/BiometricPrompt$AuthenticationCallback;
.field private final owner:Lapp/kopilka/wallet/Owner;

.method public constructor <init>(Lapp/kopilka/wallet/Owner;)V
    .registers 2
    invoke-direct {p0}, Landroid/hardware/biometrics/BiometricPrompt$AuthenticationCallback;-><init>()V
    iput-object p1, p0, Lapp/kopilka/wallet/Unlocked;->owner:Lapp/kopilka/wallet/Owner;
    return-void
.end method

# The owner: the key that was begun to be used may be used now.
.method public onAuthenticationSucceeded(Landroid/hardware/biometrics/BiometricPrompt$AuthenticationResult;)V
    .registers 4
    invoke-virtual {p1}, Landroid/hardware/biometrics/BiometricPrompt$AuthenticationResult;->getCryptoObject()Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;
    move-result-object v0
    invoke-virtual {v0}, Landroid/hardware/biometrics/BiometricPrompt$CryptoObject;->getMac()Ljavax/crypto/Mac;
    move-result-object v0
    iget-object v1, p0, Lapp/kopilka/wallet/Unlocked;->owner:Lapp/kopilka/wallet/Owner;
    invoke-virtual {v1, v0}, Lapp/kopilka/wallet/Owner;->unlocked(Ljavax/crypto/Mac;)V
    return-void
.end method

# Ended without the owner; a finger that was not known may be tried again before that.
.method public onAuthenticationError(ILjava/lang/CharSequence;)V
    .registers 4
    iget-object v0, p0, Lapp/kopilka/wallet/Unlocked;->owner:Lapp/kopilka/wallet/Owner;
    invoke-virtual {v0}, Lapp/kopilka/wallet/Owner;->refused()V
    return-void
.end method
