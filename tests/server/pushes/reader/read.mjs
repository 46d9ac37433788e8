// Reads one line of JSON with a browser's keys and what it was sent, and says what that was; by `http_ece`, whose author
// wrote RFC 8188.
import { createECDH } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const ece = createRequire(`${process.argv[2]}/`)("http_ece");

for await (const line of createInterface({ input: process.stdin })) {
  const { own, auth, body } = JSON.parse(line);
  const privateKey = createECDH("prime256v1");
  privateKey.setPrivateKey(Buffer.from(own, "base64url"));
  const plain = ece.decrypt(Buffer.from(body, "base64url"), { version: "aes128gcm", privateKey, authSecret: auth });
  console.log(JSON.stringify(plain.toString("utf8")));
}
