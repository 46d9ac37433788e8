package android.content;

import android.net.Uri;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

public class ContentResolver {
    public static final ByteArrayOutputStream written = new ByteArrayOutputStream();

    public final OutputStream openOutputStream(Uri where) throws java.io.FileNotFoundException {
        if (where.getPath().equals("/full")) throw new java.io.FileNotFoundException();
        return written;
    }
}
