namespace Mxit;

/// <summary>Header names beyond those of HTTP itself. All are additions of this project; historic clients ignore them.</summary>
internal static class MxitHeaders
{
    /// <summary>
    /// On a <c>POST</c>: 1 to 255 visible ASCII characters that name this one piece of work, so that repeating the
    /// request repeats nothing.
    /// </summary>
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>On the response to a send: the id of the accepted message.</summary>
    public const string MessageId = "Mxit-Message-Id";

    /// <summary>
    /// On a callback from the server to an app: a JWT of type <c>mxit-callback+jwt</c>, signed with a key that the server
    /// publishes. <c>aud</c> is the app's client id and <c>body</c> the SHA-256 of the request body in base64url, so that who has
    /// checked it knows where the body comes from.
    /// </summary>
    public const string Signature = "Mxit-Signature";

    /// <summary>On every response: the id under which the server logged the request.</summary>
    public const string RequestId = "Mxit-Request-Id";
}
