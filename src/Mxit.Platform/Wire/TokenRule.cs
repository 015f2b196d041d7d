namespace Mxit.Platform.Wire;

/// <summary>One kind of token that an endpoint accepts. Source: the token and scope columns of the wire document.</summary>
/// <param name="Kind">Who the token must speak for.</param>
/// <param name="Scope">The scope it must carry; <see langword="null"/> where any will do.</param>
internal sealed record TokenRule(TokenKind Kind, string? Scope)
{
    /// <summary>A token of an app.</summary>
    public static TokenRule App(string scope) => new(TokenKind.App, scope);

    /// <summary>A token of a person.</summary>
    public static TokenRule User(string? scope) => new(TokenKind.User, scope);

    /// <summary>A token of either.</summary>
    public static TokenRule Any(string scope) => new(TokenKind.Any, scope);

    /// <summary>A person who is signed in on the pages, by cookie.</summary>
    public static TokenRule Session { get; } = new(TokenKind.Session, null);

    /// <summary>Nobody in particular: no token is needed. One that is sent must be good, so that clients renew theirs.</summary>
    public static TokenRule Anonymous { get; } = new(TokenKind.Anonymous, null);
}

/// <summary>Who a token speaks for.</summary>
internal enum TokenKind
{
    /// <summary>An app.</summary>
    App,

    /// <summary>A person.</summary>
    User,

    /// <summary>An app or a person.</summary>
    Any,

    /// <summary>Not a token: the cookie of the pages.</summary>
    Session,

    /// <summary>No token, or any.</summary>
    Anonymous,
}
