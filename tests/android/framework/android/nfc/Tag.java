package android.nfc;

public final class Tag {}
