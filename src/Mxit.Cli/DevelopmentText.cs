using Mxit.Testing;

namespace Mxit.Cli;

/// <summary>The text for developers when the server starts in development mode: credentials, and commands to paste.</summary>
internal static class DevelopmentText
{
    public static string For(string address)
    {
        var (_, id, secret) = TestApp.Demo;
        var (_, strictId, strictSecret) = TestApp.StrictDemo;
        return $"""

            DEVELOPMENT MODE: the credentials below are known to everybody.

              People   alice, bob, carol, dave; the password is the login and "-password", such as alice-password.
                       User ids m10000000001 to m10000000004. All are friends, except carol and dave.
              App      demo, which alice, bob and carol have. Legacy profile, password grant, all scopes.
                       id {id}  secret {secret}
              App      strict-demo. Strict profile (PKCE), redirect URI http://127.0.0.1/callback on any port.
                       id {strictId}  secret {strictSecret}

            A token for the app, and a message to alice and bob:

              TOKEN=$(curl -s -u {id}:{secret} {address}/token -d 'grant_type=client_credentials&scope=message/send' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
              curl -i -H "Authorization: Bearer $TOKEN" {address}/message/send -d '{'{'}"From":"demo","To":"m10000000001,m10000000002","Body":"Hello from curl"{'}'}'

            Read it as alice:        {address}/messages
            Let alice allow the app: {address}/authorize?response_type=code&client_id={id}&redirect_uri=http://example.org/&scope=profile/public+message/user&state=1
            The people's API:        {address}/openapi/messenger.json

            """;
    }
}
