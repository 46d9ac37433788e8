// A client of the generated types. `sign-in` prints the session; `ring-up` prints the wallet and the quote.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.d.ts";

const [verb, baseUrl, ...rest] = process.argv.slice(2) as [string, string, ...string[]];
const client = createClient<paths>({ baseUrl });

function given<T>(answer: { data?: T; error?: unknown }): T {
    if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
    return answer.data;
}

async function signIn(challenge_id: string, code: string, agreed: string) {
    const consents: components["schemas"]["GrantedConsent"][] = JSON.parse(agreed);
    const device = { name: "Node", platform: "desktop" as const };
    const body = { challenge_id, code, device, consents };
    return given(await client.POST("/v1/auth/sessions", { body }));
}

async function ringUp(till: string, token: string, raw: string, till_time: string, basket: string) {
    const member = { Authorization: `Bearer ${token}` };
    const wallet = given(await client.GET("/v1/wallet", { headers: member }));
    const headers = { Authorization: `Bearer ${till}` };
    const once = () => ({ header: { "Idempotency-Key": crypto.randomUUID() } });
    const scan = given(
        await client.POST("/v1/till/scans", { params: once(), headers, body: { raw, till_time } }),
    );
    const lines: components["schemas"]["Line"][] = JSON.parse(basket);
    const total = lines.reduce((sum, line) => sum + line.amount, 0);
    const body = { scan_id: scan.scan_id, receipt_id: "ts-1", lines, total, burn: 0 };
    const quote = given(await client.POST("/v1/till/purchases", { params: once(), headers, body }));
    return { first_name: wallet.member.first_name, currency: wallet.program.currency, quote };
}

// @ts-expect-error a write without its key does not compile
const forgetful = () => client.POST("/v1/till/joins", { body: { receipt_id: "", lines: [], total: 0 } });
void forgetful;

const verbs: Record<string, (...texts: string[]) => Promise<unknown>> = {
    "sign-in": signIn as (...texts: string[]) => Promise<unknown>,
    "ring-up": ringUp as (...texts: string[]) => Promise<unknown>,
};
console.log(JSON.stringify(await verbs[verb]?.(...rest)));
